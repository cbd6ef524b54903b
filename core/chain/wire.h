#pragma once
/// The node's JSON answers as values. Trusts nothing: shapes and limits are checked, contents are for the caller to
/// verify. Pure; any thread. Source: polkadot-sdk client/rpc-api (chain, state, author).

#include "core/chain/chain_access.h"
#include "core/finality/header.h"

#include <nlohmann/json_fwd.hpp>

namespace taodeck::chain {

using nlohmann::json;

struct WireBlock {
    finality::Header header;
    std::vector<Bytes> extrinsics;
    std::optional<Bytes> justification; ///< GRANDPA's, SCALE.
};
struct WireRuntime {
    std::string specName;
    std::uint32_t specVersion{0}, transactionVersion{0};
};

Result<Bytes> bytesFromJson(const json& value); ///< "0x…"
/// "0x…" or a list of byte numbers, the two ways in which nodes write byte strings.
Result<Bytes> looseBytesFromJson(const json& value);
template <class Id>
Result<Id> idFromJson(const json& value) {
    TD_TRY(const auto bytes, bytesFromJson(value));
    return Id::from(bytes);
}
Result<std::uint32_t> numberFromJson(const json& value); ///< A number or "0x…" hex.
Result<finality::Header> headerFromJson(const json& value);
Result<WireBlock> blockFromJson(const json& value);
Result<WireRuntime> runtimeFromJson(const json& value);
Result<std::vector<BlockHash>> hashesFromJson(const json& value);
Result<std::vector<Bytes>> bytesListFromJson(const json& value);
struct WireProof {
    BlockHash at;
    std::vector<Bytes> nodes;
};
Result<WireProof> proofFromJson(const json& value);
/// Answer of state_queryStorageAt in the order of `keys`. @return Malformed when a key is missing.
Result<std::vector<std::optional<Bytes>>> storageFromJson(const json& value, std::span<const Bytes> keys);
Result<TransactionStatus> transactionStatusFromJson(const json& value);

} // namespace taodeck::chain

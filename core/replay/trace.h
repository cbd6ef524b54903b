#pragma once
/// A recorded run of the network's own runtime: the state before the first block, then the extrinsics of each block and
/// every storage entry that changed. Decoded from a stranger's JSON: shapes and sizes are checked, what the entries
/// mean is not. Pure.

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::replay {

struct RecordedExtrinsic {
    enum class Outcome : std::uint8_t { Succeeded, Failed, Refused }; ///< Refused: never entered the block.
    std::string signer;                                               ///< Secret URI of a development key; empty: bare.
    std::string call;                                                 ///< "subtensorModule.addStake"
    Bytes bytes;                                                      ///< As sent, with length prefix.
    Outcome outcome{Outcome::Succeeded};
    std::string error; ///< Of Failed: "subtensorModule.NotRegistered" or "token.BelowMinimum".
};

struct RecordedBlock {
    BlockNumber number{};
    std::uint64_t slot{0};
    std::vector<RecordedExtrinsic> extrinsics;
    std::map<Bytes, std::optional<Bytes>> changes; ///< By storage key; empty: removed.
};

struct Trace {
    std::uint32_t specVersion{0};
    std::string scenario;
    std::map<Bytes, Bytes> initial; ///< The state after the block before the first one.
    std::vector<RecordedBlock> blocks;
    std::map<Bytes, std::string> names; ///< First 32 bytes of a key → "Pallet.Item".
};

inline constexpr std::size_t kMaxTraceBytes = 256u << 20;

/// @return Malformed when the text is not JSON or lacks a field, LimitExceeded above kMaxTraceBytes.
Result<Trace> decodeTrace(std::string_view json);

} // namespace taodeck::replay

#pragma once
/// Block headers: SCALE form, JSON-independent, and their hash.
/// Source: polkadot-sdk primitives/runtime generic header and digest; vectors tests/data/rpc/finney-headers.json.

#include "core/base/ids.h"
#include "core/base/result.h"

#include <optional>
#include <vector>

namespace taodeck::finality {

using EngineId = std::array<std::uint8_t, 4>;
inline constexpr EngineId kAura{'a', 'u', 'r', 'a'};
inline constexpr EngineId kGrandpa{'F', 'R', 'N', 'K'};

struct DigestItem {
    enum class Kind : std::uint8_t {
        Other = 0,
        Consensus = 4,
        Seal = 5,
        PreRuntime = 6,
        RuntimeEnvironmentUpdated = 8
    };
    Kind kind{Kind::Other};
    EngineId engine{}; ///< Of Consensus, Seal and PreRuntime.
    Bytes data;
};

struct Header {
    BlockHash parent;
    BlockNumber number{};
    StorageRoot stateRoot;
    Hash256 extrinsicsRoot;
    std::vector<DigestItem> digest;
};

Bytes encode(const DigestItem& item);
Result<DigestItem> decodeDigestItem(ByteView bytes); ///< Whole input.
Bytes encode(const Header& header);
Result<Header> decodeHeader(ByteView bytes); ///< Whole input; LimitExceeded above kMaxDigestItems and kMaxHeaderBytes.
BlockHash hashOf(const Header& header);

inline constexpr std::size_t kMaxDigestItems = 64;
inline constexpr std::size_t kMaxHeaderBytes = 512u << 10; ///< A change to thousands of authorities fits.

} // namespace taodeck::finality

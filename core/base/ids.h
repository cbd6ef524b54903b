#pragma once
/// 32 bytes that mean one thing, and the small ids of the chain. None converts into another by accident.

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <array>
#include <compare>
#include <cstring>
#include <functional>

namespace taodeck {

template <class Tag>
struct Bytes32 { ///< 32 bytes that mean one thing.
    std::array<std::uint8_t, 32> bytes{};
    friend constexpr auto operator<=>(const Bytes32&, const Bytes32&) = default;
    ByteView view() const { return bytes; }
    bool isZero() const { return *this == Bytes32{}; }
    /// @return OutOfRange unless `raw` has exactly 32 bytes.
    static Result<Bytes32> from(ByteView raw) {
        if (raw.size() != 32) return fail(Errc::OutOfRange, "expected 32 bytes");
        Bytes32 out;
        std::copy(raw.begin(), raw.end(), out.bytes.begin());
        return out;
    }
};

using Hash256 = Bytes32<struct Hash256Tag>;         ///< A hash whose meaning the context gives.
using BlockHash = Bytes32<struct BlockHashTag>;     ///< Blake2b-256 of the SCALE header.
using StorageRoot = Bytes32<struct StorageRootTag>; ///< State root inside a header.
using ExtrinsicHash =
    Bytes32<struct ExtrinsicHashTag>;           ///< Blake2b-256 of the full extrinsic bytes (with length prefix).
using AccountId = Bytes32<struct AccountIdTag>; ///< Public key, coldkey or hotkey.
using Ed25519Public = Bytes32<struct Ed25519PublicTag>; ///< GRANDPA authority key.

enum class NetUid : std::uint16_t {};      ///< 0 is root.
enum class BlockNumber : std::uint32_t {}; ///< 0 is genesis.

constexpr std::uint16_t raw(NetUid id) {
    return static_cast<std::uint16_t>(id);
}
constexpr std::uint32_t raw(BlockNumber n) {
    return static_cast<std::uint32_t>(n);
}
inline constexpr NetUid kRootNetUid{0};

} // namespace taodeck

template <class Tag>
struct std::hash<taodeck::Bytes32<Tag>> {
    std::size_t operator()(const taodeck::Bytes32<Tag>& v) const noexcept {
        std::size_t out;
        std::memcpy(&out, v.bytes.data() + 12, sizeof out); // ids are hashes or keys: any part is uniform
        return out;
    }
};

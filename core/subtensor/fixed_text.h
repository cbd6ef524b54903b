#pragma once
/// A name as a template argument, so that a call or an event of one value is declared in one line.

#include "core/subtensor/fixed.h"
#include "core/subtensor/type_info.h"

#include <cstddef>

namespace taodeck::subtensor {

template <std::size_t N>
struct FixedText {
    char chars[N]{};
    constexpr FixedText(const char (&text)[N]) {
        for (std::size_t i = 0; i < N; ++i)
            chars[i] = text[i];
    }
};

/// What upstream's declarations call a type; the metadata repeats it.
template <class T>
inline constexpr const char* kUpstreamName = nullptr;
// clang-format off
template <> inline constexpr const char* kUpstreamName<bool> = "bool";
template <> inline constexpr const char* kUpstreamName<std::uint8_t> = "u8";
template <> inline constexpr const char* kUpstreamName<std::uint16_t> = "u16";
template <> inline constexpr const char* kUpstreamName<std::int16_t> = "i16";
template <> inline constexpr const char* kUpstreamName<std::uint32_t> = "u32";
template <> inline constexpr const char* kUpstreamName<std::uint64_t> = "u64";
template <> inline constexpr const char* kUpstreamName<Rao> = "TaoBalance";
template <> inline constexpr const char* kUpstreamName<NetUid> = "NetUid";
template <> inline constexpr const char* kUpstreamName<BlockNumber> = "BlockNumberFor<T>";
template <> inline constexpr const char* kUpstreamName<U64F64> = "U64F64";
template <> inline constexpr const char* kUpstreamName<I64F64> = "I64F64";
template <> inline constexpr const char* kUpstreamName<I96F32> = "I96F32";
// clang-format on

} // namespace taodeck::subtensor

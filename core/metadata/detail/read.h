#pragma once
/// Small readers that the registry and the metadata share.

#include "core/scale/codec.h"

#include <string>
#include <vector>

namespace taodeck::metadata::detail {

inline constexpr std::size_t kMaxText = 1u << 20;

inline Result<std::string> readText(scale::Decoder& in) {
    TD_TRY(const auto view, in.bytes(kMaxText));
    return std::string{asText(view)};
}

/// Documentation lines: read past, not kept.
inline Result<> skipTexts(scale::Decoder& in) {
    TD_TRY(const auto count, in.count());
    for (std::uint32_t i = 0; i < count; ++i)
        TD_CHECK(in.bytes(kMaxText));
    return {};
}

/// A counted list; every element takes a byte or more.
template <class T, class Fn>
Result<std::vector<T>> each(scale::Decoder& in, Fn read) {
    TD_TRY(const auto count, in.count());
    std::vector<T> out;
    for (std::uint32_t i = 0; i < count; ++i) {
        TD_TRY(auto item, read(in));
        out.push_back(std::move(item));
    }
    return out;
}

} // namespace taodeck::metadata::detail

#pragma once
/// Texts of many scripts for tests of tokenisers: words, numbers, contractions, emoji, white space of all kinds,
/// control characters, code points from everywhere, special tokens. Valid UTF-8. Deterministic in the seed. Pure; any
/// thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace taodeck::engine::test {

/// @param specials texts of special tokens, mixed in now and then.
std::string multilingualText(std::uint64_t seed, std::span<const std::string_view> specials);

} // namespace taodeck::engine::test

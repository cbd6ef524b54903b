#pragma once
/// Unpredictable bytes from the system. Any thread.

#include <array>
#include <cstdint>
#include <span>

namespace taodeck::crypto {

void fillRandom(std::span<std::uint8_t> out);

template <std::size_t N>
std::array<std::uint8_t, N> randomBytes() {
    std::array<std::uint8_t, N> out;
    fillRandom(out);
    return out;
}

} // namespace taodeck::crypto

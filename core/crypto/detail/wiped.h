#pragma once
/// Secret scratch on the stack, wiped on the way out. For values that live within one function; what lasts longer is
/// SecretBytes, whose guarded pages would cost more than the arithmetic here.

#include "core/base/secret_bytes.h"

#include <array>

namespace taodeck::crypto::detail {

template <std::size_t N>
struct Wiped {
    std::array<std::uint8_t, N> bytes{};

    Wiped() = default;
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;
    ~Wiped() { wipe(bytes.data(), N); }

    std::uint8_t* data() { return bytes.data(); }
    const std::uint8_t* data() const { return bytes.data(); }
    ByteView view() const { return bytes; }
    std::span<std::uint8_t> span() { return bytes; }
};

} // namespace taodeck::crypto::detail

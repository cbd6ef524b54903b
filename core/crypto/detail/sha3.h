#pragma once
/// SHA3 and SHAKE of FIPS 202 as one sponge: absorb, then squeeze. Pure; constant time in the data.

#include "core/crypto/detail/keccak.h"

namespace taodeck::crypto::detail {

class Sponge {
public:
    /// @param rate bytes taken by each permutation: 168 for SHAKE128, 136 for SHAKE256 and SHA3-256, 72 for SHA3-512.
    /// @param domain 0x1f for SHAKE, 0x06 for SHA3.
    Sponge(std::size_t rate, std::uint8_t domain) : m_rate{rate}, m_domain{domain} {}
    /// Not after squeeze().
    Sponge& absorb(ByteView data);
    /// The next bytes of the output.
    void squeeze(std::span<std::uint8_t> out);

private:
    void mix(std::uint8_t byte);

    KeccakState m_state{};
    std::size_t m_rate, m_at{0};
    std::uint8_t m_domain;
    bool m_squeezing{false};
};

inline Sponge shake128() {
    return {168, 0x1f};
}
inline Sponge shake256() {
    return {136, 0x1f};
}
inline Sponge sha3_256() {
    return {136, 0x06};
}
inline Sponge sha3_512() {
    return {72, 0x06};
}

} // namespace taodeck::crypto::detail

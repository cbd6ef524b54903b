#include "core/crypto/detail/sha3.h"

namespace taodeck::crypto::detail {

void Sponge::mix(std::uint8_t byte) {
    m_state[m_at / 8] ^= std::uint64_t{byte} << (8 * (m_at % 8));
}

Sponge& Sponge::absorb(ByteView data) {
    for (const auto byte : data) {
        mix(byte);
        if (++m_at == m_rate) {
            keccakPermute(m_state);
            m_at = 0;
        }
    }
    return *this;
}

void Sponge::squeeze(std::span<std::uint8_t> out) {
    if (!m_squeezing) {
        m_squeezing = true;
        mix(m_domain);
        m_at = m_rate - 1;
        mix(0x80);
        keccakPermute(m_state);
        m_at = 0;
    }
    for (auto& byte : out) {
        if (m_at == m_rate) {
            keccakPermute(m_state);
            m_at = 0;
        }
        byte = static_cast<std::uint8_t>(m_state[m_at / 8] >> (8 * (m_at % 8)));
        ++m_at;
    }
}

} // namespace taodeck::crypto::detail

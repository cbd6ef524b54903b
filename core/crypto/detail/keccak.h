#pragma once
/// Keccak-f[1600], the permutation below Keccak-256, SHA3-256 and STROBE. Pure; constant time.
/// Source: FIPS 202, section 3.

#include "core/base/bytes.h"

#include <array>

namespace taodeck::crypto::detail {

/// 25 lanes, lane (x, y) at index x + 5 y. Byte views of the state take lanes as little-endian.
using KeccakState = std::array<std::uint64_t, 25>;

void keccakPermute(KeccakState& state);

/// Sponge with rate 136 and a 32-byte output. `domain`: 0x01 for Keccak-256 of Ethereum, 0x06 for SHA3-256.
std::array<std::uint8_t, 32> keccakSponge256(ByteView data, std::uint8_t domain);

} // namespace taodeck::crypto::detail

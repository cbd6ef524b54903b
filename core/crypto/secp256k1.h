#pragma once
/// Public keys out of secp256k1 signatures: how Ethereum keys sign. Pure; any thread. Not constant time: everything
/// here is public. Source: SEC 1, section 4.1.6; the extra rules are those of k256, with which the network's runtime
/// recovers keys (sp-core ecdsa without std).

#include "core/base/bytes.h"

#include <array>
#include <optional>

namespace taodeck::crypto {

/// @param signature r, s (big-endian), and 0..3: bit 0 the parity of R's y, bit 1 that r was reduced.
/// @return x and y of the key that signed `hash`; empty when there is none, and when s is above half the order, which
/// the network's runtime refuses.
std::optional<std::array<std::uint8_t, 64>> recoverSecp256k1(const std::array<std::uint8_t, 32>& hash,
                                                             const std::array<std::uint8_t, 65>& signature);

} // namespace taodeck::crypto

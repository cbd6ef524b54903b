#pragma once
/// Arithmetic modulo p = 2^255 - 19 for verification. Inputs are public, so some functions take time that depends on
/// them: never give it a secret. Tested against libsodium.
///
/// An element is five limbs of 51 bits. Bounds per limb, kept by the callers in edwards.cpp: "tight" is below
/// 2^51 + 2^16 and is what mul, square and carry return; "loose" is below 2^54 and is what mul and square accept.

#include "core/base/bytes.h"

#include <array>

namespace taodeck::crypto::detail {

struct Fe {
    std::array<std::uint64_t, 5> v{};
};

inline constexpr Fe kFeZero{};
inline constexpr Fe kFeOne{{1, 0, 0, 0, 0}};
inline constexpr std::uint64_t kMask51 = (std::uint64_t{1} << 51) - 1;

/// Tight from limbs below 2^63.
inline Fe carry(Fe a) {
    std::uint64_t high = 0;
    for (std::uint64_t& limb : a.v) {
        limb += high;
        high = limb >> 51;
        limb &= kMask51;
    }
    a.v[0] += high * 19;
    return a;
}

/// Two tight elements give a loose one.
inline Fe add(const Fe& a, const Fe& b) {
    Fe out;
    for (int i = 0; i < 5; ++i)
        out.v[i] = a.v[i] + b.v[i];
    return out;
}

/// a below 2^53, b at most the sum of two tight ones: loose. Adds 4p so that no limb goes below zero.
inline Fe sub(const Fe& a, const Fe& b) {
    constexpr std::uint64_t kFourP0 = (std::uint64_t{1} << 53) - 76, kFourP = (std::uint64_t{1} << 53) - 4;
    Fe out;
    out.v[0] = a.v[0] + kFourP0 - b.v[0];
    for (int i = 1; i < 5; ++i)
        out.v[i] = a.v[i] + kFourP - b.v[i];
    return out;
}

/// Two loose elements give a tight one.
inline Fe subCarried(const Fe& a, const Fe& b) {
    constexpr std::uint64_t k16P0 = (std::uint64_t{1} << 55) - 304, k16P = (std::uint64_t{1} << 55) - 16;
    Fe out;
    out.v[0] = a.v[0] + k16P0 - b.v[0];
    for (int i = 1; i < 5; ++i)
        out.v[i] = a.v[i] + k16P - b.v[i];
    return carry(out);
}

inline Fe negate(const Fe& a) {
    return subCarried(kFeZero, a);
}

Fe mul(const Fe& a, const Fe& b);
Fe square(const Fe& a);
Fe squareTimes(Fe a, int count);

/// The low 255 bits, reduced: bytes of p and more are accepted.
Fe fromBytes(ByteView bytes32);
/// The unique form below p.
std::array<std::uint8_t, 32> toBytes(const Fe& a);
bool isZero(const Fe& a);
bool isEqual(const Fe& a, const Fe& b);
/// "Negative" as Ristretto says it: the unique form is odd.
bool isNegative(const Fe& a);
Fe absolute(const Fe& a);

/// a^(p-2); 0 for 0.
Fe invert(const Fe& a);

/// The non-negative root of u/v where `isSquare`, else that of i*u/v with i = sqrt(-1). Source: RFC 9496,
/// SQRT_RATIO_M1.
struct RootOfRatio {
    bool isSquare{false};
    Fe root;
};
RootOfRatio rootOfRatio(const Fe& u, const Fe& v);
const Fe& sqrtOfMinusOne();

} // namespace taodeck::crypto::detail

#include "core/crypto/detail/field25519.h"

#include <cstring>

namespace taodeck::crypto::detail {
namespace {

__extension__ using Wide = unsigned __int128;

Wide product(std::uint64_t a, std::uint64_t b) {
    return static_cast<Wide>(a) * b;
}

/// With loose inputs every column is below 2^115 and the last below 2^111, so each carry, and the last times 19, fits
/// 64 bits.
Fe reduce(Wide c0, Wide c1, Wide c2, Wide c3, Wide c4) {
    Fe out;
    c1 += static_cast<std::uint64_t>(c0 >> 51);
    out.v[0] = static_cast<std::uint64_t>(c0) & kMask51;
    c2 += static_cast<std::uint64_t>(c1 >> 51);
    out.v[1] = static_cast<std::uint64_t>(c1) & kMask51;
    c3 += static_cast<std::uint64_t>(c2 >> 51);
    out.v[2] = static_cast<std::uint64_t>(c2) & kMask51;
    c4 += static_cast<std::uint64_t>(c3 >> 51);
    out.v[3] = static_cast<std::uint64_t>(c3) & kMask51;
    out.v[4] = static_cast<std::uint64_t>(c4) & kMask51;
    out.v[0] += static_cast<std::uint64_t>(c4 >> 51) * 19;
    out.v[1] += out.v[0] >> 51;
    out.v[0] &= kMask51;
    return out;
}

/// a^(2^250 - 1) and a^11, from which both exponents below are made.
struct Powers {
    Fe all; // 2^250 - 1
    Fe eleven;
};

Powers powers(const Fe& a) {
    const Fe a2 = square(a);
    const Fe a9 = mul(squareTimes(a2, 2), a);
    const Fe a11 = mul(a9, a2);
    const Fe to5 = mul(square(a11), a9); // 2^5 - 1
    const Fe to10 = mul(squareTimes(to5, 5), to5);
    const Fe to20 = mul(squareTimes(to10, 10), to10);
    const Fe to40 = mul(squareTimes(to20, 20), to20);
    const Fe to50 = mul(squareTimes(to40, 10), to10);
    const Fe to100 = mul(squareTimes(to50, 50), to50);
    const Fe to200 = mul(squareTimes(to100, 100), to100);
    return {mul(squareTimes(to200, 50), to50), a11};
}

/// a^((p - 5) / 8) = a^(2^252 - 3)
Fe toFiveEighths(const Fe& a) {
    return mul(squareTimes(powers(a).all, 2), a);
}

} // namespace

Fe mul(const Fe& x, const Fe& y) {
    const auto [a0, a1, a2, a3, a4] = x.v;
    const auto [b0, b1, b2, b3, b4] = y.v;
    const std::uint64_t b1x = b1 * 19, b2x = b2 * 19, b3x = b3 * 19, b4x = b4 * 19;
    return reduce(product(a0, b0) + product(a4, b1x) + product(a3, b2x) + product(a2, b3x) + product(a1, b4x),
                  product(a1, b0) + product(a0, b1) + product(a4, b2x) + product(a3, b3x) + product(a2, b4x),
                  product(a2, b0) + product(a1, b1) + product(a0, b2) + product(a4, b3x) + product(a3, b4x),
                  product(a3, b0) + product(a2, b1) + product(a1, b2) + product(a0, b3) + product(a4, b4x),
                  product(a4, b0) + product(a3, b1) + product(a2, b2) + product(a1, b3) + product(a0, b4));
}

Fe square(const Fe& x) {
    const auto [a0, a1, a2, a3, a4] = x.v;
    const std::uint64_t d0 = a0 * 2, d1 = a1 * 2, d2 = a2 * 2, a3x = a3 * 19, a4x = a4 * 19;
    return reduce(
        product(a0, a0) + product(d1, a4x) + product(d2, a3x), product(d0, a1) + product(d2, a4x) + product(a3, a3x),
        product(d0, a2) + product(a1, a1) + product(a3 * 2, a4x), product(d0, a3) + product(d1, a2) + product(a4, a4x),
        product(d0, a4) + product(d1, a3) + product(a2, a2));
}

Fe squareTimes(Fe a, int count) {
    for (; count > 0; --count)
        a = square(a);
    return a;
}

Fe fromBytes(ByteView bytes) {
    const auto load = [&](std::size_t at) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data() + at, 8);
        return word;
    };
    return {{load(0) & kMask51, (load(6) >> 3) & kMask51, (load(12) >> 6) & kMask51, (load(19) >> 1) & kMask51,
             (load(24) >> 12) & kMask51}};
}

std::array<std::uint8_t, 32> toBytes(const Fe& a) {
    Fe t = carry(carry(a)); // below 2^255 + 19 now
    // 1 when t is p or more: then t + 19 reaches bit 255.
    std::uint64_t over = (t.v[0] + 19) >> 51;
    for (int i = 1; i < 5; ++i)
        over = (t.v[i] + over) >> 51;
    t.v[0] += 19 * over;
    for (int i = 0; i < 4; ++i) {
        t.v[i + 1] += t.v[i] >> 51;
        t.v[i] &= kMask51;
    }
    t.v[4] &= kMask51;

    const std::array<std::uint64_t, 4> words{t.v[0] | t.v[1] << 51, t.v[1] >> 13 | t.v[2] << 38,
                                             t.v[2] >> 26 | t.v[3] << 25, t.v[3] >> 39 | t.v[4] << 12};
    std::array<std::uint8_t, 32> out;
    std::memcpy(out.data(), words.data(), 32);
    return out;
}

bool isZero(const Fe& a) {
    return toBytes(a) == std::array<std::uint8_t, 32>{};
}

bool isEqual(const Fe& a, const Fe& b) {
    return toBytes(a) == toBytes(b);
}

bool isNegative(const Fe& a) {
    return (toBytes(a)[0] & 1) != 0;
}

Fe absolute(const Fe& a) {
    return isNegative(a) ? negate(a) : a;
}

Fe invert(const Fe& a) {
    const Powers p = powers(a);
    return mul(squareTimes(p.all, 5), p.eleven); // 2^255 - 21
}

RootOfRatio rootOfRatio(const Fe& u, const Fe& v) {
    const Fe v3 = mul(square(v), v);
    const Fe v7 = mul(square(v3), v);
    Fe root = mul(mul(u, v3), toFiveEighths(mul(u, v7)));
    const Fe check = mul(v, square(root));
    const Fe minusU = negate(u);
    const bool correct = isEqual(check, u);
    const bool flipped = isEqual(check, minusU);
    if (flipped || isEqual(check, mul(minusU, sqrtOfMinusOne()))) root = mul(root, sqrtOfMinusOne());
    return {correct || flipped, absolute(root)};
}

const Fe& sqrtOfMinusOne() {
    // 2 is no square, so 2^((p-1)/4) squares to -1; (p-1)/4 = 2^253 - 5.
    static const Fe root = [] {
        const Fe two{{2, 0, 0, 0, 0}};
        const Powers p = powers(two);
        return absolute(mul(squareTimes(p.all, 3), mul(two, square(two)))); // 2^253 - 8 + 3
    }();
    return root;
}

} // namespace taodeck::crypto::detail

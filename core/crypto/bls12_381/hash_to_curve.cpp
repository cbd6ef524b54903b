#include "core/crypto/bls12_381/hash_to_curve.h"

#include "core/crypto/bls12_381/isogeny.h"
#include "core/crypto/hash.h"

namespace taodeck::crypto::bls {
namespace {

/// E': y^2 = x^3 + A x + B, and Z of the map.
constexpr Fp kA =
    fp("00144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d");
constexpr Fp kB =
    fp("12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0");
constexpr Fp kZ =
    fp("00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000b");
constexpr Fp kRootOfMinusZ =
    fp("04610e003bd3ac94dfa9246c390d7a78942602029175a4ca366d601f33f3946e3ed39794735c38315d874bc1d70637c3");

/// RFC 9380 F.2.1.2: root of u / v, or of Z u / v when that is no square.
struct Ratio {
    bool isSquare;
    Fp root;
};
Ratio rootOfRatio(const Fp& u, const Fp& v) {
    constexpr Limbs kExponent{0xee7fbfffffffeaaa, 0x07aaffffac54ffff, 0xd9cc34a83dac3d89,
                              0xd91dd2e13ce144af, 0x92c6e9ed90d2eb35, 0x0680447a8e5ff9a6}; // (p - 3) / 4
    const auto uv = u * v;
    const auto y = (v.squared() * uv).pow(kExponent) * uv;
    if (y.squared() * v == u) return {true, y};
    return {false, y * kRootOfMinusZ};
}

/// A point of E' whose x is a fraction.
struct Mapped {
    Fp xNumerator, xDenominator, y;
};
/// RFC 9380 F.2, its steps in its order.
Mapped simplifiedSwu(const Fp& u) {
    const auto zuu = kZ * u.squared();
    const auto t = zuu.squared() + zuu;
    const auto x1 = kB * (t + Fp::one());
    const auto denominator = kA * (t.isZero() ? kZ : -t);
    const auto dd = denominator.squared();
    const auto ddd = dd * denominator;
    const auto gx1 = (x1.squared() + kA * dd) * x1 + kB * ddd;
    const auto ratio = rootOfRatio(gx1, ddd);
    auto y = ratio.isSquare ? ratio.root : zuu * u * ratio.root;
    if (u.isOdd() != y.isOdd()) y = -y;
    return {ratio.isSquare ? x1 : zuu * x1, denominator, y};
}

/// The polynomial at n / d, times d to the power of its degree.
template <std::size_t N>
Fp evaluate(const Fp (&coefficients)[N], const Fp& n, const Fp& d) {
    auto out = coefficients[N - 1];
    auto power = d;
    for (std::size_t i = N - 1; i-- > 0;) {
        out = out * n + coefficients[i] * power;
        power = power * d;
    }
    return out;
}

Bytes xorOf(ByteView a, ByteView b) {
    auto out = toBytes(a);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] ^= b[i];
    return out;
}

} // namespace

Result<Bytes> expandMessage(ByteView message, ByteView domain, std::size_t length) {
    constexpr std::size_t kHash = 32, kBlock = 64;
    const auto blocks = (length + kHash - 1) / kHash;
    if (domain.empty() || domain.size() > 255) return fail(Errc::OutOfRange, "domain of a hash to a curve");
    if (blocks == 0 || blocks > 255) return fail(Errc::OutOfRange, "length of an expanded message");
    auto suffix = toBytes(domain);
    suffix.push_back(static_cast<std::uint8_t>(domain.size()));

    Bytes input(kBlock, 0);
    append(input, message);
    input.push_back(static_cast<std::uint8_t>(length >> 8));
    input.push_back(static_cast<std::uint8_t>(length));
    input.push_back(0);
    append(input, suffix);
    const auto first = sha256(input);

    Bytes out;
    Bytes previous(kHash, 0);
    for (std::size_t i = 1; i <= blocks; ++i) {
        auto block = xorOf(previous, first);
        block.push_back(static_cast<std::uint8_t>(i));
        append(block, suffix);
        const auto hash = sha256(block);
        previous.assign(hash.begin(), hash.end());
        append(out, hash);
    }
    out.resize(length);
    return out;
}

Result<std::array<Fp, 2>> hashToField(ByteView message, ByteView domain) {
    TD_TRY(const auto bytes, expandMessage(message, domain, 128));
    const ByteView view{bytes};
    return std::array<Fp, 2>{Fp::fromWideBytes(view.first(64)), Fp::fromWideBytes(view.last(64))};
}

G1 mapToCurve(const Fp& u) {
    const auto p = simplifiedSwu(u);
    const auto& n = p.xNumerator;
    const auto& d = p.xDenominator;
    const auto xNumerator = evaluate(kIsogenyXNumerator, n, d);
    const auto xDenominator = evaluate(kIsogenyXDenominator, n, d) * d; // one degree less than the numerator
    const auto yNumerator = evaluate(kIsogenyYNumerator, n, d) * p.y;
    const auto yDenominator = evaluate(kIsogenyYDenominator, n, d);
    const G1 point{xNumerator * yDenominator, yNumerator * xDenominator, xDenominator * yDenominator};
    return point.isInfinity() ? G1{} : point; // a point of the isogeny's kernel has no x and no y
}

Result<G1> hashToCurve(ByteView message, ByteView domain) {
    TD_TRY(const auto u, hashToField(message, domain));
    return clearCofactor(mapToCurve(u[0]) + mapToCurve(u[1]));
}

} // namespace taodeck::crypto::bls

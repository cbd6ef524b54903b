#include "core/crypto/bls12_381/tower.h"

namespace taodeck::crypto::bls {
namespace {

/// K p^2.
template <int K>
constexpr Wide timesPP() {
    Wide out;
    for (int i = 0; i < K; ++i)
        out = out + bls::detail::mulWide(kP, kP);
    return out;
}
template <int K>
inline constexpr Wide kPP = timesPP<K>();

/// An element of Fp2 before its reduction. Below, `[low, high)` are the bounds of a coefficient's true value, in p^2.
struct Wide2 {
    Wide c0, c1;
};
Wide2 operator+(const Wide2& a, const Wide2& b) {
    return {a.c0 + b.c0, a.c1 + b.c1};
}
Wide2 operator-(const Wide2& a, const Wide2& b) {
    return {a.c0 - b.c0, a.c1 - b.c1};
}
Wide2 timesXi(const Wide2& a) {
    return {a.c0 - a.c1, a.c0 + a.c1};
}
/// Of a coefficient not below -Low.
template <int Low>
Fp reducedFrom(const Wide& w) {
    if constexpr (Low == 0) {
        return bls::reduced(w);
    } else {
        return bls::reduced(w + kPP<Low>);
    }
}
template <int Low0, int Low1>
Fp2 reduced(const Wide2& w) {
    return {reducedFrom<Low0>(w.c0), reducedFrom<Low1>(w.c1)};
}

/// An element whose coefficients may be above p.
struct Loose2 {
    Limbs c0, c1;
    Loose2(const Fp2& a) : c0{a.c0.l}, c1{a.c1.l} {}
    Loose2(const Fp2& a, const Fp2& b)
        : c0{bls::detail::plainSum(a.c0.l, b.c0.l)}, c1{bls::detail::plainSum(a.c1.l, b.c1.l)} {}
};

/// Karatsuba: three products instead of four. Of two elements [-1, 1) and [0, 2).
Wide2 product(const Loose2& a, const Loose2& b) {
    const auto t0 = wideProduct(a.c0, b.c0);
    const auto t1 = wideProduct(a.c1, b.c1);
    const auto t2 = wideProduct(bls::detail::plainSum(a.c0, a.c1), bls::detail::plainSum(b.c0, b.c1));
    return {t0 - t1, t2 - t0 - t1};
}
/// [0, 2) both.
Wide2 square(const Fp2& a) {
    return {wideProduct(bls::detail::plainSum(a.c0.l, a.c1.l), (a.c0 - a.c1).l),
            wideProduct(bls::detail::plainSum(a.c0.l, a.c0.l), a.c1.l)};
}

constexpr Fp2 kFrobenius12{
    fp("1904d3bf02bb0667c231beb4202c0d1f0fd603fd3cbd5f4f7b2443d784bab9c4f67ea53d63e7813d8d0775ed92235fb8"),
    fp("00fc3e2b36c4e03288e9e902231f9fb854a14787b6c7b36fec0c8ec971f63c5f282d5ac14d6c7ec22cf78a126ddc4af3")};
/// (1+u)^((p-1)/3) is this times u; its square (the next line) has no u.
constexpr Fp kFrobenius6u =
    fp("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b409427eb4f49fffd8bfd00000000aaac");
constexpr Fp kFrobenius6v2 =
    fp("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b409427eb4f49fffd8bfd00000000aaad");
/// (1+u)^((p^2-1)/6) and its square: sixth and third roots of unity.
constexpr Fp kSixthRoot =
    fp("00000000000000005f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffeffff");
constexpr Fp kThirdRoot =
    fp("00000000000000005f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffefffe");
constexpr Fp kThirdRootSquared =
    fp("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b409427eb4f49fffd8bfd00000000aaac");

Fp2 timesU(const Fp2& a) {
    return {-a.c1, a.c0};
}
Fp6 frobenius(const Fp6& a) {
    return {a.c0.conjugate(), timesU(a.c1.conjugate()) * kFrobenius6u, a.c2.conjugate() * kFrobenius6v2};
}
Fp6 frobeniusSquared(const Fp6& a) {
    return {a.c0, a.c1 * kThirdRoot, a.c2 * kThirdRootSquared};
}

/// (a + b y)^2 with y^2 = 1 + u: the first and second coefficient.
std::pair<Fp2, Fp2> squareOfPair(const Fp2& a, const Fp2& b) {
    const auto aa = square(a);
    const auto bb = square(b);
    return {reduced<2, 0>(aa + timesXi(bb)), reduced<4, 4>(square(a + b) - aa - bb)};
}

} // namespace

Fp2 operator*(const Fp2& a, const Fp2& b) {
    return reduced<1, 0>(product(a, b));
}

Fp2 Fp2::squared() const {
    return reduced<0, 0>(square(*this));
}

Fp2 Fp2::inverse() const {
    const auto norm = bls::reduced(wideProduct(c0.l, c0.l) + wideProduct(c1.l, c1.l)).inverse();
    return {c0 * norm, -(c1 * norm)};
}

/// From the norm: if a = (x + y u)^2 then x^2 = (c0 +- sqrt(c0^2 + c1^2)) / 2 and y = c1 / 2x.
std::optional<Fp2> Fp2::sqrt() const {
    if (c1.isZero()) {
        if (const auto root = c0.sqrt()) return Fp2{*root, {}};
        const auto root = (-c0).sqrt(); // -1 is no square, so one of the two is
        return Fp2{{}, *root};
    }
    constexpr Fp kHalf =
        fp("0d0088f51cbff34d258dd3db21a5d66bb23ba5c279c2895fb39869507b587b120f55ffff58a9ffffdcff7fffffffd556");
    const auto norm = (c0.squared() + c1.squared()).sqrt();
    if (!norm) return std::nullopt;
    auto x = ((c0 + *norm) * kHalf).sqrt();
    if (!x) x = ((c0 - *norm) * kHalf).sqrt();
    if (!x) return std::nullopt;
    const Fp2 root{*x, c1 * kHalf * x->inverse()};
    if (root.squared() == *this) return root;
    return std::nullopt;
}

/// Karatsuba again; sums stay unreduced, so what is left after the subtractions is exact.
Fp6 operator*(const Fp6& a, const Fp6& b) {
    const auto v0 = product(a.c0, b.c0);
    const auto v1 = product(a.c1, b.c1);
    const auto v2 = product(a.c2, b.c2);
    const auto v12 = product({a.c1, a.c2}, {b.c1, b.c2}) - v1 - v2; // [-2, 2), [0, 4)
    const auto v01 = product({a.c0, a.c1}, {b.c0, b.c1}) - v0 - v1;
    const auto v02 = product({a.c0, a.c2}, {b.c0, b.c2}) - v0 - v2;
    // [-7, 3), [-2, 8): ten p^2 are a little too much for one reduction, so reduce the two parts.
    const auto c0 = reduced<1, 0>(v0) + reduced<6, 2>(timesXi(v12));
    return {c0, reduced<5, 1>(v01 + timesXi(v2)), reduced<3, 0>(v02 + v1)};
}

Fp6 Fp6::times01(const Fp2& b0, const Fp2& b1) const {
    const auto v0 = product(c0, b0);
    const auto v1 = product(c1, b1);
    return {reduced<4, 1>(v0 + timesXi(product(c2, b1))), reduced<2, 0>(product({c0, c1}, {b0, b1}) - v0 - v1),
            reduced<2, 0>(product(c2, b0) + v1)};
}

Fp6 Fp6::times1(const Fp2& b1) const {
    return {reduced<3, 1>(timesXi(product(c2, b1))), c0 * b1, c1 * b1};
}

Fp6 Fp6::inverse() const {
    const auto t0 = c0.squared() - (c1 * c2).timesXi();
    const auto t1 = c2.squared().timesXi() - c0 * c1;
    const auto t2 = c1.squared() - c0 * c2;
    const auto norm = (c0 * t0 + (c2 * t1 + c1 * t2).timesXi()).inverse();
    return {t0 * norm, t1 * norm, t2 * norm};
}

Fp12 operator*(const Fp12& a, const Fp12& b) {
    const auto aa = a.c0 * b.c0;
    const auto bb = a.c1 * b.c1;
    return {aa + bb.timesV(), (a.c0 + a.c1) * (b.c0 + b.c1) - aa - bb};
}

Fp12 Fp12::squared() const {
    const auto ab = c0 * c1;
    return {(c0 + c1) * (c0 + c1.timesV()) - ab - ab.timesV(), ab + ab};
}

Fp12 Fp12::timesLine(const Fp2& b0, const Fp2& b1, const Fp2& b4) const {
    const auto aa = c0.times01(b0, b1);
    const auto bb = c1.times1(b4);
    return {aa + bb.timesV(), (c0 + c1).times01(b0, b1 + b4) - aa - bb};
}

Fp12 Fp12::inverse() const {
    const auto norm = (c0 * c0 - (c1 * c1).timesV()).inverse();
    return {c0 * norm, -(c1 * norm)};
}

Fp12 Fp12::frobenius() const {
    const auto d = bls::frobenius(c1);
    return {bls::frobenius(c0), {d.c0 * kFrobenius12, d.c1 * kFrobenius12, d.c2 * kFrobenius12}};
}

Fp12 Fp12::frobeniusSquared() const {
    const auto d = bls::frobeniusSquared(c1);
    return {bls::frobeniusSquared(c0), {d.c0 * kSixthRoot, d.c1 * kSixthRoot, d.c2 * kSixthRoot}};
}

Fp12 Fp12::cyclotomicSquared() const {
    const auto [a0, a1] = squareOfPair(c0.c0, c1.c1);
    const auto [b0, b1] = squareOfPair(c1.c0, c0.c2);
    const auto [d0, d1] = squareOfPair(c0.c1, c1.c2);
    const auto minus = [](const Fp2& t, const Fp2& z) { return (t - z).doubled() + t; }; // 3t - 2z
    const auto plus = [](const Fp2& t, const Fp2& z) { return (t + z).doubled() + t; };  // 3t + 2z
    return {{minus(a0, c0.c0), minus(b0, c0.c1), minus(d0, c0.c2)},
            {plus(d1.timesXi(), c1.c0), plus(a1, c1.c1), plus(b1, c1.c2)}};
}

} // namespace taodeck::crypto::bls

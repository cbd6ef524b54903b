#pragma once
/// The groups G1 (y^2 = x^3 + 4 over Fp) and G2 (y^2 = x^3 + 4(1 + u) over Fp2). Points are homogeneous projective
/// (X : Y : Z), infinity is (0 : 1 : 0); addition and doubling are the complete formulas of Renes, Costello and Batina
/// 2015 (algorithms 7 and 9), so no case is special and nothing branches on a coordinate.
/// Encoding: ZCash's compressed form, big-endian, flags in the three top bits. Strict: a coordinate not below p, a
/// wrong flag, a point off the curve or outside the prime-order subgroup, or anything beside the flags of infinity is
/// refused.

#include "core/base/result.h"
#include "core/crypto/bls12_381/tower.h"

namespace taodeck::crypto::bls {

/// An integer below the group order r, least significant limb first.
using Scalar = std::array<std::uint64_t, 4>;
inline constexpr Scalar kOrder{0xffffffff00000001, 0x53bda402fffe5bfe, 0x3339d80809a1d805, 0x73eda753299d7d48};
/// The curve's parameter x is minus this.
inline constexpr std::uint64_t kX = 0xd201000000010000;

/// Any number of big-endian bytes modulo r. Constant time.
Scalar scalarModOrder(ByteView bigEndian);

template <class F>
struct Point {
    F x{}, y{F::one()}, z{};

    bool isInfinity() const { return z.isZero(); }
    Point negated() const { return {x, -y, z}; }
    Point doubled() const;
    friend Point operator+(const Point& a, const Point& b) { return add(a, b); }
    friend bool operator==(const Point& a, const Point& b) {
        return a.x * b.z == b.x * a.z && a.y * b.z == b.y * a.z && a.isInfinity() == b.isInfinity();
    }
    /// Constant time: one table look-up that touches every entry and one addition for each four bits.
    Point times(const Scalar& scalar) const;
    /// Times |x|: 63 doublings and 5 additions.
    Point timesX() const;
    /// Empty for infinity.
    struct Affine {
        F x, y;
    };
    std::optional<Affine> affine() const;
    bool isOnCurve() const;

private:
    static Point add(const Point& a, const Point& b);
};
using G1 = Point<Fp>;
using G2 = Point<Fp2>;

const G1& generator1();
const G2& generator2();

bool isInSubgroup(const G1& point); ///< Of a point on the curve.
bool isInSubgroup(const G2& point);
/// Into the prime-order subgroup: times 1 - x.
G1 clearCofactor(const G1& point);

/// @return Truncated for too few bytes, Malformed for more or for what is no point of the subgroup. Infinity is one.
Result<G1> decodeG1(ByteView bytes48);
Result<G2> decodeG2(ByteView bytes96);
std::array<std::uint8_t, 48> encode(const G1& point);
std::array<std::uint8_t, 96> encode(const G2& point);

extern template struct Point<Fp>;
extern template struct Point<Fp2>;

} // namespace taodeck::crypto::bls

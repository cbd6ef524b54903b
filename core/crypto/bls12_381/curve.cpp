#include "core/crypto/bls12_381/curve.h"

namespace taodeck::crypto::bls {
namespace {

/// Times 3b = 12.
Fp timesB3(const Fp& a) {
    return (a.doubled() + a).doubled().doubled();
}
Fp2 timesB3(const Fp2& a) {
    return (a.doubled() + a).doubled().doubled().timesXi();
}
Fp timesB(const Fp& a) {
    return a.doubled().doubled();
}
Fp2 timesB(const Fp2& a) {
    return a.doubled().doubled().timesXi();
}

/// The y that belongs to `x`, with the asked sign.
template <class F>
Result<Point<F>> liftX(const F& x, bool larger) {
    const auto y = (x.squared() * x + timesB(F::one())).sqrt();
    if (!y) return fail(Errc::Malformed, "no point of the curve has this x");
    Point<F> point{x, y->isLarger() == larger ? *y : -*y, F::one()};
    if (!isInSubgroup(point)) return fail(Errc::Malformed, "point outside the prime-order subgroup");
    return point;
}

constexpr std::uint8_t kCompressed = 0x80, kInfinity = 0x40, kLarger = 0x20, kFlags = 0xe0;

struct Encoded {
    bool infinity{false}, larger{false};
    Bytes x; ///< Without the flags.
};
Result<Encoded> readFlags(ByteView bytes, std::size_t size) {
    if (bytes.size() < size) return fail(Errc::Truncated, "curve point");
    if (bytes.size() > size) return fail(Errc::Malformed, "bytes after a curve point");
    if ((bytes[0] & kCompressed) == 0) return fail(Errc::Malformed, "curve point is not in compressed form");
    Encoded out;
    out.infinity = (bytes[0] & kInfinity) != 0;
    out.larger = (bytes[0] & kLarger) != 0;
    out.x = toBytes(bytes);
    out.x[0] &= static_cast<std::uint8_t>(~kFlags);
    if (out.infinity && (out.larger || std::any_of(out.x.begin(), out.x.end(), [](auto b) { return b != 0; })))
        return fail(Errc::Malformed, "infinity with more than its flags");
    return out;
}

template <std::size_t N>
void setFlags(std::array<std::uint8_t, N>& bytes, bool infinity, bool larger) {
    bytes[0] = static_cast<std::uint8_t>(bytes[0] | kCompressed | (infinity ? kInfinity : 0) | (larger ? kLarger : 0));
}

std::uint64_t maskIfEqual(std::uint64_t a, std::uint64_t b) {
    const auto difference = a ^ b;
    return ((difference | (0 - difference)) >> 63) - 1;
}

} // namespace

Scalar scalarModOrder(ByteView bigEndian) {
    Scalar out{};
    for (const auto byte : bigEndian) {
        for (int bit = 7; bit >= 0; --bit) {
            // 2 * out + bit < 2r + 1 < 2^256, then r off if it fits.
            std::uint64_t carry = (byte >> bit) & 1;
            for (auto& limb : out) {
                const auto next = limb >> 63;
                limb = limb << 1 | carry;
                carry = next;
            }
            Scalar less{};
            std::uint64_t borrow = 0;
            for (std::size_t i = 0; i < 4; ++i)
                less[i] = detail::subBorrow(out[i], kOrder[i], borrow);
            const std::uint64_t keep = 0 - borrow;
            for (std::size_t i = 0; i < 4; ++i)
                out[i] = (out[i] & keep) | (less[i] & ~keep);
        }
    }
    return out;
}

template <class F>
Point<F> Point<F>::add(const Point& a, const Point& b) {
    const auto t0 = a.x * b.x;
    const auto t1 = a.y * b.y;
    const auto t2 = a.z * b.z;
    const auto xy = (a.x + a.y) * (b.x + b.y) - t0 - t1; // x1 y2 + x2 y1
    const auto yz = (a.y + a.z) * (b.y + b.z) - t1 - t2;
    const auto xz = (a.x + a.z) * (b.x + b.z) - t0 - t2;
    const auto xx3 = t0.doubled() + t0;
    const auto bzz = timesB3(t2);
    const auto plus = t1 + bzz;
    const auto minus = t1 - bzz;
    const auto bxz = timesB3(xz);
    return {xy * minus - yz * bxz, minus * plus + bxz * xx3, plus * yz + xx3 * xy};
}

template <class F>
Point<F> Point<F>::doubled() const {
    const auto yy = y.squared();
    const auto yy8 = yy.doubled().doubled().doubled();
    const auto bzz = timesB3(z.squared());
    const auto rest = yy - (bzz.doubled() + bzz);
    return {(rest * (x * y)).doubled(), bzz * yy8 + rest * (yy + bzz), y * z * yy8};
}

template <class F>
Point<F> Point<F>::times(const Scalar& scalar) const {
    std::array<Point, 16> table;
    for (std::size_t i = 1; i < 16; ++i)
        table[i] = table[i - 1] + *this;
    Point out;
    for (std::size_t i = 64; i-- > 0;) {
        for (int k = 0; k < 4; ++k)
            out = out.doubled();
        const auto digit = scalar[i / 16] >> (4 * (i % 16)) & 15;
        Point term;
        for (std::uint64_t entry = 0; entry < 16; ++entry) {
            const auto mask = maskIfEqual(entry, digit);
            term = {F::select(mask, term.x, table[entry].x), F::select(mask, term.y, table[entry].y),
                    F::select(mask, term.z, table[entry].z)};
        }
        out = out + term;
    }
    return out;
}

template <class F>
Point<F> Point<F>::timesX() const {
    auto out = *this;
    for (int bit = 62; bit >= 0; --bit) {
        out = out.doubled();
        if ((kX >> bit & 1) != 0) out = out + *this;
    }
    return out;
}

template <class F>
std::optional<typename Point<F>::Affine> Point<F>::affine() const {
    if (isInfinity()) return std::nullopt;
    const auto inverse = z.inverse();
    return Affine{x * inverse, y * inverse};
}

template <class F>
bool Point<F>::isOnCurve() const {
    return y.squared() * z == x.squared() * x + timesB(z.squared() * z);
}

template struct Point<Fp>;
template struct Point<Fp2>;

const G1& generator1() {
    static constexpr G1 point{
        fp("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"),
        fp("08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"),
        Fp::one()};
    return point;
}

const G2& generator2() {
    static constexpr G2 point{
        {fp("024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"),
         fp("13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e")},
        {fp("0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"),
         fp("0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be")},
        Fp2::one()};
    return point;
}

/// Scott 2021 (eprint 2021/1130): (x, y) -> (beta x, y) multiplies a point of the subgroup, and no other, by -x^2.
bool isInSubgroup(const G1& point) {
    constexpr Fp kBeta =
        fp("00000000000000005f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffefffe");
    const G1 mapped{point.x * kBeta, point.y, point.z};
    return mapped == point.timesX().timesX().negated();
}

/// The same source: untwist, Frobenius, twist multiplies a point of the subgroup, and no other, by x.
bool isInSubgroup(const G2& point) {
    constexpr Fp2 kPsiX{
        {}, fp("1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b409427eb4f49fffd8bfd00000000aaad")};
    constexpr Fp2 kPsiY{
        fp("135203e60180a68ee2e9c448d77a2cd91c3dedd930b1cf60ef396489f61eb45e304466cf3e67fa0af1ee7b04121bdea2"),
        fp("06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5ee67992f72ec05f4c81084fbede3cc09")};
    const G2 mapped{point.x.conjugate() * kPsiX, point.y.conjugate() * kPsiY, point.z.conjugate()};
    return mapped == point.timesX().negated();
}

G1 clearCofactor(const G1& point) {
    return point.timesX() + point;
}

Result<G1> decodeG1(ByteView bytes48) {
    TD_TRY(const auto encoded, readFlags(bytes48, 48));
    if (encoded.infinity) return G1{};
    const auto x = Fp::decode(encoded.x);
    if (!x) return fail(Errc::Malformed, "coordinate not below the prime");
    return liftX(*x, encoded.larger);
}

Result<G2> decodeG2(ByteView bytes96) {
    TD_TRY(const auto encoded, readFlags(bytes96, 96));
    if (encoded.infinity) return G2{};
    const auto c1 = Fp::decode(ByteView{encoded.x}.first(48));
    const auto c0 = Fp::decode(ByteView{encoded.x}.last(48));
    if (!c0 || !c1) return fail(Errc::Malformed, "coordinate not below the prime");
    return liftX(Fp2{*c0, *c1}, encoded.larger);
}

std::array<std::uint8_t, 48> encode(const G1& point) {
    std::array<std::uint8_t, 48> out{};
    const auto affine = point.affine();
    if (affine) affine->x.encode(out.data());
    setFlags(out, !affine, affine && affine->y.isLarger());
    return out;
}

std::array<std::uint8_t, 96> encode(const G2& point) {
    std::array<std::uint8_t, 96> out{};
    const auto affine = point.affine();
    if (affine) {
        affine->x.c1.encode(out.data());
        affine->x.c0.encode(out.data() + 48);
    }
    setFlags(out, !affine, affine && affine->y.isLarger());
    return out;
}

} // namespace taodeck::crypto::bls

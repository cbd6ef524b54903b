#include "core/crypto/bls12_381/fp.h"

namespace taodeck::crypto::bls {
namespace {

constexpr Limbs kInverseExponent{0xb9feffffffffaaa9, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624,
                                 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a}; // p - 2
constexpr Limbs kRootExponent{0xee7fbfffffffeaab, 0x07aaffffac54ffff, 0xd9cc34a83dac3d89,
                              0xd91dd2e13ce144af, 0x92c6e9ed90d2eb35, 0x0680447a8e5ff9a6}; // (p + 1) / 4

bool isBelow(const Limbs& a, const Limbs& b) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 6; ++i)
        detail::subBorrow(a[i], b[i], borrow);
    return borrow != 0;
}

Limbs readBigEndian(ByteView bytes) {
    Limbs out{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto fromEnd = bytes.size() - 1 - i;
        out[fromEnd / 8] |= std::uint64_t{bytes[i]} << (8 * (fromEnd % 8));
    }
    return out;
}

} // namespace

Fp operator*(const Fp& a, const Fp& b) {
    return Fp::times(a, b);
}

Wide wideProduct(const Limbs& a, const Limbs& b) {
    return detail::mulWide(a, b);
}

Fp reduced(const Wide& w) {
    return {detail::montgomery(w)};
}

Fp Fp::fromWideBytes(ByteView bigEndian64) {
    constexpr Fp kTwo256 =
        fp("000000000000000000000000000000010000000000000000000000000000000000000000000000000000000000000000");
    const auto high = fromLimbs(readBigEndian(bigEndian64.first(32)));
    const auto low = fromLimbs(readBigEndian(bigEndian64.subspan(32, 32)));
    return high * kTwo256 + low;
}

std::optional<Fp> Fp::decode(ByteView bigEndian48) {
    if (bigEndian48.size() != 48) return std::nullopt;
    const auto plain = readBigEndian(bigEndian48);
    if (!isBelow(plain, kP)) return std::nullopt;
    return fromLimbs(plain);
}

void Fp::encode(std::uint8_t* bigEndian48) const {
    const auto value = plain();
    for (std::size_t i = 0; i < 48; ++i)
        bigEndian48[47 - i] = static_cast<std::uint8_t>(value[i / 8] >> (8 * (i % 8)));
}

/// Four bits at a time: 380 squarings and 96 multiplications.
Fp Fp::pow(const Limbs& exponent) const {
    std::array<Fp, 16> powers;
    powers[0] = one();
    for (std::size_t i = 1; i < 16; ++i)
        powers[i] = powers[i - 1] * *this;
    auto out = one();
    for (std::size_t i = 96; i-- > 0;) {
        for (int k = 0; k < 4; ++k)
            out = out.squared();
        out = out * powers[exponent[i / 16] >> (4 * (i % 16)) & 15];
    }
    return out;
}

Fp Fp::inverse() const {
    return pow(kInverseExponent);
}

std::optional<Fp> Fp::sqrt() const {
    const auto root = pow(kRootExponent);
    if (root.squared() == *this) return root;
    return std::nullopt;
}

bool Fp::isLarger() const {
    constexpr Limbs kHalf{0xdcff7fffffffd556, 0x0f55ffff58a9ffff, 0xb39869507b587b12,
                          0xb23ba5c279c2895f, 0x258dd3db21a5d66b, 0x0d0088f51cbff34d}; // (p + 1) / 2
    return !isBelow(plain(), kHalf);
}

} // namespace taodeck::crypto::bls

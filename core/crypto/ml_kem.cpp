#include "core/crypto/ml_kem.h"

#include "core/crypto/detail/sha3.h"
#include "core/crypto/detail/wiped.h"

#include <cstring>

namespace taodeck::crypto {
namespace {

using detail::Wiped;

constexpr std::size_t kN = 256;
constexpr std::size_t kRank = 3;
constexpr std::uint32_t kQ = 3329;
constexpr unsigned kDu = 10, kDv = 4;
constexpr std::size_t kPolyBytes = 384; ///< 256 coefficients of 12 bits.

using Poly = std::array<std::uint16_t, kN>; ///< Coefficients below kQ.
using Vec = std::array<Poly, kRank>;

constexpr std::uint16_t mul(std::uint32_t a, std::uint32_t b) {
    return static_cast<std::uint16_t>(a * b % kQ);
}
constexpr std::uint16_t add(std::uint32_t a, std::uint32_t b) {
    return static_cast<std::uint16_t>((a + b) % kQ);
}
constexpr std::uint16_t sub(std::uint32_t a, std::uint32_t b) {
    return static_cast<std::uint16_t>((a + kQ - b) % kQ);
}

/// Powers of 17, a 256th root of unity: in bit-reversed order for the transform, odd ones for the products.
struct Roots {
    std::array<std::uint16_t, 128> transform{}, product{};
    constexpr Roots() {
        std::array<std::uint16_t, kN> powers{};
        powers[0] = 1;
        for (std::size_t i = 1; i < kN; ++i)
            powers[i] = mul(powers[i - 1], 17);
        for (std::size_t i = 0; i < 128; ++i) {
            std::size_t reversed = 0;
            for (std::size_t bit = 0; bit < 7; ++bit)
                reversed |= (i >> bit & 1) << (6 - bit);
            transform[i] = powers[reversed];
            product[i] = powers[2 * reversed + 1];
        }
    }
};
constexpr Roots kRoots;

void ntt(Poly& f) {
    std::size_t root = 1;
    for (std::size_t length = 128; length >= 2; length /= 2) {
        for (std::size_t start = 0; start < kN; start += 2 * length) {
            const auto zeta = kRoots.transform[root++];
            for (std::size_t j = start; j < start + length; ++j) {
                const auto t = mul(zeta, f[j + length]);
                f[j + length] = sub(f[j], t);
                f[j] = add(f[j], t);
            }
        }
    }
}

void inverseNtt(Poly& f) {
    std::size_t root = 127;
    for (std::size_t length = 2; length <= 128; length *= 2) {
        for (std::size_t start = 0; start < kN; start += 2 * length) {
            const auto zeta = kRoots.transform[root--];
            for (std::size_t j = start; j < start + length; ++j) {
                const auto t = f[j];
                f[j] = add(t, f[j + length]);
                f[j + length] = mul(zeta, sub(f[j + length], t));
            }
        }
    }
    for (auto& c : f)
        c = mul(c, 3303); // 1/128
}

/// sum += a * b, all transformed: products of linear polynomials.
void accumulate(Poly& sum, const Poly& a, const Poly& b) {
    for (std::size_t i = 0; i < 128; ++i) {
        const auto a0 = a[2 * i], a1 = a[2 * i + 1], b0 = b[2 * i], b1 = b[2 * i + 1];
        sum[2 * i] = add(sum[2 * i], add(mul(a0, b0), mul(mul(a1, b1), kRoots.product[i])));
        sum[2 * i + 1] = add(sum[2 * i + 1], add(mul(a0, b1), mul(a1, b0)));
    }
}

Poly inner(const Vec& a, const Vec& b) {
    Poly out{};
    for (std::size_t i = 0; i < kRank; ++i)
        accumulate(out, a[i], b[i]);
    return out;
}

void plus(Poly& a, const Poly& b) {
    for (std::size_t i = 0; i < kN; ++i)
        a[i] = add(a[i], b[i]);
}

/// Coefficients of `bits` bits each, lowest first.
void pack(std::span<std::uint8_t> out, const Poly& f, unsigned bits) {
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    for (std::size_t i = 0, at = 0; i < kN; ++i)
        for (unsigned bit = 0; bit < bits; ++bit, ++at)
            out[at / 8] = static_cast<std::uint8_t>(out[at / 8] | (f[i] >> bit & 1) << (at % 8));
}

Poly unpack(ByteView in, unsigned bits) {
    Poly f{};
    for (std::size_t i = 0, at = 0; i < kN; ++i)
        for (unsigned bit = 0; bit < bits; ++bit, ++at)
            f[i] = static_cast<std::uint16_t>(f[i] | (in[at / 8] >> (at % 8) & 1) << bit);
    return f;
}

Poly compressed(Poly f, unsigned bits) {
    for (auto& c : f)
        c = static_cast<std::uint16_t>((((std::uint32_t{c} << bits) + kQ / 2) / kQ) & ((1U << bits) - 1));
    return f;
}

Poly decompressed(Poly f, unsigned bits) {
    for (auto& c : f)
        c = static_cast<std::uint16_t>((c * kQ + (1U << (bits - 1))) >> bits);
    return f;
}

/// Uniform coefficients of a transformed polynomial, from public data.
Poly sampleUniform(ByteView rho, std::uint8_t column, std::uint8_t row) {
    auto stream = detail::shake128();
    const std::uint8_t place[2] = {column, row};
    stream.absorb(rho).absorb(place);
    Poly f{};
    std::array<std::uint8_t, 3> three{};
    for (std::size_t i = 0; i < kN;) {
        stream.squeeze(three);
        const std::uint32_t low = three[0] | (three[1] & 0x0fU) << 8;
        const std::uint32_t high = three[1] >> 4 | std::uint32_t{three[2]} << 4;
        if (low < kQ) f[i++] = static_cast<std::uint16_t>(low);
        if (high < kQ && i < kN) f[i++] = static_cast<std::uint16_t>(high);
    }
    return f;
}

/// Small coefficients, -2 to 2, from `seed` and a counter.
Poly sampleSmall(ByteView seed, std::uint8_t counter) {
    Wiped<128> bits;
    auto stream = detail::shake256();
    stream.absorb(seed).absorb({&counter, 1});
    stream.squeeze(bits.span());
    Poly f{};
    for (std::size_t i = 0; i < kN; ++i) {
        const unsigned four = bits.bytes[i / 2] >> (4 * (i % 2)) & 0x0f;
        f[i] = sub((four & 1) + (four >> 1 & 1), (four >> 2 & 1) + (four >> 3 & 1));
    }
    return f;
}

Vec smallVec(ByteView seed, std::uint8_t first) {
    Vec out;
    for (std::size_t i = 0; i < kRank; ++i)
        out[i] = sampleSmall(seed, static_cast<std::uint8_t>(first + i));
    return out;
}

Vec unpackVec(ByteView in, unsigned bits) {
    Vec out;
    const auto size = kN * bits / 8;
    for (std::size_t i = 0; i < kRank; ++i)
        out[i] = unpack(in.subspan(i * size, size), bits);
    return out;
}

void hashG(std::span<std::uint8_t> out, ByteView a, ByteView b) {
    detail::sha3_512().absorb(a).absorb(b).squeeze(out);
}

/// K-PKE.Encrypt.
MlKemCiphertext encrypt(ByteView key, ByteView message, ByteView randomness) {
    const auto t = unpackVec(key, 12);
    const auto rho = key.subspan(kRank * kPolyBytes);
    auto y = smallVec(randomness, 0);
    const auto e1 = smallVec(randomness, kRank);
    for (auto& p : y)
        ntt(p);
    MlKemCiphertext out{};
    std::span<std::uint8_t> place{out};
    for (std::size_t i = 0; i < kRank; ++i) {
        Vec column; // of the matrix: its transpose multiplies
        for (std::size_t j = 0; j < kRank; ++j)
            column[j] = sampleUniform(rho, static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j));
        auto u = inner(column, y);
        inverseNtt(u);
        plus(u, e1[i]);
        pack(place.subspan(i * kN * kDu / 8, kN * kDu / 8), compressed(u, kDu), kDu);
    }
    auto v = inner(t, y);
    inverseNtt(v);
    plus(v, sampleSmall(randomness, 2 * kRank));
    plus(v, decompressed(unpack(message, 1), 1));
    pack(place.subspan(kRank * kN * kDu / 8), compressed(v, kDv), kDv);
    return out;
}

/// K-PKE.Decrypt.
void decrypt(std::span<std::uint8_t> message, ByteView key, ByteView ciphertext) {
    auto u = unpackVec(ciphertext, kDu);
    for (auto& p : u) {
        p = decompressed(p, kDu);
        ntt(p);
    }
    auto w = inner(unpackVec(key, 12), u);
    inverseNtt(w);
    const auto v = decompressed(unpack(ciphertext.subspan(kRank * kN * kDu / 8), kDv), kDv);
    for (std::size_t i = 0; i < kN; ++i)
        w[i] = sub(v[i], w[i]);
    pack(message, compressed(w, 1), 1);
}

} // namespace

MlKemKeys mlKemKeys(const MlKemSeed& d, const MlKemSeed& z) {
    const std::uint8_t rank = kRank;
    Wiped<64> seeds; // rho and sigma
    hashG(seeds.span(), d, {&rank, 1});
    const auto rho = seeds.view().first(32), sigma = seeds.view().subspan(32);
    auto s = smallVec(sigma, 0);
    auto e = smallVec(sigma, kRank);
    MlKemKeys out;
    out.decapsulation.resize(kMlKemSecretSize);
    const auto secret = out.decapsulation.span();
    std::span<std::uint8_t> open{out.encapsulation};
    for (std::size_t i = 0; i < kRank; ++i) {
        ntt(s[i]);
        ntt(e[i]);
        pack(secret.subspan(i * kPolyBytes, kPolyBytes), s[i], 12);
    }
    for (std::size_t i = 0; i < kRank; ++i) {
        auto t = e[i];
        for (std::size_t j = 0; j < kRank; ++j)
            accumulate(t, sampleUniform(rho, static_cast<std::uint8_t>(j), static_cast<std::uint8_t>(i)), s[j]);
        pack(open.subspan(i * kPolyBytes, kPolyBytes), t, 12);
    }
    std::memcpy(&out.encapsulation[kRank * kPolyBytes], rho.data(), 32);
    // Secret, public key, its hash, z.
    auto at = secret.subspan(kRank * kPolyBytes);
    std::memcpy(at.data(), out.encapsulation.data(), kMlKemPublicSize);
    detail::sha3_256().absorb(out.encapsulation).squeeze(at.subspan(kMlKemPublicSize, 32));
    std::memcpy(at.subspan(kMlKemPublicSize + 32).data(), z.data(), 32);
    wipe(s.data(), sizeof s);
    wipe(e.data(), sizeof e);
    return out;
}

Result<MlKemShared> mlKemEncapsulate(const MlKemPublic& key, const MlKemSeed& message) {
    for (const auto& p : unpackVec(key, 12))
        for (const auto c : p)
            if (c >= kQ) return fail(Errc::Malformed, "ML-KEM key");
    std::array<std::uint8_t, 32> keyHash{};
    detail::sha3_256().absorb(key).squeeze(keyHash);
    Wiped<64> derived; // shared secret, randomness
    hashG(derived.span(), message, keyHash);
    MlKemShared out;
    out.secret = SecretBytes{derived.view().first(32)};
    out.ciphertext = encrypt(key, message, derived.view().subspan(32));
    return out;
}

Result<SecretBytes> mlKemDecapsulate(ByteView key, ByteView ciphertext) {
    if (key.size() != kMlKemSecretSize) return fail(Errc::Malformed, "ML-KEM key");
    if (ciphertext.size() != kMlKemCiphertextSize) return fail(Errc::Malformed, "ML-KEM ciphertext");
    const auto rest = key.subspan(kRank * kPolyBytes);
    const auto open = rest.first(kMlKemPublicSize);
    Wiped<32> message, rejected;
    Wiped<64> derived;
    decrypt(message.span(), key, ciphertext);
    hashG(derived.span(), message.view(), rest.subspan(kMlKemPublicSize, 32));
    detail::shake256().absorb(rest.subspan(kMlKemPublicSize + 32)).absorb(ciphertext).squeeze(rejected.span());
    const auto again = encrypt(open, message.view(), derived.view().subspan(32));
    unsigned difference = 0;
    for (std::size_t i = 0; i < kMlKemCiphertextSize; ++i)
        difference |= static_cast<unsigned>(again[i] ^ ciphertext[i]);
    // All ones when the ciphertext is not what the sender must have made.
    const auto mask = static_cast<std::uint8_t>(0U - ((difference + 0xffU) >> 8));
    SecretBytes out{32};
    for (std::size_t i = 0; i < 32; ++i)
        out.data()[i] = static_cast<std::uint8_t>((derived.bytes[i] & ~mask) | (rejected.bytes[i] & mask));
    return out;
}

} // namespace taodeck::crypto

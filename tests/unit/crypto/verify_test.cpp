// The fast verification against libsodium's functions, on honest, damaged and hostile inputs.

#include "core/base/hex.h"
#include "core/crypto/detail/edwards.h"
#include "core/crypto/detail/ristretto_reference.h"
#include "core/crypto/detail/verify.h"
#include "core/crypto/ed25519.h"
#include "core/crypto/keypair.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <random>

using namespace taodeck;
using namespace taodeck::crypto;
using namespace taodeck::crypto::detail;

namespace {

class Source { ///< Deterministic bytes.
public:
    template <std::size_t N>
    std::array<std::uint8_t, N> take() {
        std::array<std::uint8_t, N> out;
        for (auto& byte : out)
            byte = static_cast<std::uint8_t>(m_engine());
        return out;
    }
    std::size_t below(std::size_t bound) { return m_engine() % bound; }

private:
    std::mt19937_64 m_engine{20240229};
};

std::array<std::uint8_t, 32> bytes32(std::string_view hex) {
    std::array<std::uint8_t, 32> out{};
    const auto bytes = fromHex(hex).value();
    EXPECT_EQ(bytes.size(), 32U) << hex;
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

/// Every encoding of a point of order 1, 2, 4 or 8: canonical ones, y of p and more, and a sign on x = 0.
std::vector<std::array<std::uint8_t, 32>> smallOrderEncodings() {
    const std::string zeros(60, '0'), ones(60, 'f');
    std::vector<std::array<std::uint8_t, 32>> out;
    for (const char* top : {"00", "80"}) {
        out.push_back(bytes32("00" + zeros + top));
        out.push_back(bytes32("01" + zeros + top));
    }
    for (const char* top : {"7f", "ff"}) {
        for (const char* low : {"ec", "ed", "ee"})
            out.push_back(bytes32(low + ones + top));
    }
    for (const char* top : {"05", "85"}) {
        out.push_back(bytes32("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc" + std::string{top}));
    }
    for (const char* top : {"7a", "fa"}) {
        out.push_back(bytes32("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03" + std::string{top}));
    }
    return out;
}

} // namespace

TEST(FastVerify, AgreesWithLibsodiumOnHonestAndDamagedSr25519Signatures) {
    Source source;
    for (int i = 0; i < 200; ++i) {
        const auto pair = *KeyPair::fromSeed(KeyType::Sr25519, source.take<32>());
        const auto message = source.take<40>();
        Signature64 signature = pair.sign(message);
        EXPECT_TRUE(verifySr25519(pair.publicKey(), message, signature));
        EXPECT_TRUE(verifyWithSodium(pair.publicKey(), message, signature));

        AccountId key = pair.publicKey();
        const std::size_t bit = source.below(768);
        auto& damaged = bit < 512 ? signature[bit / 8] : key.bytes[bit / 8 - 64];
        damaged ^= static_cast<std::uint8_t>(1 << bit % 8);
        EXPECT_FALSE(verifySr25519(key, message, signature)) << bit;
        EXPECT_FALSE(verifyWithSodium(key, message, signature)) << bit;
    }
}

// With the neutral element as key any s gives a valid signature with R = sB; schnorrkel accepts it, so both must.
TEST(FastVerify, AgreesWithLibsodiumOnTheNeutralKey) {
    Source source;
    for (int i = 0; i < 20; ++i) {
        auto s = source.take<32>();
        s[31] &= 0x0f;
        if (i == 0) s = {};
        std::array<std::uint8_t, 64> signature{};
        if (i != 0) {
            ASSERT_EQ(crypto_scalarmult_ristretto255_base(signature.data(), s.data()), 0);
        }
        std::copy(s.begin(), s.end(), signature.begin() + 32);
        signature[63] |= 0x80;

        EXPECT_TRUE(verifySr25519(AccountId{}, Bytes{1}, signature));
        EXPECT_TRUE(verifyWithSodium(AccountId{}, Bytes{1}, signature));
    }
}

TEST(Ristretto, DecodesExactlyWhatLibsodiumDecodes) {
    Source source;
    for (int i = 0; i < 4000; ++i) {
        auto bytes = source.take<32>();
        bytes[31] &= 0x7f;
        bytes[0] &= 0xfe; // otherwise three of four inputs fall at the first check
        if (i % 8 == 0) bytes[0] |= 1;
        if (i % 16 == 0) bytes[31] |= 0x80;
        const auto point = ristrettoDecode(bytes);
        ASSERT_EQ(point.has_value(), crypto_core_ristretto255_is_valid_point(bytes.data()) == 1) << toHex(bytes);
        if (point) {
            ASSERT_EQ(ristrettoEncode(*point), bytes);
        }
    }
}

// RFC 9496, A.3 (an excerpt of each kind) and p + small.
TEST(Ristretto, NonCanonicalAndInvalidEncodingsAreRefused) {
    for (const char* hex : {
             "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", // non-canonical
             "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "0100000000000000000000000000000000000000000000000000000000000000", // negative
             "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
             "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371", // non-square x^2
             "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e", // negative xy
             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // s = -1, y = 0
         }) {
        EXPECT_FALSE(ristrettoDecode(bytes32(hex))) << hex;
        EXPECT_EQ(crypto_core_ristretto255_is_valid_point(bytes32(hex).data()), 0) << hex;
    }
}

TEST(Edwards, DoubleScalarMultiplicationAgreesWithLibsodium) {
    Source source;
    for (int i = 0; i < 300; ++i) {
        Scalar32 s, k, a, sB, kA, expected;
        crypto_core_ristretto255_scalar_reduce(s.data(), source.take<64>().data());
        crypto_core_ristretto255_scalar_reduce(k.data(), source.take<64>().data());
        crypto_core_ristretto255_from_hash(a.data(), source.take<64>().data());
        if (i % 10 == 1) s = Scalar32{static_cast<std::uint8_t>(i)};
        if (i % 10 == 2) crypto_core_ristretto255_scalar_negate(k.data(), Scalar32{1}.data());
        ASSERT_EQ(crypto_scalarmult_ristretto255_base(sB.data(), s.data()), 0);
        ASSERT_EQ(crypto_scalarmult_ristretto255(kA.data(), k.data(), a.data()), 0);
        crypto_core_ristretto255_sub(expected.data(), sB.data(), kA.data());

        EXPECT_EQ(ristrettoEncode(baseTimesMinus(s, k, *ristrettoDecode(a))), expected) << i;
    }
}

TEST(Field25519, WorksAtTheEdgesOfTheRange) {
    const Fe minusOne = negate(kFeOne);
    const Fe big = fromBytes(bytes32("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")); // p + 18

    EXPECT_TRUE(isEqual(mul(minusOne, minusOne), kFeOne));
    EXPECT_TRUE(isEqual(big, Fe{{18, 0, 0, 0, 0}}));
    EXPECT_TRUE(isZero(fromBytes(bytes32("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"))));
    EXPECT_TRUE(isEqual(mul(invert(big), big), kFeOne));
    EXPECT_TRUE(isEqual(square(sqrtOfMinusOne()), minusOne));
    EXPECT_FALSE(rootOfRatio(Fe{{2, 0, 0, 0, 0}}, kFeOne).isSquare);
    Fe loosest;
    loosest.v.fill((std::uint64_t{1} << 54) - 1);
    EXPECT_TRUE(isEqual(mul(loosest, loosest), square(carry(loosest))));
    EXPECT_TRUE(isEqual(square(loosest), square(carry(loosest))));
}

TEST(FastVerify, AgreesWithLibsodiumOnHonestAndDamagedEd25519Signatures) {
    Source source;
    for (int i = 0; i < 200; ++i) {
        const auto pair = *KeyPair::fromSeed(KeyType::Ed25519, source.take<32>());
        const auto message = source.take<53>();
        Signature64 signature = pair.sign(message);
        ASSERT_EQ(crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                              pair.publicKey().bytes.data()),
                  0);
        EXPECT_TRUE(ed25519Verify(pair.publicKey().bytes, message, signature));

        const std::size_t bit = source.below(512);
        signature[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        EXPECT_FALSE(ed25519Verify(pair.publicKey().bytes, message, signature)) << bit;
    }
}

// ZIP-215's own table: with s = 0 the equation times 8 holds for every pair of small-order points.
TEST(Ed25519, FollowsZip215OnSmallOrderPoints) {
    const auto points = smallOrderEncodings();
    ASSERT_EQ(points.size(), 14U);
    for (const auto& key : points) {
        for (const auto& commitment : points) {
            std::array<std::uint8_t, 64> signature{};
            std::copy(commitment.begin(), commitment.end(), signature.begin());
            EXPECT_TRUE(ed25519Verify(key, asBytes("Zcash"), signature)) << toHex(key) << toHex(commitment);
            signature[32] = 1;
            EXPECT_FALSE(ed25519Verify(key, asBytes("Zcash"), signature));
        }
    }
}

TEST(Ed25519, ScalarOfTheGroupOrderOrMoreIsRefused) {
    const auto order = bytes32("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    std::array<std::uint8_t, 64> signature{};
    signature[0] = 1; // the neutral element
    const std::array<std::uint8_t, 32> key{1};
    ASSERT_TRUE(ed25519Verify(key, {}, signature));

    std::copy(order.begin(), order.end(), signature.begin() + 32);

    EXPECT_FALSE(ed25519Verify(key, {}, signature)); // s = L is 0 modulo L, but not canonical
}

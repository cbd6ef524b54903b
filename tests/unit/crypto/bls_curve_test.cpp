#include "core/crypto/bls12_381/hash_to_curve.h"
#include "core/crypto/bls12_381/pairing.h"
#include "core/crypto/hash.h"

#include "tests/unit/crypto/bls_vectors.h"

using namespace taodeck;
using namespace taodeck::crypto;
using namespace taodeck::crypto::bls;
using namespace taodeck::test;

namespace {

Fp element(const nlohmann::json& hex) {
    const auto value = Fp::decode(unhex(hex));
    EXPECT_TRUE(value) << hex;
    return value.value_or(Fp{});
}
G1 point(const nlohmann::json& xy) {
    return {element(xy.at(0)), element(xy.at(1)), Fp::one()};
}
/// An element that looks random.
Fp someFp(std::uint8_t seed) {
    Bytes wide;
    for (std::uint8_t i = 0; i < 2; ++i)
        append(wide, sha256(Bytes{seed, i}));
    return Fp::fromWideBytes(wide);
}
Fp2 someFp2(std::uint8_t seed) {
    return {someFp(seed), someFp(static_cast<std::uint8_t>(seed + 100))};
}
Fp12 someFp12() {
    return {{someFp2(1), someFp2(2), someFp2(3)}, {someFp2(4), someFp2(5), someFp2(6)}};
}
Scalar scalar(std::uint64_t value) {
    return {value, 0, 0, 0};
}
Limbs plus(Limbs value, std::uint64_t more) {
    value[0] += more; // p ends in ...aaab: no carry for small numbers
    return value;
}
Bytes bigEndian(const Limbs& limbs) {
    Bytes out(48);
    for (std::size_t i = 0; i < 48; ++i)
        out[47 - i] = static_cast<std::uint8_t>(limbs[i / 8] >> (8 * (i % 8)));
    return out;
}

} // namespace

TEST(BlsField, KeepsItsLawsAtTheEdges) {
    const Fp zero, one = Fp::one(), last = -one; // p - 1
    EXPECT_EQ(last + one, zero);
    EXPECT_EQ(zero - one, last);
    EXPECT_EQ(-zero, zero);
    EXPECT_EQ(last * last, one);
    EXPECT_EQ(last.doubled(), -(one + one));
    EXPECT_EQ(zero.inverse(), zero);
    EXPECT_EQ(last.inverse(), last);
    EXPECT_FALSE(last.sqrt()) << "-1 is no square modulo p";
    for (std::uint8_t i = 0; i < 20; ++i) {
        const auto a = someFp(i), b = someFp(static_cast<std::uint8_t>(i + 1)), c = someFp(200);
        EXPECT_EQ((a + b) * c, a * c + b * c);
        EXPECT_EQ(a * b, b * a);
        EXPECT_EQ(a * a.inverse(), one);
        EXPECT_EQ(a - b, a + -b);
        const auto root = a.squared().sqrt();
        ASSERT_TRUE(root);
        EXPECT_TRUE(*root == a || *root == -a);
    }
}

TEST(BlsField, TakesNoNumberFromThePrimeOn) {
    EXPECT_FALSE(Fp::decode(bigEndian(kP)));
    EXPECT_FALSE(Fp::decode(bigEndian(plus(kP, 1))));
    EXPECT_FALSE(Fp::decode(Bytes(48, 0xff)));
    EXPECT_FALSE(Fp::decode(Bytes(47)));
    EXPECT_FALSE(Fp::decode(Bytes(49)));
    const auto last = Fp::decode(bigEndian(plus(kP, ~std::uint64_t{0})));
    ASSERT_TRUE(last);
    EXPECT_EQ(*last, -Fp::one());
    Bytes back(48);
    last->encode(back.data());
    EXPECT_EQ(back, bigEndian(plus(kP, ~std::uint64_t{0})));
}

TEST(BlsTower, KeepsItsLaws) {
    const auto a = someFp12();

    EXPECT_EQ(a.squared(), a * a);
    EXPECT_EQ(a * a.inverse(), Fp12::one());

    const auto x = someFp2(1), y = someFp2(2), z = someFp2(3);
    EXPECT_EQ(a.timesLine(x, y, z), a * (Fp12{{x, y, {}}, {{}, z, {}}}));
    EXPECT_EQ(x.squared(), x * x);
    EXPECT_EQ(x * x.inverse(), Fp2::one());
    EXPECT_EQ(Fp2{}.inverse(), Fp2{});
    const Fp2 u{{}, Fp::one()};
    EXPECT_EQ(u * u, -Fp2::one());
    EXPECT_EQ(x.timesXi(), x * (Fp2::one() + u));
}

TEST(BlsTower, FindsEveryRootInTheQuadraticField) {
    int squares = 0;
    for (std::uint8_t i = 0; i < 20; ++i) {
        const auto a = someFp2(i);
        const auto root = a.squared().sqrt();
        ASSERT_TRUE(root);
        EXPECT_TRUE(*root == a || *root == -a);
        if (const auto other = a.sqrt()) {
            EXPECT_EQ(other->squared(), a);
            ++squares;
        }
        EXPECT_TRUE((Fp2{someFp(i), {}}.sqrt())) << "a number of the base field has a root above it";
        const Fp2 imaginary{{}, someFp(i)};
        const auto imaginarySquare = imaginary.squared().sqrt();
        ASSERT_TRUE(imaginarySquare);
        EXPECT_EQ(imaginarySquare->squared(), imaginary.squared());
    }
    EXPECT_GT(squares, 0);
    EXPECT_LT(squares, 20);
}

TEST(BlsTower, FrobeniusIsThePowerOfThePrime) {
    const auto a = someFp12();
    auto power = Fp12::one();
    for (std::size_t bit = 384; bit-- > 0;) {
        power = power.squared();
        if ((kP[bit / 64] >> (bit % 64) & 1) != 0) power = power * a;
    }
    EXPECT_EQ(a.frobenius(), power);
    EXPECT_EQ(a.frobeniusSquared(), power.frobenius());
}

// The thousand encodings of zkcrypto's and arkworks' test vectors (g1_compressed_valid_test_vectors.dat and the same
// for G2): 0, G, 2 G ... 999 G. Here their SHA-256.
TEST(BlsCurve, EncodesTheFirstThousandMultiplesAsOthersDo) {
    G1 p;
    G2 q;
    Bytes all1, all2;
    for (int i = 0; i < 1000; ++i) {
        append(all1, encode(p));
        append(all2, encode(q));
        p = p + generator1();
        q = q + generator2();
    }
    EXPECT_EQ(toHexBare(sha256(all1)), "8acaa1d512b4cf96f4740e4c9afc19ba4618d48fe251c452a19382395bcd0929");
    EXPECT_EQ(toHexBare(sha256(all2)), "b75bc2e41289adda41e448e56a1ea39b11009a27b02e8676c8b86defedc05deb");
}

TEST(BlsCurve, AdditionAndMultiplicationAgree) {
    EXPECT_EQ(generator1().times(scalar(0)), G1{});
    EXPECT_EQ(generator1().times(scalar(1)), generator1());
    EXPECT_EQ(generator1().doubled(), generator1() + generator1());
    EXPECT_EQ(generator2().doubled(), generator2() + generator2());
    EXPECT_EQ(generator1() + generator1().negated(), G1{});
    EXPECT_EQ(generator1() + G1{}, generator1());
    EXPECT_EQ(generator1().times(scalar(kX)), generator1().timesX());
    EXPECT_EQ(generator2().times(scalar(kX)), generator2().timesX());
    EXPECT_EQ(generator1().times(kOrder), G1{}) << "the group's order";
    EXPECT_EQ(generator2().times(kOrder), G2{});
    EXPECT_FALSE(G1{} == generator1());
    EXPECT_FALSE(generator1() == G1{});
}

TEST(BlsCurve, ReducesScalarsModuloTheOrder) {
    Bytes order(32), above(33);
    for (std::size_t i = 0; i < 32; ++i)
        order[31 - i] = static_cast<std::uint8_t>(kOrder[i / 8] >> (8 * (i % 8)));
    EXPECT_EQ(scalarModOrder(order), Scalar{});
    order[31] += 2;
    EXPECT_EQ(scalarModOrder(order), scalar(2));
    above[0] = 1; // 2^256
    EXPECT_EQ(scalarModOrder(above),
              (Scalar{0x00000001fffffffe, 0x5884b7fa00034802, 0x998c4fefecbc4ff5, 0x1824b159acc5056f}));
    EXPECT_EQ(scalarModOrder({}), Scalar{});
}

TEST(BlsCurve, RefusesHostileEncodings) {
    const auto g1 = encode(generator1());
    const auto g2 = encode(generator2());
    EXPECT_EQ(*decodeG1(g1), generator1());
    EXPECT_EQ(*decodeG2(g2), generator2());
    EXPECT_EQ(*decodeG1(encode(G1{})), G1{}) << "infinity is a point";
    EXPECT_EQ(*decodeG2(encode(G2{})), G2{});

    for (std::size_t size = 0; size < 96; ++size) {
        EXPECT_FALSE(decodeG2(ByteView{g2}.first(size))) << size;
        if (size < 48) {
            EXPECT_EQ(decodeG1(ByteView{g1}.first(size)).error().code, Errc::Truncated) << size;
        }
    }
    auto longer = toBytes(g1);
    longer.push_back(0);
    EXPECT_EQ(decodeG1(longer).error().code, Errc::Malformed);

    const auto with1 = [&](std::uint8_t first, std::uint8_t last) {
        auto bytes = toBytes(g1);
        bytes[0] = first;
        bytes[47] = last;
        return decodeG1(bytes);
    };
    EXPECT_FALSE(with1(g1[0] & 0x7f, g1[47])) << "uncompressed";
    EXPECT_FALSE(with1(g1[0] | 0x40, g1[47])) << "infinity with an x";
    EXPECT_EQ(*with1(g1[0] ^ 0x20, g1[47]), generator1().negated()) << "the other sign";
    Bytes infinity(48);
    infinity[0] = 0xe0;
    EXPECT_FALSE(decodeG1(infinity)) << "infinity with a sign";
    infinity[0] = 0xc0;
    infinity[47] = 1;
    EXPECT_FALSE(decodeG1(infinity)) << "infinity with bytes after the flags";
    auto prime = bigEndian(kP);
    prime[0] |= 0x80;
    EXPECT_FALSE(decodeG1(prime)) << "x = p";
    Bytes prime2 = prime;
    prime2.resize(96);
    EXPECT_FALSE(decodeG2(prime2)) << "c1 = p";
    Bytes prime2b(48);
    prime2b[0] = 0x80;
    append(prime2b, bigEndian(kP));
    EXPECT_FALSE(decodeG2(prime2b)) << "c0 = p";
}

TEST(BlsCurve, TellsPointsOffTheCurveFromPointsOutsideTheSubgroup) {
    int off = 0, outside = 0;
    for (std::uint8_t x = 0; x < 40; ++x) {
        Bytes one(48), two(96);
        one[0] = two[0] = 0x80;
        one[47] = two[95] = x;
        for (const auto& context : {decodeG1(one).error().context, decodeG2(two).error().context}) {
            if (context == "no point of the curve has this x") ++off;
            if (context == "point outside the prime-order subgroup") ++outside;
        }
    }
    EXPECT_GT(off, 20);
    EXPECT_GT(outside, 20);
    EXPECT_EQ(off + outside, 80);
    const auto mapped = mapToCurve(someFp(1));
    EXPECT_TRUE(mapped.isOnCurve());
    EXPECT_FALSE(isInSubgroup(mapped));
    EXPECT_TRUE(isInSubgroup(clearCofactor(mapped)));
    EXPECT_EQ(clearCofactor(mapped).times(kOrder), G1{});
}

TEST(BlsHashToCurve, GivesTheStandardsPoints) {
    const auto doc = blsVectors("rfc9380_g1.json");
    const auto domain = doc.at("domain").get<std::string>();
    int count = 0;
    for (const auto& row : doc.at("vectors")) {
        const auto message = row.at("message").get<std::string>();
        SCOPED_TRACE(message.substr(0, 20));
        const auto u = hashToField(asBytes(message), asBytes(domain));
        ASSERT_TRUE(u);
        EXPECT_EQ((*u)[0], element(row.at("u").at(0)));
        EXPECT_EQ((*u)[1], element(row.at("u").at(1)));
        EXPECT_EQ(mapToCurve((*u)[0]), point(row.at("q0")));
        EXPECT_EQ(mapToCurve((*u)[1]), point(row.at("q1")));
        EXPECT_EQ(*hashToCurve(asBytes(message), asBytes(domain)), point(row.at("p")));
        ++count;
    }
    reportCases(count);
}

TEST(BlsHashToCurve, MapsTheExceptionalElements) {
    for (const auto& u : {Fp{}, Fp::one(), -Fp::one()}) {
        const auto p = mapToCurve(u);
        EXPECT_TRUE(p.isOnCurve());
        EXPECT_TRUE(isInSubgroup(clearCofactor(p)));
    }
}

TEST(BlsHashToCurve, RefusesDomainsAndLengthsThatTheStandardDoes) {
    EXPECT_EQ(hashToCurve({}, {}).error().code, Errc::OutOfRange);
    EXPECT_EQ(hashToCurve({}, Bytes(256)).error().code, Errc::OutOfRange);
    EXPECT_TRUE(hashToCurve({}, Bytes(255)));
    EXPECT_FALSE(expandMessage({}, asBytes("d"), 0));
    EXPECT_FALSE(expandMessage({}, asBytes("d"), 8161));
    EXPECT_EQ(expandMessage({}, asBytes("d"), 33)->size(), 33U);
}

TEST(BlsPairing, IsBilinearAndNotDegenerate) {
    const auto e = pairing(generator1(), generator2());
    EXPECT_FALSE(e.isOne());
    const auto left = pairing(generator1().times(scalar(6)), generator2().times(scalar(35)));
    const auto right = pairing(generator1().times(scalar(210)), generator2());
    EXPECT_EQ(left, right);
    EXPECT_FALSE(left == e);
    EXPECT_TRUE(pairing(G1{}, generator2()).isOne());
    EXPECT_TRUE(pairing(generator1(), G2{}).isOne());
    const std::pair<G1, G2> cancelling[] = {{generator1().times(scalar(3)), generator2()},
                                            {generator1().negated(), generator2().times(scalar(3))}};
    EXPECT_TRUE(pairingProduct(cancelling).isOne());
    EXPECT_TRUE(pairingProduct({}).isOne());
}

TEST(BlsPairing, GivesTheRuntimesValue) {
    forEachVectorFile("weights", [](const nlohmann::json& doc) {
        const auto value = pairing(generator1(), generator2()).encode();
        EXPECT_EQ(toHexBare(value), doc.at("pairing").at("gt"));
        EXPECT_EQ(toHexBare(sha256(value)), doc.at("pairing").at("sha256"));
    });
}

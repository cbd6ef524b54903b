#include "core/crypto/secp256k1.h"

#include "core/base/hex.h"

#include <gtest/gtest.h>

using namespace taodeck;
using namespace taodeck::crypto;

namespace {

struct Vector {
    const char* name;
    const char* hash;
    const char* signature;
    const char* key;
};
// The first is go-ethereum's (crypto/signature_test.go); the others come from an implementation in Python.
const Vector kVectors[] = {
    {"GoEthereum", "ce0677bb30baa8cf067c88db9811f4333d131bf8bcf12fe7065d211dce971008",
     "90f27b8b488db00b00606796d2987f6a5f59ae62ea05effe84fef5b8b0e549984a691139ad57a3f0b906637673aa2f63d1f55cb1a69199d40"
     "09ee"
     "a23ceaddc9301",
     "e32df42865e97135acfb65f3bae71bdc86f4d49150ad6a440b6f15878109880a0a2b2667f7e725ceea70c673093bf67663e0312623c8e091b"
     "13cf"
     "2c0f11ef652"},
    {"KeyOne", "e4223ed20d7ea5740a326e2b268ca6db91d041cf5194f577e393a8ba3b85d8e9",
     "15e15a19bcf5d97ab7c0443e6dfc416a4f7374f8096287e363b411f8bf8d159950dc478a1295e67c5baac2684220211fbf3367e3f9c9ba32a"
     "2a04"
     "53a1370669f00",
     "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199"
     "c47d"
     "08ffb10d4b8"},
    {"KeyTwo", "ca0df2c95aa144c1d0ff2ff3c8f967fdc1de9ef0c4120b3726416701b519d619",
     "8ba237181f72428073e3e053a2e8895f29d8cb653159cbf9fc1b23e52a8937315d5322da2dc253ca4f9ea1dc2da1eed885c94fd09d444f982"
     "0dda"
     "7eba816f2a400",
     "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee51ae168fea63dc339a3c58419466ceaeef7f632653266d0e12"
     "3643"
     "1a950cfe52a"},
    {"OddParity", "153812ae5fea0b73a011bf28bd7cea93644437c3fe3260b7b2d7e1e2f9f46bde",
     "855b05b683dd896ee95d4003e3154ff2e45df0b710b1f224b3854ebedde3633030bb8921ea979df92f5d0ac5181ea138225bff0e6f10696d0"
     "4961"
     "778c664f88001",
     "1903593a44d2421e988b3bef1079dd7af66a63940169632cfb8988f18a985e3d7b1e66e3360309a434dcd83a3d87d781c8bfa37619d3b384c"
     "2389"
     "d2ccc9896fe"},
    {"ReducedR", "c454a455918b652d3cf538899c457100ffa79ef029aada6b20f54ae8d3166c82",
     "00000000000000000000000000000000000000000000000000000000000000020000000000000000000000000000000000000000000000000"
     "00000"
     "000000303902",
     "c4d5ac7b5fd307cfb09d2c387b9895b0122343ad57bbd6435f3b23cde8e772c6c75e815f2164eb5d52ed865437cbb8cf3c612ccc1bcbf8ddb"
     "a314"
     "ce611bb3664"},
};

template <std::size_t N>
std::array<std::uint8_t, N> bytes(const char* hex) {
    const Bytes raw = fromHex(hex).value();
    std::array<std::uint8_t, N> out{};
    EXPECT_EQ(raw.size(), N);
    std::copy_n(raw.begin(), std::min(raw.size(), N), out.begin());
    return out;
}

TEST(Secp256k1, RecoversTheKeyThatSigned) {
    for (const Vector& v : kVectors) {
        const auto key = recoverSecp256k1(bytes<32>(v.hash), bytes<65>(v.signature));
        ASSERT_TRUE(key) << v.name;
        EXPECT_EQ(*key, bytes<64>(v.key)) << v.name;
    }
}

TEST(Secp256k1, OtherBytesGiveAnotherKeyOrNone) {
    const auto hash = bytes<32>(kVectors[0].hash);
    const auto honest = bytes<65>(kVectors[0].signature);
    const auto key = recoverSecp256k1(hash, honest);
    for (std::size_t i = 0; i < honest.size(); ++i) {
        auto changed = honest;
        changed[i] ^= 1;
        EXPECT_NE(recoverSecp256k1(hash, changed), key) << i;
    }
}

TEST(Secp256k1, RefusesWhatIsNoSignature) {
    const auto hash = bytes<32>(kVectors[0].hash);
    const auto honest = bytes<65>(kVectors[0].signature);
    const auto order = bytes<32>("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    const auto halfUp = bytes<32>("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1");
    const auto with = [&](std::size_t at, const std::array<std::uint8_t, 32>& part) {
        auto out = honest;
        std::copy(part.begin(), part.end(), out.begin() + static_cast<std::ptrdiff_t>(at));
        return out;
    };

    EXPECT_FALSE(recoverSecp256k1(hash, with(0, {})));
    EXPECT_FALSE(recoverSecp256k1(hash, with(32, {})));
    EXPECT_FALSE(recoverSecp256k1(hash, with(0, order)));
    EXPECT_FALSE(recoverSecp256k1(hash, with(32, order)));
    EXPECT_FALSE(recoverSecp256k1(hash, with(32, halfUp))); // half the order plus one
    for (const std::uint8_t v : {2, 3, 4, 27, 255}) {       // r is too large to have been reduced
        auto out = honest;
        out[64] = v;
        EXPECT_FALSE(recoverSecp256k1(hash, out)) << int{v};
    }
}

} // namespace

#include "core/crypto/ml_kem.h"

#include "core/crypto/detail/sha3.h"
#include "core/crypto/hash.h"
#include "tests/support/json_vectors.h"

using namespace taodeck;
using namespace taodeck::crypto;
using namespace taodeck::test;

namespace {

MlKemSeed seed(ByteView from) {
    MlKemSeed out{};
    std::copy_n(from.begin(), out.size(), out.begin());
    return out;
}

MlKemKeys keysOf(const Bytes& seeds) {
    return mlKemKeys(seed(ByteView{seeds}.first(32)), seed(ByteView{seeds}.subspan(32)));
}

} // namespace

TEST(MlKem, AgreesWithAnotherImplementation) {
    int count = 0;
    forEachVectorFile("ml_kem_768", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("cases")) {
            const auto keys = keysOf(unhex(row.at("seed")));
            EXPECT_EQ(toHexBare(sha256(keys.encapsulation)), row.at("encapsulationHash"));
            EXPECT_EQ(toHexBare(sha256(keys.decapsulation.view())), row.at("decapsulationHash"));

            const auto shared = mlKemEncapsulate(keys.encapsulation, seed(unhex(row.at("message"))));
            ASSERT_TRUE(shared);
            EXPECT_EQ(toHexBare(sha256(shared->ciphertext)), row.at("ciphertextHash"));
            EXPECT_EQ(toHexBare(shared->secret.view()), row.at("shared"));

            const auto opened = mlKemDecapsulate(keys.decapsulation.view(), shared->ciphertext);
            ASSERT_TRUE(opened);
            EXPECT_EQ(toHexBare(opened->view()), row.at("shared"));

            auto tampered = shared->ciphertext;
            const auto bit = 1 << row.at("tamperedBit").get<int>();
            tampered[row.at("tamperedByte").get<std::size_t>()] ^= static_cast<std::uint8_t>(bit);
            const auto rejected = mlKemDecapsulate(keys.decapsulation.view(), tampered);
            ASSERT_TRUE(rejected);
            EXPECT_EQ(toHexBare(rejected->view()), row.at("rejected"));
            ++count;
        }
    });
    EXPECT_EQ(count, 6);
    reportCases(count);
}

TEST(MlKem, RefusesWhatIsNoKeyOrCiphertext) {
    const auto keys = keysOf(Bytes(64, 7));
    EXPECT_FALSE(mlKemDecapsulate(Bytes(kMlKemSecretSize - 1), Bytes(kMlKemCiphertextSize)));
    EXPECT_FALSE(mlKemDecapsulate(keys.decapsulation.view(), Bytes(kMlKemCiphertextSize + 1)));
    auto beyond = keys.encapsulation;
    beyond[0] = 0xff; // 12 bits of 4095: not below 3329
    beyond[1] |= 0x0f;
    EXPECT_FALSE(mlKemEncapsulate(beyond, seed(Bytes(32, 1))));
}

// FIPS 202: the empty message, and output taken in pieces.
TEST(Sha3, GivesThePublishedDigests) {
    Bytes out(32);
    detail::sha3_256().squeeze(out);
    EXPECT_EQ(toHexBare(out), "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
    detail::shake128().squeeze(out);
    EXPECT_EQ(toHexBare(out), "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26");
    auto stream = detail::shake256();
    stream.squeeze(std::span<std::uint8_t>{out}.first(5));
    stream.squeeze(std::span<std::uint8_t>{out}.subspan(5));
    EXPECT_EQ(toHexBare(out), "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f");
    Bytes wide(64);
    detail::sha3_512().squeeze(wide);
    EXPECT_EQ(toHexBare(wide).substr(0, 32), "a69f73cca23a9ac5c8b567dc185a756e");
}

#include "core/subtensor/extrinsic.h"

#include "core/base/hex.h"
#include "core/metadata/extrinsic.h"
#include "core/subtensor/pallets/timestamp.h"
#include "core/subtensor/pallets/utility.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

Bytes sample() {
    SignedPart part;
    part.address = addressOf(devAccount("//Alice"));
    part.signature = {MultiSignature::Kind::Sr25519, Bytes(64, 5)};
    part.era = {64, 12};
    part.nonce = 70'000;
    part.tip = Rao::fromRaw(1'000'000'000'000);
    return encodeSigned(part, makeCall(utility::Batch{{makeCall(system::Remark{{1, 2, 3}}),
                                                       makeCall(balances::TransferAll{addressOf({}), true})}}));
}

TEST(Extrinsic, ReadsBackWhatItWrites) {
    const auto bytes = sample();

    const auto decoded = decodeExtrinsic(bytes);

    ASSERT_TRUE(decoded) << decoded.error().context;
    ASSERT_TRUE(decoded->signedPart);
    EXPECT_EQ(decoded->signedPart->era.period, 64u);
    EXPECT_EQ(decoded->signedPart->era.phase, 12u);
    EXPECT_EQ(decoded->signedPart->nonce, 70'000u);
    EXPECT_EQ(decoded->signedPart->tip.raw(), 1'000'000'000'000u);
    EXPECT_EQ(encodeSigned(*decoded->signedPart, decoded->call), bytes);
    EXPECT_EQ(nestingDepth(decoded->call), 2);
}

TEST(Extrinsic, RefusesEveryTruncationAndAnythingAfterTheEnd) {
    const auto bytes = sample();
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decodeExtrinsic(ByteView{bytes}.first(size)));
    auto longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(decodeExtrinsic(longer));

    // Also inside a length prefix that fits.
    const auto body = ByteView{bytes}.subspan(2);
    for (std::size_t size = 0; size < body.size(); ++size) {
        Encoder cut;
        cut.bytes(body.first(size));
        EXPECT_FALSE(decodeExtrinsic(cut.view())) << size;
    }
}

TEST(Extrinsic, RefusesWhatTheFormatDoesNotHave) {
    const auto good = sample();
    struct Case {
        const char* name;
        std::size_t at;
        std::uint8_t value;
    };
    // prefix 2, version 1, address tag 1 + 32, signature tag 1 + 64, era 2, nonce 4, tip 7, mode 1, call
    const Case cases[] = {{"version", 2, 0x83},      {"unsigned version 6", 2, 0x06}, {"address kind", 3, 9},
                          {"signature kind", 36, 3}, {"metadata mode", 114, 2},       {"unknown pallet", 115, 99},
                          {"unknown call", 116, 99}};
    for (const auto& c : cases) {
        auto bytes = good;
        bytes[c.at] = c.value;
        EXPECT_FALSE(decodeExtrinsic(bytes)) << c.name;
    }
}

TEST(Extrinsic, RefusesAHostileNumberOfCalls) {
    const auto batchOf = [](std::size_t count) {
        return encodeBare(makeCall(utility::Batch{std::vector<RuntimeCall>(count, makeCall(system::Remark{{}}))}));
    };

    EXPECT_TRUE(decodeExtrinsic(batchOf(kMaxDecodeCalls - 1)));
    const auto result = decodeExtrinsic(batchOf(kMaxDecodeCalls));
    EXPECT_TRUE(decodeExtrinsic(batchOf(1))); // the count starts anew

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::LimitExceeded);
}

TEST(Extrinsic, AcceptsBareOnesOfVersionFourAndFive) {
    auto bytes = encodeBare(makeCall(timestamp::Set{{1'700'000'000'000}}));
    EXPECT_TRUE(decodeExtrinsic(bytes));
    bytes[1] = 5;

    const auto decoded = decodeExtrinsic(bytes);

    ASSERT_TRUE(decoded);
    EXPECT_FALSE(decoded->signedPart);
    EXPECT_EQ(callAs<timestamp::Set>(decoded->call)->now.value, 1'700'000'000'000u);
}

TEST(Extrinsic, AgreesWithTheClientThatBuildsItFromOurMetadata) {
    TestChain chain;
    const auto call = *metadata::encodeCall(
        chain.meta(), "Balances", "transfer_keep_alive",
        nlohmann::json{{"dest", {{"Id", toHex(devAccount("//Bob").view())}}}, {"value", 5'000'000}});
    metadata::SigningContext context;
    context.genesis = TestChain::hashOf(0);
    context.birth = TestChain::hashOf(0);
    context.specVersion = 425;
    context.transactionVersion = 1;
    context.nonce = 0;
    const auto payload = *metadata::makeSigningPayload(chain.meta(), call, context);
    const auto alice = devKey("//Alice");
    const auto signature = alice.sign(metadata::bytesToSign(payload.bytes()));
    const auto bytes = *metadata::assembleSigned(chain.meta(), payload, alice.publicKey(), alice.type(), signature);

    EXPECT_TRUE(chain.validate(bytes));
    const auto block = chain.run({bytes});

    ASSERT_TRUE(block.results[0]);
    EXPECT_TRUE(block.results[0]->success);
}

TEST(Era, KeepsPeriodAndPhase) {
    struct Case {
        std::uint64_t period, phase;
        Bytes bytes;
    };
    const Case cases[] = {{0, 0, {0}}, {64, 42, {0xa5, 0x02}}, {32'768, 20'000, {0x4e, 0x9c}}};
    for (const auto& c : cases) {
        EXPECT_EQ(encoded(Era{c.period, c.phase}), c.bytes);
        const auto back = decodeAll<Era>(c.bytes);
        ASSERT_TRUE(back);
        EXPECT_EQ(back->period, c.period);
        EXPECT_EQ(back->phase, c.phase);
    }
    EXPECT_FALSE(decodeAll<Era>(Bytes{0x01, 0xff})); // phase beyond the period
    EXPECT_EQ((Era{64, 42}.birth(1'000)), 938u);
    EXPECT_EQ((Era{64, 42}.death(1'000)), 1'002u);
    EXPECT_EQ((Era{64, 42}.birth(10)), 42u);
}

} // namespace
} // namespace taodeck::subtensor::test

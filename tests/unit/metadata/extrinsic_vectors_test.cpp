#include "core/metadata/extrinsic.h"
#include "core/metadata/value_json.h"
#include "tests/unit/metadata/vectors.h"

namespace taodeck::metadata {
namespace {

using namespace taodeck::testing;

SigningContext contextOf(const json& v) {
    SigningContext c;
    c.genesis = BlockHash::from(hexBytes(v.at("genesisHash"))).value();
    c.birth = BlockHash::from(hexBytes(v.at("blockHash"))).value();
    c.specVersion = v.at("specVersion");
    c.transactionVersion = v.at("transactionVersion");
    if (v.at("era").contains("mortal")) {
        const auto& m = v["era"]["mortal"];
        c.era = Era::mortal(m.at("period"), BlockNumber{m.at("current").get<std::uint32_t>()});
        // The vectors note the block itself as birth; long eras can only say every (period / 4096)th block.
        const auto current = BlockNumber{m["current"].get<std::uint32_t>()};
        const auto step = std::max(1u, m["period"].get<std::uint32_t>() / 4096);
        EXPECT_EQ(raw(c.era.birth(current)), m.at("birth").get<std::uint32_t>() / step * step);
        EXPECT_EQ(raw(c.era.death(current)), m.at("death").get<std::uint32_t>() / step * step);
        scale::Encoder encoded;
        c.era.encode(encoded);
        EXPECT_EQ(toHex(encoded.view()), m.at("encoded").get<std::string>());
    }
    c.nonce = v.at("nonce");
    const auto& tip = v.at("tip");
    c.tip = tip.is_string() ? Integer::fromDecimal(tip.get<std::string>()).value().asU128().value()
                            : UInt128{tip.get<std::uint64_t>()};
    if (v.at("metadataHashMode") == 1) c.metadataHash = Hash256::from(hexBytes(v.at("metadataHash"))).value();
    return c;
}

void checkSigned(const Metadata& meta, const json& v, const SigningPayload& payload) {
    const auto& key = v.at("ed25519");
    const auto signer = AccountId::from(hexBytes(key.at("publicKey"))).value();
    crypto::Signature64 signature{};
    const auto bytes = hexBytes(key.at("signature"));
    ASSERT_EQ(bytes.size(), signature.size());
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    EXPECT_TRUE(crypto::verify(crypto::KeyType::Ed25519, signer, bytesToSign(payload.bytes()), signature));
    const auto pair = crypto::KeyPair::fromUri(crypto::KeyType::Ed25519, key.at("signer").get<std::string>());
    ASSERT_TRUE(pair.has_value());
    EXPECT_EQ(pair->sign(bytesToSign(payload.bytes())), signature) << "ed25519 is deterministic";

    const auto extrinsic = assembleSigned(meta, payload, signer, crypto::KeyType::Ed25519, signature);
    ASSERT_TRUE(extrinsic.has_value()) << extrinsic.error().context;
    EXPECT_EQ(toHex(*extrinsic), key.at("signedExtrinsic").get<std::string>());
    EXPECT_EQ(toHex(extrinsicHash(*extrinsic).bytes), key.at("extrinsicHash").get<std::string>());

    const auto decoded = decodeExtrinsic(meta, *extrinsic);
    ASSERT_TRUE(decoded.has_value()) << decoded.error().context;
    EXPECT_TRUE(decoded->isSigned);
    EXPECT_EQ(decoded->signer, signer);
    EXPECT_EQ(decoded->call.pallet, v.at("pallet").get<std::string>());
    EXPECT_EQ(decoded->call.name, v.at("call").get<std::string>());
    ASSERT_EQ(decoded->extras.size(), 4u);
    EXPECT_EQ(View{decoded->extras[1].value}.asU64(), v.at("nonce").get<std::uint64_t>());
}

/// Arguments may give a small number as a decimal string too.
json digitsAsText(const json& j) {
    if (j.is_number()) return j.dump();
    json out = j;
    if (j.is_structured())
        for (auto& item : out)
            item = digitsAsText(item);
    return out;
}

void checkDecodedAgain(const Metadata& meta, const json& v, const SigningContext& context) {
    const auto decoded = decodeSigningPayload(meta, hexBytes(v.at("signingPayload")));
    ASSERT_TRUE(decoded.has_value()) << decoded.error().context;
    EXPECT_EQ(decoded->call.pallet, v.at("pallet").get<std::string>());
    EXPECT_EQ(decoded->call.name, v.at("call").get<std::string>());
    EXPECT_EQ(decoded->era, context.era);
    EXPECT_EQ(decoded->nonce, context.nonce);
    EXPECT_EQ(decoded->tip, context.tip);
    EXPECT_EQ(decoded->specVersion, context.specVersion);
    EXPECT_EQ(decoded->transactionVersion, context.transactionVersion);
    EXPECT_EQ(decoded->genesis, context.genesis);
    EXPECT_EQ(decoded->birth, context.birth);
    EXPECT_EQ(decoded->metadataHash, context.metadataHash);
    EXPECT_EQ(toHex(decoded->callBytes), v.at("callBytes").get<std::string>());
    EXPECT_EQ(toHex(decoded->extraBytes), v.at("extraBytes").get<std::string>());

    // The decoded call encodes to the same bytes, and reads as the JSON that it was made from.
    EXPECT_EQ(encodeCall(meta, decoded->call).value_or(Bytes{}), decoded->callBytes);
    const auto type = *meta.pallet(decoded->call.pallet)->calls;
    const auto shown = valueToJson(meta.types(), type, Value::variant(decoded->call.name, decoded->call.arguments));
    ASSERT_TRUE(shown.has_value()) << shown.error().context;
    const auto& args = shown->at(decoded->call.name);
    EXPECT_EQ(digitsAsText(args.is_null() ? json::object() : args), digitsAsText(v.at("args")));
}

TEST(ExtrinsicVectors, EveryStepEqualsTheGoldenBytes) {
    const auto files = filesIn("extrinsics", ".json");
    ASSERT_FALSE(files.empty());
    std::size_t ran = 0;
    for (const auto& file : files) {
        const auto all = readJson(file);
        const auto meta = loadMetadata(all.at("meta").at("metadataFile").get<std::string>());
        ASSERT_NE(meta, nullptr);
        for (const auto& v : all.at("vectors")) {
            SCOPED_TRACE(v.at("id").get<std::string>() + " " + v.at("pallet").get<std::string>() + "." +
                         v.at("call").get<std::string>());
            const auto call =
                encodeCall(*meta, v["pallet"].get<std::string>(), v["call"].get<std::string>(), v.at("args"));
            ASSERT_TRUE(call.has_value()) << call.error().context;
            EXPECT_EQ(toHex(*call), v.at("callBytes").get<std::string>());
            EXPECT_EQ(toHex(crypto::blake2b256(*call)), v.at("callHash").get<std::string>());
            const auto context = contextOf(v);
            const auto payload = makeSigningPayload(*meta, *call, context);
            ASSERT_TRUE(payload.has_value()) << payload.error().context;
            EXPECT_EQ(toHex(payload->extra), v.at("extraBytes").get<std::string>());
            EXPECT_EQ(toHex(payload->additional), v.at("additionalSignedBytes").get<std::string>());
            EXPECT_EQ(toHex(payload->bytes()), v.at("signingPayload").get<std::string>());
            EXPECT_EQ(toHex(bytesToSign(payload->bytes())), v.at("bytesToSign").get<std::string>());
            checkSigned(*meta, v, *payload);
            checkDecodedAgain(*meta, v, context);
            ++ran;
        }
    }
    std::printf("ran %zu cases\n", ran);
}

TEST(ExtrinsicVectors, TheMainNetworksV14AndV15GiveTheSameTransfer) {
    const auto v14 = loadMetadata("finney-343-v14.scale");
    const auto v15 = loadMetadata("finney-343-v15.scale");
    const json args = {{"dest", {{"Id", "0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"}}},
                       {"value", 12345}};
    SigningContext context;
    context.specVersion = 343;
    context.transactionVersion = 1;
    context.nonce = 7;

    const auto a = encodeCall(*v14, "Balances", "transfer_keep_alive", args).value();
    const auto b = encodeCall(*v15, "Balances", "transfer_keep_alive", args).value();

    EXPECT_EQ(a, b);
    EXPECT_EQ(makeSigningPayload(*v14, a, context)->bytes(), makeSigningPayload(*v15, b, context)->bytes());
    EXPECT_EQ(assembleSigned(*v14, *makeSigningPayload(*v14, a, context), {}, crypto::KeyType::Sr25519, {}).value(),
              assembleSigned(*v15, *makeSigningPayload(*v15, b, context), {}, crypto::KeyType::Sr25519, {}).value());
}

TEST(SigningPayload, TruncatedOrLongerPayloadsAreRefused) {
    const auto meta = loadMetadata("finney-424-v16.scale");
    const auto call = encodeCall(*meta, "SubtensorModule", "add_stake",
                                 json{{"hotkey", "0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"},
                                      {"netuid", 0},
                                      {"amount_staked", 1}})
                          .value();
    const auto payload = makeSigningPayload(*meta, call, {})->bytes();

    for (std::size_t n = 0; n < payload.size(); ++n)
        EXPECT_FALSE(decodeSigningPayload(*meta, ByteView{payload}.first(n)).has_value()) << n;
    auto longer = payload;
    longer.push_back(0);
    EXPECT_FALSE(decodeSigningPayload(*meta, longer).has_value());
    EXPECT_TRUE(decodeSigningPayload(*meta, payload).has_value());
}

TEST(SigningPayload, RefusesATipAboveTheRuntimesType) {
    const auto meta = loadMetadata("finney-424-v16.scale");
    SigningContext context;
    context.tip = UInt128{1} << 70;

    const auto payload = makeSigningPayload(*meta, Bytes{0, 0, 0}, context);

    ASSERT_FALSE(payload.has_value());
    EXPECT_EQ(payload.error().code, Errc::Unsupported);
}

TEST(EncodeCall, NamesWhatIsMissing) {
    const auto meta = loadMetadata("finney-424-v16.scale");

    EXPECT_EQ(encodeCall(*meta, Call{"SubtensorModule", "no_such_call", {}}).error().code, Errc::NotFound);
    const auto missing = encodeCall(*meta, Call{"Balances", "transfer_keep_alive", {}});
    EXPECT_EQ(missing.error().code, Errc::Malformed);
    EXPECT_FALSE(encodeCall(*meta, "Balances", "transfer_keep_alive", json{{"dest", 1}, {"value", 2}}).has_value());
}

} // namespace
} // namespace taodeck::metadata

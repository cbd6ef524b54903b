#include "core/axon/dendrite.h"

#include "core/axon/python_text.h"
#include "tests/support/axon_vectors.h"

namespace taodeck::axon {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

class Dendrite : public ::testing::Test {
protected:
    const nlohmann::json file = axonVectors("axon_http.json");
    const AccountId miner = accountOf(file["keys"]["miner"]["ss58"]);
    const DendriteRules rules{miner, std::chrono::seconds{4}, std::chrono::seconds{10}, std::chrono::seconds{60}};

    Captured request(const char* exchange) const {
        return takeApart(wireBytes(file["exchanges"][exchange]["request"]));
    }
    Captured response(const char* exchange) const {
        return takeApart(wireBytes(file["exchanges"][exchange]["response"]));
    }
    static std::int64_t nonceOf(const Captured& captured) {
        return std::stoll(captured.value("bt_header_dendrite_nonce"));
    }
    tl::expected<DendriteHead, DendriteRefusal> read(const Captured& captured, std::int64_t now,
                                                     std::int64_t floor = 0) const {
        return readDendriteHead(viewOf(captured.fields), rules, now, floor);
    }
};

TEST_F(Dendrite, VerifiesEveryCapturedRequest) {
    int cases = 0;
    for (const char* name : {"success", "hashed", "blacklisted", "unknown synapse", "ping", "stream"}) {
        const auto captured = request(name);
        const auto head = read(captured, nonceOf(captured) + kSecond);
        ASSERT_TRUE(head) << name;
        EXPECT_EQ(head->timeout, std::chrono::seconds{12});
        EXPECT_TRUE(holds(*head, miner)) << name;
        auto changed = *head;
        changed.uuid += "0";
        EXPECT_FALSE(holds(changed, miner)) << name;
        EXPECT_FALSE(holds(*head, accountOf(file["keys"]["bad"]["ss58"]))) << name;
        ++cases;
    }
    const auto forged = request("bad signature");
    EXPECT_FALSE(holds(*read(forged, nonceOf(forged)), miner));
    const auto& golden = file["signedMessage"][0];
    const auto first = request("success");
    EXPECT_EQ(dendriteMessage(*read(first, nonceOf(first)), miner), golden["message"].get<std::string>());
    test::reportCases(cases);
}

TEST_F(Dendrite, AcceptsTheFormThatWalletsWrap) {
    const auto captured = request("ping");
    auto head = *read(captured, nonceOf(captured));
    const auto alice = devSigner("//Alice");
    head.caller = alice->account();
    head.callerText = crypto::ss58(head.caller);

    head.signature = *alice->sign(asBytes("<Bytes>" + dendriteMessage(head, miner) + "</Bytes>"));

    EXPECT_TRUE(holds(head, miner));
}

TEST_F(Dendrite, BoundsTheAgeByTheCallersTimeoutAndTheCap) {
    auto captured = request("ping");
    const auto nonce = nonceOf(captured);

    EXPECT_TRUE(read(captured, nonce + 16 * kSecond - 1));
    EXPECT_EQ(read(captured, nonce + 16 * kSecond).error().kind, Refusal::Stale);
    EXPECT_TRUE(read(captured, nonce - 10 * kSecond));
    EXPECT_EQ(read(captured, nonce - 10 * kSecond - 1).error().kind, Refusal::Stale);
    EXPECT_EQ(read(captured, nonce, nonce).error().kind, Refusal::Stale);
    captured.set("timeout", "1e9");
    EXPECT_TRUE(read(captured, nonce + 64 * kSecond - 1));
    EXPECT_EQ(read(captured, nonce + 64 * kSecond).error().kind, Refusal::Stale);
    for (const char* odd : {"nan", "-1", "x", ""}) {
        captured.set("timeout", odd);
        EXPECT_TRUE(read(captured, nonce + 15 * kSecond)) << odd;
    }
}

TEST_F(Dendrite, RefusesWhatTheReferenceLetsThrough) {
    const struct {
        const char *name, *value;
        Refusal kind;
    } rows[] = {{"bt_header_dendrite_signature", nullptr, Refusal::Malformed},
                {"bt_header_dendrite_nonce", nullptr, Refusal::Malformed},
                {"bt_header_dendrite_uuid", nullptr, Refusal::Malformed},
                {"bt_header_dendrite_hotkey", nullptr, Refusal::Malformed},
                {"computed_body_hash", nullptr, Refusal::Malformed},
                {"bt_header_dendrite_version", nullptr, Refusal::Stale},
                {"bt_header_dendrite_version", "7001999", Refusal::Stale},
                {"bt_header_dendrite_uuid", "a.b", Refusal::Malformed},
                {"bt_header_dendrite_nonce", "abc", Refusal::Malformed},
                {"bt_header_dendrite_signature", "0x00", Refusal::Malformed},
                {"computed_body_hash", "A7", Refusal::Malformed},
                {"bt_header_axon_hotkey", "5DPb1kjsJCis9yRvLgEbSgMxLJsKkHy7kkL1qFFsKexvk9ih", Refusal::WrongReceiver}};
    for (const auto& row : rows) {
        auto captured = request("ping");
        const auto now = nonceOf(captured);
        if (row.value == nullptr)
            captured.remove(row.name);
        else
            captured.set(row.name, row.value);
        const auto head = read(captured, now);
        ASSERT_FALSE(head) << row.name;
        EXPECT_EQ(head.error().kind, row.kind) << row.name;
    }
    auto twice = request("ping");
    twice.fields.emplace_back("BT_HEADER_DENDRITE_NONCE", "1");
    EXPECT_EQ(read(twice, nonceOf(request("ping"))).error().kind, Refusal::Malformed);
    auto missing = request("ping");
    missing.remove("bt_header_dendrite_nonce");
    EXPECT_EQ(read(missing, 0).error().why, "Missing Nonce");
}

/// The reference's response fields, without those of its HTTP library.
OwnedFields protocolFields(Captured captured) {
    for (const char* other : {"date", "server", "content-length", "content-type", "transfer-encoding", "total_size"})
        captured.remove(other);
    return captured.fields;
}

TEST_F(Dendrite, AnswersSuccessWithTheReferencesFieldsAndBody) {
    for (const char* name : {"success", "hashed", "ping"}) {
        const auto asked = request(name), answered = response(name);
        auto synapse = *parseSynapse(asked.body, asked.value("name"));
        DendriteStatus status;
        status.seconds = std::stod(answered.value("bt_header_axon_process_time"));
        setStatus(synapse, status);
        mergeOwn(synapse, parseSynapse(answered.body, "")->own);

        auto fields = successFields(viewOf(asked.fields), synapse);
        std::erase_if(fields, [](const auto& field) { return field.first == "total_size"; });

        EXPECT_EQ(fields, protocolFields(answered)) << name;
        EXPECT_EQ(writeSynapse(synapse), answered.body) << name;
    }
}

TEST_F(Dendrite, AnswersFailuresWithTheReferencesFieldsButTheUncheckedSignature) {
    const auto asked = request("blacklisted");
    auto golden = response("blacklisted");
    golden.remove("bt_header_axon_signature");
    const DendriteStatus status{403,
                                "Forbidden. Key is blacklisted: not welcome.",
                                0.0027670860290527344,
                                "127.0.0.1",
                                50504,
                                file["keys"]["miner"]["ss58"],
                                "7a3f1c3a-e693-11f1-8fcd-02fc00000001",
                                1795365652277358242};

    auto fields = failureFields(viewOf(asked.fields), "Dummy", status, /*unknownName=*/false);
    std::erase_if(fields, [](const auto& field) { return field.first == "total_size"; });

    EXPECT_EQ(fields, protocolFields(golden));
}

TEST_F(Dendrite, SaysLittleForAnUnknownName) {
    const auto asked = request("unknown synapse");
    auto golden = response("unknown synapse");
    DendriteStatus status{404, golden.value("bt_header_axon_status_message"), 0.00038886070251464844, {}, 0, {}, {}, 0};

    auto fields = failureFields(viewOf(asked.fields), "Nope", status, /*unknownName=*/true);
    std::erase_if(fields, [](const auto& field) { return field.first.ends_with("_size"); });

    golden.remove("header_size");
    EXPECT_EQ(fields, protocolFields(golden));
}

TEST_F(Dendrite, NeverLetsAStrangersTextOutOfItsField) {
    Captured evil;
    evil.fields = {{"bt_header_input_obj_x", "a\r\nSet-Cookie: 1"}, {"timeout", "1\r\n"}};
    DendriteStatus status;
    status.message = "no\r\n\r\nbody \xff";

    for (const auto& [name, value] : failureFields(viewOf(evil.fields), "D", status, false)) {
        EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos) << name;
        EXPECT_EQ(name.find_first_of("\r\n: "), std::string::npos) << name;
    }
}

TEST_F(Dendrite, AsksAsTheReferenceAsks) {
    const auto golden = request("success");
    DendriteQuery query;
    query.name = "Dummy";
    query.axonIp = "127.0.0.1";
    query.axonPort = 18092;
    query.axonHotkey = miner;
    query.uuid = golden.value("bt_header_dendrite_uuid");
    query.nonce = nonceOf(golden);
    query.bodyHash = kEmptyBodyHash;
    const auto seed = test::unhex(file["keys"]["vali"]["miniSecret"]);
    const auto vali = keys::makeSigner(*crypto::KeyPair::fromSeed(crypto::KeyType::Sr25519, seed), true);

    const auto message = makeDendrite(*vali, query, *parseWireJson(R"({"dummy_input":21,"dummy_output":null})"));

    ASSERT_TRUE(message);
    Captured ours{{}, message->fields, message->body};
    const auto head = read(ours, query.nonce);
    ASSERT_TRUE(head) << head.error().why;
    EXPECT_TRUE(holds(*head, miner));
    for (const auto& [name, value] : ours.fields) {
        if (name.ends_with("_size") || name.ends_with("signature")) continue;
        EXPECT_EQ(value, golden.value(name)) << name;
    }
    const auto body = *parseSynapse(ours.body, "Dummy"), goldenBody = *parseSynapse(golden.body, "Dummy");
    EXPECT_EQ(writeWireJson(body.own), writeWireJson(goldenBody.own));
    EXPECT_EQ(writeWireJson(body.axon), writeWireJson(goldenBody.axon));
    EXPECT_EQ(makeDendrite(*vali, query, *parseWireJson(R"({"axon":1})")).error().code, Errc::Malformed);
}

} // namespace
} // namespace taodeck::axon

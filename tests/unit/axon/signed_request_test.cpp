#include "core/axon/signed_request.h"

#include "core/crypto/hash.h"
#include "tests/support/axon_vectors.h"

namespace taodeck::axon {
namespace {

using namespace std::chrono_literals;
using crypto::KeyType;

/// A request of the golden values by either kind of key, and what a server of //Bob asks of it.
class SignedRequest : public ::testing::Test {
protected:
    const nlohmann::json golden = axonVectors("signed_request.json");
    const std::string target = golden["target"], body = golden["body"];
    const std::int64_t nonce = golden["nonce"];
    const AccountId bob = accountOf(golden["receiver"]);
    SignedRules rules{bob, false, 10s, 2s, {}};
    OwnedFields fields = *signHead(*devSigner("//Alice"), "POST", target, body, bob, nonce);

    tl::expected<SignedHead, Refusal> read(std::int64_t now) const {
        return readSignedHead(viewOf(fields), rules, now, 0);
    }
    tl::expected<SignedHead, Refusal> read() const { return read(nonce); }
    void set(std::string_view name, const std::string& value) {
        for (auto& field : fields)
            if (field.first == name) field.second = value;
    }
};

TEST_F(SignedRequest, HashesTheBodyAndWritesEightLinesAsTheGoldenValues) {
    const auto head = read();
    ASSERT_TRUE(head);

    const auto text = signedBytes(*head, "POST", target, body);

    EXPECT_EQ(body.size(), 19U);
    EXPECT_EQ(text, "btauth/1\nsr25519\nPOST\n" + target + "\n" + golden["bodyHash"].get<std::string>() +
                        "\n1752076800000000000\n" + golden["sr25519"]["sender"].get<std::string>() + "\n" +
                        golden["receiver"].get<std::string>());
    EXPECT_TRUE(holds(*head, "POST", target, body));
}

TEST_F(SignedRequest, SignsWithEd25519ExactlyAsTheGoldenValue) {
    const auto signer = devSigner("//Alice", KeyType::Ed25519);
    fields = *signHead(*signer, "POST", target, body, bob, nonce);
    rules.schemeOf = [](const AccountId&) { return Scheme::Ed25519; };

    const auto head = read();

    ASSERT_TRUE(head);
    EXPECT_EQ(head->senderText, golden["ed25519"]["sender"].get<std::string>());
    EXPECT_EQ(toHex(head->signature), golden["ed25519"]["signature"].get<std::string>());
    EXPECT_TRUE(holds(*head, "POST", target, body));
}

TEST_F(SignedRequest, CoversEveryPartOfTheRequest) {
    const auto head = *read();

    EXPECT_FALSE(holds(head, "GET", target, body));
    EXPECT_FALSE(holds(head, "POST", "/generate?stream=true", body));
    EXPECT_FALSE(holds(head, "POST", target, body + " "));
    auto other = head;
    other.nonce += 1;
    EXPECT_FALSE(holds(other, "POST", target, body));
    other = head;
    other.receiverText = "-";
    EXPECT_FALSE(holds(other, "POST", target, body));
    other = head;
    other.sender = accountOf(golden["ed25519"]["sender"]);
    EXPECT_FALSE(holds(other, "POST", target, body));
}

TEST_F(SignedRequest, IsMalformedWhenAFieldIsMissingOrThereTwice) {
    const auto whole = fields;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (whole[i].first == "X-Bittensor-Receiver") continue;
        fields = whole;
        fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_EQ(read().error(), Refusal::Malformed) << "without " << whole[i].first;
        fields = whole;
        fields.push_back(whole[i]);
        EXPECT_EQ(read().error(), Refusal::Malformed) << "twice " << whole[i].first;
    }
}

TEST_F(SignedRequest, IsMalformedForValuesOfTheWrongShape) {
    const struct {
        const char *name, *value;
    } rows[] = {{"X-Bittensor-Version", "2"},
                {"X-Bittensor-Version", "01"},
                {"X-Bittensor-Nonce", ""},
                {"X-Bittensor-Nonce", "-1"},
                {"X-Bittensor-Nonce", "1.7520768e18"},
                {"X-Bittensor-Nonce", "01752076800000000000"},
                {"X-Bittensor-Nonce", "99999999999999999999"},
                {"X-Bittensor-Hotkey", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX"},
                {"X-Bittensor-Hotkey", "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"}, // prefix 0
                {"X-Bittensor-Signature", "0x"},
                {"X-Bittensor-Signature", "0x00"}};
    const auto whole = fields;
    for (const auto& row : rows) {
        fields = whole;
        set(row.name, row.value);
        EXPECT_EQ(read().error(), Refusal::Malformed) << row.name << ": " << row.value;
    }
}

TEST_F(SignedRequest, TakesTheSchemeFromItsOwnTrustAlone) {
    for (const char* claimed : {"ed25519", "hashed", "mldsa", "rsa", ""}) {
        auto forged = fields;
        forged.emplace_back("X-Bittensor-Crypto", claimed);
        EXPECT_EQ(readSignedHead(viewOf(forged), rules, nonce, 0).error(), Refusal::Malformed) << claimed;
    }
    rules.schemeOf = [](const AccountId&) { return Scheme::Ed25519; };
    EXPECT_EQ(read().error(), Refusal::Malformed);
}

TEST_F(SignedRequest, MustBeBoundToThisReceiver) {
    const auto whole = fields;
    set("X-Bittensor-Receiver", golden["sr25519"]["sender"]);
    EXPECT_EQ(read().error(), Refusal::WrongReceiver);

    fields = *signHead(*devSigner("//Alice"), "POST", target, body, std::nullopt, nonce);
    EXPECT_EQ(read().error(), Refusal::WrongReceiver);

    rules.acceptUnbound = true;
    const auto unbound = read();
    ASSERT_TRUE(unbound);
    EXPECT_TRUE(signedBytes(*unbound, "POST", target, body).ends_with("\n-"));
    EXPECT_TRUE(holds(*unbound, "POST", target, body));
}

TEST_F(SignedRequest, IsStaleOutsideTheWindowAndUpToTheFloor) {
    const auto second = std::int64_t{1'000'000'000};

    EXPECT_TRUE(read(nonce + 10 * second));
    EXPECT_EQ(read(nonce + 10 * second + 1).error(), Refusal::Stale);
    EXPECT_TRUE(read(nonce - 2 * second));
    EXPECT_EQ(read(nonce - 2 * second - 1).error(), Refusal::Stale);
    EXPECT_EQ(readSignedHead(viewOf(fields), rules, nonce, nonce).error(), Refusal::Stale);
    EXPECT_TRUE(readSignedHead(viewOf(fields), rules, nonce, nonce - 1));
}

TEST_F(SignedRequest, ChecksShapeBeforeReceiverBeforeTime) {
    set("X-Bittensor-Receiver", golden["sr25519"]["sender"]);
    EXPECT_EQ(read(0).error(), Refusal::WrongReceiver);

    set("X-Bittensor-Version", "2");
    EXPECT_EQ(read(0).error(), Refusal::Malformed);
}

TEST_F(SignedRequest, IsRecognisedByAnyOfItsFieldsInAnyCase) {
    EXPECT_TRUE(isSigned(viewOf({{"x-bittensor-nonce", "1"}})));
    EXPECT_FALSE(isSigned(viewOf({{"X-Bittensor", "1"}, {"bt_header_dendrite_nonce", "1"}})));
    for (auto& field : fields)
        std::transform(field.first.begin(), field.first.end(), field.first.begin(), ::tolower);
    EXPECT_TRUE(read());
}

} // namespace
} // namespace taodeck::axon

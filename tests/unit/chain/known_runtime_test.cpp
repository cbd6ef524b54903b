#include "core/chain/detail/known_runtime.h"
#include "tests/unit/chain/fake_node.h"

#include <gtest/gtest.h>

namespace taodeck::chain::test {
namespace {

const AccountId kHolder = filled(7);

std::shared_ptr<FakeNode> chainUnder(std::uint32_t provenSpec, std::uint32_t toldSpec) {
    auto node = std::make_shared<FakeNode>();
    node->specVersion = provenSpec;
    node->setBalance(kHolder, 5'000'000'000);
    node->begin();
    node->grow(2);
    node->specVersion = toldSpec;
    return node;
}

/// The bytes with two pieces of text, each with its length in front, in each other's place.
Bytes exchanged(const Bytes& in, const std::string& one, const std::string& other) {
    const auto text = [](const std::string& name) { return scale::Encoder{}.text(name).take(); };
    const auto a = text(one), b = text(other);
    const auto first = std::search(in.begin(), in.end(), a.begin(), a.end());
    const auto second = std::search(in.begin(), in.end(), b.begin(), b.end());
    EXPECT_TRUE(first != in.end() && second != in.end());
    const bool inOrder = first < second;
    const auto low = std::min(first, second), high = std::max(first, second);
    const auto &lowText = inOrder ? a : b, &highText = inOrder ? b : a;
    Bytes out(in.begin(), low);
    append(out, highText);
    out.insert(out.end(), low + static_cast<std::ptrdiff_t>(lowText.size()), high);
    append(out, lowText);
    out.insert(out.end(), high + static_cast<std::ptrdiff_t>(highText.size()), in.end());
    return out;
}

/// The bytes with System's items under a prefix where the state has nothing.
Bytes movedSystem(Bytes in) {
    const auto text = scale::Encoder{}.text("System").u8(1).text("System").take();
    const auto at = std::search(in.begin(), in.end(), text.begin(), text.end());
    EXPECT_NE(at, in.end());
    *(at + static_cast<std::ptrdiff_t>(text.size()) - 2) = 'X';
    return in;
}

std::shared_ptr<const metadata::LayoutDifferences> differencesOf(const Bytes& bytes) {
    const auto decoded = metadata::Metadata::decode(bytes);
    EXPECT_TRUE(decoded) << decoded.error().context;
    return layoutDifferences(**decoded);
}

TEST(KnownRuntime, IsReadFromTheStatesOwnBytes) {
    const auto value = [](std::uint32_t spec, std::string_view name) {
        return scale::Encoder{}.compact(spec).bytes(asBytes(name)).take();
    };

    EXPECT_TRUE(isKnownRuntime(value(424, "node-subtensor")));
    EXPECT_TRUE(isKnownRuntime(value(425, "node-subtensor")));
    EXPECT_FALSE(isKnownRuntime(value(423, "node-subtensor")));
    EXPECT_FALSE(isKnownRuntime(value(426, "node-subtensor")));
    EXPECT_FALSE(isKnownRuntime(value(425, "polkadot")));
    EXPECT_FALSE(isKnownRuntime(std::nullopt));
    const auto whole = value(425, "node-subtensor");
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(isKnownRuntime(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)))) << size;
}

TEST(KnownRuntime, AgreesWithTheMainNetworkOnWhatTheScreensRead) {
    const auto differences = layoutDifferences(*metadataOf("finney-424-v16.nodocs.scale"));

    EXPECT_FALSE(differences->inStorage("System", "Account"));
    for (const auto* item : {"AlphaV2", "Alpha", "TotalHotkeyAlpha", "TotalHotkeySharesV2", "StakingHotkeys", "Owner",
                             "SubnetTAO", "SubnetAlphaIn", "SubnetMechanism", "NetworksAdded", "TokenSymbol"})
        EXPECT_FALSE(differences->inStorage("SubtensorModule", item)) << item;
    for (const auto* call : {"add_stake", "add_stake_limit", "remove_stake", "remove_stake_limit"})
        EXPECT_FALSE(differences->inCall("SubtensorModule", call)) << call;
    EXPECT_FALSE(differences->inCall("Balances", "transfer_keep_alive"));
    EXPECT_FALSE(differences->inConstant("Balances", "ExistentialDeposit"));
    EXPECT_TRUE(differences->inStorage("System", "Events")) << "the network has events that this program lacks";
}

TEST(KnownRuntime, SeesExchangedFieldsMapsAndCalls) {
    const FakeNode node;
    const auto& honest = node.rawMetadata();

    EXPECT_TRUE(differencesOf(exchanged(honest, "free", "reserved"))->inStorage("System", "Account"));
    EXPECT_TRUE(differencesOf(exchanged(honest, "free", "frozen"))->inStorage("System", "Account"));
    const auto maps = differencesOf(exchanged(honest, "AlphaV2", "TotalHotkeyAlpha"));
    EXPECT_TRUE(maps->inStorage("SubtensorModule", "AlphaV2"));
    EXPECT_FALSE(maps->inStorage("System", "Account"));
    const auto transfers = differencesOf(exchanged(honest, "transfer_keep_alive", "transfer_allow_death"));
    EXPECT_TRUE(transfers->inCall("Balances", "transfer_keep_alive"));
    const auto stakes = differencesOf(exchanged(honest, "add_stake", "remove_stake"));
    EXPECT_TRUE(stakes->inCall("SubtensorModule", "add_stake"));
    EXPECT_TRUE(differencesOf(movedSystem(honest))->inStorage("System", "Account"));
}

TEST(KnownRuntime, DoesNotKnowAnOldChainsItems) {
    const auto differences = layoutDifferences(*metadataOf("raonet-218-v15.nodocs.scale"));

    EXPECT_TRUE(differences->inStorage("SubtensorModule", "AlphaV2"));
    EXPECT_TRUE(differences->inStorage("SubtensorModule", "Alpha")) << "its shares are whole numbers there";
}

TEST(LightClient, ReadsAreReportedWhenTheNodeNamesProvenBytesWrongly) {
    for (const auto& [one, other] : {std::pair{"free", "reserved"}, std::pair{"free", "frozen"}}) {
        auto node = chainUnder(424, 424);
        node->lieMetadata(exchanged(node->rawMetadata(), one, other));
        Rig rig{node};
        const auto status = rig.follow();

        const auto balance = rig.balance(kHolder);

        ASSERT_TRUE(balance) << balance.error().context;
        EXPECT_EQ(balance->trust, Trust::Reported) << other;
        EXPECT_EQ(status.trust, Trust::Reported);
        EXPECT_FALSE(status.problem.empty());
    }
}

TEST(LightClient, ReadsAreReportedWhenTheNodesMetadataLeadsElsewhere) {
    auto node = chainUnder(424, 424);
    node->lieMetadata(movedSystem(node->rawMetadata()));
    Rig rig{node};
    rig.follow();

    const auto balance = rig.balance(kHolder);

    ASSERT_TRUE(balance);
    EXPECT_EQ(balance->value->free, Rao{}) << "the lie works";
    EXPECT_EQ(balance->trust, Trust::Reported) << "but is not called proven";
    const auto reading = rig.ask<Reading>([&](auto done) {
        rig.client->read({{"System", "Account", {Value::id(kHolder)}}}, std::nullopt, done);
    });
    EXPECT_EQ(reading->trust, Trust::Reported);
    const auto report =
        rig.ask<api::ProofReport>([&](auto done) { rig.client->proveBalance(kHolder, std::move(done)); });
    EXPECT_EQ(report->trust, Trust::Reported);
}

TEST(LightClient, ReadsAreReportedUnderARuntimeThatTheProgramDoesNotKnow) {
    Rig rig{chainUnder(426, 426)};

    const auto status = rig.follow();

    EXPECT_EQ(status.trust, Trust::Reported);
    EXPECT_NE(status.problem.find("426"), std::string::npos);
    EXPECT_EQ(rig.balance(kHolder)->trust, Trust::Reported);
}

TEST(LightClient, ReadsAreReportedWhenTheNodeNamesAnotherRuntimeThanTheState) {
    Rig rig{chainUnder(426, 424)};
    rig.follow();

    EXPECT_EQ(rig.balance(kHolder)->trust, Trust::Reported);
}

/// A node that says it serves the main network.
std::shared_ptr<FakeNode> asFinney() {
    auto node = chainUnder(424, 424);
    node->lie = [genesis = *finney().genesis](const std::string& method, const json& params, json honest) {
        return method == "chain_getBlockHash" && params == json::array({0}) ? json(toHex(genesis.view())) : honest;
    };
    return node;
}

TEST(LightClient, CallsTheMainNetworkByItsNameWhateverTheNodeWasCalled) {
    Rig rig{asFinney()};

    rig.client->follow(customNetwork("custom-1", "Mine", "ws://fake", std::nullopt), {});
    rig.loop.run();

    EXPECT_EQ(rig.client->status().network, "Finney");
    EXPECT_EQ(rig.client->runtime()->network, "Finney");
    EXPECT_NE(rig.client->status().trust, Trust::Proven);
}

TEST(LightClient, RefusesTheMainNetworkAsLocalnetWhereDevelopmentKeysSign) {
    Rig rig{asFinney()};

    rig.client->follow(localnet(), "ws://fake");
    rig.loop.run();

    EXPECT_EQ(rig.client->status().link, api::LinkState::Failed);
    EXPECT_NE(rig.client->status().problem.find("Finney"), std::string::npos);
    EXPECT_FALSE(rig.client->runtime());
}

} // namespace
} // namespace taodeck::chain::test

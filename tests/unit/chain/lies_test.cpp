#include "tests/unit/chain/fake_node.h"

#include <gtest/gtest.h>

namespace taodeck::chain::test {
namespace {

const AccountId kHolder = filled(7);

std::shared_ptr<FakeNode> chainOf(int length) {
    auto node = std::make_shared<FakeNode>();
    node->setBalance(kHolder, 5'000'000'000);
    node->begin();
    node->grow(length);
    return node;
}

std::string flipped(std::string hex, std::size_t nibble) {
    hex[nibble] = hex[nibble] == '0' ? '1' : '0';
    return hex;
}

/// What a node may say instead of the truth in an answer to `method`; `change` gets the honest answer.
struct Lie {
    const char* name;
    const char* method;
    std::function<void(FakeNode&, json&)> change;
};
void PrintTo(const Lie& lie, std::ostream* out) {
    *out << lie.name;
}

class ReadLies : public testing::TestWithParam<Lie> {};

TEST_P(ReadLies, AreRefusedAndNeverShownAsProven) {
    auto node = chainOf(3);
    Rig rig{node};
    rig.follow();
    ASSERT_EQ(rig.balance(kHolder)->trust, Trust::Proven);
    const auto& lie = GetParam();
    node->lie = [&](const std::string& method, const json&, json honest) {
        if (method == lie.method) lie.change(*node, honest);
        return honest;
    };

    const auto balance = rig.balance(kHolder);

    ASSERT_FALSE(balance) << lie.name;
    EXPECT_GE(rig.client->status().refused, 1u);
    EXPECT_FALSE(rig.client->status().problem.empty());
    node->lie = nullptr;
    EXPECT_EQ(rig.balance(kHolder)->trust, Trust::Proven) << "an honest answer is taken again";
}

INSTANTIATE_TEST_SUITE_P(
    LightClient, ReadLies,
    testing::Values(
        Lie{"a value is changed in its proof node", "state_getReadProof",
            [](FakeNode&, json& j) { j["proof"].back() = flipped(j["proof"].back(), 20); }},
        Lie{"a proof node is left out", "state_getReadProof",
            [](FakeNode&, json& j) { j["proof"].erase(j["proof"].size() - 1); }},
        Lie{"no node is given", "state_getReadProof", [](FakeNode&, json& j) { j["proof"] = json::array(); }},
        Lie{"a node is given twice", "state_getReadProof",
            [](FakeNode&, json& j) { j["proof"].push_back(j["proof"].front()); }},
        Lie{"a node hangs from nothing", "state_getReadProof",
            [](FakeNode&, json& j) { j["proof"].push_back("0x40aa00"); }},
        Lie{"the proof is of another state", "state_getReadProof",
            [](FakeNode& node, json& j) {
                FakeNode other;
                other.setBalance(kHolder, 9'000'000'000'000);
                other.begin();
                other.start();
                const auto key =
                    metadata::storageKey(*node.meta, "System", "Account", std::vector{Value::id(kHolder)}).value();
                other.call("state_getReadProof", json::array({{toHex(key)}, toHex(other.genesis().view())}),
                           [&](Result<json> proof) { j["proof"] = proof.value()["proof"]; });
            }},
        Lie{"the proof names another block", "state_getReadProof",
            [](FakeNode& node, json& j) { j["at"] = toHex(node.hashAt(1).view()); }},
        Lie{"a node is not hexadecimal", "state_getReadProof", [](FakeNode&, json& j) { j["proof"][0] = "not hex"; }},
        Lie{"the answer has another shape", "state_getReadProof", [](FakeNode&, json& j) {
                j = json::array({1, 2});
            }}));

/// Lies about the chain itself: block 4 is offered with something wrong.
class HeaderLies : public testing::TestWithParam<Lie> {};

TEST_P(HeaderLies, DoNotMoveTheFinalBlock) {
    auto node = chainOf(3);
    Rig rig{node};
    rig.follow();
    const auto& lie = GetParam();
    node->grow();
    node->lie = [&](const std::string& method, const json&, json honest) {
        if (method == lie.method) lie.change(*node, honest);
        return honest;
    };

    node->announce();
    rig.loop.run();

    EXPECT_EQ(rig.client->status().final, BlockNumber{3}) << lie.name;
    EXPECT_EQ(rig.client->status().refused, 1u);
    EXPECT_FALSE(rig.client->status().problem.empty());
    node->lie = nullptr;
    rig.growAndAnnounce();
    EXPECT_EQ(rig.client->status().final, BlockNumber{5}) << "the honest chain goes on";
}

json justificationOf(const Bytes& bytes) {
    return json::array({json::array({json(finality::kGrandpa), json(bytes)})});
}

INSTANTIATE_TEST_SUITE_P(
    LightClient, HeaderLies,
    testing::Values(Lie{"a header has another state root", "chain_getBlock",
                        [](FakeNode&, json& j) { j["block"]["header"]["stateRoot"] = "0x" + std::string(64, 'a'); }},
                    Lie{"a header has another number", "chain_getBlock",
                        [](FakeNode&, json& j) { j["block"]["header"]["number"] = "0x9"; }},
                    Lie{"a header has no seal", "chain_getBlock",
                        [](FakeNode&, json& j) { j["block"]["header"]["digest"]["logs"].erase(1); }},
                    Lie{"a block is another block", "chain_getBlock",
                        [](FakeNode& node, json& j) { j["block"]["header"] = headerJson(node.blocks[2].header); }},
                    Lie{"a justification has one vote too few", "chain_getBlock",
                        [](FakeNode& node, json& j) {
                            j["justifications"] =
                                justificationOf(finality::encode(node.keys.justify(node.blocks.back().header, 0, 2)));
                        }},
                    Lie{"a justification is of another authority set", "chain_getBlock",
                        [](FakeNode& node, json& j) {
                            j["justifications"] =
                                justificationOf(finality::encode(node.keys.justify(node.blocks.back().header, 1, 3)));
                        }},
                    Lie{"a justification is signed by strangers", "chain_getBlock",
                        [](FakeNode& node, json& j) {
                            const finality::test::Keys others{{"Alice"}, {"Alice", "Bob", "Charlie"}};
                            j["justifications"] =
                                justificationOf(finality::encode(others.justify(node.blocks.back().header, 0, 3)));
                        }},
                    Lie{"a justification counts one vote three times", "chain_getBlock",
                        [](FakeNode& node, json& j) {
                            auto made = node.keys.justify(node.blocks.back().header, 0, 1);
                            made.precommits.resize(3, made.precommits.front());
                            j["justifications"] = justificationOf(finality::encode(made));
                        }},
                    Lie{"a signature is damaged", "chain_getBlock",
                        [](FakeNode& node, json& j) {
                            auto made = node.keys.justify(node.blocks.back().header, 0, 3);
                            made.precommits[1].signature[5] ^= 1;
                            j["justifications"] = justificationOf(finality::encode(made));
                        }},
                    Lie{"an old justification is replayed", "chain_getBlock",
                        [](FakeNode& node, json& j) {
                            j["justifications"] = justificationOf(*node.blocks[2].justification);
                        }},
                    Lie{"a justification is cut short", "chain_getBlock",
                        [](FakeNode& node, json& j) {
                            auto bytes = *node.blocks.back().justification;
                            bytes.pop_back();
                            j["justifications"] = justificationOf(bytes);
                        }},
                    Lie{"a block is garbage", "chain_getBlock", [](FakeNode&, json& j) { j = "garbage"; }}));

TEST(ALyingNode, CannotReplaceAFinalBlock) {
    auto node = chainOf(3);
    Rig rig{node};
    rig.follow();

    const auto fork = node->makeChild(node->blocks[2].header, node->root);
    node->blocks.push_back({fork, {}, finality::encode(node->keys.justify(fork, 0))});
    node->announce(fork);
    rig.loop.run();

    EXPECT_EQ(rig.client->status().finalHash, node->hashAt(3));
    EXPECT_EQ(rig.client->status().refused, 1u);
}

TEST(ALyingNode, CannotForkBelowTheFinalBlock) {
    auto node = chainOf(3);
    Rig rig{node};
    rig.follow();

    auto parent = node->blocks[1].header;
    std::vector<Header> fork;
    for (int i = 0; i < 4; ++i) {
        parent = node->makeChild(parent, node->root);
        fork.push_back(parent);
    }
    node->blocks.resize(2);
    for (const auto& header : fork)
        node->blocks.push_back({header, {}, finality::encode(node->keys.justify(header, 0))});
    node->announce();
    rig.loop.run();

    EXPECT_EQ(rig.client->status().final, BlockNumber{3});
    EXPECT_GE(rig.client->status().refused, 1u);
}

TEST(ALyingNode, CannotGoBackToAnOldFinalBlock) {
    auto node = chainOf(400);
    Rig rig{node};
    rig.follow();

    node->announce(node->blocks[5].header);
    rig.loop.run();

    EXPECT_EQ(rig.client->status().final, BlockNumber{400});
    EXPECT_EQ(rig.client->status().refused, 1u);
    EXPECT_EQ(rig.balance(kHolder)->at, BlockNumber{400});
}

TEST(ALyingNode, CannotPassASealOfTheWrongAuthor) {
    auto node = chainOf(3);
    Rig rig{node};
    rig.follow();

    Header header;
    header.parent = node->hashAt(3);
    header.number = BlockNumber{4};
    header.stateRoot = node->root;
    const finality::test::Keys strangers{{"Alice", "Bob", "Charlie"}, {"One", "Two", "Three"}};
    header = strangers.seal(std::move(header), 5000);
    node->blocks.push_back({header, {}, finality::encode(node->keys.justify(header, 0))});
    node->announce();
    rig.loop.run();

    EXPECT_EQ(rig.client->status().final, BlockNumber{3});
    EXPECT_EQ(rig.client->status().refused, 1u);
}

TEST(ALyingNode, ThatWithholdsJustificationsGetsNoProvenBlock) {
    auto node = std::make_shared<FakeNode>();
    node->setBalance(kHolder, 1);
    node->begin();
    node->grow(3, /*justified=*/false);
    Rig rig{node};
    rig.follow();
    node->setBalance(kHolder, 2);
    rig.growAndAnnounce(3, /*justified=*/false);

    const auto balance = rig.balance(kHolder);

    EXPECT_EQ(rig.client->status().final, BlockNumber{0});
    ASSERT_TRUE(balance) << balance.error().context;
    EXPECT_LE(balance->trust, Trust::Sealed);
    EXPECT_LE(rig.client->status().trust, Trust::Sealed);
    rig.loop.advance(std::chrono::minutes{3});
    EXPECT_LE(rig.client->status().trust, Trust::Sealed);
    EXPECT_FALSE(rig.client->status().problem.empty());
}

TEST(ALyingNode, ThatGoesQuietLosesTheWordProven) {
    auto node = chainOf(3);
    Rig rig{node};
    rig.follow();
    EXPECT_EQ(rig.client->status().trust, Trust::Proven);

    rig.loop.advance(std::chrono::minutes{3});

    EXPECT_EQ(rig.client->status().trust, Trust::Reported);
    EXPECT_NE(rig.client->status().problem.find("no new final block"), std::string::npos);
    rig.growAndAnnounce();
    EXPECT_EQ(rig.client->status().trust, Trust::Proven);
    EXPECT_TRUE(rig.client->status().problem.empty());
}

TEST(ALyingNode, ThatServesAnotherGenesisIsLeftAlone) {
    Rig rig{chainOf(3)};
    auto network = rig.network();
    network.genesis = filled<BlockHash>(1);

    rig.client->follow(network, "ws://fake");
    rig.loop.run();

    EXPECT_EQ(rig.client->status().link, api::LinkState::Failed);
    EXPECT_EQ(rig.balance(kHolder).error().code, Errc::Disconnected);
    EXPECT_EQ(rig.node->timesAsked("state_getReadProof"), 0u);
}

TEST(ALyingNode, ThatSendsGarbageEverywhereNeverCrashesUs) {
    const std::vector<json> garbage{nullptr,
                                    5,
                                    "0x",
                                    "text",
                                    json::array(),
                                    json::object(),
                                    json::array({nullptr}),
                                    json{{"block", 1}},
                                    json{{"at", 1}, {"proof", 2}},
                                    "0x" + std::string(64, 'f')};
    for (const auto& junk : garbage) {
        auto node = chainOf(3);
        Rig rig{node};
        node->lie = [&](const std::string& method, const json&, json honest) {
            return method == "chain_getBlockHash" ? honest : junk;
        };
        rig.follow();
        EXPECT_NE(rig.client->status().trust, Trust::Proven) << junk.dump();
        EXPECT_FALSE(rig.balance(kHolder)) << junk.dump();
    }
}

} // namespace
} // namespace taodeck::chain::test

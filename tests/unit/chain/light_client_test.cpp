#include "core/chain/recorder.h"
#include "tests/unit/chain/fake_node.h"

#include <gtest/gtest.h>

namespace taodeck::chain::test {
namespace {

const AccountId kHolder = filled(7);

std::shared_ptr<FakeNode> chainOf(int length, std::uint64_t balance = 5'000'000'000) {
    auto node = std::make_shared<FakeNode>();
    node->setBalance(kHolder, balance);
    node->begin();
    node->grow(length);
    return node;
}

TEST(LightClient, ReachesProvenFromGenesis) {
    Rig rig{chainOf(5)};

    const auto status = rig.follow();

    EXPECT_EQ(status.link, api::LinkState::Live) << status.problem;
    EXPECT_EQ(status.trust, Trust::Proven);
    EXPECT_EQ(status.final, BlockNumber{5});
    EXPECT_EQ(status.finalHash, rig.node->hashAt(5));
    EXPECT_EQ(status.authorities, 3u);
    EXPECT_EQ(status.specVersion, 424u);
    EXPECT_EQ(status.refused, 0u);
}

TEST(LightClient, CatchesUpInBatchesAndThenFollowsEachBlock) {
    Rig rig{chainOf(300)};

    rig.follow();
    EXPECT_EQ(rig.client->status().final, BlockNumber{300});
    const auto before = rig.node->timesAsked("chain_getBlock ");
    rig.growAndAnnounce(3);

    EXPECT_EQ(rig.client->status().final, BlockNumber{303});
    EXPECT_EQ(before, 3u) << "one block for each batch of headers";
    EXPECT_EQ(rig.node->timesAsked("chain_getBlock "), before + 3);
    EXPECT_EQ(rig.node->timesAsked("grandpa_"), 0u);
}

TEST(LightClient, ReadsABalanceAsProvenAtTheFinalBlock) {
    Rig rig{chainOf(3)};
    rig.follow();

    const auto balance = rig.balance(kHolder);

    ASSERT_TRUE(balance) << balance.error().context;
    EXPECT_EQ(balance->trust, Trust::Proven);
    EXPECT_EQ(balance->at, BlockNumber{3});
    ASSERT_TRUE(balance->value);
    EXPECT_EQ(balance->value->free, Rao::fromRaw(5'000'000'000));
}

TEST(LightClient, ShowsAnAbsentAccountAsAProvenDefault) {
    Rig rig{chainOf(3)};
    rig.follow();

    const auto balance = rig.balance(filled(99));

    ASSERT_TRUE(balance) << balance.error().context;
    EXPECT_EQ(balance->trust, Trust::Proven);
    EXPECT_EQ(balance->value->free, Rao{});
}

TEST(LightClient, AnswersDisconnectedBeforeAnythingIsVerified) {
    Rig rig{chainOf(3)};

    EXPECT_EQ(rig.balance(kHolder).error().code, Errc::Disconnected);
    EXPECT_EQ(rig.client->runtime().error().code, Errc::Disconnected);
}

TEST(LightClient, StartsAgainFromItsLastFinalBlock) {
    auto cache = store::openStore(":memory:").value().store;
    const auto node = chainOf(10);
    const auto settle = [&](Rig& rig) {
        for (int i = 0; i < 200 && rig.client->status().final < BlockNumber{10}; ++i) {
            std::promise<void> flushed;
            cache->flush([&](Result<>) { flushed.set_value(); });
            flushed.get_future().wait();
            rig.loop.run();
        }
    };
    {
        Rig first{node, cache};
        first.follow();
        settle(first);
        ASSERT_EQ(first.client->status().final, BlockNumber{10});
    }
    node->asked.clear();
    node->grow(1);

    Rig second{node, cache};
    second.follow();
    for (int i = 0; i < 200 && second.client->status().final < BlockNumber{11}; ++i)
        settle(second);

    EXPECT_EQ(second.client->status().final, BlockNumber{11});
    EXPECT_EQ(node->timesAsked("chain_getHeader"), 0u) << "neither genesis nor the ten blocks are asked for again";
}

TEST(LightClient, PinsTheGenesisOfTheFirstContact) {
    auto cache = store::openStore(":memory:").value().store;
    const auto first = chainOf(2);
    auto network = localnet(); // without a genesis: the node's is pinned
    const auto run = [&](const std::shared_ptr<FakeNode>& node) {
        Rig rig{node, cache};
        rig.client->follow(network, "ws://fake");
        for (int i = 0; i < 50; ++i) {
            rig.loop.run();
            std::promise<void> flushed;
            cache->flush([&](Result<>) { flushed.set_value(); });
            flushed.get_future().wait();
        }
        return rig.client->status();
    };
    EXPECT_EQ(run(first).link, api::LinkState::Live);

    const auto status = run(chainOf(2, /*balance=*/1));

    EXPECT_EQ(status.link, api::LinkState::Failed);
    EXPECT_EQ(status.trust, Trust::Unknown);
    EXPECT_NE(status.problem.find("another chain"), std::string::npos);
}

TEST(LightClient, KeepsItsTrustOverAReconnect) {
    Rig rig{chainOf(4)};
    rig.follow();
    rig.node->disconnect();
    rig.loop.run();
    EXPECT_EQ(rig.client->status().link, api::LinkState::Connecting);
    EXPECT_EQ(rig.balance(kHolder).error().code, Errc::Disconnected);

    rig.node->grow(2);
    rig.node->asked.clear();
    rig.node->connect();
    rig.loop.run();

    EXPECT_EQ(rig.client->status().link, api::LinkState::Live);
    EXPECT_EQ(rig.client->status().final, BlockNumber{6});
    EXPECT_EQ(rig.node->timesAsked("state_call"), 0u) << "the metadata of the same runtime is kept";
}

TEST(LightClient, SaysReportedWhereTheNodeOffersNoProofs) {
    auto node = chainOf(3);
    node->unknownMethods = {"state_getReadProof"};
    Rig rig{node};
    rig.follow();

    const auto balance = rig.balance(kHolder);

    ASSERT_TRUE(balance) << balance.error().context;
    EXPECT_EQ(balance->trust, Trust::Reported);
    EXPECT_EQ(balance->value->free, Rao::fromRaw(5'000'000'000));
}

TEST(LightClient, SaysReportedOnANetworkWithoutTrustRoot) {
    Rig rig{chainOf(3)};

    rig.client->follow(customNetwork("custom-1", "Mine", "ws://fake", std::nullopt), "");
    rig.loop.run();
    const auto balance = rig.balance(kHolder);

    EXPECT_EQ(rig.client->status().link, api::LinkState::Live);
    EXPECT_EQ(rig.client->status().trust, Trust::Reported);
    ASSERT_TRUE(balance);
    EXPECT_EQ(balance->trust, Trust::Reported);
}

TEST(LightClient, UsesTheOldMetadataCallWhereTheRuntimeHasNoOther) {
    auto node = chainOf(2);
    node->unknownMethods = {"state_call"};
    Rig rig{node};

    EXPECT_EQ(rig.follow().link, api::LinkState::Live);
    EXPECT_EQ(node->timesAsked("state_getMetadata"), 1u);
}

TEST(LightClient, JumpsOverALongGapWithOneJustification) {
    auto node = chainOf(0);
    node->grow(static_cast<int>(9000), /*justified=*/false);
    node->grow(1);
    Rig rig{node};

    rig.follow();

    EXPECT_EQ(rig.client->status().final, BlockNumber{9001});
    EXPECT_EQ(rig.balance(kHolder)->trust, Trust::Proven);
    EXPECT_LE(node->timesAsked("chain_getHeader"), 2u);
}

/// Blocks up to `end`, justified every `period` blocks as on a live network.
void growPeriodically(FakeNode& node, std::size_t end, std::size_t period) {
    while (node.blocks.size() <= end)
        node.grow(1, /*justified=*/node.blocks.size() % period == 0);
}

TEST(LightClient, FindsItsWayOverChangesOfAuthorities) {
    const std::vector<std::string> authors{"One", "Two", "Three"};
    finality::test::Keys second{authors, {"Alice", "Bob", "Charlie"}};
    finality::test::Keys third{authors, {"Dave", "Eve", "Ferdie"}};
    auto node = chainOf(0);
    growPeriodically(*node, 1500, 32);
    node->changeVoters(std::move(second));
    growPeriodically(*node, 1700, 32);
    node->changeVoters(std::move(third));
    growPeriodically(*node, 3200, 32);
    Rig rig{node};
    auto network = rig.network();
    network.development = false;
    network.justificationPeriod = 32;
    network.jumpFrom = 256;

    rig.client->follow(network, "ws://fake");
    rig.loop.run();

    const auto status = rig.client->status();
    EXPECT_EQ(status.final, BlockNumber{3200}) << status.problem;
    EXPECT_EQ(status.setId, 2u);
    EXPECT_EQ(status.refused, 0u);
    EXPECT_LT(node->timesAsked("chain_getHeader"), 1200u) << "most of the way is jumped";
    EXPECT_EQ(rig.balance(kHolder)->trust, Trust::Proven);
}

TEST(LightClient, CallsBlocksBetweenJustificationsSealedOnceItHasReadTheAuthors) {
    auto node = std::make_shared<FakeNode>();
    std::vector<Value> authors;
    for (const auto& author : node->keys.aura())
        authors.push_back(Value::id(author));
    node->set("Aura", "Authorities", {}, Value::sequence(authors));
    node->setBalance(kHolder, 1);
    node->begin();
    growPeriodically(*node, 512, 512);
    Rig rig{node};
    auto network = rig.network();
    network.development = false;
    network.auraAuthorities.clear();
    rig.client->follow(network, "ws://fake");
    rig.loop.run();
    ASSERT_EQ(rig.client->status().final, BlockNumber{512});

    node->setBalance(kHolder, 2);
    growPeriodically(*node, 800, 512); // the final block's state is too old to be read now
    node->announce();
    rig.loop.run();
    const auto sealed = rig.balance(kHolder);
    node->keys = finality::test::Keys{{"Alice", "Bob", "Charlie"}, {"One", "Two", "Three"}};
    growPeriodically(*node, 1010, 512);
    node->announce();
    rig.loop.run();
    const auto reported = rig.balance(kHolder);

    ASSERT_TRUE(sealed && reported);
    EXPECT_EQ(sealed->trust, Trust::Sealed);
    EXPECT_GE(sealed->at, BlockNumber{795});
    EXPECT_EQ(sealed->value->free, Rao::fromRaw(2));
    EXPECT_EQ(reported->trust, Trust::Reported) << "the authors changed, so their seals say nothing";
    growPeriodically(*node, 1024, 512);
    node->announce();
    rig.loop.run();
    EXPECT_EQ(rig.client->status().final, BlockNumber{1024}) << "finality does not need the authors";
}

TEST(LightClient, FollowsAChangeOfAuthoritiesAtTheHead) {
    auto node = chainOf(3);
    Rig rig{node};
    rig.follow();

    node->changeVoters(finality::test::Keys{{"One", "Two", "Three"}, {"Alice", "Bob", "Charlie"}});
    node->announce();
    rig.loop.run();
    rig.growAndAnnounce(2);

    EXPECT_EQ(rig.client->status().final, BlockNumber{6}) << rig.client->status().problem;
    EXPECT_EQ(rig.client->status().setId, 1u);
    EXPECT_EQ(rig.client->status().refused, 0u);
}

TEST(LightClient, TellsFinalBlocksInOrderAndNotMoreOftenThanItMay) {
    Rig rig{chainOf(1)};
    std::vector<BlockNumber> seen, heads;
    auto blocks = rig.client->onFinal([&](const api::BlockSummary& b) { seen.push_back(b.number); });
    auto all = rig.client->onFinalHead([&](const BlockRef& b) { heads.push_back(b.number); });
    rig.follow();

    rig.growAndAnnounce(4);
    rig.loop.advance(std::chrono::milliseconds{260});

    EXPECT_EQ(seen, (std::vector{BlockNumber{1}, BlockNumber{5}}));
    EXPECT_EQ(heads.size(), 5u);
}

TEST(LightClient, LeavesNoSocketOpenAfterLeaving) {
    Rig rig{chainOf(1)};
    rig.follow();

    rig.client->leave(api::LinkState::Offline, "", localnet());
    rig.loop.run();

    EXPECT_EQ(rig.client->status().link, api::LinkState::Offline);
    EXPECT_EQ(rig.client->status().openSockets, 0);
    EXPECT_FALSE(rig.node->connected());
    EXPECT_EQ(rig.balance(kHolder).error().code, Errc::Disconnected);
}

TEST(LightClient, ProvesABalanceForOthers) {
    Rig rig{chainOf(3)};
    rig.follow();

    const auto report =
        rig.ask<api::ProofReport>([&](auto done) { rig.client->proveBalance(kHolder, std::move(done)); });

    ASSERT_TRUE(report) << report.error().context;
    EXPECT_EQ(report->trust, Trust::Proven);
    EXPECT_EQ(report->block, BlockNumber{3});
    EXPECT_EQ(report->justifiedBlock, BlockNumber{3});
    EXPECT_EQ(report->signatures, 3u);
    EXPECT_EQ(report->threshold, 3u);
    const auto header = finality::decodeHeader(fromHex(report->header).value()).value();
    EXPECT_EQ(toHex(finality::hashOf(header).view()), report->blockHash);
    std::vector<Bytes> nodes;
    for (const auto& node : report->nodes)
        nodes.push_back(fromHex(node).value());
    const std::vector<Bytes> keys{fromHex(report->entries.at(0).key).value()};
    EXPECT_EQ(trie::readProof(header.stateRoot, nodes, keys).value().at(0),
              fromHex(report->entries.at(0).value).value());
    EXPECT_EQ(json::parse(report->json).at("trust"), "Proven");
}

TEST(LightClient, PassesATransactionsStatusesOn) {
    Rig rig{chainOf(1)};
    rig.follow();
    std::vector<TransactionStatus::Kind> seen;
    std::optional<Errc> error;
    auto watch = rig.client->submitAndWatch(Bytes{1, 2}, [&](Result<TransactionStatus> status) {
        if (status)
            seen.push_back(status->kind);
        else
            error = status.error().code;
    });
    rig.loop.run();

    rig.node->notify("author_submitAndWatchExtrinsic", "ready");
    rig.node->notify("author_submitAndWatchExtrinsic", json{{"inBlock", toHex(rig.node->hashAt(1).view())}});
    rig.loop.run();
    watch.reset();
    rig.node->notify("author_submitAndWatchExtrinsic", "dropped");
    rig.loop.run();

    EXPECT_EQ(seen, (std::vector{TransactionStatus::Kind::Ready, TransactionStatus::Kind::InBlock}));
    EXPECT_EQ(rig.node->asked.back(), "author_unwatchExtrinsic");
    EXPECT_FALSE(error);
}

TEST(LightClient, ChecksABlocksTransactionsAgainstItsHeader) {
    auto node = chainOf(1);
    Rig rig{node};
    rig.follow();
    const auto get = [&] {
        return rig.ask<BlockBody>([&](auto done) { rig.client->block(node->hashAt(1), std::move(done)); });
    };

    const auto honest = get();
    node->blocks[1].extrinsics.push_back(Bytes{4, 1});
    const auto padded = get();

    ASSERT_TRUE(honest) << honest.error().context;
    EXPECT_TRUE(honest->rootChecked);
    ASSERT_FALSE(padded);
    EXPECT_EQ(padded.error().code, Errc::BadProof);
    EXPECT_EQ(rig.client->status().refused, 1u);
}

TEST(Recorder, WritesWhatAWatchedColdkeyHas) {
    auto cache = store::openStore(":memory:").value().store;
    Rig rig{chainOf(1)};
    RecorderOptions options;
    options.client = rig.client;
    options.store = cache;
    options.now = [&rig] { return rig.loop.now(); };
    const auto recorder = makeRecorder(std::move(options));
    recorder->watch({kHolder});
    rig.follow();
    for (int i = 0; i < 3; ++i) {
        rig.loop.advance(std::chrono::seconds{2});
        rig.growAndAnnounce();
    }
    rig.loop.advance(std::chrono::seconds{2});

    std::promise<Result<std::vector<api::ValuePoint>>> answer;
    cache->values(rig.node->genesis(), kHolder, {}, 100, [&](auto values) { answer.set_value(std::move(values)); });
    const auto values = answer.get_future().get();

    ASSERT_TRUE(values);
    ASSERT_EQ(values->size(), 4u);
    EXPECT_EQ(values->back().block, BlockNumber{4});
    EXPECT_EQ(values->back().free, Rao::fromRaw(5'000'000'000));
    EXPECT_EQ(values->back().trust, Trust::Proven);
}

} // namespace
} // namespace taodeck::chain::test

#include "test_chain.h"

#include "core/crypto/hash.h"
#include "core/finality/sync.h"

namespace taodeck::localnet {
namespace {

const AccountId kFresh{{42}};

TEST(Chain, BlocksSealsAndJustificationsConvinceALightClient) {
    TestChain test;
    const auto genesis = test.chain->block(BlockNumber{0});
    ASSERT_TRUE(genesis && *genesis);
    finality::AuthoritySet set;
    for (const auto& key : test.chain->authorities().grandpa())
        set.authorities.push_back({key, 1});
    finality::ChainTrust client{{(*genesis)->header, set, test.chain->authorities().aura()}};

    for (int i = 0; i < 5; ++i) {
        const auto authored = test.author();
        ASSERT_TRUE(client.addHeader(authored.block.header));
        const auto justification = finality::decodeJustification(authored.block.justification);
        ASSERT_TRUE(justification);
        EXPECT_EQ(justification->precommits.size(), 3u);
        ASSERT_TRUE(client.finalise(*justification));
        EXPECT_EQ(client.trustOf(authored.block.hash), Trust::Proven);
        EXPECT_EQ(authored.block.header.extrinsicsRoot, extrinsicsRoot(authored.block.extrinsics));
    }
}

TEST(Chain, TheStateRootsAreThoseOfTheirEntries) {
    TestChain test;
    for (int i = 0; i < 3; ++i)
        test.author();

    std::map<Bytes, Bytes> entries;
    const auto state = test.chain->stateAt(test.chain->best().hash);
    ASSERT_TRUE(state);
    for (auto key = state->nextKey({}); key; key = state->nextKey(*key))
        entries.emplace(*key, *state->get(*key));

    EXPECT_GT(entries.size(), 20u);
    EXPECT_EQ(trie::rootOf(entries, trie::StateVersion::V1), test.chain->best().header.stateRoot);
}

TEST(Chain, ASlotHasOneBlockAndTimeGoesOnlyForward) {
    TestChain test;
    test.author();
    const auto always = [] { return true; };

    const auto same = test.chain->author(test.now + std::chrono::milliseconds{kTestSlot - 1}, always);
    const auto before = test.chain->author(test.now - std::chrono::seconds{10}, always);
    const auto next = test.chain->author(test.now + std::chrono::milliseconds{kTestSlot}, always);

    ASSERT_FALSE(same);
    EXPECT_EQ(same.error().code, Errc::Conflict);
    EXPECT_EQ(before.error().code, Errc::Conflict);
    EXPECT_TRUE(next);
}

TEST(Chain, ATransferIsIncludedAndTold) {
    TestChain test;
    std::vector<PoolStatus::Kind> told;
    const auto transfer = signedTransfer(*test.chain, "//Alice", 0, kFresh, 5'000'000'000);
    ASSERT_TRUE(test.chain->submit(transfer, test.now, [&](const PoolStatus& status) { told.push_back(status.kind); }));
    EXPECT_EQ(test.chain->nextNonce(accountOf("//Alice")), 1u);

    const auto authored = test.author();

    ASSERT_EQ(authored.block.extrinsics.size(), 4u);
    EXPECT_EQ(authored.block.extrinsics[3], transfer)
        << "after the time, the author's key and the beacon's first pulse";
    EXPECT_EQ(told, (std::vector{PoolStatus::Kind::Ready, PoolStatus::Kind::InBlock, PoolStatus::Kind::Finalized}));
    const auto info = test.chain->bestState().get([] {
        Bytes key = crypto::storagePrefix("System", "Account");
        crypto::appendHashed(key, crypto::Hasher::Blake2_128Concat, kFresh.view());
        return key;
    }());
    ASSERT_TRUE(info);
    scale::Decoder in{*info};
    ASSERT_TRUE(in.raw(16));
    EXPECT_EQ(*in.u64(), 5'000'000'000u);
}

// Safe mode refuses the author's key, an inherent that is no mandatory one: the network's blocks go on without it.
TEST(Chain, GoesOnInSafeMode) {
    TestChain test;
    scale::Encoder forceEnter;
    forceEnter.u8(12).u8(0).u8(20).u8(1); // Sudo.sudo(SafeMode.force_enter)
    ASSERT_TRUE(test.chain->submit(signedCall(*test.chain, "//Alice", 0, forceEnter), test.now));
    test.author();
    ASSERT_TRUE(test.chain->bestState().get(crypto::storagePrefix("SafeMode", "EnteredUntil")));
    const auto block = test.author();
    EXPECT_EQ(block.block.header.number, BlockNumber{2});
    EXPECT_GE(block.block.extrinsics.size(), 2u) << "the key is in the block, though it failed";
}

TEST(Chain, RefusalsSpeakTheNetworksWords) {
    TestChain test;
    ASSERT_TRUE(test.chain->submit(signedTransfer(*test.chain, "//Alice", 0, kFresh, 1'000'000), test.now));
    test.author();

    const auto stale = test.chain->submit(signedTransfer(*test.chain, "//Alice", 0, kFresh, 2'000'000), test.now);
    const auto poor = test.chain->submit(signedTransfer(*test.chain, "//Nobody", 0, kFresh, 1), test.now);
    auto forged = signedTransfer(*test.chain, "//Alice", 1, kFresh, 3'000'000);
    forged.back() ^= 1;
    const auto bad = test.chain->submit(forged, test.now);
    const auto garbage = test.chain->submit(Bytes{0x0c, 1, 2, 3}, test.now);

    EXPECT_EQ(stale.error().invalid.text, "Transaction is outdated");
    EXPECT_EQ(poor.error().invalid.text, "Inability to pay some fees (e.g. account balance too low)");
    EXPECT_EQ(bad.error().invalid.text, "Transaction has a bad signature");
    EXPECT_EQ(garbage.error().invalid.kind, subtensor::Invalid::Kind::Malformed);
}

TEST(Chain, GoesOnAfterBeingReopened) {
    TestChain test;
    ASSERT_TRUE(test.chain->submit(signedTransfer(*test.chain, "//Alice", 0, kFresh, 1'000'000), test.now));
    for (int i = 0; i < 5; ++i)
        test.author();
    const auto best = test.chain->best();

    test.open();

    EXPECT_EQ(test.chain->best().hash, best.hash);
    EXPECT_EQ(test.chain->best().justification, best.justification);
    EXPECT_EQ(test.chain->finalizedHash(), best.hash);
    EXPECT_EQ(test.chain->nextNonce(accountOf("//Alice")), 1u);
    const auto next = test.author();
    EXPECT_EQ(next.block.header.parent, best.hash);
}

TEST(Chain, OldStatesAreForgottenAndGenesisIsNot) {
    TestChain test;
    const auto genesis = test.chain->best().hash;
    const auto first = test.author().block.hash;
    for (std::uint32_t i = 1; i < kStatesKept; ++i)
        test.author();
    const auto second = (*test.chain->block(BlockNumber{2}))->hash;
    ASSERT_TRUE(test.chain->stateAt(first));

    test.author();

    const auto gone = test.chain->stateAt(first);
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error(), StateProblem::Discarded);
    EXPECT_TRUE(test.chain->isKnown(first));
    EXPECT_TRUE(test.chain->stateAt(second));
    EXPECT_TRUE(test.chain->stateAt(genesis)->nextKey({}));
    test.open();
    EXPECT_TRUE(test.chain->stateAt(second)->nextKey({}));
    EXPECT_FALSE(test.chain->stateAt(first));
}

TEST(Chain, AnArchiveKeepsEveryStateAndItsMemoryOnlyTheNewest) {
    TestFolder folder;
    ChainOptions options;
    options.file = folder.path() / "chain.sqlite";
    options.slotMillis = kTestSlot;
    options.now = UnixMillis{std::chrono::milliseconds{1'700'000'000'000}};
    options.archive = true;
    std::vector<BlockHash> hashes;
    std::vector<std::optional<Bytes>> stamps;
    const Bytes stamp = crypto::storagePrefix("Timestamp", "Now");
    const auto run = [&](Chain& chain, std::uint32_t blocks) {
        for (std::uint32_t i = 0; i < blocks; ++i) {
            const auto authored = chain.author(chain.nextTime(), [] { return true; });
            ASSERT_TRUE(authored) << authored.error().context;
            hashes.push_back(authored->block.hash);
            stamps.push_back(chain.bestState().get(stamp));
        }
    };
    {
        const auto chain = *Chain::open(options, subtensor::makeRuntime425);
        run(*chain, kStatesKept + 20);
    }

    const auto chain = *Chain::open(options, subtensor::makeRuntime425); // what was forgotten comes from the file
    run(*chain, 3);

    for (std::size_t i = 0; i < hashes.size(); ++i) {
        const auto state = chain->stateAt(hashes[i]);
        ASSERT_TRUE(state) << i;
        EXPECT_EQ(state->get(stamp), stamps[i]) << i;
        EXPECT_FALSE(state->error()) << i;
    }
    const auto whole = *chain->store().size();
    EXPECT_GT(whole.nodes, 0u);
}

TEST(Chain, AnArchiveThatEndsIsPrunedAndOneThatBeginsHasNoOlderStates) {
    TestFolder folder;
    ChainOptions options;
    options.file = folder.path() / "chain.sqlite";
    options.slotMillis = kTestSlot;
    options.now = UnixMillis{std::chrono::milliseconds{1'700'000'000'000}};
    std::vector<BlockHash> hashes;
    const auto run = [&](std::uint32_t blocks) {
        const auto chain = *Chain::open(options, subtensor::makeRuntime425);
        for (std::uint32_t i = 0; i < blocks; ++i)
            hashes.push_back(chain->author(chain->nextTime(), [] { return true; })->block.hash);
        return chain->store().size()->nodes;
    };
    options.archive = true;
    run(kStatesKept + 50);
    const auto kept = run(0);
    options.archive = false;
    const auto pruned = run(0);
    options.archive = true;
    run(10);

    const auto chain = *Chain::open(options, subtensor::makeRuntime425);

    EXPECT_LT(pruned, kept);
    EXPECT_EQ(chain->stateAt(hashes[0]).error(), StateProblem::Discarded);
    EXPECT_TRUE(chain->stateAt(hashes[60]));
}

TEST(Chain, TheFileStopsGrowingBeyondItsBlocks) {
    TestChain test;
    for (std::uint32_t i = 0; i < kStatesKept + 20; ++i)
        test.author();
    const auto before = *test.chain->store().size();
    for (std::uint32_t i = 0; i < 200; ++i)
        test.author();
    const auto after = *test.chain->store().size();

    EXPECT_LT(after.nodes, before.nodes + before.nodes / 10) << "nodes of old states have left";
    EXPECT_LT((after.bytes - before.bytes) / 200, 6144u) << "a block with its author's key, two pages at most";
}

TEST(Chain, AnotherSlotTimeOrSeedIsTold) {
    TestChain test;
    test.author();
    ChainOptions options;
    options.file = test.folder.path() / "chain.sqlite";
    options.now = test.now;
    test.chain.reset();
    options.slotMillis = 500;
    const auto slot = Chain::open(options, subtensor::makeRuntime425);
    options.slotMillis.reset();
    options.seed = 9;
    const auto seed = Chain::open(options, subtensor::makeRuntime425);
    options.seed.reset();
    const auto fine = Chain::open(options, subtensor::makeRuntime425);

    EXPECT_EQ(slot.error().code, Errc::Conflict);
    EXPECT_EQ(seed.error().code, Errc::Conflict);
    ASSERT_TRUE(fine);
    EXPECT_EQ((*fine)->slotMillis(), kTestSlot);
}

TEST(Chain, SeedsMakeDifferentChains) {
    TestFolder folder;
    std::set<BlockHash> hashes;
    for (const std::uint64_t seed : {0u, 1u}) {
        ChainOptions options;
        options.file = folder.path() / std::to_string(seed);
        options.seed = seed;
        options.now = UnixMillis{std::chrono::milliseconds{1'700'000'000'000}};
        hashes.insert((*Chain::open(options, subtensor::makeRuntime425))->genesisHash());
    }
    EXPECT_EQ(hashes.size(), 2u);
}

} // namespace
} // namespace taodeck::localnet

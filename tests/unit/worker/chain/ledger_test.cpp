#include "core/worker/chain/ledger.h"

#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace taodeck::worker {
namespace {

template <class Id>
Id filled(std::uint8_t mark) {
    Id out;
    out.bytes.fill(mark);
    return out;
}

const auto kChain = filled<BlockHash>(1);
const auto kHotkey = filled<AccountId>(2);
constexpr NetUid kNet{3};

Submission commitOf(std::uint8_t mark, std::uint32_t nonce) {
    Submission out;
    out.kind = SubmissionKind::Commit;
    out.genesis = kChain;
    out.hotkey = kHotkey;
    out.netuid = kNet;
    out.nonce = nonce;
    out.bornAt = BlockNumber{10};
    out.lapsesAt = BlockNumber{74};
    out.epoch = 5;
    out.commitHash = filled<Hash256>(mark);
    out.uids = {0, 65'535};
    out.values = {65'535, 1};
    out.salt = {1, 2, 3, 60'000};
    out.versionKey = ~std::uint64_t{0};
    out.announced = {9, 8};
    return out;
}

TEST(SubmissionLedger, KeepsEverythingOverARestart) {
    test::TemporaryFolder folder;
    const auto file = folder.path() / "ledger.db";
    const auto before = commitOf(7, 4);
    {
        auto ledger = SubmissionLedger::open(file).value();
        const auto id = ledger.record(before).value();
        ASSERT_TRUE(ledger.signedAs(id, filled<ExtrinsicHash>(9)));
    } // as after a crash: nothing was settled

    auto ledger = SubmissionLedger::open(file).value();
    const auto pending = ledger.pending(kChain, kHotkey, kNet).value();

    ASSERT_EQ(pending.size(), 1u);
    const auto& after = pending[0];
    EXPECT_EQ(after.kind, before.kind);
    EXPECT_EQ(after.state, SubmissionState::Pending);
    EXPECT_EQ(after.nonce, 4u);
    EXPECT_EQ(after.bornAt, before.bornAt);
    EXPECT_EQ(after.lapsesAt, before.lapsesAt);
    EXPECT_EQ(after.epoch, 5u);
    EXPECT_EQ(after.commitHash, before.commitHash);
    EXPECT_EQ(after.uids, before.uids);
    EXPECT_EQ(after.values, before.values);
    EXPECT_EQ(after.salt, before.salt);
    EXPECT_EQ(after.versionKey, before.versionKey);
    EXPECT_EQ(after.announced, before.announced);
    EXPECT_EQ(after.hash, filled<ExtrinsicHash>(9));
}

TEST(SubmissionLedger, ListsAsPendingOnlyWhatIsOfThisChainAndNeuron) {
    auto ledger = SubmissionLedger::open(":memory:").value();
    ASSERT_TRUE(ledger.record(commitOf(1, 0)));
    const auto settled = ledger.record(commitOf(2, 1)).value();
    ASSERT_TRUE(ledger.settle(settled, SubmissionState::Applied, BlockNumber{12}, ""));
    auto other = commitOf(3, 0);
    other.genesis = filled<BlockHash>(99);
    ASSERT_TRUE(ledger.record(other));
    other = commitOf(4, 0);
    other.netuid = NetUid{4};
    ASSERT_TRUE(ledger.record(other));

    const auto pending = ledger.pending(kChain, kHotkey, kNet).value();

    ASSERT_EQ(pending.size(), 1u);
    EXPECT_EQ(pending[0].commitHash, filled<Hash256>(1));
    EXPECT_EQ(ledger.newest(10)->size(), 4u);
    EXPECT_EQ(ledger.newest(10)->at(2).block, BlockNumber{12});
}

TEST(SubmissionLedger, FindsTheSaltOfACommitWhateverBecameOfIt) {
    auto ledger = SubmissionLedger::open(":memory:").value();
    const auto id = ledger.record(commitOf(1, 0)).value();
    ASSERT_TRUE(ledger.settle(id, SubmissionState::Replaced, std::nullopt, "sent anew"));
    auto reveal = commitOf(1, 1);
    reveal.kind = SubmissionKind::Reveal;
    reveal.salt = {};
    ASSERT_TRUE(ledger.record(reveal));

    const auto found = ledger.commit(kChain, filled<Hash256>(1)).value();

    ASSERT_TRUE(found);
    EXPECT_EQ(found->salt, commitOf(1, 0).salt);
    EXPECT_FALSE(*ledger.commit(kChain, filled<Hash256>(2)));
    EXPECT_FALSE(*ledger.commit(filled<BlockHash>(2), filled<Hash256>(1)));
}

TEST(SubmissionLedger, PrunesOldRowsButNeverOnesThatMayBeOnTheirWay) {
    auto ledger = SubmissionLedger::open(":memory:").value();
    ASSERT_TRUE(ledger.record(commitOf(1, 0)));
    for (std::uint8_t i = 2; i < 10; ++i) {
        const auto id = ledger.record(commitOf(i, i)).value();
        ASSERT_TRUE(ledger.settle(id, SubmissionState::Applied, BlockNumber{i}, ""));
    }

    ASSERT_TRUE(ledger.prune(3));

    EXPECT_EQ(ledger.newest(100)->size(), 4u);
    EXPECT_EQ(ledger.pending(kChain, kHotkey, kNet)->size(), 1u);
}

TEST(SubmissionLedger, OfANewerProgramOrWithForeignValuesIsRefused) {
    test::TemporaryFolder folder;
    const auto file = folder.path() / "ledger.db";
    {
        ASSERT_TRUE(SubmissionLedger::open(file)->record(commitOf(1, 0)));
        auto db = store::Database::open(file).value();
        ASSERT_TRUE(db.execute("UPDATE submissions SET kind = 77"));
    }
    EXPECT_EQ(SubmissionLedger::open(file)->newest(5).error().code, Errc::Malformed);
    {
        auto db = store::Database::open(file).value();
        ASSERT_TRUE(db.execute("UPDATE submissions SET kind = 3, uids = x'010203'"));
    }
    EXPECT_EQ(SubmissionLedger::open(file)->newest(5).error().code, Errc::Malformed);
    {
        auto db = store::Database::open(file).value();
        ASSERT_TRUE(db.setUserVersion(99));
    }
    EXPECT_EQ(SubmissionLedger::open(file).error().code, Errc::Unsupported);
    folder.write("broken.db", std::string(8192, 'x'));
    EXPECT_EQ(SubmissionLedger::open(folder.path() / "broken.db").error().code, Errc::Malformed);
}

} // namespace
} // namespace taodeck::worker

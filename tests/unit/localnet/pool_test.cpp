#include "core/localnet/pool.h"

#include "core/crypto/hash.h"

#include <gtest/gtest.h>

namespace taodeck::localnet {
namespace {

using subtensor::Invalid;
using subtensor::ValidTransaction;
using Kind = PoolStatus::Kind;
using namespace std::chrono_literals;

const UnixMillis kNow{std::chrono::milliseconds{1'000'000}};

AccountId account(std::uint8_t id) {
    AccountId out;
    out.bytes[0] = id;
    return out;
}

/// A transaction of the tests is its own description: signer, nonce, priority, longevity, salt.
Bytes transaction(std::uint8_t signer, std::uint8_t nonce, std::uint8_t priority = 1, std::uint8_t longevity = 100,
                  std::uint8_t salt = 0) {
    return {signer, nonce, priority, longevity, salt};
}

class PoolTest : public ::testing::Test {
protected:
    using Submitted = tl::expected<ExtrinsicHash, PoolError>;
    Submitted submit(const Bytes& bytes, UnixMillis now = kNow) {
        return pool.submit(
            bytes, [this](ByteView view) { return judge(view); }, nonceOf(), best, now,
            [this, bytes](const PoolStatus& status) { told.emplace_back(bytes, status); });
    }
    Pool::Verdict judge(ByteView bytes) const {
        if (refusal) return tl::unexpected<Invalid>{*refusal};
        ValidTransaction valid;
        valid.signer = account(bytes[0]);
        valid.nonce = bytes[1];
        valid.priority = bytes[2];
        valid.longevity = bytes[3];
        return valid;
    }
    Pool::NonceOf nonceOf() {
        return [this](const AccountId& id) { return nonces[id]; };
    }
    std::vector<Bytes> order() {
        std::vector<Bytes> out;
        auto ready = pool.ready();
        while (const auto item = ready.next())
            out.push_back(*item->bytes);
        return out;
    }
    void include(const std::vector<Bytes>& transactions) {
        std::vector<ExtrinsicHash> hashes;
        for (const auto& bytes : transactions) {
            hashes.push_back(crypto::hashOf<ExtrinsicHash>(bytes));
            nonces[account(bytes[0])] = bytes[1] + 1u;
        }
        best = BlockNumber{raw(best) + 1};
        pool.onBlock(block, best, hashes, nonceOf(), kNow);
        pool.onFinalized(block, hashes);
    }
    std::vector<Kind> toldOf(const Bytes& bytes) const {
        std::vector<Kind> out;
        for (const auto& [which, status] : told)
            if (which == bytes) out.push_back(status.kind);
        return out;
    }

    PoolLimits limits{.ready = 4, .future = 2, .bytes = 1000, .extrinsicBytes = 100, .ban = 30min};
    Pool pool{limits};
    BlockNumber best{10};
    BlockHash block{{7}};
    std::map<AccountId, std::uint32_t> nonces;
    std::optional<Invalid> refusal;
    std::vector<std::pair<Bytes, PoolStatus>> told;
};

TEST_F(PoolTest, TellsReadyInBlockFinalizedInThisOrder) {
    const auto tx = transaction(1, 0);
    ASSERT_TRUE(submit(tx));

    include({tx});

    EXPECT_EQ(toldOf(tx), (std::vector{Kind::Ready, Kind::InBlock, Kind::Finalized}));
    EXPECT_EQ(pool.size(), 0u);
}

TEST_F(PoolTest, ALaterNonceWaitsUntilTheGapCloses) {
    const auto first = transaction(1, 0), second = transaction(1, 1);
    ASSERT_TRUE(submit(second));
    EXPECT_TRUE(order().empty());

    ASSERT_TRUE(submit(first));

    EXPECT_EQ(toldOf(second), (std::vector{Kind::Future, Kind::Ready}));
    EXPECT_EQ(order(), (std::vector{first, second}));
    EXPECT_EQ(pool.nextNonce(account(1), 0), 2u);
}

TEST_F(PoolTest, TheSameBytesAreImportedOnce) {
    const auto tx = transaction(1, 0);
    const auto hash = submit(tx);

    const auto again = submit(tx);

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, PoolError::Kind::AlreadyImported);
    EXPECT_EQ(again.error().hash, *hash);
}

TEST_F(PoolTest, TheSameNonceIsReplacedOnlyByAHigherPriority) {
    const auto low = transaction(1, 0, 1), same = transaction(1, 0, 1, 100, 1), high = transaction(1, 0, 2);
    ASSERT_TRUE(submit(low));

    const auto refused = submit(same);
    const auto taken = submit(high);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, PoolError::Kind::PriorityTooLow);
    EXPECT_EQ(refused.error().oldPriority, 1u);
    ASSERT_TRUE(taken);
    EXPECT_EQ(toldOf(low), (std::vector{Kind::Ready, Kind::Usurped}));
    EXPECT_EQ(told.at(1).second.usurper, *taken);
    EXPECT_EQ(order(), std::vector<Bytes>{high});
}

TEST_F(PoolTest, AnInvalidOneIsBannedForAWhile) {
    const auto tx = transaction(1, 0);
    refusal = Invalid{Invalid::Kind::Custom, 8, "Custom error: 8"};
    const auto first = submit(tx);
    refusal.reset();
    const auto banned = submit(tx);
    const auto later = submit(tx, kNow + 31min);

    EXPECT_EQ(first.error().kind, PoolError::Kind::Invalid);
    EXPECT_EQ(first.error().invalid.text, "Custom error: 8");
    EXPECT_EQ(banned.error().kind, PoolError::Kind::Banned);
    EXPECT_TRUE(later);
}

TEST_F(PoolTest, OneThatIsTooLargeIsRefusedWithoutALook) {
    EXPECT_EQ(submit(Bytes(101)).error().kind, PoolError::Kind::TooLarge);
}

TEST_F(PoolTest, AFullPoolDropsNewOnes) {
    for (std::uint8_t i = 0; i < 6; ++i)
        ASSERT_TRUE(submit(transaction(i, 0)) || i > 4);

    EXPECT_EQ(submit(transaction(9, 0)).error().kind, PoolError::Kind::ImmediatelyDropped);
}

TEST_F(PoolTest, OrderIsByPriorityThenArrivalAndByNoncePerAccount) {
    const auto a0 = transaction(1, 0), a1 = transaction(1, 1, 9), b0 = transaction(2, 0), c0 = transaction(3, 0, 5);
    for (const auto& tx : {a0, a1, b0, c0})
        ASSERT_TRUE(submit(tx));

    EXPECT_EQ(order(), (std::vector{c0, a0, a1, b0}));
}

TEST_F(PoolTest, ASkippedSenderGivesNothingMoreInThisBlock) {
    const auto a0 = transaction(1, 0), a1 = transaction(1, 1), b0 = transaction(2, 0);
    for (const auto& tx : {a0, a1, b0})
        ASSERT_TRUE(submit(tx));

    auto ready = pool.ready();
    ready.next();
    ready.skipSender();
    const auto next = ready.next();

    EXPECT_EQ(*next->bytes, b0);
    EXPECT_FALSE(ready.next());
}

TEST_F(PoolTest, AnEndedEraLeavesAsInvalid) {
    const auto mortal = transaction(1, 0, 1, 2), immortal = transaction(2, 0);
    ASSERT_TRUE(submit(mortal) && submit(immortal));

    include({});
    EXPECT_EQ(pool.size(), 2u);
    include({});

    EXPECT_EQ(toldOf(mortal), (std::vector{Kind::Ready, Kind::Invalid}));
    EXPECT_EQ(toldOf(immortal), std::vector{Kind::Ready});
}

TEST_F(PoolTest, AUsedNonceLeavesAsInvalid) {
    const auto other = transaction(1, 0, 1, 100, 1), mine = transaction(1, 0);
    ASSERT_TRUE(submit(mine));

    include({other}); // came in another way

    EXPECT_EQ(toldOf(mine), (std::vector{Kind::Ready, Kind::Invalid}));
}

TEST_F(PoolTest, RemovingOneMakesItsSuccessorsWait) {
    const auto first = transaction(1, 0), second = transaction(1, 1);
    ASSERT_TRUE(submit(first) && submit(second));

    pool.remove(crypto::hashOf<ExtrinsicHash>(first), nonceOf(), kNow);

    EXPECT_EQ(toldOf(first), (std::vector{Kind::Ready, Kind::Invalid}));
    EXPECT_EQ(toldOf(second), (std::vector{Kind::Ready, Kind::Future}));
    EXPECT_EQ(submit(first).error().kind, PoolError::Kind::Banned);
}

} // namespace
} // namespace taodeck::localnet

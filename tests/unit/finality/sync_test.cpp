#include "core/finality/sync.h"

#include "tests/unit/finality/test_chain.h"

#include <gtest/gtest.h>

namespace taodeck::finality {
namespace {

constexpr auto kProven = Trust::Proven;
constexpr auto kSealed = Trust::Sealed;
constexpr auto kReported = Trust::Reported;

/// A chain from genesis, with the headers kept by number.
struct Chain {
    explicit Chain(std::size_t length, test::Keys keysOfChain = test::Keys{}) : keys{std::move(keysOfChain)} {
        headers.push_back(Header{});
        grow(length);
    }
    void grow(std::size_t count, std::vector<DigestItem> digest = {}) {
        for (std::size_t i = 0; i < count; ++i)
            headers.push_back(keys.child(headers.back(), 100 + headers.size(), 0, digest));
    }
    ChainTrust trust() const { return ChainTrust{{headers.front(), keys.set(), keys.aura()}}; }
    void feed(ChainTrust& trust, std::size_t from, std::size_t to) const {
        for (std::size_t i = from; i <= to; ++i) {
            const auto added = trust.addHeader(headers[i]);
            ASSERT_TRUE(added.has_value()) << i << ": " << added.error().context;
        }
    }

    test::Keys keys;
    std::vector<Header> headers;
};

Errc errorOf(const auto& result) {
    EXPECT_FALSE(result.has_value());
    return result ? Errc{} : result.error().code;
}

TEST(ChainTrust, BeginsAtItsStartAndTrustsOnlyThat) {
    const Chain chain{3};
    const auto trust = chain.trust();

    EXPECT_EQ(trust.finalBlock().number, BlockNumber{0});
    EXPECT_EQ(trust.trustOf(hashOf(chain.headers[0])), kProven);
    EXPECT_EQ(trust.trustOf(hashOf(chain.headers[1])), Trust::Unknown);
    EXPECT_EQ(trust.bestBlock().hash, trust.finalBlock().hash);
}

TEST(ChainTrust, FinalisesOldestFirstAndOnlyUpToTheTarget) {
    const Chain chain{6};
    auto trust = chain.trust();
    chain.feed(trust, 1, 6);

    const auto final = trust.finalise(chain.keys.justify(chain.headers[4], 0));

    ASSERT_TRUE(final.has_value()) << final.error().context;
    ASSERT_EQ(final->size(), 4u);
    EXPECT_EQ(final->front().hash, hashOf(chain.headers[1]));
    EXPECT_EQ(final->back().stateRoot, chain.headers[4].stateRoot);
    EXPECT_EQ(trust.finalBlock().number, BlockNumber{4});
    EXPECT_EQ(trust.trustOf(hashOf(chain.headers[2])), kProven);
    EXPECT_EQ(trust.trustOf(hashOf(chain.headers[5])), kReported);
    EXPECT_EQ(trust.bestBlock().number, BlockNumber{6});
    EXPECT_EQ(trust.waiting(), 2u);
}

TEST(ChainTrust, SealsABlockWhenMoreThanTwoThirdsOfTheAuthorsBuiltOnIt) {
    const Chain chain{5};
    auto trust = chain.trust();
    chain.feed(trust, 1, 3);
    EXPECT_EQ(trust.trustOf(hashOf(chain.headers[1])), kReported);
    EXPECT_EQ(trust.sealedBlock().number, BlockNumber{0});

    chain.feed(trust, 4, 4); // three of three authors stand above block 1

    EXPECT_EQ(trust.trustOf(hashOf(chain.headers[1])), kSealed);
    EXPECT_EQ(trust.trustOf(hashOf(chain.headers[2])), kReported);
    EXPECT_EQ(trust.sealedBlock().number, BlockNumber{1});
}

TEST(ChainTrust, NeedsDistinctAuthorsForASeal) {
    const test::Keys keys;
    Header genesis;
    ChainTrust trust{{genesis, keys.set(), keys.aura()}};
    auto header = keys.child(genesis, 3);
    const auto first = header;
    ASSERT_TRUE(trust.addHeader(header).has_value());
    for (std::uint64_t slot = 6; slot < 60; slot += 3) { // one author alone
        header = keys.child(header, slot);
        ASSERT_TRUE(trust.addHeader(header).has_value());
    }

    EXPECT_EQ(trust.trustOf(hashOf(first)), kReported);
}

TEST(ChainTrust, NeverSealsWithoutKnownAuthors) {
    const Chain chain{12};
    ChainTrust trust{{chain.headers[0], chain.keys.set(), {}}};
    chain.feed(trust, 1, 12);

    EXPECT_EQ(trust.trustOf(hashOf(chain.headers[1])), kReported);
    EXPECT_EQ(trust.sealedBlock().number, BlockNumber{0});
}

TEST(ChainTrust, TakesAKnownHeaderAgainWithoutChange) {
    const Chain chain{3};
    auto trust = chain.trust();
    chain.feed(trust, 1, 3);
    ASSERT_TRUE(trust.finalise(chain.keys.justify(chain.headers[2], 0)).has_value());

    EXPECT_TRUE(trust.addHeader(chain.headers[3]).has_value());
    EXPECT_TRUE(trust.addHeader(chain.headers[1]).has_value()) << "final already";
    EXPECT_EQ(trust.waiting(), 1u);
}

TEST(ChainTrust, RefusesLyingHeadersByName) {
    const Chain chain{3};
    const auto& keys = chain.keys;
    const auto& best = chain.headers[3];
    const auto next = keys.child(best, 200);
    struct Lie {
        const char* name;
        Header header;
        Errc code;
    };
    auto wrongNumber = best;
    wrongNumber.number = BlockNumber{4};
    auto unknownParent = best;
    unknownParent.number = BlockNumber{9};
    auto changed = next;
    changed.stateRoot.bytes[1] = 9;
    auto unsealed = next;
    unsealed.digest.pop_back();
    auto slotless = next;
    slotless.digest.erase(slotless.digest.begin());
    const test::Keys strangers{{"Eve", "Ferdie", "Dave"}};
    const std::vector<Lie> table{
        {"number too high", keys.child(wrongNumber, 200), Errc::NotFound},
        {"unknown parent", keys.child(unknownParent, 200), Errc::NotFound},
        {"content changed under the seal", changed, Errc::BadProof},
        {"no seal", unsealed, Errc::BadProof},
        {"no slot", slotless, Errc::BadProof},
        {"foreign author", strangers.child(best, 200), Errc::BadProof},
        {"slot of the parent", keys.child(best, 103), Errc::BadProof},
        {"slot before the parent", keys.child(best, 50), Errc::BadProof},
        {"slot in the future", keys.child(best, 999), Errc::BadProof},
        {"broken authority change", keys.child(best, 200, 0, {{DigestItem::Kind::Consensus, kGrandpa, Bytes{1, 2}}}),
         Errc::Malformed},
        {"genesis of another chain", keys.seal(Header{}, 1), Errc::Conflict},
    };
    for (const auto& lie : table) {
        auto trust = chain.trust();
        chain.feed(trust, 1, 3);
        const auto before = trust.bestBlock().hash;
        EXPECT_EQ(errorOf(trust.addHeader(lie.header, 500)), lie.code) << lie.name;
        EXPECT_EQ(trust.bestBlock().hash, before) << lie.name;
        EXPECT_TRUE(trust.addHeader(next, 500).has_value()) << lie.name;
    }
    auto skipping = next; // the right parent, a number too many
    skipping.number = BlockNumber{5};
    skipping.digest.pop_back();
    skipping.digest.erase(skipping.digest.begin());
    auto trust = chain.trust();
    chain.feed(trust, 1, 3);
    EXPECT_EQ(errorOf(trust.addHeader(keys.seal(skipping, 200))), Errc::BadProof);
}

TEST(ChainTrust, KeepsForksAboveTheFinalBlockAndDropsTheLosers) {
    const Chain chain{4};
    const auto& keys = chain.keys;
    auto trust = chain.trust();
    chain.feed(trust, 1, 3);
    const auto side = keys.child(chain.headers[1], 300, 7);
    const auto sideChild = keys.child(side, 301, 7);
    const auto sideTop = keys.child(sideChild, 302, 7);
    for (const auto& header : {side, sideChild, sideTop})
        ASSERT_TRUE(trust.addHeader(header).has_value());
    EXPECT_EQ(trust.bestBlock().hash, hashOf(sideTop)) << "higher";

    ASSERT_TRUE(trust.finalise(keys.justify(chain.headers[2], 0)).has_value());

    EXPECT_EQ(trust.bestBlock().hash, hashOf(chain.headers[3]));
    EXPECT_EQ(trust.trustOf(hashOf(sideTop)), Trust::Unknown);
    EXPECT_EQ(errorOf(trust.addHeader(side)), Errc::Conflict);
    EXPECT_EQ(errorOf(trust.addHeader(sideTop)), Errc::NotFound);
    EXPECT_EQ(errorOf(trust.finalise(keys.justify(sideTop, 0))), Errc::NotFound);
    chain.feed(trust, 4, 4);
}

TEST(ChainTrust, NeverMovesBack) {
    const Chain chain{5};
    const auto& keys = chain.keys;
    auto trust = chain.trust();
    chain.feed(trust, 1, 5);
    const auto old = keys.justify(chain.headers[2], 0);
    const auto now = keys.justify(chain.headers[4], 0);
    ASSERT_TRUE(trust.finalise(now).has_value());

    EXPECT_EQ(errorOf(trust.finalise(old)), Errc::Conflict);
    EXPECT_EQ(errorOf(trust.finalise(now)), Errc::Conflict);
    EXPECT_EQ(errorOf(trust.jump(chain.headers[2], old)), Errc::Conflict);
    EXPECT_EQ(trust.finalBlock().number, BlockNumber{4});
}

TEST(ChainTrust, RefusesLyingJustificationsAndStays) {
    const Chain chain{5};
    const auto& keys = chain.keys;
    auto trust = chain.trust();
    chain.feed(trust, 1, 5);
    auto wrongNumber = keys.justify(chain.headers[4], 0);
    wrongNumber.number = BlockNumber{5};
    auto flipped = keys.justify(chain.headers[4], 0);
    flipped.precommits[0].signature[0] ^= 1;

    EXPECT_EQ(errorOf(trust.finalise(wrongNumber)), Errc::BadProof);
    EXPECT_EQ(errorOf(trust.finalise(flipped)), Errc::BadProof);
    EXPECT_EQ(errorOf(trust.finalise(keys.justify(chain.headers[4], 0, 2))), Errc::BadProof);
    EXPECT_EQ(errorOf(trust.finalise(keys.justify(chain.headers[4], 1))), Errc::BadProof);
    EXPECT_EQ(errorOf(trust.finalise(keys.justify(keys.child(chain.headers[4], 900), 0))), Errc::NotFound);
    EXPECT_EQ(trust.finalBlock().number, BlockNumber{0});
    EXPECT_EQ(trust.waiting(), 5u);
}

/// Genesis .. 3, block 4 announces the next set, then up to `length`.
struct ChangingChain {
    ChangingChain(std::uint32_t delay, std::size_t length) : chain{3} {
        chain.grow(1, {test::changeDigest(next.set(), delay)});
        chain.grow(length - 4);
    }
    test::Keys next{{"Alice", "Bob", "Charlie"}, {"Eve", "Ferdie", "Dave"}};
    Chain chain;
};

TEST(AuthorityChanges, ApplyAfterTheirDelayAndNotBefore) {
    for (const std::uint32_t delay : {0u, 1u, 3u}) {
        SCOPED_TRACE(delay);
        const ChangingChain c{delay, 10};
        const auto& headers = c.chain.headers;
        auto trust = c.chain.trust();
        c.chain.feed(trust, 1, 10);
        const auto last = 4 + delay; // of the old set
        EXPECT_EQ(trust.nextChange(hashOf(headers[10])), BlockNumber{last});

        EXPECT_EQ(errorOf(trust.finalise(c.chain.keys.justify(headers[last + 1], 0))), Errc::BadProof) << "skips";
        EXPECT_EQ(errorOf(trust.finalise(c.next.justify(headers[last + 1], 1))), Errc::BadProof) << "skips";
        EXPECT_EQ(errorOf(trust.finalise(c.next.justify(headers[last], 1))), Errc::BadProof) << "too early";
        if (delay > 0) {
            ASSERT_TRUE(trust.finalise(c.chain.keys.justify(headers[last - 1], 0)).has_value());
            EXPECT_EQ(trust.authorities().id, 0u);
        }
        ASSERT_TRUE(trust.finalise(c.chain.keys.justify(headers[last], 0)).has_value());

        EXPECT_EQ(trust.authorities().id, 1u);
        EXPECT_EQ(trust.authorities().authorities, c.next.set().authorities);
        EXPECT_EQ(trust.nextChange(hashOf(headers[10])), std::nullopt);
        EXPECT_EQ(errorOf(trust.finalise(c.chain.keys.justify(headers[10], 0))), Errc::BadProof) << "old set";
        EXPECT_EQ(errorOf(trust.finalise(c.next.justify(headers[10], 0))), Errc::BadProof) << "old id";
        EXPECT_EQ(errorOf(trust.finalise(c.chain.keys.justify(headers[10], 1))), Errc::BadProof) << "old voters";
        EXPECT_TRUE(trust.finalise(c.next.justify(headers[10], 1)).has_value());
    }
}

TEST(AuthorityChanges, OnALosingForkNeverApply) {
    Chain chain{3};
    auto trust = chain.trust();
    chain.feed(trust, 1, 3);
    const auto fork =
        chain.keys.child(chain.headers[1], 400, 1, {test::changeDigest(test::Keys{{"Alice"}, {"Eve"}}.set(), 0)});
    ASSERT_TRUE(trust.addHeader(fork).has_value());

    ASSERT_TRUE(trust.finalise(chain.keys.justify(chain.headers[3], 0)).has_value());

    EXPECT_EQ(trust.authorities().id, 0u);
}

TEST(AuthorityChanges, MayNotOverlap) {
    ChangingChain c{5, 6};
    auto trust = c.chain.trust();
    c.chain.feed(trust, 1, 6);
    const auto second = c.chain.keys.child(c.chain.headers[6], 400, 0, {test::changeDigest(c.next.set(), 0)});

    EXPECT_EQ(errorOf(trust.addHeader(second)), Errc::Malformed);
}

TEST(AuthorityChanges, ForcedOnesStopTheChainHere) {
    Chain chain{2};
    auto digest = test::changeDigest(chain.keys.set(), 2);
    Bytes forced{2, 0, 0, 0, 0};
    forced.insert(forced.end(), digest.data.begin() + 1, digest.data.end());
    chain.grow(1, {{DigestItem::Kind::Consensus, kGrandpa, forced}});
    auto trust = chain.trust();
    chain.feed(trust, 1, 3);

    EXPECT_EQ(errorOf(trust.finalise(chain.keys.justify(chain.headers[3], 0))), Errc::Unsupported);
    EXPECT_TRUE(trust.finalise(chain.keys.justify(chain.headers[2], 0)).has_value());
    EXPECT_EQ(errorOf(trust.jump(chain.headers[3], chain.keys.justify(chain.headers[3], 0))), Errc::Unsupported);
}

TEST(Jump, PassesUnknownBlocksAndAppliesTheTargetsOwnChange) {
    const ChangingChain c{0, 9};
    const auto& headers = c.chain.headers;
    auto trust = c.chain.trust();

    const auto at4 = trust.jump(headers[4], c.chain.keys.justify(headers[4], 0));
    ASSERT_TRUE(at4.has_value()) << at4.error().context;
    EXPECT_EQ(trust.authorities().id, 1u);
    EXPECT_EQ(errorOf(trust.jump(headers[8], c.chain.keys.justify(headers[8], 0))), Errc::BadProof);
    EXPECT_EQ(errorOf(trust.jump(headers[7], c.next.justify(headers[8], 1))), Errc::BadProof) << "other header";
    ASSERT_TRUE(trust.jump(headers[8], c.next.justify(headers[8], 1)).has_value());

    EXPECT_EQ(trust.trustOf(hashOf(headers[8])), kProven);
    EXPECT_EQ(trust.trustOf(hashOf(headers[5])), Trust::Unknown);
    c.chain.feed(trust, 9, 9);
}

TEST(Jump, MayNotSkipAnAnnouncedChange) {
    const ChangingChain c{3, 9};
    const auto& headers = c.chain.headers;
    auto trust = c.chain.trust();
    c.chain.feed(trust, 1, 5);
    ASSERT_TRUE(trust.finalise(c.chain.keys.justify(headers[5], 0)).has_value());

    EXPECT_EQ(errorOf(trust.jump(headers[8], c.chain.keys.justify(headers[8], 0))), Errc::BadProof);
    EXPECT_TRUE(trust.jump(headers[7], c.chain.keys.justify(headers[7], 0)).has_value());
    EXPECT_EQ(trust.authorities().id, 1u);
}

TEST(Checkpoint, GoesOnWhereTheChainWas) {
    const ChangingChain c{3, 9};
    const auto& headers = c.chain.headers;
    auto before = c.chain.trust();
    c.chain.feed(before, 1, 5);
    ASSERT_TRUE(before.finalise(c.chain.keys.justify(headers[5], 0)).has_value());

    ChainTrust trust{before.checkpoint()};

    EXPECT_EQ(trust.finalBlock().hash, hashOf(headers[5]));
    c.chain.feed(trust, 6, 9);
    EXPECT_EQ(errorOf(trust.finalise(c.chain.keys.justify(headers[9], 0))), Errc::BadProof) << "change still pending";
    ASSERT_TRUE(trust.finalise(c.chain.keys.justify(headers[7], 0)).has_value());
    EXPECT_TRUE(trust.finalise(c.next.justify(headers[9], 1)).has_value());
}

TEST(ChainTrust, BoundsWhatWaits) {
    Header header;
    ChainTrust trust{{header, test::Keys{}.set(), {}}};
    for (std::size_t i = 0; i < ChainTrust::kMaxUnfinalised; ++i) {
        Header next;
        next.parent = hashOf(header);
        next.number = BlockNumber{raw(header.number) + 1};
        ASSERT_TRUE(trust.addHeader(next).has_value());
        header = next;
    }
    Header over;
    over.parent = hashOf(header);
    over.number = BlockNumber{raw(header.number) + 1};

    EXPECT_EQ(errorOf(trust.addHeader(over)), Errc::LimitExceeded);
}

} // namespace
} // namespace taodeck::finality

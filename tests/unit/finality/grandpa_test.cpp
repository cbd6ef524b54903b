#include "core/finality/grandpa.h"

#include "core/scale/codec.h"
#include "tests/unit/finality/test_chain.h"

#include <gtest/gtest.h>

namespace taodeck::finality {
namespace {

/// A target and two blocks above it.
struct Blocks {
    Header target;
    Header child;
    Header grandchild;
};

Blocks blocks() {
    Blocks out;
    out.target.number = BlockNumber{100};
    out.child.number = BlockNumber{101};
    out.child.parent = hashOf(out.target);
    out.grandchild.number = BlockNumber{102};
    out.grandchild.parent = hashOf(out.child);
    return out;
}

TEST(Threshold, IsTheSmallestWeightAboveTwoThirds) {
    for (std::uint64_t n = 1; n < 200; ++n) {
        AuthoritySet set;
        set.authorities.resize(n);
        const auto threshold = set.threshold();
        EXPECT_GT(3 * threshold, 2 * n);
        EXPECT_LE(3 * (threshold - 1), 2 * n);
    }
}

TEST(Justification, RoundTripsAndRefusesEveryTruncation) {
    const test::Keys keys;
    const auto b = blocks();
    auto j = keys.justify(b.target, 5);
    j.ancestries = {b.child, b.grandchild};
    auto bytes = encode(j);

    const auto back = decodeJustification(bytes);

    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(encode(*back), bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decodeJustification(ByteView{bytes}.first(size)).has_value()) << size;
    bytes.push_back(0);
    EXPECT_FALSE(decodeJustification(bytes).has_value());
}

TEST(Justification, RefusesCountsThatTheBytesCannotHold) {
    scale::Encoder votes;
    votes.u64(1).id(BlockHash{}).u32(1).compact(1u << 30).raw(Bytes(300, 0));
    EXPECT_EQ(decodeJustification(votes.view()).error().code, Errc::Truncated);
    scale::Encoder headers;
    headers.u64(1).id(BlockHash{}).u32(1).compact(0).compact(1u << 30).raw(Bytes(300, 0));
    EXPECT_EQ(decodeJustification(headers.view()).error().code, Errc::Truncated);

    EXPECT_EQ(decodeJustification(Bytes(kMaxJustificationBytes + 1)).error().code, Errc::LimitExceeded);
}

TEST(Verify, TakesVotesForTheTargetAndForItsDescendants) {
    const test::Keys keys;
    const auto b = blocks();
    auto j = keys.justify(b.target, 5, 1);
    j.precommits.push_back(keys.vote(1, hashOf(b.child), b.child.number, j.round, 5));
    j.precommits.push_back(keys.vote(2, hashOf(b.grandchild), b.grandchild.number, j.round, 5));
    j.ancestries = {b.grandchild, b.child};

    const auto final = verify(j, keys.set(5));

    ASSERT_TRUE(final.has_value()) << final.error().context;
    EXPECT_EQ(final->hash, hashOf(b.target));
    EXPECT_EQ(final->signatures, 3u);
}

TEST(Verify, CountsAnEquivocatorOnce) {
    const test::Keys keys;
    const auto b = blocks();
    auto j = keys.justify(b.target, 5, 3);
    j.precommits.push_back(keys.vote(2, hashOf(b.child), b.child.number, j.round, 5));
    j.ancestries = {b.child};
    EXPECT_EQ(verify(j, keys.set(5)).value().signatures, 3u);

    j.precommits.erase(j.precommits.begin());

    EXPECT_FALSE(verify(j, keys.set(5)).has_value());
}

TEST(Verify, RefusesEveryLieByName) {
    const test::Keys keys;
    const test::Keys strangers{{"Alice"}, {"Eve", "Ferdie"}};
    const auto b = blocks();
    const auto good = [&] {
        auto j = keys.justify(b.target, 5, 2);
        j.precommits.push_back(keys.vote(2, hashOf(b.child), b.child.number, j.round, 5));
        j.ancestries = {b.child};
        return j;
    }();
    ASSERT_TRUE(verify(good, keys.set(5)).has_value());
    const std::vector<std::pair<const char*, std::function<void(Justification&)>>> table{
        {"no votes", [&](auto& j) { j.precommits.clear(); }},
        {"a vote less", [&](auto& j) { j.precommits.erase(j.precommits.begin()); }},
        {"one vote twice instead", [&](auto& j) { j.precommits[0] = j.precommits[1]; }},
        {"a stranger's vote in place of one",
         [&](auto& j) { j.precommits[0] = strangers.vote(0, j.target, j.number, j.round, 5); }},
        {"a stranger's vote on top",
         [&](auto& j) { j.precommits.push_back(strangers.vote(0, j.target, j.number, j.round, 5)); }},
        {"round", [&](auto& j) { ++j.round; }},
        {"number", [&](auto& j) { j.number = BlockNumber{99}; }},
        {"number in a vote", [&](auto& j) { j.precommits[0].number = BlockNumber{101}; }},
        {"target", [&](auto& j) { j.target.bytes[0] ^= 1; }},
        {"another target with its votes unchanged", [&](auto& j) { j.target = hashOf(b.child); }},
        {"signature", [&](auto& j) { j.precommits[1].signature[40] ^= 4; }},
        {"signatures swapped", [&](auto& j) { std::swap(j.precommits[0].signature, j.precommits[1].signature); }},
        {"a voter renamed", [&](auto& j) { std::swap(j.precommits[0].authority, j.precommits[1].authority); }},
        {"ancestry missing", [&](auto& j) { j.ancestries.clear(); }},
        {"ancestry not needed", [&](auto& j) { j.ancestries.push_back(b.grandchild); }},
        {"ancestry twice", [&](auto& j) { j.ancestries.push_back(b.child); }},
        {"ancestry that is the target", [&](auto& j) { j.ancestries.push_back(b.target); }},
        {"ancestry changed", [&](auto& j) { j.ancestries[0].stateRoot.bytes[0] ^= 1; }},
        {"a vote below the target",
         [&](auto& j) { j.precommits[0] = keys.vote(0, b.target.parent, BlockNumber{99}, j.round, 5); }},
        {"more votes than voters could cast",
         [&](auto& j) { j.precommits.insert(j.precommits.end(), 6, j.precommits[0]); }},
    };
    for (const auto& [name, lie] : table) {
        auto j = good;
        lie(j);
        const auto final = verify(j, keys.set(5));
        ASSERT_FALSE(final.has_value()) << name;
        EXPECT_EQ(final.error().code, Errc::BadProof) << name;
    }
    EXPECT_FALSE(verify(good, keys.set(4)).has_value()) << "another set id";
    EXPECT_FALSE(verify(good, strangers.set(5)).has_value()) << "another set";
    EXPECT_FALSE(verify(good, AuthoritySet{5, {}}).has_value()) << "nobody";
    EXPECT_FALSE(verify(Justification{1, b.target.parent, BlockNumber{1}, {}, {}}, AuthoritySet{}).has_value());
}

TEST(Verify, WeighsAuthorities) {
    const test::Keys keys;
    auto set = keys.set(5);
    set.authorities[3].weight = 100;
    const auto j = keys.justify(blocks().target, 5, 3);

    EXPECT_FALSE(verify(j, set).has_value());
    EXPECT_TRUE(verify(keys.justify(blocks().target, 5, 4), set).has_value());
}

TEST(AuthorityChange, ReadsAScheduledChange) {
    const test::Keys keys;
    Header header;
    EXPECT_FALSE(authorityChange(header).value().has_value());
    header.digest = {{DigestItem::Kind::Consensus, kAura, Bytes{9, 9}}, test::changeDigest(keys.set(), 3)};

    const auto change = authorityChange(header);

    ASSERT_TRUE(change.has_value() && change->has_value());
    EXPECT_EQ((*change)->next, keys.set().authorities);
    EXPECT_EQ((*change)->delay, BlockNumber{3});
    EXPECT_FALSE((*change)->forced);
}

TEST(AuthorityChange, RefusesBrokenDigestsAndTwoChanges) {
    const auto good = test::changeDigest(test::Keys{}.set(), 3);
    const auto read = [](Bytes data) {
        Header header;
        header.digest = {{DigestItem::Kind::Consensus, kGrandpa, std::move(data)}};
        return authorityChange(header);
    };
    for (std::size_t size = 0; size < good.data.size(); ++size)
        EXPECT_FALSE(read({good.data.begin(), good.data.begin() + static_cast<std::ptrdiff_t>(size)}).has_value());
    EXPECT_FALSE(read({9}).has_value());
    EXPECT_FALSE(read({1, 0, 0, 0, 0, 0}).has_value()) << "nobody";
    Header twice;
    twice.digest = {good, good};
    EXPECT_FALSE(authorityChange(twice).has_value());

    EXPECT_TRUE(read({3, 1, 0, 0, 0, 0, 0, 0, 0}).has_value()) << "a disabled voter is no change";
    Bytes forced{2, 0, 0, 0, 0};
    forced.insert(forced.end(), good.data.begin() + 1, good.data.end());
    EXPECT_TRUE(read(forced).value().value().forced);
}

TEST(Authorities, RoundTripAndRefuseBadWeights) {
    auto list = test::Keys{}.set().authorities;
    EXPECT_EQ(decodeAuthorities(encodeAuthorities(list)).value(), list);
    list[1].weight = 0;
    EXPECT_FALSE(decodeAuthorities(encodeAuthorities(list)).has_value());
    list[1].weight = ~std::uint64_t{0};
    EXPECT_EQ(decodeAuthorities(encodeAuthorities(list)).error().code, Errc::OutOfRange);
    EXPECT_EQ(AuthoritySet({0, list}).totalWeight(), ~std::uint64_t{0});
}

} // namespace
} // namespace taodeck::finality

#include "core/crypto/hash.h"
#include "core/trie/trie.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace taodeck::trie {
namespace {

using Entries = std::map<Bytes, Bytes>;

/// Random keys that share prefixes often, values around the limits that the format knows (32 bytes inline, hashed).
class Source {
public:
    explicit Source(unsigned seed) : m_engine{seed} {}
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(m_engine); }
    Bytes key() {
        Bytes out(below(12) == 0 ? below(40) : below(5), 0);
        for (auto& byte : out)
            byte = below(3) == 0 ? static_cast<std::uint8_t>(below(256)) : static_cast<std::uint8_t>(below(3) * 0x11);
        return out;
    }
    Bytes value() {
        static constexpr std::size_t kSizes[] = {0, 1, 2, 5, 26, 31, 32, 33, 34, 64, 200};
        Bytes out(kSizes[below(std::size(kSizes))], 0);
        for (auto& byte : out)
            byte = static_cast<std::uint8_t>(below(4));
        return out;
    }

private:
    std::mt19937 m_engine;
};

void put(MemoryNodes& store, const Update& update) {
    for (const auto& [hash, bytes] : update.added)
        store.put(hash, bytes);
}

struct State {
    MemoryNodes store;
    StorageRoot root;
    Entries entries;
};

State makeState(unsigned seed, StateVersion version, std::size_t count = 60) {
    Source source{seed};
    State state;
    Changes changes;
    while (state.entries.size() < count) {
        const auto key = source.key();
        const auto value = source.value();
        state.entries[key] = value;
        changes[key] = value;
    }
    const auto update = apply(state.store, emptyRoot(), changes, version);
    EXPECT_TRUE(update.has_value());
    put(state.store, *update);
    state.root = update->root;
    return state;
}

std::string versionName(const testing::TestParamInfo<StateVersion>& version) {
    return version.param == StateVersion::V0 ? "V0" : "V1";
}

class Trie : public testing::TestWithParam<StateVersion> {};
INSTANTIATE_TEST_SUITE_P(Versions, Trie, testing::Values(StateVersion::V0, StateVersion::V1), versionName);

TEST(EmptyTrie, HasTheKnownRoot) {
    const Bytes emptyNode{0};

    EXPECT_EQ(emptyRoot(), crypto::hashOf<StorageRoot>(emptyNode));
    EXPECT_EQ(rootOf({}, StateVersion::V1), emptyRoot());
}

TEST(EmptyTrie, IsProvenToHoldNothing) {
    const std::vector<Bytes> keys{Bytes{1, 2}, Bytes{}};
    const auto proof = prove(MemoryNodes{}, emptyRoot(), keys);
    ASSERT_TRUE(proof.has_value());

    const auto read = readProof(emptyRoot(), *proof, keys);

    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, (std::vector<std::optional<Bytes>>{std::nullopt, std::nullopt}));
    EXPECT_EQ(nextKey(MemoryNodes{}, emptyRoot(), Bytes{}).value(), std::nullopt);
}

TEST_P(Trie, AppliesRandomHistoriesToTheRootOfTheWholeSet) {
    for (unsigned seed = 0; seed < 30; ++seed) {
        Source source{seed};
        State state{{}, emptyRoot(), {}};
        for (int step = 0; step < 25; ++step) {
            Changes changes;
            for (std::size_t i = source.below(8); i-- > 0;) {
                const bool erase = source.below(3) == 0;
                auto key = source.key();
                if (erase && !state.entries.empty() && source.below(4) != 0)
                    key = std::next(state.entries.begin(),
                                    static_cast<std::ptrdiff_t>(source.below(state.entries.size())))
                              ->first;
                changes[key] = erase ? std::nullopt : std::optional{source.value()};
            }
            for (const auto& [key, value] : changes) {
                if (value)
                    state.entries[key] = *value;
                else
                    state.entries.erase(key);
            }

            const auto update = apply(state.store, state.root, changes, GetParam());

            ASSERT_TRUE(update.has_value()) << update.error().context;
            put(state.store, *update);
            state.root = update->root;
            ASSERT_EQ(state.root, rootOf(state.entries, GetParam())) << "seed " << seed << " step " << step;
        }
        for (const auto& [key, value] : state.entries)
            ASSERT_EQ(get(state.store, state.root, key).value(), value);
    }
}

TEST_P(Trie, RemovingEveryKeyLeadsBackToTheEmptyRoot) {
    auto state = makeState(7, GetParam());
    Changes changes;
    for (const auto& [key, value] : state.entries)
        changes[key] = std::nullopt;

    const auto update = apply(state.store, state.root, changes, GetParam());

    ASSERT_TRUE(update.has_value());
    EXPECT_EQ(update->root, emptyRoot());
    EXPECT_TRUE(update->added.empty());
}

TEST_P(Trie, KeepsOldRootsReadable) {
    auto state = makeState(3, GetParam());
    Changes changes;
    for (const auto& [key, value] : state.entries)
        changes[key] = Bytes{9, 9, 9};
    const auto update = apply(state.store, state.root, changes, GetParam());
    ASSERT_TRUE(update.has_value());
    put(state.store, *update);

    for (const auto& [key, value] : state.entries) {
        EXPECT_EQ(get(state.store, state.root, key).value(), value);
        EXPECT_EQ(get(state.store, update->root, key).value(), (Bytes{9, 9, 9}));
    }
}

TEST_P(Trie, DropsWhatItReplacedAndOnlyThat) {
    auto state = makeState(5, GetParam());
    const auto key = state.entries.rbegin()->first;
    const auto update = apply(state.store, state.root, {{key, Bytes(50, 0x77)}}, GetParam());
    ASSERT_TRUE(update.has_value());

    EXPECT_NE(std::find(update->dropped.begin(), update->dropped.end(), Hash256{state.root.bytes}),
              update->dropped.end());
    for (const auto& [hash, bytes] : update->added) {
        EXPECT_EQ(hash, Hash256{crypto::blake2b256(bytes)});
        EXPECT_EQ(std::count(update->dropped.begin(), update->dropped.end(), hash), 0);
    }
    const auto same = apply(state.store, state.root, {{key, state.entries.at(key)}}, GetParam());
    ASSERT_TRUE(same.has_value());
    EXPECT_EQ(same->root, state.root);
    EXPECT_TRUE(same->added.empty());
    EXPECT_TRUE(same->dropped.empty());
}

TEST_P(Trie, FindsTheNextKeyAsASortedMapDoes) {
    auto state = makeState(11, GetParam(), 120);
    Source source{12};
    for (int i = 0; i < 400; ++i) {
        const auto key = source.key();
        const auto expected = state.entries.upper_bound(key);

        const auto next = nextKey(state.store, state.root, key);

        ASSERT_TRUE(next.has_value());
        ASSERT_EQ(*next, expected == state.entries.end() ? std::nullopt : std::optional{expected->first});
    }
}

TEST_P(Trie, ProvesPresentAndAbsentKeys) {
    for (unsigned seed = 0; seed < 40; ++seed) {
        auto state = makeState(seed, GetParam());
        Source source{seed + 1000};
        std::vector<Bytes> keys;
        std::vector<std::optional<Bytes>> expected;
        for (int i = 0; i < 8; ++i) {
            auto key = source.key();
            if (i % 2 == 0)
                key = std::next(state.entries.begin(), static_cast<std::ptrdiff_t>(source.below(state.entries.size())))
                          ->first;
            keys.push_back(key);
            const auto it = state.entries.find(key);
            expected.push_back(it == state.entries.end() ? std::nullopt : std::optional{it->second});
        }
        const auto proof = prove(state.store, state.root, keys);
        ASSERT_TRUE(proof.has_value());

        const auto read = readProof(state.root, *proof, keys);

        ASSERT_TRUE(read.has_value()) << read.error().context;
        EXPECT_EQ(*read, expected);
        for (std::size_t i = 0; i < proof->size(); ++i) { // each node is needed
            auto fewer = *proof;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            EXPECT_FALSE(readProof(state.root, fewer, keys).has_value());
        }
    }
}

TEST_P(Trie, RefusesEveryMutatedAndTruncatedNode) {
    auto state = makeState(21, GetParam());
    const std::vector<Bytes> keys{state.entries.begin()->first, state.entries.rbegin()->first, Bytes{0xEE, 0xEE}};
    const auto proof = prove(state.store, state.root, keys);
    ASSERT_TRUE(proof.has_value());
    std::size_t tried = 0;

    for (std::size_t node = 0; node < proof->size(); ++node) {
        for (std::size_t at = 0; at < (*proof)[node].size(); ++at) {
            auto spoiled = *proof;
            spoiled[node][at] ^= static_cast<std::uint8_t>(1u << (at % 8));
            EXPECT_FALSE(readProof(state.root, spoiled, keys).has_value()) << node << ":" << at;
            spoiled = *proof;
            spoiled[node].resize(at);
            EXPECT_FALSE(readProof(state.root, spoiled, keys).has_value()) << node << ":" << at;
            ++tried;
        }
    }
    EXPECT_GT(tried, 100u);
}

TEST_P(Trie, ReadsEveryKeyUnderAPrefixAndNoticesALeftOutOne) {
    auto state = makeState(31, GetParam(), 150);
    for (const Bytes& prefix : {Bytes{}, Bytes{0x11}, Bytes{0x22, 0x00}, Bytes{0xFE, 0xDC}}) {
        std::vector<Bytes> keys{prefix};
        Entries expected;
        for (const auto& [key, value] : state.entries)
            if (startsWith(key, prefix)) {
                keys.push_back(key);
                expected[key] = value;
            }
        const auto proof = prove(state.store, state.root, keys);
        ASSERT_TRUE(proof.has_value());

        const auto read = readPrefixProof(state.root, *proof, prefix);

        ASSERT_TRUE(read.has_value()) << read.error().context;
        EXPECT_EQ(*read, expected);
        for (std::size_t i = 0; i < proof->size(); ++i) {
            auto fewer = *proof;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            EXPECT_FALSE(readPrefixProof(state.root, fewer, prefix).has_value());
        }
    }
}

TEST(ReadProof, RefusesPaddingThatHangsFromNothing) {
    auto state = makeState(41, StateVersion::V1);
    const std::vector<Bytes> keys{state.entries.begin()->first};
    auto proof = prove(state.store, state.root, keys).value();
    auto other = makeState(42, StateVersion::V1);
    proof.push_back(prove(other.store, other.root, keys).value().front());

    const auto read = readProof(state.root, proof, keys);

    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, Errc::BadProof);
}

TEST(ReadProof, TakesMoreKeysThanItIsAskedFor) {
    auto state = makeState(43, StateVersion::V1);
    std::vector<Bytes> all;
    for (const auto& [key, value] : state.entries)
        all.push_back(key);
    const auto proof = prove(state.store, state.root, all).value();

    const auto read = readProof(state.root, proof, std::vector<Bytes>{all.front()});

    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->front(), state.entries.begin()->second);
}

TEST(ReadProof, RefusesMoreBytesThanTheLimit) {
    const std::vector<Bytes> nodes{Bytes(kMaxProofBytes / 2, 1), Bytes(kMaxProofBytes / 2 + 1, 2)};

    const auto read = readProof(emptyRoot(), nodes, std::vector<Bytes>{});

    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, Errc::LimitExceeded);
}

TEST(Apply, NeedsTheNodesOnItsPath) {
    auto state = makeState(51, StateVersion::V1);

    const auto update = apply(MemoryNodes{}, state.root, {{Bytes{1}, Bytes{2}}}, StateVersion::V1);

    ASSERT_FALSE(update.has_value());
    EXPECT_EQ(update.error().code, Errc::BadProof);
}

TEST(Apply, RefusesAKeyAboveTheLimit) {
    const auto update = apply(MemoryNodes{}, emptyRoot(), {{Bytes(kMaxKeyBytes + 1), Bytes{2}}}, StateVersion::V1);

    ASSERT_FALSE(update.has_value());
    EXPECT_EQ(update.error().code, Errc::LimitExceeded);
}

} // namespace
} // namespace taodeck::trie

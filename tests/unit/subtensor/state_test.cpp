#include "core/subtensor/state.h"

#include "core/subtensor/storage.h"

#include <gtest/gtest.h>

namespace taodeck::subtensor {
namespace {

Bytes b(std::string_view text) {
    return toBytes(asBytes(text));
}

class StateTest : public ::testing::Test {
protected:
    StateTest() { m_base.entries = {{b("a"), {1}}, {b("b"), {2}}, {b("c"), {3}}}; }
    std::vector<std::string> keys(const StateReader& state) {
        std::vector<std::string> out;
        Bytes key;
        while (auto next = state.nextKey(key)) {
            key = *next;
            out.emplace_back(asText(key));
        }
        return out;
    }
    MemoryState m_base;
    State m_state{m_base};
};

TEST_F(StateTest, UndoesWhatALayerChanged) {
    m_state.set(b("a"), {9});
    m_state.begin();
    m_state.set(b("a"), {10});
    m_state.remove(b("b"));
    m_state.set(b("d"), {4});
    m_state.begin();
    m_state.set(b("e"), {5});
    m_state.commit();
    m_state.rollback();

    EXPECT_EQ(m_state.get(b("a")), (Bytes{9}));
    EXPECT_EQ(m_state.get(b("b")), (Bytes{2}));
    EXPECT_FALSE(m_state.get(b("e")));
    EXPECT_EQ(m_state.changes().size(), 1u);
}

TEST_F(StateTest, KeepsWhatALayerChanged) {
    m_state.begin();
    m_state.set(b("a"), {10});
    m_state.begin();
    m_state.remove(b("b"));
    m_state.commit();
    m_state.commit();

    EXPECT_EQ(m_state.get(b("a")), (Bytes{10}));
    EXPECT_FALSE(m_state.get(b("b")));
    EXPECT_EQ(m_state.changes(), (State::Changes{{b("a"), Bytes{10}}, {b("b"), std::nullopt}}));
}

TEST_F(StateTest, WalksKeysThroughItsLayers) {
    m_state.remove(b("b"));
    m_state.set(b("bb"), {7});
    m_state.begin();
    m_state.remove(b("c"));
    m_state.set(b("d"), {7});
    m_state.set(b("b"), {8});

    EXPECT_EQ(keys(m_state), (std::vector<std::string>{"a", "b", "bb", "d"}));
    m_state.rollback();
    EXPECT_EQ(keys(m_state), (std::vector<std::string>{"a", "bb", "c"}));
}

TEST_F(StateTest, RemovesEverythingUnderAPrefix) {
    m_base.entries[b("bx")] = {1};
    m_state.set(b("by"), {1});

    m_state.removePrefix(b("b"));

    EXPECT_EQ(keys(m_state), (std::vector<std::string>{"a", "c"}));
}

TEST_F(StateTest, AppendsToASequenceThroughLayers) {
    m_state.append(b("list"), Bytes{1});
    m_state.begin();
    m_state.append(b("list"), Bytes{2});
    m_state.begin();
    m_state.append(b("list"), Bytes{3});
    EXPECT_EQ(m_state.get(b("list")), (Bytes{3 << 2, 1, 2, 3}));
    m_state.rollback();
    m_state.append(b("list"), Bytes{4});
    m_state.commit();

    EXPECT_EQ(m_state.get(b("list")), (Bytes{3 << 2, 1, 2, 4}));
    EXPECT_EQ(m_state.changes().at(b("list")), (Bytes{3 << 2, 1, 2, 4}));
}

TEST_F(StateTest, GrowsTheCountOfALongSequence) {
    Bytes elements;
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        m_state.append(b("list"), Bytes{7});
        elements.push_back(7);
    }

    scale::Encoder expected;
    expected.bytes(elements);
    EXPECT_EQ(m_state.get(b("list")), expected.view());
}

TEST_F(StateTest, SettingForgetsWhatWasAppended) {
    m_state.begin();
    m_state.append(b("list"), Bytes{1});
    m_state.set(b("list"), {0});
    m_state.append(b("list"), Bytes{5});
    m_state.begin();
    m_state.remove(b("list"));
    m_state.append(b("list"), Bytes{6});
    m_state.commit();
    m_state.commit();

    EXPECT_EQ(m_state.get(b("list")), (Bytes{4, 6}));
}

inline constexpr StorageDoubleMap<NetUid, std::uint16_t, std::uint32_t> Pairs{
    "Test", "Pairs", {Hasher::Identity, Hasher::Twox64Concat}};
inline constexpr StorageMap<NetUid, std::uint32_t> Defaulted{
    "Test", "Defaulted", {Hasher::Identity}, [] { return std::uint32_t{7}; }};
inline constexpr OptionalValue<std::uint32_t> Maybe{"Test", "Maybe"};

TEST_F(StateTest, StorageItemsReadTheirDefaults) {
    EXPECT_EQ(Defaulted.get(m_state, NetUid{1}), 7u);
    EXPECT_FALSE(Maybe.get(m_state));
    Defaulted.set(m_state, NetUid{1}, 8);
    Defaulted.mutate(m_state, NetUid{2}, [](std::uint32_t& v) { ++v; });
    Maybe.set(m_state, 0);

    EXPECT_EQ(Defaulted.get(m_state, NetUid{1}), 8u);
    EXPECT_EQ(Defaulted.get(m_state, NetUid{2}), 8u);
    EXPECT_EQ(Maybe.get(m_state), 0u);
    EXPECT_FALSE(Defaulted.exists(m_state, NetUid{3}));
}

TEST_F(StateTest, StorageItemsVisitTheKeysUnderAPrefix) {
    for (std::uint16_t net = 1; net <= 2; ++net) {
        for (std::uint16_t uid = 0; uid < 3; ++uid)
            Pairs.set(m_state, NetUid{net}, uid, net * 10u + uid);
    }
    std::uint32_t sum = 0;
    Pairs.forEachUnder(
        m_state,
        [&](NetUid net, std::uint16_t uid, std::uint32_t value) {
            EXPECT_EQ(value, raw(net) * 10u + uid);
            sum += value;
            return true;
        },
        NetUid{2});
    std::size_t all = 0;
    Pairs.forEach(m_state, [&](NetUid, std::uint16_t, std::uint32_t) { return ++all < 4; });

    EXPECT_EQ(sum, 63u);
    EXPECT_EQ(all, 4u);
    Pairs.removeUnder(m_state, NetUid{2});
    EXPECT_FALSE(Pairs.exists(m_state, NetUid{2}, std::uint16_t{0}));
    EXPECT_TRUE(Pairs.exists(m_state, NetUid{1}, std::uint16_t{0}));
}

TEST_F(StateTest, AValueThatDoesNotDecodeCountsAsAbsent) {
    m_state.set(Maybe.key(), {1, 2});

    EXPECT_FALSE(Maybe.get(m_state));
}

} // namespace
} // namespace taodeck::subtensor

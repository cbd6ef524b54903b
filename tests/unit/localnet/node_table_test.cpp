#include "core/localnet/node_table.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>

namespace taodeck::localnet {
namespace {

using trie::StateVersion;

struct States {
    NodeTable table;
    std::vector<StorageRoot> roots;
    std::vector<std::map<Bytes, Bytes>> contents;
    std::set<Hash256> disk; ///< What the reported changes amount to.

    void note(const NodeTable::Changes& changes) {
        for (const auto& hash : changes.removed)
            EXPECT_EQ(disk.erase(hash), 1u);
        for (const auto& hash : changes.inserted) {
            if (table.find(hash)) {
                EXPECT_TRUE(disk.insert(hash).second);
            }
        }
    }
    void advance(const trie::Changes& changes) {
        auto content = contents.empty() ? std::map<Bytes, Bytes>{} : contents.back();
        for (const auto& [key, value] : changes) {
            if (value)
                content[key] = *value;
            else
                content.erase(key);
        }
        const auto update =
            trie::apply(table, roots.empty() ? trie::emptyRoot() : roots.back(), changes, StateVersion::V1);
        ASSERT_TRUE(update);
        NodeTable::Changes nodes;
        ASSERT_TRUE(table.retain(std::array{update->root}, update->added, nodes));
        note(nodes);
        roots.push_back(update->root);
        contents.push_back(std::move(content));
    }
    void forget(std::size_t index) {
        NodeTable::Changes nodes;
        table.release(roots[index], nodes);
        note(nodes);
    }
    void expectWhole(std::size_t index) const {
        for (const auto& [key, value] : contents[index]) {
            const auto got = trie::get(table, roots[index], key);
            ASSERT_TRUE(got && *got);
            EXPECT_EQ(**got, value);
        }
    }
};

TEST(NodeTable, KeepsEachStateWholeUntilItIsReleasedAndNothingAfterTheLast) {
    std::mt19937 random{7};
    States states;
    // Few keys and values, so that equal subtrees appear at several places and come back after they were gone.
    for (int step = 0; step < 200; ++step) {
        trie::Changes changes;
        for (int i = 0; i < 6; ++i) {
            const Bytes key{static_cast<std::uint8_t>(random() % 8), static_cast<std::uint8_t>(random() % 4),
                            static_cast<std::uint8_t>(random() % 4)};
            if (random() % 3 == 0)
                changes[key] = std::nullopt;
            else
                changes[key] = Bytes(random() % 2 ? 70 : 3, static_cast<std::uint8_t>(random() % 3));
        }
        states.advance(changes);
        if (step >= 20) states.forget(static_cast<std::size_t>(step) - 20);
        for (std::size_t i = step < 20 ? 0 : static_cast<std::size_t>(step) - 19; i < states.roots.size(); i += 5)
            states.expectWhole(i);
        ASSERT_EQ(states.disk.size(), states.table.size());
    }
    for (std::size_t i = 180; i < 200; ++i)
        states.forget(i);

    EXPECT_EQ(states.table.size(), 0u);
    EXPECT_TRUE(states.disk.empty());
}

TEST(NodeTable, AMissingNodeIsAnError) {
    States states;
    trie::Changes changes;
    for (std::uint8_t i = 0; i < 40; ++i)
        changes[Bytes{i}] = Bytes(40, i);
    const auto update = trie::apply(states.table, trie::emptyRoot(), changes, StateVersion::V1);
    ASSERT_TRUE(update);
    for (std::size_t left = 0; left < update->added.size(); ++left) {
        auto added = update->added;
        added.erase(added.begin() + static_cast<std::ptrdiff_t>(left));
        NodeTable table;
        NodeTable::Changes nodes;
        const auto held = table.retain(std::array{update->root}, added, nodes);
        ASSERT_FALSE(held);
        EXPECT_EQ(held.error().code, Errc::BadProof);
    }
}

} // namespace
} // namespace taodeck::localnet

#include "test_chain.h"

#include <fstream>

namespace taodeck::localnet {
namespace {

namespace fs = std::filesystem;

/// Opens a copy of the chain's files, the log cut to `size` bytes, as a kill between two writes leaves them.
void checkCut(const fs::path& from, std::uintmax_t size, const std::vector<BlockHash>& hashes, UnixMillis now,
              std::uint32_t* reached) {
    TestFolder copy;
    fs::copy_file(from / "chain.sqlite", copy.path() / "chain.sqlite");
    fs::copy_file(from / "chain.sqlite-wal", copy.path() / "chain.sqlite-wal");
    fs::resize_file(copy.path() / "chain.sqlite-wal", size);
    ChainOptions options;
    options.file = copy.path() / "chain.sqlite";
    options.slotMillis = kTestSlot;
    options.now = now;
    auto opened = Chain::open(options, subtensor::makeRuntime425);
    ASSERT_TRUE(opened) << "cut at " << size << ": " << opened.error().context;
    auto& chain = **opened;
    const auto best = raw(chain.best().header.number);
    if (best > 0) {
        ASSERT_EQ(chain.best().hash, hashes.at(best)) << "cut at " << size;
    }
    // The whole state of the best block must be there; and the chain must go on from it.
    std::map<Bytes, Bytes> entries;
    const auto state = *chain.stateAt(chain.best().hash);
    for (auto key = state.nextKey({}); key; key = state.nextKey(*key))
        entries.emplace(*key, *state.get(*key));
    ASSERT_EQ(trie::rootOf(entries, trie::StateVersion::V1), chain.best().header.stateRoot) << "cut at " << size;
    ASSERT_TRUE(chain.author(now + std::chrono::seconds{100}, [] { return true; }));
    *reached = best;
}

TEST(BlockStore, AnyPrefixOfTheLogHoldsWholeBlocksOnly) {
    TestChain test;
    std::vector<BlockHash> hashes{test.chain->genesisHash()};
    std::vector<std::uintmax_t> sizes;
    const auto wal = test.folder.path() / "chain.sqlite-wal";
    for (int i = 0; i < 6; ++i) {
        hashes.push_back(test.author().block.hash);
        sizes.push_back(fs::file_size(wal));
    }

    std::uint32_t last = 0, runs = 0;
    const auto total = fs::file_size(wal);
    ASSERT_GT(total, 0u);
    for (std::uintmax_t size = 0; size <= total; size += total / 24 + 7, ++runs) { // at frame borders and within
        std::uint32_t reached = 0;
        ASSERT_NO_FATAL_FAILURE(checkCut(test.folder.path(), size, hashes, test.now, &reached));
        EXPECT_GE(reached, last);
        last = reached;
    }
    // A block that was answered for is there as soon as its own writes are.
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        std::uint32_t reached = 0;
        ASSERT_NO_FATAL_FAILURE(checkCut(test.folder.path(), sizes[i], hashes, test.now, &reached));
        EXPECT_EQ(reached, i + 1);
    }
    std::printf("opened after %u cuts\n", runs);
}

TEST(BlockStore, AFailedWriteLeavesNothingOfItsBlock) {
    TestChain test;
    const auto authored = test.author();
    auto store = BlockStore::open(test.folder.path() / "chain.sqlite");
    ASSERT_TRUE(store);
    NodeTable nodes;
    NodeTable::Changes changes;
    trie::Changes values;
    for (std::uint8_t i = 0; i < 50; ++i)
        values[Bytes{i}] = Bytes(50, i);
    const auto update = trie::apply(nodes, trie::emptyRoot(), values, trie::StateVersion::V1);
    ASSERT_TRUE(nodes.retain(std::array{update->root}, update->added, changes));

    auto twin = authored.block; // its number is taken, so the last statement of the transaction fails
    twin.hash.bytes[0] ^= 1;
    EXPECT_FALSE(store->append(twin, nodes, changes));

    EXPECT_FALSE(*store->block(twin.hash));
    NodeTable loaded;
    EXPECT_FALSE(store->loadNodes(std::array{update->root}, loaded));
    test.open();
    EXPECT_EQ(test.chain->best().hash, authored.block.hash);
}

TEST(BlockStore, AFileThatIsNotOursIsRefused) {
    TestFolder folder;
    std::ofstream{folder.path() / "x"} << std::string(5000, 'x');

    const auto store = BlockStore::open(folder.path() / "x");

    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, Errc::Malformed);
}

} // namespace
} // namespace taodeck::localnet

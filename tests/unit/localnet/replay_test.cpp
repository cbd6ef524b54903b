/// The blocks in the chain's file, executed again from the genesis state by the rules alone, come to the state roots in
/// their headers: nothing that the node does beside the rules changes what a block means.

#include "test_chain.h"

#include "core/finality/aura.h"
#include "core/trie/trie.h"
#include "tests/support/history_chain.h"

namespace taodeck::localnet {
namespace {

subtensor::MemoryState copyOf(const subtensor::StateReader& state) {
    subtensor::MemoryState out;
    for (auto key = state.nextKey({}); key; key = state.nextKey(*key))
        out.entries.emplace(*key, *state.get(*key));
    return out;
}

/// As the node makes a block, but with the extrinsics of the stored one.
StorageRoot execute(const Chain& chain, subtensor::MemoryState& entries, const Block& block) {
    subtensor::BlockInput input;
    input.number = block.header.number;
    input.parent = block.header.parent;
    input.slot = finality::slotOf(block.header).value();
    input.timestampMillis = input.slot * kTestSlot;
    input.author = chain.authorities().author(input.slot);
    subtensor::State state{entries};
    EXPECT_TRUE(chain.runtime().initializeBlock(state, input));
    for (const auto& extrinsic : block.extrinsics)
        EXPECT_TRUE(chain.runtime().apply(state, extrinsic));
    chain.runtime().finalizeBlock(state);
    for (const auto& [key, value] : state.changes()) {
        if (value) {
            entries.entries[key] = *value;
        } else {
            entries.entries.erase(key);
        }
    }
    return trie::rootOf(entries.entries, trie::StateVersion::V1);
}

TEST(Replay, OfTheStoredBlocksGivesTheirStateRoots) {
    TestChain test;
    auto entries = copyOf(test.chain->bestState());
    subtensor::test::RandomCalls calls{test.chain->runtime(), /*seed=*/5};
    const auto submit = [&](const subtensor::test::Wish& wish) {
        const auto nonce = test.chain->nextNonce(wish.signer->publicKey());
        const auto& version = test.chain->runtime().version();
        const auto bytes = subtensor::test::signedExtrinsic(wish, nonce, version, test.chain->genesisHash());
        return test.chain->submit(bytes, test.now).has_value();
    };
    for (const auto& wish : calls.settings())
        ASSERT_TRUE(submit(wish)) << wish.name;
    int sent = 0, included = 0;
    for (int block = 0; block < 40; ++block) {
        included += static_cast<int>(test.author().block.extrinsics.size());
        for (int i = 0; i < 6; ++i)
            sent += submit(calls.next(test.chain->bestState())) ? 1 : 0;
    }
    test.open(); // what follows comes from the file

    EXPECT_GT(sent, 100);
    EXPECT_GT(included, 150);
    const auto last = raw(test.chain->best().header.number);
    ASSERT_EQ(last, 40U);
    for (std::uint32_t number = 1; number <= last; ++number) {
        const auto block = test.chain->block(BlockNumber{number});
        ASSERT_TRUE(block && *block) << number;
        ASSERT_EQ(execute(*test.chain, entries, **block), (*block)->header.stateRoot) << number;
    }
}

} // namespace
} // namespace taodeck::localnet

#pragma once
/// The development chain's first subnet as the weights calls see it: uid 0 the owner, 1..4 validators, 5..7 miners,
/// commit-reveal on, reveal period 1. Epochs are set, not waited for.

#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"
#include "core/subtensor/pallets/subtensor_module/weights/commit_reveal.h"
#include "core/subtensor/pallets/subtensor_module/weights/events.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"
#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"
#include "tests/unit/subtensor/economy_chain.h"

namespace taodeck::subtensor::test {

inline constexpr NetUid kText = EconomyChain::kText;
inline const sm::SubnetIndex kIndex = sm::mainIndex(kText);
inline constexpr sm::MechId kSecond{1};
using U16s = std::vector<std::uint16_t>;

class WeightsTest : public ::testing::Test {
protected:
    void SetUp() override {
        chain.start();
        sm::WeightsSetRateLimit.set(state, kText, 0);
    }
    void openWeights(NetUid netuid = kText) { sm::CommitRevealWeightsEnabled.set(state, netuid, false); }
    void setEpoch(std::uint64_t epoch) {
        sm::SubnetEpochIndex.set(state, kText, epoch);
        sm::LastEpochBlock.set(state, kText, raw(chain.context().block)); // none is due
    }
    void setBlock(std::uint32_t number) {
        system::Number.set(state, BlockNumber{number});
        sm::LastEpochBlock.set(state, kText, number);
    }
    /// The error of the call itself, without what is checked before every dispatch; the state stays on failure.
    template <class C>
    std::string unguarded(const Origin& origin, const C& call) {
        const auto result = inLayer(state, [&] { return noted(apply(chain.context(), origin, call)); });
        return result ? "" : text(result.error());
    }
    template <class C>
    std::string unguarded(const C& call) {
        return unguarded(Origin::signedBy(chain.validator), call);
    }
    /// How often an event of this type stands in the block, with these fields if given.
    template <class E>
    bool emitted(const E& event) {
        Encoder wanted;
        wanted.u8(static_cast<std::uint8_t>(E::kName.pallet));
        wanted.u8(E::kName.index);
        Fields<E>::encode(wanted, event);
        const auto all = state.get(system::Events.key()).value_or(Bytes{});
        const ByteView needle = wanted.view();
        return std::search(all.begin(), all.end(), needle.begin(), needle.end()) != all.end();
    }
    std::vector<sm::UidPair> stored(std::uint16_t uid = 1, sm::SubnetIndex index = kIndex) {
        return sm::Weights.get(state, index, uid);
    }
    static U16s salt(std::uint16_t first = 1) {
        U16s out;
        for (std::uint16_t i = 0; i < 8; ++i)
            out.push_back(static_cast<std::uint16_t>(first + i));
        return out;
    }
    sm::CommitWeights commitOf(const sm::WeightVote& vote, const U16s& salted) {
        return {kText, sm::commitHash(chain.validator, kIndex, vote, salted)};
    }
    static sm::RevealWeights revealOf(const sm::WeightVote& vote, const U16s& salted) { return {kText, vote, salted}; }
    void secondMechanism() {
        sm::MaxAllowedUids.set(state, kText, 64);
        ASSERT_TRUE(sm::setMechanismCount(state, kText, sm::MechId{2}));
    }

    EconomyChain chain;
    State& state{chain.state()};
    AccountId miner{key("//Miner//1//1//hot")}, owner{key("//Owner//1//hot")};
    sm::WeightVote vote{{5, 6, 7}, {10, 20, 40}, 0};
};

} // namespace taodeck::subtensor::test

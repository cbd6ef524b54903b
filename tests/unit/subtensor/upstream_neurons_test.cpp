/// Cases of upstream's pallets/subtensor/src/tests/mechanism.rs and batch_tx.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "core/subtensor/pallets/utility.h"
#include "tests/unit/subtensor/mock_chain.h"
#include "tests/unit/subtensor/test_chain.h"
#include "tests/unit/subtensor/weights_fixture.h"

namespace taodeck::subtensor::test {
namespace {

using utility::Batch;
using utility::BatchAll;
using utility::ForceBatch;

TEST(ClearedNeuron, LeavesEveryMechanism) { // neuron_dereg_cleans_weights_across_subids
    constexpr NetUid kNet{77};
    MockChain chain;
    State& state = chain.state();
    sm::MechanismCountCurrent.set(state, kNet, sm::MechId{2});
    sm::Emission.set(state, kNet, {alpha(1), alpha(9), alpha(3)});
    sm::Consensus.set(state, kNet, {21, 88, 44});
    sm::Dividends.set(state, kNet, {7, 77, 17});
    const sm::SubnetIndex indices[] = {sm::mechanismIndex(kNet, sm::MechId{0}),
                                       sm::mechanismIndex(kNet, sm::MechId{1})};
    for (const auto index : indices) {
        sm::Incentive.set(state, index, {10, 20, 30});
        sm::Weights.set(state, index, 1, {{0, 5}});
        sm::Bonds.set(state, index, 1, {{0, 6}});
        sm::Weights.set(state, index, 0, {{1, 7}, {42, 3}});
        sm::Bonds.set(state, index, 0, {{1, 8}, {42, 4}});
    }

    sm::clearNeuron(state, kNet, 1);

    EXPECT_EQ(sm::Emission.get(state, kNet), (std::vector{alpha(1), alpha(0), alpha(3)}));
    EXPECT_EQ(sm::Consensus.get(state, kNet), (U16s{21, 0, 44}));
    EXPECT_EQ(sm::Dividends.get(state, kNet), (U16s{7, 0, 17}));
    for (const auto index : indices) {
        EXPECT_EQ(sm::Incentive.get(state, index), (U16s{10, 0, 30}));
        EXPECT_FALSE(sm::Weights.exists(state, index, 1));
        EXPECT_FALSE(sm::Bonds.exists(state, index, 1));
        EXPECT_EQ(sm::Weights.get(state, index, 0), (std::vector<sm::UidPair>{{1, 0}, {42, 3}}));
    }
}

TEST(ClearedNeuron, NeedsNoRows) { // clear_neuron_handles_absent_rows_gracefully
    constexpr NetUid kNet{55};
    MockChain chain;
    State& state = chain.state();
    sm::Emission.set(state, kNet, {alpha(5)});
    sm::Consensus.set(state, kNet, {6});
    sm::Dividends.set(state, kNet, {7});

    sm::clearNeuron(state, kNet, 0);

    EXPECT_EQ(sm::Emission.get(state, kNet), std::vector{alpha(0)});
    EXPECT_EQ(sm::Consensus.get(state, kNet), U16s{0});
    EXPECT_EQ(sm::Dividends.get(state, kNet), U16s{0});
}

/// test_do_commit_crv3_mechanism_weights_committing_too_fast: each mechanism has its own rate.
TEST_F(WeightsTest, TimelockedCommitsWaitInTheirMechanismOnly) {
    secondMechanism();
    sm::WeightsSetRateLimit.set(state, kText, 5);
    const std::uint16_t uid = *sm::Uids.get(state, kText, chain.validator);
    const auto at = [&](std::uint32_t block, sm::MechId mechanism) {
        setBlock(block);
        return chain.error(chain.validator,
                           sm::CommitTimelockedMechanismWeights{kText, mechanism, {{1, 2, 3}}, 1'000, 4});
    };
    sm::setLastUpdate(state, sm::mechanismIndex(kText, kSecond), uid, 0);
    EXPECT_EQ(at(20, kSecond), "");
    EXPECT_EQ(at(20, kSecond), "SubtensorModule.CommittingWeightsTooFast");
    sm::setLastUpdate(state, kIndex, uid, 0);
    EXPECT_EQ(at(20, sm::MechId{0}), "");
    EXPECT_EQ(at(22, kSecond), "SubtensorModule.CommittingWeightsTooFast");
    EXPECT_EQ(at(25, kSecond), "");
}

/// batch_tx.rs: test_batch_txs, test_can_batch_txs, test_cant_nest_batch_txs, test_cant_nest_batch_diff_batch_txs.
TEST(BatchedTransactions, DoNotNest) {
    MockChain chain;
    for (std::uint64_t who = 1; who <= 3; ++who)
        chain.fund(acc(who), who == 1 ? 8'000'000'000 : 1'000'000'000);
    const auto pay = [](std::uint64_t who) {
        return makeCall(balances::TransferAllowDeath{addressOf(acc(who)), {Rao::fromRaw(1'000'000'000)}});
    };
    EXPECT_EQ(chain.error(acc(1), Batch{{pay(2), pay(3)}}), "");
    EXPECT_EQ(chain.free(acc(1)), 6'000'000'000U);
    EXPECT_EQ(chain.free(acc(2)), 2'000'000'000U);
    EXPECT_EQ(chain.free(acc(3)), 2'000'000'000U);

    const std::string filtered = "System.CallFiltered";
    EXPECT_EQ(chain.error(acc(1), Batch{{pay(2), makeCall(Batch{{pay(3)}})}}), filtered);
    EXPECT_EQ(chain.error(acc(1), Batch{{makeCall(ForceBatch{{pay(3)}})}}), filtered);
    EXPECT_EQ(chain.error(acc(1), BatchAll{{makeCall(Batch{{pay(3)}})}}), filtered);
    EXPECT_EQ(chain.error(acc(1), ForceBatch{{makeCall(BatchAll{{pay(3)}})}}), filtered);
}

} // namespace
} // namespace taodeck::subtensor::test

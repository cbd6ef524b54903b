/// Commits of weights and their epochs while the tempo changes. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/weights.rs at spec 425; the function's name stands at each.

#include "core/crypto/hash.h"
#include "core/subtensor/pallets/subtensor_module/weights/commit_reveal.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr NetUid kOne{1};

/// Validators 3 (of 4) and 1 (of 2); the second commits.
class UpstreamCommits : public ::testing::Test {
protected:
    void SetUp() override {
        chain.addPlain(kOne, 100);
        chain.neuron(kOne, 3, 4);
        chain.neuron(kOne, 1, 2);
        sm::StakeThreshold.set(state(), 0);
        sm::WeightsSetRateLimit.set(state(), kOne, 5);
        sm::ValidatorPermit.set(state(), kOne, {true, true});
        sm::CommitRevealWeightsEnabled.set(state(), kOne, true);
        chain.giveStake(0, 0, kOne, 1);
        chain.giveStake(1, 1, kOne, 1);
    }
    State& state() { return chain.state(); }
    std::string commit() {
        Encoder hashed;
        encodeTo(hashed, std::tuple{acc(1), kOne, m_uids, m_values, m_salt, std::uint64_t{0}});
        return chain.error(acc(1), sm::CommitWeights{kOne, crypto::hashOf<Hash256>(hashed.view())});
    }
    /// By the call itself: the check before it words some of these otherwise.
    std::string reveal() {
        const auto out = inLayer(state(), [&] {
            return sm::apply(chain.context(), Origin::signedBy(acc(1)),
                             sm::RevealWeights{kOne, {m_uids, m_values, 0}, m_salt});
        });
        return out ? "" : text(noted(out).error());
    }
    void setTempo(std::uint16_t tempo) { sm::Tempo.set(state(), kOne, tempo); }

    UpstreamChain chain{0};

private:
    const std::vector<std::uint16_t> m_uids{0, 1}, m_values{10, 10}, m_salt{1, 2, 3, 4, 5, 6, 7, 8};
};

TEST_F(UpstreamCommits, OpenInTheNextEpochAlone) { // test_commit_reveal_tempo_interval
    ASSERT_EQ(commit(), "");
    EXPECT_EQ(reveal(), "SubtensorModule.RevealTooEarly");
    chain.stepEpochs(1, kOne);
    EXPECT_EQ(reveal(), "");
    chain.step(6);
    EXPECT_EQ(reveal(), "SubtensorModule.NoWeightsCommitFound");
    ASSERT_EQ(commit(), "");
    chain.stepEpochs(2, kOne);
    EXPECT_EQ(reveal(), "SubtensorModule.ExpiredWeightCommit");
    ASSERT_EQ(commit(), "");
    chain.step(50);
    EXPECT_EQ(reveal(), "SubtensorModule.RevealTooEarly");
    chain.stepEpochs(1, kOne);
    EXPECT_EQ(reveal(), "");
}

TEST_F(UpstreamCommits, CountEpochsNotBlocks) { // test_tempo_change_during_commit_reveal_process
    ASSERT_EQ(commit(), "");
    chain.step(9);
    setTempo(200);
    chain.stepEpochs(1, kOne);
    EXPECT_EQ(reveal(), "");
    ASSERT_EQ(commit(), "");
    setTempo(150);
    chain.stepEpochs(1, kOne);
    EXPECT_EQ(reveal(), "");
    setTempo(1'050);
    ASSERT_EQ(commit(), "");
    setTempo(805);
    chain.stepEpochs(1, kOne);
    EXPECT_EQ(reveal(), "");
}

} // namespace
} // namespace taodeck::subtensor::test

/// Weights calls cost nothing, so the pool tests them first; their codes are those that clients know.
/// Upstream: pallets/subtensor/src/extensions/subtensor.rs, guards/check_weights.rs, guards/check_rate_limits.rs.

#include "core/subtensor/pallets/drand/drand.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/weights/commit_reveal.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"
#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

namespace sm = subtensor_module;

constexpr NetUid kSubnet{1};

class WeightsInThePool : public ::testing::Test {
protected:
    WeightsInThePool() : chain{developmentGenesis(1000, 1'700'000'000'000, 1)} {
        chain.run();
        change([](State& state) { sm::WeightsSetRateLimit.set(state, kSubnet, 0); });
    }
    template <class Change>
    void change(Change make) {
        State state{chain.state()};
        make(state);
        chain.keep(state);
    }
    template <class C>
    Bytes signedCall(const C& call) {
        return chain.sign(hotkey, makeCall(call));
    }
    /// The code of the refusal; -1 when the pool takes it.
    template <class C>
    int code(const C& call) {
        const auto result = chain.validate(signedCall(call));
        if (result) return -1;
        EXPECT_EQ(result.error().kind, Invalid::Kind::Custom);
        return result.error().code;
    }
    sm::CommitWeights commit() const {
        return {kSubnet, sm::commitHash(hotkey.publicKey(), sm::mainIndex(kSubnet), vote, {1, 2})};
    }
    sm::RevealWeights reveal() const { return {kSubnet, vote, {1, 2}}; }

    TestChain chain;
    crypto::KeyPair hotkey{devKey("//Validator//1//hot")}; ///< Has no TAO.
    sm::WeightVote vote{{5, 6}, {1, 2}, 0};
};

TEST_F(WeightsInThePool, AreTakenFromAHotkeyWithoutMoney) {
    EXPECT_EQ(chain.free(hotkey.publicKey()), Rao{});
    const auto block = chain.run({signedCall(commit())});
    ASSERT_TRUE(block.results[0]);
    EXPECT_TRUE(block.results[0]->success);
    EXPECT_TRUE(sm::WeightCommits.exists(chain.state(), sm::mainIndex(kSubnet), hotkey.publicKey()));
}

TEST_F(WeightsInThePool, AreRefusedWithTheNetworksCodes) { // pays_no_set_weights_validate_rejects_rate_limited_call
    EXPECT_EQ(code(commit()), -1);
    EXPECT_EQ(code(reveal()), 16); // nothing committed
    chain.run({signedCall(commit())});
    EXPECT_EQ(code(reveal()), 17); // too early
    change([](State& state) { sm::WeightsSetRateLimit.set(state, kSubnet, 100); });
    EXPECT_EQ(code(commit()), 6);
    EXPECT_EQ(code(sm::SetWeights{kSubnet, vote}), -1); // limited in the pool only where weights are open
    change([](State& state) { sm::CommitRevealWeightsEnabled.set(state, kSubnet, false); });
    EXPECT_EQ(code(sm::SetWeights{kSubnet, vote}), 6);
    change([](State& state) { drand::LastStoredRound.set(state, 10); });
    EXPECT_EQ(code(sm::CommitTimelockedWeights{kSubnet, {{1}}, 9, 4}), 15);
    EXPECT_EQ(code(sm::CommitTimelockedWeights{kSubnet, {{1}}, 10, 4}), -1);
    EXPECT_EQ(code(sm::BatchCommitWeights{{{kSubnet}}, {}}), 18);
    change([](State& state) { sm::StakeThreshold.set(state, UINT64_MAX); });
    EXPECT_EQ(code(commit()), 1);
    EXPECT_EQ(code(sm::BatchSetWeights{{{kSubnet}}, {{}}, {{0}}}), 1);
}

} // namespace
} // namespace taodeck::subtensor::test

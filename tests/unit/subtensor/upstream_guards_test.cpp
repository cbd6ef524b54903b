/// What is checked before a signed dispatch, and what that weighs: the cases of upstream's pallets/subtensor/src/guards
/// and extensions/subtensor.rs at spec 425.

#include "core/subtensor/pallets/drand/drand.h"
#include "core/subtensor/pallets/mev_shield/mev_shield.h"
#include "core/subtensor/pallets/proxy/calls.h"
#include "core/subtensor/pallets/subtensor_module/guards/guards.h"
#include "core/subtensor/pallets/subtensor_module/identity/identity_calls.h"
#include "core/subtensor/pallets/subtensor_module/keys/key_calls.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/serving/serving_calls.h"
#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"
#include "core/subtensor/pallets/subtensor_module/weights/commit_reveal.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"
#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"
#include "core/subtensor/pallets/transaction_payment.h"
#include "tests/unit/subtensor/neuron_chain.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

const AccountId kHot = acc(1), kCold = acc(2);
const sm::WeightVote kVote{{0}, {1}, 0};

RuntimeCall remark() {
    return makeCall(system::Remark{{}});
}
RuntimeCall addStake() {
    return makeCall(sm::AddStake{acc(1), kNet, Rao::fromRaw(1'000)});
}
RuntimeCall setWeights() {
    return makeCall(sm::SetWeights{kNet, kVote});
}

/// The ones that are also limited in rate stand first.
std::vector<RuntimeCall> weightsCalls(std::uint64_t round = 0) {
    return {
        setWeights(),
        makeCall(sm::SetMechanismWeights{kNet, {}, kVote}),
        makeCall(sm::CommitWeights{kNet, {}}),
        makeCall(sm::CommitMechanismWeights{kNet, {}, {}}),
        makeCall(sm::BatchSetWeights{{{kNet}}, {{{{0}, {1}}}}, {{0}}}),
        makeCall(sm::BatchCommitWeights{{{kNet}}, {Hash256{}}}),
        makeCall(sm::RevealWeights{kNet, kVote, {1}}),
        makeCall(sm::RevealMechanismWeights{kNet, {}, kVote, {1}}),
        makeCall(sm::BatchRevealWeights{kNet, {{0}}, {{1}}, {{1}}, {0}}),
        makeCall(sm::CommitTimelockedWeights{kNet, {{0}}, round, 0}),
        makeCall(sm::CommitTimelockedMechanismWeights{kNet, {}, {{0}}, round, 0}),
        makeCall(sm::CommitCrv3MechanismWeights{kNet, {}, {{0}}, round}),
    };
}
std::vector<RuntimeCall> takeCalls() {
    return {makeCall(sm::IncreaseTake{acc(1), 0}), makeCall(sm::DecreaseTake{acc(1), 0})};
}
std::vector<RuntimeCall> servingCalls() {
    return {makeCall(sm::ServeAxon{}), makeCall(sm::ServeAxonTls{}), makeCall(sm::ServePrometheus{})};
}

/// Reference time and proof of each guard with its reads, from pallets/subtensor/src/weights.rs.
struct GuardWeight {
    std::uint64_t refTime, reads, proof;
    std::uint64_t whole() const { return refTime + reads * kDbRead; }
};
constexpr GuardWeight kColdkeySwap{17'583'000, 2, 4'198}, kWeights{52'958'000, 11, 7'671}, kRates{35'376'000, 7, 4'484},
    kTakes{15'378'000, 3, 4'186}, kServing{19'035'000, 3, 4'112}, kEvm{15'448'000, 2, 4'117};

void expectWeight(const RuntimeCall& call, std::initializer_list<GuardWeight> guards) {
    std::uint64_t refTime = 0, proof = 0;
    for (const auto& g : guards) {
        refTime += g.whole();
        proof += g.proof;
    }
    const auto info = sm::guardInfo(call);
    EXPECT_EQ(info.refTime, refTime) << call.row->name.name;
    EXPECT_EQ(info.proofSize, proof) << call.row->name.name;
}

/// weight_only_charges_weight_related_calls, weight_only_charges_rate_limited_calls,
/// weight_only_charges_delegate_take_calls, weight_only_charges_serving_endpoint_calls,
/// weight_only_charges_evm_key_association_calls.
TEST(UpstreamGuards, WeighOnlyWithTheirOwnCalls) {
    for (const auto& call : {remark(), addStake()})
        expectWeight(call, {});
    const auto weights = weightsCalls();
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (i < 4) {
            expectWeight(weights[i], {kWeights, kRates});
        } else {
            expectWeight(weights[i], {kWeights});
        }
    }
    expectWeight(makeCall(sm::RegisterNetwork{acc(1)}), {kRates});
    for (const auto& call : takeCalls())
        expectWeight(call, {kTakes});
    for (const auto& call : servingCalls())
        expectWeight(call, {kServing});
    expectWeight(makeCall(sm::AssociateEvmKey{}), {kEvm});
}

/// extensions/subtensor.rs: weight_matches_top_level_dispatch_extension_checks; guards/check_coldkey_swap.rs:
/// weight_charges_all_calls_because_swap_state_can_block_any_signed_call. What every transaction pays is one number
/// here, of which the check of coldkeys is a part; the rest of a call's extension is its own guards.
TEST(UpstreamGuards, AddUpInATransactionsWeight) {
    const auto every = payment::extensionInfo(remark());
    EXPECT_GT(every.refTime, kColdkeySwap.whole());
    EXPECT_GE(every.proofSize, kColdkeySwap.proof);
    for (const auto& call :
         {addStake(), setWeights(), makeCall(sm::RegisterNetwork{acc(9)}), makeCall(sm::DisputeColdkeySwap{}),
          makeCall(mev_shield::SubmitEncrypted{{{1, 2, 3, 4}}})}) {
        EXPECT_EQ(payment::extensionInfo(call).refTime, every.refTime + sm::guardInfo(call).refTime);
        EXPECT_EQ(payment::extensionInfo(call).proofSize, every.proofSize + sm::guardInfo(call).proofSize);
    }
}

class GuardTest : public ::testing::Test {
protected:
    std::string error(const RuntimeCall& call, const Origin& origin) {
        const auto result = inLayer(state, [&] { return noted(dispatch(chain.context(), origin, call)); });
        return result ? "" : text(result.error());
    }
    std::string error(const RuntimeCall& call, const AccountId& who = kHot) {
        return error(call, Origin::signedBy(who));
    }
    void registered() {
        chain.addWithReserves();
        chain.registerFree(kNet, kHot, kCold);
        sm::StakeThreshold.set(state, 0);
        sm::WeightsSetRateLimit.set(state, kNet, 0);
    }

    NeuronChain chain;
    State& state{chain.state()};
};

class ColdkeySwapGuard : public GuardTest {
protected:
    void announced() { sm::ColdkeySwapAnnouncements.set(state, kHot, {BlockNumber{1}, Hash256{}}); }
    void disputed() {
        announced();
        sm::ColdkeySwapDisputes.set(state, kHot, BlockNumber{1});
    }
    static std::vector<RuntimeCall> forbidden() {
        return {remark(), addStake(), makeCall(sm::RemoveStake{acc(1), kNet, Alpha::fromRaw(1'000)}),
                makeCall(sm::SetWeights{kNet, {}}), makeCall(sm::RegisterNetwork{acc(1)})};
    }
    static std::vector<RuntimeCall> allowed() {
        return {makeCall(sm::AnnounceColdkeySwap{Hash256{}}), makeCall(sm::SwapColdkeyAnnounced{acc(42)}),
                makeCall(sm::DisputeColdkeySwap{}), makeCall(mev_shield::SubmitEncrypted{{{1, 2, 3, 4}}})};
    }
    void proxyFor(const AccountId& real, const AccountId& delegate) {
        chain.fund(real, kUnitsPerToken);
        const MultiAddress address{MultiAddress::Kind::Id, delegate, {}};
        EXPECT_EQ(chain.error(real, proxy::AddProxy{address, proxy::ProxyType::Any, {}}), "");
    }
    static RuntimeCall as(const AccountId& real, const RuntimeCall& call) {
        return makeCall(proxy::Proxy{{MultiAddress::Kind::Id, real, {}}, std::nullopt, call});
    }
};

TEST_F(ColdkeySwapGuard, IsSilentWithoutASwap) { // no_active_swap_allows_calls
    EXPECT_EQ(error(remark()), "");
}

TEST_F(ColdkeySwapGuard, IsForSignedCallsOnly) { // none_bypasses_extension, root_bypasses_extension
    disputed();
    EXPECT_EQ(error(remark(), Origin::none()), "");
    EXPECT_EQ(error(remark(), Origin::root()), "");
}

TEST_F(ColdkeySwapGuard,
       LetsOnlyTheSwapGoOn) { // active_swap_blocks_forbidden_calls, active_swap_allows_authorized_calls
    announced();
    for (const auto& call : forbidden())
        EXPECT_EQ(error(call), "SubtensorModule.ColdkeySwapAnnounced") << call.row->name.name;
    for (const auto& call : allowed())
        EXPECT_NE(error(call), "SubtensorModule.ColdkeySwapAnnounced") << call.row->name.name;
}

TEST_F(ColdkeySwapGuard, LetsNothingGoOnInADispute) { // disputed_swap_blocks_all_calls
    disputed();
    for (const auto& calls : {forbidden(), allowed()})
        for (const auto& call : calls)
            EXPECT_EQ(error(call), "SubtensorModule.ColdkeySwapDisputed") << call.row->name.name;
}

TEST_F(ColdkeySwapGuard, LooksInsideProxies) { // proxied_forbidden_call_blocked, nested_proxy_blocked
    proxyFor(kHot, acc(2));
    proxyFor(acc(2), acc(3));
    announced();
    for (const auto& [call, delegate] :
         {std::pair{as(kHot, remark()), acc(2)}, std::pair{as(acc(2), as(kHot, remark())), acc(3)}}) {
        proxy::LastCallResult.remove(state, kHot);
        EXPECT_EQ(error(call, delegate), "");
        const auto result = proxy::LastCallResult.get(state, kHot);
        ASSERT_TRUE(result && result->error);
        EXPECT_EQ(text(*result->error), "SubtensorModule.ColdkeySwapAnnounced");
    }
}

TEST_F(GuardTest, LeaveOtherCallsAlone) { // unrelated_calls_pass_through of every guard
    EXPECT_EQ(error(remark()), "");
}

TEST_F(GuardTest, TakesWithinTheBoundsPass) { // accepts_owner_with_valid_take
    sm::Owner.set(state, kHot, kCold);
    sm::Delegates.set(state, kHot, 9'000);
    EXPECT_EQ(error(makeCall(sm::IncreaseTake{kHot, 11'796}), kCold), "");
    EXPECT_EQ(error(makeCall(sm::DecreaseTake{kHot, 5'898}), kCold), "");
}

/// registered_hotkey_allows_call is restated with real signatures in evm_key_test.cpp.
TEST_F(GuardTest, EvmKeysAreForNeuronsOnceADay) { // unregistered_hotkey_blocks_call, recent_association_blocks_call
    chain.add();
    const auto call = makeCall(sm::AssociateEvmKey{kNet, {}, 0, {}});
    EXPECT_EQ(error(call), "SubtensorModule.HotKeyNotRegisteredInSubNet");
    chain.registerFree(kNet, kHot, kCold);
    chain.setBlock(300);
    sm::AssociatedEvmAddress.set(state, kNet, *chain.uid(kHot), {{}, 300});
    EXPECT_EQ(error(call), "SubtensorModule.EvmKeyAssociateRateLimitExceeded");
}

TEST_F(GuardTest,
       WeightsWaitForTheirRate) { // over_rate_set_weights_is_blocked, set_weights_within_rate_limit_dispatches
    registered();
    sm::CommitRevealWeightsEnabled.set(state, kNet, false);
    sm::WeightsSetRateLimit.set(state, kNet, 100);
    chain.setBlock(10);
    sm::setLastUpdate(state, sm::mainIndex(kNet), 0, 10);
    EXPECT_EQ(error(setWeights()), "SubtensorModule.SettingWeightsTooFast");
    chain.setBlock(200);
    EXPECT_EQ(error(setWeights()), "");
}

/// over_rate_network_registration_is_blocked, network_registration_after_rate_limit_dispatches.
TEST_F(GuardTest, SubnetsWaitForTheirRate) {
    sm::NetworkRateLimit.set(state, 50);
    chain.setBlock(200);
    const auto call = makeCall(sm::RegisterNetwork{acc(71)});
    sm::LastRateLimitedBlock.set(state, sm::networkRegisteredKey(), 170);
    EXPECT_EQ(error(call, acc(70)), "SubtensorModule.NetworkTxRateLimitExceeded");
    sm::LastRateLimitedBlock.set(state, sm::networkRegisteredKey(), 100);
    chain.fund(acc(70), sm::networkLockCost(state, chain.rules(), 200).raw() + 500);
    EXPECT_EQ(error(call, acc(70)), "");
}

TEST_F(GuardTest, BatchesNeedListsOfOneLength) { // mismatched_batch_lengths_are_blocked
    for (const auto& call :
         {makeCall(sm::BatchCommitWeights{{{kNet}}, {}}), makeCall(sm::BatchRevealWeights{kNet, {{0}}, {}, {{1}}, {0}}),
          makeCall(sm::BatchSetWeights{{{kNet}}, {}, {{0}}})})
        EXPECT_EQ(error(call), "SubtensorModule.InputLengthsUnequal");
}

TEST_F(GuardTest, WeightsNeedStake) { // low_stake_weight_calls_are_blocked, valid_set_weights_call_dispatches
    registered();
    sm::CommitRevealWeightsEnabled.set(state, kNet, false);
    sm::SubnetOwnerHotkey.set(state, kNet, acc(77)); // the owner's would need none
    EXPECT_EQ(error(setWeights()), "");
    sm::StakeThreshold.set(state, 1'000'000'000'000);
    for (const auto& call : weightsCalls())
        EXPECT_EQ(error(call), "SubtensorModule.NotEnoughStakeToSetWeights") << call.row->name.name;
}

TEST_F(GuardTest, RevealsNeedACommit) { // missing_commit_is_blocked
    registered();
    const auto calls = weightsCalls();
    for (const std::size_t i : {6U, 7U, 8U})
        EXPECT_EQ(error(calls[i]), "SubtensorModule.NoWeightsCommitFound") << calls[i].row->name.name;
}

TEST_F(GuardTest, RevealsWaitForTheirEpoch) { // reveal_before_window_is_blocked, valid_mechanism_reveal_dispatches
    registered();
    sm::CommitRevealWeightsEnabled.set(state, kNet, true);
    sm::MechanismCountCurrent.set(state, kNet, sm::MechId{2});
    for (const sm::MechId mechanism : {sm::MechId{0}, sm::MechId{1}}) {
        const auto index = sm::mechanismIndex(kNet, mechanism);
        const auto hash = sm::commitHash(kHot, index, kVote, {1});
        const std::uint64_t epoch = sm::SubnetEpochIndex.get(state, kNet);
        EXPECT_EQ(error(makeCall(sm::CommitMechanismWeights{kNet, mechanism, hash})), "");
        const auto reveal = makeCall(sm::RevealMechanismWeights{kNet, mechanism, kVote, {1}});
        EXPECT_EQ(error(reveal), "SubtensorModule.RevealTooEarly");
        sm::SubnetEpochIndex.set(state, kNet, epoch + 1);
        sm::LastEpochBlock.set(state, kNet, chain.block());
        EXPECT_EQ(error(reveal), "");
    }
}

TEST_F(GuardTest, TimelocksNeedARoundToCome) { // invalid_reveal_round_is_blocked
    registered();
    drand::LastStoredRound.set(state, 1'000);
    const auto calls = weightsCalls(999);
    for (std::size_t i = 9; i < calls.size(); ++i)
        EXPECT_EQ(error(calls[i]), "SubtensorModule.InvalidRevealRound") << calls[i].row->name.name;
}

/// extensions/subtensor.rs: validate_accepts_calls_allowed_by_dispatch_extensions,
/// validate_maps_dispatch_extension_errors_to_transaction_errors. The free call that is over its rate,
/// pays_no_set_weights_validate_rejects_rate_limited_call, is in weights_pool_test.cpp.
TEST(UpstreamPoolChecks, SayWhyWithACode) {
    TestChain chain;
    const auto dave = devKey("//Dave");
    const auto code = [&] {
        const auto valid = chain.validate(chain.sign(dave, remark()));
        if (valid) return -1;
        EXPECT_EQ(valid.error().kind, Invalid::Kind::Custom);
        return int{valid.error().code};
    };
    EXPECT_EQ(code(), -1);
    State announced{chain.state()};
    sm::ColdkeySwapAnnouncements.set(announced, dave.publicKey(), {BlockNumber{0}, Hash256{}});
    chain.keep(announced);
    EXPECT_EQ(code(), 0);
    State disputed{chain.state()};
    sm::ColdkeySwapDisputes.set(disputed, dave.publicKey(), BlockNumber{0});
    chain.keep(disputed);
    EXPECT_EQ(code(), 21);
}

} // namespace
} // namespace taodeck::subtensor::test

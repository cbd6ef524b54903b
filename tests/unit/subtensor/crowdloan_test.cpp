/// Crowdloans. Cases of upstream's pallets/crowdloan/src/tests.rs; its amounts stand here in units of 0.2 TAO, so that
/// its mock's least deposit of 50 is the network's 10 TAO, and its numbers of blocks are the network's.

#include "tests/unit/subtensor/mock_chain.h"

#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/crowdloan/calls.h"
#include "core/subtensor/pallets/crowdloan/crowdloan.h"
#include "core/subtensor/pallets/crowdloan/events.h"
#include "core/subtensor/pallets/multisig/multisig.h"
#include "core/subtensor/pallets/preimage/preimage.h"
#include "core/subtensor/pallets/utility.h"

namespace taodeck::subtensor::test {
namespace {

namespace cl = crowdloan;
constexpr std::uint64_t kUnit = 200'000'000;
constexpr std::uint32_t kEnd = 60'000;
Rao units(std::uint64_t n) {
    return Rao::fromRaw(n * kUnit);
}
RuntimeCall noop() {
    return makeCall(system::Remark{Bytes{1}});
}

class CrowdloanTest : public testing::Test {
protected:
    void fund(std::uint64_t who, std::uint64_t amount) { chain.fund(acc(who), amount * kUnit); }
    static cl::Create creation(std::uint64_t deposit = 50, std::uint64_t minimum = 10, std::uint64_t cap = 300,
                               std::uint32_t end = kEnd) {
        cl::Create call;
        call.deposit = {units(deposit)};
        call.minContribution = {units(minimum)};
        call.cap = {units(cap)};
        call.end = {BlockNumber{end}};
        call.call = noop();
        return call;
    }
    std::string create(const cl::Create& call, std::uint64_t who = 1) { return chain.error(acc(who), call); }
    std::string contribute(std::uint64_t who, std::uint64_t amount, std::uint32_t id = 0) {
        return chain.error(acc(who), cl::Contribute{{id}, {units(amount)}});
    }
    std::string finalize(std::uint64_t who = 1) { return chain.error(acc(who), cl::Finalize{{0}}); }
    cl::CrowdloanInfo info() { return *cl::Crowdloans.get(state, 0); }
    std::uint64_t contributed(std::uint64_t who) {
        return cl::Contributions.get(state, 0, acc(who)).value_or(Rao{}).raw() / kUnit;
    }
    std::uint64_t free(const AccountId& who) { return chain.free(who) / kUnit; }
    std::uint64_t free(std::uint64_t who) { return free(acc(who)); }
    AccountId funds() { return cl::fundsAccount(0); }
    /// A crowdloan of account 1, which has 200 units.
    void open() {
        fund(1, 200);
        ASSERT_EQ(create(creation()), "");
    }
    /// The same, filled by account 2.
    void fill() {
        open();
        fund(2, 500);
        ASSERT_EQ(contribute(2, 250), "");
    }

    MockChain chain;
    State& state{chain.state()};
};

/// test_create_succeeds.
TEST_F(CrowdloanTest, IsCreatedWithTheDepositAsFirstContribution) {
    fund(1, 100);
    ASSERT_EQ(create(creation()), "");
    const auto loan = info();
    EXPECT_EQ(loan.creator, acc(1));
    EXPECT_EQ(loan.deposit, units(50));
    EXPECT_EQ(loan.minContribution, units(10));
    EXPECT_EQ(loan.cap, units(300));
    EXPECT_EQ(loan.end, BlockNumber{kEnd});
    EXPECT_EQ(loan.fundsAccount, funds());
    EXPECT_EQ(loan.raised, units(50));
    EXPECT_FALSE(loan.targetAddress);
    EXPECT_EQ(loan.call->bytes, encoded(noop()));
    EXPECT_FALSE(loan.finalized);
    EXPECT_EQ(loan.contributorsCount, 1U);
    EXPECT_EQ(free(funds()), 50U);
    EXPECT_EQ(free(1), 50U);
    EXPECT_EQ(contributed(1), 50U);
    EXPECT_EQ(cl::NextCrowdloanId.get(state), 1U);
    EXPECT_TRUE(chain.emitted(cl::event::Created{0, acc(1), BlockNumber{kEnd}, units(300)}));
}

TEST_F(CrowdloanTest, IsNotCreatedByName) {
    fund(1, 100);
    EXPECT_EQ(chain.errorAs(Origin::none(), creation()), "BadOrigin"); // test_create_fails_if_bad_origin
    EXPECT_EQ(chain.rootError(creation()), "BadOrigin");
    EXPECT_EQ(create(creation(20)), "Crowdloan.DepositTooLow"); // test_create_fails_if_deposit_is_too_low
    EXPECT_EQ(create(creation(50, 10, 40)),
              "Crowdloan.CapTooLow"); // test_create_fails_if_cap_is_not_greater_than_deposit
    auto call = creation();
    call.minContribution = {Rao::fromRaw(99'999'999)};
    EXPECT_EQ(create(call), "Crowdloan.MinimumContributionTooLow"); // test_create_fails_if_min_contribution_is_too_low
    call = creation();
    call.targetAddress = acc(42);
    EXPECT_EQ(create(call),
              "Crowdloan.InvalidFinalizationConfig"); // test_create_fails_if_call_and_target_address_are_provided
    call.call.reset();
    call.targetAddress.reset();
    EXPECT_EQ(create(call),
              "Crowdloan.InvalidFinalizationConfig"); // test_create_fails_if_call_and_target_address_are_missing
    EXPECT_EQ(create(creation(50, 10, 300, 1)), "Crowdloan.CannotEndInPast"); // test_create_fails_if_end_is_in_the_past
    EXPECT_EQ(create(creation(50, 10, 300, 50'400)),
              "Crowdloan.BlockDurationTooShort"); // test_create_fails_if_block_duration_is_too_short
    EXPECT_EQ(create(creation(50, 10, 300, 432'002)),
              "Crowdloan.BlockDurationTooLong"); // test_create_fails_if_block_duration_is_too_long
    EXPECT_EQ(create(creation(200)),
              "Crowdloan.InsufficientBalance"); // test_create_fails_if_creator_has_insufficient_balance
    cl::NextCrowdloanId.set(state, UINT32_MAX);
    EXPECT_EQ(create(creation()), "Crowdloan.Overflow");
    cl::NextCrowdloanId.set(state, 0);
    EXPECT_EQ(create(creation(50, 10, 300, 50'401)), "");
}

/// test_contribute_succeeds, test_contribute_succeeds_if_contribution_will_make_the_raised_amount_exceed_the_cap.
TEST_F(CrowdloanTest, TakesContributionsUpToTheCap) {
    open();
    fund(2, 500);
    fund(3, 200);
    ASSERT_EQ(contribute(1, 50), "");
    EXPECT_EQ(contributed(1), 100U);
    EXPECT_EQ(info().contributorsCount, 1U);
    EXPECT_EQ(free(1), 100U);
    ASSERT_EQ(contribute(2, 100), "");
    ASSERT_EQ(contribute(3, 50), "");
    EXPECT_EQ(contributed(2), 100U);
    EXPECT_EQ(info().contributorsCount, 3U);
    EXPECT_EQ(info().raised, units(250));
    EXPECT_EQ(free(funds()), 250U);
    EXPECT_TRUE(chain.emitted(cl::event::Contributed{0, acc(3), units(50)}));

    ASSERT_EQ(contribute(2, 300), ""); // only 50 fit
    EXPECT_EQ(contributed(2), 150U);
    EXPECT_EQ(free(2), 350U);
    EXPECT_EQ(info().raised, units(300));
    EXPECT_TRUE(chain.emitted(cl::event::Contributed{0, acc(2), units(50)}));
}

/// test_contribute_caps_amount_at_max_contribution, test_contribute_can_be_capped_below_minimum_when_filling_cap,
/// test_contribute_can_be_capped_below_minimum_when_reaching_max_contribution,
/// test_set_max_contribution_fails_if_max_contribution_is_too_low.
TEST_F(CrowdloanTest, TakesNoMoreThanTheMaximumOfEach) {
    open();
    fund(2, 500);
    EXPECT_EQ(chain.error(acc(1), cl::SetMaxContribution{{0}, units(40)}), "Crowdloan.MaximumContributionTooLow");
    EXPECT_EQ(chain.error(acc(1), cl::SetMaxContribution{{0}, units(9)}), "Crowdloan.MaximumContributionTooLow");
    ASSERT_EQ(chain.error(acc(1), cl::SetMaxContribution{{0}, units(105)}), "");
    EXPECT_TRUE(chain.emitted(cl::event::MaxContributionUpdated{0, units(105)}));
    ASSERT_EQ(contribute(2, 100), "");
    ASSERT_EQ(contribute(2, 10), "");
    EXPECT_TRUE(chain.emitted(cl::event::Contributed{0, acc(2), units(5)}));
    EXPECT_EQ(contributed(2), 105U);
    EXPECT_EQ(contribute(2, 10), "Crowdloan.MaxContributionReached");
    ASSERT_EQ(chain.error(acc(1), cl::SetMaxContribution{{0}, std::nullopt}), "");
    EXPECT_FALSE(cl::MaxContributions.exists(state, 0));
    ASSERT_EQ(contribute(2, 140), "");
    EXPECT_EQ(info().raised, units(295));
    ASSERT_EQ(contribute(2, 10), "");
    EXPECT_EQ(info().raised, units(300));
}

TEST_F(CrowdloanTest, RefusesContributionsByName) {
    open();
    fund(2, 50);
    EXPECT_EQ(chain.errorAs(Origin::none(), cl::Contribute{{0}, {units(100)}}),
              "BadOrigin"); // test_contribute_fails_if_bad_origin
    EXPECT_EQ(chain.rootError(cl::Contribute{{0}, {units(100)}}), "BadOrigin");
    EXPECT_EQ(contribute(2, 20, 1),
              "Crowdloan.InvalidCrowdloanId"); // test_contribute_fails_if_crowdloan_does_not_exist
    EXPECT_EQ(contribute(2, 5),
              "Crowdloan.ContributionTooLow"); // test_contribute_fails_if_contribution_is_below_minimum_contribution
    EXPECT_EQ(contribute(2, 100),
              "Crowdloan.InsufficientBalance"); // test_contribute_fails_if_contributor_has_insufficient_balance
    chain.setBlock(kEnd);
    EXPECT_EQ(contribute(2, 20),
              "Crowdloan.ContributionPeriodEnded"); // test_contribute_fails_if_contribution_period_ended
    chain.setBlock(1);
    auto loan = info();
    loan.contributorsCount = cl::kMaxContributors;
    cl::Crowdloans.set(state, 0, loan);
    EXPECT_EQ(contribute(2, 20),
              "Crowdloan.MaxContributorsReached"); // test_contribute_fails_if_max_contributors_has_been_reached
    EXPECT_EQ(contribute(1, 20), "Crowdloan.MaxContributorsReached"); // upstream's quirk: he is one of them
    loan.raised = loan.cap;
    cl::Crowdloans.set(state, 0, loan);
    EXPECT_EQ(contribute(2, 10), "Crowdloan.CapRaised"); // test_contribute_fails_if_cap_has_been_raised
}

/// test_withdraw_from_contributor_succeeds, test_withdraw_from_creator_with_contribution_over_deposit_succeeds.
TEST_F(CrowdloanTest, GivesMoneyBackExceptTheDeposit) {
    open();
    fund(2, 100);
    ASSERT_EQ(contribute(1, 50), "");
    ASSERT_EQ(contribute(2, 100), "");
    chain.setBlock(kEnd + 10);
    ASSERT_EQ(chain.error(acc(2), cl::Withdraw{{0}}), "");
    EXPECT_EQ(free(2), 100U);
    EXPECT_FALSE(cl::Contributions.exists(state, 0, acc(2)));
    EXPECT_EQ(info().contributorsCount, 1U);
    EXPECT_EQ(info().raised, units(100));
    EXPECT_TRUE(chain.emitted(cl::event::Withdrew{0, acc(2), units(100)}));
    ASSERT_EQ(chain.error(acc(1), cl::Withdraw{{0}}), "");
    EXPECT_EQ(free(1), 150U);
    EXPECT_EQ(contributed(1), 50U);
    EXPECT_EQ(info().raised, units(50));
    EXPECT_EQ(info().contributorsCount, 1U);
}

TEST_F(CrowdloanTest, RefusesWithdrawalsByName) {
    fill();
    EXPECT_EQ(chain.errorAs(Origin::none(), cl::Withdraw{{0}}), "BadOrigin"); // test_withdraw_fails_if_bad_origin
    EXPECT_EQ(chain.rootError(cl::Withdraw{{0}}), "BadOrigin");
    EXPECT_EQ(chain.error(acc(2), cl::Withdraw{{1}}),
              "Crowdloan.InvalidCrowdloanId"); // test_withdraw_fails_if_crowdloan_does_not_exists
    EXPECT_EQ(chain.error(acc(3), cl::Withdraw{{0}}),
              "Crowdloan.NoContribution"); // test_withdraw_fails_if_no_contribution_exists
    EXPECT_EQ(
        chain.error(acc(1), cl::Withdraw{{0}}),
        "Crowdloan.DepositCannotBeWithdrawn"); // test_withdraw_fails_from_creator_with_no_contribution_over_deposit
    ASSERT_EQ(finalize(), "");
    EXPECT_EQ(chain.error(acc(1), cl::Withdraw{{0}}),
              "Crowdloan.AlreadyFinalized"); // test_withdraw_fails_if_crowdloan_has_already_been_finalized
    auto broken = info();                    // never so, unless the count were wrong
    broken.finalized = false;
    broken.contributorsCount = 0;
    cl::Crowdloans.set(state, 0, broken);
    EXPECT_EQ(chain.error(acc(2), cl::Withdraw{{0}}), "Crowdloan.Underflow");
}

/// test_finalize_succeeds: the stored call runs with the creator as origin, and knows its crowdloan.
TEST_F(CrowdloanTest, RunsTheStoredCallAsTheCreator) {
    fund(1, 200);
    fund(2, 500);
    auto call = creation();
    call.call = makeCall(balances::TransferKeepAlive{MultiAddress{MultiAddress::Kind::Id, acc(42), {}}, {units(7)}});
    ASSERT_EQ(create(call), "");
    ASSERT_EQ(contribute(2, 250), "");
    ASSERT_EQ(finalize(), "");
    EXPECT_TRUE(info().finalized);
    EXPECT_EQ(free(42), 7U);
    EXPECT_EQ(free(1), 143U);
    EXPECT_FALSE(cl::CurrentCrowdloanId.exists(state));
    EXPECT_TRUE(chain.emitted(cl::event::Finalized{0}));
}

/// test_finalize_succeeds_with_target_address.
TEST_F(CrowdloanTest, PaysTheAddress) {
    fund(1, 200);
    fund(2, 500);
    auto call = creation();
    call.call.reset();
    call.targetAddress = acc(42);
    ASSERT_EQ(create(call), "");
    ASSERT_EQ(contribute(2, 250), "");
    ASSERT_EQ(finalize(), "");
    EXPECT_EQ(free(42), 300U);
    EXPECT_TRUE(info().finalized);
}

/// A call of more than 128 bytes lies in Preimage; without it there is nothing to run.
TEST_F(CrowdloanTest, KeepsALongCallAsPreimage) {
    fund(1, 200);
    auto call = creation(50, 10, 51);
    call.call = makeCall(system::RemarkWithEvent{Bytes(200, 7)});
    ASSERT_EQ(create(call), "");
    EXPECT_EQ(info().call->kind, scheduler::BoundedCall::Kind::Lookup);
    fund(2, 100);
    ASSERT_EQ(contribute(2, 10), "");
    state.begin();
    EXPECT_TRUE(chain.call(acc(1), cl::Finalize{{0}}));
    state.rollback();
    ASSERT_TRUE(preimage::unrequest(chain.context(), info().call->hash));
    EXPECT_EQ(finalize(), "Crowdloan.CallUnavailable");
}

TEST_F(CrowdloanTest, IsNotFinalizedByName) {
    open();
    fund(2, 500);
    EXPECT_EQ(chain.errorAs(Origin::none(), cl::Finalize{{0}}), "BadOrigin"); // test_finalize_fails_if_bad_origin
    EXPECT_EQ(chain.rootError(cl::Finalize{{0}}), "BadOrigin");
    EXPECT_EQ(chain.error(acc(1), cl::Finalize{{1}}),
              "Crowdloan.InvalidCrowdloanId");       // test_finalize_fails_if_crowdloan_does_not_exist
    EXPECT_EQ(finalize(), "Crowdloan.CapNotRaised"); // test_finalize_fails_if_crowdloan_cap_is_not_raised
    ASSERT_EQ(contribute(2, 250), "");
    EXPECT_EQ(finalize(2), "Crowdloan.InvalidOrigin"); // test_finalize_fails_if_not_creator_origin
    auto loan = info();
    loan.targetAddress = acc(42);
    cl::Crowdloans.set(state, 0, loan);
    EXPECT_EQ(finalize(),
              "Crowdloan.InvalidFinalizationConfig"); // test_finalize_fails_if_call_and_target_address_are_provided
    loan.targetAddress.reset();
    const auto stored = *std::exchange(loan.call, std::nullopt);
    cl::Crowdloans.set(state, 0, loan);
    EXPECT_EQ(finalize(),
              "Crowdloan.InvalidFinalizationConfig"); // test_finalize_fails_if_call_and_target_address_are_missing
    loan.call = stored;
    loan.call->bytes = encoded(makeCall(sm::StartCall{NetUid{77}})); // fails
    cl::Crowdloans.set(state, 0, loan);
    EXPECT_EQ(finalize(), "SubtensorModule.SubnetNotExists"); // test_finalize_fails_if_call_fails
    loan.call = stored;
    cl::Crowdloans.set(state, 0, loan);
    ASSERT_EQ(finalize(), "");
    EXPECT_EQ(finalize(), "Crowdloan.AlreadyFinalized"); // test_finalize_fails_if_crowdloan_has_already_been_finalized
}

TEST_F(CrowdloanTest, CannotFinalizeFromAStoredCall) {
    fund(1, 200);
    fund(2, 500);
    auto call = creation();
    call.call = makeCall(cl::Finalize{{0}});
    ASSERT_EQ(create(call), "");
    ASSERT_EQ(contribute(2, 250), "");
    EXPECT_EQ(finalize(), "Transactional.LimitReached");

    auto loan = info();
    loan.call->bytes = encoded(makeCall(utility::ForceBatch{{makeCall(cl::Finalize{{0}}), noop()}}));
    cl::Crowdloans.set(state, 0, loan);
    EXPECT_EQ(finalize(), "");
    EXPECT_TRUE(info().finalized);
}

TEST_F(CrowdloanTest, FailsWithoutSayingWhatTheStoredCallUsed) {
    fill();
    auto loan = info();
    loan.call->bytes = encoded(makeCall(utility::BatchAll{{makeCall(sm::StartCall{NetUid{77}})}}));
    cl::Crowdloans.set(state, 0, loan);
    const auto result = chain.call(acc(1), cl::Finalize{{0}});
    ASSERT_FALSE(result);
    EXPECT_FALSE(result.error().usedRefTime);
}

TEST_F(CrowdloanTest, AnnouncesTheStoredCallsWeightAndDepth) {
    auto call = creation();
    multisig::AsMulti heavy;
    heavy.maxWeight = {{UINT64_MAX}, {UINT64_MAX}};
    heavy.call = noop();
    call.call = makeCall(heavy);
    const auto announced = infoOf(makeCall(call));
    EXPECT_EQ(announced.refTime, UINT64_MAX);
    EXPECT_EQ(announced.proofSize, UINT64_MAX);
    EXPECT_EQ(nestingDepth(makeCall(call)), 3);
    call.call.reset();
    EXPECT_EQ(nestingDepth(makeCall(call)), 1);
}

/// test_refund_succeeds: fifty at a time; here seventy contributors.
TEST_F(CrowdloanTest, RefundsInSteps) {
    fund(1, 200);
    ASSERT_EQ(create(creation(50, 10, 5'000)), "");
    for (std::uint64_t i = 2; i <= 71; ++i) {
        fund(i, 20);
        ASSERT_EQ(contribute(i, 10), "");
    }
    const auto first = chain.call(acc(1), cl::Refund{{0}});
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->refTime);
    EXPECT_TRUE(chain.emitted(cl::event::PartiallyRefunded{0}));
    EXPECT_EQ(info().contributorsCount, 21U);
    EXPECT_EQ(info().raised, units(250));
    EXPECT_EQ(free(funds()), 250U);
    const auto second = chain.call(acc(1), cl::Refund{{0}});
    ASSERT_TRUE(second);
    EXPECT_EQ(*second->refTime, 110'703'000 + 20 * 39'503'253 + 42 * kDbRead + 40 * kDbWrite);
    EXPECT_TRUE(chain.emitted(cl::event::AllRefunded{0}));
    EXPECT_EQ(info().contributorsCount, 1U);
    EXPECT_EQ(info().raised, units(50));
    for (std::uint64_t i = 2; i <= 71; ++i)
        EXPECT_EQ(free(i), 20U);
    EXPECT_EQ(contributed(1), 50U);
}

/// test_dissolve_succeeds; the two lines with "BadOrigin" are test_dissolve_fails_if_bad_origin and
/// test_refund_fails_if_bad_or_invalid_origin.
TEST_F(CrowdloanTest, IsDissolvedWhenOnlyTheCreatorIsLeft) {
    open();
    fund(2, 500);
    for (const Origin& origin : {Origin::none(), Origin::root()}) {
        EXPECT_EQ(chain.errorAs(origin, cl::Dissolve{{0}}), "BadOrigin");
        EXPECT_EQ(chain.errorAs(origin, cl::Refund{{0}}), "BadOrigin");
    }
    EXPECT_EQ(chain.error(acc(1), cl::Dissolve{{1}}),
              "Crowdloan.InvalidCrowdloanId"); // test_dissolve_fails_if_crowdloan_does_not_exist
    EXPECT_EQ(chain.error(acc(1), cl::Refund{{1}}),
              "Crowdloan.InvalidCrowdloanId"); // test_refund_fails_if_crowdloan_does_not_exist
    EXPECT_EQ(chain.error(acc(2), cl::Dissolve{{0}}),
              "Crowdloan.InvalidOrigin"); // test_dissolve_fails_if_origin_is_not_creator
    EXPECT_EQ(chain.error(acc(2), cl::Refund{{0}}), "Crowdloan.InvalidOrigin");
    ASSERT_EQ(contribute(2, 10), "");
    EXPECT_EQ(chain.error(acc(1), cl::Dissolve{{0}}),
              "Crowdloan.NotReadyToDissolve"); // test_dissolve_fails_if_not_everyone_has_been_refunded
    ASSERT_EQ(chain.error(acc(1), cl::Refund{{0}}), "");
    cl::MaxContributions.set(state, 0, units(100));
    auto loan = info();
    loan.finalized = true;
    cl::Crowdloans.set(state, 0, loan);
    EXPECT_EQ(chain.error(acc(1), cl::Dissolve{{0}}),
              "Crowdloan.AlreadyFinalized"); // test_dissolve_fails_if_crowdloan_has_been_finalized
    EXPECT_EQ(chain.error(acc(1), cl::Refund{{0}}), "Crowdloan.AlreadyFinalized");
    loan.finalized = false;
    cl::Crowdloans.set(state, 0, loan);
    cl::Contributions.remove(state, 0, acc(1));
    EXPECT_EQ(chain.error(acc(1), cl::Dissolve{{0}}), "Crowdloan.NoContribution");
    cl::Contributions.set(state, 0, acc(1), units(50));

    ASSERT_EQ(chain.error(acc(1), cl::Dissolve{{0}}), "");

    EXPECT_EQ(free(1), 200U);
    EXPECT_FALSE(cl::Crowdloans.exists(state, 0));
    EXPECT_FALSE(cl::MaxContributions.exists(state, 0));
    EXPECT_FALSE(cl::Contributions.exists(state, 0, acc(1)));
    EXPECT_FALSE(system::Account.exists(state, funds()));
    EXPECT_TRUE(chain.emitted(cl::event::Dissolved{0}));
}

/// refusals() states for each call the cases
/// test_update_min_contribution_fails_if_bad_origin, test_update_end_fails_if_bad_origin,
/// test_update_cap_fails_if_bad_origin, test_update_min_contribution_fails_if_crowdloan_does_not_exist,
/// test_update_end_fails_if_crowdloan_does_not_exist, test_update_cap_fails_if_crowdloan_does_not_exist,
/// test_update_min_contribution_fails_if_not_creator, test_update_end_fails_if_not_creator,
/// test_update_cap_fails_if_not_creator,
/// test_update_min_contribution_fails_if_crowdloan_has_been_finalized,
/// test_update_end_fails_if_crowdloan_has_been_finalized, test_update_cap_fails_if_crowdloan_has_been_finalized.
TEST_F(CrowdloanTest, IsChangedByItsCreatorOnly) {
    open();
    const auto refusals = [this](const auto& wrongId, const auto& right) {
        for (const Origin& origin : {Origin::none(), Origin::root()})
            EXPECT_EQ(chain.errorAs(origin, right), "BadOrigin");
        EXPECT_EQ(chain.error(acc(1), wrongId), "Crowdloan.InvalidCrowdloanId");
        EXPECT_EQ(chain.error(acc(2), right), "Crowdloan.InvalidOrigin");
        auto loan = info();
        loan.finalized = true;
        cl::Crowdloans.set(state, 0, loan);
        EXPECT_EQ(chain.error(acc(1), right), "Crowdloan.AlreadyFinalized");
        loan.finalized = false;
        cl::Crowdloans.set(state, 0, loan);
        EXPECT_EQ(chain.error(acc(1), right), "");
    };
    refusals(cl::UpdateMinContribution{{1}, {units(20)}}, cl::UpdateMinContribution{{0}, {units(20)}});
    refusals(cl::UpdateEnd{{1}, {BlockNumber{60'500}}}, cl::UpdateEnd{{0}, {BlockNumber{60'500}}});
    refusals(cl::UpdateCap{{1}, {units(200)}}, cl::UpdateCap{{0}, {units(200)}});
    refusals(cl::SetMaxContribution{{1}, units(60)}, cl::SetMaxContribution{{0}, units(60)});
    EXPECT_EQ(info().minContribution, units(20));
    EXPECT_EQ(info().end, BlockNumber{60'500});
    EXPECT_EQ(info().cap, units(200));
    EXPECT_TRUE(
        chain.emitted(cl::event::MinContributionUpdated{0, units(20)}));       // test_update_min_contribution_succeeds
    EXPECT_TRUE(chain.emitted(cl::event::EndUpdated{0, BlockNumber{60'500}})); // test_update_end_succeeds
    EXPECT_TRUE(chain.emitted(cl::event::CapUpdated{0, units(200)}));          // test_update_cap_succeeds

    EXPECT_EQ(
        chain.error(acc(1), cl::UpdateMinContribution{{0}, {Rao::fromRaw(99'999'999)}}),
        "Crowdloan.MinimumContributionTooLow"); // test_update_min_contribution_fails_if_new_min_contribution_is_too_low
    EXPECT_EQ(
        chain.error(acc(1), cl::UpdateMinContribution{{0}, {units(61)}}),
        "Crowdloan.MinimumContributionTooHigh"); // test_update_min_contribution_fails_if_new_min_contribution_exceeds_max_contribution
    EXPECT_EQ(chain.error(acc(1), cl::UpdateEnd{{0}, {BlockNumber{1}}}),
              "Crowdloan.CannotEndInPast"); // test_update_end_fails_if_new_end_is_in_past
    EXPECT_EQ(chain.error(acc(1), cl::UpdateEnd{{0}, {BlockNumber{50'400}}}),
              "Crowdloan.BlockDurationTooShort"); // test_update_end_fails_if_block_duration_is_too_short
    EXPECT_EQ(chain.error(acc(1), cl::UpdateEnd{{0}, {BlockNumber{432'002}}}),
              "Crowdloan.BlockDurationTooLong"); // test_update_end_fails_if_block_duration_is_too_long
    EXPECT_EQ(chain.error(acc(1), cl::UpdateCap{{0}, {units(49)}}),
              "Crowdloan.CapTooLow"); // test_update_cap_fails_if_new_cap_is_too_low
}

} // namespace
} // namespace taodeck::subtensor::test

/// Restated from polkadot-sdk substrate/frame/multisig/src/tests.rs (stable2506), with the network's deposits: 132 and
/// 32 for each of the threshold, in thousandths of a TAO.

#include "core/subtensor/pallets/multisig/multisig.h"

#include "core/subtensor/pallets/multisig/events.h"
#include "tests/unit/subtensor/calls_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace multisig;
using balances::TransferAllowDeath;

class MultisigTest : public ::testing::Test {
protected:
    static std::vector<AccountId> accounts(std::initializer_list<std::uint8_t> numbers) {
        std::vector<AccountId> out;
        for (const auto n : numbers)
            out.push_back(account(n));
        return out;
    }
    /// A multisig of 1, 2, 3 with 15 rao above the existential deposit of its receiver.
    AccountId group(std::uint16_t threshold) {
        const auto id = multiAccount(accounts({1, 2, 3}), threshold);
        m_chain.fund(id, rao(5'000'000));
        return id;
    }
    static RuntimeCall transfer() { return makeCall(TransferAllowDeath{address(6), {rao(1'000'000)}}); }
    static CallHash hashOf(const RuntimeCall& call) { return crypto::blake2b256(encoded(call)); }
    static Weight weightOf(const RuntimeCall& call) {
        const auto info = infoOf(call);
        return {{info.refTime}, {info.proofSize}};
    }
    std::string asMulti(std::uint8_t who, std::uint16_t threshold, std::vector<AccountId> others,
                        std::optional<Timepoint> when, const RuntimeCall& call, std::optional<Weight> weight = {}) {
        return m_chain.error(account(who),
                             AsMulti{threshold, std::move(others), when, call, weight.value_or(weightOf(call))});
    }
    std::string approve(std::uint8_t who, std::uint16_t threshold, std::vector<AccountId> others,
                        std::optional<Timepoint> when, const CallHash& callHash) {
        return m_chain.error(account(who), ApproveAsMulti{threshold, std::move(others), when, callHash, {}});
    }
    Timepoint now() { return {m_chain.context().block, system::extrinsicIndex(m_chain.state())}; }
    std::uint64_t reserved(std::uint8_t n) { return m_chain.reserved(account(n)).raw(); }
    Rao received() { return m_chain.free(account(6)); }

    CallsChain m_chain;
};

TEST_F(MultisigTest, TakesAndReturnsTheDeposit) { // multisig_deposit_is_taken_and_returned
    group(2);
    EXPECT_EQ(asMulti(1, 2, accounts({2, 3}), {}, transfer(), Weight{}), "");
    EXPECT_EQ(reserved(1), 132'000'000u + 2 * 32'000'000u);
    EXPECT_EQ(asMulti(2, 2, accounts({1, 3}), now(), transfer()), "");
    EXPECT_EQ(reserved(1), 0u);
    EXPECT_EQ(received(), rao(1'000'000));
    expectConsistent(m_chain);
}

TEST_F(MultisigTest, ReturnsTheDepositOfACancelledCall) { // cancel_multisig_returns_deposit
    EXPECT_EQ(approve(1, 3, accounts({2, 3}), {}, hashOf(transfer())), "");
    EXPECT_EQ(approve(2, 3, accounts({1, 3}), now(), hashOf(transfer())), "");
    EXPECT_EQ(reserved(1), 228'000'000u);
    EXPECT_EQ(m_chain.error(account(1), CancelAsMulti{3, accounts({2, 3}), now(), hashOf(transfer())}), "");
    EXPECT_EQ(reserved(1), 0u);
}

TEST_F(MultisigTest, WantsTheTimepoint) { // timepoint_checking_works
    group(2);
    const auto others = accounts({1, 3});
    EXPECT_EQ(approve(2, 2, others, now(), hashOf(transfer())), "Multisig.UnexpectedTimepoint");
    EXPECT_EQ(approve(1, 2, accounts({2, 3}), {}, hashOf(transfer())), "");
    EXPECT_EQ(asMulti(2, 2, others, {}, transfer(), Weight{}), "Multisig.NoTimepoint");
    const Timepoint wrong{BlockNumber{1}, 7};
    EXPECT_EQ(asMulti(2, 2, others, wrong, transfer(), Weight{}), "Multisig.WrongTimepoint");
}

TEST_F(MultisigTest, RunsTheCallWithTheLastApproval) { // multisig_2_of_3_works, multisig_3_of_3_works
    for (const std::uint16_t threshold : {2, 3}) {
        m_chain.start();
        m_chain.extrinsic(threshold);
        const auto id = group(threshold);
        const auto before = received();
        const auto callHash = hashOf(transfer());
        EXPECT_EQ(approve(1, threshold, accounts({2, 3}), {}, callHash), "");
        EXPECT_TRUE(m_chain.endsWith(event::NewMultisig{account(1), id, callHash}));
        if (threshold == 3) {
            EXPECT_EQ(approve(2, 3, accounts({1, 3}), now(), callHash), "");
            EXPECT_TRUE(m_chain.endsWith(event::MultisigApproval{account(2), now(), id, callHash}));
        }
        EXPECT_EQ(received(), before);
        EXPECT_EQ(asMulti(3, threshold, accounts({1, 2}), now(), transfer()), "");
        EXPECT_TRUE(m_chain.endsWith(event::MultisigExecuted{account(3), now(), id, callHash, {}}));
        EXPECT_EQ(received().raw(), before.raw() + 1'000'000);
        EXPECT_FALSE(Multisigs.exists(m_chain.state(), id, callHash));
    }
}

TEST_F(MultisigTest, ApprovesWithTheWholeCallToo) { // multisig_2_of_3_as_multi_works
    group(2);
    EXPECT_EQ(asMulti(1, 2, accounts({2, 3}), {}, transfer(), Weight{}), "");
    EXPECT_EQ(received(), rao(0));
    EXPECT_EQ(asMulti(2, 2, accounts({1, 3}), now(), transfer()), "");
    EXPECT_EQ(received(), rao(1'000'000));
}

TEST_F(MultisigTest, KeepsSeveralOperations) { // multisig_2_of_3_as_multi_with_many_calls_works
    group(2);
    const auto first = makeCall(TransferAllowDeath{address(6), {rao(1'000'000)}});
    const auto second = makeCall(TransferAllowDeath{address(7), {rao(500'000)}});
    EXPECT_EQ(asMulti(1, 2, accounts({2, 3}), {}, first, Weight{}), "");
    EXPECT_EQ(asMulti(2, 2, accounts({1, 3}), {}, second, Weight{}), "");
    EXPECT_EQ(asMulti(3, 2, accounts({1, 2}), now(), second), "");
    EXPECT_EQ(asMulti(3, 2, accounts({1, 2}), now(), first), "");
    EXPECT_EQ(received(), rao(1'000'000));
    EXPECT_EQ(m_chain.free(account(7)), rao(500'000));
}

TEST_F(MultisigTest, TellsOfTheCallsError) { // multisig_2_of_3_cannot_reissue_same_call
    const auto id = multiAccount(accounts({1, 2, 3}), 2);
    m_chain.fund(id, rao(1'000'400)); // enough for one transfer
    const auto callHash = hashOf(transfer());
    EXPECT_EQ(asMulti(1, 2, accounts({2, 3}), {}, transfer(), Weight{}), "");
    EXPECT_EQ(asMulti(2, 2, accounts({1, 3}), now(), transfer()), "");
    EXPECT_EQ(received(), rao(1'000'000));
    EXPECT_EQ(asMulti(1, 2, accounts({2, 3}), {}, transfer(), Weight{}), "");
    EXPECT_EQ(asMulti(3, 2, accounts({1, 2}), now(), transfer()), "");
    EXPECT_TRUE(m_chain.endsWith(
        event::MultisigExecuted{account(3), now(), id, callHash, {DispatchError{TokenError::FundsUnavailable}}}));
}

TEST_F(MultisigTest, OnlyTheDepositorCancels) { // cancel_multisig_works
    EXPECT_EQ(approve(1, 3, accounts({2, 3}), {}, hashOf(transfer())), "");
    EXPECT_EQ(approve(2, 3, accounts({1, 3}), now(), hashOf(transfer())), "");
    const auto cancel = [&](std::uint8_t who, std::vector<AccountId> others, const Timepoint& when) {
        return m_chain.error(account(who), CancelAsMulti{3, std::move(others), when, hashOf(transfer())});
    };
    EXPECT_EQ(cancel(2, accounts({1, 3}), now()), "Multisig.NotOwner");
    EXPECT_EQ(cancel(1, accounts({2, 3}), {BlockNumber{9}, 0}), "Multisig.WrongTimepoint");
    EXPECT_EQ(cancel(1, accounts({2, 3}), now()), "");
    EXPECT_TRUE(m_chain.endsWith(
        event::MultisigCancelled{account(1), now(), multiAccount(accounts({1, 2, 3}), 3), hashOf(transfer())}));
    EXPECT_EQ(cancel(1, accounts({2, 3}), now()), "Multisig.NotFound");
}

TEST_F(MultisigTest, ChecksTheList) { // minimum_threshold_check_works, too_many_signatories_fails, bad order, own name
    const auto callHash = hashOf(transfer());
    for (const std::uint16_t threshold : {0, 1}) {
        EXPECT_EQ(approve(1, threshold, accounts({2}), {}, callHash), "Multisig.MinimumThreshold");
        EXPECT_EQ(asMulti(1, threshold, accounts({2}), {}, transfer()), "Multisig.MinimumThreshold");
    }
    EXPECT_EQ(approve(1, 2, {}, {}, callHash), "Multisig.TooFewSignatories");
    std::vector<AccountId> many;
    for (std::uint8_t n = 2; n < 102; ++n)
        many.push_back(account(n));
    EXPECT_EQ(approve(1, 2, many, {}, callHash), "Multisig.TooManySignatories");
    many.pop_back();
    EXPECT_EQ(approve(1, 2, many, {}, callHash), "");
    EXPECT_EQ(approve(1, 2, accounts({3, 2}), {}, callHash), "Multisig.SignatoriesOutOfOrder");
    EXPECT_EQ(approve(1, 2, accounts({2, 2}), {}, callHash), "Multisig.SignatoriesOutOfOrder");
    EXPECT_EQ(approve(1, 2, accounts({1, 2}), {}, callHash), "Multisig.SenderInSignatories");
}

TEST_F(MultisigTest, RefusesASecondApproval) { // duplicate_approvals_are_ignored
    EXPECT_EQ(approve(1, 2, accounts({2, 3}), {}, hashOf(transfer())), "");
    EXPECT_EQ(approve(1, 2, accounts({2, 3}), now(), hashOf(transfer())), "Multisig.AlreadyApproved");
    EXPECT_EQ(approve(2, 2, accounts({1, 3}), now(), hashOf(transfer())), "");
    EXPECT_EQ(approve(3, 2, accounts({1, 2}), now(), hashOf(transfer())), "Multisig.AlreadyApproved");
}

TEST_F(MultisigTest, OneOfThreeActsAtOnce) { // multisig_1_of_3_works
    const auto id = group(1);
    const AsMultiThreshold1 call{accounts({2, 3}), transfer()};
    EXPECT_EQ(m_chain.error(account(4), call), "Token.FundsUnavailable"); // another group
    EXPECT_EQ(m_chain.error(account(1), call), "");
    EXPECT_EQ(received(), rao(1'000'000));
    EXPECT_EQ(m_chain.free(id), rao(4'000'000));
    EXPECT_EQ(m_chain.error(account(1), AsMultiThreshold1{{}, transfer()}), "Multisig.TooFewSignatories");
}

TEST_F(MultisigTest, RefusesACallHeavierThanPaidFor) { // weight_check_works
    group(2);
    EXPECT_EQ(asMulti(1, 2, accounts({2, 3}), {}, transfer(), Weight{}), "");
    EXPECT_EQ(asMulti(2, 2, accounts({1, 3}), now(), transfer(), Weight{}), "Multisig.MaxWeightTooLow");
    auto slim = weightOf(transfer());
    --slim.proofSize.value;
    EXPECT_EQ(asMulti(2, 2, accounts({1, 3}), now(), transfer(), slim), "Multisig.MaxWeightTooLow");
}

TEST_F(MultisigTest, PokesTheDeposit) { // poke_deposit_works and its failures
    const auto callHash = hashOf(transfer());
    const auto others = accounts({2, 3});
    const auto poke = [&](std::uint8_t who, std::uint16_t threshold, std::vector<AccountId> list) {
        return m_chain.error(account(who), PokeDeposit{threshold, std::move(list), callHash});
    };
    EXPECT_EQ(poke(1, 2, others), "Multisig.NotFound");
    EXPECT_EQ(approve(1, 2, others, {}, callHash), "");
    EXPECT_EQ(poke(1, 1, others), "Multisig.MinimumThreshold");
    EXPECT_EQ(poke(1, 2, {}), "Multisig.TooFewSignatories");
    EXPECT_EQ(poke(2, 2, accounts({1, 3})), "Multisig.NotOwner");
    const auto same = m_chain.call(account(1), PokeDeposit{2, others, callHash});
    ASSERT_TRUE(same);
    EXPECT_TRUE(same->paysFee.value_or(true)); // poke_deposit_charges_fee_when_deposit_unchanged

    const auto id = multiAccount(accounts({1, 2, 3}), 2);
    auto operation = *Multisigs.get(m_chain.state(), id, callHash);
    operation.deposit = rao(200'000'000); // of an earlier, higher price
    Multisigs.set(m_chain.state(), id, callHash, operation);
    EXPECT_TRUE(balances::reserve(m_chain.context(), account(1), rao(4'000'000)));
    const auto poked = m_chain.call(account(1), PokeDeposit{2, others, callHash});
    ASSERT_TRUE(poked);
    EXPECT_EQ(poked->paysFee, false);
    EXPECT_EQ(reserved(1), 196'000'000u);
    EXPECT_TRUE(m_chain.endsWith(event::DepositPoked{account(1), callHash, rao(200'000'000), rao(196'000'000)}));

    operation.deposit = rao(1);
    Multisigs.set(m_chain.state(), id, callHash, operation);
    const auto all = m_chain.free(account(1)).saturatingSub(rao(1'000));
    EXPECT_TRUE(balances::reserve(m_chain.context(), account(1), all));
    EXPECT_EQ(poke(1, 2, others), "Balances.InsufficientBalance"); // poke_deposit_fails_for_insufficient_balance
}

TEST_F(MultisigTest, NeedsTheDeposit) {
    m_chain.fund(account(5), rao(1'000'000));
    EXPECT_EQ(approve(5, 2, accounts({2, 3}), {}, hashOf(transfer())), "Balances.InsufficientBalance");
}

} // namespace
} // namespace taodeck::subtensor::test

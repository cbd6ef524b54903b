/// Who pays for transactions that act for others: runtime/src/transaction_payment_wrapper.rs at spec 425 and its
/// cases in runtime/tests (real_pays_fee), through whole transactions.

#include "core/subtensor/pallets/proxy/calls.h"
#include "core/subtensor/pallets/proxy/fee_payer.h"
#include "core/subtensor/pallets/timestamp.h"
#include "core/subtensor/pallets/transaction_payment.h"
#include "core/subtensor/pallets/utility.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace proxy;
using utility::Batch;
using utility::BatchAll;
using utility::ForceBatch;

const AccountId& alice() {
    static const auto id = devAccount("//Alice");
    return id;
}
const AccountId& bob() {
    static const auto id = devAccount("//Bob");
    return id;
}
const AccountId& dave() {
    static const auto id = devAccount("//Dave");
    return id;
}

class FeePayerTest : public ::testing::Test {
protected:
    static RuntimeCall remark() { return makeCall(system::Remark{{1}}); }
    static RuntimeCall as(const AccountId& real, const RuntimeCall& call) {
        return makeCall(Proxy{addressOf(real), {}, call});
    }
    /// `delegate` becomes a proxy of `real`, which says whether it pays.
    void allow(const std::string& real, const std::string& delegate, bool pays) {
        const auto added = makeCall(AddProxy{addressOf(devAccount(delegate)), ProxyType::Any, BlockNumber{0}});
        const auto set = makeCall(SetRealPaysFee{addressOf(devAccount(delegate)), pays});
        const auto block = m_chain.run({m_chain.sign(devKey(real), makeCall(BatchAll{{added, set}}))});
        ASSERT_TRUE(block.results[0] && block.results[0]->success);
    }
    AccountId payerOf(const RuntimeCall& call) { return feePayer(m_chain.state(), dave(), call); }

    TestChain m_chain;
};

/// non_proxy_call_charges_signer, simple_proxy_charges_signer_when_not_opted_in.
TEST_F(FeePayerTest, IsTheSignerWithoutConsent) {
    EXPECT_EQ(payerOf(remark()), dave());
    EXPECT_EQ(payerOf(as(alice(), remark())), dave());
    allow("//Alice", "//Dave", false);
    EXPECT_EQ(payerOf(as(alice(), remark())), dave());
}

/// simple_proxy_charges_real_when_opted_in, proxy_announced_always_charges_signer, batch_charges_outer_real_when_empty.
TEST_F(FeePayerTest, IsTheRealAccountThatAgreed) { // case 1
    allow("//Alice", "//Dave", true);
    EXPECT_EQ(payerOf(as(alice(), remark())), alice());
    const auto announced = makeCall(ProxyAnnounced{addressOf(dave()), addressOf(alice()), {}, remark()});
    EXPECT_EQ(payerOf(announced), dave());
    EXPECT_EQ(payerOf(as(alice(), makeCall(Batch{}))), alice()); // an empty batch names nobody
}

/// nested_proxy_charges_outer_real_when_only_outer_opted_in, nested_proxy_charges_inner_real_when_both_opted_in,
/// nested_proxy_charges_signer_when_neither_opted_in.
TEST_F(FeePayerTest, GoesOneLevelDeeper) { // case 2
    allow("//Bob", "//Dave", true);
    const auto nested = as(bob(), as(alice(), remark()));
    EXPECT_EQ(payerOf(nested), bob());
    allow("//Alice", "//Bob", true);
    EXPECT_EQ(payerOf(nested), alice());
    EXPECT_EQ(payerOf(as(alice(), as(bob(), remark()))), dave()); // the outer one has not agreed
}

TEST_F(FeePayerTest, NeedsTheOuterAccountsConsentFirst) { // nested_proxy_charges_signer_when_only_inner_opted_in
    allow("//Bob", "//Dave", false);
    allow("//Alice", "//Bob", true);
    EXPECT_EQ(payerOf(as(bob(), as(alice(), remark()))), dave());
}

/// priority_override_normal_dispatch, priority_override_operational_dispatch, priority_override_mandatory_dispatch,
/// priority_override_applies_with_real_pays_fee.
TEST_F(FeePayerTest, ChangesNoPriority) {
    const auto priority = [this](const RuntimeCall& call) {
        const auto valid = m_chain.validate(m_chain.sign(devKey("//Dave"), call));
        return valid ? valid->priority : 0;
    };
    EXPECT_EQ(priority(remark()), 1u);
    EXPECT_EQ(priority(makeCall(system::SetStorage{})), 10'000'000'000u);
    EXPECT_EQ(priority(makeCall(timestamp::Set{{1}})), 0u); // what is mandatory is not for the pool at all
    allow("//Alice", "//Dave", true);
    EXPECT_EQ(priority(as(alice(), remark())), 1u);
}

TEST_F(FeePayerTest, AMandatoryCallThatFailsIsNotIncluded) {
    const auto block = m_chain.run({m_chain.sign(devKey("//Dave"), makeCall(timestamp::Set{{1}}))});
    ASSERT_FALSE(block.results[0]);
    EXPECT_EQ(block.results[0].error().kind, Invalid::Kind::Call);
    EXPECT_EQ(system::Account.get(m_chain.state(), dave()).nonce, 0u);
}

/// batch_charges_outer_real_when_inner_real_not_opted_in, batch_charges_outer_real_when_only_outer_opted_in,
/// batch_charges_inner_real_when_all_opted_in, batch_all_charges_inner_real_when_all_opted_in,
/// force_batch_charges_inner_real_when_all_opted_in, batch_charges_outer_real_when_mixed_inner_reals,
/// batch_charges_outer_real_when_non_proxy_in_batch.
TEST_F(FeePayerTest, LooksIntoBatchesForOneAccount) { // case 3
    allow("//Bob", "//Dave", true);
    const auto forAlice = as(alice(), remark());
    EXPECT_EQ(payerOf(as(bob(), makeCall(Batch{{forAlice, forAlice}}))), bob()); // she has not agreed
    allow("//Alice", "//Bob", true);
    EXPECT_EQ(payerOf(as(bob(), makeCall(Batch{{forAlice, forAlice}}))), alice());
    EXPECT_EQ(payerOf(as(bob(), makeCall(BatchAll{{forAlice}}))), alice());
    EXPECT_EQ(payerOf(as(bob(), makeCall(ForceBatch{{forAlice}}))), alice());
    EXPECT_EQ(payerOf(as(bob(), makeCall(Batch{{forAlice, as(dave(), remark())}}))), bob());
    EXPECT_EQ(payerOf(as(bob(), makeCall(Batch{{forAlice, remark()}}))), bob());
}

TEST_F(FeePayerTest, TakesTheFeeFromThePayerAlone) {
    allow("//Alice", "//Dave", true);
    const auto daveBefore = m_chain.free(dave()), aliceBefore = m_chain.free(alice());
    SignOptions options;
    options.tip = Rao::fromRaw(1'000);

    const auto block = m_chain.run({m_chain.sign(devKey("//Dave"), as(alice(), remark()), options)});

    ASSERT_TRUE(block.results[0] && block.results[0]->success);
    EXPECT_EQ(m_chain.free(dave()), daveBefore);
    EXPECT_EQ(aliceBefore.raw() - m_chain.free(alice()).raw(), block.results[0]->fee.raw());
    EXPECT_GT(block.results[0]->fee.raw(), 1'000u);
    EXPECT_EQ(system::Account.get(m_chain.state(), dave()).nonce, 1u); // the signer's nonce
}

TEST_F(FeePayerTest, RefusesWhenThePayerCannot) {
    const auto poor = devAccount("//Poor");
    m_chain.run({m_chain.sign(devKey("//Alice"), makeCall(balances::TransferKeepAlive{addressOf(poor), {tao(1)}}))});
    allow("//Poor", "//Dave", true);
    const auto all = makeCall(balances::TransferAll{addressOf(alice()), true});
    m_chain.run({m_chain.sign(devKey("//Poor"), all)});

    const auto refused = m_chain.validate(m_chain.sign(devKey("//Dave"), as(poor, remark())));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Invalid::Kind::Payment);
}

TEST_F(FeePayerTest, PaysForTheWeightOfAFailedBatchAsFarAsItCame) {
    const auto tooMuch = makeCall(balances::TransferKeepAlive{addressOf(bob()), {tao(9'999'999)}});
    const auto call = makeCall(BatchAll{{tooMuch, tooMuch, tooMuch}});
    const auto bytes = m_chain.sign(devKey("//Dave"), call);
    const auto announced = m_chain.runtime().queryFee(m_chain.state(), bytes)->second;

    const auto block = m_chain.run({bytes});

    ASSERT_TRUE(block.results[0]);
    EXPECT_FALSE(block.results[0]->success);
    const auto saved = infoOf(call).refTime - infoOf(makeCall(BatchAll{{tooMuch}})).refTime;
    EXPECT_EQ(announced.raw() - block.results[0]->fee.raw(), m_chain.rules().weightFee(saved).raw());
}

} // namespace
} // namespace taodeck::subtensor::test

/// Restated from polkadot-sdk substrate/frame/safe-mode/src/tests.rs (stable2506), for a chain on which only root
/// enters.

#include "core/subtensor/pallets/safe_mode/safe_mode.h"

#include "core/subtensor/pallets/balances/holds.h"
#include "core/subtensor/pallets/utility.h"
#include "tests/unit/subtensor/calls_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace safe_mode;
using balances::TransferAllowDeath;

class SafeModeTest : public ::testing::Test {
protected:
    template <class C>
    std::string root(const C& call) {
        return m_chain.errorAs(Origin::root(), call);
    }
    template <class C>
    std::string user(const C& call) {
        return m_chain.error(account(1), call);
    }
    TransferAllowDeath transfer() { return {address(2), {rao(1'000)}}; }

    CallsChain m_chain;
};

TEST_F(SafeModeTest, LetsOnlyWhitelistedCallsThrough) { // can_filter_balance_calls_when_activated
    EXPECT_EQ(user(transfer()), "");
    EXPECT_EQ(root(ForceEnter{}), "");
    EXPECT_TRUE(m_chain.endsWith(event::Entered{BlockNumber{1 + 7'200}}));
    EXPECT_EQ(user(transfer()), "System.CallFiltered");
    EXPECT_EQ(user(utility::Batch{{makeCall(system::Remark{})}}), "System.CallFiltered");
    EXPECT_EQ(user(system::Remark{}), ""); // can_filter_system_remark's whitelist
    EXPECT_EQ(root(balances::ForceTransfer{address(1), address(2), {rao(1'000)}}), ""); // root is above the filter
    EXPECT_EQ(root(ForceExit{}), "");
    EXPECT_TRUE(m_chain.endsWith(event::Exited{ExitReason::Force}));
    EXPECT_EQ(user(transfer()), "");
}

TEST_F(SafeModeTest, KnowsWhetherItIsEntered) { // fails_to_activate_if_already_activated and the like
    EXPECT_EQ(root(ForceExit{}), "SafeMode.Exited");
    EXPECT_EQ(root(ForceExtend{}), "SafeMode.Exited");
    EXPECT_EQ(user(Extend{}), "SafeMode.Exited");
    EXPECT_EQ(root(ForceEnter{}), "");
    EXPECT_EQ(root(ForceEnter{}), "SafeMode.Entered");
    EXPECT_EQ(user(Enter{}), "SafeMode.Entered");
    EXPECT_EQ(root(ForceExtend{}), "");
    EXPECT_TRUE(m_chain.endsWith(event::Extended{BlockNumber{1 + 7'200 + 3'600}}));
}

TEST_F(SafeModeTest, IsNotForSale) { // fails_if_no_config_value and the like
    EXPECT_EQ(user(Enter{}), "SafeMode.NotConfigured");
    EXPECT_EQ(root(ForceEnter{}), "");
    EXPECT_EQ(user(Extend{}), "SafeMode.NotConfigured");
    EXPECT_EQ(user(ForceEnter{}), "BadOrigin");
    EXPECT_EQ(user(ForceExtend{}), "BadOrigin");
    EXPECT_EQ(user(ForceExit{}), "BadOrigin");
    EXPECT_EQ(root(Enter{}), "BadOrigin");
}

TEST_F(SafeModeTest, EndsByItself) { // automatically_deactivates
    EXPECT_EQ(root(ForceEnter{}), "");
    EnteredUntil.set(m_chain.state(), BlockNumber{3});
    m_chain.start();
    m_chain.start();
    EXPECT_TRUE(EnteredUntil.exists(m_chain.state()));
    m_chain.start();
    EXPECT_FALSE(EnteredUntil.exists(m_chain.state()));
    EXPECT_EQ(user(transfer()), "");
}

TEST_F(SafeModeTest, SettlesDeposits) { // can_release_independent_of_status, can_slash_deposit_with_config_origin
    const BlockNumber when{1};
    EXPECT_EQ(user(ReleaseDeposit{account(2), when}), "SafeMode.NoDeposit");
    EXPECT_EQ(root(ForceReleaseDeposit{account(2), when}), "SafeMode.NoDeposit");
    EXPECT_EQ(root(ForceSlashDeposit{account(2), when}), "SafeMode.NoDeposit");
    const auto place = [&] {
        EXPECT_TRUE(balances::hold(m_chain.context(), balances::HoldReason::SafeMode, account(2), rao(7'000)));
        Deposits.set(m_chain.state(), account(2), when, rao(7'000));
    };
    place();
    EXPECT_EQ(user(ReleaseDeposit{account(2), when}), "SafeMode.NotConfigured");
    EXPECT_EQ(root(ForceEnter{}), "");
    EXPECT_EQ(user(ReleaseDeposit{account(2), when}), "SafeMode.Entered");
    EXPECT_EQ(root(ForceReleaseDeposit{account(2), when}), "");
    EXPECT_TRUE(m_chain.endsWith(event::DepositReleased{account(2), rao(7'000)}));
    EXPECT_EQ(m_chain.reserved(account(2)), rao(0));
    place();
    const auto issued = balances::TotalIssuance.get(m_chain.state());
    EXPECT_EQ(root(ForceSlashDeposit{account(2), when}), "");
    EXPECT_TRUE(m_chain.endsWith(event::DepositSlashed{account(2), rao(7'000)}));
    EXPECT_EQ(balances::TotalIssuance.get(m_chain.state()).raw(), issued.raw() - 7'000);
}

} // namespace
} // namespace taodeck::subtensor::test

/// Positions as shares of both maps, and the small helpers around balances and stake. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/{staking,staking2}.rs at spec 425; the function's name stands at each.

#include "core/subtensor/pallets/subtensor_module/staking/orders.h"
#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint64_t kTao = UpstreamChain::kTao, kStake = 200'000;

/// A position of 1 on 2 that is all of the hotkey's stake, its share and the sum of shares in either map.
class UpstreamShares : public ::testing::Test {
protected:
    void SetUp() override {
        netuid = chain.addDynamic(2, 1);
        chain.removeOwnerStake(netuid);
        clear();
    }
    State& state() { return chain.state(); }
    void clear() {
        sm::AlphaV1.remove(state(), acc(2), acc(1), netuid);
        sm::AlphaV2.remove(state(), acc(2), acc(1), netuid);
        sm::TotalHotkeyShares.remove(state(), acc(2), netuid);
        sm::TotalHotkeySharesV2.remove(state(), acc(2), netuid);
    }
    void open(int share, int sum) {
        clear();
        if (share == 1) sm::AlphaV1.set(state(), acc(2), acc(1), netuid, U64F64::fromInt(1));
        if (share == 2) sm::AlphaV2.set(state(), acc(2), acc(1), netuid, SafeFloat::fromInt(1));
        if (sum == 1) sm::TotalHotkeyShares.set(state(), acc(2), netuid, U64F64::fromInt(1));
        if (sum == 2) sm::TotalHotkeySharesV2.set(state(), acc(2), netuid, SafeFloat::fromInt(1));
        sm::TotalHotkeyAlpha.set(state(), acc(2), netuid, alpha(kStake));
    }
    std::uint64_t value() { return chain.stake(2, 1, netuid); }

    UpstreamChain chain;
    NetUid netuid{};
};

TEST_F(UpstreamShares, AreReadFromBothMaps) {
    struct Case {
        const char *test, *sameAs;
        int share, sum;
    };
    const Case cases[] = {{"test_sharepool_dataops_get_value_v1",
                           "test_lazy_sharepool_migration_get_stake_reads_from_deprecated_alpha_map", 1, 1},
                          {"test_sharepool_dataops_get_value_v2",
                           "test_lazy_sharepool_migration_get_stake_reads_from_alpha_v2_map", 2, 2},
                          {"test_sharepool_dataops_get_value_mixed_v1_v2",
                           "test_lazy_sharepool_migration_get_stake_reads_from_cross_alpha_maps", 1, 2},
                          {"test_sharepool_dataops_get_value_mixed_v2_v1", "", 2, 1}};
    for (const Case& c : cases) {
        open(c.share, c.sum);
        EXPECT_EQ(value(), kStake) << c.test << " " << c.sameAs;
    }
}

// test_sharepool_dataops_get_value_from_shares_v1, test_sharepool_dataops_get_value_from_shares_v2
TEST_F(UpstreamShares, AreWorthTheirPart) {
    for (const int sum : {1, 2}) {
        open(0, sum);
        EXPECT_EQ(sm::sharePoolOf(state(), acc(2), netuid).valueOf(SafeFloat::fromInt(1)), kStake) << sum;
    }
}

TEST_F(UpstreamShares, GrowAndShrinkTogether) { // test_sharepool_dataops_update_value_for_all
    open(2, 2);
    sm::increaseHotkeyStake(state(), acc(2), netuid, alpha(kStake));
    EXPECT_EQ(value(), 2 * kStake);
    SharePool pool = sm::sharePoolOf(state(), acc(2), netuid);
    pool.updateAll(-static_cast<std::int64_t>(kStake));
    EXPECT_EQ(pool.valueOf(SafeFloat::fromInt(1)), kStake);
}

TEST_F(UpstreamShares, MoveToTheNewMapWhenTheyChange) {
    struct Case {
        const char* test;
        int share, sum;
    };
    const Case cases[] = {{"test_sharepool_dataops_update_value_for_one_v1_with_migration", 1, 1},
                          {"test_sharepool_dataops_update_value_for_one_v2", 2, 2},
                          {"test_sharepool_dataops_update_value_for_one_mixed_v1_v2", 1, 2},
                          {"test_sharepool_dataops_update_value_for_one_mixed_v2_v1", 2, 1}};
    for (const Case& c : cases) {
        SCOPED_TRACE(c.test);
        open(c.share, c.sum);
        chain.giveStake(2, 1, netuid, kStake);
        EXPECT_EQ(value(), 2 * kStake);
        EXPECT_FALSE(sm::AlphaV1.exists(state(), acc(2), acc(1), netuid));
        EXPECT_FALSE(sm::TotalHotkeyShares.exists(state(), acc(2), netuid));
    }
}

TEST_F(UpstreamShares, MoveWithAPurchase) { // test_lazy_sharepool_migration_staking_causes_migration
    open(1, 1);
    chain.buyStake(2, 1, netuid, kStake);
    EXPECT_FALSE(sm::AlphaV1.exists(state(), acc(2), acc(1), netuid));
    EXPECT_FALSE(sm::TotalHotkeyShares.exists(state(), acc(2), netuid));
    EXPECT_EQ(sm::AlphaV2.get(state(), acc(2), acc(1), netuid), sm::TotalHotkeySharesV2.get(state(), acc(2), netuid));
}

// test_sharepool_dataops_get_value_returns_zero_on_non_existing_v1,
// test_sharepool_dataops_get_value_returns_zero_on_non_existing_v2,
// test_sharepool_dataops_try_get_value_returns_err_on_non_existing_v1,
// test_sharepool_dataops_try_get_value_returns_err_on_non_existing_v2
TEST_F(UpstreamShares, NoneIsWorthNothing) {
    for (const int sum : {1, 2}) {
        open(0, sum);
        EXPECT_EQ(value(), 0U) << sum;
        EXPECT_TRUE(sm::stakedSubnets(state(), acc(2), acc(1)).empty()) << sum;
    }
}

class UpstreamHelpers : public ::testing::Test {
protected:
    State& state() { return chain.state(); }
    std::string transfer(std::uint64_t from, std::uint64_t amount) {
        const auto out = sm::transferTao(chain.context(), acc(from), sm::subnetAccount(NetUid{1}), rao(amount));
        return out ? "" : text(out.error());
    }
    UpstreamChain chain;
};

TEST_F(UpstreamHelpers, Balances) {
    EXPECT_EQ(chain.free(acc(5454)), 0U); // test_get_coldkey_balance_no_balance
    chain.fund(acc(5454), 1'337);
    EXPECT_EQ(chain.free(acc(5454)), 1'337U); // test_get_coldkey_balance_with_balance
    chain.fund(acc(4444322), 50'000);
    EXPECT_EQ(chain.free(acc(4444322)), 50'000U); // test_add_balance_to_coldkey_account_ok
    sm::NetworksAdded.set(state(), NetUid{1}, true);
    // test_remove_balance_from_coldkey_account_failed, test_remove_balance_from_coldkey_account_ok
    EXPECT_EQ(transfer(434324, 10'000), "SubtensorModule.InsufficientBalance");
    chain.fund(acc(434324), 10'000);
    EXPECT_EQ(transfer(434324, 10'000), "");
    // test_can_remove_balance_from_coldkey_account_err_insufficient_balance,
    // test_can_remove_balane_from_coldkey_account_ok
    chain.fund(acc(87987984), 10'000);
    EXPECT_EQ(transfer(87987984, 20'000), "SubtensorModule.InsufficientBalance");
    EXPECT_EQ(transfer(87987984, 5'000), "");
}

// test_add_stake_to_hotkey_account_ok, test_remove_stake_from_hotkey_account
TEST_F(UpstreamHelpers, StakeComesAndGoes) {
    const NetUid netuid = chain.addDynamic(2, 1);
    chain.neuron(netuid, 5445, 5443433);
    const Rao staked = sm::TotalStake.get(state());
    const std::uint64_t worth = chain.worth(5445);
    chain.giveStake(5445, 5443433, netuid, 10'000);
    EXPECT_EQ(chain.stake(5445, 5443433, netuid), 10'000U);
    EXPECT_GE(sm::TotalStake.get(state()), staked);
    EXPECT_GT(chain.worth(5445), worth);
    sm::decreaseStake(state(), acc(5445), acc(5443433), netuid, alpha(10'000));
    EXPECT_EQ(chain.stake(5445, 5443433, netuid), 0U);
    EXPECT_WITHIN(chain.worth(5445), worth, 10);
}

// test_remove_stake_from_hotkey_account_registered_in_various_networks
TEST_F(UpstreamHelpers, StakeOfOneSubnetIsNotThatOfAnother) {
    const NetUid one = chain.addDynamic(5445, 5443433), two = chain.addDynamic(5445, 5443433);
    chain.removeOwnerStake(one);
    chain.removeOwnerStake(two);
    ASSERT_TRUE(chain.uid(acc(5445), one));
    ASSERT_TRUE(chain.uid(acc(5445), two));
    chain.giveStake(5445, 5443433, one, 10'000);
    EXPECT_EQ(chain.hotkeyStake(5445, one), 10'000U);
    EXPECT_EQ(chain.hotkeyStake(5445, two), 0U);
    sm::decreaseStake(state(), acc(5445), acc(5443433), one, alpha(10'000));
    EXPECT_EQ(chain.hotkeyStake(5445, one), 0U);
    EXPECT_EQ(chain.hotkeyStake(5445, two), 0U);
}

TEST_F(UpstreamHelpers, HotkeysBelongToTheirColdkey) { // test_hotkey_belongs_to_coldkey_ok
    chain.addPlain(NetUid{1}, 13);
    chain.neuron(NetUid{1}, 4434334, 34333);
    EXPECT_EQ(sm::Owner.get(state(), acc(4434334)), acc(34333));
}

// test_has_enough_stake_yes, test_has_enough_stake_no, test_has_enough_stake_no_for_zero
TEST_F(UpstreamHelpers, MoreThanIsHeldCannotBeWithdrawn) {
    const NetUid netuid = chain.addDynamic(4334, 87989);
    chain.removeOwnerStake(netuid);
    const auto validate = [&](std::uint64_t amount) {
        const auto out =
            sm::validateRemove(chain.context(), acc(87989), acc(4334), netuid, alpha(amount), UINT64_MAX, false);
        return out ? "" : text(out.error());
    };
    EXPECT_EQ(chain.worth(4334), 0U);
    EXPECT_EQ(validate(1'000), "SubtensorModule.NotEnoughStakeToWithdraw");
    chain.giveStake(4334, 87989, netuid, 10'000);
    EXPECT_WITHIN(chain.worth(4334), 10'000U, 2);
    EXPECT_EQ(chain.stake(4334, 87989, netuid), 10'000U);
    EXPECT_EQ(validate(20'000), "SubtensorModule.NotEnoughStakeToWithdraw");
    EXPECT_EQ(validate(5'000), "SubtensorModule.AmountTooLow"); // there is enough; a part of it is too small to sell
    EXPECT_EQ(validate(10'000), "");
}

TEST_F(UpstreamHelpers, StakeWithoutASubnetIsWorthNothing) { // test_non_existent_account
    chain.giveStake(0, 0, NetUid{1}, 10);
    EXPECT_EQ(chain.stake(0, 0, NetUid{1}), 10U);
    EXPECT_EQ(chain.worth(0), 0U);
}

// test_rate_limits_enforced_on_decrease_before_increase_take
TEST_F(UpstreamHelpers, TakesRiseOnlyAfterAWhile) {
    chain.fund(acc(3), 100'000);
    chain.addPlain(NetUid{1});
    chain.neuron(NetUid{1}, 1, 3);
    const std::uint16_t least = sm::MinDelegateTake.get(state()), more = least + 1;
    const auto take = [&] { return sm::Delegates.get(state(), acc(1)); };
    sm::Delegates.set(state(), acc(1), more);
    ASSERT_EQ(chain.error(acc(3), sm::DecreaseTake{acc(1), least}), "");
    EXPECT_EQ(take(), least);
    EXPECT_EQ(chain.error(acc(3), sm::IncreaseTake{acc(1), more}), "SubtensorModule.DelegateTxRateLimitExceeded");
    EXPECT_EQ(take(), least);
    chain.step(2);
    ASSERT_EQ(chain.error(acc(3), sm::IncreaseTake{acc(1), more}), "");
    EXPECT_EQ(take(), more);
}

TEST_F(UpstreamHelpers, FeesAreThoseOfTheTarget) { // test_stake_fee_api
    const NetUid one{1}, two{2};
    for (const NetUid netuid : {one, two}) {
        sm::SubnetAlphaOut.set(state(), netuid, alpha(100 * kTao));
        chain.reserves(netuid, 100 * kTao, 200 * kTao);
    }
    using Position = std::optional<std::pair<AccountId, NetUid>>;
    const auto runtime = makeRuntime425(12'000);
    const auto ask = [&](const Position& from, const Position& to, std::uint64_t toColdkey = 2) {
        Encoder in;
        encodeTo(in, from);
        encodeTo(in, acc(2));
        encodeTo(in, to);
        encodeTo(in, acc(toColdkey));
        in.u64(100 * kTao);
        const auto out = runtime->call(state(), "StakeInfoRuntimeApi_get_stake_fee", in.view());
        EXPECT_TRUE(out);
        return out ? *Decoder{*out}.u64() : UINT64_MAX;
    };
    const auto fee = [&](NetUid netuid) { return feeOf(swap_module::poolOf(state(), netuid), 100 * kTao); };
    const auto at = [](std::uint64_t hotkey, NetUid netuid) { return Position{{acc(hotkey), netuid}}; };
    EXPECT_EQ(ask(std::nullopt, at(1, one)), fee(one));
    EXPECT_EQ(ask(at(1, kRootNetUid), std::nullopt), fee(kRootNetUid));
    EXPECT_EQ(ask(at(1, kRootNetUid), at(1, one)), fee(one));
    EXPECT_EQ(ask(at(1, kRootNetUid), at(3, kRootNetUid)), fee(kRootNetUid));
    EXPECT_EQ(ask(at(1, kRootNetUid), at(1, kRootNetUid), 4), fee(kRootNetUid));
    EXPECT_EQ(ask(at(1, one), at(1, kRootNetUid)), fee(kRootNetUid));
    EXPECT_EQ(ask(at(1, one), at(3, one)), fee(one));
    EXPECT_EQ(ask(at(1, one), at(1, two)), fee(two));
    EXPECT_EQ(ask(at(1, one), at(1, one), 4), fee(one)); // no mechanism, no fee
    sm::SubnetMechanism.set(state(), one, 1);
    EXPECT_GT(ask(std::nullopt, at(1, one)), 0U);
    EXPECT_EQ(ask(std::nullopt, at(1, one)), fee(one));
}

} // namespace
} // namespace taodeck::subtensor::test

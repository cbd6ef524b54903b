/// TAO that is minted, moved, burnt and recycled, and both issuances with it. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/tao.rs at spec 425, which runs them for several existential deposits; here it is the
/// network's 500 rao. The function's name stands at each.

#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint64_t kDeposit = UpstreamChain::kDeposit;

class UpstreamTao : public ::testing::Test {
protected:
    State& state() { return chain.state(); }
    std::uint64_t issued() {
        EXPECT_EQ(balances::TotalIssuance.get(state()), sm::TotalIssuance.get(state()));
        return balances::TotalIssuance.get(state()).raw();
    }
    template <class Change>
    std::string tried(Change change) {
        const auto before = state().changes();
        const auto out = inLayer(state(), change);
        if (out) return "";
        EXPECT_EQ(before, state().changes());
        return text(out.error());
    }
    std::string transfer(std::uint64_t from, std::uint64_t to, std::uint64_t amount) {
        return tried([&] { return sm::transferTao(chain.context(), acc(from), acc(to), rao(amount)); });
    }
    std::string burn(std::uint64_t who, std::uint64_t amount) {
        return tried([&] { return sm::burnTao(chain.context(), acc(who), rao(amount)); });
    }
    std::string recycle(std::uint64_t who, std::uint64_t amount) {
        return tried([&] { return sm::recycleTao(chain.context(), acc(who), rao(amount)); });
    }
    std::uint64_t free(std::uint64_t who) { return chain.free(acc(who)); }

    UpstreamChain chain;
};

TEST_F(UpstreamTao, MovesWhole) { // test_transfer_tao_normal_case
    chain.fund(acc(1), 10 * kDeposit + 200);
    chain.fund(acc(2), kDeposit); // 200 alone is less than the deposit of a new account
    ASSERT_EQ(transfer(1, 2, 200), "");
    EXPECT_EQ(free(1), 10 * kDeposit);
    EXPECT_EQ(free(2), kDeposit + 200);
    EXPECT_EQ(issued(), 11 * kDeposit + 200);
}

// test_transfer_tao_zero_balance_non_zero_amount_fails, test_transfer_tao_amount_greater_than_transferrable_fails
TEST_F(UpstreamTao, MovesNoMoreThanThereIs) {
    EXPECT_EQ(transfer(10'011, 10'012, 1), "SubtensorModule.InsufficientBalance");
    chain.fund(acc(1), 5 * kDeposit);
    EXPECT_EQ(transfer(1, 2, 5 * kDeposit + 1), "SubtensorModule.InsufficientBalance");
    EXPECT_EQ(free(2), 0U);
}

// test_transfer_tao_transfer_exactly_transferrable_succeeds, test_transfer_tao_to_self_is_ok_and_no_net_balance_change
TEST_F(UpstreamTao, MovesAllOfIt) {
    chain.fund(acc(1), 5 * kDeposit);
    ASSERT_EQ(transfer(1, 1, 10), "");
    EXPECT_EQ(free(1), 5 * kDeposit);
    ASSERT_EQ(transfer(1, 2, 5 * kDeposit), "");
    EXPECT_EQ(free(1), 0U);
    EXPECT_EQ(free(2), 5 * kDeposit);
}

TEST_F(UpstreamTao, LeavesNoDust) { // test_transfer_tao_reaps_origin
    chain.fund(acc(1), kDeposit + 3);
    const std::uint64_t before = issued();
    ASSERT_EQ(transfer(1, 2, kDeposit + 2), "");
    EXPECT_EQ(free(1), 0U);
    EXPECT_EQ(free(2), kDeposit + 2);
    EXPECT_EQ(before - issued(), 1U);
}

// test_transfer_all_tao_and_kill_normal_case, test_transfer_all_tao_and_kill_preexisting_destination,
// test_transfer_all_tao_and_kill_non_existing_origin_is_noop, test_transfer_all_tao_and_kill_to_self_is_noop
TEST_F(UpstreamTao, MovesEverythingThatCanMove) {
    const auto all = [&](std::uint64_t from, std::uint64_t to) {
        return tried([&] { return sm::transferAllTao(chain.context(), acc(from), acc(to)); });
    };
    ASSERT_EQ(all(20'001, 20'002), "");
    EXPECT_EQ(free(20'002), 0U);
    chain.fund(acc(1), kDeposit + 100);
    ASSERT_EQ(all(1, 1), "");
    EXPECT_EQ(free(1), kDeposit + 100);
    ASSERT_EQ(all(1, 2), "");
    EXPECT_EQ(free(1), 0U);
    EXPECT_EQ(free(2), kDeposit + 100);
    chain.fund(acc(3), kDeposit + 200);
    ASSERT_EQ(all(3, 2), "");
    EXPECT_EQ(free(3), 0U);
    EXPECT_EQ(free(2), 2 * kDeposit + 300);
}

// test_burn_tao_zero_amount_is_ok, test_burn_tao_insufficient_balance_fails
TEST_F(UpstreamTao, BurntNothingAndTooMuch) {
    EXPECT_EQ(burn(1, 0), "");
    EXPECT_EQ(chain.free(sm::burnAccount()), 0U);
    EXPECT_EQ(burn(30'001, 1), "SubtensorModule.InsufficientBalance");
}

// test_recycle_tao_reduces_both_balances_and_subtensor_total_issuance,
// test_recycle_tao_amount_greater_than_max_preserving_fails,
// test_recycle_tao_cannot_cross_preserve_threshold_in_high_ed_runtime
TEST_F(UpstreamTao, RecycledIsNoLongerIssued) {
    chain.fund(acc(1), 10 * kDeposit);
    const std::uint64_t before = issued();
    EXPECT_EQ(recycle(1, 9 * kDeposit + 1), "SubtensorModule.InsufficientBalance");
    EXPECT_EQ(issued(), before);
    ASSERT_EQ(recycle(1, 10), "");
    EXPECT_EQ(free(1), 10 * kDeposit - 10);
    EXPECT_EQ(issued(), before - 10);
}

// test_total_issuance_subtensor_matches_balances_across_tao_operations
TEST_F(UpstreamTao, BothIssuancesAgree) {
    chain.fund(acc(1), 1'000'000 + kDeposit - 1);
    chain.fund(acc(2), 1'000'000 + kDeposit - 1);
    const std::uint64_t before = issued();
    ASSERT_EQ(transfer(1, 2, 1'000), "");
    EXPECT_EQ(issued(), before);
    ASSERT_EQ(burn(1, 1'000), "");
    EXPECT_EQ(issued(), before);
    ASSERT_EQ(recycle(1, 1), "");
    EXPECT_EQ(issued(), before - 1);
}

// test_mint_tao_increases_total_issuance_in_balances_and_subtensor, test_mint_tao_zero_amount,
// test_mint_tao_respects_max_issuance_cap_in_balances
TEST_F(UpstreamTao, MintedUpToTheMost) {
    const Context ctx = chain.context();
    chain.fund(acc(1), 1'000);
    const std::uint64_t before = issued();
    sm::Mint some{ctx, 123};
    EXPECT_EQ(some.left(), 123U);
    EXPECT_EQ(issued(), before + 123);
    sm::Mint none{ctx, 0};
    EXPECT_EQ(none.left(), 0U);
    EXPECT_EQ(issued(), before + 123);
    const std::uint64_t left = kMaxIssuance - issued();
    sm::Mint rest{ctx, left + 1'000};
    EXPECT_EQ(rest.left(), left);
    EXPECT_EQ(issued(), kMaxIssuance);
}

/// pallets/alpha-assets/src/tests.rs
TEST_F(UpstreamTao, AlphaIsCountedApart) {
    const auto issuedAlpha = [&](NetUid netuid) { return alpha_assets::TotalAlphaIssuance.get(state(), netuid).raw(); };
    { // mint_alpha_increases_total_issuance_and_returns_imbalance
        alpha_assets::mint(state(), NetUid{3}, alpha(75));
        EXPECT_EQ(issuedAlpha(NetUid{3}), 75U);
    }
    { // burn_alpha_does_not_change_total_issuance
        alpha_assets::mint(state(), NetUid{4}, alpha(100));
        sm::burnAlpha(state(), NetUid{4}, alpha(40));
        EXPECT_EQ(alpha_assets::AlphaBurned.get(state(), NetUid{4}).raw(), 40U);
        EXPECT_EQ(issuedAlpha(NetUid{4}), 100U);
    }
    { // recycle_alpha_reduces_total_issuance_saturating_at_zero
        alpha_assets::mint(state(), NetUid{5}, alpha(90));
        sm::recycleAlpha(state(), NetUid{5}, alpha(30));
        EXPECT_EQ(alpha_assets::AlphaRecycled.get(state(), NetUid{5}).raw(), 30U);
        EXPECT_EQ(issuedAlpha(NetUid{5}), 60U);
        sm::recycleAlpha(state(), NetUid{5}, alpha(100));
        EXPECT_EQ(alpha_assets::AlphaRecycled.get(state(), NetUid{5}).raw(), 130U);
        EXPECT_EQ(issuedAlpha(NetUid{5}), 0U);
    }
}

/// runtime/tests/account_conversion.rs: test_subnet_account_id_no_panics, test_subnet_account_id_no_panics_quick
TEST_F(UpstreamTao, EverySubnetHasAnAccountOfItsOwn) {
    std::set<AccountId> all;
    for (std::uint32_t netuid = 0; netuid <= UINT16_MAX; ++netuid)
        all.insert(sm::subnetAccount(NetUid{static_cast<std::uint16_t>(netuid)}));
    EXPECT_EQ(all.size(), 65'536U);
}

} // namespace
} // namespace taodeck::subtensor::test

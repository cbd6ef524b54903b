/// Cases of upstream's smaller pallets and of its runtime's own tests at spec 425 that no other test states: utility,
/// alpha-assets, swap, admin-utils, and runtime/tests/{sudo_wrapper,account_conversion}.rs.

#include "core/subtensor/pallets/admin_utils/network.h"
#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"
#include "core/subtensor/pallets/sudo.h"
#include "core/subtensor/pallets/utility.h"
#include "core/subtensor/pallets/utility/wrappers.h"
#include "tests/unit/subtensor/calls_chain.h"
#include "tests/unit/subtensor/mock_chain.h"
#include "tests/unit/subtensor/test_chain.h"

#include <set>

namespace taodeck::subtensor::test {
namespace {

using balances::TransferAllowDeath;
using utility::Batch;
using utility::BatchAll;
using utility::ForceBatch;

class Batches : public ::testing::Test {
protected:
    static RuntimeCall pay(std::uint64_t amount) { return makeCall(TransferAllowDeath{address(2), {rao(amount)}}); }
    static RuntimeCall tooMuch() { return pay(11 * kUnitsPerToken); }
    /// Announces two transfers and needs one.
    static RuntimeCall thrifty() { return makeCall(utility::IfElse{pay(1), pay(1)}); }
    /// What was used of the announced weight, whether the call works or not.
    template <class C>
    std::uint64_t used(const C& call) {
        const auto made = makeCall(call);
        const auto result = noted(dispatch(m_chain.context(), Origin::signedBy(account(1)), made));
        return usedRefTime(made, result);
    }
    std::uint64_t usedAlone(const RuntimeCall& call) {
        const auto result = noted(dispatch(m_chain.context(), Origin::signedBy(account(1)), call));
        return usedRefTime(call, result);
    }
    std::uint64_t free(std::uint8_t n) { return m_chain.free(account(n)).raw(); }

    CallsChain m_chain;
};

TEST_F(Batches, OfRootPassEveryFilter) { // batch_with_root_works
    const Bytes k{'a'};
    const auto transfer = makeCall(balances::ForceTransfer{address(1), address(2), {rao(5)}});
    const std::uint64_t one = free(1), two = free(2);

    EXPECT_EQ(m_chain.errorAs(Origin::root(), Batch{{transfer, transfer, makeCall(system::SetStorage{{{k, k}}})}}), "");

    EXPECT_EQ(free(1), one - 10);
    EXPECT_EQ(free(2), two + 10);
    EXPECT_EQ(m_chain.state().get(k), k);
}

TEST_F(Batches, OfAnAccountRunInTurn) { // batch_with_signed_works, batch_all_works
    const std::uint64_t one = free(1), two = free(2);
    EXPECT_EQ(m_chain.error(account(1), Batch{{pay(5), pay(5)}}), "");
    EXPECT_EQ(m_chain.error(account(1), BatchAll{{pay(5), pay(5)}}), "");
    EXPECT_EQ(free(1), one - 20);
    EXPECT_EQ(free(2), two + 20);
}

TEST_F(Batches, StopAtAFilteredCall) { // batch_with_signed_filters
    auto origin = Origin::signedBy(account(1));
    origin.filter = std::make_shared<const Origin::Filter>(
        [](const RuntimeCall& call) { return !callAs<balances::TransferKeepAlive>(call); });
    const std::uint64_t two = free(2);
    const auto filtered = makeCall(balances::TransferKeepAlive{address(2), {rao(1)}});

    EXPECT_EQ(m_chain.errorAs(origin, Batch{{filtered, pay(5)}}), ""); // interrupted at the first
    EXPECT_EQ(m_chain.errorAs(origin, BatchAll{{filtered}}), "System.CallFiltered");

    EXPECT_EQ(free(2), two);
}

/// batch_handles_weight_refund, batch_all_handles_weight_refund: what the calls do not use is not paid, nor what is not
/// reached.
TEST_F(Batches, PayForWhatTheyUsed) {
    const std::uint64_t full = infoOf(thrifty()).refTime, saved = full - usedAlone(thrifty());
    ASSERT_GT(saved, 0U);
    const auto check = [&](auto batch) {
        using C = decltype(batch);
        const auto announced = [](const C& call) { return infoOf(makeCall(call)).refTime; };
        const C plain{{pay(1), pay(1), pay(1), pay(1)}};
        EXPECT_EQ(used(plain), announced(plain));
        const C thriftier{{thrifty(), thrifty(), thrifty(), thrifty()}};
        EXPECT_EQ(used(thriftier), announced(thriftier) - 4 * saved);
        const C failing{{pay(1), tooMuch()}};
        EXPECT_EQ(used(failing), announced(failing));
        const C thriftyAndFailing{{thrifty(), tooMuch()}};
        EXPECT_EQ(used(thriftyAndFailing), announced(thriftyAndFailing) - saved);
        const C partial{{thrifty(), tooMuch(), tooMuch()}};
        EXPECT_EQ(used(partial), announced(thriftyAndFailing) - saved);
    };
    check(Batch{});
    check(BatchAll{});
}

class AlphaAssets : public ::testing::Test {
protected:
    static constexpr NetUid kNet{3};
    std::uint64_t issued() { return alpha_assets::TotalAlphaIssuance.get(state, kNet).raw(); }
    MockChain chain;
    State& state{chain.state()};
};

TEST_F(AlphaAssets, CountWhatIsMinted) { // mint_alpha_increases_total_issuance_and_returns_imbalance
    alpha_assets::mint(state, kNet, alpha(75));
    EXPECT_EQ(issued(), 75U);
}

TEST_F(AlphaAssets, BurntStaysIssued) { // burn_alpha_does_not_change_total_issuance
    alpha_assets::mint(state, kNet, alpha(100));
    alpha_assets::burn(state, kNet, alpha(40));
    EXPECT_EQ(alpha_assets::AlphaBurned.get(state, kNet), alpha(40));
    EXPECT_EQ(issued(), 100U);
}

TEST_F(AlphaAssets, RecycledDoesNot) { // recycle_alpha_reduces_total_issuance_saturating_at_zero
    alpha_assets::mint(state, kNet, alpha(90));
    alpha_assets::recycle(state, kNet, alpha(30));
    EXPECT_EQ(alpha_assets::AlphaRecycled.get(state, kNet), alpha(30));
    EXPECT_EQ(issued(), 60U);
    alpha_assets::recycle(state, kNet, alpha(100));
    EXPECT_EQ(alpha_assets::AlphaRecycled.get(state, kNet), alpha(130));
    EXPECT_EQ(issued(), 0U);
}

/// swap/src/pallet/tests.rs: test_liquidate_pal_simple_ok_and_clears, test_clear_protocol_liquidity_green_path.
TEST(SwapState, IsForgottenWithItsSubnet) {
    namespace swapper = swap_module;
    constexpr NetUid kNet{202};
    MockChain chain;
    State& state = chain.state();
    for (int i = 0; i < 2; ++i) {
        swapper::initialize(state, kNet);
        EXPECT_TRUE(swapper::PalSwapInitialized.get(state, kNet));
        EXPECT_EQ(swapper::SwapBalancer.get(state, kNet).quote.parts, kEvenWeight);
        swapper::FeeRate.set(state, kNet, 1'000);
        swapper::clearProtocolLiquidity(state, kNet);
        swapper::clearProtocolLiquidity(state, kNet); // once more changes nothing
        EXPECT_FALSE(swapper::PalSwapInitialized.exists(state, kNet));
        EXPECT_FALSE(swapper::FeeRate.exists(state, kNet));
        EXPECT_FALSE(swapper::SwapBalancer.exists(state, kNet));
    }
}

/// admin-utils/src/tests/mod.rs: test_sudo_set_start_call_delay_permissions_and_zero_delay.
TEST(StartCallDelay, IsRootsAndMayBeZero) {
    MockChain chain;
    State& state = chain.state();
    sm::StartCallDelay.set(state, 0);
    const auto set = [](std::uint64_t delay) {
        admin_utils::SetStartCallDelay call;
        call.value = delay;
        return call;
    };
    EXPECT_EQ(chain.error(acc(1), set(0)), "BadOrigin");
    const NetUid netuid = chain.addNetwork(acc(2), acc(3));
    sm::FirstEmissionBlockNumber.remove(state, netuid);

    EXPECT_EQ(chain.error(acc(3), sm::StartCall{netuid}), "");
    EXPECT_TRUE(sm::FirstEmissionBlockNumber.get(state, netuid));
    EXPECT_EQ(chain.rootError(set(0)), "");
    EXPECT_EQ(sm::StartCallDelay.get(state), 0U);
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(chain.error(acc(3), sm::StartCall{netuid}), "SubtensorModule.FirstEmissionBlockNumberAlreadySet");
    EXPECT_EQ(sm::FirstEmissionBlockNumber.get(state, netuid), chain.block() + 1);
}

RuntimeCall remark() {
    return makeCall(system::Remark{{1, 2, 3}});
}

/// sudo_wrapper.rs: sudo_signed_by_correct_key_is_valid, sudo_signed_by_wrong_account_is_rejected,
/// sudo_when_no_sudo_key_configured_is_rejected, non_sudo_extrinsic_does_not_trigger_filter.
TEST(UpstreamSudo, IsForItsKeyInThePoolAlready) {
    TestChain chain;
    const auto sudoCall = makeCall(sudo::Sudo{remark()});
    EXPECT_TRUE(chain.validate(chain.sign(devKey("//Alice"), sudoCall)));
    const auto wrong = chain.validate(chain.sign(devKey("//Dave"), sudoCall));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, Invalid::Kind::BadSigner);
    EXPECT_TRUE(chain.validate(chain.sign(devKey("//Dave"), remark())));

    State state{chain.state()};
    sudo::Key.remove(state);
    chain.keep(state);
    const auto none = chain.validate(chain.sign(devKey("//Alice"), sudoCall));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, Invalid::Kind::BadSigner);
}

/// account_conversion.rs: test_subnet_account_id_no_panics, test_subnet_account_id_no_panics_quick.
TEST(UpstreamAccounts, OfSubnetsAreOneForEachNetuid) {
    std::set<AccountId> seen;
    for (std::uint32_t netuid = 0; netuid <= UINT16_MAX; ++netuid) {
        const auto account = sm::subnetAccount(NetUid{static_cast<std::uint16_t>(netuid)});
        ASSERT_TRUE(sm::isSubnetAccount(account)) << netuid;
        ASSERT_TRUE(seen.insert(account).second) << netuid;
    }
}

TEST(UpstreamTypes, NetuidsEncodeAsNumbers) { // common/src/lib.rs: netuid_has_u16_bin_repr
    EXPECT_EQ(encoded(NetUid{5}), encoded(std::uint16_t{5}));
    EXPECT_EQ(encoded(NetUid{5}), (Bytes{5, 0}));
}

} // namespace
} // namespace taodeck::subtensor::test

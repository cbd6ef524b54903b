/// Cases of upstream's smaller pallets and of its runtime's own tests at spec 425 that no other test states: utility,
/// alpha-assets, swap, admin-utils, and runtime/tests/{pallet_proxy,ghsa_repro,sudo_wrapper,account_conversion}.rs.

#include "core/subtensor/pallets/admin_utils/network.h"
#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"
#include "core/subtensor/pallets/proxy/calls.h"
#include "core/subtensor/pallets/proxy/filter.h"
#include "core/subtensor/pallets/subtensor_module/children/child_calls.h"
#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/subtensor_module/keys/key_calls.h"
#include "core/subtensor/pallets/subtensor_module/registration/register_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
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

// --- runtime/tests ---

using proxy::allows;
using proxy::ProxyType;

RuntimeCall remark() {
    return makeCall(system::Remark{{1, 2, 3}});
}
RuntimeCall transfer(std::uint64_t amount = 100) {
    return makeCall(TransferAllowDeath{address(3), {rao(amount)}});
}
RuntimeCall addStake() {
    return makeCall(sm::AddStake{account(2), NetUid{1}, rao(100)});
}
template <class C>
RuntimeCall ofSubnet() {
    C call;
    call.netuid = NetUid{1};
    return makeCall(call);
}

/// pallet_proxy.rs: proxy_filter_api_behavior_matches_instance_filter.
TEST(UpstreamProxyFilter, AllowsAsUpstreamSays) {
    const auto rateLimit = ofSubnet<admin_utils::SetServingRateLimit>();
    const auto identity = ofSubnet<sm::SetSubnetIdentity>(), symbol = ofSubnet<sm::UpdateSymbol>();
    const auto ownerHotkey = ofSubnet<admin_utils::SetSnOwnerHotkey>();
    const auto rootRegister = makeCall(sm::RootRegister{account(1)});
    const auto registers = ofSubnet<sm::Register>();
    const auto sudoRemark = makeCall(sudo::Sudo{remark()});
    const struct {
        ProxyType type;
        std::vector<RuntimeCall> may, mayNot;
    } rows[] = {
        {ProxyType::Any, {transfer(), remark(), addStake()}, {}},
        {ProxyType::NonTransfer, {remark(), addStake()}, {transfer()}},
        {ProxyType::NonFungible, {remark()}, {transfer(), addStake()}},
        {ProxyType::Transfer, {transfer()}, {remark(), addStake()}},
        {ProxyType::SmallTransfer, {transfer()}, {transfer(1'000'000'000), remark()}},
        {ProxyType::Owner, {rateLimit, identity, symbol}, {ownerHotkey, remark()}},
        {ProxyType::NonCritical, {remark(), transfer()}, {rootRegister, sudoRemark}},
        {ProxyType::Staking, {addStake()}, {transfer(), remark()}},
        {ProxyType::Registration, {registers}, {remark()}},
        {ProxyType::Triumvirate, {}, {remark()}},
        {ProxyType::Senate, {}, {remark()}},
        {ProxyType::Governance, {}, {remark()}},
        {ProxyType::RootWeights, {}, {remark()}},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(splitNames(proxy::kProxyTypeNames)[static_cast<std::size_t>(row.type)]);
        for (const auto& call : row.may)
            EXPECT_TRUE(allows(row.type, call)) << call.row->name.name;
        for (const auto& call : row.mayNot)
            EXPECT_FALSE(allows(row.type, call)) << call.row->name.name;
    }
}

/// pallet_proxy.rs: proxy_filter_api_structural_validation, proxy_filter_api_deprecated_consistency.
TEST(UpstreamProxyFilter, HasARowForEachType) {
    using proxy::FilterMode;
    const auto& rows = proxy::typeFilters();
    ASSERT_EQ(rows.size(), 18U);
    const auto rowOf = [&](ProxyType type) {
        return *std::find_if(rows.begin(), rows.end(), [type](const auto& row) { return row.type == type; });
    };
    const auto hasPallet = [](const proxy::TypeFilter& row, Pallet pallet) {
        return std::any_of(row.calls.begin(), row.calls.end(),
                           [&](const auto& c) { return c.pallet == pallet && !c.call; });
    };
    std::set<ProxyType> deprecated;
    for (const auto& row : rows) {
        if (!proxy::isDeprecated(row.type)) continue;
        deprecated.insert(row.type);
        EXPECT_EQ(row.mode, FilterMode::DenyAll);
        EXPECT_TRUE(row.calls.empty());
        for (const auto& call : {remark(), transfer(), addStake()})
            EXPECT_FALSE(allows(row.type, call));
    }
    EXPECT_TRUE(deprecated.count(ProxyType::Triumvirate) && deprecated.count(ProxyType::Senate));
    EXPECT_FALSE(deprecated.count(ProxyType::Any));
    EXPECT_EQ(rowOf(ProxyType::Any).mode, FilterMode::AllowAll);
    EXPECT_TRUE(rowOf(ProxyType::Any).calls.empty());
    EXPECT_EQ(rowOf(ProxyType::NonTransfer).mode, FilterMode::Deny);
    EXPECT_TRUE(hasPallet(rowOf(ProxyType::NonTransfer), Pallet::Balances));
    const auto owner = rowOf(ProxyType::Owner);
    EXPECT_EQ(owner.mode, FilterMode::Allow);
    EXPECT_TRUE(hasPallet(owner, Pallet::AdminUtils));
    EXPECT_TRUE(std::any_of(owner.exceptions.begin(), owner.exceptions.end(),
                            [](const auto& c) { return std::string_view{c.call} == "sudo_set_sn_owner_hotkey"; }));
    const auto small = rowOf(ProxyType::SmallTransfer);
    EXPECT_EQ(small.mode, FilterMode::Allow);
    for (const std::string_view argument : {"value", "alpha_amount"})
        EXPECT_TRUE(std::any_of(small.calls.begin(), small.calls.end(), [&](const auto& c) {
            return c.smaller && c.smaller == argument && c.limit == 500'000'000;
        })) << argument;
    EXPECT_EQ(rowOf(ProxyType::NonCritical).mode, FilterMode::Deny);
    EXPECT_TRUE(hasPallet(rowOf(ProxyType::NonCritical), Pallet::Sudo));
    const auto setCode = rowOf(ProxyType::SudoUncheckedSetCode);
    EXPECT_EQ(setCode.mode, FilterMode::Allow);
    EXPECT_TRUE(std::any_of(setCode.calls.begin(), setCode.calls.end(), [](const auto& c) {
        return c.nestedPallet && std::string_view{c.nestedPallet} == "System" &&
               std::string_view{c.nestedCall} == "set_code";
    }));
    EXPECT_EQ(static_cast<int>(Pallet::Balances), 5);
    EXPECT_EQ(static_cast<int>(Pallet::Sudo), 12);
    EXPECT_EQ(static_cast<int>(Pallet::AdminUtils), 19);
}

/// pallet_proxy.rs: proxy_filter_api_cross_check_filter_behavior, with every call that the chain has.
TEST(UpstreamProxyFilter, DoesWhatItsRowsSay) {
    using proxy::FilterMode;
    int checked = 0;
    for (const auto& row : proxy::typeFilters())
        for (const auto* pallet : pallets())
            for (const auto& call : pallet->calls) {
                const auto names = [&](const std::vector<proxy::FilteredCall>& calls) {
                    return std::find_if(calls.begin(), calls.end(), [&](const auto& c) {
                        return c.pallet == pallet->id && (!c.call || std::string_view{c.call} == call.name.name);
                    });
                };
                const auto found = names(row.calls);
                const bool listed = found != row.calls.end();
                if (listed && (found->smaller || found->nestedCall)) continue; // depends on the arguments
                const bool excepted = names(row.exceptions) != row.exceptions.end();
                const bool expected = row.mode == FilterMode::AllowAll ||
                                      (row.mode == FilterMode::Allow && listed && !excepted) ||
                                      (row.mode == FilterMode::Deny && (!listed || excepted));
                EXPECT_EQ(allows(row.type, {&call, nullptr}), expected)
                    << splitNames(proxy::kProxyTypeNames)[static_cast<std::size_t>(row.type)] << ' ' << call.name.name;
                ++checked;
            }
    EXPECT_GT(checked, 18 * 100);
}

/// pallet_proxy.rs: test_proxy_pallet, test_non_transfer_cannot_transfer,
/// test_owner_type_can_set_subnet_identity_and_update_symbol: the filter also decides when a proxy acts.
TEST(UpstreamProxyFilter, DecidesWhenAProxyActs) {
    const RuntimeCall calls[] = {transfer(),
                                 remark(),
                                 ofSubnet<admin_utils::SetServingRateLimit>(),
                                 makeCall(sm::RootRegister{account(1)}),
                                 addStake(),
                                 makeCall(sm::Register{NetUid{2}, 1, 0, {}, account(1), account(2)}),
                                 ofSubnet<sm::SetSubnetIdentity>(),
                                 ofSubnet<sm::UpdateSymbol>()};
    CallsChain chain;
    for (const auto type : {ProxyType::Any, ProxyType::Owner, ProxyType::NonCritical, ProxyType::NonTransfer,
                            ProxyType::NonFungible, ProxyType::Staking, ProxyType::Registration}) {
        chain.state().begin();
        ASSERT_TRUE(chain.callAsOrigin(Origin::signedBy(account(1)), proxy::AddProxy{address(2), type, {}}));
        for (const auto& call : calls) {
            chain.state().begin();
            EXPECT_TRUE(chain.callAsOrigin(Origin::signedBy(account(2)), proxy::Proxy{address(1), std::nullopt, call}));
            const auto result = proxy::LastCallResult.get(chain.state(), account(1));
            ASSERT_TRUE(result);
            const bool filtered = result->error && text(*result->error) == "System.CallFiltered";
            EXPECT_EQ(filtered, !allows(type, call))
                << splitNames(proxy::kProxyTypeNames)[static_cast<std::size_t>(type)] << ' ' << call.row->name.name;
            chain.state().rollback();
        }
        chain.state().rollback();
    }
    EXPECT_FALSE(allows(ProxyType::NonTransfer, transfer()));
}

/// ghsa_repro.rs: ghsa_2026_001_restricted_proxies_allow_coldkey_swap_lifecycle,
/// ghsa_2026_001_noncritical_is_not_a_fund_protection_type, ghsa_2026_002_nonfungible_allows_swap_hotkey_v2_gap,
/// ghsa_2026_003_owner_proxy_set_owner_hotkey_alias_bypass. The names are of the gaps, which are closed.
TEST(UpstreamProxyFilter, GuardsFundsAndOwnership) {
    const auto transferStake = makeCall(sm::TransferStake{account(0), account(0), NetUid{1}, NetUid{1}, Alpha{}});
    for (const auto type : {ProxyType::NonTransfer, ProxyType::NonFungible}) {
        EXPECT_FALSE(allows(type, transferStake));
        EXPECT_FALSE(allows(type, makeCall(sm::AnnounceColdkeySwap{})));
        EXPECT_FALSE(allows(type, makeCall(sm::SwapColdkeyAnnounced{})));
        EXPECT_FALSE(allows(type, makeCall(sm::SwapColdkey{})));
    }
    EXPECT_TRUE(allows(ProxyType::NonCritical, transferStake));
    for (const auto& call : {makeCall(sm::SwapHotkey{}), makeCall(sm::SwapHotkeyV2{})}) {
        EXPECT_FALSE(allows(ProxyType::NonFungible, call));
        EXPECT_TRUE(allows(ProxyType::SwapHotkey, call));
    }
    EXPECT_FALSE(allows(ProxyType::Owner, ofSubnet<admin_utils::SetSnOwnerHotkey>()));
    EXPECT_FALSE(allows(ProxyType::Owner, ofSubnet<admin_utils::SetSubnetOwnerHotkey>()));
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

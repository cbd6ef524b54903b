/// What proxies may do: the cases of upstream's runtime/tests/{pallet_proxy,ghsa_repro}.rs at spec 425.

#include "core/subtensor/pallets/admin_utils/network.h"
#include "core/subtensor/pallets/proxy/calls.h"
#include "core/subtensor/pallets/proxy/filter.h"
#include "core/subtensor/pallets/subtensor_module/keys/key_calls.h"
#include "core/subtensor/pallets/subtensor_module/registration/register_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnet_calls.h"
#include "core/subtensor/pallets/sudo.h"
#include "tests/unit/subtensor/calls_chain.h"

#include <set>

namespace taodeck::subtensor::test {
namespace {

using balances::TransferAllowDeath;
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

} // namespace
} // namespace taodeck::subtensor::test

/// What each proxy type may do, compared with the network's call names and with upstream's rules.

#include "core/subtensor/pallets/proxy/filter.h"

#include "core/metadata/metadata.h"
#include "core/subtensor/pallets/proxy/calls.h"
#include "core/subtensor/pallets/sudo.h"
#include "tests/unit/subtensor/calls_chain.h"

#include <fstream>

namespace taodeck::subtensor::test {
namespace {

using namespace proxy;

RuntimeCall keepAlive(std::uint64_t amount) {
    return makeCall(balances::TransferKeepAlive{address(6), {rao(amount)}});
}

TEST(ProxyFilter, NamesOnlyCallsThatTheNetworkHas) {
    std::ifstream in{std::string{TD_TEST_DATA} + "/metadata/finney-424-v16.nodocs.scale", std::ios::binary};
    const Bytes bytes{std::istreambuf_iterator<char>{in}, {}};
    const auto network = *metadata::Metadata::decode(bytes);
    int rows = 0;
    const auto check = [&](const std::vector<FilteredCall>& calls) {
        for (const auto& row : calls) {
            ++rows;
            const auto* pallet = network->pallet(name(row.pallet));
            ASSERT_NE(pallet, nullptr);
            EXPECT_EQ(pallet->index, static_cast<std::uint8_t>(row.pallet));
            if (!row.call) continue;
            std::string found;
            for (const auto& arm : network->arms(pallet->calls))
                if (arm.index == row.index) found = arm.name;
            EXPECT_EQ(found, row.call);
        }
    };
    for (const auto& row : typeFilters()) {
        check(row.calls);
        check(row.exceptions);
    }
    EXPECT_EQ(rows, 93);
    EXPECT_EQ(typeFilters().size(), splitNames(kProxyTypeNames).size());
}

TEST(ProxyFilter, AllowsWhatEachTypeNames) {
    const auto remark = makeCall(system::Remark{});
    const auto stake = makeCall(sm::AddStake{});
    const auto sudoCall = makeCall(sudo::Sudo{remark});
    struct Row {
        ProxyType type;
        bool remark, transfer, stake, sudo;
    };
    const std::vector<Row> rows{
        {ProxyType::Any, true, true, true, true},
        {ProxyType::Owner, false, false, false, false},
        {ProxyType::NonCritical, true, true, true, false},
        {ProxyType::NonTransfer, true, false, true, true},
        {ProxyType::Senate, false, false, false, false},
        {ProxyType::NonFungible, true, false, false, true},
        {ProxyType::Triumvirate, false, false, false, false},
        {ProxyType::Governance, false, false, false, false},
        {ProxyType::Staking, false, false, true, false},
        {ProxyType::Registration, false, false, false, false},
        {ProxyType::Transfer, false, true, false, false},
        {ProxyType::SmallTransfer, false, true, false, false},
        {ProxyType::RootWeights, false, false, false, false},
        {ProxyType::ChildKeys, false, false, false, false},
        {ProxyType::SudoUncheckedSetCode, false, false, false, false},
        {ProxyType::SwapHotkey, false, false, false, false},
        {ProxyType::SubnetLeaseBeneficiary, false, false, false, false},
        {ProxyType::RootClaim, false, false, false, false},
    };
    EXPECT_EQ(rows.size(), typeFilters().size());
    for (const auto& row : rows) {
        SCOPED_TRACE(splitNames(kProxyTypeNames)[static_cast<std::size_t>(row.type)]);
        EXPECT_EQ(allows(row.type, remark), row.remark);
        EXPECT_EQ(allows(row.type, keepAlive(1)), row.transfer);
        EXPECT_EQ(allows(row.type, stake), row.stake);
        EXPECT_EQ(allows(row.type, sudoCall), row.sudo);
    }
}

TEST(ProxyFilter, SmallTransfersStayBelowHalfATao) {
    EXPECT_TRUE(allows(ProxyType::SmallTransfer, keepAlive(499'999'999)));
    EXPECT_FALSE(allows(ProxyType::SmallTransfer, keepAlive(500'000'000)));
    EXPECT_TRUE(
        allows(ProxyType::SmallTransfer, makeCall(balances::TransferAllowDeath{address(6), {rao(499'999'999)}})));
    EXPECT_FALSE(allows(ProxyType::SmallTransfer, makeCall(balances::TransferAll{address(6), false})));
}

// runtime/tests/pallet_proxy.rs: test_owner_type_cannot_set_sn_owner_hotkey, ..._can_set_subnet_identity_...
TEST(ProxyFilter, OwnersDoAllOfAdminUtilsButGiveTheSubnetAway) {
    int offered = 0, refused = 0;
    for (const auto* pallet : pallets()) {
        if (pallet->id != Pallet::AdminUtils) continue;
        for (const auto& row : pallet->calls) {
            const std::string call = row.name.name;
            const bool givesAway = call == "sudo_set_sn_owner_hotkey" || call == "sudo_set_subnet_owner_hotkey";
            EXPECT_EQ(allows(ProxyType::Owner, {&row, nullptr}), !givesAway) << call;
            ++offered;
            refused += givesAway;
        }
    }
    EXPECT_GT(offered, 20);
    EXPECT_GT(refused, 0);
}

TEST(ProxyFilter, UncheckedSetCodeLooksInsideTheSudoCall) {
    const auto remark = makeCall(sudo::SudoUncheckedWeight{makeCall(system::Remark{}), {}});
    EXPECT_FALSE(allows(ProxyType::SudoUncheckedSetCode, remark));
}

TEST(ProxyFilter, KnowsWhichTypeHoldsWhich) { // InstanceFilter::is_superset
    EXPECT_TRUE(isSuperset(ProxyType::Any, ProxyType::Staking));
    EXPECT_FALSE(isSuperset(ProxyType::Staking, ProxyType::Any));
    EXPECT_TRUE(isSuperset(ProxyType::Staking, ProxyType::Staking));
    EXPECT_FALSE(isSuperset(ProxyType::Staking, ProxyType::RootClaim));
    EXPECT_TRUE(isSuperset(ProxyType::NonTransfer, ProxyType::Owner));
    EXPECT_FALSE(isSuperset(ProxyType::NonTransfer, ProxyType::Transfer));
    EXPECT_FALSE(isSuperset(ProxyType::NonTransfer, ProxyType::SmallTransfer));
    EXPECT_TRUE(isSuperset(ProxyType::Transfer, ProxyType::SmallTransfer));
    EXPECT_FALSE(isSuperset(ProxyType::SmallTransfer, ProxyType::Transfer));
}

TEST(ProxyFilter, TellsItsRulesThroughTheRuntimeApi) {
    CallsChain chain;
    const auto types = chain.runtime().call(chain.state(), "ProxyFilterRuntimeApi_get_proxy_types", {});
    ASSERT_TRUE(types);
    EXPECT_EQ((*types)[0], 18 * 4); // their count, compact
    const Bytes any(types->begin() + 1, types->begin() + 7);
    EXPECT_EQ(any, (Bytes{3 * 4, 'A', 'n', 'y', 0, 0}));

    const auto all = chain.runtime().call(chain.state(), "ProxyFilterRuntimeApi_get_proxy_filter", Bytes{0});
    const auto small = chain.runtime().call(chain.state(), "ProxyFilterRuntimeApi_get_proxy_filter", Bytes{1, 11});
    const auto none = chain.runtime().call(chain.state(), "ProxyFilterRuntimeApi_get_proxy_filter", Bytes{1, 18});
    ASSERT_TRUE(all && small && none);
    EXPECT_EQ((*all)[0], 18 * 4);
    EXPECT_EQ(*none, Bytes{0});
    Encoder wanted; // one row: type, name, not deprecated, Allow, three calls with a limit, no exceptions
    wanted.compact(1).u8(11).text("SmallTransfer").u8(0).u8(2).compact(3);
    const auto call = [&](const char* pallet, std::uint8_t at, const char* callName, std::uint8_t index,
                          const char* parameter) {
        wanted.text(pallet).u8(at).u8(1).text(callName).u8(1).u8(index).u8(1).u8(0).text(parameter);
        wanted.u64(500'000'000).u64(0);
    };
    call("Balances", 5, "transfer_keep_alive", 3, "value");
    call("Balances", 5, "transfer_allow_death", 0, "value");
    call("SubtensorModule", 7, "transfer_stake", 86, "alpha_amount");
    wanted.compact(0);
    EXPECT_EQ(*small, toBytes(wanted.view()));
}

} // namespace
} // namespace taodeck::subtensor::test

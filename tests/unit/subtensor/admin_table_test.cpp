/// Every call of AdminUtils once: who may send it, what binds it, and what it changes.
/// Restates pallets/admin-utils/src/tests/mod.rs of spec 425, whose cases for single setters all have this shape: a
/// stranger is refused, so is a subnet that does not exist, and root sets upstream's value. The case stands at its row.
/// What some of them say of events is in admin_rules_test.cpp.

#include "core/subtensor/pallets/admin_utils/admin_utils.h"
#include "core/subtensor/pallets/admin_utils/consensus.h"
#include "core/subtensor/pallets/admin_utils/economy.h"
#include "core/subtensor/pallets/admin_utils/mechanisms.h"
#include "core/subtensor/pallets/admin_utils/network.h"
#include "core/subtensor/pallets/admin_utils/registration.h"
#include "tests/unit/subtensor/economy_chain.h"

#include <set>

namespace taodeck::subtensor::test {
namespace {

using namespace admin_utils;

constexpr NetUid kTextNet = EconomyChain::kText, kUnknown{42};

enum class Who { Root, Owner }; ///< Owner: or root.
/// What binds the call besides its origin.
struct Bounds {
    bool window{false}, existence{false}, notRoot{false}, limit{false};
};

struct Row {
    RuntimeCall call, unknownSubnet, rootSubnet; ///< The same for other subnets; null where it names none.
    Who who{Who::Root};
    Bounds bounds;
    Bytes key, value;
    std::function<void(State&)> prepare{[](State&) {}};
};

template <class C, class Item, class Value>
Row network(const Item& item, Value value) {
    C call;
    call.value = value;
    return {makeCall(call), {}, {}, Who::Root, {}, item.key(), encoded(value), [](State&) {}};
}
template <class C, class Item, class Value>
Row subnet(
    const Item& item, Value value, Who who, Bounds bounds, std::function<void(State&)> prepare = [](State&) {}) {
    C call;
    call.netuid = kTextNet;
    call.value = value;
    Row row{makeCall(call), {}, {}, who, bounds, item.key(kTextNet), encoded(value), std::move(prepare)};
    call.netuid = kUnknown;
    row.unknownSubnet = makeCall(call);
    call.netuid = kRootNetUid;
    row.rootSubnet = makeCall(call);
    return row;
}

constexpr Bounds kFree{}, kExists{.existence = true}, kWindow{.window = true},
    kWindowAndExists{.window = true, .existence = true};
constexpr Bounds kOwner{.window = true, .existence = true, .limit = true};
constexpr Bounds kOwnerUnchecked{.window = true, .limit = true};
constexpr Bounds kOwnerNotRoot{.window = true, .existence = true, .notRoot = true, .limit = true};
constexpr Bounds kUnlimitedNotRoot{.window = true, .existence = true, .notRoot = true};

std::vector<Row> registrationRows() {
    return {
        // test_sudo_set_min_difficulty
        subnet<SetMinDifficulty>(sm::MinDifficulty, std::uint64_t{10}, Who::Root, kWindowAndExists),
        // test_sudo_set_difficulty
        subnet<SetDifficulty>(sm::Difficulty, std::uint64_t{10}, Who::Root, kWindowAndExists),
        // test_sudo_set_target_registrations_per_interval
        subnet<SetTargetRegistrationsPerInterval>(sm::TargetRegistrationsPerInterval, std::uint16_t{10}, Who::Root,
                                                  kWindowAndExists),
        subnet<SetMaxRegistrationsPerBlock>(sm::MaxRegistrationsPerBlock, std::uint16_t{10}, Who::Root,
                                            kWindowAndExists),
        subnet<SetMinAllowedUids>(sm::MinAllowedUids, std::uint16_t{8}, Who::Root, kWindowAndExists,
                                  [](State& state) { sm::SubnetworkN.set(state, kTextNet, 17); }),
        // test_sudo_set_adjustment_interval
        subnet<SetAdjustmentInterval>(sm::AdjustmentInterval, std::uint16_t{10}, Who::Root, kExists),
        // test_sudo_set_rao_recycled
        subnet<SetRaoRecycled>(sm::RAORecycledForRegistration, rao(10), Who::Root, kExists),
        subnet<SetNetworkRegistrationAllowed>(sm::NetworkRegistrationAllowed, false, Who::Root, kFree),
        // test_sudo_set_min_non_immune_uids
        subnet<SetMinNonImmuneUids>(sm::MinNonImmuneUids, std::uint16_t{12}, Who::Root, kFree),
        // test_sudo_set_max_difficulty
        subnet<SetMaxDifficulty>(sm::MaxDifficulty, std::uint64_t{10}, Who::Owner, kOwner),
        // test_sudo_set_adjustment_alpha
        subnet<SetAdjustmentAlpha>(sm::AdjustmentAlpha, std::uint64_t{10}, Who::Owner, kOwner),
        // test_sudo_set_immunity_period
        subnet<SetImmunityPeriod>(sm::ImmunityPeriod, std::uint16_t{10}, Who::Owner, kOwner),
        subnet<SetMaxAllowedUids>(sm::MaxAllowedUids, std::uint16_t{100}, Who::Owner, kOwner),
        subnet<SetMinBurn>(sm::MinBurn, rao(1'000'000), Who::Owner, kOwner),
        subnet<SetMaxBurn>(sm::MaxBurn, rao(100'000'001), Who::Owner, kOwner),
        subnet<SetBurnHalfLife>(sm::BurnHalfLife, std::uint16_t{36'100}, Who::Owner, kOwnerNotRoot),
        subnet<SetBurnIncreaseMult>(sm::BurnIncreaseMult, U64F64::fromInt(3), Who::Owner, kOwnerNotRoot),
        subnet<SetOwnerImmuneNeuronLimit>(sm::ImmuneOwnerUidsLimit, std::uint16_t{10}, Who::Owner, kOwnerUnchecked),
    };
}

std::vector<Row> consensusRows() {
    return {
        // test_sudo_set_weights_set_rate_limit
        subnet<SetWeightsSetRateLimit>(sm::WeightsSetRateLimit, std::uint64_t{10}, Who::Root, kExists),
        // test_sudo_set_kappa
        subnet<SetKappa>(sm::Kappa, std::uint16_t{10}, Who::Root, kExists),
        subnet<SetMaxAllowedValidators>(sm::MaxAllowedValidators, std::uint16_t{10}, Who::Root, kWindowAndExists),
        subnet<admin_utils::SetTempo>(sm::Tempo, std::uint16_t{10}, Who::Root, kWindowAndExists),
        // test_sudo_set_stake_threshold
        network<SetStakeThreshold>(sm::StakeThreshold, std::uint64_t{10}),
        // test_sudo_set_commit_reveal_version
        network<SetCommitRevealVersion>(sm::CommitRevealWeightsVersion, std::uint16_t{5}),
        // test_sudo_set_weights_version_key
        subnet<SetWeightsVersionKey>(sm::WeightsVersionKey, std::uint64_t{10}, Who::Owner, kOwner),
        // test_sudo_set_min_allowed_weights
        subnet<SetMinAllowedWeights>(sm::MinAllowedWeights, std::uint16_t{10}, Who::Owner, kOwner),
        // test_sudo_set_rho
        subnet<SetRho>(sm::Rho, std::uint16_t{11}, Who::Owner, kOwner),
        subnet<SetActivityCutoff>(sm::ActivityCutoff, std::uint16_t{360}, Who::Owner, kOwner),
        subnet<SetBondsMovingAverage>(sm::BondsMovingAverage, std::uint64_t{975'000}, Who::Owner, kOwner),
        // test_sudo_set_bonds_penalty
        subnet<SetBondsPenalty>(sm::BondsPenalty, std::uint16_t{10}, Who::Owner, kOwner),
        // test_sudo_set_commit_reveal_weights_enabled
        subnet<SetCommitRevealWeightsEnabled>(sm::CommitRevealWeightsEnabled, false, Who::Owner, kOwner),
        subnet<SetCommitRevealWeightsInterval>(sm::RevealPeriodEpochs, std::uint64_t{55}, Who::Owner, kOwner),
        subnet<SetAlphaSigmoidSteepness>(sm::AlphaSigmoidSteepness, std::int16_t{5'000}, Who::Owner, kOwner),
        // test_sudo_set_liquid_alpha_enabled
        subnet<SetLiquidAlphaEnabled>(sm::LiquidAlphaOn, true, Who::Owner, kOwnerUnchecked),
        subnet<SetYuma3Enabled>(sm::Yuma3On, false, Who::Owner, kOwnerUnchecked),
        subnet<SetBondsResetEnabled>(sm::BondsResetOn, true, Who::Owner, kOwnerUnchecked),
    };
}

std::vector<Row> economyRows() {
    return {
        // test_sudo_set_default_take
        network<SetDefaultTake>(sm::MaxDelegateTake, std::uint16_t{10}),
        // test_sudo_set_min_delegate_take
        network<SetMinDelegateTake>(sm::MinDelegateTake, std::uint16_t{UINT16_MAX / 100}),
        network<SetSubnetOwnerCut>(sm::SubnetOwnerCut, std::uint16_t{10}), // test_sudo_subnet_owner_cut
        network<SetNominatorMinRequiredStake>(sm::NominatorMinRequiredStake,
                                              std::uint64_t{10}), // can_only_be_called_by_admin
        network<SetSubnetMovingAlpha>(sm::SubnetMovingAlpha,
                                      I96F32::fromBits(Int128{1} << 31)), // test_sudo_root_sets_subnet_moving_alpha
        network<SetCkBurn>(sm::CKBurn, std::uint64_t{10}),
        network<SetTaoFlowCutoff>(sm::TaoFlowCutoff, I64F64::fromSigned(-3)),
        network<SetTaoFlowNormalizationExponent>(sm::FlowNormExponent, U64F64::fromInt(2)),
        network<SetTaoFlowSmoothingFactor>(sm::FlowEmaSmoothingFactor, std::uint64_t{10}),
        network<SetNetTaoFlowEnabled>(sm::NetTaoFlowEnabled, false),
        subnet<SetEmaPriceHalvingPeriod>(sm::EMAPriceHalvingBlocks, std::uint64_t{10}, Who::Root,
                                         kFree), // test_sudo_set_ema_halving
        subnet<SetSubtokenEnabled>(sm::SubtokenEnabled, false, Who::Root, kWindow),
        subnet<SetSubnetEmissionEnabled>(sm::SubnetEmissionEnabled, false, Who::Root,
                                         {.existence = true, .notRoot = true}),
        subnet<SetToggleTransfer>(sm::TransferToggle, false, Who::Owner, kOwnerUnchecked),
        subnet<SetRecycleOrBurn>(sm::RecycleOrBurn, sm::RecycleOrBurnEnum::Recycle, Who::Owner, kOwnerUnchecked),
        subnet<SetMinChildkeyTakePerSubnet>(sm::MinChildkeyTakePerSubnet, std::uint16_t{5'898}, Who::Owner, kOwner),
        subnet<SetOwnerCutEnabled>(sm::OwnerCutEnabled, false, Who::Owner, kUnlimitedNotRoot),
        subnet<SetOwnerCutAutoLockEnabled>(sm::OwnerCutAutoLockEnabled, true, Who::Owner, kUnlimitedNotRoot),
    };
}

std::vector<Row> networkRows() {
    return {
        network<SetTxRateLimit>(sm::TxRateLimit, std::uint64_t{10}),
        network<SetNetworkRateLimit>(sm::NetworkRateLimit, std::uint64_t{10}),
        network<SetNetworkImmunityPeriod>(sm::NetworkImmunityPeriod, std::uint64_t{10}),
        network<SetNetworkMinLockCost>(sm::NetworkMinLockCost, rao(10)),
        network<SetSubnetLimit>(sm::SubnetLimit, std::uint16_t{10}),
        network<SetLockReductionInterval>(sm::NetworkLockReductionInterval,
                                          std::uint64_t{7'200}), // test_sudo_set_network_lock_reduction_interval
        // test_sudo_set_tx_delegate_take_rate_limit
        network<SetTxDelegateTakeRateLimit>(sm::TxDelegateTakeRateLimit, std::uint64_t{10}),
        // test_sudo_set_dissolve_network_schedule_duration
        network<SetDissolveNetworkScheduleDuration>(sm::DissolveNetworkScheduleDuration, BlockNumber{200}),
        network<SetAdminFreezeWindow>(sm::AdminFreezeWindow, std::uint16_t{7}),
        network<SetOwnerHparamRateLimit>(sm::OwnerHyperparamRateLimit,
                                         std::uint16_t{5}), // test_sudo_set_admin_freeze_window_and_rate
        network<SetStartCallDelay>(sm::StartCallDelay, std::uint64_t{10}),
        // test_sudo_set_coldkey_swap_announcement_delay
        network<SetColdkeySwapAnnouncementDelay>(sm::ColdkeySwapAnnouncementDelay, BlockNumber{100}),
        // test_sudo_set_coldkey_swap_reannouncement_delay
        network<SetColdkeySwapReannouncementDelay>(sm::ColdkeySwapReannouncementDelay, BlockNumber{100}),
        network<SetMaxEpochsPerBlock>(sm::MaxEpochsPerBlock, std::uint8_t{5}),
        network<SetMaxMechanismCount>(sm::MaxMechanismCount, sm::MechId{10}),
        // test_sudo_set_serving_rate_limit
        subnet<SetServingRateLimit>(sm::ServingRateLimit, std::uint64_t{10}, Who::Owner, kOwnerUnchecked),
        // Its limit also binds root, and subnets that do not exist have an error of the other pallet: see
        // admin_rules_test.cpp.
        subnet<SetSubnetOwnerHotkey>(sm::SubnetOwnerHotkey, key("//Hot"), Who::Owner, kFree),
        subnet<SetSnOwnerHotkey>(sm::SubnetOwnerHotkey, key("//Hot"), Who::Owner, kFree),
        subnet<SetMechanismCount>(sm::MechanismCountCurrent, sm::MechId{2}, Who::Owner, kOwnerUnchecked,
                                  [](State& state) { sm::MaxAllowedUids.set(state, kTextNet, 128); }),
    };
}

/// Those whose effect is no single value: admin_rules_test.cpp tries them.
const std::set<int> kElsewhere{20, 33, 51, 77, 78};

std::vector<Row> allRows() {
    std::vector<Row> all;
    for (const auto& part : {registrationRows(), consensusRows(), economyRows(), networkRows()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

/// A chain in the middle of a long tempo, so that no window is open by chance.
struct AdminChain {
    EconomyChain chain;
    AccountId owner;

    AdminChain() {
        chain.start();
        chain.start();
        sm::Tempo.set(chain.state(), kTextNet, 360);
        sm::LastEpochBlock.set(chain.state(), kTextNet, 1);
        owner = sm::SubnetOwner.get(chain.state(), kTextNet);
    }
    /// The error's name; a failed call must leave nothing behind.
    std::string send(const Origin& origin, const RuntimeCall& call) {
        const auto before = chain.state().changes();
        const auto result = noted(dispatch(chain.context(), origin, call));
        if (result) return "";
        EXPECT_EQ(before, chain.state().changes());
        return text(result.error());
    }
};

const Origin kRoot = Origin::root();

TEST(AdminTable, HasEveryCallOfThePallet) {
    std::set<int> tried = kElsewhere;
    for (const auto& row : allRows())
        EXPECT_TRUE(tried.insert(row.call.row->name.index).second) << row.call.row->name.name;
    for (const auto& call : admin_utils::declaration().calls)
        EXPECT_EQ(tried.count(call.name.index), 1u) << call.name.name;
    EXPECT_EQ(tried.size(), admin_utils::declaration().calls.size());
    std::cout << tried.size() << " calls of AdminUtils\n";
}

TEST(AdminTable, RootSetsTheValue) {
    for (const auto& row : allRows()) {
        SCOPED_TRACE(row.call.row->name.name);
        AdminChain at;
        row.prepare(at.chain.state());
        ASSERT_NE(at.chain.state().get(row.key), row.value) << "the case would prove nothing";
        EXPECT_EQ(at.send(kRoot, row.call), "");
        EXPECT_EQ(at.chain.state().get(row.key), row.value);
    }
}

TEST(AdminTable, StrangersMayNot) {
    for (const auto& row : allRows()) {
        SCOPED_TRACE(row.call.row->name.name);
        AdminChain at;
        row.prepare(at.chain.state());
        EXPECT_EQ(at.send(Origin::signedBy(key("//Stranger")), row.call), "BadOrigin");
        EXPECT_EQ(at.send(Origin::none(), row.call), "BadOrigin");
    }
}

TEST(AdminTable, OwnersMayWhatIsTheirs) {
    for (const auto& row : allRows()) {
        SCOPED_TRACE(row.call.row->name.name);
        AdminChain at;
        row.prepare(at.chain.state());
        const auto first = at.send(Origin::signedBy(at.owner), row.call);
        if (row.who == Who::Root) {
            EXPECT_EQ(first, "BadOrigin");
            continue;
        }
        EXPECT_EQ(first, "");
        EXPECT_EQ(at.chain.state().get(row.key), row.value);
        if (row.bounds.limit) {
            EXPECT_EQ(at.send(Origin::signedBy(at.owner), row.call), "SubtensorModule.TxRateLimitExceeded");
            EXPECT_EQ(at.send(kRoot, row.call), "") << "root has no limit";
        }
    }
}

TEST(AdminTable, TheFreezeWindowBindsRootToo) {
    for (const auto& row : allRows()) {
        if (!row.unknownSubnet.row) continue;
        SCOPED_TRACE(row.call.row->name.name);
        AdminChain at;
        row.prepare(at.chain.state());
        sm::LastEpochBlock.set(at.chain.state(), kTextNet, 0);
        sm::Tempo.set(at.chain.state(), kTextNet, 11); // block 2: nine blocks are left, fewer than ten
        const char* closed = row.bounds.window ? "SubtensorModule.AdminActionProhibitedDuringWeightsWindow" : "";
        EXPECT_EQ(at.send(kRoot, row.call), closed);
        sm::Tempo.set(at.chain.state(), kTextNet, 12);
        if (row.bounds.window) {
            EXPECT_EQ(at.send(kRoot, row.call), "");
        }
    }
}

TEST(AdminTable, SubnetsThatDoNotExistAreRefusedWhereUpstreamLooks) {
    for (const auto& row : allRows()) {
        if (!row.unknownSubnet.row) continue;
        SCOPED_TRACE(row.call.row->name.name);
        const auto index = row.call.row->name.index;
        AdminChain at;
        const char* refusal = row.bounds.existence         ? "AdminUtils.SubnetDoesNotExist"
                              : index == 64 || index == 67 ? "SubtensorModule.SubnetNotExists"
                              : index == 76                ? "SubtensorModule.MechanismDoesNotExist"
                                                           : "";
        EXPECT_EQ(at.send(kRoot, row.unknownSubnet), refusal);
        if (row.bounds.notRoot) {
            EXPECT_EQ(at.send(kRoot, row.rootSubnet), "AdminUtils.NotPermittedOnRootSubnet");
        }
    }
}

} // namespace
} // namespace taodeck::subtensor::test

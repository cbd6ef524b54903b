#include "core/subtensor/pallets/subtensor_module/children/schedule.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/subnets/dissolve.h"
#include "core/subtensor/pallets/subtensor_module/subnets/events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/subnets/parameter_events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/symbols.h"
#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::uint16_t kDefaultTempo = 360;
constexpr std::uint16_t kDynamicMechanism = 1;
constexpr std::uint64_t kNewSubnetBurn = 1'000'000'000; ///< Rao for the first registrations.

/// A parameter that was left behind or defaults becomes explicit.
template <class Item>
void makeExplicit(State& state, const Item& item, NetUid netuid) {
    item.set(state, netuid, item.get(state, netuid));
}

/// The subnet that must go before another fits in; empty when there is room. SubnetLimitReached.
Dispatch<std::optional<NetUid>> roomFor(const Context& ctx) {
    const auto all = subnets(ctx.state);
    const auto count = std::count_if(all.begin(), all.end(), [&ctx](NetUid netuid) {
        return netuid != kRootNetUid && NetworksAdded.get(ctx.state, netuid);
    });
    if (count < SubnetLimit.get(ctx.state)) return std::optional<NetUid>{};
    const auto pruned = networkToPrune(ctx.state, blockNumber(ctx));
    TD_ENSURE(pruned, ModuleError::SubnetLimitReached);
    return pruned;
}

/// Everything that is paid goes into the pool, whose alpha makes the price the median of the other subnets.
void fillPool(const Context& ctx, NetUid netuid, Rao paid, U64F64 startPrice) {
    // Quirk: a payer whose balance is the price exactly pays less, to stay alive; the reserve may then count rao that
    // the subnet's account does not hold.
    const Rao tao = std::max(paid, NetworkMinLockCost.get(ctx.state));
    const std::uint64_t alpha = U64F64::fromInt(tao.raw()).safeDiv(startPrice).toU64();
    SubnetTAO.set(ctx.state, netuid, tao);
    SubnetAlphaIn.set(ctx.state, netuid, Alpha::fromRaw(alpha));
    SubnetLocked.set(ctx.state, netuid, paid);
    SubnetAlphaOut.set(ctx.state, netuid, Alpha{});
    SubnetVolume.set(ctx.state, netuid, 0);
    // Nothing is recycled: the pool takes at least what was paid.
    RAORecycledForRegistration.set(ctx.state, netuid, Rao{});
    if (tao != Rao{}) TotalStake.set(ctx.state, TotalStake.get(ctx.state).saturatingAdd(tao));
}

/// Upstream's look at the price stores the block emission that it computes on the way.
void rememberEmission(const Context& ctx) {
    const std::uint64_t emission = ctx.rules.economy().emissionAt(TotalIssuance.get(ctx.state).raw());
    if (BlockEmission.get(ctx.state) != emission) BlockEmission.set(ctx.state, emission);
}

Dispatch<> ensureMayRegister(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey) {
    TD_ENSURE(!hotkeyExists(ctx.state, hotkey) || owns(ctx.state, coldkey, hotkey), ModuleError::NonAssociatedColdKey);
    TD_ENSURE(!isSubnetAccount(hotkey), ModuleError::CannotUseSystemAccount);
    TD_ENSURE(blockNumber(ctx) >= NetworkRegistrationStartBlock.get(ctx.state),
              ModuleError::SubNetRegistrationDisabled);
    TD_ENSURE(passesRateLimit(ctx.state, TransactionType::RegisterNetwork, coldkey, blockNumber(ctx)),
              ModuleError::NetworkTxRateLimitExceeded);
    return {};
}

} // namespace

void initNewNetwork(const Context& ctx, NetUid netuid, std::uint16_t tempo) {
    State& state = ctx.state;
    SubnetworkN.set(state, netuid, 0);
    NetworksAdded.set(state, netuid, true);
    Tempo.set(state, netuid, tempo);
    const std::uint64_t now = blockNumber(ctx), stagger = raw(netuid) % std::max<std::uint16_t>(tempo, 1);
    LastEpochBlock.set(state, netuid, now > stagger ? now - stagger : 0); // subnets of one tempo take turns
    const std::uint16_t total = TotalNetworks.get(state);
    TotalNetworks.set(state, static_cast<std::uint16_t>(total == UINT16_MAX ? total : total + 1));

    NetworkRegistrationAllowed.set(state, netuid, true);
    ctx.emit(RegistrationAllowed{netuid, true});
    MaxAllowedUids.set(state, netuid, 256);
    ctx.emit(MaxAllowedUidsSet{netuid, 256});
    MaxAllowedValidators.set(state, netuid, 64);
    ctx.emit(MaxAllowedValidatorsSet{netuid, 64});
    MinAllowedWeights.set(state, netuid, 1);
    ctx.emit(MinAllowedWeightSet{netuid, 1});
    ImmunityPeriod.set(state, netuid, 5'000);
    ctx.emit(ImmunityPeriodSet{netuid, 5'000});
    Yuma3On.set(state, netuid, true);
    subtensor_module::Burn.set(state, netuid, Rao::fromRaw(kNewSubnetBurn));
    SubnetEmissionEnabled.set(state, netuid, true);
    makeExplicit(state, Kappa, netuid);
    makeExplicit(state, ActivityCutoff, netuid);
    makeExplicit(state, RegistrationsThisInterval, netuid);
}

Dispatch<NetUid> registerNetwork(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey,
                                 const std::optional<SubnetIdentityV3>& identity) {
    State& state = ctx.state;
    const std::uint64_t now = blockNumber(ctx);
    TD_DISPATCH_CHECK(ensureMayRegister(ctx, coldkey, hotkey));
    TD_DISPATCH_TRY(const std::optional<NetUid> pruned, roomFor(ctx));
    const Rao cost = networkLockCost(state, ctx.rules, now);
    rememberEmission(ctx);
    TD_ENSURE(cost <= coldkeyBalance(ctx, coldkey), ModuleError::CannotAffordLockCost);
    if (pruned) TD_DISPATCH_CHECK(dissolveNetwork(ctx, *pruned));
    const NetUid netuid = pruned ? *pruned : nextNetuid(state);
    const U64F64 startPrice = medianAlphaPrice(state); // before the new one has a pool

    initNewNetwork(ctx, netuid, kDefaultTempo);
    TD_DISPATCH_TRY(const Rao paid, transferTaoToSubnet(ctx, netuid, coldkey, cost));
    NetworkLastLockCost.set(state, paid);
    LastRateLimitedBlock.set(state, networkRegisteredKey(), now);
    TD_DISPATCH_CHECK(createHotkeyIfAbsent(state, coldkey, hotkey));
    appendNeuron(ctx, netuid, hotkey);
    SubnetMechanism.set(state, netuid, kDynamicMechanism);
    NetworkRegisteredAt.set(state, netuid, now);
    RegisteredSubnetCounter.set(state, netuid, RegisteredSubnetCounter.get(state, netuid) + 1);
    TokenSymbol.set(state, netuid, nextAvailableSymbol(state, netuid));

    SubnetOwner.set(state, netuid, coldkey);
    TD_DISPATCH_CHECK(setSubnetOwnerHotkey(ctx, netuid, hotkey));
    fillPool(ctx, netuid, paid, startPrice);
    if (identity) {
        TD_ENSURE(isValid(*identity), ModuleError::InvalidIdentity);
        SubnetIdentitiesV3.set(state, netuid, *identity);
        ctx.emit(SubnetIdentitySet{netuid});
    }
    // A refusal leaves the subnet without these parents, nothing more.
    (void)setRootValidatorsForSubnet(ctx, netuid);
    ctx.emit(NetworkAdded{netuid, kDynamicMechanism});
    SubnetEmissionEnabled.set(state, netuid, false);
    return netuid;
}

} // namespace taodeck::subtensor::subtensor_module

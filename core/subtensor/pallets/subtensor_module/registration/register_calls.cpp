#include "core/subtensor/pallets/subtensor_module/registration/register_calls.h"

#include "core/subtensor/pallets/subtensor_module/parameters/events.h"
#include "core/subtensor/pallets/subtensor_module/registration/events.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"
#include "core/subtensor/pallets/subtensor_module/versions/module_rules.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

Dispatch<> ensureMarket(const StateReader& state, NetUid netuid) {
    TD_ENSURE(netuid != kRootNetUid, ModuleError::RegistrationNotPermittedOnRootSubnet);
    TD_ENSURE(NetworksAdded.get(state, netuid), ModuleError::SubnetNotExists);
    return {};
}

bool isFull(const StateReader& state, NetUid netuid) {
    return SubnetworkN.get(state, netuid) >= MaxAllowedUids.get(state, netuid);
}

/// Before anything is paid.
Dispatch<> ensureRoom(const Context& ctx, NetUid netuid) {
    TD_ENSURE(MaxAllowedUids.get(ctx.state, netuid) != 0, ModuleError::NoNeuronIdAvailable);
    TD_ENSURE(!isFull(ctx.state, netuid) || neuronToPrune(ctx, netuid), ModuleError::NoNeuronIdAvailable);
    return {};
}

Dispatch<std::uint16_t> seatNeuron(const Context& ctx, NetUid netuid, const AccountId& hotkey) {
    if (!isFull(ctx.state, netuid)) return appendNeuron(ctx, netuid, hotkey);
    const auto uid = neuronToPrune(ctx, netuid);
    TD_ENSURE(uid, ModuleError::NoNeuronIdAvailable);
    // The owner's hotkey keeps its UID even if it was chosen, and the newcomer has paid for nothing: as upstream.
    replaceNeuron(ctx, netuid, *uid, hotkey);
    return *uid;
}

void raisePrice(const Context& ctx, NetUid netuid) {
    const State& state = ctx.state;
    const std::uint64_t next =
        ctx.rules.economy().raiseBurn(Burn.get(state, netuid).raw(), BurnIncreaseMult.get(state, netuid),
                                      MinBurn.get(state, netuid).raw(), MaxBurn.get(state, netuid).raw());
    Burn.set(ctx.state, netuid, Rao::fromRaw(next));
}

DispatchResult registerHotkey(const Context& ctx, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey) {
    State& state = ctx.state;
    TD_DISPATCH_CHECK(ensureMarket(state, netuid));
    TD_ENSURE(NetworkRegistrationAllowed.get(state, netuid), ModuleError::SubNetRegistrationDisabled);
    TD_ENSURE(!Uids.exists(state, netuid, hotkey), ModuleError::HotKeyAlreadyRegisteredInSubNet);
    const Rao price = Burn.get(state, netuid);
    TD_ENSURE(price <= coldkeyBalance(ctx, coldkey), ModuleError::NotEnoughBalanceToStake);
    TD_DISPATCH_CHECK(createHotkeyIfAbsent(state, coldkey, hotkey));
    TD_ENSURE(owns(state, coldkey, hotkey), ModuleError::NonAssociatedColdKey);
    TD_DISPATCH_CHECK(ensureRoom(ctx, netuid));

    TD_DISPATCH_TRY(const Rao paid, moduleRules(ctx.rules.specVersion()).payRegistration(ctx, coldkey, netuid, price));
    TD_DISPATCH_TRY(const std::uint16_t uid, seatNeuron(ctx, netuid, hotkey));
    raisePrice(ctx, netuid);
    const std::uint16_t count = RegistrationsThisBlock.get(state, netuid);
    RegistrationsThisBlock.set(state, netuid, static_cast<std::uint16_t>(count == UINT16_MAX ? count : count + 1));
    const Rao recycled = RAORecycledForRegistration.get(state, netuid).saturatingAdd(price);
    RAORecycledForRegistration.set(state, netuid, recycled);
    ctx.emit(RAORecycledForRegistrationSet{netuid, recycled});
    recordTaoInflow(state, netuid, paid);
    ctx.emit(NeuronRegistered{netuid, uid, hotkey});
    return PostInfo{};
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const Register& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    return registerHotkey(ctx, coldkey, call.netuid, call.hotkey);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const BurnedRegister& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    return registerHotkey(ctx, coldkey, call.netuid, call.hotkey);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RegisterLimit& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(ensureMarket(ctx.state, call.netuid));
    TD_ENSURE(Burn.get(ctx.state, call.netuid).raw() <= call.limitPrice, ModuleError::RegistrationPriceLimitExceeded);
    return registerHotkey(ctx, coldkey, call.netuid, call.hotkey);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const TryAssociateHotkey& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(createHotkeyIfAbsent(ctx.state, coldkey, call.hotkey));
    return PostInfo{};
}

std::vector<CallRow> registrationCalls() {
    return {callRow<Register>(), callRow<BurnedRegister>(), callRow<RootRegister>(), callRow<TryAssociateHotkey>(),
            callRow<RegisterLimit>()};
}

std::vector<EventRow> registrationEvents() {
    return {eventRow<NeuronRegistered>()};
}

} // namespace taodeck::subtensor::subtensor_module

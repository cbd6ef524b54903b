#include "core/subtensor/pallets/subtensor_module/registration/events.h"
#include "core/subtensor/pallets/subtensor_module/registration/register_calls.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::uint16_t kFirstTake = 11'796; ///< 18 %, of a validator that had none.

Dispatch<> ensureNotTooMany(const StateReader& state) {
    TD_ENSURE(RegistrationsThisBlock.get(state, kRootNetUid) < MaxRegistrationsPerBlock.get(state, kRootNetUid),
              ModuleError::TooManyRegistrationsThisBlock);
    const unsigned most = std::min<unsigned>(TargetRegistrationsPerInterval.get(state, kRootNetUid) * 3U, UINT16_MAX);
    TD_ENSURE(RegistrationsThisInterval.get(state, kRootNetUid) < most, ModuleError::TooManyRegistrationsThisInterval);
    return {};
}

/// The UID with the least root stake, and that stake; of equal ones the first in the order of the keys.
std::pair<std::uint16_t, Alpha> poorest(const StateReader& state) {
    std::pair<std::uint16_t, Alpha> out{0, Alpha::fromRaw(UINT64_MAX)};
    Keys.forEachUnder(
        state,
        [&](NetUid, std::uint16_t uid, const AccountId& hotkey) {
            const Alpha stake = stakeOfHotkey(state, hotkey, kRootNetUid);
            if (stake < out.second) out = {uid, stake};
            return true;
        },
        kRootNetUid);
    return out;
}

Dispatch<std::uint16_t> seatValidator(const Context& ctx, const AccountId& hotkey) {
    if (SubnetworkN.get(ctx.state, kRootNetUid) < MaxAllowedUids.get(ctx.state, kRootNetUid))
        return appendNeuron(ctx, kRootNetUid, hotkey);
    const auto [uid, stake] = poorest(ctx.state);
    TD_ENSURE(Keys.exists(ctx.state, kRootNetUid, uid), ModuleError::HotKeyNotRegisteredInSubNet);
    TD_ENSURE(stake < stakeOfHotkey(ctx.state, hotkey, kRootNetUid), ModuleError::StakeTooLowForRoot);
    replaceNeuron(ctx, kRootNetUid, uid, hotkey);
    return uid;
}

void countUp(State& state, const DefaultStorage<std::uint16_t, NetUid>& item) {
    item.set(state, kRootNetUid, static_cast<std::uint16_t>(item.get(state, kRootNetUid) + 1));
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const RootRegister& call) {
    State& state = ctx.state;
    TD_ENSURE(NetworksAdded.get(state, kRootNetUid), ModuleError::RootNetworkDoesNotExist);
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(ensureNotTooMany(state));
    TD_ENSURE(!Uids.exists(state, kRootNetUid, call.hotkey), ModuleError::HotKeyAlreadyRegisteredInSubNet);
    // A hotkey of somebody else is registered all the same: upstream does not ask whose it is.
    TD_DISPATCH_CHECK(createHotkeyIfAbsent(state, coldkey, call.hotkey));
    TD_DISPATCH_TRY(const std::uint16_t uid, seatValidator(ctx, call.hotkey));
    if (!Delegates.exists(state, call.hotkey)) Delegates.set(state, call.hotkey, kFirstTake);
    countUp(state, RegistrationsThisInterval);
    countUp(state, RegistrationsThisBlock);
    ctx.emit(NeuronRegistered{kRootNetUid, uid, call.hotkey});
    return PostInfo{};
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/staking/auto_stake.h"

#include "core/subtensor/pallets/subtensor_module/staking/events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {

DispatchResult apply(const Context& ctx, const Origin& origin, const SetColdkeyAutoStakeHotkey& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    State& state = ctx.state;
    TD_ENSURE(NetworksAdded.get(state, call.netuid), ModuleError::SubnetNotExists);
    TD_ENSURE(Uids.exists(state, call.netuid, call.hotkey), ModuleError::HotKeyNotRegisteredInSubNet);
    if (const auto before = AutoStakeDestination.get(state, coldkey, call.netuid)) {
        TD_ENSURE(*before != call.hotkey, ModuleError::SameAutoStakeHotkeyAlreadySet);
        auto others = AutoStakeDestinationColdkeys.get(state, *before, call.netuid);
        others.erase(std::remove(others.begin(), others.end(), coldkey), others.end());
        AutoStakeDestinationColdkeys.set(state, *before, call.netuid, others);
    }
    AutoStakeDestination.set(state, coldkey, call.netuid, call.hotkey);
    auto coldkeys = AutoStakeDestinationColdkeys.get(state, call.hotkey, call.netuid);
    if (std::find(coldkeys.begin(), coldkeys.end(), coldkey) == coldkeys.end()) coldkeys.push_back(coldkey);
    AutoStakeDestinationColdkeys.set(state, call.hotkey, call.netuid, coldkeys);
    ctx.emit(AutoStakeDestinationSet{coldkey, call.netuid, call.hotkey});
    return PostInfo{};
}

} // namespace taodeck::subtensor::subtensor_module

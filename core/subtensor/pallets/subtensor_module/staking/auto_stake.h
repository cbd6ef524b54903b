#pragma once
/// Where a miner's owner wants the incentive staked. Upstream: pallets/subtensor/src/macros/dispatches.rs (spec 425).

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// What the signer's neurons mine on the subnet is from now on staked to this hotkey.
/// SubnetNotExists, HotKeyNotRegisteredInSubNet, SameAutoStakeHotkeyAlreadySet.
struct SetColdkeyAutoStakeHotkey {
    static constexpr CallName kName{Pallet::SubtensorModule, 114, "set_coldkey_auto_stake_hotkey"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"hotkey", "T::AccountId"}};
    NetUid netuid{};
    AccountId hotkey;
    static auto fields(auto& c) { return std::tie(c.netuid, c.hotkey); }
    static DispatchInfo info(const SetColdkeyAutoStakeHotkey&) { return callInfo(33'853'000, 4, 2, 4'274); }
};
DispatchResult apply(const Context&, const Origin&, const SetColdkeyAutoStakeHotkey&);

} // namespace taodeck::subtensor::subtensor_module

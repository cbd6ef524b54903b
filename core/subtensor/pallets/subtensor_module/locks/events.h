#pragma once
/// Events of locks. Source: the main network's metadata.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

struct StakeLocked {
    static constexpr EventName kName{Pallet::SubtensorModule, 127, "StakeLocked"};
    static constexpr FieldInfo kFields[] = {
        {"coldkey", "T::AccountId"}, {"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"amount", "AlphaBalance"}};
    AccountId coldkey, hotkey;
    NetUid netuid{};
    Alpha amount;
    static auto fields(auto& e) { return std::tie(e.coldkey, e.hotkey, e.netuid, e.amount); }
};
struct LockMoved {
    static constexpr EventName kName{Pallet::SubtensorModule, 129, "LockMoved"};
    static constexpr FieldInfo kFields[] = {{"coldkey", "T::AccountId"},
                                            {"origin_hotkey", "T::AccountId"},
                                            {"destination_hotkey", "T::AccountId"},
                                            {"netuid", "NetUid"}};
    AccountId coldkey, from, to;
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.coldkey, e.from, e.to, e.netuid); }
};
struct SubnetOwnerChanged {
    static constexpr EventName kName{Pallet::SubtensorModule, 134, "SubnetOwnerChanged"};
    static constexpr FieldInfo kFields[] = {
        {"netuid", "NetUid"}, {"old_coldkey", "T::AccountId"}, {"new_coldkey", "T::AccountId"}};
    NetUid netuid{};
    AccountId before, after;
    static auto fields(auto& e) { return std::tie(e.netuid, e.before, e.after); }
};
struct PerpetualLockUpdated {
    static constexpr EventName kName{Pallet::SubtensorModule, 135, "PerpetualLockUpdated"};
    static constexpr FieldInfo kFields[] = {{"coldkey", "T::AccountId"}, {"netuid", "NetUid"}, {"enabled", "bool"}};
    AccountId coldkey;
    NetUid netuid{};
    bool enabled{false};
    static auto fields(auto& e) { return std::tie(e.coldkey, e.netuid, e.enabled); }
};
struct RejectLockedAlphaUpdated {
    static constexpr EventName kName{Pallet::SubtensorModule, 136, "RejectLockedAlphaUpdated"};
    static constexpr FieldInfo kFields[] = {{"coldkey", "T::AccountId"}, {"enabled", "bool"}};
    AccountId coldkey;
    bool enabled{false};
    static auto fields(auto& e) { return std::tie(e.coldkey, e.enabled); }
};

inline std::vector<EventRow> lockEvents() {
    return {eventRow<StakeLocked>(), eventRow<LockMoved>(), eventRow<SubnetOwnerChanged>(),
            eventRow<PerpetualLockUpdated>(), eventRow<RejectLockedAlphaUpdated>()};
}

} // namespace taodeck::subtensor::subtensor_module

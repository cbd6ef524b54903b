#pragma once
/// Events of stake that changes its place or its kind; buying and selling have theirs in ../events.h. Source: the main
/// network's metadata.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

struct StakeMoved {
    static constexpr EventName kName{Pallet::SubtensorModule, 4, "StakeMoved"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"}, {nullptr, "T::AccountId"},
                                            {nullptr, "NetUid"},       {nullptr, "T::AccountId"},
                                            {nullptr, "NetUid"},       {nullptr, "TaoBalance"}};
    AccountId coldkey, fromHotkey;
    NetUid from{};
    AccountId toHotkey;
    NetUid to{};
    Rao tao; ///< What the stake was sold for, or its worth within one subnet.
    static auto fields(auto& e) { return std::tie(e.coldkey, e.fromHotkey, e.from, e.toHotkey, e.to, e.tao); }
};
struct StakeTransferred {
    static constexpr EventName kName{Pallet::SubtensorModule, 91, "StakeTransferred"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"}, {nullptr, "T::AccountId"},
                                            {nullptr, "T::AccountId"}, {nullptr, "NetUid"},
                                            {nullptr, "NetUid"},       {nullptr, "TaoBalance"}};
    AccountId fromColdkey, toColdkey, hotkey;
    NetUid from{}, to{};
    Rao tao;
    static auto fields(auto& e) { return std::tie(e.fromColdkey, e.toColdkey, e.hotkey, e.from, e.to, e.tao); }
};
struct StakeSwapped {
    static constexpr EventName kName{Pallet::SubtensorModule, 92, "StakeSwapped"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"},
                                            {nullptr, "T::AccountId"},
                                            {nullptr, "NetUid"},
                                            {nullptr, "NetUid"},
                                            {nullptr, "TaoBalance"}};
    AccountId coldkey, hotkey;
    NetUid from{}, to{};
    Rao tao;
    static auto fields(auto& e) { return std::tie(e.coldkey, e.hotkey, e.from, e.to, e.tao); }
};
struct AutoStakeDestinationSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 112, "AutoStakeDestinationSet"};
    static constexpr FieldInfo kFields[] = {
        {"coldkey", "T::AccountId"}, {"netuid", "NetUid"}, {"hotkey", "T::AccountId"}};
    AccountId coldkey;
    NetUid netuid{};
    AccountId hotkey;
    static auto fields(auto& e) { return std::tie(e.coldkey, e.netuid, e.hotkey); }
};

inline std::vector<EventRow> stakeEvents() {
    return {eventRow<StakeMoved>(), eventRow<StakeTransferred>(), eventRow<StakeSwapped>(),
            eventRow<AutoStakeDestinationSet>()};
}

} // namespace taodeck::subtensor::subtensor_module

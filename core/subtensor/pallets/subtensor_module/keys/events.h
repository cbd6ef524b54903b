#pragma once
/// Events of swapping keys, with the network's indices. Source: the main network's metadata.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

struct HotkeySwapped {
    static constexpr EventName kName{Pallet::SubtensorModule, 66, "HotkeySwapped"};
    static constexpr FieldInfo kFields[] = {
        {"coldkey", "T::AccountId"}, {"old_hotkey", "T::AccountId"}, {"new_hotkey", "T::AccountId"}};
    AccountId coldkey, oldHotkey, newHotkey;
    static auto fields(auto& e) { return std::tie(e.coldkey, e.oldHotkey, e.newHotkey); }
};
struct ColdkeySwapAnnounced {
    static constexpr EventName kName{Pallet::SubtensorModule, 69, "ColdkeySwapAnnounced"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"new_coldkey_hash", "T::Hash"}};
    AccountId who;
    Hash256 newColdkeyHash;
    static auto fields(auto& e) { return std::tie(e.who, e.newColdkeyHash); }
};
struct ColdkeySwapReset {
    static constexpr EventName kName{Pallet::SubtensorModule, 70, "ColdkeySwapReset"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}};
    AccountId who;
    static auto fields(auto& e) { return std::tie(e.who); }
};
struct ColdkeySwapped {
    static constexpr EventName kName{Pallet::SubtensorModule, 71, "ColdkeySwapped"};
    static constexpr FieldInfo kFields[] = {{"old_coldkey", "T::AccountId"}, {"new_coldkey", "T::AccountId"}};
    AccountId oldColdkey, newColdkey;
    static auto fields(auto& e) { return std::tie(e.oldColdkey, e.newColdkey); }
};
struct ColdkeySwapDisputed {
    static constexpr EventName kName{Pallet::SubtensorModule, 72, "ColdkeySwapDisputed"};
    static constexpr FieldInfo kFields[] = {{"coldkey", "T::AccountId"}};
    AccountId coldkey;
    static auto fields(auto& e) { return std::tie(e.coldkey); }
};
struct HotkeySwappedOnSubnet {
    static constexpr EventName kName{Pallet::SubtensorModule, 102, "HotkeySwappedOnSubnet"};
    static constexpr FieldInfo kFields[] = {{"coldkey", "T::AccountId"},
                                            {"old_hotkey", "T::AccountId"},
                                            {"new_hotkey", "T::AccountId"},
                                            {"netuid", "NetUid"}};
    AccountId coldkey, oldHotkey, newHotkey;
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.coldkey, e.oldHotkey, e.newHotkey, e.netuid); }
};
struct ColdkeySwapCleared {
    static constexpr EventName kName{Pallet::SubtensorModule, 122, "ColdkeySwapCleared"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}};
    AccountId who;
    static auto fields(auto& e) { return std::tie(e.who); }
};

inline std::vector<EventRow> keyEvents() {
    return {eventRow<HotkeySwapped>(),     eventRow<ColdkeySwapAnnounced>(), eventRow<ColdkeySwapReset>(),
            eventRow<ColdkeySwapped>(),    eventRow<ColdkeySwapDisputed>(),  eventRow<HotkeySwappedOnSubnet>(),
            eventRow<ColdkeySwapCleared>()};
}

} // namespace taodeck::subtensor::subtensor_module

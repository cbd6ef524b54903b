#pragma once
/// Events of creating, naming, starting and dissolving subnets, and of the parameters that a new subnet is given.
/// Source: the main network's metadata.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

struct NetworkAdded {
    static constexpr EventName kName{Pallet::SubtensorModule, 0, "NetworkAdded"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "u16"}};
    NetUid netuid{};
    std::uint16_t mechanism{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.mechanism); }
};
struct NetworkRemoved {
    static constexpr EventName kName{Pallet::SubtensorModule, 1, "NetworkRemoved"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.netuid); }
};
struct SubnetIdentitySet {
    static constexpr EventName kName{Pallet::SubtensorModule, 78, "SubnetIdentitySet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.netuid); }
};
struct SubnetIdentityRemoved {
    static constexpr EventName kName{Pallet::SubtensorModule, 79, "SubnetIdentityRemoved"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.netuid); }
};
struct SubnetOwnerHotkeySet {
    static constexpr EventName kName{Pallet::SubtensorModule, 94, "SubnetOwnerHotkeySet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "T::AccountId"}};
    NetUid netuid{};
    AccountId hotkey;
    static auto fields(auto& e) { return std::tie(e.netuid, e.hotkey); }
};
struct FirstEmissionBlockNumberSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 95, "FirstEmissionBlockNumberSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "u64"}};
    NetUid netuid{};
    std::uint64_t block{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.block); }
};
struct SymbolUpdated {
    static constexpr EventName kName{Pallet::SubtensorModule, 105, "SymbolUpdated"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"symbol", "Vec<u8>"}};
    NetUid netuid{};
    Bytes symbol;
    static auto fields(auto& e) { return std::tie(e.netuid, e.symbol); }
};
inline std::vector<EventRow> subnetEvents() {
    return {eventRow<NetworkAdded>(),         eventRow<NetworkRemoved>(),
            eventRow<SubnetIdentitySet>(),    eventRow<SubnetIdentityRemoved>(),
            eventRow<SubnetOwnerHotkeySet>(), eventRow<FirstEmissionBlockNumberSet>(),
            eventRow<SymbolUpdated>()};
}

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Events of children, with the network's indices. Source: the main network's metadata.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

struct SetChildrenScheduled {
    static constexpr EventName kName{Pallet::SubtensorModule, 75, "SetChildrenScheduled"};
    static constexpr FieldInfo kFields[] = {
        {nullptr, "T::AccountId"}, {nullptr, "NetUid"}, {nullptr, "u64"}, {nullptr, "Vec<(u64, T::AccountId)>"}};
    AccountId hotkey;
    NetUid netuid{};
    std::uint64_t block{0}; ///< They take effect with the first epoch after it.
    std::vector<Kin> children;
    static auto fields(auto& e) { return std::tie(e.hotkey, e.netuid, e.block, e.children); }
};
struct ChildrenSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 76, "SetChildren"};
    static constexpr FieldInfo kFields[] = {
        {nullptr, "T::AccountId"}, {nullptr, "NetUid"}, {nullptr, "Vec<(u64, T::AccountId)>"}};
    AccountId hotkey;
    NetUid netuid{};
    std::vector<Kin> children;
    static auto fields(auto& e) { return std::tie(e.hotkey, e.netuid, e.children); }
};
struct AutoParentDelegationEnabledSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 126, "AutoParentDelegationEnabledSet"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}, {"enabled", "bool"}};
    AccountId hotkey;
    bool enabled{false};
    static auto fields(auto& e) { return std::tie(e.hotkey, e.enabled); }
};

} // namespace taodeck::subtensor::subtensor_module

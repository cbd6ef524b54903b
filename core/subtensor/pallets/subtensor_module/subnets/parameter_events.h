#pragma once
/// Events of parameters of a subnet that its creation sets, as its owner may later.
/// Source: the main network's metadata.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

struct MaxAllowedUidsSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 9, "MaxAllowedUidsSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "u16"}};
    NetUid netuid{};
    std::uint16_t value{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.value); }
};
struct MinAllowedWeightSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 19, "MinAllowedWeightSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "u16"}};
    NetUid netuid{};
    std::uint16_t value{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.value); }
};
struct ImmunityPeriodSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 23, "ImmunityPeriodSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "u16"}};
    NetUid netuid{};
    std::uint16_t value{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.value); }
};
struct MaxAllowedValidatorsSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 27, "MaxAllowedValidatorsSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "u16"}};
    NetUid netuid{};
    std::uint16_t value{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.value); }
};
struct RegistrationAllowed {
    static constexpr EventName kName{Pallet::SubtensorModule, 50, "RegistrationAllowed"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "bool"}};
    NetUid netuid{};
    bool value{false};
    static auto fields(auto& e) { return std::tie(e.netuid, e.value); }
};

inline std::vector<EventRow> newSubnetParameterEvents() {
    return {eventRow<MaxAllowedUidsSet>(), eventRow<MinAllowedWeightSet>(), eventRow<ImmunityPeriodSet>(),
            eventRow<MaxAllowedValidatorsSet>(), eventRow<RegistrationAllowed>()};
}

} // namespace taodeck::subtensor::subtensor_module

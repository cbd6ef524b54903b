#pragma once
/// AdminUtils' own events. Upstream: pallets/admin-utils/src/lib.rs at spec 425.

#include "core/subtensor/fixed_text.h"
#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::admin_utils {

template <std::uint8_t Index, FixedText Name, FixedText Field, class Value>
struct SubnetValueSet {
    static constexpr EventName kName{Pallet::AdminUtils, Index, Name.chars};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {Field.chars, kUpstreamName<Value>}};
    NetUid netuid{};
    Value value{};
    static auto fields(auto& e) { return std::tie(e.netuid, e.value); }
};
using Yuma3EnableToggled = SubnetValueSet<1, "Yuma3EnableToggled", "enabled", bool>;
using BondsResetToggled = SubnetValueSet<2, "BondsResetToggled", "enabled", bool>;
using BurnHalfLifeSet = SubnetValueSet<3, "BurnHalfLifeSet", "burn_half_life", std::uint16_t>;
using BurnIncreaseMultSet = SubnetValueSet<4, "BurnIncreaseMultSet", "burn_increase_mult", U64F64>;
using SubnetEmissionEnabledSet = SubnetValueSet<5, "SubnetEmissionEnabledSet", "enabled", bool>;

std::vector<EventRow> events();

} // namespace taodeck::subtensor::admin_utils

#pragma once
/// How many mechanisms a subnet runs and what each gets of its emission.

#include "core/subtensor/pallets/admin_utils/shapes.h"

namespace taodeck::subtensor::admin_utils {

// clang-format off
/// Root, of the whole network. SubtensorModule.InvalidValue.
using SetMaxMechanismCount = NetworkCall<88, "sudo_set_max_mechanism_count", "max_mechanism_count", sm::MechId, Cost{15'000'000, 1, 1}>;
/// Owner or root, once a day. SubtensorModule.{MechanismDoesNotExist, InvalidValue, TooManyUIDsPerMechanism}.
using SetMechanismCount = SubnetCall<76, "sudo_set_mechanism_count", "mechanism_count", sm::MechId, Cost{15'000'000, 1, 1}>;
using SetMechanismEmissionSplit = SubnetCall<77, "sudo_set_mechanism_emission_split", "maybe_split", std::optional<std::vector<std::uint16_t>>, Cost{15'000'000, 1, 1}>; ///< Parts of 65535; nothing: even parts.
// clang-format on

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxMechanismCount& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMechanismCount& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMechanismEmissionSplit& call);

} // namespace taodeck::subtensor::admin_utils

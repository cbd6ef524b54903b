#pragma once
/// A subnet can run several mechanisms: each has its own weights, bonds, incentives and commits, and gets a part of the
/// subnet's emission. They share neurons, permits and the epoch clock.
/// Upstream: pallets/subtensor/src/subnets/mechanism.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/state.h"

namespace taodeck::subtensor::subtensor_module {

inline constexpr MechId kMainMechanism{0};
inline constexpr std::uint16_t kMaxSubnets = 4096; ///< Stride of SubnetIndex.
inline constexpr MechId kMaxMechanisms{16};        ///< What a SubnetIndex has room for.

/// Key of what is stored for each mechanism. It saturates, so an id of 16 or more stands for no mechanism.
SubnetIndex mechanismIndex(NetUid netuid, MechId mechanism);
NetUid subnetOf(SubnetIndex index);
std::uint8_t mechanismCount(const StateReader& state, NetUid netuid);
bool mechanismExists(const StateReader& state, SubnetIndex index);

/// MechanismDoesNotExist, also when the subnet does not.
Dispatch<> ensureMechanismExists(const StateReader& state, NetUid netuid, MechId mechanism);
/// TooManyUIDsPerMechanism.
Dispatch<> ensureUidsOverAllMechanisms(std::uint16_t maxUids, MechId count);

/// What the calls of AdminUtils do after their checks of origin and time. MechanismDoesNotExist, InvalidValue,
/// TooManyUIDsPerMechanism.
Dispatch<> setMechanismCount(State& state, NetUid netuid, MechId count);
Dispatch<> setMaxMechanismCount(State& state, MechId count);
/// Parts of 65535, one for each mechanism from the first; nothing: even parts.
Dispatch<> setEmissionSplit(State& state, NetUid netuid, const std::optional<std::vector<std::uint16_t>>& split);
/// Without checks: forgets what removed mechanisms stored, and the split. Nothing happens when the count is the same.
void changeMechanismCount(State& state, NetUid netuid, MechId count);

/// Part of `emission` of each mechanism; what rounding leaves goes to the first.
std::vector<Alpha> splitEmission(const StateReader& state, NetUid netuid, Alpha emission);

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Who may register on a subnet, how many, at what price and for how long they are safe.

#include "core/subtensor/pallets/admin_utils/shapes.h"

namespace taodeck::subtensor::admin_utils {

// clang-format off
/// Root. SubnetDoesNotExist; in the freeze window also root waits.
using SetMinDifficulty = SubnetCall<4, "sudo_set_min_difficulty", "min_difficulty", std::uint64_t, Cost{34'554'000, 5, 1, 4'383}>;
using SetDifficulty = SubnetCall<24, "sudo_set_difficulty", "difficulty", std::uint64_t, Cost{34'434'000, 5, 1, 4'383}>;
using SetTargetRegistrationsPerInterval = SubnetCall<21, "sudo_set_target_registrations_per_interval", "target_registrations_per_interval", std::uint16_t, Cost{34'103'000, 5, 1, 4'383}>;
using SetMaxRegistrationsPerBlock = SubnetCall<27, "sudo_set_max_registrations_per_block", "max_registrations_per_block", std::uint16_t, Cost{34'604'000, 5, 1, 4'383}>;
/// Below MaxAllowedUids and the neurons that there are.
using SetMinAllowedUids = SubnetCall<79, "sudo_set_min_allowed_uids", "min_allowed_uids", std::uint16_t, Cost{37'890'000, 7, 1, 4'383}>;
/// Root, at any time. SubnetDoesNotExist.
using SetAdjustmentInterval = SubnetCall<8, "sudo_set_adjustment_interval", "adjustment_interval", std::uint16_t, Cost{16'320'000, 1, 1, 4'084}>;
using SetRaoRecycled = SubnetCall<39, "sudo_set_rao_recycled", "rao_recycled", Rao, Cost{16'541'000, 1, 1, 4'084}>;
/// Root, at any time, whether the subnet exists or not.
using SetNetworkRegistrationAllowed = SubnetCall<19, "sudo_set_network_registration_allowed", "registration_allowed", bool, Cost{7'113'000, 0, 1}>;
using SetMinNonImmuneUids = SubnetCall<84, "sudo_set_min_non_immune_uids", "min", std::uint16_t, Cost{6'783'000, 0, 1}>;
/// Nobody: POWRegistrationDisabled.
using SetNetworkPowRegistrationAllowed = SubnetCall<20, "sudo_set_network_pow_registration_allowed", "registration_allowed", bool, Cost{14'000'000, 0, 1}>;

/// Owner or root. SubnetDoesNotExist.
using SetMaxDifficulty = SubnetCall<5, "sudo_set_max_difficulty", "max_difficulty", std::uint64_t, Cost{34'704'000, 5, 1, 4'383}>;
using SetAdjustmentAlpha = SubnetCall<9, "sudo_set_adjustment_alpha", "adjustment_alpha", std::uint64_t, Cost{14'000'000, 1, 1}>;
using SetImmunityPeriod = SubnetCall<13, "sudo_set_immunity_period", "immunity_period", std::uint16_t, Cost{34'414'000, 5, 1, 4'383}>;
/// MinAllowedUids to 256, no fewer than the neurons that there are, 256 over all mechanisms.
using SetMaxAllowedUids = SubnetCall<15, "sudo_set_max_allowed_uids", "max_allowed_uids", std::uint16_t, Cost{43'381'000, 8, 1, 4'433}>;
/// Below 1 TAO and below MaxBurn. ValueNotInBounds.
using SetMinBurn = SubnetCall<22, "sudo_set_min_burn", "min_burn", Rao, Cost{37'780'000, 6, 1, 4'385}>;
/// Above 0.1 TAO and above MinBurn. ValueNotInBounds.
using SetMaxBurn = SubnetCall<23, "sudo_set_max_burn", "max_burn", Rao, Cost{36'949'000, 6, 1, 4'410}>;
/// 1 to 36 100 blocks, not of the root network. NotPermittedOnRootSubnet, InvalidValue.
using SetBurnHalfLife = SubnetCall<89, "sudo_set_burn_half_life", "burn_half_life", std::uint16_t, Cost{25'000'000, 4, 1, 0, DispatchClass::Operational}>;
/// 1 to 3, not of the root network. NotPermittedOnRootSubnet, InvalidValue.
using SetBurnIncreaseMult = SubnetCall<90, "sudo_set_burn_increase_mult", "burn_increase_mult", U64F64, Cost{25'000'000, 4, 1, 0, DispatchClass::Operational}>;
/// 1 to 10. SubtensorModule.InvalidValue.
using SetOwnerImmuneNeuronLimit = SubnetCall<72, "sudo_set_owner_immune_neuron_limit", "immune_neurons", std::uint16_t, Cost{25'107'000, 4, 1, 4'280}>;
/// Neurons leave until `max_n` are left. SubtensorModule.{SubnetNotExists, InvalidValue,
/// TrimmingWouldExceedMaxImmunePercentage}.
using TrimToMaxAllowedUids = SubnetCall<78, "sudo_trim_to_max_allowed_uids", "max_n", std::uint16_t, Cost{38'302'000, 8, 1, 4'398}>;
// clang-format on

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinDifficulty& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetDifficulty& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetTargetRegistrationsPerInterval& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxRegistrationsPerBlock& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinAllowedUids& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetAdjustmentInterval& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetRaoRecycled& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetworkRegistrationAllowed& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinNonImmuneUids& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetworkPowRegistrationAllowed& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxDifficulty& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetAdjustmentAlpha& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetImmunityPeriod& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxAllowedUids& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinBurn& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxBurn& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetBurnHalfLife& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetBurnIncreaseMult& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetOwnerImmuneNeuronLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const TrimToMaxAllowedUids& call);

} // namespace taodeck::subtensor::admin_utils

#pragma once
/// Weights, bonds and epochs of a subnet.

#include "core/subtensor/pallets/admin_utils/shapes.h"

namespace taodeck::subtensor::admin_utils {

// clang-format off
/// Root, at any time. SubnetDoesNotExist.
using SetWeightsSetRateLimit = SubnetCall<7, "sudo_set_weights_set_rate_limit", "weights_set_rate_limit", std::uint64_t, Cost{16'420'000, 1, 1, 4'084}>;
using SetKappa = SubnetCall<16, "sudo_set_kappa", "kappa", std::uint16_t, Cost{16'301'000, 1, 1, 4'084}>;
/// Root, outside the freeze window. SubnetDoesNotExist.
using SetMaxAllowedValidators = SubnetCall<25, "sudo_set_max_allowed_validators", "max_allowed_validators", std::uint16_t, Cost{35'896'000, 6, 1, 4'383}>; ///< At most MaxAllowedUids.
using SetTempo = SubnetCall<30, "sudo_set_tempo", "tempo", std::uint16_t, Cost{36'298'000, 5, 2, 4'383}>; ///< The epoch clock starts anew.
/// Root, of the whole network.
using SetStakeThreshold = NetworkCall<42, "sudo_set_stake_threshold", "min_stake", std::uint64_t, Cost{5'500'000, 0, 1}>;
using SetCommitRevealVersion = NetworkCall<71, "sudo_set_commit_reveal_version", "version", std::uint16_t, Cost{6'052'000, 0, 1}>;

/// Owner or root. SubnetDoesNotExist.
using SetWeightsVersionKey = SubnetCall<6, "sudo_set_weights_version_key", "weights_version_key", std::uint64_t, Cost{34'204'000, 5, 1, 4'383}>; ///< Every five tempos.
using SetMinAllowedWeights = SubnetCall<14, "sudo_set_min_allowed_weights", "min_allowed_weights", std::uint16_t, Cost{34'664'000, 5, 1, 4'383}>;
using SetRho = SubnetCall<17, "sudo_set_rho", "rho", std::uint16_t, Cost{31'268'000, 5, 1, 4'383}>;
/// At least MinActivityCutoff; epochs go by the factor instead. SubtensorModule.ActivityCutoffTooLow.
using SetActivityCutoff = SubnetCall<18, "sudo_set_activity_cutoff", "activity_cutoff", std::uint16_t, Cost{35'165'000, 6, 1, 4'383}>;
/// An owner: at most 975 000. BondsMovingAverageMaxReached.
using SetBondsMovingAverage = SubnetCall<26, "sudo_set_bonds_moving_average", "bonds_moving_average", std::uint64_t, Cost{34'495'000, 5, 1, 4'383}>;
using SetBondsPenalty = SubnetCall<60, "sudo_set_bonds_penalty", "bonds_penalty", std::uint16_t, Cost{34'354'000, 5, 1, 4'383}>;
using SetCommitRevealWeightsEnabled = SubnetCall<49, "sudo_set_commit_reveal_weights_enabled", "enabled", bool, Cost{34'544'000, 5, 1, 4'383}>;
/// 1 to 100 epochs. SubtensorModule.{RevealPeriodTooLarge, RevealPeriodTooSmall}.
using SetCommitRevealWeightsInterval = SubnetCall<57, "sudo_set_commit_reveal_weights_interval", "interval", std::uint64_t, Cost{34'654'000, 5, 1, 4'383}>;
/// An owner: not negative. NegativeSigmoidSteepness.
using SetAlphaSigmoidSteepness = SubnetCall<68, "sudo_set_alpha_sigmoid_steepness", "steepness", std::int16_t, Cost{31'438'000, 5, 1, 4'383}>;
/// Owner or root, whether the subnet exists or not.
using SetLiquidAlphaEnabled = SubnetCall<50, "sudo_set_liquid_alpha_enabled", "enabled", bool, Cost{25'538'000, 4, 1, 4'280}>;
using SetYuma3Enabled = SubnetCall<69, "sudo_set_yuma3_enabled", "enabled", bool, Cost{28'583'000, 4, 1, 4'280}>;
using SetBondsResetEnabled = SubnetCall<70, "sudo_set_bonds_reset_enabled", "enabled", bool, Cost{30'507'000, 4, 1, 4'280}>;
// clang-format on

/// Owner or root. SubtensorModule.{LiquidAlphaDisabled, AlphaHighTooLow, AlphaLowOutOfRange}.
struct SetAlphaValues {
    static constexpr CallName kName{Pallet::AdminUtils, 51, "sudo_set_alpha_values"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"alpha_low", "u16"}, {"alpha_high", "u16"}};
    NetUid netuid{};
    std::uint16_t low{0}, high{0}; ///< Parts of 65535.
    static auto fields(auto& c) { return std::tie(c.netuid, c.low, c.high); }
    static DispatchInfo info(const SetAlphaValues&) { return callInfo(34'224'000, 5, 1, 4'427); }
};

DispatchResult apply(const Context& ctx, const Origin& origin, const SetWeightsSetRateLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetKappa& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxAllowedValidators& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetTempo& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetStakeThreshold& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetCommitRevealVersion& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetWeightsVersionKey& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinAllowedWeights& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetRho& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetActivityCutoff& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetBondsMovingAverage& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetBondsPenalty& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetCommitRevealWeightsEnabled& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetCommitRevealWeightsInterval& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetAlphaSigmoidSteepness& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetLiquidAlphaEnabled& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetYuma3Enabled& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetBondsResetEnabled& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetAlphaValues& call);

} // namespace taodeck::subtensor::admin_utils

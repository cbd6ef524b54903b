#pragma once
/// Takes, nominations, prices and how emission is shared.

#include "core/subtensor/pallets/admin_utils/shapes.h"

namespace taodeck::subtensor::admin_utils {

// clang-format off
/// Root, of the whole network.
using SetDefaultTake = NetworkCall<1, "sudo_set_default_take", "default_take", std::uint16_t, Cost{5'400'000, 0, 1}>; ///< Upstream names it so; it sets MaxDelegateTake.
using SetMinDelegateTake = NetworkCall<46, "sudo_set_min_delegate_take", "take", std::uint16_t, Cost{5'490'000, 0, 1}>;
using SetSubnetOwnerCut = NetworkCall<28, "sudo_set_subnet_owner_cut", "subnet_owner_cut", std::uint16_t, Cost{14'000'000, 0, 1}>;
using SetNominatorMinRequiredStake = NetworkCall<43, "sudo_set_nominator_min_required_stake", "min_stake", std::uint64_t, Cost{30'697'000, 5, 1, 6'890}>; ///< Millionths of the least stake; a higher one clears small nominations.
using SetSubnetMovingAlpha = NetworkCall<63, "sudo_set_subnet_moving_alpha", "alpha", I96F32, Cost{2'955'000, 0, 1}>;
using SetCkBurn = NetworkCall<73, "sudo_set_ck_burn", "burn", std::uint64_t, Cost{15'650'000, 1, 1}>;
using SetTaoFlowCutoff = NetworkCall<81, "sudo_set_tao_flow_cutoff", "flow_cutoff", I64F64, Cost{7'343'000, 0, 1}>;
using SetTaoFlowNormalizationExponent = NetworkCall<82, "sudo_set_tao_flow_normalization_exponent", "exponent", U64F64, Cost{7'343'000, 0, 1}>; ///< 1 to 2. InvalidValue.
using SetTaoFlowSmoothingFactor = NetworkCall<83, "sudo_set_tao_flow_smoothing_factor", "smoothing_factor", std::uint64_t, Cost{7'343'000, 0, 1}>;
using SetNetTaoFlowEnabled = NetworkCall<91, "sudo_set_net_tao_flow_enabled", "enabled", bool, Cost{7'343'000, 0, 1}>;
/// Nobody: Deprecated.
using SetTotalIssuance = NetworkCall<33, "sudo_set_total_issuance", "total_issuance", Rao, Cost{5'931'000, 0, 0}>;
/// Root, of a subnet.
using SetEmaPriceHalvingPeriod = SubnetCall<65, "sudo_set_ema_price_halving_period", "ema_halving", std::uint64_t, Cost{4'198'000, 0, 1}>; ///< Whether the subnet exists or not.
using SetSubtokenEnabled = SubnetCall<66, "sudo_set_subtoken_enabled", "subtoken_enabled", bool, Cost{25'467'000, 4, 1, 4'280}>; ///< Outside the freeze window, whether the subnet exists or not.
using SetSubnetEmissionEnabled = SubnetCall<94, "sudo_set_subnet_emission_enabled", "enabled", bool, Cost{16'351'000, 1, 1, 4'084}>; ///< SubnetDoesNotExist, NotPermittedOnRootSubnet.
/// Owner or root.
using SetToggleTransfer = SubnetCall<61, "sudo_set_toggle_transfer", "toggle", bool, Cost{28'343'000, 4, 1, 4'280}>;
using SetRecycleOrBurn = SubnetCall<80, "sudo_set_recycle_or_burn", "recycle_or_burn", sm::RecycleOrBurnEnum, Cost{20'000'000, 2, 2}>;
using SetMinChildkeyTakePerSubnet = SubnetCall<93, "sudo_set_min_childkey_take_per_subnet", "take", std::uint16_t, Cost{38'100'000, 7, 1, 4'419}>; ///< Within the network's bounds. SubnetDoesNotExist, InvalidValue.
/// Owner or root, outside the freeze window, as often as they like. SubnetDoesNotExist, NotPermittedOnRootSubnet.
using SetOwnerCutEnabled = SubnetCall<92, "sudo_set_owner_cut_enabled", "enabled", bool, Cost{25'000'000, 4, 1, 0, DispatchClass::Operational}>;
using SetOwnerCutAutoLockEnabled = SubnetCall<95, "sudo_set_owner_cut_auto_lock_enabled", "enabled", bool, Cost{25'000'000, 4, 1, 0, DispatchClass::Operational}>;
// clang-format on

DispatchResult apply(const Context& ctx, const Origin& origin, const SetDefaultTake& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinDelegateTake& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetOwnerCut& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetNominatorMinRequiredStake& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetMovingAlpha& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetCkBurn& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetTaoFlowCutoff& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetTaoFlowNormalizationExponent& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetTaoFlowSmoothingFactor& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetTaoFlowEnabled& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetTotalIssuance& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetEmaPriceHalvingPeriod& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubtokenEnabled& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetEmissionEnabled& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetToggleTransfer& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetRecycleOrBurn& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinChildkeyTakePerSubnet& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetOwnerCutEnabled& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetOwnerCutAutoLockEnabled& call);

} // namespace taodeck::subtensor::admin_utils

#pragma once
/// Limits and periods of the whole network, and what identifies a subnet's owner.

#include "core/subtensor/pallets/admin_utils/shapes.h"

namespace taodeck::subtensor::admin_utils {

// clang-format off
/// Root, of the whole network.
using SetTxRateLimit = NetworkCall<2, "sudo_set_tx_rate_limit", "tx_rate_limit", std::uint64_t, Cost{5'440'000, 0, 1}>;
using SetNetworkRateLimit = NetworkCall<29, "sudo_set_network_rate_limit", "rate_limit", std::uint64_t, Cost{14'000'000, 0, 1}>;
using SetNetworkImmunityPeriod = NetworkCall<35, "sudo_set_network_immunity_period", "immunity_period", std::uint64_t, Cost{14'000'000, 0, 1}>;
using SetNetworkMinLockCost = NetworkCall<36, "sudo_set_network_min_lock_cost", "lock_cost", Rao, Cost{14'000'000, 0, 1}>;
using SetSubnetLimit = NetworkCall<37, "sudo_set_subnet_limit", "max_subnets", std::uint16_t, Cost{14'000'000, 0, 1}>;
using SetLockReductionInterval = NetworkCall<38, "sudo_set_lock_reduction_interval", "interval", std::uint64_t, Cost{14'000'000, 0, 1}>;
using SetTxDelegateTakeRateLimit = NetworkCall<45, "sudo_set_tx_delegate_take_rate_limit", "tx_rate_limit", std::uint64_t, Cost{5'420'000, 0, 1}>;
using SetDissolveNetworkScheduleDuration = NetworkCall<55, "sudo_set_dissolve_network_schedule_duration", "duration", BlockNumber, Cost{5'591'000, 0, 1}>;
using SetAdminFreezeWindow = NetworkCall<74, "sudo_set_admin_freeze_window", "window", std::uint16_t, Cost{5'450'000, 0, 1}>; ///< Blocks before an epoch.
using SetOwnerHparamRateLimit = NetworkCall<75, "sudo_set_owner_hparam_rate_limit", "epochs", std::uint16_t, Cost{5'471'000, 0, 1}>;
using SetStartCallDelay = NetworkCall<85, "sudo_set_start_call_delay", "delay", std::uint64_t, Cost{14'000'000, 0, 1}>;
using SetColdkeySwapAnnouncementDelay = NetworkCall<86, "sudo_set_coldkey_swap_announcement_delay", "duration", BlockNumber, Cost{5'370'000, 0, 1}>;
using SetColdkeySwapReannouncementDelay = NetworkCall<87, "sudo_set_coldkey_swap_reannouncement_delay", "duration", BlockNumber, Cost{5'360'000, 0, 1}>;
using SetMaxEpochsPerBlock = NetworkCall<96, "sudo_set_max_epochs_per_block", "max_epochs_per_block", std::uint8_t, Cost{5'530'000, 0, 1}>; ///< At least 1. ValueNotInBounds.
/// Owner or root, whether the subnet exists or not.
using SetServingRateLimit = SubnetCall<3, "sudo_set_serving_rate_limit", "serving_rate_limit", std::uint64_t, Cost{28'633'000, 4, 1, 4'212}>;
/// Owner or root, once a week whoever asks; two calls with one effect. SubtensorModule.{SubnetNotExists, TxRateLimitExceeded,
/// CannotUseSystemAccount}.
using SetSubnetOwnerHotkey = SubnetCall<64, "sudo_set_subnet_owner_hotkey", "hotkey", AccountId, Cost{3'918'000, 0, 1}>;
using SetSnOwnerHotkey = SubnetCall<67, "sudo_set_sn_owner_hotkey", "hotkey", AccountId, Cost{25'687'000, 2, 2, 4'177}>;
// clang-format on

DispatchResult apply(const Context& ctx, const Origin& origin, const SetTxRateLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetworkRateLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetworkImmunityPeriod& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetworkMinLockCost& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetLockReductionInterval& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetTxDelegateTakeRateLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetDissolveNetworkScheduleDuration& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetAdminFreezeWindow& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetOwnerHparamRateLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetStartCallDelay& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetColdkeySwapAnnouncementDelay& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetColdkeySwapReannouncementDelay& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxEpochsPerBlock& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetServingRateLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetOwnerHotkey& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetSnOwnerHotkey& call);

} // namespace taodeck::subtensor::admin_utils

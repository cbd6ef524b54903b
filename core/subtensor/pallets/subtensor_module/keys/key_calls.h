#pragma once
/// Calls that swap hotkeys and coldkeys. Upstream: pallets/subtensor/src/macros/dispatches.rs, swap/ at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

/// Errors of swapHotkey(). Without a netuid: on all subnets.
struct SwapHotkey {
    static constexpr CallName kName{Pallet::SubtensorModule, 70, "swap_hotkey"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"new_hotkey", "T::AccountId"}, {"netuid", "Option<NetUid>"}};
    AccountId hotkey, newHotkey;
    std::optional<NetUid> netuid;
    static auto fields(auto& c) { return std::tie(c.hotkey, c.newHotkey, c.netuid); }
    static DispatchInfo info(const SwapHotkey&) { return callInfo(1'242'038'000, 182, 99, /*proofSize=*/28'912); }
};

/// The same; the stake may stay with the old hotkey.
struct SwapHotkeyV2 {
    static constexpr CallName kName{Pallet::SubtensorModule, 72, "swap_hotkey_v2"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"},
                                            {"new_hotkey", "T::AccountId"},
                                            {"netuid", "Option<NetUid>"},
                                            {"keep_stake", "bool"}};
    AccountId hotkey, newHotkey;
    std::optional<NetUid> netuid;
    bool keepStake{false};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.newHotkey, c.netuid, c.keepStake); }
    static DispatchInfo info(const SwapHotkeyV2&) { return callInfo(275'300'000, 52, 35); }
};

/// By root, at once. NotEnoughBalanceToPaySwapColdKey; errors of swapColdkey().
struct SwapColdkey {
    static constexpr CallName kName{Pallet::SubtensorModule, 71, "swap_coldkey"};
    static constexpr FieldInfo kFields[] = {
        {"old_coldkey", "T::AccountId"}, {"new_coldkey", "T::AccountId"}, {"swap_cost", "TaoBalance"}};
    AccountId oldColdkey, newColdkey;
    Rao swapCost;
    static auto fields(auto& c) { return std::tie(c.oldColdkey, c.newColdkey, c.swapCost); }
    static DispatchInfo info(const SwapColdkey&) { return callInfo(312'301'000, 37, 19, /*proofSize=*/13'056); }
};

/// Always fails: Deprecated.
struct ScheduleSwapColdkey {
    static constexpr CallName kName{Pallet::SubtensorModule, 73, "schedule_swap_coldkey"};
    static constexpr FieldInfo kFields[] = {{"new_coldkey", "T::AccountId"}};
    AccountId newColdkey;
    static auto fields(auto& c) { return std::tie(c.newColdkey); }
    static DispatchInfo info(const ScheduleSwapColdkey&) { return callInfo(0, 5, 0); }
};

/// Freezes the coldkey until it swaps; costs the swap's price the first time. ColdkeySwapReannouncedTooEarly,
/// NotEnoughBalanceToPaySwapColdKey.
struct AnnounceColdkeySwap {
    static constexpr CallName kName{Pallet::SubtensorModule, 125, "announce_coldkey_swap"};
    static constexpr FieldInfo kFields[] = {{"new_coldkey_hash", "T::Hash"}};
    Hash256 newColdkeyHash; ///< Blake2b-256 of the account.
    static auto fields(auto& c) { return std::tie(c.newColdkeyHash); }
    static DispatchInfo info(const AnnounceColdkeySwap&) { return callInfo(47'248'000, 4, 3, /*proofSize=*/4'159); }
};

/// ColdkeySwapAnnouncementNotFound, AnnouncedColdkeyHashDoesNotMatch, ColdkeySwapTooEarly; errors of swapColdkey().
struct SwapColdkeyAnnounced {
    static constexpr CallName kName{Pallet::SubtensorModule, 126, "swap_coldkey_announced"};
    static constexpr FieldInfo kFields[] = {{"new_coldkey", "T::AccountId"}};
    AccountId newColdkey;
    static auto fields(auto& c) { return std::tie(c.newColdkey); }
    static DispatchInfo info(const SwapColdkeyAnnounced&) {
        return callInfo(288'156'000, 37, 15, /*proofSize=*/13'000);
    }
};

/// Freezes the coldkey until root resets it. ColdkeySwapAnnouncementNotFound, ColdkeySwapAlreadyDisputed.
struct DisputeColdkeySwap {
    static constexpr CallName kName{Pallet::SubtensorModule, 127, "dispute_coldkey_swap"};
    static constexpr std::array<FieldInfo, 0> kFields{};
    static auto fields(auto&) { return std::tie(); }
    static DispatchInfo info(const DisputeColdkeySwap&) { return callInfo(23'293'000, 2, 1, /*proofSize=*/4'130); }
};

/// By root: forgets announcement and dispute.
struct ResetColdkeySwap {
    static constexpr CallName kName{Pallet::SubtensorModule, 128, "reset_coldkey_swap"};
    static constexpr FieldInfo kFields[] = {{"coldkey", "T::AccountId"}};
    AccountId coldkey;
    static auto fields(auto& c) { return std::tie(c.coldkey); }
    static DispatchInfo info(const ResetColdkeySwap&) { return callInfo(8'857'000, 0, 2); }
};

/// ColdkeySwapAnnouncementNotFound, ColdkeySwapClearTooEarly.
struct ClearColdkeySwapAnnouncement {
    static constexpr CallName kName{Pallet::SubtensorModule, 133, "clear_coldkey_swap_announcement"};
    static constexpr std::array<FieldInfo, 0> kFields{};
    static auto fields(auto&) { return std::tie(); }
    static DispatchInfo info(const ClearColdkeySwapAnnouncement&) { return callInfo(17'890'000, 2, 1); }
};

DispatchResult apply(const Context& ctx, const Origin& origin, const SwapHotkey& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SwapHotkeyV2& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SwapColdkey& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ScheduleSwapColdkey& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const AnnounceColdkeySwap& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SwapColdkeyAnnounced& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const DisputeColdkeySwap& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ResetColdkeySwap& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ClearColdkeySwapAnnouncement& call);

std::vector<CallRow> keyCalls();

} // namespace taodeck::subtensor::subtensor_module

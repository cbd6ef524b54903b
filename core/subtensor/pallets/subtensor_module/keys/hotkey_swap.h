#pragma once
/// A coldkey replaces one of its hotkeys: on one subnet or on all of them, the new hotkey takes over the neurons, the
/// stake of everybody, children, takes, claims and locks. Upstream: pallets/subtensor/src/swap/swap_hotkey.rs at spec
/// 425.

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::subtensor_module {

inline constexpr std::uint64_t kKeySwapCost = 100'000'000;          ///< Rao, for all subnets.
inline constexpr std::uint64_t kKeySwapOnSubnetCost = 1'000'000;    ///< Rao, for one subnet.
inline constexpr std::uint64_t kHotkeySwapOnSubnetInterval = 7'200; ///< Blocks that must lie between two.

/// Storage accesses as upstream counts them: what the call really weighs.
struct Accesses {
    std::uint64_t reads{0}, writes{0};
    void add(std::uint64_t r, std::uint64_t w = 0) {
        reads += r;
        writes += w;
    }
    std::uint64_t refTime() const { return reads * kDbRead + writes * kDbWrite; }
};

/// Dispatch of swap_hotkey and swap_hotkey_v2. NonAssociatedColdKey, NewHotKeyIsSameWithOld,
/// HotKeySetTxRateLimitExceeded, HotKeyAlreadyRegisteredInSubNet, NewHotKeyNotCleanForRootSwap,
/// HotKeySwapOnSubnetIntervalNotPassed, NotEnoughBalanceToPaySwapHotKey, CannotUseSystemAccount, InsufficientBalance;
/// errors of swapKinship().
/// @param keepStake stake, dividends and root claims stay with the old hotkey.
Dispatch<Accesses> swapHotkey(const Context& ctx, const AccountId& coldkey, const AccountId& from, const AccountId& to,
                              std::optional<NetUid> netuid, bool keepStake);

/// The part of one subnet (hotkey_move.cpp).
Dispatch<> moveHotkeyOnSubnet(const Context& ctx, const AccountId& from, const AccountId& to, NetUid netuid,
                              bool keepStake, Accesses& weight);
/// Each block looks after the subnets whose number is its own modulo the interval, and forgets swaps so long ago that
/// they hold nobody back.
void cleanUpHotkeySwaps(const Context& ctx);

} // namespace taodeck::subtensor::subtensor_module

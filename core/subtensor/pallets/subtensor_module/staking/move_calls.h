#pragma once
/// Calls that move stake: to another hotkey, another coldkey, another subnet. Between subnets the alpha is sold for TAO
/// and the TAO staked, with one swap fee; within a subnet it changes hands without a swap.
/// Upstream: pallets/subtensor/src/macros/dispatches.rs, staking/move_stake.rs (spec 425).
///
/// All of them: SameNetuid, SubnetNotExists, SubtokenDisabled, HotKeyAccountNotExists, InsufficientLiquidity,
/// AmountTooLow, StakeUnavailable, and what buying and selling may raise. More than is held means all of it.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// Most alpha of `from` that can be moved before the price of `from` in alpha of `to` falls below `limitPrice`, in
/// 1e-9. Quirk: between two pools the formula is that of pools with even weights and without fees. Errors of Swap.
Dispatch<Alpha> maxMove(const Context& ctx, NetUid from, NetUid to, Rao limitPrice);

struct MoveStake {
    static constexpr CallName kName{Pallet::SubtensorModule, 85, "move_stake"};
    static constexpr FieldInfo kFields[] = {{"origin_hotkey", "T::AccountId"},
                                            {"destination_hotkey", "T::AccountId"},
                                            {"origin_netuid", "NetUid"},
                                            {"destination_netuid", "NetUid"},
                                            {"alpha_amount", "AlphaBalance"}};
    AccountId fromHotkey, toHotkey;
    NetUid from{}, to{};
    Alpha amount;
    static auto fields(auto& c) { return std::tie(c.fromHotkey, c.toHotkey, c.from, c.to, c.amount); }
    static DispatchInfo info(const MoveStake&) { return callInfo(216'061'000, 19, 7, 7'919); }
    static AlphaPosition feeInAlpha(const MoveStake& c) { return {c.fromHotkey, c.from}; }
};

/// To another coldkey. Also TransferDisallowed, LockHotkeyMismatch, AccountRejectsLockedAlpha.
struct TransferStake {
    static constexpr CallName kName{Pallet::SubtensorModule, 86, "transfer_stake"};
    static constexpr FieldInfo kFields[] = {{"destination_coldkey", "T::AccountId"},
                                            {"hotkey", "T::AccountId"},
                                            {"origin_netuid", "NetUid"},
                                            {"destination_netuid", "NetUid"},
                                            {"alpha_amount", "AlphaBalance"}};
    AccountId toColdkey, hotkey;
    NetUid from{}, to{};
    Alpha amount;
    static auto fields(auto& c) { return std::tie(c.toColdkey, c.hotkey, c.from, c.to, c.amount); }
    static DispatchInfo info(const TransferStake&) { return callInfo(258'541'000, 19, 6, 7'994); }
    static AlphaPosition feeInAlpha(const TransferStake& c) { return {c.hotkey, c.from}; }
};

struct SwapStake {
    static constexpr CallName kName{Pallet::SubtensorModule, 87, "swap_stake"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"},
                                            {"origin_netuid", "NetUid"},
                                            {"destination_netuid", "NetUid"},
                                            {"alpha_amount", "AlphaBalance"}};
    AccountId hotkey;
    NetUid from{}, to{};
    Alpha amount;
    static auto fields(auto& c) { return std::tie(c.hotkey, c.from, c.to, c.amount); }
    static DispatchInfo info(const SwapStake&) { return callInfo(742'019'000, 47, 24, 10'920); }
    static AlphaPosition feeInAlpha(const SwapStake& c) { return {c.hotkey, c.from}; }
};

/// Also SlippageTooHigh, Swap.PriceLimitExceeded.
struct SwapStakeLimit {
    static constexpr CallName kName{Pallet::SubtensorModule, 90, "swap_stake_limit"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"},       {"origin_netuid", "NetUid"},
                                            {"destination_netuid", "NetUid"}, {"alpha_amount", "AlphaBalance"},
                                            {"limit_price", "TaoBalance"},    {"allow_partial", "bool"}};
    AccountId hotkey;
    NetUid from{}, to{};
    Alpha amount;
    Rao limitPrice; ///< 1e-9 alpha of `to` per alpha of `from`.
    bool allowPartial{false};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.from, c.to, c.amount, c.limitPrice, c.allowPartial); }
    static DispatchInfo info(const SwapStakeLimit&) { return callInfo(944'515'000, 47, 24, 11'077); }
    static AlphaPosition feeInAlpha(const SwapStakeLimit& c) { return {c.hotkey, c.from}; }
};

DispatchResult apply(const Context&, const Origin&, const MoveStake&);
DispatchResult apply(const Context&, const Origin&, const TransferStake&);
DispatchResult apply(const Context&, const Origin&, const SwapStake&);
DispatchResult apply(const Context&, const Origin&, const SwapStakeLimit&);

} // namespace taodeck::subtensor::subtensor_module

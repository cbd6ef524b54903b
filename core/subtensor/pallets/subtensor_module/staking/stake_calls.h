#pragma once
/// Calls that buy and sell stake. Each changes the state only when it succeeds: the framework undoes the layer of a
/// failed call. Upstream: pallets/subtensor/src/macros/dispatches.rs, staking/{add_stake,remove_stake}.rs, weights.rs
/// (spec 425).

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// Buys alpha of `netuid` at the market and delegates it to `hotkey`.
/// SubnetNotExists, SubtokenDisabled, AmountTooLow, NotEnoughBalanceToStake, HotKeyAccountNotExists,
/// InsufficientLiquidity, InsufficientBalance.
struct AddStake {
    static constexpr CallName kName{Pallet::SubtensorModule, 2, "add_stake"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"amount_staked", "TaoBalance"}};
    AccountId hotkey;
    NetUid netuid{};
    Rao amount; ///< From the coldkey; the swap fee is part of it.
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.amount); }
    static DispatchInfo info(const AddStake&) { return callInfo(664'064'000, 32, 16, 8'727); }
};

/// Sells alpha at the market. More than the position holds means all of it.
/// SubtokenDisabled, SubnetNotExists, AmountTooLow, InsufficientLiquidity, HotKeyAccountNotExists, StakeUnavailable.
struct RemoveStake {
    static constexpr CallName kName{Pallet::SubtensorModule, 3, "remove_stake"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"amount_unstaked", "AlphaBalance"}};
    AccountId hotkey;
    NetUid netuid{};
    Alpha amount;
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.amount); }
    static DispatchInfo info(const RemoveStake&) { return callInfo(569'198'000, 28, 13, 10'557); }
    static AlphaPosition feeInAlpha(const RemoveStake& c) { return {c.hotkey, c.netuid}; }
};

/// Buys alpha of `netuid` for at most `limitPrice` and delegates it to `hotkey`.
/// As AddStake, and SlippageTooHigh, Swap.PriceLimitExceeded.
struct AddStakeLimit {
    static constexpr CallName kName{Pallet::SubtensorModule, 88, "add_stake_limit"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"},
                                            {"netuid", "NetUid"},
                                            {"amount_staked", "TaoBalance"},
                                            {"limit_price", "TaoBalance"},
                                            {"allow_partial", "bool"}};
    AccountId hotkey;
    NetUid netuid{};
    Rao amount;
    Rao limitPrice;           ///< Rao per whole alpha.
    bool allowPartial{false}; ///< Else the call fails when the limit binds.
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.amount, c.limitPrice, c.allowPartial); }
    static DispatchInfo info(const AddStakeLimit&) { return callInfo(853'005'000, 32, 16, 8'727); }
};

/// Sells alpha for at least `limitPrice`. The amount must be held.
/// As RemoveStake, and NotEnoughStakeToWithdraw, SlippageTooHigh, Swap.PriceLimitExceeded.
struct RemoveStakeLimit {
    static constexpr CallName kName{Pallet::SubtensorModule, 89, "remove_stake_limit"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"},
                                            {"netuid", "NetUid"},
                                            {"amount_unstaked", "AlphaBalance"},
                                            {"limit_price", "TaoBalance"},
                                            {"allow_partial", "bool"}};
    AccountId hotkey;
    NetUid netuid{};
    Alpha amount;
    Rao limitPrice; ///< Rao per whole alpha.
    bool allowPartial{false};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.amount, c.limitPrice, c.allowPartial); }
    static DispatchInfo info(const RemoveStakeLimit&) { return callInfo(740'696'000, 27, 13, 10'591); }
    static AlphaPosition feeInAlpha(const RemoveStakeLimit& c) { return {c.hotkey, c.netuid}; }
};

DispatchResult apply(const Context&, const Origin&, const AddStake&);
DispatchResult apply(const Context&, const Origin&, const RemoveStake&);
DispatchResult apply(const Context&, const Origin&, const AddStakeLimit&);
DispatchResult apply(const Context&, const Origin&, const RemoveStakeLimit&);

std::vector<CallRow> stakeCalls();

} // namespace taodeck::subtensor::subtensor_module

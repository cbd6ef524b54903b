#pragma once
/// Calls that take alpha out of circulation for good. Recycled alpha is no longer issued, so that the subnet's emission
/// does not halve so soon; burnt alpha still counts. Upstream: pallets/subtensor/src/staking/recycle_alpha.rs (spec
/// 425).

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// Of the signer's stake; more than is held means all of it. SubnetNotExists, CannotBurnOrRecycleOnRootSubnet,
/// SubtokenDisabled, HotKeyAccountNotExists, InsufficientLiquidity, StakeUnavailable.
struct RecycleAlpha {
    static constexpr CallName kName{Pallet::SubtensorModule, 101, "recycle_alpha"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"amount", "AlphaBalance"}, {"netuid", "NetUid"}};
    AccountId hotkey;
    Alpha amount;
    NetUid netuid{};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.amount, c.netuid); }
    static DispatchInfo info(const RecycleAlpha&) { return callInfo(172'139'000, 13, 6, 5'219); }
    static AlphaPosition feeInAlpha(const RecycleAlpha& c) { return {c.hotkey, c.netuid}; }
};

/// As RecycleAlpha.
struct BurnAlpha {
    static constexpr CallName kName{Pallet::SubtensorModule, 102, "burn_alpha"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"amount", "AlphaBalance"}, {"netuid", "NetUid"}};
    AccountId hotkey;
    Alpha amount;
    NetUid netuid{};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.amount, c.netuid); }
    static DispatchInfo info(const BurnAlpha&) { return callInfo(168'964'000, 12, 4, 5'219); }
    static AlphaPosition feeInAlpha(const BurnAlpha& c) { return {c.hotkey, c.netuid}; }
};

/// Buys alpha and burns it at once. Errors of AddStake or, with a limit, AddStakeLimit without partial execution, and
/// of BurnAlpha.
struct AddStakeBurnCall {
    static constexpr CallName kName{Pallet::SubtensorModule, 132, "add_stake_burn"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"amount", "TaoBalance"}, {"limit", "Option<TaoBalance>"}};
    AccountId hotkey;
    NetUid netuid{};
    Rao amount;
    std::optional<Rao> limit; ///< Rao per whole alpha.
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.amount, c.limit); }
    static DispatchInfo info(const AddStakeBurnCall&) { return callInfo(967'308'000, 33, 17, 8'727); }
};

DispatchResult apply(const Context&, const Origin&, const RecycleAlpha&);
DispatchResult apply(const Context&, const Origin&, const BurnAlpha&);
DispatchResult apply(const Context&, const Origin&, const AddStakeBurnCall&);

std::vector<CallRow> alphaCalls();
std::vector<EventRow> alphaEvents();

} // namespace taodeck::subtensor::subtensor_module

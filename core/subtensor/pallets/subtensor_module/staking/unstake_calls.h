#pragma once
/// Calls that sell all stake at once. Upstream: pallets/subtensor/src/macros/dispatches.rs, staking/remove_stake.rs
/// (spec 425); what pays their fee: pallets/transaction-fee/src/lib.rs.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// Positions of the coldkey on the hotkey in subnets that trade: only a single one can pay the fee.
std::vector<AlphaPosition> tradedPositions(const StateReader& state, const AccountId& coldkey, const AccountId& hotkey);

/// Sells every position of the signer on the hotkey, root included. What cannot be sold stays, without an error.
/// HotKeyAccountNotExists, and what a sale may raise.
struct UnstakeAll {
    static constexpr CallName kName{Pallet::SubtensorModule, 83, "unstake_all"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}};
    AccountId hotkey;
    static auto fields(auto& c) { return std::tie(c.hotkey); }
    static DispatchInfo info(const UnstakeAll&) { return callInfo(26'830'000, 6, 0, 9'189); }
    static std::vector<AlphaPosition> feeInAlpha(const StateReader& state, const AccountId& who, const UnstakeAll& c) {
        return tradedPositions(state, who, c.hotkey);
    }
};

/// Sells every position but that on root, and stakes the TAO there.
/// HotKeyAccountNotExists, AmountTooLow, and what a sale may raise.
struct UnstakeAllAlpha {
    static constexpr CallName kName{Pallet::SubtensorModule, 84, "unstake_all_alpha"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}};
    AccountId hotkey;
    static auto fields(auto& c) { return std::tie(c.hotkey); }
    static DispatchInfo info(const UnstakeAllAlpha&) { return callInfo(700'873'000, 43, 25, 11'306); }
    static std::vector<AlphaPosition> feeInAlpha(const StateReader& state, const AccountId& who,
                                                 const UnstakeAllAlpha& c) {
        return tradedPositions(state, who, c.hotkey);
    }
};

/// Sells the whole position, at any price or for at least `limitPrice`. As RemoveStake and RemoveStakeLimit.
struct RemoveStakeFullLimit {
    static constexpr CallName kName{Pallet::SubtensorModule, 103, "remove_stake_full_limit"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"limit_price", "Option<TaoBalance>"}};
    AccountId hotkey;
    NetUid netuid{};
    std::optional<Rao> limitPrice; ///< Rao per whole alpha.
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.limitPrice); }
    static DispatchInfo info(const RemoveStakeFullLimit&) { return callInfo(754'292'000, 27, 13, 10'591); }
    static AlphaPosition feeInAlpha(const RemoveStakeFullLimit& c) { return {c.hotkey, c.netuid}; }
};

DispatchResult apply(const Context&, const Origin&, const UnstakeAll&);
DispatchResult apply(const Context&, const Origin&, const UnstakeAllAlpha&);
DispatchResult apply(const Context&, const Origin&, const RemoveStakeFullLimit&);

} // namespace taodeck::subtensor::subtensor_module

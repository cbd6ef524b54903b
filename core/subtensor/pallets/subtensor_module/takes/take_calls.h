#pragma once
/// What a validator keeps of its nominators' dividends, and a child hotkey of its parents'. Takes are parts of 65535.
/// Upstream: pallets/subtensor/src/staking/{increase_take,decrease_take,set_children}.rs, utils/misc.rs,
/// guards/check_delegate_take.rs, macros/dispatches.rs, weights.rs (spec 425).

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// Least take of a child hotkey on a subnet: the larger of the chain's and the subnet's minimum.
std::uint16_t minChildkeyTake(const StateReader& state, NetUid netuid);
/// Take of a child hotkey on a subnet, never less than the minimum.
std::uint16_t childkeyTake(const StateReader& state, const AccountId& hotkey, NetUid netuid);

/// Below the present take; as often as one likes. Free.
/// DelegateTakeTooLow, DelegateTakeTooHigh, HotKeyAccountNotExists, NonAssociatedColdKey.
struct DecreaseTake {
    static constexpr CallName kName{Pallet::SubtensorModule, 65, "decrease_take"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}, {"take", "u16"}};
    AccountId hotkey;
    std::uint16_t take{0};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.take); }
    static DispatchInfo info(const DecreaseTake&) { return callInfo(29'895'000, 3, 2, 4'295, Pays::No); }
    static Dispatch<> guard(const GuardContext&, const AccountId& signer, const DecreaseTake&);
};

/// Above the present take; limited by TxDelegateTakeRateLimit since any change. Free.
/// As DecreaseTake, and DelegateTxRateLimitExceeded.
struct IncreaseTake {
    static constexpr CallName kName{Pallet::SubtensorModule, 66, "increase_take"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}, {"take", "u16"}};
    AccountId hotkey;
    std::uint16_t take{0};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.take); }
    static DispatchInfo info(const IncreaseTake&) { return callInfo(37'710'000, 5, 2, 4'388, Pays::No); }
    static Dispatch<> guard(const GuardContext&, const AccountId& signer, const IncreaseTake&);
};

/// Only increases are limited, by TxChildkeyTakeRateLimit since any change.
/// NonAssociatedColdKey, InvalidChildkeyTake, TxChildkeyTakeRateLimitExceeded.
struct SetChildkeyTake {
    static constexpr CallName kName{Pallet::SubtensorModule, 75, "set_childkey_take"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"take", "u16"}};
    AccountId hotkey;
    NetUid netuid{};
    std::uint16_t take{0};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.take); }
    static DispatchInfo info(const SetChildkeyTake&) { return callInfo(53'870'000, 7, 2, 4'498); }
};

/// By root: blocks between two increases.
struct SudoSetTxChildkeyTakeRateLimit {
    static constexpr CallName kName{Pallet::SubtensorModule, 69, "sudo_set_tx_childkey_take_rate_limit"};
    static constexpr FieldInfo kFields[] = {{"tx_rate_limit", "u64"}};
    std::uint64_t blocks{0};
    static auto fields(auto& c) { return std::tie(c.blocks); }
    static DispatchInfo info(const SudoSetTxChildkeyTakeRateLimit&) { return callInfo(5'760'000, 0, 1); }
};
struct SudoSetMinChildkeyTake {
    static constexpr CallName kName{Pallet::SubtensorModule, 76, "sudo_set_min_childkey_take"};
    static constexpr FieldInfo kFields[] = {{"take", "u16"}};
    std::uint16_t take{0};
    static auto fields(auto& c) { return std::tie(c.take); }
    static DispatchInfo info(const SudoSetMinChildkeyTake&) { return callInfo(6'000, 1, 1); }
};
struct SudoSetMaxChildkeyTake {
    static constexpr CallName kName{Pallet::SubtensorModule, 77, "sudo_set_max_childkey_take"};
    static constexpr FieldInfo kFields[] = {{"take", "u16"}};
    std::uint16_t take{0};
    static auto fields(auto& c) { return std::tie(c.take); }
    static DispatchInfo info(const SudoSetMaxChildkeyTake&) { return callInfo(6'000, 1, 1); }
};

DispatchResult apply(const Context& ctx, const Origin& origin, const DecreaseTake& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const IncreaseTake& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetChildkeyTake& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetTxChildkeyTakeRateLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetMinChildkeyTake& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetMaxChildkeyTake& call);

std::vector<CallRow> takeCalls();
std::vector<EventRow> takeEvents();

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Balances: free TAO of accounts, and the account records (nonce, reference counts) that carry it.
/// Upstream: polkadot-sdk pallet-balances and frame-system accounts; existential deposit 500 rao (spec 425).

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::balances {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Balances, BalancesError, VestingBalance, LiquidityRestrictions, InsufficientBalance,
                 ExistentialDeposit, Expendability, ExistingVestingSchedule, DeadAccount, TooManyReserves, TooManyHolds,
                 TooManyFreezes, IssuanceDeactivated, DeltaZero);

inline constexpr StorageValue<Rao> TotalIssuance{"Balances", "TotalIssuance"};
/// Part of the above that takes no part in votes; no rule of this network sets it.
inline constexpr StorageValue<Rao> InactiveIssuance{"Balances", "InactiveIssuance"};

enum class Preservation : std::uint8_t {
    Expendable, ///< The account may be reaped.
    Preserve,   ///< At least the existential deposit stays.
};

Rao free(const StateReader& state, const AccountId& who);
/// What may leave the account: free, less frozen, less the existential deposit when it must live.
Rao reducible(const StateReader& state, const RuleSet& rules, const AccountId& who, Preservation preservation);
bool isDead(const StateReader& state, const AccountId& who); ///< No providers: the account does not exist.

/// fungible::Mutate::transfer: moves `amount`, creates or reaps accounts, emits Transfer and what goes with it.
/// Token.FundsUnavailable, Token.NotExpendable, Token.BelowMinimum.
Dispatch<> transfer(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount,
                    Preservation preservation);
/// fungible::Balanced::withdraw without a counterpart: takes `amount` out of circulation until the caller deposits or
/// burns it. Emits Withdraw. Total issuance is unchanged.
Dispatch<> withdraw(const Context& ctx, const AccountId& who, Rao amount, Preservation preservation);
/// The other half: puts withdrawn rao into an account. Emits Deposit. Token.BelowMinimum when it would create an
/// account below the existential deposit.
Dispatch<> deposit(const Context& ctx, const AccountId& who, Rao amount);
/// Makes new rao in an account: total issuance grows; emits Issued and Deposit.
Dispatch<> issue(const Context& ctx, const AccountId& who, Rao amount);
/// Lowers total issuance after a withdraw; emits Rescinded.
void rescind(const Context& ctx, Rao amount);
/// fungible::Mutate::mint_into / burn_from: one account and total issuance together; emit Minted / Burned.
Dispatch<> mintInto(const Context& ctx, const AccountId& who, Rao amount);
Dispatch<> burnFrom(const Context& ctx, const AccountId& who, Rao amount, Preservation preservation);

struct TransferAllowDeath {
    static constexpr CallName kName{Pallet::Balances, 0, "transfer_allow_death"};
    static constexpr FieldInfo kFields[] = {{"dest", "AccountIdLookupOf<T>"}, {"value", "T::Balance"}};
    MultiAddress dest;
    Compact<Rao> value;
    static auto fields(auto& c) { return std::tie(c.dest, c.value); }
    static DispatchInfo info(const TransferAllowDeath&) { return callInfo(48'363'000, 1, 1, /*proofSize=*/3593); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const TransferAllowDeath& call);

struct ForceTransfer {
    static constexpr CallName kName{Pallet::Balances, 2, "force_transfer"};
    static constexpr FieldInfo kFields[] = {
        {"source", "AccountIdLookupOf<T>"}, {"dest", "AccountIdLookupOf<T>"}, {"value", "T::Balance"}};
    MultiAddress source, dest;
    Compact<Rao> value;
    static auto fields(auto& c) { return std::tie(c.source, c.dest, c.value); }
    static DispatchInfo info(const ForceTransfer&) { return callInfo(49'944'000, 2, 2, /*proofSize=*/6196); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceTransfer& call);

struct TransferKeepAlive {
    static constexpr CallName kName{Pallet::Balances, 3, "transfer_keep_alive"};
    static constexpr FieldInfo kFields[] = {{"dest", "AccountIdLookupOf<T>"}, {"value", "T::Balance"}};
    MultiAddress dest;
    Compact<Rao> value;
    static auto fields(auto& c) { return std::tie(c.dest, c.value); }
    static DispatchInfo info(const TransferKeepAlive&) { return callInfo(38'159'000, 1, 1, /*proofSize=*/3593); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const TransferKeepAlive& call);

struct TransferAll {
    static constexpr CallName kName{Pallet::Balances, 4, "transfer_all"};
    static constexpr FieldInfo kFields[] = {{"dest", "AccountIdLookupOf<T>"}, {"keep_alive", "bool"}};
    MultiAddress dest;
    bool keepAlive{false};
    static auto fields(auto& c) { return std::tie(c.dest, c.keepAlive); }
    static DispatchInfo info(const TransferAll&) { return callInfo(47'385'000, 1, 1, /*proofSize=*/3593); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const TransferAll& call);

struct ForceSetBalance {
    static constexpr CallName kName{Pallet::Balances, 8, "force_set_balance"};
    static constexpr FieldInfo kFields[] = {{"who", "AccountIdLookupOf<T>"}, {"new_free", "T::Balance"}};
    MultiAddress who;
    Compact<Rao> newFree;
    static auto fields(auto& c) { return std::tie(c.who, c.newFree); }
    static DispatchInfo info(const ForceSetBalance&) { return callInfo(19'929'000, 1, 1, /*proofSize=*/3593); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceSetBalance& call);

struct ForceUnreserve {
    static constexpr CallName kName{Pallet::Balances, 5, "force_unreserve"};
    static constexpr FieldInfo kFields[] = {{"who", "AccountIdLookupOf<T>"}, {"amount", "T::Balance"}};
    MultiAddress who;
    Rao amount;
    static auto fields(auto& c) { return std::tie(c.who, c.amount); }
    static DispatchInfo info(const ForceUnreserve&) { return callInfo(17'316'000, 1, 1, /*proofSize=*/3593); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceUnreserve& call);

/// Moves records of the older reserve logic to the newer one; costs nothing when that was needed.
struct UpgradeAccounts {
    static constexpr CallName kName{Pallet::Balances, 6, "upgrade_accounts"};
    static constexpr FieldInfo kFields[] = {{"who", "Vec<T::AccountId>"}};
    std::vector<AccountId> who;
    static auto fields(auto& c) { return std::tie(c.who); }
    static DispatchInfo info(const UpgradeAccounts& c) {
        return callInfo(16'000'000 + 13'266'000 * c.who.size(), c.who.size(), c.who.size(),
                        /*proofSize=*/990 + 2603 * c.who.size());
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const UpgradeAccounts& call);

enum class AdjustmentDirection : std::uint8_t { Increase, Decrease };
constexpr EnumInfo enumInfo(AdjustmentDirection) {
    return {"pallet_balances::types::AdjustmentDirection", "Increase, Decrease"};
}
struct ForceAdjustTotalIssuance {
    static constexpr CallName kName{Pallet::Balances, 9, "force_adjust_total_issuance"};
    static constexpr FieldInfo kFields[] = {{"direction", "AdjustmentDirection"}, {"delta", "T::Balance"}};
    AdjustmentDirection direction{};
    Compact<Rao> delta;
    static auto fields(auto& c) { return std::tie(c.direction, c.delta); }
    static DispatchInfo info(const ForceAdjustTotalIssuance&) { return callInfo(5'385'000, 1, 1, 1501); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceAdjustTotalIssuance& call);

struct Burn {
    static constexpr CallName kName{Pallet::Balances, 10, "burn"};
    static constexpr FieldInfo kFields[] = {{"value", "T::Balance"}, {"keep_alive", "bool"}};
    Compact<Rao> value;
    bool keepAlive{false};
    static auto fields(auto& c) { return std::tie(c.value, c.keepAlive); }
    static DispatchInfo info(const Burn& c) { return callInfo(c.keepAlive ? 20'711'000 : 30'968'000, 0, 0); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const Burn& call);

} // namespace taodeck::subtensor::balances

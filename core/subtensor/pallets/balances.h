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

} // namespace taodeck::subtensor::balances

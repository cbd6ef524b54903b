#pragma once
/// SafeMode: while it is entered only a few calls may be made. At this version only root enters and leaves it: nobody
/// can do so for a deposit.
/// Upstream: polkadot-sdk pallet-safe-mode (stable2506) as configured in subtensor's runtime/src/lib.rs at spec 425.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::safe_mode {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::SafeMode, SafeModeError, Entered, Exited, NotConfigured, NoDeposit, AlreadyDeposited,
                 CannotReleaseYet, CurrencyError);

inline constexpr OptionalValue<BlockNumber> EnteredUntil{"SafeMode", "EnteredUntil"}; ///< Inclusive.
/// Deposits by account and the block of entering. No call of this version makes one.
inline constexpr OptionalDoubleMap<AccountId, BlockNumber, Rao> Deposits{
    "SafeMode", "Deposits", {Hasher::Twox64Concat, Hasher::Twox64Concat}};

inline constexpr std::uint32_t kRootEnterBlocks = 5 * 60 * 24;
inline constexpr std::uint32_t kRootExtendBlocks = 5 * 60 * 12;

/// Whether `call` may be made now.
bool allows(const StateReader& state, const RuntimeCall& call);

/// The calls without arguments. Weights: pallet-safe-mode's weights.rs.
template <std::uint8_t Index>
struct Plain {
    static constexpr const char* kNames[] = {"enter", "force_enter", "extend", "force_extend", "force_exit"};
    static constexpr std::uint64_t kRefTimes[] = {44'471'000, 5'200'000, 46'411'000, 7'011'000, 6'180'000};
    static constexpr std::uint64_t kProofs[] = {3892, 1489, 3892, 1489, 1489};
    static constexpr CallName kName{Pallet::SafeMode, Index, kNames[Index]};
    static auto fields(auto&) { return std::tie(); }
    static DispatchInfo info(const Plain&) {
        constexpr bool kHolds = Index == 0 || Index == 2;
        return callInfo(kRefTimes[Index], kHolds ? 2 : 1, kHolds ? 3 : 1, kProofs[Index]);
    }
};
using Enter = Plain<0>;
using ForceEnter = Plain<1>;
using Extend = Plain<2>;
using ForceExtend = Plain<3>;
using ForceExit = Plain<4>;
DispatchResult apply(const Context& ctx, const Origin& origin, const Enter& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceEnter& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const Extend& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceExtend& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceExit& call);

/// The calls about a deposit.
template <std::uint8_t Index>
struct OfDeposit {
    static constexpr const char* kNames[] = {"force_slash_deposit", "release_deposit", "force_release_deposit"};
    static constexpr std::uint64_t kRefTimes[] = {28'905'000, 37'735'000, 36'454'000};
    static constexpr CallName kName{Pallet::SafeMode, Index, kNames[Index - 5]};
    static constexpr FieldInfo kFields[] = {{"account", "T::AccountId"}, {"block", "BlockNumberFor<T>"}};
    AccountId account;
    BlockNumber block{};
    static auto fields(auto& c) { return std::tie(c.account, c.block); }
    static DispatchInfo info(const OfDeposit&) { return callInfo(kRefTimes[Index - 5], Index == 6 ? 3 : 2, 2, 3892); }
};
using ForceSlashDeposit = OfDeposit<5>;
using ReleaseDeposit = OfDeposit<6>;
using ForceReleaseDeposit = OfDeposit<7>;
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceSlashDeposit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ReleaseDeposit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceReleaseDeposit& call);

enum class ExitReason : std::uint8_t { Timeout, Force };
constexpr EnumInfo enumInfo(ExitReason) {
    return {"pallet_safe_mode::pallet::ExitReason", "Timeout, Force"};
}

namespace event {

struct Entered {
    static constexpr EventName kName{Pallet::SafeMode, 0, "Entered"};
    static constexpr FieldInfo kFields[] = {{"until", "BlockNumberFor<T>"}};
    BlockNumber until{};
    static auto fields(auto& e) { return std::tie(e.until); }
};
struct Extended {
    static constexpr EventName kName{Pallet::SafeMode, 1, "Extended"};
    static constexpr FieldInfo kFields[] = {{"until", "BlockNumberFor<T>"}};
    BlockNumber until{};
    static auto fields(auto& e) { return std::tie(e.until); }
};
struct Exited {
    static constexpr EventName kName{Pallet::SafeMode, 2, "Exited"};
    static constexpr FieldInfo kFields[] = {{"reason", "ExitReason"}};
    ExitReason reason{};
    static auto fields(auto& e) { return std::tie(e.reason); }
};
struct DepositReleased {
    static constexpr EventName kName{Pallet::SafeMode, 4, "DepositReleased"};
    static constexpr FieldInfo kFields[] = {{"account", "T::AccountId"}, {"amount", "BalanceOf<T>"}};
    AccountId account;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.account, e.amount); }
};
struct DepositSlashed {
    static constexpr EventName kName{Pallet::SafeMode, 5, "DepositSlashed"};
    static constexpr FieldInfo kFields[] = {{"account", "T::AccountId"}, {"amount", "BalanceOf<T>"}};
    AccountId account;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.account, e.amount); }
};

} // namespace event
} // namespace taodeck::subtensor::safe_mode

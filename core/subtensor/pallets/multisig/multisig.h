#pragma once
/// Multisig: a call made by several accounts together, from an account that follows from their list and the threshold.
/// The first to approve reserves a deposit until the call is made or cancelled.
/// Upstream: polkadot-sdk pallet-multisig (stable2506) with the deposits of subtensor's runtime/src/lib.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::multisig {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Multisig, MultisigError, MinimumThreshold, AlreadyApproved, NoApprovalsNeeded,
                 TooFewSignatories, TooManySignatories, SignatoriesOutOfOrder, SenderInSignatories, NotFound, NotOwner,
                 NoTimepoint, WrongTimepoint, UnexpectedTimepoint, MaxWeightTooLow, AlreadyStored);

using CallHash = std::array<std::uint8_t, 32>; ///< Blake2b-256 of the encoded call.

/// The transaction that opened an operation.
struct Timepoint {
    static constexpr const char* kPath = "pallet_multisig::Timepoint";
    static constexpr FieldInfo kFields[] = {{"height", "BlockNumber"}, {"index", "u32"}};
    static std::vector<TypeParam> params(TypeRegistry& r);
    BlockNumber height{};
    std::uint32_t index{0};
    static auto fields(auto& t) { return std::tie(t.height, t.index); }
    friend bool operator==(const Timepoint&, const Timepoint&) = default;
};

struct Operation {
    static constexpr const char* kPath = "pallet_multisig::Multisig";
    static constexpr FieldInfo kFields[] = {{"when", "Timepoint<BlockNumber>"},
                                            {"deposit", "Balance"},
                                            {"depositor", "AccountId"},
                                            {"approvals", "BoundedVec<AccountId, MaxApprovals>"}};
    static std::vector<TypeParam> params(TypeRegistry& r);
    Timepoint when;
    Rao deposit;
    AccountId depositor;
    BoundedVec<AccountId> approvals; ///< Sorted.
    static auto fields(auto& o) { return std::tie(o.when, o.deposit, o.depositor, o.approvals); }
};

/// Open operations of an account.
inline constexpr OptionalDoubleMap<AccountId, CallHash, Operation> Multisigs{
    "Multisig", "Multisigs", {Hasher::Twox64Concat, Hasher::Blake2_128Concat}};

inline constexpr std::uint32_t kMaxSignatories = 100;
inline constexpr Rao kDepositBase = Rao::fromRaw(132'000'000);
inline constexpr Rao kDepositFactor = Rao::fromRaw(32'000'000);

/// The account of sorted `signatories` at `threshold`.
AccountId multiAccount(const std::vector<AccountId>& signatories, std::uint16_t threshold);

/// Any one of the group acts for it. No deposit; the transaction fails with the call.
struct AsMultiThreshold1 {
    static constexpr CallName kName{Pallet::Multisig, 0, "as_multi_threshold_1"};
    static constexpr FieldInfo kFields[] = {{"other_signatories", "Vec<T::AccountId>"},
                                            {"call", "Box<<T as Config>::RuntimeCall>"}};
    std::vector<AccountId> others; ///< Sorted, without the sender; in all calls here.
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.others, c.call); }
    static DispatchInfo info(const AsMultiThreshold1& c);
    static std::vector<const RuntimeCall*> inner(const AsMultiThreshold1& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const AsMultiThreshold1& call);

/// Opens or approves an operation, and makes the call with the last approval.
struct AsMulti {
    static constexpr CallName kName{Pallet::Multisig, 1, "as_multi"};
    static constexpr FieldInfo kFields[] = {{"threshold", "u16"},
                                            {"other_signatories", "Vec<T::AccountId>"},
                                            {"maybe_timepoint", "Option<Timepoint<BlockNumberFor<T>>>"},
                                            {"call", "Box<<T as Config>::RuntimeCall>"},
                                            {"max_weight", "Weight"}};
    std::uint16_t threshold{0};
    std::vector<AccountId> others;
    std::optional<Timepoint> timepoint; ///< None to open.
    RuntimeCall call;
    Weight maxWeight; ///< Paid for in advance; the call may not announce more.
    static auto fields(auto& c) { return std::tie(c.threshold, c.others, c.timepoint, c.call, c.maxWeight); }
    static DispatchInfo info(const AsMulti& c);
    static std::vector<const RuntimeCall*> inner(const AsMulti& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const AsMulti& call);

/// Opens or approves by the call's hash.
struct ApproveAsMulti {
    static constexpr CallName kName{Pallet::Multisig, 2, "approve_as_multi"};
    static constexpr FieldInfo kFields[] = {{"threshold", "u16"},
                                            {"other_signatories", "Vec<T::AccountId>"},
                                            {"maybe_timepoint", "Option<Timepoint<BlockNumberFor<T>>>"},
                                            {"call_hash", "[u8; 32]"},
                                            {"max_weight", "Weight"}};
    std::uint16_t threshold{0};
    std::vector<AccountId> others;
    std::optional<Timepoint> timepoint;
    CallHash callHash{};
    Weight maxWeight;
    static auto fields(auto& c) { return std::tie(c.threshold, c.others, c.timepoint, c.callHash, c.maxWeight); }
    static DispatchInfo info(const ApproveAsMulti& c);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const ApproveAsMulti& call);

/// By the depositor.
struct CancelAsMulti {
    static constexpr CallName kName{Pallet::Multisig, 3, "cancel_as_multi"};
    static constexpr FieldInfo kFields[] = {{"threshold", "u16"},
                                            {"other_signatories", "Vec<T::AccountId>"},
                                            {"timepoint", "Timepoint<BlockNumberFor<T>>"},
                                            {"call_hash", "[u8; 32]"}};
    std::uint16_t threshold{0};
    std::vector<AccountId> others;
    Timepoint timepoint;
    CallHash callHash{};
    static auto fields(auto& c) { return std::tie(c.threshold, c.others, c.timepoint, c.callHash); }
    static DispatchInfo info(const CancelAsMulti& c);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CancelAsMulti& call);

/// Brings the deposit to today's price; free when it changed.
struct PokeDeposit {
    static constexpr CallName kName{Pallet::Multisig, 4, "poke_deposit"};
    static constexpr FieldInfo kFields[] = {
        {"threshold", "u16"}, {"other_signatories", "Vec<T::AccountId>"}, {"call_hash", "[u8; 32]"}};
    std::uint16_t threshold{0};
    std::vector<AccountId> others;
    CallHash callHash{};
    static auto fields(auto& c) { return std::tie(c.threshold, c.others, c.callHash); }
    static DispatchInfo info(const PokeDeposit& c);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const PokeDeposit& call);

} // namespace taodeck::subtensor::multisig

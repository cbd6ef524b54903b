#pragma once
/// What a call sees and answers: origin, context, dispatch errors. Pure.
/// Source: polkadot-sdk sp-runtime DispatchError, frame-support dispatch; pallet indices of subtensor's
/// construct_runtime at spec 425.

#include "core/subtensor/runtime.h"
#include "core/subtensor/type_info.h"

#include <functional>
#include <memory>

namespace taodeck::subtensor {

/// construct_runtime's index of each pallet.
enum class Pallet : std::uint8_t {
    System = 0,
    RandomnessCollectiveFlip = 1,
    Timestamp = 2,
    Aura = 3,
    Grandpa = 4,
    Balances = 5,
    TransactionPayment = 6,
    SubtensorModule = 7,
    Utility = 11,
    Sudo = 12,
    Multisig = 13,
    Preimage = 14,
    Scheduler = 15,
    Proxy = 16,
    Commitments = 18,
    AdminUtils = 19,
    SafeMode = 20,
    Drand = 26,
    Crowdloan = 27,
    Swap = 28,
    MevShield = 30,
    AlphaAssets = 31,
};
const char* name(Pallet pallet);

struct RuntimeCall; // pallet.h

struct Origin {
    enum class Kind : std::uint8_t { Root, Signed, None, Other }; ///< Other: one that no call here takes.
    using Filter = std::function<bool(const RuntimeCall&)>;
    Kind kind{Kind::None};
    AccountId account; ///< Of Signed.
    /// What this origin may dispatch besides what the base filter allows, in nested calls too; null: all. A proxy's
    /// powers. Root is above it.
    std::shared_ptr<const Filter> filter{};

    static Origin root() { return {Kind::Root, {}}; }
    static Origin signedBy(const AccountId& who) { return {Kind::Signed, who}; }
    static Origin none() { return {Kind::None, {}}; }
    /// The same filters for another account: what a derived account may do.
    Origin as(const AccountId& who) const { return {Kind::Signed, who, filter}; }
};

enum class TokenError : std::uint8_t {
    FundsUnavailable,
    OnlyProvider,
    BelowMinimum,
    CannotCreate,
    UnknownAsset,
    Frozen,
    Unsupported,
    CannotCreateHold,
    NotExpendable,
    Blocked,
};
enum class ArithmeticError : std::uint8_t { Underflow, Overflow, DivisionByZero };

/// Why a call failed: sp_runtime::DispatchError.
struct DispatchError {
    enum class Kind : std::uint8_t {
        Other,
        CannotLookup,
        BadOrigin,
        Module,
        ConsumerRemaining,
        NoProviders,
        TooManyConsumers,
        Token,
        Arithmetic,
        Transactional,
        Exhausted,
        Corruption,
        Unavailable,
        RootNotAllowed,
        Trie,
    };
    Kind kind{Kind::Other};
    std::uint8_t pallet{0}; ///< Of Module.
    std::uint8_t code{0};   ///< Of Module: the pallet's error; of Token, Arithmetic, Transactional, Trie: the variant.
    /// Weight really used by the failed call where it says so (DispatchErrorWithPostInfo): the fee is for that. Not
    /// part of the error itself.
    std::optional<std::uint64_t> usedRefTime{};

    DispatchError() = default;
    DispatchError(Kind k) : kind{k} {}
    DispatchError(TokenError e) : kind{Kind::Token}, code{static_cast<std::uint8_t>(e)} {}
    DispatchError(ArithmeticError e) : kind{Kind::Arithmetic}, code{static_cast<std::uint8_t>(e)} {}
    /// From a pallet's error enum (TD_PALLET_ERRORS).
    template <class E, class = decltype(palletOf(E{}))>
    DispatchError(E e)
        : kind{Kind::Module}, pallet{static_cast<std::uint8_t>(palletOf(e))}, code{static_cast<std::uint8_t>(e)} {}
    /// The same error after that much weight.
    DispatchError after(std::uint64_t refTime) const {
        auto out = *this;
        out.usedRefTime = refTime;
        return out;
    }
    friend bool operator==(const DispatchError& a, const DispatchError& b) {
        return a.kind == b.kind && a.pallet == b.pallet && a.code == b.code;
    }
};
TD_TYPE_INFO(DispatchError);
/// "SubtensorModule.SlippageTooHigh", "Token.BelowMinimum", "BadOrigin".
std::string text(const DispatchError& error);

/// Value or DispatchError: what pallet code returns.
template <class T = void>
using Dispatch = tl::expected<T, DispatchError>;
inline tl::unexpected<DispatchError> dispatchFail(DispatchError error) {
    return tl::unexpected<DispatchError>{error};
}

/// Declares a pallet's error enum in the network's order from index 0, its names for the metadata, and its pallet.
///     TD_PALLET_ERRORS(Pallet::Sudo, SudoError, RequireSudo);  // -> enum class SudoError, kSudoErrorNames
#define TD_PALLET_ERRORS(owner, Enum, ...)                                                                             \
    enum class Enum : std::uint8_t { __VA_ARGS__ };                                                                    \
    inline constexpr const char* k##Enum##Names = #__VA_ARGS__;                                                        \
    constexpr Pallet palletOf(Enum) {                                                                                  \
        return owner;                                                                                                  \
    }

#define TD_DISPATCH_TRY_IMPL(tmp, decl, expr)                                                                          \
    auto tmp = (expr);                                                                                                 \
    if (!tmp) return ::taodeck::subtensor::dispatchFail(tmp.error());                                                  \
    decl = *std::move(tmp)
/// Binds the value of a Dispatch<T> or returns its error.
#define TD_DISPATCH_TRY(decl, ...) TD_DISPATCH_TRY_IMPL(TD_CONCAT(tdDispatch, __COUNTER__), decl, (__VA_ARGS__))
/// Returns the error of a Dispatch<>.
#define TD_DISPATCH_CHECK(...)                                                                                         \
    do {                                                                                                               \
        if (auto tdCheck = (__VA_ARGS__); !tdCheck) return ::taodeck::subtensor::dispatchFail(tdCheck.error());        \
    } while (false)
/// Returns `error` unless `condition` holds.
#define TD_ENSURE(condition, error)                                                                                    \
    do {                                                                                                               \
        if (!(condition)) return ::taodeck::subtensor::dispatchFail(error);                                            \
    } while (false)

/// BadOrigin unless signed / root / none.
Dispatch<AccountId> ensureSigned(const Origin& origin);
Dispatch<> ensureRoot(const Origin& origin);
Dispatch<> ensureNone(const Origin& origin);

/// What a call reports besides its events. Empty members: as announced before the dispatch.
struct PostInfo {
    std::optional<std::uint64_t> refTime; ///< Weight really used; never above the announced one.
    std::optional<bool> paysFee;
};
using DispatchResult = Dispatch<PostInfo>;

inline constexpr std::uint64_t kDbRead = 25'000'000;   ///< ref_time of one storage read.
inline constexpr std::uint64_t kDbWrite = 100'000'000; ///< ref_time of one storage write.
enum class DispatchClass : std::uint8_t { Normal, Operational, Mandatory };
enum class Pays : std::uint8_t { Yes, No };
/// Weight and class of a call: its own ref_time plus its storage accesses.
constexpr DispatchInfo callInfo(std::uint64_t refTime, std::uint64_t reads, std::uint64_t writes,
                                std::uint64_t proofSize = 0, Pays pays = Pays::Yes,
                                DispatchClass dispatchClass = DispatchClass::Normal) {
    DispatchInfo info;
    info.refTime = refTime + reads * kDbRead + writes * kDbWrite;
    info.proofSize = proofSize;
    info.dispatchClass = static_cast<std::uint8_t>(dispatchClass);
    info.paysFee = pays == Pays::Yes;
    return info;
}

class RuleSet; // rules.h

/// Appends one event (pallet index, event index, fields) to System.Events in the current phase.
void depositEvent(State& state, Pallet pallet, std::uint8_t index, ByteView fields);

/// Handed to calls and hooks. What they change is undone together when a call fails.
struct Context {
    State& state;
    const RuleSet& rules;
    BlockNumber block;

    template <class E>
    void emit(const E& event) const {
        Encoder out;
        Fields<E>::encode(out, event);
        depositEvent(state, E::kName.pallet, E::kName.index, out.view());
    }
};

/// Runs `body() -> Dispatch<T>` in a storage layer of its own: kept on success, undone on failure.
template <class Body>
auto inLayer(State& state, Body body) {
    state.begin();
    auto result = body();
    if (result) {
        state.commit();
    } else {
        state.rollback();
    }
    return result;
}

} // namespace taodeck::subtensor

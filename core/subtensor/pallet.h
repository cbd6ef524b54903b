#pragma once
/// How a pallet declares its calls, events, constants and runtime APIs. The same rows execute and make the metadata.
///
/// A call is a struct in the pallet's header plus one row `callRow<AddStakeLimit>()` in its pallet's list:
///     struct AddStakeLimit {
///         static constexpr CallName kName{Pallet::SubtensorModule, 88, "add_stake_limit"};
///         static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, ...};
///         AccountId hotkey; NetUid netuid{}; ...
///         static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, ...); }
///         static DispatchInfo info(const AddStakeLimit&) { return callInfo(/*refTime=*/..., /*reads=*/...,
///         /*writes=*/...); }
///         // Optional: the dispatch extension's check, before every signed dispatch (nested ones too) and in the pool.
///         static Dispatch<> guard(const GuardContext&, const AccountId& signer, const AddStakeLimit&);
///         // Optional: lets the call travel unsigned, and says what the pool must know of it. Asked again in the
///         block. static tl::expected<UnsignedValidity, Invalid> validateUnsigned(const GuardContext&, const
///         WritePulse&);
///         // Optional: what a dispatch extension adds to the pool's priority of a signed one.
///         static constexpr std::uint64_t kExtraPriority = 10'000;
///         // Optional: the position whose alpha pays the fee when the signer lacks TAO; or, from the state and the
///         // signer, several, of which only a single one can pay.
///         static AlphaPosition feeInAlpha(const RemoveStake&);
///     };
///     DispatchResult apply(const Context&, const Origin&, const AddStakeLimit&);
/// An event likewise: kName{Pallet::Balances, 2, "Transfer"}, kFields (name null for tuple-like variants), fields().

#include "core/subtensor/dispatch.h"
#include "core/subtensor/storage.h"

#include <algorithm>

namespace taodeck::subtensor {

struct CallName {
    Pallet pallet;
    std::uint8_t index;
    const char* name;
};
using EventName = CallName;

struct CallRow;

/// Any call of the runtime, decoded.
struct RuntimeCall {
    const CallRow* row{nullptr};      ///< Never null in a decoded call.
    std::shared_ptr<const void> args; ///< The row's struct.
};
TD_TYPE_INFO(RuntimeCall);
/// Calls inside calls deeper than this do not decode.
inline constexpr int kMaxDecodeDepth = 64;
/// And not more of them in one transaction: three bytes of a hostile batch would cost a hundred of memory.
inline constexpr int kMaxDecodeCalls = 100'000;

/// A stake position that pays the fee of a call when its coldkey has no TAO for it.
struct AlphaPosition {
    AccountId hotkey;
    NetUid netuid{};
};

/// What a guard sees: the state before the call, and of which block. It changes nothing.
struct GuardContext {
    const StateReader& state;
    const RuleSet& rules;
    std::uint64_t block{0}; ///< Being built; in the pool, the best one.
};

/// What makes an unsigned transaction valid: sp_runtime's ValidTransaction without signer and nonce.
struct UnsignedValidity {
    std::uint64_t priority{0};
    Bytes provides; ///< Its tag, encoded: of several transactions with the same one, the pool keeps one.
    std::uint64_t longevity{~std::uint64_t{0}}; ///< Blocks.
    bool propagate{true};
};

struct CallRow {
    CallName name;
    std::vector<TypeField> (*describe)(TypeRegistry&);
    Result<std::shared_ptr<const void>> (*decode)(Decoder&);
    void (*encode)(Encoder&, const void*);
    DispatchInfo (*info)(const void*);
    DispatchResult (*apply)(const Context&, const Origin&, const void*);
    Dispatch<> (*guard)(const GuardContext&, const AccountId&, const void*); ///< Or null.
    std::vector<const RuntimeCall*> (*inner)(const void*);                   ///< Calls that it carries; or null.
    tl::expected<UnsignedValidity, Invalid> (*validateUnsigned)(const GuardContext&, const void*); ///< Or null.
    std::uint64_t extraPriority;
    std::vector<AlphaPosition> (*feeInAlpha)(const StateReader&, const AccountId&, const void*); ///< Or null.
};

template <class C>
CallRow callRow() {
    CallRow row{};
    row.name = C::kName;
    row.describe = [](TypeRegistry& r) { return Fields<C>::describe(r); };
    row.decode = [](Decoder& in) -> Result<std::shared_ptr<const void>> {
        TD_TRY(auto call, Fields<C>::decode(in));
        return std::make_shared<const C>(std::move(call));
    };
    row.encode = [](Encoder& out, const void* c) { Fields<C>::encode(out, *static_cast<const C*>(c)); };
    row.info = [](const void* c) { return C::info(*static_cast<const C*>(c)); };
    row.apply = [](const Context& ctx, const Origin& origin, const void* c) {
        return apply(ctx, origin, *static_cast<const C*>(c));
    };
    if constexpr (requires { &C::guard; }) {
        row.guard = [](const GuardContext& ctx, const AccountId& signer, const void* c) {
            return C::guard(ctx, signer, *static_cast<const C*>(c));
        };
    }
    if constexpr (requires { &C::inner; }) {
        row.inner = [](const void* c) { return C::inner(*static_cast<const C*>(c)); };
    }
    if constexpr (requires(const C& c) { C::feeInAlpha(c); }) {
        row.feeInAlpha = [](const StateReader&, const AccountId&, const void* c) {
            return std::vector<AlphaPosition>{C::feeInAlpha(*static_cast<const C*>(c))};
        };
    } else if constexpr (requires { &C::feeInAlpha; }) {
        row.feeInAlpha = [](const StateReader& state, const AccountId& who, const void* c) {
            return C::feeInAlpha(state, who, *static_cast<const C*>(c));
        };
    }
    if constexpr (requires { &C::validateUnsigned; }) {
        row.validateUnsigned = [](const GuardContext& ctx, const void* c) {
            return C::validateUnsigned(ctx, *static_cast<const C*>(c));
        };
    }
    if constexpr (requires { C::kExtraPriority; }) row.extraPriority = C::kExtraPriority;
    return row;
}
/// The call as a RuntimeCall, for tests and genesis. Its pallet must be in pallets().
const CallRow* findCall(std::uint8_t pallet, std::uint8_t index);
template <class C>
RuntimeCall makeCall(C call) {
    return {findCall(static_cast<std::uint8_t>(C::kName.pallet), C::kName.index),
            std::make_shared<const C>(std::move(call))};
}
/// The arguments if `call` is a C, else null.
template <class C>
const C* callAs(const RuntimeCall& call) {
    const auto& name = call.row->name;
    return name.pallet == C::kName.pallet && name.index == C::kName.index ? static_cast<const C*>(call.args.get())
                                                                          : nullptr;
}
DispatchInfo infoOf(const RuntimeCall& call);
/// All guards of the call's and other pallets' dispatch extensions for a signed call.
Dispatch<> checkGuards(const GuardContext& ctx, const AccountId& signer, const RuntimeCall& call);
/// Runs the call in a storage layer of its own, after the base call filter (System.CallFiltered) and, when it is
/// signed, the guards.
DispatchResult dispatch(const Context& ctx, const Origin& origin, const RuntimeCall& call);

/// The same without any filter or guard, as root wants it (utility.dispatch_as).
DispatchResult dispatchUnfiltered(const Context& ctx, const Origin& origin, const RuntimeCall& call);
/// The weight that one call really used: never above what it announces.
std::uint64_t usedRefTime(const RuntimeCall& call, const DispatchResult& result);

struct EventRow {
    EventName name;
    std::vector<TypeField> (*describe)(TypeRegistry&);
};
template <class E>
EventRow eventRow() {
    return {E::kName, [](TypeRegistry& r) { return Fields<E>::describe(r); }};
}

struct ConstantRow {
    const char* name;
    TypeId (*type)(TypeRegistry&);
    std::function<Bytes(const RuleSet&)> value; ///< Encoded.
};
/// `constantRow("ExistentialDeposit", [](const RuleSet& rules) { return rules.existentialDeposit(); })`
template <class Make>
ConstantRow constantRow(const char* name, Make make) {
    using T = decltype(make(std::declval<const RuleSet&>()));
    return {name, [](TypeRegistry& r) { return typeIdOf<T>(r); },
            [make](const RuleSet& rules) { return encoded(make(rules)); }};
}

struct PalletDeclaration {
    Pallet id;
    const char* crate;                       ///< "pallet_balances": where the metadata's paths start.
    std::vector<const StorageItem*> storage; ///< In the network's order.
    std::vector<CallRow> calls;              ///< By index.
    std::vector<EventRow> events;            ///< By index.
    const char* errorNames{nullptr};         ///< kXErrorNames, or null.
    std::vector<ConstantRow> constants;
    void (*onInitialize)(const Context&){nullptr};
    void (*onFinalize)(const Context&){nullptr};
    void (*genesis)(State&, const RuleSet&, const GenesisConfig&){nullptr};
    /// Checked before every signed dispatch of any pallet's call.
    Dispatch<> (*guard)(const GuardContext&, const AccountId& signer, const RuntimeCall&){nullptr};
    /// This pallet's part of the base call filter: whether any origin but root may dispatch `call`, of any pallet.
    bool (*allows)(const StateReader&, const RuntimeCall& call){nullptr};
    /// What the extension's checks of this call weigh, beyond those that every call gets.
    DispatchInfo (*guardInfo)(const RuntimeCall&){nullptr};
    /// How the transaction extension words a guard's error for the pool.
    std::uint8_t (*customCode)(const DispatchError&){nullptr};
};
/// Rows of several topics of one pallet as one list by index.
template <class Row>
std::vector<Row> byIndex(std::initializer_list<std::vector<Row>> lists) {
    std::vector<Row> all;
    for (const auto& list : lists)
        all.insert(all.end(), list.begin(), list.end());
    std::sort(all.begin(), all.end(), [](const Row& a, const Row& b) { return a.name.index < b.name.index; });
    return all;
}
/// Types of a pallet's own enums, for the metadata.
TypeId describePalletCalls(TypeRegistry& registry, const PalletDeclaration& pallet);
TypeId describePalletEvents(TypeRegistry& registry, const PalletDeclaration& pallet);
TypeId describePalletErrors(TypeRegistry& registry, const PalletDeclaration& pallet);
/// The outer enums of all pallets.
TypeId describeRuntimeEvent(TypeRegistry& registry);
TypeId describeRuntimeError(TypeRegistry& registry);

/// All pallets by index. pallets/pallets.cpp names them.
const std::vector<const PalletDeclaration*>& pallets();

/// What a runtime API method reads.
struct ApiContext {
    const StateReader& state;
    const RuleSet& rules;
};
struct ApiMethod {
    const char* name;
    std::vector<const char*> parameters;
    std::vector<TypeId> (*inputs)(TypeRegistry&);
    TypeId (*output)(TypeRegistry&);
    Result<Bytes> (*call)(const ApiContext&, Decoder& arguments);
};
namespace detail {
template <class T>
struct ApiOutput {
    using Type = T;
    static Result<Bytes> encode(const T& value) { return encoded(value); }
};
template <class T>
struct ApiOutput<Result<T>> {
    using Type = T;
    static Result<Bytes> encode(const Result<T>& value) {
        if (!value) return tl::unexpected<Error>{value.error()};
        return encoded(*value);
    }
};
template <auto Fn, class Out, class... A>
ApiMethod makeApiMethod(const char* name, std::vector<const char*> parameters, Out (*)(const ApiContext&, A...)) {
    return {name, std::move(parameters),
            [](TypeRegistry& r) { return std::vector<TypeId>{typeIdOf<std::decay_t<A>>(r)...}; },
            [](TypeRegistry& r) { return typeIdOf<typename ApiOutput<Out>::Type>(r); },
            [](const ApiContext& ctx, Decoder& in) -> Result<Bytes> {
                TD_TRY(auto args, TypeInfo<std::tuple<std::decay_t<A>...>>::decode(in));
                TD_CHECK(in.finish());
                return ApiOutput<Out>::encode(std::apply([&](auto&... a) { return Fn(ctx, a...); }, args));
            }};
}
} // namespace detail
/// `apiMethod<currentAlphaPrice>("current_alpha_price", {"netuid"})` for `std::uint64_t currentAlphaPrice(const
/// ApiContext&, NetUid)`; the function may also return a Result.
template <auto Fn>
ApiMethod apiMethod(const char* name, std::vector<const char*> parameters = {}) {
    return detail::makeApiMethod<Fn>(name, std::move(parameters), Fn);
}
struct RuntimeApi {
    const char* name;
    std::uint32_t version;
    std::vector<ApiMethod> methods;
};
/// All runtime APIs in the network's order. pallets/pallets.cpp names them.
const std::vector<const RuntimeApi*>& runtimeApis();

} // namespace taodeck::subtensor

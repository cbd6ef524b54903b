#pragma once
/// The calls of Utility that carry one or two calls: for a derived account, for any origin, and with a fallback.
/// Upstream: subtensor pallets/utility at spec 425. Each is a Normal call, whatever it carries.

#include "core/subtensor/origin_caller.h"
#include "core/subtensor/pallets/utility.h"

namespace taodeck::subtensor::utility {

std::vector<CallRow> wrapperCalls();
std::vector<EventRow> wrapperEvents();

/// The account number `index` that `who` may act as.
AccountId derivedAccount(const AccountId& who, std::uint16_t index);

/// The filters of the sender go along.
struct AsDerivative {
    static constexpr CallName kName{Pallet::Utility, 1, "as_derivative"};
    static constexpr FieldInfo kFields[] = {{"index", "u16"}, {"call", "Box<<T as Config>::RuntimeCall>"}};
    std::uint16_t index{0};
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.index, c.call); }
    static DispatchInfo info(const AsDerivative& c);
    static std::vector<const RuntimeCall*> inner(const AsDerivative& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const AsDerivative& call);

/// Root only. The transaction succeeds whatever the call does: see DispatchedAs.
struct DispatchAs {
    static constexpr CallName kName{Pallet::Utility, 3, "dispatch_as"};
    static constexpr FieldInfo kFields[] = {{"as_origin", "Box<T::PalletsOrigin>"},
                                            {"call", "Box<<T as Config>::RuntimeCall>"}};
    OriginCaller as;
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.as, c.call); }
    static DispatchInfo info(const DispatchAs& c);
    static std::vector<const RuntimeCall*> inner(const DispatchAs& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const DispatchAs& call);

/// Root only: as root, for the weight that is named.
struct WithWeight {
    static constexpr CallName kName{Pallet::Utility, 5, "with_weight"};
    static constexpr FieldInfo kFields[] = {{"call", "Box<<T as Config>::RuntimeCall>"}, {"weight", "Weight"}};
    RuntimeCall call;
    Weight weight;
    static auto fields(auto& c) { return std::tie(c.call, c.weight); }
    static DispatchInfo info(const WithWeight& c);
    static std::vector<const RuntimeCall*> inner(const WithWeight& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const WithWeight& call);

/// Tries `main`, and `fallback` when that fails; fails with the fallback's error.
struct IfElse {
    static constexpr CallName kName{Pallet::Utility, 6, "if_else"};
    static constexpr FieldInfo kFields[] = {{"main", "Box<<T as Config>::RuntimeCall>"},
                                            {"fallback", "Box<<T as Config>::RuntimeCall>"}};
    RuntimeCall main, fallback;
    static auto fields(auto& c) { return std::tie(c.main, c.fallback); }
    static DispatchInfo info(const IfElse& c);
    static std::vector<const RuntimeCall*> inner(const IfElse& c) { return {&c.main, &c.fallback}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const IfElse& call);

/// Root only: dispatch_as that fails with the call.
struct DispatchAsFallible {
    static constexpr CallName kName{Pallet::Utility, 7, "dispatch_as_fallible"};
    static constexpr FieldInfo kFields[] = {{"as_origin", "Box<T::PalletsOrigin>"},
                                            {"call", "Box<<T as Config>::RuntimeCall>"}};
    OriginCaller as;
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.as, c.call); }
    static DispatchInfo info(const DispatchAsFallible& c);
    static std::vector<const RuntimeCall*> inner(const DispatchAsFallible& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const DispatchAsFallible& call);

namespace event {

struct DispatchedAs {
    static constexpr EventName kName{Pallet::Utility, 5, "DispatchedAs"};
    static constexpr FieldInfo kFields[] = {{"result", "DispatchResult"}};
    DispatchOutcome result;
    static auto fields(auto& e) { return std::tie(e.result); }
};
struct IfElseMainSuccess {
    static constexpr EventName kName{Pallet::Utility, 6, "IfElseMainSuccess"};
    static auto fields(auto&) { return std::tie(); }
};
struct IfElseFallbackCalled {
    static constexpr EventName kName{Pallet::Utility, 7, "IfElseFallbackCalled"};
    static constexpr FieldInfo kFields[] = {{"main_error", "DispatchError"}};
    DispatchError mainError;
    static auto fields(auto& e) { return std::tie(e.mainError); }
};

} // namespace event
} // namespace taodeck::subtensor::utility

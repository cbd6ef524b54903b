#include "core/subtensor/pallets/utility/wrappers.h"

#include "core/subtensor/saturating.h"

namespace taodeck::subtensor::utility {
namespace {

// Weights: pallets/utility/src/weights.rs at spec 425.
constexpr std::uint64_t kAsDerivative = 15'378'000 + 2 * kDbRead + kDbRead + kDbWrite;
constexpr std::uint64_t kDispatchAs = 6'893'000;
constexpr std::uint64_t kDispatchAsFallible = 7'113'000;
constexpr std::uint64_t kIfElse = 21'831'000 + 2 * kDbRead;

DispatchInfo wrapping(std::uint64_t own, std::uint64_t ownProof, std::initializer_list<const RuntimeCall*> calls) {
    auto out = callInfo(own, 0, 0, ownProof);
    for (const auto* call : calls) {
        const auto inner = infoOf(*call);
        out.refTime = saturatingSum(out.refTime, inner.refTime);
        out.proofSize = saturatingSum(out.proofSize, inner.proofSize);
    }
    return out;
}

/// The bare error: what it used is not passed on.
tl::unexpected<DispatchError> bare(DispatchError error) {
    error.usedRefTime.reset();
    return dispatchFail(error);
}

} // namespace

AccountId derivedAccount(const AccountId& who, std::uint16_t index) {
    Encoder entropy;
    entropy.raw(asBytes("modlpy/utilisuba")).id(who).u16(index);
    return crypto::hashOf<AccountId>(entropy.view());
}

DispatchInfo AsDerivative::info(const AsDerivative& c) {
    return wrapping(kAsDerivative, 3983, {&c.call});
}
DispatchInfo DispatchAs::info(const DispatchAs& c) {
    return wrapping(kDispatchAs, 0, {&c.call});
}
DispatchInfo DispatchAsFallible::info(const DispatchAsFallible& c) {
    return wrapping(kDispatchAsFallible, 0, {&c.call});
}
DispatchInfo WithWeight::info(const WithWeight& c) {
    return callInfo(c.weight.refTime.value, 0, 0, c.weight.proofSize.value);
}
DispatchInfo IfElse::info(const IfElse& c) {
    return wrapping(kIfElse, 3983, {&c.main, &c.fallback});
}

DispatchResult apply(const Context& ctx, const Origin& origin, const AsDerivative& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    const auto result = dispatch(ctx, origin.as(derivedAccount(who, call.index)), call.call);
    const auto weight = saturatingSum(kAsDerivative, usedRefTime(call.call, result));
    if (!result) return dispatchFail(result.error().after(weight));
    return PostInfo{weight, {}};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const DispatchAs& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    const auto result = dispatchUnfiltered(ctx, call.as.origin(), call.call);
    DispatchOutcome outcome;
    if (!result) outcome.error = result.error();
    ctx.emit(event::DispatchedAs{outcome});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const WithWeight& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    const auto result = dispatchUnfiltered(ctx, Origin::root(), call.call);
    if (!result) return bare(result.error());
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const IfElse& call) {
    TD_ENSURE(origin.kind != Origin::Kind::None, DispatchError::Kind::BadOrigin);
    const auto first = dispatch(ctx, origin, call.main);
    auto weight = saturatingSum(kIfElse, usedRefTime(call.main, first));
    if (first) {
        ctx.emit(event::IfElseMainSuccess{});
        return PostInfo{weight, {}};
    }
    const auto second = dispatch(ctx, origin, call.fallback);
    weight = saturatingSum(weight, usedRefTime(call.fallback, second));
    if (!second) return dispatchFail(second.error().after(weight));
    ctx.emit(event::IfElseFallbackCalled{first.error()});
    return PostInfo{weight, {}};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const DispatchAsFallible& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    const auto result = dispatchUnfiltered(ctx, call.as.origin(), call.call);
    if (!result) return bare(result.error());
    ctx.emit(event::DispatchedAs{});
    return PostInfo{};
}

std::vector<CallRow> wrapperCalls() {
    return {callRow<AsDerivative>(), callRow<DispatchAs>(), callRow<WithWeight>(), callRow<IfElse>(),
            callRow<DispatchAsFallible>()};
}

std::vector<EventRow> wrapperEvents() {
    return {eventRow<event::DispatchedAs>(), eventRow<event::IfElseMainSuccess>(),
            eventRow<event::IfElseFallbackCalled>()};
}

} // namespace taodeck::subtensor::utility

#include "core/subtensor/pallets/swap/swap_calls.h"

#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/swap/swap.h"

namespace taodeck::subtensor {

using swap_module::TickIndex;

void TypeInfo<TickIndex>::encode(Encoder& out, const TickIndex& v) {
    out.u32(static_cast<std::uint32_t>(v.value));
}
Result<TickIndex> TypeInfo<TickIndex>::decode(Decoder& in) {
    return in.u32().map([](std::uint32_t v) { return TickIndex{static_cast<std::int32_t>(v)}; });
}
TypeId TypeInfo<TickIndex>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<TickIndex>, [](TypeRegistry& r) {
        return TypeDef{"pallet_subtensor_swap::pallet::TickIndex",
                       {},
                       TypeDef::Composite{{{{}, r.primitive(Primitive::I32), "i32"}}}};
    });
}

} // namespace taodeck::subtensor

namespace taodeck::subtensor::swap_module {

DispatchResult apply(const Context& ctx, const Origin& origin, const SetFeeRate& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_ENSURE(subtensor_module::NetworksAdded.get(ctx.state, call.netuid), SwapError::MechanismDoesNotExist);
    TD_ENSURE(call.rate <= kMaxFeeRate, SwapError::FeeRateTooHigh);
    FeeRate.set(ctx.state, call.netuid, call.rate);
    ctx.emit(FeeRateSet{call.netuid, call.rate});
    return PostInfo{};
}

DispatchResult apply(const Context&, const Origin&, const AddLiquidity&) {
    return dispatchFail(SwapError::Deprecated);
}
DispatchResult apply(const Context&, const Origin&, const RemoveLiquidity&) {
    return dispatchFail(SwapError::Deprecated);
}
DispatchResult apply(const Context&, const Origin&, const ModifyPosition&) {
    return dispatchFail(SwapError::Deprecated);
}
DispatchResult apply(const Context&, const Origin&, const ToggleUserLiquidity&) {
    return dispatchFail(SwapError::Deprecated);
}
DispatchResult apply(const Context&, const Origin&, const DisableLp&) {
    return dispatchFail(SwapError::Deprecated);
}

std::vector<CallRow> swapCalls() {
    return {callRow<SetFeeRate>(),     callRow<AddLiquidity>(),        callRow<RemoveLiquidity>(),
            callRow<ModifyPosition>(), callRow<ToggleUserLiquidity>(), callRow<DisableLp>()};
}

} // namespace taodeck::subtensor::swap_module

#include "core/subtensor/pallet.h"

#include "core/subtensor/pallets/system.h"

namespace taodeck::subtensor {
namespace {

/// Where decode() is inside calls that carry calls. Decoding runs on one thread from start to end.
struct Decoding {
    int depth{0};
    int calls{0}; ///< Since the outermost.
};
thread_local Decoding decoding;
struct DepthGuard {
    DepthGuard() {
        if (decoding.depth++ == 0) decoding.calls = 0;
        ++decoding.calls;
    }
    ~DepthGuard() { --decoding.depth; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;
};

bool isFiltered(const Context& ctx, const Origin& origin, const RuntimeCall& call) {
    if (origin.kind == Origin::Kind::Root) return false;
    for (const auto* pallet : pallets())
        if (pallet->allows && !pallet->allows(ctx.state, call)) return true;
    return origin.filter && !(*origin.filter)(call);
}

} // namespace

const CallRow* findCall(std::uint8_t pallet, std::uint8_t index) {
    for (const auto* declaration : pallets()) {
        if (static_cast<std::uint8_t>(declaration->id) != pallet) continue;
        for (const auto& row : declaration->calls) {
            if (row.name.index == index) return &row;
        }
    }
    return nullptr;
}

void TypeInfo<RuntimeCall>::encode(Encoder& out, const RuntimeCall& v) {
    out.u8(static_cast<std::uint8_t>(v.row->name.pallet)).u8(v.row->name.index);
    v.row->encode(out, v.args.get());
}

Result<RuntimeCall> TypeInfo<RuntimeCall>::decode(Decoder& in) {
    const DepthGuard guard;
    if (decoding.depth > kMaxDecodeDepth) return fail(Errc::LimitExceeded, "calls nested too deep");
    if (decoding.calls > kMaxDecodeCalls) return fail(Errc::LimitExceeded, "too many calls");
    TD_TRY(const auto pallet, in.u8());
    TD_TRY(const auto index, in.u8());
    RuntimeCall out;
    out.row = findCall(pallet, index);
    if (!out.row) return fail(Errc::Malformed, "no call " + std::to_string(pallet) + "." + std::to_string(index));
    TD_TRY(out.args, out.row->decode(in));
    return out;
}

TypeId TypeInfo<RuntimeCall>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<RuntimeCall>, [](TypeRegistry& r) {
        TypeDef::Variant out;
        for (const auto* pallet : pallets()) {
            if (pallet->calls.empty()) continue;
            out.variants.push_back({name(pallet->id),
                                    static_cast<std::uint8_t>(pallet->id),
                                    {{{},
                                      describePalletCalls(r, *pallet),
                                      "self::sp_api_hidden_includes_construct_runtime::hidden_include::dispatch\n"
                                      "::CallableCallFor<" +
                                          std::string{name(pallet->id)} + ", Runtime>"}}});
        }
        return TypeDef{"node_subtensor_runtime::RuntimeCall", {}, std::move(out)};
    });
}

DispatchInfo infoOf(const RuntimeCall& call) {
    return call.row->info(call.args.get());
}

Dispatch<> checkGuards(const GuardContext& ctx, const AccountId& signer, const RuntimeCall& call) {
    for (const auto* pallet : pallets())
        if (pallet->guard) TD_DISPATCH_CHECK(pallet->guard(ctx, signer, call));
    if (call.row->guard) TD_DISPATCH_CHECK(call.row->guard(ctx, signer, call.args.get()));
    return {};
}

DispatchResult dispatch(const Context& ctx, const Origin& origin, const RuntimeCall& call) {
    if (isFiltered(ctx, origin, call)) return dispatchFail(system::SystemError::CallFiltered);
    if (origin.kind == Origin::Kind::Signed)
        TD_DISPATCH_CHECK(checkGuards({ctx.state, ctx.rules, raw(ctx.block)}, origin.account, call));
    return dispatchUnfiltered(ctx, origin, call);
}

DispatchResult dispatchUnfiltered(const Context& ctx, const Origin& origin, const RuntimeCall& call) {
    return inLayer(ctx.state, [&] { return call.row->apply(ctx, origin, call.args.get()); });
}

std::uint64_t usedRefTime(const RuntimeCall& call, const DispatchResult& result) {
    const auto announced = infoOf(call).refTime;
    const auto used = result ? result->refTime : result.error().usedRefTime;
    return std::min(announced, used.value_or(announced));
}

} // namespace taodeck::subtensor

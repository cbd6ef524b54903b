#include "core/subtensor/pallets/utility.h"

#include "core/subtensor/pallets/utility/wrappers.h"
#include "core/subtensor/saturating.h"

namespace taodeck::subtensor::utility {
namespace {

struct BatchInterrupted {
    static constexpr EventName kName{Pallet::Utility, 0, "BatchInterrupted"};
    static constexpr FieldInfo kFields[] = {{"index", "u32"}, {"error", "DispatchError"}};
    std::uint32_t index{0};
    DispatchError error;
    static auto fields(auto& e) { return std::tie(e.index, e.error); }
};
struct BatchCompleted {
    static constexpr EventName kName{Pallet::Utility, 1, "BatchCompleted"};
    static auto fields(auto&) { return std::tie(); }
};
struct BatchCompletedWithErrors {
    static constexpr EventName kName{Pallet::Utility, 2, "BatchCompletedWithErrors"};
    static auto fields(auto&) { return std::tie(); }
};
struct ItemCompleted {
    static constexpr EventName kName{Pallet::Utility, 3, "ItemCompleted"};
    static auto fields(auto&) { return std::tie(); }
};
struct ItemFailed {
    static constexpr EventName kName{Pallet::Utility, 4, "ItemFailed"};
    static constexpr FieldInfo kFields[] = {{"error", "DispatchError"}};
    DispatchError error;
    static auto fields(auto& e) { return std::tie(e.error); }
};

struct BatchWeight {
    std::uint64_t base, perCall;
};
constexpr BatchWeight kBatchWeight{19'446'696, 5'450'264};
constexpr BatchWeight kBatchAllWeight{13'428'230, 5'663'250};
constexpr BatchWeight kForceBatchWeight{12'134'867, 5'477'293};

std::uint64_t own(const BatchWeight& w, std::size_t calls) {
    return w.base + w.perCall * calls + 2 * kDbRead;
}

/// Weight of the batch and all its calls. Always Normal; free when every call is, so an empty batch too.
DispatchInfo batchInfo(const BatchWeight& w, const std::vector<RuntimeCall>& calls) {
    auto out = callInfo(own(w, calls.size()), 0, 0, /*proofSize=*/3983, Pays::No);
    for (const auto& call : calls) {
        const auto info = infoOf(call);
        out.refTime = saturatingSum(out.refTime, info.refTime);
        out.proofSize = saturatingSum(out.proofSize, info.proofSize);
        out.paysFee = out.paysFee || info.paysFee;
    }
    return out;
}

std::vector<const RuntimeCall*> pointers(const std::vector<RuntimeCall>& calls) {
    std::vector<const RuntimeCall*> out;
    for (const auto& call : calls)
        out.push_back(&call);
    return out;
}

/// No batch directly inside a batch.
bool isNotNested(const StateReader&, const RuntimeCall& call) {
    if (!isBatch(call)) return true;
    const auto inner = call.row->inner(call.args.get());
    return std::none_of(inner.begin(), inner.end(), [](const RuntimeCall* c) { return isBatch(*c); });
}

/// Nobody but root nests batch_all, however deep.
Origin withoutBatchAll(const Origin& origin) {
    auto out = origin;
    out.filter = std::make_shared<const Origin::Filter>([outer = origin.filter](const RuntimeCall& call) {
        return !callAs<BatchAll>(call) && (!outer || (*outer)(call));
    });
    return out;
}

Dispatch<> ensureCaller(const Origin& origin, std::size_t calls) {
    TD_ENSURE(origin.kind != Origin::Kind::None, DispatchError::Kind::BadOrigin);
    TD_ENSURE(calls <= kBatchedCallsLimit, UtilityError::TooManyCalls);
    return {};
}

} // namespace

bool isBatch(const RuntimeCall& call) {
    return callAs<Batch>(call) || callAs<BatchAll>(call) || callAs<ForceBatch>(call);
}

DispatchInfo Batch::info(const Batch& c) {
    return batchInfo(kBatchWeight, c.calls);
}
DispatchInfo BatchAll::info(const BatchAll& c) {
    return batchInfo(kBatchAllWeight, c.calls);
}
DispatchInfo ForceBatch::info(const ForceBatch& c) {
    return batchInfo(kForceBatchWeight, c.calls);
}
std::vector<const RuntimeCall*> Batch::inner(const Batch& c) {
    return pointers(c.calls);
}
std::vector<const RuntimeCall*> BatchAll::inner(const BatchAll& c) {
    return pointers(c.calls);
}
std::vector<const RuntimeCall*> ForceBatch::inner(const ForceBatch& c) {
    return pointers(c.calls);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Batch& batch) {
    TD_DISPATCH_CHECK(ensureCaller(origin, batch.calls.size()));
    std::uint64_t weight = 0;
    for (std::size_t i = 0; i < batch.calls.size(); ++i) {
        const auto result = dispatch(ctx, origin, batch.calls[i]);
        weight = saturatingSum(weight, usedRefTime(batch.calls[i], result));
        if (!result) {
            ctx.emit(BatchInterrupted{static_cast<std::uint32_t>(i), result.error()});
            return PostInfo{saturatingSum(own(kBatchWeight, i + 1), weight), {}};
        }
        ctx.emit(ItemCompleted{});
    }
    ctx.emit(BatchCompleted{});
    return PostInfo{saturatingSum(own(kBatchWeight, batch.calls.size()), weight), {}};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const BatchAll& batch) {
    TD_DISPATCH_CHECK(ensureCaller(origin, batch.calls.size()));
    const auto inside = withoutBatchAll(origin);
    std::uint64_t weight = 0;
    for (std::size_t i = 0; i < batch.calls.size(); ++i) {
        const auto result = dispatch(ctx, inside, batch.calls[i]);
        weight = saturatingSum(weight, usedRefTime(batch.calls[i], result));
        if (!result) return dispatchFail(result.error().after(saturatingSum(own(kBatchAllWeight, i + 1), weight)));
        ctx.emit(ItemCompleted{});
    }
    ctx.emit(BatchCompleted{});
    return PostInfo{saturatingSum(own(kBatchAllWeight, batch.calls.size()), weight), {}};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceBatch& batch) {
    TD_DISPATCH_CHECK(ensureCaller(origin, batch.calls.size()));
    std::uint64_t weight = 0;
    bool anyFailed = false;
    for (const auto& call : batch.calls) {
        const auto result = dispatch(ctx, origin, call);
        weight = saturatingSum(weight, usedRefTime(call, result));
        if (result) {
            ctx.emit(ItemCompleted{});
        } else {
            anyFailed = true;
            ctx.emit(ItemFailed{result.error()});
        }
    }
    if (anyFailed) {
        ctx.emit(BatchCompletedWithErrors{});
    } else {
        ctx.emit(BatchCompleted{});
    }
    return PostInfo{saturatingSum(own(kForceBatchWeight, batch.calls.size()), weight), {}};
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Utility,
        .crate = "pallet_subtensor_utility",
        .calls = byIndex<CallRow>({{callRow<Batch>(), callRow<BatchAll>(), callRow<ForceBatch>()}, wrapperCalls()}),
        .events = byIndex<EventRow>(
            {{eventRow<BatchInterrupted>(), eventRow<BatchCompleted>(), eventRow<BatchCompletedWithErrors>(),
              eventRow<ItemCompleted>(), eventRow<ItemFailed>()},
             wrapperEvents()}),
        .errorNames = kUtilityErrorNames,
        .constants = {constantRow("batched_calls_limit",
                                  [](const RuleSet&) { return static_cast<std::uint32_t>(kBatchedCallsLimit); })},
        .allows = isNotNested,
    };
    return pallet;
}

} // namespace taodeck::subtensor::utility

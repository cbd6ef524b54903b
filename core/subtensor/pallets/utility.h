#pragma once
/// Utility: several calls in one transaction (here), and calls in other names (utility/wrappers.h). A batch directly
/// inside a batch is refused by the call filter. Upstream: subtensor pallets/utility; weights of its weights.rs at spec
/// 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::utility {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Utility, UtilityError, TooManyCalls, InvalidDerivedAccount);

inline constexpr std::size_t kBatchedCallsLimit = 10'922;

/// What the three batches share; they differ in what a failing call does.
struct Batch {
    static constexpr CallName kName{Pallet::Utility, 0, "batch"};
    static constexpr FieldInfo kFields[] = {{"calls", "Vec<<T as Config>::RuntimeCall>"}};
    std::vector<RuntimeCall> calls;
    static auto fields(auto& c) { return std::tie(c.calls); }
    static DispatchInfo info(const Batch& c);
    static std::vector<const RuntimeCall*> inner(const Batch& c);
};
/// Stops at the first failure; the extrinsic still succeeds (BatchInterrupted).
DispatchResult apply(const Context& ctx, const Origin& origin, const Batch& call);

struct BatchAll {
    static constexpr CallName kName{Pallet::Utility, 2, "batch_all"};
    static constexpr FieldInfo kFields[] = {{"calls", "Vec<<T as Config>::RuntimeCall>"}};
    std::vector<RuntimeCall> calls;
    static auto fields(auto& c) { return std::tie(c.calls); }
    static DispatchInfo info(const BatchAll& c);
    static std::vector<const RuntimeCall*> inner(const BatchAll& c);
};
/// Fails as a whole with the first failure.
DispatchResult apply(const Context& ctx, const Origin& origin, const BatchAll& call);

struct ForceBatch {
    static constexpr CallName kName{Pallet::Utility, 4, "force_batch"};
    static constexpr FieldInfo kFields[] = {{"calls", "Vec<<T as Config>::RuntimeCall>"}};
    std::vector<RuntimeCall> calls;
    static auto fields(auto& c) { return std::tie(c.calls); }
    static DispatchInfo info(const ForceBatch& c);
    static std::vector<const RuntimeCall*> inner(const ForceBatch& c);
};
/// Goes on after failures (ItemFailed, BatchCompletedWithErrors).
DispatchResult apply(const Context& ctx, const Origin& origin, const ForceBatch& call);

bool isBatch(const RuntimeCall& call);

} // namespace taodeck::subtensor::utility

#include "core/subtensor/stake_weight.h"

namespace taodeck::subtensor {
namespace {

/// A part of 2^64 - 1.
U96F32 partOfAll(std::uint64_t parts) {
    return U96F32::fromInt(parts).safeDiv(U96F32::fromInt(UINT64_MAX));
}

} // namespace

std::uint64_t inheritedStake(std::uint64_t own, const std::vector<std::uint64_t>& childParts,
                             const std::vector<ParentStake>& parents) {
    const auto mine = U96F32::fromInt(own);
    U96F32 lent, borrowed;
    for (const auto parts : childParts)
        lent = lent.saturatingAdd(mine.saturatingMul(partOfAll(parts)));
    for (const auto& parent : parents)
        borrowed = borrowed.saturatingAdd(U96F32::fromInt(parent.stake).saturatingMul(partOfAll(parent.parts)));
    return mine.saturatingSub(lent).saturatingAdd(borrowed).toU64();
}

I64F64 stakeWeight(std::uint64_t alpha, std::uint64_t root, U96F32 taoWeight) {
    return I64F64::fromInt(alpha).saturatingAdd(I64F64::fromInt(root).saturatingMul(I64F64::from(taoWeight)));
}

} // namespace taodeck::subtensor

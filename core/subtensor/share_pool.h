#pragma once
/// Stake shares: one pool per hotkey and subnet, one share per coldkey. Pure values; who stores them is another matter.
/// Upstream: primitives/share-pool/src/lib.rs (SharePool) at spec 425.

#include "core/subtensor/safe_float.h"

namespace taodeck::subtensor {

struct SharePool {
    std::uint64_t value{0}; ///< 1e-9 alpha of all shares together.
    SafeFloat denominator;

    /// 1e-9 alpha that `share` is worth now, floored.
    std::uint64_t valueOf(const SafeFloat& share) const;
    /// False when a change by `update` is too small to move any share.
    bool canUpdateOne(std::int64_t update) const;
    /// Adds `update` to the pool's value and to the owner of `share`; returns the new share.
    SafeFloat updateOne(SafeFloat share, std::int64_t update);
    /// Adds `update` to the value of every share.
    void updateAll(std::int64_t update);

private:
    SafeFloat sharesFor(std::int64_t update) const;
};

} // namespace taodeck::subtensor

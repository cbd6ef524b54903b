#include "core/subtensor/share_pool.h"

namespace taodeck::subtensor {
namespace {

std::uint64_t absolute(std::int64_t v) {
    return v < 0 ? 0 - static_cast<std::uint64_t>(v) : static_cast<std::uint64_t>(v);
}

} // namespace

std::uint64_t SharePool::valueOf(const SafeFloat& share) const {
    return SafeFloat::fromInt(value).mulDiv(share, denominator).value_or(SafeFloat{}).toU64();
}

SafeFloat SharePool::sharesFor(std::int64_t update) const {
    return SafeFloat::fromInt(absolute(update)).mulDiv(denominator, SafeFloat::fromInt(value)).value_or(SafeFloat{});
}

bool SharePool::canUpdateOne(std::int64_t update) const {
    return denominator.isZero() || !sharesFor(update).isZero();
}

SafeFloat SharePool::updateOne(SafeFloat share, std::int64_t update) {
    if (denominator.isZero()) { // the first owner gets all, whatever the pool held
        denominator = share = SafeFloat::fromInt(absolute(update));
    } else {
        const SafeFloat delta = sharesFor(update);
        const bool grow = update > 0;
        const SafeFloat before = denominator;
        denominator = (grow ? before.add(delta) : before.sub(delta)).value_or(before);
        share = (grow ? share.add(delta) : share.sub(delta)).value_or(share);
    }
    updateAll(update);
    return share;
}

void SharePool::updateAll(std::int64_t update) {
    const std::uint64_t by = absolute(update);
    if (update >= 0)
        value = by > UINT64_MAX - value ? UINT64_MAX : value + by;
    else
        value = by > value ? 0 : value - by;
}

} // namespace taodeck::subtensor

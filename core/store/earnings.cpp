#include "core/store/earnings.h"

#include "core/base/int128.h"

namespace taodeck::store {

namespace {

bool within(BlockNumber block, BlockNumber after, BlockNumber upTo) {
    return block > after && block <= upTo;
}

/// The chain counts nonces from every signer's transaction; known actions count one each.
bool nonceIsExplained(const AlphaAt& from, const AlphaAt& to, std::span<const BlockNumber> ownActions) {
    if (!from.nonce || !to.nonce) return true;
    const auto known = std::count_if(ownActions.begin(), ownActions.end(),
                                     [&](BlockNumber b) { return within(b, from.block, to.block); });
    return *to.nonce - *from.nonce <= known;
}

} // namespace

std::vector<api::EarningPoint> earningsOf(const AccountId& hotkey, NetUid netuid, std::span<const AlphaAt> seen,
                                          std::span<const StakeChange> changes,
                                          std::span<const BlockNumber> ownActions) {
    std::vector<api::EarningPoint> out;
    for (std::size_t i = 1; i < seen.size(); ++i) {
        const auto& from = seen[i - 1];
        const auto& to = seen[i];
        if (!nonceIsExplained(from, to, ownActions)) continue;
        Int128 gained = Int128{to.alpha.raw()} - Int128{from.alpha.raw()};
        for (const auto& change : changes)
            if (within(change.block, from.block, to.block)) gained -= change.delta;
        if (gained <= 0) continue;
        const auto earned = static_cast<std::uint64_t>(gained);
        const auto value = static_cast<std::uint64_t>(UInt128{earned} * to.price.raw() / kUnitsPerToken);
        out.push_back({to.time, to.block, hotkey, netuid, Alpha::fromRaw(earned), Rao::fromRaw(value)});
    }
    return out;
}

} // namespace taodeck::store

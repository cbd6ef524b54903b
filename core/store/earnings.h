#pragma once
/// What a position earned: the alpha gained between two observations that own stake and unstake do not explain. Pure.

#include "core/api/history_service.h"

namespace taodeck::store {

struct AlphaAt { ///< One observation of one position, with the coldkey's nonce at that block.
    api::Time time{};
    BlockNumber block{};
    Alpha alpha;
    Rao price;
    std::optional<std::uint32_t> nonce;
};
struct StakeChange { ///< One own action on the position.
    BlockNumber block{};
    std::int64_t delta{0};
};

/// @param seen, changes of one position, oldest first. @param ownActions blocks of all known actions of the coldkey.
/// An interval in which the nonce moved further than the known actions explain (another program signed with the same
/// key) yields nothing, since stake and earning cannot be told apart there; nor does one that ended with less.
std::vector<api::EarningPoint> earningsOf(const AccountId& hotkey, NetUid netuid, std::span<const AlphaAt> seen,
                                          std::span<const StakeChange> changes,
                                          std::span<const BlockNumber> ownActions);

} // namespace taodeck::store

#pragma once
/// What the chain would check before it takes a validator's weights, checked first, with sentences. Pure; any thread.
/// The order is the chain's. Source: upstream weights.rs, check_weights.rs at spec 425.

#include "core/worker/chain/weight_vector.h"

namespace taodeck::worker {

/// Last blocks of an epoch in which nothing is committed: the commit could still slip into the next epoch, and would
/// then be revealed at another time than the one that it was made for.
inline constexpr std::uint64_t kFreezeBlocks = 3;

struct VoteSituation {
    const api::Metagraph& metagraph;
    AccountId hotkey;
    std::uint64_t nextBlock{0}; ///< The first that can hold the call.
    std::uint64_t versionKey{0};
};

/// Who may vote now. @return Refused with a sentence; Conflict when it is only too early.
Result<> checkVoter(const VoteSituation& s);
/// What may be voted for. @return Refused with a sentence.
Result<> checkVote(const VoteSituation& s, const ChainWeights& weights);
/// @return Conflict in the last blocks of an epoch.
Result<> checkFreeze(const VoteSituation& s, BlockNumber metagraphAt);

} // namespace taodeck::worker

#pragma once
/// A validator's weights: set at once, committed as a salted hash and revealed later, or committed as a ciphertext that
/// the chain opens. Signed by the hotkey, without a fee. The calls for mechanisms are used, or the plain ones where the
/// connected chain lacks those; plain ones exist for mechanism 0 only.
///
/// The warnings name what is cheap to know here; core/worker/chain checks the rest (stake, permit) before it plans.

#include "core/actions/action.h"

namespace taodeck::actions {

std::unique_ptr<Action> makeSetWeights(api::SetWeightsIntent intent);
std::unique_ptr<Action> makeCommitWeights(api::CommitWeightsIntent intent);
std::unique_ptr<Action> makeRevealWeights(api::RevealWeightsIntent intent);
std::unique_ptr<Action> makeCommitTimelocked(api::CommitTimelockedIntent intent);

} // namespace taodeck::actions

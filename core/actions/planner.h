#pragma once
/// From an intent to a plan: proven reads at the final head, the next nonce, the call, its bytes, the fee, and the
/// bytes decoded again.

#include "core/actions/parts.h"

namespace taodeck::actions {

/// Answers once. The plan's id is left 0. @return Refused for a development key outside development chains, else the
/// error of the step that failed.
void makePlan(const Parts& parts, api::Intent intent, api::Done<MadePlan> done);

/// How many blocks a transaction stays valid: 64, or as many more as make two minutes on a fast chain, or as the node's
/// best block is ahead of the final one.
std::uint64_t eraBlocks(const metadata::Metadata& meta, BlockNumber final, BlockNumber best);

} // namespace taodeck::actions

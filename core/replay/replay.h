#pragma once
/// Replays a recorded run of the network's runtime with the rules of spec 425 and compares the storage after each
/// block. Signed extrinsics are decoded, checked against the recorded name of their call and signed again with the
/// development key that the trace names, because a signature covers the spec version. Pure; deterministic up to
/// signatures, which leave no trace in the state.

#include "core/replay/report.h"
#include "core/replay/trace.h"

namespace taodeck::replay {

struct Options {
    /// Our state goes on from block to block; else each block starts from the recorded state, so that one difference is
    /// counted once.
    bool carry{false};
    std::size_t blocks{SIZE_MAX}; ///< At most so many.
};

/// @return Malformed when the trace's blocks do not follow each other or an inherent does not decode.
Result<Report> replay(const Trace& trace, const Options& options = {});

} // namespace taodeck::replay

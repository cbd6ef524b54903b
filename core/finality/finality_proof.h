#pragma once
/// Answers of nodes that carry a justification: `grandpa_proveFinality` and the warp sync proof. Decoding only; pass
/// the parts to ChainTrust. Source: polkadot-sdk client/consensus/grandpa finality_proof.rs and warp_proof.rs; vectors
/// tests/data/grandpa (`finalityProofScale`, warp-*.json).

#include "core/finality/grandpa.h"

namespace taodeck::finality {

struct FinalityProof {
    BlockHash block; ///< The justified block: the last of its authority set, or the node's latest.
    Justification justification;
    std::vector<Header> unknownHeaders; ///< From after the asked block up to `block`, as far as the node gives them.
};
/// Whole input, limits as for justifications. @return Truncated, Malformed or LimitExceeded.
Result<FinalityProof> decodeFinalityProof(ByteView bytes);
Bytes encode(const FinalityProof& proof);

struct WarpFragment {
    Header header; ///< Announces the next authorities, except in the last fragment of a finished proof.
    Justification justification;
};
struct WarpProof {
    std::vector<WarpFragment> fragments;
    bool finished{false};
};
/// As decodeFinalityProof().
Result<WarpProof> decodeWarpProof(ByteView bytes);

inline constexpr std::size_t kMaxFinalityProofBytes = 16u << 20;

} // namespace taodeck::finality

#pragma once
/// Makes the report that lets somebody else check a value without us: keys, values, storage proof, header and
/// justification, in words and as JSON. Pure.

#include "core/chain/detail/header_sync.h"
#include "core/chain/detail/state_reader.h"

namespace taodeck::chain {

struct ProofInput {
    std::string title;
    std::vector<std::string> names; ///< One per key.
    std::vector<Bytes> keys;
    Trust known{Trust::Proven}; ///< Reported when the keys' layout is only what the node's metadata says.
    RawReading reading;
    ReadTarget target;
    finality::Header header; ///< Of the target.
    std::optional<FinalityEvidence> evidence;
    std::string network;
    BlockHash genesis;
};
api::ProofReport makeReport(const ProofInput& input);

} // namespace taodeck::chain

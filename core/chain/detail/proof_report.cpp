#include "core/chain/detail/proof_report.h"

#include "core/base/hex.h"

#include <nlohmann/json.hpp>

namespace taodeck::chain {

namespace {

std::string explain(const api::ProofReport& r, const std::string& network, Trust target) {
    const auto block = std::to_string(raw(r.block));
    const auto values = r.entries.size() == 1 ? std::string{"The value lies"} : std::string{"These values lie"};
    std::string out = values + " in the state of block " + block + " of " + network + ". ";
    if (r.nodes.empty()) return out + "The node gave no proof for them, so this is only what the node says.";
    out += "The " + std::to_string(r.nodes.size()) +
           " trie nodes below hash, level by level, up to the state root in "
           "that block's header; the header hashes to the block hash. ";
    if (r.trust == Trust::Proven && !r.justification.empty())
        out += std::to_string(r.signatures) + " of " + std::to_string(r.authorities) + " finality authorities (set " +
               std::to_string(r.setId) + ", at least " + std::to_string(r.threshold) +
               " needed) signed that the block is final. Nobody can change it any more.";
    else if (r.trust == Trust::Proven)
        out += "The block is an ancestor of a block that the finality authorities signed, so it is final.";
    else if (r.trust == Trust::Sealed)
        out +=
            "More than two thirds of the block authors have built on that block. The finality authorities' signatures "
            "for it are not published yet.";
    else if (target > Trust::Reported)
        out += "That this header belongs to the chain was verified, but what the keys and values mean is only what the "
               "node "
               "says: this program does not know the runtime of that block, or the node describes it differently.";
    else
        out += "That this header belongs to the chain is only what the node says.";
    return out;
}

std::string jsonOf(const api::ProofReport& r, const std::string& network, const BlockHash& genesis) {
    nlohmann::ordered_json entries = nlohmann::ordered_json::array();
    for (const auto& entry : r.entries) {
        const auto value = entry.value.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(entry.value);
        entries.push_back({{"name", entry.name}, {"key", entry.key}, {"value", value}});
    }
    const nlohmann::ordered_json out{{"title", r.title},
                                     {"network", network},
                                     {"genesis", toHex(genesis.view())},
                                     {"trust", word(r.trust)},
                                     {"block", raw(r.block)},
                                     {"blockHash", r.blockHash},
                                     {"parentHash", r.parentHash},
                                     {"stateRoot", r.stateRoot},
                                     {"extrinsicsRoot", r.extrinsicsRoot},
                                     {"header", r.header},
                                     {"entries", entries},
                                     {"proof", r.nodes},
                                     {"proofBytes", r.proofBytes},
                                     {"justification", r.justification},
                                     {"justifiedBlock", raw(r.justifiedBlock)},
                                     {"round", r.round},
                                     {"setId", r.setId},
                                     {"signatures", r.signatures},
                                     {"authorities", r.authorities},
                                     {"threshold", r.threshold},
                                     {"explanation", r.explanation}};
    return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace

api::ProofReport makeReport(const ProofInput& in) {
    api::ProofReport out;
    out.title = in.title;
    out.trust = in.reading.trust;
    for (std::size_t i = 0; i < in.keys.size(); ++i) {
        const auto& value = in.reading.values[i];
        out.entries.push_back({in.names[i], toHex(in.keys[i]), value ? toHex(*value) : std::string{}});
    }
    for (const auto& node : in.reading.nodes) {
        out.nodes.push_back(toHex(node));
        out.proofBytes += node.size();
    }
    out.block = in.target.ref.number;
    out.blockHash = toHex(in.target.ref.hash.view());
    out.parentHash = toHex(in.header.parent.view());
    out.stateRoot = toHex(in.header.stateRoot.view());
    out.extrinsicsRoot = toHex(in.header.extrinsicsRoot.view());
    out.header = toHex(finality::encode(in.header));
    if (const auto& evidence = in.evidence; evidence && evidence->summary.hash == in.target.ref.hash) {
        out.justification = toHex(evidence->justification);
        out.justifiedBlock = evidence->summary.number;
        out.round = evidence->summary.round;
        out.setId = evidence->setId;
        out.signatures = evidence->summary.signatures;
        out.authorities = evidence->authorities;
        out.threshold = static_cast<std::uint32_t>(evidence->threshold);
    }
    out.explanation = explain(out, in.network, in.target.trust);
    out.json = jsonOf(out, in.network, in.genesis);
    return out;
}

} // namespace taodeck::chain

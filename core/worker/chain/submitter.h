#pragma once
/// Sends a hotkey's calls, each written down before it goes out, and finds out after a restart what became of those
/// that were under way. Two submissions never count twice: a second one is planned only when the first is settled, or
/// with the same nonce, of which the chain takes one.

#include "core/chain/chain_access.h"
#include "core/worker/chain/ledger.h"
#include "core/worker/chain/neuron_chain.h"

namespace taodeck::worker {

/// Whether the state of a final block shows the effect of a submission. Reads wait.
using EffectCheck = std::function<Result<bool>(const Submission& submission)>;

/// How long the end of a transaction is waited for: its era, as blocks come (12 s each when that is not known), and two
/// minutes for the last block to become final. Later, settle() finds out.
std::chrono::milliseconds followLimit(BlockNumber bornAt, BlockNumber lapsesAt, std::chrono::milliseconds blockTime);

class Submitter {
public:
    Submitter(const NeuronChainParts& parts, SubmissionLedger ledger) : m_parts{parts}, m_ledger{std::move(ledger)} {}

    /// Looks up what is not settled yet. @return Conflict when something may still be on its way; Disconnected, Io.
    Result<> settle(const EffectCheck& shows, std::stop_token stop);
    /// Plans, records, signs, sends, and waits until the final chain has it. `entry` says what it is; the rest is
    /// filled in here. @return the receipt of a success; Refused with the chain's reason, Conflict when it is only too
    /// early or something came between, Timeout when it lapsed, Cancelled.
    Result<api::Receipt> send(api::Intent intent, Submission entry, std::stop_token stop);

    SubmissionLedger& ledger() { return m_ledger; }
    Result<BlockHash> genesis() const;

private:
    struct NonceNow {
        std::uint32_t used{0}; ///< By the final state.
        std::uint32_t next{0}; ///< With the node's pool.
        BlockNumber final{};
        bool mayGoBack{false}; ///< A development chain, which its owner may set back to an earlier block.
    };
    Result<NonceNow> nonces(std::stop_token stop) const;
    Result<> settleOne(const Submission& row, const NonceNow& now, const EffectCheck& shows);
    Result<api::Receipt> follow(const api::Plan& plan, std::int64_t row, std::stop_token stop);
    Result<api::Receipt> judge(const api::Receipt& receipt, std::int64_t row);

    NeuronChainParts m_parts;
    SubmissionLedger m_ledger;
    std::vector<Submission> m_forgotten; ///< Not settled, and the node's pool does not have them.
};

} // namespace taodeck::worker

#pragma once
/// Reads one epoch back from the chain: the subnet before and after it, and what it paid. Trusts what the light client
/// trusts; reads of old blocks are only as proven as the light client can make them. Calls wait: the neuron's thread.

#include "core/chain/chain_access.h"
#include "core/worker/neuron/waterfall.h"

#include <memory>
#include <stop_token>

namespace taodeck::worker {

class EpochReader {
public:
    virtual ~EpochReader() = default;
    /// The epoch that ran in `block`. NotFound (the node keeps that state no more), Disconnected, Timeout, Cancelled.
    virtual Result<EpochFacts> epoch(BlockNumber block, std::stop_token stop) = 0;
    /// The block of the epoch before the one that ran in `block`; 0: there was none. One small read; the same errors.
    virtual Result<BlockNumber> epochBefore(BlockNumber block, std::stop_token stop) = 0;
};

struct EpochReaderParts {
    std::shared_ptr<api::ChainService> chain;
    std::shared_ptr<chain::ChainAccess> access;
    NetUid netuid{};
    AccountId hotkey;
    std::chrono::milliseconds answerLimit{60'000};
};
std::shared_ptr<EpochReader> makeEpochReader(EpochReaderParts parts);

/// What the coldkey's own orders in a block added to its stake on the hotkey, by the block's events: added less
/// removed. Empty where an event does not say how much (moves and swaps). Events outside of extrinsics are the chain's
/// own.
std::optional<std::int64_t> ownOrders(const metadata::Value& events, const AccountId& coldkey, const AccountId& hotkey,
                                      NetUid netuid);

} // namespace taodeck::worker

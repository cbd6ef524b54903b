#pragma once
/// Why an epoch paid a neuron what it paid: from the weights that validators set, through consensus, to the alpha that
/// arrived. Pure. The payment is the chain's; how it divides among the validators follows Yuma's formulas on numbers
/// that the chain publishes rounded (to 1/65535), so a part may be off in its last digits, but the parts' sum never is:
/// it is the payment exactly.
/// Source of the rules: docs/mining.md, "The waterfall"; upstream's epoch (spec 425), steps 1 to 10.

#include "core/api/chain_service.h"
#include "core/api/worker_service.h"

#include <map>
#include <span>

namespace taodeck::worker {

struct PeerTally {
    std::uint64_t requests{0}, answered{0};
};

/// One epoch of a subnet as the chain tells it, for one neuron.
struct EpochFacts {
    BlockNumber block{}; ///< The epoch ran at its beginning.
    api::WorkerTime time{};
    api::Metagraph before; ///< After the block before.
    api::Metagraph after;  ///< After the block itself, which also holds what was sent in it.
    /// What the epoch added to the coldkey's stake on the hotkey; empty where own orders in that block hide it.
    std::optional<Alpha> paid;
};

struct Energy {
    double wattHours{0}; ///< Since the epoch before; 0: unknown.
    Rao pricePerKilowattHour;
};

/// A miner's parts are the validators; a validator's parts are the miners whose work it weighed, by weight times
/// incentive (its bonds are a moving average of that). What neither explains is a part of the hotkey itself.
/// @return empty where `paid` is: an unknown payment has no parts.
std::optional<api::Waterfall> waterfallOf(const EpochFacts& facts, const AccountId& hotkey, api::Role role,
                                          const std::map<AccountId, PeerTally>& log, const Energy& energy);

/// NotFound when the hotkey has no UID after the epoch.
Result<api::WorkerScorePoint> scorePointOf(const EpochFacts& facts, const AccountId& hotkey, api::Role role);

/// A miner's score: the mean of what active validators gave it, each as a part of its largest weight and counted by its
/// stake. 0..1; empty where no validator weighs anybody.
std::optional<double> scoreOf(const api::Metagraph& subnet, const api::Neuron& miner);
/// 1 is the best by emission.
std::uint32_t rankOf(const api::Metagraph& subnet, const api::Neuron& neuron);

/// `total` in parts proportional to `shares` (not negative): floors, and the units that are left to the largest
/// remainders. The sum is `total` unless all shares are 0, when nothing is given.
std::vector<std::uint64_t> shareOut(std::uint64_t total, std::span<const double> shares);

/// alpha at a price per whole alpha, truncated.
Rao valueAt(Alpha alpha, Rao price);

} // namespace taodeck::worker

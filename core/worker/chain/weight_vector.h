#pragma once
/// From a validator's scores to what the chain stores. Pure; any thread.
/// Source: the network's reference clients (weight utilities of SDK 10.x) and the chain's rules at spec 425; vectors
/// tests/data/weights.json.

#include "core/worker/chain/neuron_chain.h"

namespace taodeck::worker {

/// Parts of 65535 as they go into a call: the largest is 65535 and there are no zeros.
struct ChainWeights {
    std::vector<std::uint16_t> uids, values;
    friend bool operator==(const ChainWeights&, const ChainWeights&) = default;
};

/// Divides by the largest and rounds to parts of 65535, ties to even, from single precision as every client does. The
/// order stays. Nothing to set gives empty lists. @return OutOfRange for negative or infinite weights, unequal lengths
/// or a UID that is named twice.
Result<ChainWeights> toChainWeights(const WeightVector& weights);

/// What a vector must keep.
struct WeightRules {
    std::size_t neurons{0};    ///< Of the subnet.
    std::size_t minWeights{0}; ///< Fewest in a vector; never more than there are neurons.
    std::uint16_t maxWeight{65'535};
};

/// As the network's validators prepare their scores: too few neurons or none above zero gives everybody the same; fewer
/// than the minimum above zero gives the others a trace (1e-5); then nobody gets more than the largest part allowed.
/// @return one weight per UID that has one, of sum 1.
WeightVector fitToRules(const WeightVector& weights, const WeightRules& rules);

/// Scales to sum 1 with no part above `limit`; everybody the same where that cannot be.
std::vector<double> clipParts(std::vector<double> parts, double limit);

} // namespace taodeck::worker

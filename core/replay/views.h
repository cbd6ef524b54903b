#pragma once
/// Storage that is laid out differently in the two runtimes, compared by what it means. Pure.
///   - the alpha (rao on root) of each position, whatever its shares are counted in
///   - PendingEmission against the sum of the two buckets that replaced it
///   - Balances.TotalIssuance against ours without what lies on the accounts of subnets
///   - the price of a pool

#include "core/subtensor/state.h"

#include <string>
#include <string_view>
#include <vector>

namespace taodeck::replay {

struct View {
    std::string item, where, recorded, ours;
};

/// Of the entries that changed in the block, here or there.
std::vector<View> views(const subtensor::MemoryState& recorded, const subtensor::MemoryState& ours,
                        const subtensor::State::Changes& recordedChanges, const subtensor::State::Changes& ourChanges);

/// Whether views() speaks of this entry, so that its bytes are not compared.
bool isSeenThroughView(std::string_view item, const Bytes& key, const subtensor::MemoryState& recorded);

} // namespace taodeck::replay

#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"

#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {

bool isEpochDue(const StateReader& state, NetUid netuid, std::uint64_t now) {
    const std::uint64_t tempo = Tempo.get(state, netuid);
    if (tempo == 0) return false;
    const std::uint64_t pending = PendingEpochAt.get(state, netuid), last = LastEpochBlock.get(state, netuid);
    if (pending > 0 && now >= pending) return true;
    if (BlocksSinceLastStep.get(state, netuid) > kMaxTempo) return true;
    return (now > last ? now - last : 0) >= tempo;
}

std::uint64_t blocksUntilNextAutoEpoch(const StateReader& state, NetUid netuid, std::uint64_t now) {
    if (Tempo.get(state, netuid) == 0) return UINT64_MAX;
    const std::uint64_t next = LastEpochBlock.get(state, netuid) + Tempo.get(state, netuid);
    return next > now ? next - now : 0;
}

std::optional<std::uint64_t> nextEpochBlock(const StateReader& state, NetUid netuid) {
    if (Tempo.get(state, netuid) == 0) return std::nullopt;
    const std::uint64_t next = LastEpochBlock.get(state, netuid) + Tempo.get(state, netuid);
    const std::uint64_t pending = PendingEpochAt.get(state, netuid);
    return pending > 0 ? std::min(next, pending) : next;
}

std::uint64_t currentEpoch(const StateReader& state, NetUid netuid, std::uint64_t now) {
    return SubnetEpochIndex.get(state, netuid) + (isEpochDue(state, netuid, now) ? 1 : 0);
}

std::set<NetUid> deferredEpochs(const EpochClock& clock, const StateReader& state,
                                const std::vector<NetUid>& candidates, std::uint64_t now) {
    const unsigned most = MaxEpochsPerBlock.get(state);
    unsigned running = 0;
    std::set<NetUid> out;
    for (const NetUid netuid : candidates) {
        if (!clock.isDue(state, netuid, now)) continue;
        if (running >= most) {
            out.insert(netuid);
        } else if (isEpochConsistent(state, netuid)) {
            ++running;
        }
    }
    return out;
}

bool isEpochConsistent(const StateReader& state, NetUid netuid) {
    std::set<AccountId> seen;
    bool unique = true;
    Keys.forEachUnder(
        state, [&](NetUid, std::uint16_t, const AccountId& hotkey) { return unique = seen.insert(hotkey).second; },
        netuid);
    return unique;
}

} // namespace taodeck::subtensor::subtensor_module

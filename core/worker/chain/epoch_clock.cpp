#include "core/worker/chain/epoch_clock.h"

#include <algorithm>

namespace taodeck::worker {
namespace {

constexpr std::uint64_t kMaxTempo = 50'400; ///< Also the longest pause between two epochs.
constexpr std::uint64_t kFarthest = 1u << 20;

/// The clock block by block.
class Walk {
public:
    explicit Walk(const EpochClock& clock) : m_clock{clock} {}
    std::uint64_t block() const { return m_clock.at; }
    /// Index that the next block's reveals see; the walk is at that block then.
    std::uint64_t next() {
        auto& c = m_clock;
        ++c.at;
        if (!isDue()) {
            ++c.blocksSinceLastStep;
            return c.epochIndex;
        }
        c.lastEpochBlock = c.at;
        c.pendingEpochAt = 0;
        c.blocksSinceLastStep = 0;
        return ++c.epochIndex;
    }

private:
    bool isDue() const {
        const auto& c = m_clock;
        if (c.pendingEpochAt > 0 && c.at >= c.pendingEpochAt) return true;
        if (c.blocksSinceLastStep > kMaxTempo) return true;
        return (c.at > c.lastEpochBlock ? c.at - c.lastEpochBlock : 0) >= c.tempo;
    }
    EpochClock m_clock;
};

} // namespace

std::optional<std::uint64_t> EpochClock::epochOf(std::uint64_t block) const {
    if (tempo == 0 || block <= at || block - at > kFarthest) return std::nullopt;
    Walk walk{*this};
    std::uint64_t epoch = epochIndex;
    while (walk.block() < block)
        epoch = walk.next();
    return epoch;
}

std::optional<std::uint64_t> EpochClock::firstBlockOf(std::uint64_t epoch, std::uint64_t from) const {
    if (tempo == 0) return std::nullopt;
    Walk walk{*this};
    while (walk.block() < at + kFarthest) {
        const auto seen = walk.next();
        if (seen > epoch) return std::nullopt;
        if (seen == epoch && walk.block() > from) return walk.block();
    }
    return std::nullopt;
}

EpochClock clockOf(const api::Metagraph& m, BlockNumber at) {
    return {raw(at), m.tempo, m.lastEpochBlock, m.pendingEpochAt, m.epochIndex, m.blocksSinceLastStep};
}

std::uint64_t legacyRevealBlock(std::uint64_t block, std::uint16_t index, std::uint64_t tempo, std::uint64_t period) {
    const auto epoch = (block + index + 1) / (tempo + 1);
    const auto first = (epoch + period) * (tempo + 1), offset = std::uint64_t{index} + 1;
    return first > offset ? first - offset : 0;
}

std::uint64_t revealRound(const BeaconTimes& beacon, std::uint64_t at, std::uint64_t nowMillis,
                          std::uint64_t revealBlock, std::uint64_t blockMillis) {
    const auto target = revealBlock + kRevealSafetyBlocks;
    const auto ahead = target > at ? (target - at) * blockMillis : 0,
               behind = at > target ? (at - target) * blockMillis : 0;
    const auto millis = nowMillis + ahead - std::min(nowMillis, behind);
    const auto genesis = beacon.genesisSeconds * 1000, period = std::max<std::uint64_t>(1, beacon.periodSeconds) * 1000;
    return millis > genesis ? std::max<std::uint64_t>(1, (millis - genesis) / period) : 1;
}

} // namespace taodeck::worker

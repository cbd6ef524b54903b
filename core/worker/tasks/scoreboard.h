#pragma once
/// A validator's opinion of the miners of one subnet over time, and the weights it makes of it. Pure and deterministic:
/// equal calls with equal seeds give equal rounds and weights. One thread.
///
/// A score is an exponential moving average: each round that asks a miner moves it by `alpha` towards the judged score,
/// or towards 0 when there was no answer or the miner has stopped serving. A UID whose hotkey changed begins at 0.
/// Weights are scores to the power `power`: unlike a softmax it gives nothing to who earned nothing, needs no
/// temperature fitted to the spread of scores, and keeps the order and the honesty of the scoring rule.

#include "core/api/chain_service.h"
#include "core/worker/chain/neuron_chain.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace taodeck::worker {

struct ScoreboardOptions {
    double alpha{0.1}; ///< Of the moving average, above 0 and up to 1.
    double power{3};
    /// Whole tokens of alpha and root stake together; who holds a permit and more than that is a validator, not asked.
    std::uint64_t validatorStake{4'096};
};

struct MinerScore {
    std::uint16_t uid{0};
    AccountId hotkey;
    double score{0};
    std::uint64_t asked{0}, answered{0};
    std::uint64_t lastRound{0}; ///< 0: never asked.
    friend bool operator==(const MinerScore&, const MinerScore&) = default;
};

class Scoreboard {
public:
    /// @param self is never asked.
    explicit Scoreboard(const AccountId& self, ScoreboardOptions options = {});

    /// Takes up who lives where now. UIDs that are gone are forgotten.
    void sync(const api::Metagraph& subnet);
    /// Up to `count` UIDs to ask now: those that waited longest, equals in random order. Miners that can no longer be
    /// asked lose score as if they had not answered.
    std::vector<std::uint16_t> nextRound(std::size_t count, std::uint64_t seed);
    /// What came of asking: empty when no answer came. Scores outside 0..1, and what is no number, are cut to it.
    void record(std::uint16_t uid, std::optional<double> score);

    /// Only who has a score; empty when nobody has.
    WeightVector weights() const;
    const std::vector<MinerScore>& miners() const { return m_miners; } ///< By UID.
    /// What an earlier life knew; before the first sync(), which drops what no longer holds.
    void restore(std::vector<MinerScore> miners);

private:
    MinerScore* find(std::uint16_t uid);
    void move(MinerScore& miner, double towards) const;

    const AccountId m_self;
    const ScoreboardOptions m_options;
    std::vector<MinerScore> m_miners;
    std::vector<std::uint16_t> m_askable;
    std::uint64_t m_round{0};
};

} // namespace taodeck::worker

#include "core/worker/tasks/scoreboard.h"

#include "core/base/units.h"
#include "core/worker/tasks/dice.h"

#include <algorithm>
#include <cmath>

namespace taodeck::worker {
namespace {

ScoreboardOptions checked(ScoreboardOptions options) {
    if (!(options.alpha > 0)) options.alpha = 0.1;
    options.alpha = std::min(options.alpha, 1.0);
    if (!(options.power > 0)) options.power = 1;
    return options;
}

} // namespace

Scoreboard::Scoreboard(const AccountId& self, ScoreboardOptions options) : m_self{self}, m_options{checked(options)} {}

void Scoreboard::sync(const api::Metagraph& subnet) {
    std::vector<MinerScore> next;
    m_askable.clear();
    for (const auto& neuron : subnet.neurons) {
        if (neuron.hotkey == m_self) continue;
        const MinerScore* known = find(neuron.uid);
        if (known && known->hotkey == neuron.hotkey) {
            next.push_back(*known);
        } else {
            next.emplace_back();
            next.back().uid = neuron.uid;
            next.back().hotkey = neuron.hotkey;
        }
        const auto stake = neuron.alphaStake.raw() / kUnitsPerToken + neuron.rootStake.raw() / kUnitsPerToken;
        const bool validates = neuron.permit && stake > m_options.validatorStake;
        if (neuron.axon.serves() && !validates) m_askable.push_back(neuron.uid);
    }
    m_miners = std::move(next);
    std::sort(m_miners.begin(), m_miners.end(), [](const MinerScore& a, const MinerScore& b) { return a.uid < b.uid; });
}

std::vector<std::uint16_t> Scoreboard::nextRound(std::size_t count, std::uint64_t seed) {
    ++m_round;
    Dice dice{"scoreboard round", seed};
    struct Turn {
        std::uint64_t last, luck;
        std::uint16_t uid;
    };
    std::vector<Turn> turns;
    for (auto& miner : m_miners) {
        const bool askable = std::find(m_askable.begin(), m_askable.end(), miner.uid) != m_askable.end();
        if (askable)
            turns.push_back({miner.lastRound, dice.next(), miner.uid});
        else if (miner.score > 0)
            move(miner, 0);
    }
    std::sort(turns.begin(), turns.end(), [](const Turn& a, const Turn& b) {
        if (a.last != b.last) return a.last < b.last;
        return a.luck != b.luck ? a.luck < b.luck : a.uid < b.uid;
    });
    turns.resize(std::min(count, turns.size()));
    std::vector<std::uint16_t> out;
    for (const Turn& turn : turns) {
        out.push_back(turn.uid);
        if (MinerScore* miner = find(turn.uid)) {
            miner->lastRound = m_round;
            ++miner->asked;
        }
    }
    return out;
}

void Scoreboard::record(std::uint16_t uid, std::optional<double> score) {
    MinerScore* miner = find(uid);
    if (!miner) return; // the UID is gone since the round began
    if (score) ++miner->answered;
    move(*miner, score && *score > 0 ? std::min(*score, 1.0) : 0);
}

WeightVector Scoreboard::weights() const {
    WeightVector out;
    for (const auto& miner : m_miners) {
        const double weight = std::pow(miner.score, m_options.power);
        if (!(weight > 0)) continue;
        out.uids.push_back(miner.uid);
        out.weights.push_back(weight);
    }
    return out;
}

void Scoreboard::restore(std::vector<MinerScore> miners) {
    m_miners = std::move(miners);
    m_askable.clear();
    for (auto& miner : m_miners) {
        miner.score = miner.score > 0 ? std::min(miner.score, 1.0) : 0;
        m_round = std::max(m_round, miner.lastRound);
    }
}

MinerScore* Scoreboard::find(std::uint16_t uid) {
    for (auto& miner : m_miners)
        if (miner.uid == uid) return &miner;
    return nullptr;
}

void Scoreboard::move(MinerScore& miner, double towards) const {
    miner.score += m_options.alpha * (towards - miner.score);
    if (miner.score < 1e-6) miner.score = 0; // who is gone for good ends at nothing
}

} // namespace taodeck::worker

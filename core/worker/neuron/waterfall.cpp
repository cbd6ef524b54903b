#include "core/worker/neuron/waterfall.h"

#include "core/base/int128.h"
#include "core/base/units.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace taodeck::worker {

namespace {

constexpr std::size_t kMostParts = 256;
constexpr double kShareUnits = 1e15; // shares become integers of this sum: finer than the chain's own rounding

/// What the epoch saw of one validator.
struct Voter {
    const api::Neuron* neuron{nullptr};
    double stake{0};                                     ///< Of the active validators' sum.
    std::vector<std::pair<std::uint16_t, double>> row{}; ///< Its weights as parts of their sum, as far as they count.
};

const api::Neuron* at(const api::Metagraph& subnet, std::uint16_t uid) {
    return uid < subnet.neurons.size() && subnet.neurons[uid].uid == uid ? &subnet.neurons[uid] : nullptr;
}

/// The row that the epoch used. Weights revealed by the chain at the block's beginning count already; weights that the
/// validator sent in the block itself came after the epoch, and show by lastUpdate.
const api::Neuron& rowOwner(const EpochFacts& facts, const api::Neuron& after) {
    const auto* before = at(facts.before, after.uid);
    const bool sentInBlock = after.lastUpdate == facts.block;
    return sentInBlock && before && before->hotkey == after.hotkey ? *before : after;
}

std::vector<std::pair<std::uint16_t, double>> rowOf(const EpochFacts& facts, const api::Neuron& voter) {
    const auto& source = rowOwner(facts, voter);
    const bool owner = voter.hotkey == facts.after.ownerHotkey;
    std::vector<std::pair<std::uint16_t, double>> row;
    double sum = 0;
    for (const auto& [uid, value] : source.weights) {
        const auto* target = at(facts.after, uid);
        if (!target || value == 0) continue;
        if (uid == voter.uid && !owner) continue;
        if (source.lastUpdate <= target->registeredAt) continue; // meant for who lived there before
        row.emplace_back(uid, value);
        sum += value;
    }
    for (auto& entry : row)
        entry.second /= sum;
    return row;
}

std::vector<Voter> votersOf(const EpochFacts& facts) {
    std::vector<Voter> out;
    double sum = 0;
    for (const auto& neuron : facts.after.neurons) {
        // The epoch works with the permits of the epoch before, and gives the owner one.
        const auto* before = at(facts.before, neuron.uid);
        const bool known = before && before->hotkey == neuron.hotkey;
        const bool permit = (known ? before->permit : neuron.permit) || neuron.hotkey == facts.after.ownerHotkey;
        if (!permit || !neuron.active || neuron.stakeWeight <= 0) continue;
        out.push_back({&neuron, neuron.stakeWeight, rowOf(facts, neuron)});
        sum += neuron.stakeWeight;
    }
    for (auto& voter : out)
        voter.stake /= sum;
    return out;
}

double weightFor(const Voter& voter, std::uint16_t uid) {
    for (const auto& [to, weight] : voter.row)
        if (to == uid) return weight;
    return 0;
}

PeerTally tallyOf(const std::map<AccountId, PeerTally>& log, const AccountId& peer) {
    const auto found = log.find(peer);
    return found == log.end() ? PeerTally{} : found->second;
}

struct Share {
    api::WaterfallPart part;
    double share{0};
};

/// Incentive is the stake-weighted sum of clipped weights: each validator's term is its part.
std::vector<Share> minerShares(const std::vector<Voter>& voters, const api::Neuron& me,
                               const std::map<AccountId, PeerTally>& log) {
    std::vector<Share> out;
    for (const auto& voter : voters) {
        Share s;
        const auto tally = tallyOf(log, voter.neuron->hotkey);
        s.part.validator = voter.neuron->hotkey;
        s.part.uid = voter.neuron->uid;
        s.part.requests = tally.requests;
        s.part.answered = tally.answered;
        s.part.weight = weightFor(voter, me.uid);
        s.part.clipped = std::min(s.part.weight, me.consensus);
        s.part.stakeShare = voter.stake;
        s.share = voter.stake * s.part.clipped;
        if (s.share > 0 || tally.requests > 0 || s.part.weight > 0) out.push_back(std::move(s));
    }
    return out;
}

std::vector<Share> validatorShares(const EpochFacts& facts, const std::vector<Voter>& voters, const api::Neuron& me,
                                   const std::map<AccountId, PeerTally>& log) {
    std::vector<Share> out;
    const auto self =
        std::find_if(voters.begin(), voters.end(), [&](const Voter& v) { return v.neuron->uid == me.uid; });
    if (self == voters.end()) return out;
    for (const auto& [uid, weight] : self->row) {
        const auto* miner = at(facts.after, uid);
        Share s;
        const auto tally = tallyOf(log, miner->hotkey);
        s.part.validator = miner->hotkey;
        s.part.uid = uid;
        s.part.requests = tally.requests;
        s.part.answered = tally.answered;
        s.part.weight = weight;
        s.part.clipped = std::min(weight, miner->consensus);
        s.part.stakeShare = self->stake;
        s.share = s.part.clipped * miner->incentive;
        out.push_back(std::move(s));
    }
    return out;
}

/// What the neuron earned in its other role, or what the published numbers do not explain.
void addRest(std::vector<Share>& shares, const api::Neuron& me, double mine, double other) {
    const double explained =
        std::accumulate(shares.begin(), shares.end(), 0.0, [](double sum, const Share& s) { return sum + s.share; });
    Share rest;
    rest.part.validator = me.hotkey;
    rest.part.uid = me.uid;
    if (explained <= 0)
        rest.share = 1;
    else if (other > 0 && mine > 0)
        rest.share = explained * other / mine;
    if (rest.share > 0) shares.push_back(std::move(rest));
}

std::optional<Rao> costOf(const Energy& energy) {
    if (energy.wattHours <= 0 || energy.pricePerKilowattHour.raw() == 0) return std::nullopt;
    return Rao::fromRaw(static_cast<std::uint64_t>(
        std::llround(energy.wattHours / 1'000 * static_cast<double>(energy.pricePerKilowattHour.raw()))));
}

} // namespace

Rao valueAt(Alpha alpha, Rao price) {
    const auto value = UInt128{alpha.raw()} * price.raw() / kUnitsPerToken;
    return Rao::fromRaw(value > UInt128{~std::uint64_t{0}} ? ~std::uint64_t{0} : static_cast<std::uint64_t>(value));
}

std::vector<std::uint64_t> shareOut(std::uint64_t total, std::span<const double> shares) {
    std::vector<std::uint64_t> out(shares.size(), 0);
    double largest = 0;
    for (const double s : shares)
        if (std::isfinite(s)) largest = std::max(largest, s);
    if (largest <= 0) return out;
    std::vector<std::uint64_t> units(shares.size(), 0);
    UInt128 sum = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (!std::isfinite(shares[i]) || shares[i] <= 0) continue;
        units[i] = static_cast<std::uint64_t>(shares[i] / largest * kShareUnits);
        sum += units[i];
    }
    std::vector<std::pair<UInt128, std::size_t>> remainders;
    std::uint64_t given = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const UInt128 product = UInt128{total} * units[i]; // below 2^64 * 2^50
        out[i] = static_cast<std::uint64_t>(product / sum);
        given += out[i];
        remainders.emplace_back(product % sum, i);
    }
    std::stable_sort(remainders.begin(), remainders.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; given < total; ++i, ++given)
        ++out[remainders[i].second]; // fewer are left than there are remainders that are not 0
    return out;
}

std::optional<double> scoreOf(const api::Metagraph& subnet, const api::Neuron& miner) {
    double sum = 0, stake = 0;
    for (const auto& voter : subnet.neurons) {
        if (!voter.permit || !voter.active || voter.stakeWeight <= 0 || voter.uid == miner.uid) continue;
        std::uint16_t largest = 0, given = 0;
        for (const auto& [uid, value] : voter.weights) {
            if (uid == voter.uid) continue;
            largest = std::max(largest, value);
            if (uid == miner.uid && voter.lastUpdate > miner.registeredAt) given = value;
        }
        if (largest == 0) continue;
        sum += voter.stakeWeight * given / largest;
        stake += voter.stakeWeight;
    }
    if (stake <= 0) return std::nullopt;
    return std::clamp(sum / stake, 0.0, 1.0);
}

std::uint32_t rankOf(const api::Metagraph& subnet, const api::Neuron& neuron) {
    return 1 + static_cast<std::uint32_t>(std::count_if(subnet.neurons.begin(), subnet.neurons.end(),
                                                        [&](const auto& n) { return n.emission > neuron.emission; }));
}

Result<api::WorkerScorePoint> scorePointOf(const EpochFacts& facts, const AccountId& hotkey, api::Role role) {
    const auto* me = facts.after.find(hotkey);
    if (!me) return fail(Errc::NotFound, "the hotkey had no UID in this epoch");
    api::WorkerScorePoint p;
    p.time = facts.time;
    p.block = facts.block;
    p.score = role == api::Role::Miner ? scoreOf(facts.after, *me).value_or(0) : me->vtrust;
    p.incentive = me->incentive;
    p.consensus = me->consensus;
    p.dividends = me->dividends;
    p.vtrust = me->vtrust;
    p.rank = rankOf(facts.after, *me);
    return p;
}

std::optional<api::Waterfall> waterfallOf(const EpochFacts& facts, const AccountId& hotkey, api::Role role,
                                          const std::map<AccountId, PeerTally>& log, const Energy& energy) {
    if (!facts.paid) return std::nullopt;
    api::Waterfall out;
    out.time = facts.time;
    out.block = facts.block;
    out.paid = *facts.paid;
    out.price = facts.after.price;
    out.tao = valueAt(out.paid, out.price);
    out.wattHours = energy.wattHours;
    out.energyCost = costOf(energy);
    const auto* me = facts.after.find(hotkey);
    if (!me) return out;
    out.consensus = me->consensus;
    out.incentive = me->incentive;

    const auto voters = votersOf(facts);
    const bool miner = role == api::Role::Miner;
    auto shares = miner ? minerShares(voters, *me, log) : validatorShares(facts, voters, *me, log);
    addRest(shares, *me, miner ? me->incentive : me->dividends, miner ? me->dividends : me->incentive);
    std::stable_sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) { return a.share > b.share; });
    if (shares.size() > kMostParts) shares.resize(kMostParts);

    std::vector<double> parts;
    for (const auto& s : shares)
        parts.push_back(s.share);
    const auto alpha = shareOut(out.paid.raw(), parts);
    const auto tao = shareOut(out.tao.raw(), parts);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        shares[i].part.alpha = Alpha::fromRaw(alpha[i]);
        shares[i].part.tao = Rao::fromRaw(tao[i]);
        out.parts.push_back(std::move(shares[i].part));
    }
    return out;
}

} // namespace taodeck::worker

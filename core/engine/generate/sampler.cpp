#include "core/engine/generate/sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace taodeck::engine {

Result<> checkSampling(const SamplingParams& p) {
    if (!(p.temperature >= 0 && p.temperature <= 100)) return fail(Errc::OutOfRange, "temperature must be 0 to 100");
    if (!(p.topP > 0 && p.topP <= 1)) return fail(Errc::OutOfRange, "top-p must be above 0, at most 1");
    if (!(p.minP >= 0 && p.minP <= 1)) return fail(Errc::OutOfRange, "min-p must be 0 to 1");
    if (!(p.repeatPenalty >= 0.01F && p.repeatPenalty <= 100))
        return fail(Errc::OutOfRange, "repeat penalty must be 0.01 to 100");
    return {};
}

double drawNumber(std::uint64_t seed, std::uint64_t number, TokenId candidate) {
    // SplitMix64's finaliser, once for each of the three.
    const auto mix = [](std::uint64_t z) {
        z += 0x9E3779B97F4A7C15ULL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    };
    const std::uint64_t bits = mix(mix(mix(seed) ^ number) ^ static_cast<std::uint64_t>(candidate));
    return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

void Sampler::penalise(std::span<const float> logits, std::span<const TokenId> before) {
    m_logits.assign(logits.begin(), logits.end());
    for (float& logit : m_logits)
        if (std::isnan(logit)) logit = -INFINITY;
    if (m_params.repeatPenalty != 1 && m_params.temperature > 0) {
        const auto window = before.last(std::min(before.size(), kRepeatWindow));
        for (auto it = window.begin(); it != window.end(); ++it) {
            if (std::find(window.begin(), it, *it) != it) continue; // each token once
            float& logit = m_logits[static_cast<std::size_t>(*it)];
            logit = logit > 0 ? logit / m_params.repeatPenalty : logit * m_params.repeatPenalty;
        }
    }
    m_best = static_cast<TokenId>(std::max_element(m_logits.begin(), m_logits.end()) - m_logits.begin());
}

bool Sampler::gather() {
    const float highest = m_logits[static_cast<std::size_t>(m_best)];
    m_candidates.clear();
    if (!std::isfinite(highest)) return false;
    // The noise lies between -4 and 37: beyond this no token wins, and its part of the mass is nothing.
    const float lowest = highest - 80 * std::max(1.0F, m_params.temperature);
    const bool weigh = m_params.topP < 1; // nothing else looks at weights
    for (std::size_t i = 0; i < m_logits.size(); ++i) {
        if (m_logits[i] < lowest) continue;
        const double below = static_cast<double>(m_logits[i]) - static_cast<double>(highest);
        m_candidates.push_back({static_cast<TokenId>(i), m_logits[i], weigh ? std::exp(below) : 0, true});
    }
    return true;
}

namespace {

double gumbel(double draw) {
    return -std::log(-std::log(draw));
}

template <class Candidate>
bool higher(const Candidate& a, const Candidate& b) {
    return a.logit != b.logit ? a.logit > b.logit : a.id < b.id;
}

} // namespace

void Sampler::sortByLogit() {
    std::sort(m_candidates.begin(), m_candidates.end(), higher<Candidate>);
}

/// The three cuts, exactly.
void Sampler::cut() {
    const std::size_t k = m_params.topK;
    if (k > 0 && k < m_candidates.size()) {
        std::nth_element(m_candidates.begin(), m_candidates.begin() + static_cast<std::ptrdiff_t>(k - 1),
                         m_candidates.end(), higher<Candidate>);
        m_candidates.resize(k);
    }
    if (m_params.topP < 1) {
        sortByLogit();
        double total = 0, sum = 0;
        for (const Candidate& c : m_candidates)
            total += c.weight;
        std::size_t kept = 0;
        while (kept < m_candidates.size() && sum < static_cast<double>(m_params.topP) * total)
            sum += m_candidates[kept++].weight;
        m_candidates.resize(std::max<std::size_t>(kept, 1));
    }
    if (m_params.minP > 0)
        std::erase_if(m_candidates,
                      [least = leastLogit()](const Candidate& c) { return static_cast<double>(c.logit) < least; });
}

/// Where min-p cuts.
double Sampler::leastLogit() const {
    return static_cast<double>(m_logits[static_cast<std::size_t>(m_best)]) +
           std::log(static_cast<double>(m_params.minP));
}

double Sampler::tempered(const Candidate& c) const {
    const auto highest = static_cast<double>(m_logits[static_cast<std::size_t>(m_best)]);
    return (static_cast<double>(c.logit) - highest) / static_cast<double>(m_params.temperature);
}

TokenId Sampler::pick(std::span<const float> logits, std::span<const TokenId> before, std::uint64_t number) {
    penalise(logits, before);
    if (m_params.temperature == 0 || !gather()) return m_best;
    cut();
    TokenId best = m_candidates.front().id;
    double most = -INFINITY;
    for (const Candidate& c : m_candidates) {
        const double own = tempered(c), draw = drawNumber(m_params.seed, number, c.id);
        // -log u is at least 1 - u, so this candidate's noise is at most -log(1 - u): mostly too little.
        if (1 - draw >= std::exp(own - most)) continue;
        if (const double sum = own + gumbel(draw); sum > most) most = sum, best = c.id;
    }
    return best;
}

void Sampler::widenTopK(double tie) {
    const std::size_t k = m_params.topK;
    if (k == 0 || k >= m_candidates.size()) return;
    const double last = static_cast<double>(m_candidates[k - 1].logit);
    const double next = static_cast<double>(m_candidates[k].logit);
    for (std::size_t i = 0; i < m_candidates.size(); ++i)
        m_candidates[i].sure = i < k && static_cast<double>(m_candidates[i].logit) >= next + tie;
    std::size_t kept = k;
    while (kept < m_candidates.size() && static_cast<double>(m_candidates[kept].logit) >= last - tie)
        ++kept;
    m_candidates.resize(kept);
}

/// A token stays when what stands before it has less than top-p of the mass. At least what is surely a member and more
/// than `tie` higher stands before it, at most what is not more than `tie` lower; and the odds of the two parts may
/// shift by e^tie.
void Sampler::widenTopP(double tie) {
    if (m_params.topP >= 1) return;
    std::vector<double> sums{0}, sureSums{0};
    for (const Candidate& c : m_candidates) {
        sums.push_back(sums.back() + c.weight);
        sureSums.push_back(sureSums.back() + (c.sure ? c.weight : 0));
    }
    const double p = static_cast<double>(m_params.topP), shift = std::exp(tie);
    std::size_t above = 0, until = 0, kept = 0;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        Candidate& c = m_candidates[i];
        while (static_cast<double>(m_candidates[above].logit) > static_cast<double>(c.logit) + tie)
            ++above;
        while (until < m_candidates.size() &&
               static_cast<double>(m_candidates[until].logit) >= static_cast<double>(c.logit) - tie)
            ++until;
        const double least = sureSums[above] / shift, most = (sums[until] - c.weight) * shift;
        if (least >= p * (least + sums.back() - sums[above])) break;
        c.sure &= most < p * (most + sureSums.back() - sureSums[until] + c.weight);
        kept = i + 1;
    }
    m_candidates.resize(std::max<std::size_t>(kept, 1));
}

/// The largest set that pick() might draw from, with what is in it in any case marked sure.
void Sampler::widen(double tie) {
    if (m_params.topK > 0 || m_params.topP < 1) sortByLogit(); // else no order is needed
    widenTopK(tie);
    widenTopP(tie);
    if (m_params.minP > 0) {
        const double least = leastLogit();
        std::erase_if(m_candidates, [&](const Candidate& c) { return static_cast<double>(c.logit) < least - tie; });
        for (Candidate& c : m_candidates)
            c.sure &= static_cast<double>(c.logit) >= least + tie;
    }
}

bool Sampler::couldPick(std::span<const float> logits, std::span<const TokenId> before, std::uint64_t number,
                        TokenId token, float tie) {
    penalise(logits, before);
    if (m_params.temperature == 0)
        return m_logits[static_cast<std::size_t>(token)] >= m_logits[static_cast<std::size_t>(m_best)] - tie;
    if (!gather()) return token == m_best;
    // The penalty scales a logit and its error.
    const double slack =
        static_cast<double>(tie) * static_cast<double>(std::max(m_params.repeatPenalty, 1.0F / m_params.repeatPenalty));
    widen(slack);
    double own = -INFINITY, highest = -INFINITY;
    for (const Candidate& c : m_candidates) {
        const double score = tempered(c) + gumbel(drawNumber(m_params.seed, number, c.id));
        if (c.id == token)
            own = score;
        else if (c.sure)
            highest = std::max(highest, score);
    }
    return own > -INFINITY && own >= highest - slack / static_cast<double>(m_params.temperature);
}

LogSoftmax::LogSoftmax(std::span<const float> logits) : m_logits{logits} {
    double highest = -INFINITY, sum = 0;
    for (const float logit : logits)
        if (static_cast<double>(logit) > highest) highest = static_cast<double>(logit);
    for (const float logit : logits)
        if (!std::isnan(logit)) sum += std::exp(static_cast<double>(logit) - highest);
    m_offset = highest + std::log(sum);
}

float LogSoftmax::operator()(TokenId id) const {
    return static_cast<float>(static_cast<double>(m_logits[static_cast<std::size_t>(id)]) - m_offset);
}

std::vector<TokenId> LogSoftmax::top(std::size_t count) const {
    if (count == 0) return {};
    std::vector<TokenId> ids(m_logits.size());
    std::iota(ids.begin(), ids.end(), 0);
    count = std::min(count, ids.size());
    const auto value = [this](TokenId id) {
        const float logit = m_logits[static_cast<std::size_t>(id)];
        return std::isnan(logit) ? -INFINITY : logit;
    };
    std::partial_sort(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(count), ids.end(),
                      [&](TokenId a, TokenId b) { return value(a) != value(b) ? value(a) > value(b) : a < b; });
    ids.resize(count);
    return ids;
}

} // namespace taodeck::engine

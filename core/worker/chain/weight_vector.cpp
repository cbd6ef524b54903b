#include "core/worker/chain/weight_vector.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace taodeck::worker {
namespace {

constexpr double kFull = 65535.0;
constexpr double kTrace = 1e-5, kTolerance = 1e-7;

/// To the nearest whole number, ties to even, whatever rounding mode the thread is in.
double roundHalfEven(double v) {
    const double below = std::floor(v), rest = v - below;
    if (rest != 0.5) return std::floor(v + 0.5);
    return std::fmod(below, 2.0) == 0.0 ? below : below + 1.0;
}

double sumOf(const std::vector<double>& parts) {
    return std::accumulate(parts.begin(), parts.end(), 0.0);
}

std::vector<double> equalParts(std::size_t n) {
    return std::vector<double>(n, n == 0 ? 0.0 : 1.0 / static_cast<double>(n));
}

std::vector<double> scaled(std::vector<double> parts) {
    const double sum = sumOf(parts);
    for (auto& part : parts)
        part /= sum;
    return parts;
}

/// One entry per UID of the subnet.
WeightVector everybody(std::vector<double> parts) {
    WeightVector out;
    out.weights = std::move(parts);
    out.uids.resize(out.weights.size());
    std::iota(out.uids.begin(), out.uids.end(), std::uint16_t{0});
    return out;
}

} // namespace

Result<ChainWeights> toChainWeights(const WeightVector& weights) {
    if (weights.uids.size() != weights.weights.size())
        return fail(Errc::OutOfRange, "there are not as many weights as UIDs");
    if (std::set<std::uint16_t>{weights.uids.begin(), weights.uids.end()}.size() != weights.uids.size())
        return fail(Errc::OutOfRange, "a UID is named twice");
    float largest = 0;
    for (const double weight : weights.weights) {
        if (!std::isfinite(weight) || weight < 0) return fail(Errc::OutOfRange, "a weight is negative or no number");
        largest = std::max(largest, static_cast<float>(weight));
    }
    ChainWeights out;
    if (!(largest > 0) || !std::isfinite(largest)) return out;
    for (std::size_t i = 0; i < weights.uids.size(); ++i) {
        const float part = static_cast<float>(weights.weights[i]) / largest;
        const auto value = static_cast<std::uint16_t>(roundHalfEven(static_cast<double>(part) * kFull));
        if (value == 0) continue;
        out.uids.push_back(weights.uids[i]);
        out.values.push_back(value);
    }
    return out;
}

std::vector<double> clipParts(std::vector<double> parts, double limit) {
    const auto n = parts.size();
    if (n == 0) return parts;
    const auto above = std::count_if(parts.begin(), parts.end(), [](double part) { return part > 0; });
    if (static_cast<double>(above) * limit <= 1) return equalParts(n); // what is zero cannot take what is cut off
    auto sorted = scaled(parts);
    std::sort(sorted.begin(), sorted.end());
    if (sorted.back() <= limit) return scaled(std::move(parts));
    // The cutoff at which what is cut off leaves the largest at the limit: with the n-k largest cut to c, their part is
    // c / (rest + (n-k) c) = limit.
    double below = 0, cutoff = limit;
    for (std::size_t k = 0; k < n; ++k) {
        const double cut = limit * below / (1.0 - static_cast<double>(n - k) * limit + kTolerance);
        if (1.0 - static_cast<double>(n - k) * limit > 0 && cut <= sorted[k]) {
            cutoff = cut;
            break;
        }
        below += sorted[k];
    }
    parts = scaled(std::move(parts));
    for (auto& part : parts)
        part = std::min(part, cutoff);
    return scaled(std::move(parts));
}

WeightVector fitToRules(const WeightVector& weights, const WeightRules& rules) {
    const double limit = rules.maxWeight / kFull;
    const auto least = std::min(rules.minWeights, rules.neurons);
    WeightVector set;
    for (std::size_t i = 0; i < weights.uids.size() && i < weights.weights.size(); ++i)
        if (weights.weights[i] > 0) {
            set.uids.push_back(weights.uids[i]);
            set.weights.push_back(weights.weights[i]);
        }
    if (set.uids.empty()) return everybody(equalParts(rules.neurons));
    if (set.uids.size() < least) {
        std::vector<double> parts(rules.neurons, kTrace);
        const auto given = scaled(set.weights);
        for (std::size_t i = 0; i < set.uids.size(); ++i)
            if (set.uids[i] < parts.size()) parts[set.uids[i]] += given[i];
        return everybody(clipParts(std::move(parts), limit));
    }
    set.weights = clipParts(std::move(set.weights), limit);
    return set;
}

} // namespace taodeck::worker

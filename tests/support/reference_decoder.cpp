#include "tests/support/reference_decoder.h"

#include "core/engine/tensor/half.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace taodeck::engine::test {
namespace {

using Vector = std::vector<double>;

Vector row(const TensorView& w, std::uint64_t r) {
    std::vector<float> values(w.cols());
    dequantizeRow(w.type, w.row(r), values);
    return {values.begin(), values.end()};
}

Vector product(const TensorView& w, const Vector& x) {
    Vector y(w.rows());
    for (std::uint64_t r = 0; r < w.rows(); ++r) {
        const Vector weights = row(w, r);
        for (std::size_t i = 0; i < x.size(); ++i)
            y[r] += weights[i] * x[i];
    }
    return y;
}

void addTo(Vector& x, const Vector& y) {
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] += y[i];
}

void norm(std::span<double> x, const TensorView& weight, double eps) {
    double sum = 0;
    for (const double v : x)
        sum += v * v;
    const Vector w = row(weight, 0);
    const double scale = 1 / std::sqrt(sum / static_cast<double>(x.size()) + eps);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] *= scale * w[i];
}

/// Angle of pair `i` at `position`, and YaRN's magnitude, from the published formulas.
std::pair<double, double> angle(const RopeConfig& c, const TensorView& factors, std::size_t i, double position) {
    const double dims = c.dims, base = static_cast<double>(c.base);
    double turn = std::pow(base, -2.0 * static_cast<double>(i) / dims);
    if (factors) turn /= row(factors, 0)[i];
    const double factor = static_cast<double>(c.factor);
    if (c.scaling == RopeScaling::Linear) turn /= factor;
    if (c.scaling != RopeScaling::Yarn) return {position * turn, 1};
    const auto pairOf = [&](double turns) {
        return dims * std::log(c.originalContext / (turns * 2 * std::numbers::pi)) / (2 * std::log(base));
    };
    const double low = std::max(0.0, std::floor(pairOf(static_cast<double>(c.betaFast))));
    const double high = std::min(dims - 1, std::ceil(pairOf(static_cast<double>(c.betaSlow))));
    const double ramp = std::clamp((static_cast<double>(i) - low) / std::max(0.001, high - low), 0.0, 1.0);
    return {position * (turn / factor * ramp + turn * (1 - ramp)), 1 + 0.1 * std::log(factor)};
}

void rotate(std::span<double> head, const ModelConfig& c, const TensorView& factors, double position) {
    const std::size_t half = c.rope.dims / 2;
    for (std::size_t i = 0; i < half; ++i) {
        const auto [theta, magnitude] = angle(c.rope, factors, i, position);
        const bool halves = c.rope.style == RopeStyle::Halves;
        double& a = head[halves ? i : 2 * i];
        double& b = head[halves ? i + half : 2 * i + 1];
        const double x = a, y = b;
        a = (x * std::cos(theta) - y * std::sin(theta)) * magnitude;
        b = (x * std::sin(theta) + y * std::cos(theta)) * magnitude;
    }
}

double half(double value) {
    return static_cast<double>(halfToFloat(floatToHalf(static_cast<float>(value))));
}

struct Past {
    std::vector<Vector> keys, values; ///< By position: [kvDim].
};

Vector attend(const ModelConfig& c, const Vector& q, const Past& past) {
    Vector out(c.qDim());
    const std::size_t d = c.headDim, group = c.heads / c.kvHeads;
    for (std::size_t h = 0; h < c.heads; ++h) {
        const std::size_t from = h / group * d;
        Vector weights(past.keys.size());
        double sum = 0;
        for (std::size_t p = 0; p < weights.size(); ++p) {
            double dot = 0;
            for (std::size_t i = 0; i < d; ++i)
                dot += q[h * d + i] * past.keys[p][from + i];
            sum += weights[p] = std::exp(dot / std::sqrt(static_cast<double>(d)));
        }
        for (std::size_t p = 0; p < weights.size(); ++p)
            for (std::size_t i = 0; i < d; ++i)
                out[h * d + i] += weights[p] / sum * past.values[p][from + i];
    }
    return out;
}

Vector attention(const Model& model, const LayerWeights& w, Vector x, Past& past) {
    const ModelConfig& c = model.config();
    const TensorView& factors = model.weights().ropeFactors;
    const double eps = static_cast<double>(c.normEps), position = static_cast<double>(past.keys.size());
    norm(x, w.attnNorm, eps);
    Vector q = product(w.q, x), k = product(w.k, x), v = product(w.v, x);
    if (w.qBias) addTo(q, row(w.qBias, 0));
    if (w.kBias) addTo(k, row(w.kBias, 0));
    if (w.vBias) addTo(v, row(w.vBias, 0));
    const auto turn = [&](Vector& heads, const TensorView& weight) {
        for (std::size_t at = 0; at < heads.size(); at += c.headDim) {
            const std::span<double> one{heads.data() + at, c.headDim};
            if (weight) norm(one, weight, eps);
            rotate(one, c, factors, position);
        }
    };
    turn(q, w.qNorm);
    turn(k, w.kNorm);
    std::transform(k.begin(), k.end(), k.begin(), half);
    std::transform(v.begin(), v.end(), v.begin(), half);
    past.keys.push_back(std::move(k));
    past.values.push_back(std::move(v));
    return product(w.o, attend(c, q, past));
}

Vector feedForward(const ModelConfig& c, const LayerWeights& w, Vector x) {
    norm(x, w.ffnNorm, static_cast<double>(c.normEps));
    Vector gate = product(w.gate, x);
    const Vector up = product(w.up, x);
    for (std::size_t i = 0; i < gate.size(); ++i)
        gate[i] = gate[i] / (1 + std::exp(-gate[i])) * up[i];
    return product(w.down, gate);
}

} // namespace

std::vector<std::vector<double>> referenceLogits(const Model& model, std::span<const TokenId> tokens) {
    const ModelWeights& w = model.weights();
    std::vector<Past> past(w.layers.size());
    std::vector<Vector> out;
    for (const TokenId token : tokens) {
        Vector x = row(w.embedding, static_cast<std::uint64_t>(token));
        for (std::size_t i = 0; i < w.layers.size(); ++i) {
            addTo(x, attention(model, w.layers[i], x, past[i]));
            addTo(x, feedForward(model.config(), w.layers[i], x));
        }
        norm(x, w.outputNorm, static_cast<double>(model.config().normEps));
        out.push_back(product(w.output, x));
    }
    return out;
}

double normalisedError(std::span<const float> a, std::span<const double> b) {
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        difference += (static_cast<double>(a[i]) - b[i]) * (static_cast<double>(a[i]) - b[i]);
        size += b[i] * b[i];
    }
    return std::sqrt(difference / size);
}

} // namespace taodeck::engine::test

#include "core/engine/tensor/half.h"
#include "tests/unit/engine/kernel_cases.h"

#include <gtest/gtest.h>

namespace taodeck::engine::cpu {
namespace {

using test::Noise;

struct Case {
    std::size_t headDim, heads, tokens, firstPositions;
};
constexpr Case kCases[]{{64, 1, 1, 1},  {64, 3, 1, 33},  {128, 4, 1, 200}, {64, 3, 40, 1}, {80, 2, 7, 5},
                        {48, 5, 3, 31}, {256, 1, 5, 64}, {64, 1, 70, 17},  {320, 1, 2, 9}, {96, 8, 20, 100}};

struct Data {
    std::vector<float> q;
    std::vector<std::uint16_t> keys, values;
    Attention job;
    std::vector<float> out, scores;

    explicit Data(const Case& c) {
        Noise noise{c.headDim + c.tokens};
        const std::size_t positions = c.firstPositions + c.tokens - 1;
        q = noise.normals(c.tokens * c.heads * c.headDim, 2);
        for (auto* cache : {&keys, &values})
            for (const float x : noise.normals(positions * c.headDim))
                cache->push_back(floatToHalf(x));
        out.resize(q.size());
        scores.resize(positions);
        job.q = q.data();
        job.out = out.data();
        job.tokens = c.tokens;
        job.tokenStride = c.heads * c.headDim;
        job.heads = c.heads;
        job.headDim = c.headDim;
        job.keys = keys.data();
        job.values = values.data();
        job.firstPositions = c.firstPositions;
        job.scale = 1 / std::sqrt(static_cast<float>(c.headDim));
        job.scores = scores.data();
    }
};

std::vector<double> exact(const Data& d) {
    const Attention& a = d.job;
    std::vector<double> out(d.out.size());
    for (std::size_t t = 0; t < a.tokens; ++t)
        for (std::size_t h = 0; h < a.heads; ++h) {
            const std::size_t at = t * a.tokenStride + h * a.headDim, positions = a.firstPositions + t;
            std::vector<double> weights(positions);
            double total = 0;
            for (std::size_t p = 0; p < positions; ++p) {
                double score = 0;
                for (std::size_t i = 0; i < a.headDim; ++i)
                    score += static_cast<double>(d.q[at + i]) * halfToFloat(d.keys[p * a.headDim + i]);
                total += weights[p] = std::exp(score * a.scale);
            }
            for (std::size_t p = 0; p < positions; ++p)
                for (std::size_t i = 0; i < a.headDim; ++i)
                    out[at + i] += weights[p] / total * halfToFloat(d.values[p * a.headDim + i]);
        }
    return out;
}

TEST(Attention, AgreesWithDoublePrecision) {
    for (const Kernels* k : test::sets()) {
        double most = 0;
        for (const Case& c : kCases) {
            Data d{c};
            k->attend(d.job);
            const double error = test::normalisedError(d.out, exact(d));
            most = std::max(most, error);
            EXPECT_LE(error, 2e-6) << k->name << ' ' << c.headDim << ' ' << c.tokens;
        }
        std::printf("%-12s attention %.2e\n", std::string{k->name}.c_str(), most);
    }
}

TEST(Attention, AQueryAloneHasTheBitsItHasAmongOthers) {
    for (const Kernels* k : test::sets()) {
        for (const Case& c : kCases) {
            Data d{c};
            k->attend(d.job);
            const std::vector<float> together = d.out;
            std::fill(d.out.begin(), d.out.end(), 0.0F);
            for (std::size_t t = 0; t < c.tokens; ++t)
                for (std::size_t h = 0; h < c.heads; ++h) {
                    Attention one = d.job;
                    one.q += t * one.tokenStride + h * c.headDim;
                    one.out += t * one.tokenStride + h * c.headDim;
                    one.tokens = one.heads = 1;
                    one.firstPositions = c.firstPositions + t;
                    k->attend(one);
                }
            ASSERT_EQ(d.out, together) << k->name << ' ' << c.headDim;
        }
    }
}

TEST(Attention, LargeScoresDoNotOverflow) {
    for (const Kernels* k : test::sets()) {
        Data d{{64, 2, 3, 50}};
        for (float& x : d.q)
            x *= 1000;
        k->attend(d.job);
        for (const float v : d.out)
            ASSERT_TRUE(std::isfinite(v)) << k->name;
    }
}

} // namespace
} // namespace taodeck::engine::cpu

#include "core/engine/generate/sampler.h"

#include <gtest/gtest.h>

#include <cmath>

namespace taodeck::engine {
namespace {

std::vector<float> someLogits(std::size_t n, std::uint64_t seed, float spread = 3) {
    std::vector<float> out(n);
    for (std::size_t i = 0; i < n; ++i)
        out[i] = spread * static_cast<float>(drawNumber(seed, 99, static_cast<TokenId>(i)) * 2 - 1);
    return out;
}

/// How often each token is picked over `n` numbers.
std::vector<double> shares(const SamplingParams& params, const std::vector<float>& logits, int n) {
    Sampler sampler{params};
    std::vector<double> out(logits.size());
    for (int i = 0; i < n; ++i)
        out[static_cast<std::size_t>(sampler.pick(logits, {}, static_cast<std::uint64_t>(i)))] += 1.0 / n;
    return out;
}

TEST(Sampler, GreedyTakesTheHighestAndTheLowestIdOfEquals) {
    Sampler sampler{{}};

    EXPECT_EQ(sampler.pick(std::vector<float>{0, 2, 5, 5, 1}, {}, 0), 2);
    EXPECT_EQ(sampler.pick(std::vector<float>{NAN, -2, -INFINITY}, {}, 0), 1);
}

TEST(Sampler, DrawsFromTheSoftmaxOfTheTemperedLogits) {
    const std::vector<float> logits{1, 0, 2, -1};
    for (const float temperature : {0.5F, 1.0F, 2.0F}) {
        SamplingParams params;
        params.temperature = temperature;
        double sum = 0;
        for (const float l : logits)
            sum += std::exp(static_cast<double>(l / temperature));

        const auto seen = shares(params, logits, 40'000);

        for (std::size_t i = 0; i < logits.size(); ++i)
            EXPECT_NEAR(seen[i], std::exp(static_cast<double>(logits[i] / temperature)) / sum, 0.01);
    }
}

TEST(Sampler, GivesFixedTokensForASeedOnEveryPlatform) {
    SamplingParams params;
    params.temperature = 1;
    params.seed = 12'345;
    const auto logits = someLogits(1000, 1);
    Sampler sampler{params};
    std::vector<TokenId> tokens;
    for (std::uint64_t i = 0; i < 6; ++i)
        tokens.push_back(sampler.pick(logits, {}, i));

    Sampler again{params};
    for (std::uint64_t i = 6; i-- > 0;) // in any order: no state
        EXPECT_EQ(again.pick(logits, {}, i), tokens[i]);
    params.seed = 12'346;
    EXPECT_NE(Sampler{params}.pick(logits, {}, 0), tokens[0]);
    EXPECT_DOUBLE_EQ(drawNumber(1, 2, 3), drawNumber(1, 2, 3));
    EXPECT_NE(drawNumber(1, 2, 3), drawNumber(1, 3, 2));
}

TEST(Sampler, CutsWhatItsParametersCut) {
    const std::vector<float> logits{std::log(0.4F), std::log(0.3F), std::log(0.2F), std::log(0.1F)};
    const auto members = [&](auto change) {
        SamplingParams params;
        params.temperature = 3;
        change(params);
        std::string out;
        for (const double share : shares(params, logits, 2000))
            out += share > 0 ? '1' : '0';
        return out;
    };

    EXPECT_EQ(members([](SamplingParams&) {}), "1111");
    EXPECT_EQ(members([](SamplingParams& p) { p.topK = 1; }), "1000");
    EXPECT_EQ(members([](SamplingParams& p) { p.topK = 3; }), "1110");
    EXPECT_EQ(members([](SamplingParams& p) { p.topK = 9; }), "1111");
    EXPECT_EQ(members([](SamplingParams& p) { p.topP = 0.35F; }), "1000");
    EXPECT_EQ(members([](SamplingParams& p) { p.topP = 0.65F; }), "1100");
    EXPECT_EQ(members([](SamplingParams& p) { p.topP = 0.85F; }), "1110");
    EXPECT_EQ(members([](SamplingParams& p) { p.minP = 0.6F; }), "1100");
    EXPECT_EQ(members([](SamplingParams& p) { p.minP = 1; }), "1000");
    EXPECT_EQ(members([](SamplingParams& p) { p.topK = 2, p.topP = 0.5F; }), "1000")
        << "top-p counts within what top-k left";
}

TEST(Sampler, PenalisesTheLastTokensOnce) {
    SamplingParams params;
    params.temperature = 0.001F;
    params.repeatPenalty = 2;
    const std::vector<float> logits{4, 3, -1};
    std::vector<TokenId> before{0, 0, 0};

    EXPECT_EQ(Sampler{params}.pick(logits, before, 0), 1) << "4 / 2 is below 3, however often it came";
    before.insert(before.end(), kRepeatWindow, 2);
    EXPECT_EQ(Sampler{params}.pick(logits, before, 0), 0) << "out of the window";
    params.temperature = 0;
    EXPECT_EQ(Sampler{params}.pick(logits, std::vector<TokenId>{0}, 0), 0) << "greedy knows no penalty";
}

TEST(Sampler, CouldPickItsOwnPicksWithoutAnySlack) {
    for (std::uint64_t trial = 0; trial < 400; ++trial) {
        SamplingParams params;
        params.temperature = trial % 4 == 0 ? 0 : 0.3F * static_cast<float>(trial % 7 + 1);
        params.topK = trial % 3 == 0 ? 0 : static_cast<std::uint32_t>(trial % 50 + 1);
        params.topP = trial % 5 == 0 ? 1 : 0.5F + 0.01F * static_cast<float>(trial % 50);
        params.minP = trial % 2 == 0 ? 0 : 0.002F * static_cast<float>(trial % 50);
        params.repeatPenalty = trial % 6 == 0 ? 1.3F : 1;
        params.seed = trial;
        const auto logits = someLogits(200, trial);
        const std::vector<TokenId> before{1, 5, 9};
        Sampler sampler{params};
        const TokenId token = sampler.pick(logits, before, trial);

        EXPECT_TRUE(sampler.couldPick(logits, before, trial, token, 0)) << trial;
        EXPECT_FALSE(sampler.couldPick(logits, before, trial, (token + 1) % 200, 0)) << trial;
    }
}

TEST(Sampler, CouldPickWhatDisturbedLogitsPick) {
    int others = 0;
    for (std::uint64_t trial = 0; trial < 2000; ++trial) {
        SamplingParams params;
        params.temperature = trial % 4 == 0 ? 0 : 0.3F * static_cast<float>(trial % 7 + 1);
        params.topK = trial % 3 == 0 ? 0 : static_cast<std::uint32_t>(trial % 50 + 1);
        params.topP = trial % 5 == 0 ? 1 : 0.5F + 0.01F * static_cast<float>(trial % 50);
        params.minP = trial % 2 == 0 ? 0 : 0.002F * static_cast<float>(trial % 50);
        params.repeatPenalty = trial % 6 == 0 ? 1.3F : 1;
        params.seed = trial;
        const auto logits = someLogits(200, trial);
        auto disturbed = logits;
        const auto noise = someLogits(200, trial + 10'000, /*spread=*/0.05F);
        for (std::size_t i = 0; i < logits.size(); ++i)
            disturbed[i] += noise[i];
        Sampler sampler{params};
        const TokenId token = sampler.pick(disturbed, {}, trial);

        EXPECT_TRUE(sampler.couldPick(logits, {}, trial, token, 0.1F)) << trial;
        others += sampler.pick(logits, {}, trial) != token;
    }
    EXPECT_GT(others, 5) << "the disturbance must matter for the claim to say something";
}

TEST(Sampler, FewOtherTokensPassWithinASlack) {
    SamplingParams params;
    params.temperature = 1;
    Sampler sampler{params};
    const auto logits = someLogits(200, 3);
    int passed = 0;
    for (std::uint64_t number = 0; number < 200; ++number)
        for (TokenId token = 0; token < 200; ++token)
            passed += sampler.couldPick(logits, {}, number, token, 0.1F);

    EXPECT_LT(passed, 260) << "of 40,000; 200 are the picks themselves";
}

TEST(Sampler, RefusesParametersOutOfRange) {
    const auto refused = [](auto change) {
        SamplingParams params;
        change(params);
        return !checkSampling(params);
    };

    EXPECT_FALSE(refused([](SamplingParams&) {}));
    EXPECT_TRUE(refused([](SamplingParams& p) { p.temperature = -1; }));
    EXPECT_TRUE(refused([](SamplingParams& p) { p.temperature = NAN; }));
    EXPECT_TRUE(refused([](SamplingParams& p) { p.topP = 0; }));
    EXPECT_TRUE(refused([](SamplingParams& p) { p.topP = 1.5F; }));
    EXPECT_TRUE(refused([](SamplingParams& p) { p.minP = -0.1F; }));
    EXPECT_TRUE(refused([](SamplingParams& p) { p.repeatPenalty = 0; }));
}

TEST(LogSoftmax, SumsToOneAndNamesTheHighest) {
    const auto logits = someLogits(500, 4);
    const LogSoftmax logprob{logits};
    double sum = 0;
    for (TokenId id = 0; id < 500; ++id)
        sum += std::exp(static_cast<double>(logprob(id)));

    EXPECT_NEAR(sum, 1, 1e-5);
    const auto top = logprob.top(3);
    ASSERT_EQ(top.size(), 3U);
    EXPECT_EQ(top[0], std::max_element(logits.begin(), logits.end()) - logits.begin());
    EXPECT_GE(logprob(top[1]), logprob(top[2]));
}

} // namespace
} // namespace taodeck::engine

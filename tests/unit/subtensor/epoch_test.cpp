#include "core/subtensor/epoch.h"
#include "tests/unit/subtensor/economics_data.h"

#include <gtest/gtest.h>

#include <random>

namespace taodeck::subtensor {
namespace {

using nlohmann::json;
using UidRange = std::pair<std::uint16_t, std::uint16_t>;

I64F64 bits(const std::string& hex) {
    UInt128 v = 0;
    for (const char c : hex.substr(2))
        v = v << 4 | static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
    return I64F64::fromBits(static_cast<Int128>(v));
}

EpochInput inputOf(const json& c) {
    EpochInput in;
    for (const auto& s : c["stakeBits"])
        in.stakeWeight.push_back(bits(s));
    in.lastUpdate = c["lastUpdate"].get<std::vector<std::uint64_t>>();
    in.registeredAt = c["registeredAt"].get<std::vector<std::uint64_t>>();
    in.permits = c["permits"].get<std::vector<bool>>();
    in.weights = c["weights"].get<std::vector<StoredRow>>();
    in.bonds = c["bonds"].get<std::vector<StoredRow>>();
    in.now = c["block"];
    in.tempo = c["tempo"];
    in.activityCutoff = c["activityCutoff"];
    in.lastStepBlock = c["lastStepBlock"];
    in.stakeThreshold = c["stakeThreshold"];
    in.maxValidators = c["maxValidators"];
    in.kappa = c["kappa"];
    in.bondsPenalty = c["bondsPenalty"];
    in.bondsMovingAverage = c["bondsMovingAverage"];
    in.yuma3 = c["yuma3"];
    for (const auto& e : c["emission"])
        in.emission += e.get<std::uint64_t>();
    return in;
}

/// Epochs that the real runtime ran; those parts of the rule are the same at spec 425.
TEST(Epoch, EqualsTheRecordedEpochsOfTheRuntime) {
    const auto data = test::economics("epoch.json");
    int cases = 0;
    for (const auto& c : data["cases"]) {
        SCOPED_TRACE(c["trace"].get<std::string>() + " block " + std::to_string(c["block"].get<int>()));
        const EpochOutput out = runEpoch(inputOf(c));
        const auto& expect = c["expect"];

        EXPECT_EQ(out.consensus, expect["consensus"].get<std::vector<std::uint16_t>>());
        EXPECT_EQ(out.incentive, expect["incentive"].get<std::vector<std::uint16_t>>());
        EXPECT_EQ(out.dividends, expect["dividends"].get<std::vector<std::uint16_t>>());
        EXPECT_EQ(out.validatorTrust, expect["validatorTrust"].get<std::vector<std::uint16_t>>());
        EXPECT_EQ(out.permits, expect["permits"].get<std::vector<bool>>());
        EXPECT_EQ(out.active, expect["active"].get<std::vector<bool>>());
        EXPECT_EQ(out.bonds, c["bondsAfter"].get<std::vector<StoredRow>>());
        ++cases;
    }
    std::printf("ran %d cases\n", cases);
    EXPECT_GT(cases, 0);
}

/// Two validators with equal weights on three miners; UID 0 is the owner.
EpochInput equalWeights(bool yuma3) {
    EpochInput in;
    for (const std::uint64_t stake : {0, 3'000, 1'000, 0, 0, 0})
        in.stakeWeight.push_back(I64F64::fromInt(stake * 1'000'000'000));
    in.lastUpdate.assign(6, 1);
    in.registeredAt.assign(6, 0);
    in.permits = {false, true, true, false, false, false};
    in.weights.resize(6);
    in.weights[1] = in.weights[2] = {{3, 65'535}, {4, 65'535}, {5, 65'535}};
    in.bonds.resize(6);
    in.now = 100;
    in.tempo = 20;
    in.activityCutoff = 1'000;
    in.ownerUid = 0;
    in.maxValidators = 64;
    in.kappa = 32'767;
    in.bondsPenalty = 65'535;
    in.bondsMovingAverage = 900'000;
    in.yuma3 = yuma3;
    in.emission = 20'000'000'000;
    return in;
}

TEST(Epoch, EqualWeightsPayMinersEquallyAndValidatorsByStake) {
    for (const bool yuma3 : {false, true}) {
        const EpochOutput out = runEpoch(equalWeights(yuma3));

        EXPECT_EQ(out.serverEmission[3], out.serverEmission[5]);
        EXPECT_NEAR(static_cast<double>(out.serverEmission[3]), 10e9 / 3, 10.0);
        EXPECT_NEAR(static_cast<double>(out.validatorEmission[1]), 7.5e9, 50.0);
        EXPECT_NEAR(static_cast<double>(out.validatorEmission[2]), 2.5e9, 50.0);
        EXPECT_EQ(out.permits, (std::vector<bool>{true, true, true, false, false, false})); // the owner always may
    }
}

TEST(Epoch, WithoutWeightsStakeDecides) {
    EpochInput in = equalWeights(true);
    in.weights.assign(6, {});

    const EpochOutput out = runEpoch(in);

    EXPECT_EQ(out.serverEmission, std::vector<std::uint64_t>(6, 0));
    EXPECT_EQ(out.validatorEmission[1], 15'000'000'000U);
    EXPECT_EQ(out.validatorEmission[2], 5'000'000'000U);
}

TEST(Epoch, WeightsFromBeforeARegistrationDoNotCount) {
    EpochInput in = equalWeights(true);
    in.registeredAt[3] = 50;

    const EpochOutput out = runEpoch(in);

    EXPECT_EQ(out.serverEmission[3], 0U);
    EXPECT_GT(out.serverEmission[4], 0U);
}

TEST(Epoch, InactiveAndPoorValidatorsHaveNoSay) {
    EpochInput in = equalWeights(true);
    in.activityCutoff = 10;
    EXPECT_EQ(runEpoch(in).active, std::vector<bool>(6, false));

    in = equalWeights(true);
    in.stakeThreshold = 2'000'000'000'000;
    const EpochOutput out = runEpoch(in);
    EXPECT_FALSE(out.permits[2]);
    EXPECT_EQ(out.validatorEmission[2], 0U);
}

TEST(Epoch, LiquidAlphaFollowsAtItsLowPaceWhenAllAgree) {
    EpochInput in = equalWeights(true);
    in.liquidAlpha = true;
    std::tie(in.alphaLow, in.alphaHigh) = UidRange{45'875, 58'982};
    in.alphaSteepness = 1'000;

    const EpochOutput out = runEpoch(in);

    ASSERT_EQ(out.bonds[1].size(), 3U);
    // Weight a third, no bond before: the difference is nil, so alpha is 0.7 and a little.
    EXPECT_NEAR(out.bonds[1][0].second, 65'535 * 0.7013 / 3, 60.0);
}

TEST(Epoch, NeverPaysMoreThanItHas) {
    std::mt19937_64 random{31};
    for (int round = 0; round < 300; ++round) {
        const std::size_t n = random() % 20 + 1;
        EpochInput in = equalWeights(round % 2 == 0);
        in.liquidAlpha = round % 3 == 0;
        std::tie(in.alphaLow, in.alphaHigh) = UidRange{45'875, 58'982};
        in.alphaSteepness = static_cast<std::int16_t>(random());
        in.bondsPenalty = static_cast<std::uint16_t>(random() % 3 * 32'767);
        in.ownerUid = random() % 2 == 0 ? std::optional<std::uint16_t>{0} : std::nullopt;
        in.stakeWeight.clear();
        in.permits.clear();
        in.weights.assign(n, {});
        in.bonds.assign(n, {});
        in.lastUpdate.assign(n, 5);
        in.registeredAt.assign(n, random() % 2);
        for (std::size_t i = 0; i < n; ++i) {
            in.stakeWeight.push_back(I64F64::fromInt(random() % 21'000'000'000'000'000));
            in.permits.push_back(random() % 2 == 0);
            for (std::uint16_t j = 0; j < n + 2; ++j) {
                if (random() % 3 == 0) in.weights[i].emplace_back(j, static_cast<std::uint16_t>(random()));
                if (random() % 3 == 0) in.bonds[i].emplace_back(j, static_cast<std::uint16_t>(random()));
            }
        }

        const EpochOutput out = runEpoch(in);

        std::uint64_t paid = 0;
        for (std::size_t i = 0; i < n; ++i)
            paid += out.serverEmission[i] + out.validatorEmission[i];
        ASSERT_LE(paid, in.emission);
        ASSERT_EQ(out.bonds.size(), n);
    }
}

} // namespace
} // namespace taodeck::subtensor

/// Numeric cases that upstream's own tests state, as data: tests/data/economics/upstream. Each case names its test.

#include "core/subtensor/epoch.h"
#include "core/subtensor/pallets/subtensor_module/weights/rules.h"
#include "tests/unit/subtensor/economics_data.h"

#include <gtest/gtest.h>

namespace taodeck::subtensor {
namespace {

using nlohmann::json;

std::uint16_t keyOf(const std::string& uid) {
    return static_cast<std::uint16_t>(std::stoul(uid));
}

/// A subnet as upstream's mock chain has it: what registrations, weights and epochs leave behind.
class MockSubnet {
public:
    explicit MockSubnet(const json& c) {
        for (const auto& stake : c["stakes"])
            m_in.stakeWeight.push_back(I64F64::fromInt(stake.get<std::uint64_t>()));
        const std::size_t n = m_in.stakeWeight.size();
        m_in.now = c.value("block", std::uint64_t{1});
        m_in.tempo = c["tempo"];
        // ActivityCutoffFactorMilli is 13889 by default.
        m_in.activityCutoff = std::max<std::uint64_t>(1, 13'889 * m_in.tempo / 1000);
        m_in.registeredAt.assign(n, c.value("registeredAt", std::uint64_t{1}));
        m_in.lastUpdate = c.value("lastUpdate", m_in.registeredAt);
        m_in.permits = c.value("permits", std::vector<bool>(n));
        m_in.weights.resize(n);
        m_in.bonds.resize(n);
        m_in.stakeThreshold = c.value("stakeThreshold", std::uint64_t{0});
        m_in.maxValidators = c.value("maxValidators", std::uint16_t{128});
        m_in.kappa = 32'767;
        m_in.bondsPenalty = c.value("bondsPenalty", std::uint16_t{65'535});
        m_in.bondsMovingAverage = c.value("bondsMovingAverage", std::uint64_t{900'000});
        m_in.yuma3 = c.value("yuma3", false);
        m_in.liquidAlpha = c.value("liquidAlpha", false);
        m_in.alphaLow = c.value("alphaLow", std::uint16_t{0});
        m_in.alphaHigh = c.value("alphaHigh", std::uint16_t{0});
        m_in.alphaSteepness = 1'000;
        m_in.emission = c.value("emission", std::uint64_t{1'000'000'000});
        if (c.contains("ownerUid")) m_in.ownerUid = c["ownerUid"].get<std::uint16_t>();
    }

    void step(const json& s) {
        if (s.contains("advance")) m_in.now += s["advance"].get<std::uint64_t>();
        if (s.contains("block")) m_in.now = s["block"];
        if (s.contains("weights")) {
            for (const auto& [uid, row] : s["weights"].items())
                setWeights(keyOf(uid), row);
        }
        if (s.contains("replace")) replace(s["replace"]);
        if (s.contains("resetBonds")) resetBonds(s["resetBonds"]);
        if (s.contains("addStake")) {
            for (const auto& [uid, more] : s["addStake"].items()) {
                auto& stake = m_in.stakeWeight[keyOf(uid)];
                stake = stake.saturatingAdd(I64F64::fromInt(more.get<std::uint64_t>()));
            }
        }
        if (s.contains("epoch")) epoch(s["epoch"]);
    }

private:
    void setWeights(std::uint16_t uid, const json& row) {
        std::vector<std::uint16_t> values;
        for (const auto& entry : row)
            values.push_back(entry[1]);
        values = subtensor_module::maxUpscaled(values);
        m_in.weights[uid].clear();
        for (std::size_t i = 0; i < values.size(); ++i)
            m_in.weights[uid].emplace_back(row[i][0].get<std::uint16_t>(), values[i]);
        m_in.lastUpdate[uid] = m_in.now;
    }
    /// A newcomer without stake takes the place.
    void replace(std::uint16_t uid) {
        m_in.registeredAt[uid] = m_in.lastUpdate[uid] = m_in.now;
        m_in.stakeWeight[uid] = {};
        m_in.weights[uid].clear();
        m_in.bonds[uid].clear();
        m_in.permits[uid] = false;
    }
    void resetBonds(std::uint16_t uid) {
        for (auto& row : m_in.bonds)
            row.erase(std::remove_if(row.begin(), row.end(), [uid](const auto& b) { return b.first == uid; }),
                      row.end());
    }
    std::uint16_t bond(std::uint16_t holder, std::uint16_t to) const {
        for (const auto& [uid, value] : m_in.bonds[holder])
            if (uid == to) return value;
        return 0;
    }
    template <class T>
    static void compare(const json& expected, const std::vector<T>& actual, const char* what) {
        for (const auto& [uid, value] : expected.items()) {
            EXPECT_EQ(actual[keyOf(uid)], value.template get<T>()) << what << " of " << uid;
        }
    }
    void epoch(const json& expect) {
        const EpochOutput out = runEpoch(m_in);
        m_in.permits = out.permits;
        m_in.bonds = out.bonds;
        const auto has = [&expect](const char* name) { return expect.contains(name); };
        if (has("consensus")) compare(expect["consensus"], out.consensus, "consensus");
        if (has("incentive")) compare(expect["incentive"], out.incentive, "incentive");
        if (has("dividends")) compare(expect["dividends"], out.dividends, "dividends");
        if (has("emission")) compare(expect["emission"], out.emission, "emission");
        if (has("serverEmission")) compare(expect["serverEmission"], out.serverEmission, "server emission");
        if (has("validatorEmission")) compare(expect["validatorEmission"], out.validatorEmission, "validator emission");
        if (has("active")) compare(expect["active"], out.active, "activity");
        if (has("stakeWeight")) compare(expect["stakeWeight"], out.stakeWeight, "stake weight");
        if (has("validatorTrust")) compare(expect["validatorTrust"], out.validatorTrust, "trust");
        if (has("permits")) compare(expect["permits"], out.permits, "permit");
        if (has("bonds")) {
            for (const auto& b : expect["bonds"])
                EXPECT_EQ(bond(b[0], b[1]), b[2].get<int>()) << "bond of " << b[0] << " to " << b[1];
        }
        // Upstream allows a thousandth here.
        if (has("bondsAbout")) {
            for (const auto& b : expect["bondsAbout"])
                EXPECT_NEAR(bond(b[0], b[1]) / 65535.0, b[2].get<double>(), 1e-3)
                    << "bond of " << b[0] << " to " << b[1];
        }
        if (has("dividendsAbout")) {
            for (std::size_t uid = 0; uid < expect["dividendsAbout"].size(); ++uid)
                EXPECT_NEAR(out.dividends[uid] / 65535.0, expect["dividendsAbout"][uid].get<double>(), 1e-3)
                    << "dividend of " << uid;
        }
    }

    EpochInput m_in;
};

TEST(UpstreamEpoch, GivesWhatUpstreamsTestsState) {
    const auto data = test::economics("upstream/epoch.json");
    int cases = 0;
    for (const auto& c : data["cases"]) {
        SCOPED_TRACE(c["test"].get<std::string>());
        MockSubnet subnet{c};
        int number = 0;
        for (const auto& s : c["steps"]) {
            SCOPED_TRACE("step " + std::to_string(number++));
            subnet.step(s);
        }
        ++cases;
    }
    std::printf("ran %d cases\n", cases);
    EXPECT_GE(cases, 43);
}

/// tests/epoch.rs, test_512_graph: 64 validators give 448 servers equal weights; three epochs.
TEST(UpstreamEpoch, RunsAGraphOf512Neurons) {
    for (const bool interleaved : {false, true}) {
        for (const bool serversNameThemselves : {false, true}) {
            EpochInput in;
            StoredRow toServers;
            const auto isValidator = [&](std::uint16_t uid) { return interleaved ? uid % 8 == 0 : uid < 64; };
            for (std::uint16_t uid = 0; uid < 512; ++uid) {
                in.stakeWeight.push_back(I64F64::fromInt(isValidator(uid) ? 328'125'000'000'000 : 0));
                if (!isValidator(uid)) toServers.emplace_back(uid, 65'535);
            }
            in.lastUpdate.assign(512, 0);
            in.registeredAt.assign(512, 0);
            in.permits.resize(512);
            in.weights.resize(512);
            in.bonds.resize(512);
            in.tempo = 65'534;
            in.activityCutoff = 13'889 * in.tempo / 1000;
            in.maxValidators = 64;
            in.kappa = 32'767;
            in.bondsPenalty = 65'535;
            in.bondsMovingAverage = 900'000;
            in.emission = 1'000'000'000;
            in.permits = runEpoch(in).permits;
            in.now = 1;
            for (std::uint16_t uid = 0; uid < 512; ++uid) {
                if (!isValidator(uid) && !serversNameThemselves) continue;
                in.weights[uid] = isValidator(uid) ? toServers : StoredRow{{uid, 65'535}};
                in.lastUpdate[uid] = 1;
            }
            EpochOutput out;
            for (int i = 0; i < 3; ++i) {
                out = runEpoch(in);
                in.bonds = out.bonds;
                in.permits = out.permits;
            }
            for (std::uint16_t uid = 0; uid < 512; ++uid) {
                const bool validator = isValidator(uid);
                ASSERT_EQ(out.consensus[uid], validator ? 0 : 146) << uid;
                ASSERT_EQ(out.incentive[uid], validator ? 0 : 146) << uid;
                ASSERT_EQ(out.dividends[uid], validator ? 1'023 : 0) << uid;
                ASSERT_EQ(out.emission[uid], validator ? 7'812'500U : 1'116'071U) << uid;
                ASSERT_EQ(out.bonds[uid].size(), validator ? 448U : 0U) << uid;
                if (validator) {
                    ASSERT_EQ(out.bonds[uid].front().second, 65'535);
                }
            }
        }
    }
}

} // namespace
} // namespace taodeck::subtensor

// The metagraph that the light client proves, against what the chain's own runtime says about the same state.

#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "tests/unit/chain/fake_node.h"
#include "tests/unit/subtensor/test_chain.h"

#include <gtest/gtest.h>

namespace taodeck::chain::test {
namespace {

namespace sm = subtensor::subtensor_module;
using api::Metagraph;
using api::Neuron;

constexpr NetUid kNet{1};
constexpr std::uint32_t kRuntime = 425;
constexpr std::uint16_t kFull = 256; ///< Neurons of the main network's subnets.

/// A node that serves the state of an embedded chain.
class MetagraphTest : public ::testing::Test {
protected:
    MetagraphTest() : m_chain{subtensor::developmentGenesis(12'000, 1'700'000'000'000, 1)} {
        for (int i = 0; i < 25; ++i) // an epoch of 20 blocks runs
            m_chain.run();
    }

    /// Serves the state as it is now, from block 1 on.
    Rig& serve() {
        m_node = std::make_shared<FakeNode>();
        const auto metadata = m_chain.runtime().metadata(15).value();
        m_node->meta = metadata::Metadata::decode(metadata).value();
        m_node->lieMetadata(metadata);
        m_node->specVersion = kRuntime;
        for (const auto& [key, value] : m_chain.state().entries)
            m_node->setRaw(key, value);
        m_node->begin();
        m_node->grow(4);
        m_rig.emplace(m_node);
        m_rig->follow();
        return *m_rig;
    }
    Result<Stated<Metagraph>> metagraph(NetUid netuid, std::optional<BlockNumber> at = {}) {
        return m_rig->ask<Stated<Metagraph>>([&](auto done) { m_rig->client->metagraph(netuid, at, std::move(done)); });
    }
    const subtensor::MemoryState& state() const { return m_chain.state(); }
    /// Changes the chain's state from outside.
    template <class Fn>
    void change(Fn fn) {
        subtensor::State next{m_chain.mutableState()};
        fn(next);
        m_chain.keep(next);
    }

    subtensor::test::TestChain m_chain;
    std::shared_ptr<FakeNode> m_node;
    std::optional<Rig> m_rig;
};

TEST_F(MetagraphTest, IsProvenAndSaysWhatTheStateHolds) {
    change([](subtensor::State& s) {
        sm::AxonInfo info;
        info.block = 7;
        info.version = 12;
        info.ip = 0xC0000201;
        info.port = 8091;
        info.ipType = 4;
        sm::Axons.set(s, kNet, *sm::Keys.tryGet(s, kNet, 3), info);
    });
    serve();

    const auto answer = metagraph(kNet);

    ASSERT_TRUE(answer) << answer.error().context;
    EXPECT_EQ(answer->trust, Trust::Proven);
    const auto& m = *answer->value;
    EXPECT_EQ(m.netuid, kNet);
    EXPECT_TRUE(m.started);
    EXPECT_TRUE(m.registrationOpen);
    EXPECT_EQ(m.tempo, sm::Tempo.get(state(), kNet));
    EXPECT_EQ(m.maxUids, 256);
    EXPECT_EQ(m.maxWeight, 65'535);
    EXPECT_EQ(m.burn, sm::Burn.get(state(), kNet));
    EXPECT_EQ(m.lastEpochBlock, sm::LastEpochBlock.get(state(), kNet));
    EXPECT_EQ(m.epochIndex, sm::SubnetEpochIndex.get(state(), kNet));
    EXPECT_EQ(m.commitReveal, sm::CommitRevealWeightsEnabled.get(state(), kNet));
    EXPECT_EQ(m.timelocked, m.commitReveal);
    EXPECT_EQ(m.commitRevealVersion, 4);
    EXPECT_EQ(m.ownerHotkey, sm::SubnetOwnerHotkey.get(state(), kNet));
    ASSERT_EQ(m.neurons.size(), sm::SubnetworkN.get(state(), kNet));
    for (const auto& n : m.neurons) {
        EXPECT_EQ(n.hotkey, *sm::Keys.tryGet(state(), kNet, n.uid));
        EXPECT_EQ(n.coldkey, sm::Owner.get(state(), n.hotkey));
        EXPECT_EQ(n.alphaStake, sm::stakeOfHotkey(state(), n.hotkey, kNet));
        EXPECT_EQ(n.rootStake.raw(), sm::stakeOfHotkey(state(), n.hotkey, kRootNetUid).raw());
        EXPECT_EQ(n.emission, sm::Emission.get(state(), kNet)[n.uid]);
        EXPECT_EQ(n.permit, sm::ValidatorPermit.get(state(), kNet)[n.uid]);
        EXPECT_EQ(n.weights, sm::Weights.get(state(), sm::mainIndex(kNet), n.uid));
        EXPECT_DOUBLE_EQ(n.incentive, sm::Incentive.get(state(), sm::mainIndex(kNet))[n.uid] / 65535.0);
        EXPECT_EQ(raw(n.lastUpdate), sm::LastUpdate.get(state(), sm::mainIndex(kNet))[n.uid]);
        EXPECT_EQ(n.axon.serves(), n.uid == 3);
        EXPECT_EQ(m.find(n.hotkey), &n);
    }
    const std::array<std::uint8_t, 16> documentation{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1};
    EXPECT_EQ(m.neurons[3].axon, (api::AxonAddress{documentation, 4, 8091, 12}));
}

TEST_F(MetagraphTest, CountsStakeAsTheEpochDoes) {
    AccountId validator, child;
    std::uint64_t threshold = 0;
    change([&](subtensor::State& s) {
        std::vector<std::pair<std::uint64_t, AccountId>> byStake;
        for (std::uint16_t uid = 0; uid < sm::SubnetworkN.get(s, kNet); ++uid) {
            const auto hotkey = *sm::Keys.tryGet(s, kNet, uid);
            byStake.emplace_back(sm::stakeWeightsOf(s, hotkey, kNet).total.toU64(), hotkey);
        }
        std::sort(byStake.begin(), byStake.end());
        validator = byStake.back().second;
        child = byStake.front().second;
        const std::uint64_t half = ~std::uint64_t{0} / 2;
        sm::ChildKeys.set(s, validator, kNet, {{half, child}});
        sm::ParentKeys.set(s, child, kNet, {{half, validator}});
        sm::TaoWeight.set(s, half);
        threshold = byStake[byStake.size() - 2].first + 1;
        sm::StakeThreshold.set(s, threshold);
    });
    serve();

    const auto answer = metagraph(kNet);

    ASSERT_TRUE(answer) << answer.error().context;
    double total = 0;
    for (const auto& weight : sm::stakeWeights(state(), kNet))
        if (weight.total.toU64() >= threshold) total += static_cast<double>(weight.total.toU64());
    double sum = 0;
    for (const auto& n : answer->value->neurons) {
        const auto own = sm::stakeWeightsOf(state(), n.hotkey, kNet).total.toU64();
        const bool counts = own >= threshold || n.hotkey == answer->value->ownerHotkey;
        sum += n.stakeWeight;
        if (!counts) {
            EXPECT_EQ(n.stakeWeight, 0) << n.uid;
        }
        if (n.hotkey == child || n.hotkey == validator) {
            EXPECT_NEAR(n.stakeWeight, static_cast<double>(own) / total, 1e-3) << n.uid;
        }
    }
    EXPECT_NEAR(sum, 1.0, 1e-9);
}

TEST_F(MetagraphTest, OfAFullSubnetIsReadInSeveralProofs) {
    change([](subtensor::State& s) {
        for (std::uint16_t uid = sm::SubnetworkN.get(s, kNet); uid < kFull; ++uid) {
            AccountId hotkey;
            hotkey.bytes[0] = 0xEE;
            hotkey.bytes[30] = static_cast<std::uint8_t>(uid >> 8);
            hotkey.bytes[31] = static_cast<std::uint8_t>(uid);
            sm::Keys.set(s, kNet, uid, hotkey);
        }
        sm::SubnetworkN.set(s, kNet, kFull);
    });
    auto& rig = serve();
    m_node->asked.clear();

    const auto answer = metagraph(kNet);

    ASSERT_TRUE(answer) << answer.error().context;
    EXPECT_EQ(answer->trust, Trust::Proven);
    EXPECT_EQ(answer->value->neurons.size(), kFull);
    EXPECT_GT(rig.node->timesAsked("state_getReadProof"), 3u);
    EXPECT_LT(rig.node->timesAsked("state_getReadProof"), 12u);
}

TEST_F(MetagraphTest, OfAPastFinalBlockIsThatOfItsState) {
    auto& rig = serve();
    const auto before = sm::Burn.get(state(), kNet);
    m_node->set("SubtensorModule", "Burn", {Value::netuid(kNet)}, Value::number(before.raw() + 5));
    rig.growAndAnnounce(2);

    const auto now = metagraph(kNet), then = metagraph(kNet, BlockNumber{4}), later = metagraph(kNet, BlockNumber{99});

    ASSERT_TRUE(now) << now.error().context;
    ASSERT_TRUE(then) << then.error().context;
    EXPECT_EQ(now->value->burn.raw(), before.raw() + 5);
    EXPECT_EQ(then->value->burn, before);
    EXPECT_EQ(then->at, BlockNumber{4});
    EXPECT_EQ(then->trust, Trust::Proven) << "its header was verified";
    EXPECT_EQ(later.error().code, Errc::OutOfRange);
}

TEST_F(MetagraphTest, OfASubnetThatDoesNotExistIsNotFound) {
    serve();

    EXPECT_EQ(metagraph(NetUid{77}).error().code, Errc::NotFound);
}

TEST_F(MetagraphTest, WithAWeightThatTheNodeMadeUpIsRefused) {
    auto& rig = serve();
    rig.node->lie = [](const std::string& method, const json&, json honest) {
        if (method != "state_getReadProof") return honest;
        for (auto& node : honest.at("proof"))
            if (auto text = node.get<std::string>(); text.size() > 200) {
                text.back() = text.back() == '0' ? '1' : '0';
                node = text;
                break;
            }
        return honest;
    };

    const auto answer = metagraph(kNet);

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::BadProof);
}

} // namespace
} // namespace taodeck::chain::test

/// The live market on a real localnet: its miners are asked, judged and paid by merit, by nobody but each other.
#include "core/crypto/development_people.h"
#include "core/crypto/secret_uri.h"
#include "core/worker/chain/chain_link.h"
#include "core/worker/chain/waiting.h"
#include "core/worker/market/market.h"
#include "tests/integration/localnet_fixture.h"

#include <gtest/gtest.h>

#include <iostream>

namespace taodeck::worker {
namespace {

using namespace std::chrono_literals;

constexpr int kBlockMillis = 500;

AccountId hotkeyOf(NetUid netuid, int miner) {
    const auto key = crypto::deriveKey(crypto::KeyType::Sr25519, crypto::hotOf(crypto::minerUri(raw(netuid), miner)));
    return key.value().pair.publicKey();
}

/// Incentives of the market's miners of one subnet, in their order; empty where there is no answer.
std::vector<double> incentives(const ChainLink& link, const crypto::MarketSubnet& subnet) {
    const auto seen = await<Stated<api::Metagraph>>(
        {}, 10s, [&](auto done) { link.client()->metagraph(subnet.netuid, std::nullopt, std::move(done)); });
    if (!seen || !seen->value) return {};
    std::vector<double> out;
    for (int miner = 1; miner <= subnet.miners; ++miner) {
        const auto* neuron = seen->value->find(hotkeyOf(subnet.netuid, miner));
        out.push_back(neuron ? neuron->incentive : -1);
    }
    return out;
}

bool byMerit(const std::vector<double>& paid) {
    return paid.size() == 3 && paid[0] > paid[1] && paid[0] > paid[2] && paid[1] > 0 && paid[2] > 0;
}

TEST(LiveMarket, PaysHonestMinersMoreThanSlowAndRepeatingOnes) {
    test::IoThreads threads;
    const test::TemporaryFolder folder;
    const test::Localnet localnet{threads.io, folder.path(), kBlockMillis};
    MarketOptions options;
    options.endpoint = localnet.info().endpoint;
    options.model = TD_DEMO_MODEL;
    options.folder = folder.path() / "market";
    std::filesystem::create_directories(options.folder);
    options.round = 500ms;
    options.lookAtChain = 1s;
    options.slowness = 3s;
    const auto link = ChainLink::open({"localnet", options.endpoint, {}});
    ASSERT_TRUE(link.has_value()) << link.error().context;
    ASSERT_TRUE((*link)->waitUntilLive(60s, {}).has_value());
    Result<> played;
    std::stop_source stop;
    std::thread market{[&] {
        const auto say = [](const std::string& line) { std::cout << line << std::endl; };
        played = playMarket(options, say, stop.get_token());
    }};
    {
        const auto begin = std::chrono::steady_clock::now();
        for (const auto& subnet : crypto::kMarketSubnets) {
            std::vector<double> paid;
            while (!byMerit(paid) && std::chrono::steady_clock::now() - begin < 150s) {
                std::this_thread::sleep_for(1s);
                paid = incentives(**link, subnet);
            }
            EXPECT_TRUE(byMerit(paid)) << subnet.task << testing::PrintToString(paid);
            std::cout
                << subnet.task << ": " << testing::PrintToString(paid) << " after "
                << std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin).count()
                << " s\n";
        }
    }
    stop.request_stop();
    market.join();
    EXPECT_TRUE(played.has_value()) << played.error().context;
}

TEST(LiveMarket, EndsWithAReasonWhereNoChainIs) {
    const test::TemporaryFolder folder;
    MarketOptions options;
    options.endpoint = "ws://127.0.0.1:9";
    options.model = TD_DEMO_MODEL;
    options.folder = folder.path();
    options.liveLimit = 300ms;

    const auto played = playMarket(options, [](const std::string&) {}, {});

    ASSERT_FALSE(played.has_value());
    EXPECT_FALSE(played.error().context.empty());
}

} // namespace
} // namespace taodeck::worker

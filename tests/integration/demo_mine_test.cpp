// Mining from the command line: the whole story by itself, and step by step against a running localnet.

#include "tests/integration/localnet_fixture.h"
#include "tests/integration/run_shell.h"

#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <thread>

namespace taodeck {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

TEST(DemoMine, EarnsWhatTheChainPaid) {
    const auto done = runShell(std::string{TD_CLI} + " --json demo mine 2>&1");

    ASSERT_EQ(done.code, 0) << done.text;
    const auto story = done.parsed();
    EXPECT_TRUE(story.at("earned").get<bool>());
    std::uint64_t sum = 0;
    for (const auto& part : story.at("waterfall").at("parts"))
        sum += part.at("alpha").get<std::uint64_t>();
    EXPECT_GT(sum, 0u);
    EXPECT_EQ(sum, story.at("waterfall").at("paid").get<std::uint64_t>());
    const auto& chain = story.at("chain");
    EXPECT_EQ(sum, chain.at("after").get<std::uint64_t>() - chain.at("before").get<std::uint64_t>());
    EXPECT_EQ(chain.at("trust"), "Proven");
    EXPECT_GT(story.at("worker").at("earnedTaoRao").get<std::uint64_t>(), 0u);
    EXPECT_GE(story.at("worker").at("answered24h").get<int>(), 3);
    EXPECT_EQ(story.at("verdict").at("registrationOpen"), true);
}

/// One localnet and one folder for a whole story.
class MineCli : public ::testing::Test {
protected:
    std::string line(const std::string& words) const {
        const auto folder = m_folder.path().string();
        return "BT_PW=correct-horse-9 " + std::string{TD_CLI} + " --json --yes --data-dir " + folder +
               "/data --wallet-dir " + folder + "/wallets --network localnet --localnet " + m_localnet.info().endpoint +
               " " + words;
    }
    Outcome cli(const std::string& words) const { return runShell(line(words) + " 2>/dev/null"); }
    json statusOf(const std::string& id) const {
        const auto status = cli("miner status " + id);
        return status.code == 0 ? status.parsed().at("worker") : json{{"state", status.text}};
    }
    /// The worker's row once it is in that state; the last one after a minute.
    json waitState(const std::string& id, const std::string& state) const {
        json row;
        for (int i = 0; i < 120; ++i) {
            row = statusOf(id);
            if (row.at("state") == state) return row;
            std::this_thread::sleep_for(500ms);
        }
        ADD_FAILURE() << "never " << state << ": " << row.dump();
        return row;
    }

    test::IoThreads m_threads;
    test::TemporaryFolder m_folder;
    test::Localnet m_localnet{m_threads.io, m_folder.path(), 250};
};

TEST_F(MineCli, JudgesStartsShowsAndStops) {
    ASSERT_EQ(cli("wallet new mine").code, 0);
    const auto verdict = cli("miner verdict 5 --wallet mine");
    ASSERT_EQ(verdict.code, 0) << verdict.text;
    EXPECT_NE(verdict.parsed().at("verdict").at("level"), "bad") << verdict.text;
    EXPECT_EQ(cli("validator verdict 5").parsed().at("verdict").at("trust"), "Proven");
    EXPECT_EQ(cli("miner verdict 0").parsed().at("verdict").at("level"), "bad") << "root has no miners";
    EXPECT_EQ(cli("miner status 5").code, 1);
    EXPECT_EQ(cli("miner start 5").code, 1) << "without a wallet";
    EXPECT_EQ(cli("miner start 5 --wallet mine --fund --limit 0.000001").code, 1) << "the price is above the limit";
    EXPECT_TRUE(cli("miner list").parsed().at("workers").empty());

    // In another terminal, as it were.
    Outcome started;
    std::thread terminal{[&] { started = cli("miner start 5 --wallet mine --fund"); }};
    const auto running = waitState("miner-5", "running");
    EXPECT_EQ(running.at("netuid"), 5);
    EXPECT_TRUE(running.at("uid").is_number());
    EXPECT_EQ(cli("miner start 5").code, 1) << "it runs in another program";
    EXPECT_EQ(cli("miner requests 5").code, 0);
    EXPECT_EQ(cli("miner scores 5").code, 0);
    EXPECT_EQ(cli("miner waterfall 5").code, 0);
    const auto stopped = cli("miner stop 5");
    terminal.join();

    EXPECT_EQ(stopped.code, 0) << stopped.text;
    EXPECT_EQ(started.code, 0) << started.text;
    EXPECT_EQ(statusOf("miner-5").at("state"), "stopped");
    EXPECT_EQ(cli("miner remove 5").code, 0);
    EXPECT_TRUE(cli("miner list").parsed().at("workers").empty());
}

TEST_F(MineCli, ANewValidatorGetsAPermitAndEarns) {
    ASSERT_EQ(cli("wallet new judge").code, 0);
    Outcome started;
    std::thread terminal{[&] { started = cli("validator start 5 --wallet judge --fund"); }};
    json row;
    for (int i = 0; i < 300; ++i) {
        const auto status = cli("validator status 5");
        if (status.code == 0) row = status.parsed().at("worker");
        if (row.is_object() && row.at("earnedAll").get<std::uint64_t>() > 0) break;
        std::this_thread::sleep_for(500ms);
    }
    EXPECT_TRUE(row.is_object() && row.at("earnedAll").get<std::uint64_t>() > 0) << row.dump();
    const auto falls = cli("validator waterfall 5").parsed().at("waterfalls");
    EXPECT_FALSE(falls.empty());
    for (const auto& fall : falls) {
        std::uint64_t sum = 0;
        for (const auto& part : fall.at("parts"))
            sum += part.at("alpha").get<std::uint64_t>();
        EXPECT_EQ(sum, fall.at("paid").get<std::uint64_t>());
    }
    EXPECT_EQ(cli("validator stop 5").code, 0);
    terminal.join();
    EXPECT_EQ(started.code, 0) << started.text;
}

TEST_F(MineCli, InspectsModelsAndOutlivesBrokenOnes) {
    const auto models = cli("models").parsed();
    ASSERT_EQ(models.at("models").size(), 1u) << models.dump();
    const auto& demo = models.at("models")[0];
    EXPECT_TRUE(demo.at("bundled").get<bool>());
    EXPECT_EQ(demo.at("fit"), "cpu") << demo.dump();
    EXPECT_EQ(demo.at("sha256").get<std::string>().size(), 64u);
    EXPECT_GT(models.at("machine").at("memoryTotal").get<std::uint64_t>(), 0u);

    m_folder.write("broken.gguf", "GGUF but not really");
    const auto broken = cli("models add " + (m_folder.path() / "broken.gguf").string());
    ASSERT_EQ(broken.code, 0) << broken.text;
    EXPECT_EQ(broken.parsed().at("models")[0].at("fit"), "broken");
    EXPECT_FALSE(broken.parsed().at("models")[0].at("words").get<std::string>().empty());
    EXPECT_EQ(cli("models").parsed().at("models").size(), 2u);
    EXPECT_EQ(cli("models inspect /nonexistent.gguf").code, 1);
}

} // namespace
} // namespace taodeck

// taodeck-cli as a person or a script uses it: real processes, JSON on standard output, exit codes.

#include "core/crypto/keypair.h"
#include "core/crypto/ss58.h"
#include "tests/integration/localnet_fixture.h"
#include "tests/integration/run_shell.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace taodeck {
namespace {

using nlohmann::json;

/// One localnet and one folder for a whole story.
class Cli : public testing::Test {
protected:
    Outcome cli(const std::string& words, const std::string& environment = "BT_PW=correct-horse-9") {
        const auto folder = m_folder.path().string();
        return runShell(environment + " " + TD_CLI + " --json --yes --data-dir " + folder + "/data --wallet-dir " +
                        folder + "/wallets --network localnet --localnet " + m_localnet.info().endpoint + " " + words +
                        " 2>/dev/null");
    }
    test::IoThreads m_threads;
    test::TemporaryFolder m_folder;
    test::Localnet m_localnet{m_threads.io, m_folder.path(), 250};
};

TEST_F(Cli, StakesAndUnstakesWithAnEncryptedWallet) {
    const auto status = cli("status");
    ASSERT_EQ(status.code, 0) << status.text;
    EXPECT_EQ(status.parsed().value("trust", ""), "Proven");

    const auto made = cli("wallet new alice-cli");
    ASSERT_EQ(made.code, 0) << made.text;
    EXPECT_TRUE(made.parsed().at("encrypted").get<bool>());
    EXPECT_EQ(made.text.find("phrase"), std::string::npos) << "the phrase never goes to standard output";

    const auto funded = cli("fund alice-cli 50");
    ASSERT_EQ(funded.code, 0) << funded.text;
    const auto balance = cli("balance alice-cli").parsed();
    EXPECT_EQ(balance.value("trust", ""), "Proven");
    EXPECT_EQ(balance.value("freeRao", std::uint64_t{0}), 50'000'000'000u);

    const auto validators = cli("validators 1").parsed();
    ASSERT_FALSE(validators.at("validators").empty());
    const auto hotkey = validators.at("validators")[0].at("hotkey").get<std::string>();
    const auto staked = cli("stake alice-cli " + hotkey + " 1 5");
    ASSERT_EQ(staked.code, 0) << staked.text;
    EXPECT_EQ(staked.parsed().at("receipt").value("trust", ""), "Proven");
    EXPECT_EQ(staked.parsed().at("plan").value("call", ""), "SubtensorModule.add_stake_limit");

    const auto positions = cli("positions alice-cli").parsed();
    EXPECT_EQ(positions.value("trust", ""), "Proven");
    ASSERT_EQ(positions.at("positions").size(), 1u);
    // Shares of a pool round down, so one unit may stay behind.
    const auto received = staked.parsed().at("receipt").at("alphaIn").get<std::uint64_t>();
    EXPECT_GE(positions.at("positions")[0].at("alpha").get<std::uint64_t>() + 1, received);

    const auto unstaked = cli("unstake alice-cli " + hotkey + " 1 all");
    ASSERT_EQ(unstaked.code, 0) << unstaked.text;
    const auto history = cli("history").parsed();
    EXPECT_EQ(history.at("actions").size(), 3u);
    const auto proof = cli("proof balance alice-cli").parsed();
    EXPECT_EQ(proof.value("trust", ""), "Proven");
    EXPECT_FALSE(proof.at("justification").get<std::string>().empty());
}

TEST_F(Cli, RefusesAWrongPasswordAndSendsNothing) {
    ASSERT_EQ(cli("wallet new w").code, 0);
    ASSERT_EQ(cli("fund w 5").code, 0);

    const auto refused = cli("transfer w 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY 1", "BT_PW=wrong-horse-9");

    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.text.find("\"receipt\""), std::string::npos);
    EXPECT_EQ(cli("balance w").parsed().value("freeRao", std::uint64_t{0}), 5'000'000'000u);
}

TEST_F(Cli, ListsNetworksSubnetsAndWallets) {
    EXPECT_EQ(cli("networks").parsed().at("networks").size(), 3u);
    EXPECT_GE(cli("subnets").parsed().at("subnets").size(), 4u);
    ASSERT_EQ(cli("wallet watch friend 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY").code, 0);
    const auto wallets = cli("wallet list").parsed().at("wallets");
    ASSERT_EQ(wallets.size(), 1u);
    EXPECT_TRUE(wallets[0].at("watchOnly").get<bool>());
    EXPECT_EQ(cli("stake friend friend 1 1").code, 1) << "a watch-only wallet cannot sign";
}

TEST_F(Cli, ImportsASecretFromStandardInputAndSendsWithIt) {
    const auto imported = cli("--no-password wallet import bob", "echo //Bob |");
    ASSERT_EQ(imported.code, 0) << imported.text;
    EXPECT_EQ(imported.parsed().value("address", ""), "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty");
    EXPECT_TRUE(imported.parsed().at("development").get<bool>());

    const auto sent = cli("transfer bob 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY 1.5");

    ASSERT_EQ(sent.code, 0) << sent.text;
    EXPECT_EQ(sent.parsed().at("receipt").value("trust", ""), "Proven");
    EXPECT_EQ(sent.parsed().at("plan").value("call", ""), "Balances.transfer_keep_alive");
    const auto out = m_folder.path().string() + "/proof.json";
    ASSERT_EQ(cli("proof balance bob --out " + out).code, 0);
    EXPECT_EQ(json::parse(std::ifstream{out}).value("trust", ""), "Proven");
}

TEST_F(Cli, DrivesTheEmbeddedChain) {
    ASSERT_EQ(cli("localnet pause").code, 0);
    const auto paused = cli("localnet status").parsed();
    EXPECT_TRUE(paused.at("paused").get<bool>());
    const auto stepped = cli("localnet step 5");
    ASSERT_EQ(stepped.code, 0) << stepped.text;
    EXPECT_EQ(stepped.parsed().at("best").get<int>(), paused.at("best").get<int>() + 5);
    EXPECT_EQ(cli("localnet speed max").parsed().at("speed"), "max");
    EXPECT_EQ(cli("localnet speed 2x").parsed().at("speed"), 2.0);
    EXPECT_FALSE(cli("localnet cast off").parsed().at("cast").get<bool>());

    const auto snapshot = cli("localnet snapshot here");
    ASSERT_EQ(snapshot.code, 0) << snapshot.text;
    const auto epoch = cli("localnet step-epoch 1");
    ASSERT_EQ(epoch.code, 0) << epoch.text;
    EXPECT_GT(epoch.parsed().at("best"), snapshot.parsed().at("block"));
    EXPECT_EQ(cli("localnet restore here").parsed().at("best"), snapshot.parsed().at("block"));
    EXPECT_EQ(cli("localnet snapshots").parsed().size(), 1u);
    const auto fork = cli("localnet fork here other");
    ASSERT_EQ(fork.code, 0) << fork.text;
    EXPECT_TRUE(std::filesystem::exists(fork.parsed().at("state").get<std::string>() + "/chain.sqlite"));
    EXPECT_EQ(cli("localnet delete here").code, 0);
    const auto reset = cli("localnet reset 3 empty").parsed();
    EXPECT_NE(reset.at("genesis"), paused.at("genesis"));
    EXPECT_EQ(reset.at("seed"), 3);
    EXPECT_EQ(reset.at("best"), 0);
    EXPECT_EQ(cli("status").parsed().value("trust", ""), "Proven") << "a new light client follows the new chain";
}

TEST_F(Cli, TellsWhyTheEmbeddedChainDoesNotObey) {
    for (const auto* words : {"localnet dance", "localnet speed", "localnet speed fast", "localnet step x",
                              "localnet step 0", "localnet restore none", "localnet snapshot a/b", "localnet cast",
                              "localnet step-epoch 999", "localnet fork one"})
        EXPECT_EQ(cli(words).code, 1) << words;
}

TEST_F(Cli, SaysWhatIsWrongWithACommandLine) {
    EXPECT_EQ(cli("").code, 2);
    EXPECT_EQ(cli("dance").code, 2);
    EXPECT_EQ(cli("--unknown-option 1 status").code, 2);
    EXPECT_EQ(cli("validators 99999999").code, 1);
    EXPECT_EQ(cli("balance nobody").code, 1);
    EXPECT_EQ(cli("--help").code, 0);
}

} // namespace
} // namespace taodeck

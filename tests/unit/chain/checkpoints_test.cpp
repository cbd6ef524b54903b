#include "core/base/hex.h"
#include "core/chain/networks.h"
#include "core/finality/sync.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>

namespace taodeck::chain {
namespace {

nlohmann::json vectorFile(const std::string& file) {
    const char* folder = std::getenv("TAODECK_VECTORS");
    std::ifstream in{std::string{folder ? folder : TD_TEST_DATA} + "/" + file};
    return nlohmann::json::parse(in);
}

TEST(FinneyCheckpoint, IsTheBlockThatARealJustificationFinalises) {
    const auto vector = vectorFile("grandpa/bittensor-finney-9183744-set6.json");
    const auto checkpoint = finney().checkpoint.value();
    const auto header = finality::decodeHeader(checkpoint.header);
    ASSERT_TRUE(header);

    const auto justification =
        finality::decodeJustification(fromHex(vector.at("justification").get<std::string>()).value());

    ASSERT_TRUE(justification) << justification.error().context;
    const auto finalized = finality::verify(*justification, checkpoint.set);
    ASSERT_TRUE(finalized) << finalized.error().context;
    EXPECT_EQ(finalized->hash, finality::hashOf(*header));
    EXPECT_EQ(checkpoint.set.id, 6u);
    EXPECT_EQ(checkpoint.set.authorities.size(), 20u);
}

TEST(Networks, NeverCallALiveNetworkADevelopmentChain) {
    EXPECT_TRUE(localnet().development);
    EXPECT_FALSE(finney().development);
    EXPECT_FALSE(testNetwork().development);
    EXPECT_FALSE(customNetwork("custom-1", "Mine", "ws://127.0.0.1:9944", std::nullopt).development);
}

TEST(Networks, SayWhereAProofCannotBeHad) {
    EXPECT_TRUE(localnet().canProve());
    EXPECT_TRUE(finney().canProve());
    EXPECT_FALSE(testNetwork().canProve());
    EXPECT_NE(testNetwork().trustRoot.find("Reported"), std::string::npos);
}

TEST(Localnet, HasThreeVotersAndThreeAuthors) {
    EXPECT_EQ(localnet().genesisAuthorities.size(), 3u);
    EXPECT_EQ(localnet().auraAuthorities.size(), 3u);
}

} // namespace
} // namespace taodeck::chain

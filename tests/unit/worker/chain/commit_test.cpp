// Vectors: tests/data/weights.json (commit hashes and payloads of the reference clients), and the chain's own rules.

#include "core/worker/chain/commit.h"

#include "core/base/hex.h"
#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace taodeck::worker {
namespace {

using nlohmann::json;

json vectors() {
    std::ifstream in{TD_TEST_DATA "/weights.json"};
    return json::parse(in);
}
template <class Id>
Id idOf(const json& j) {
    return Id::from(fromHex(j.get<std::string>()).value()).value();
}
ChainWeights weightsOf(const json& j) {
    return {j.at("uids").get<std::vector<std::uint16_t>>(), j.at("values").get<std::vector<std::uint16_t>>()};
}

TEST(CommitHash, IsThatOfTheReferenceClients) {
    for (const auto& v : vectors().at("commitHash")) {
        const auto netuid = NetUid{v.at("netuid").get<std::uint16_t>()};
        const auto index = storageIndex(netuid, v.at("mechid").get<std::uint8_t>());

        EXPECT_EQ(index, v.at("storageIndex").get<std::uint16_t>());
        EXPECT_EQ(commitHash(idOf<AccountId>(v.at("hotkey")), index, weightsOf(v),
                             v.at("salt").get<std::vector<std::uint16_t>>(), v.at("versionKey").get<std::uint64_t>()),
                  idOf<Hash256>(v.at("hash")));
    }
}

TEST(TimelockPayload, IsThatOfTheReferenceClientsAndTheChainReadsIt) {
    for (const auto& v : vectors().at("payload")) {
        const auto hotkey = idOf<AccountId>(v.at("hotkey"));
        const auto weights = weightsOf(v);

        const auto payload = timelockPayload(hotkey, weights, v.at("versionKey").get<std::uint64_t>());

        EXPECT_EQ(toHex(payload), v.at("scale").get<std::string>());
        const auto read = subtensor::subtensor_module::readTimelockPayload(payload, hotkey);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->uids, weights.uids);
        EXPECT_EQ(read->values, weights.values);
    }
}

TEST(Salt, IsFreshEachTime) {
    EXPECT_EQ(freshSalt().size(), 8u);
    EXPECT_NE(freshSalt(), freshSalt());
}

} // namespace
} // namespace taodeck::worker

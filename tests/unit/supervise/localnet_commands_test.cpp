#include "core/supervise/localnet_commands.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace taodeck::supervise {
namespace {

using nlohmann::json;

const std::string kHash = "0x" + std::string(64, '7');

json goodStatus() {
    return {{"paused", true},     {"stepping", false},      {"speed", 2.5},
            {"slotMillis", 1000}, {"blocksPerSecond", 2.4}, {"best", 301},
            {"finalized", 300},   {"genesis", kHash},       {"chainTime", 1'800'000'000'000},
            {"seed", 7},          {"empty", false},         {"cast", true},
            {"archive", false},   {"bytes", 4'096},         {"snapshots", 2}};
}

json goodSnapshot() {
    return {{"name", "here"}, {"block", 300}, {"hash", kHash}, {"sameChain", false}, {"madeAt", 1'800'000'000'000},
            {"bytes", 4096}};
}

TEST(LocalnetCommands, ReadAStatus) {
    const auto status = localnetStatusFrom(goodStatus());
    ASSERT_TRUE(status) << status.error().context;
    EXPECT_TRUE(status->paused);
    EXPECT_EQ(status->speed, 2.5);
    EXPECT_EQ(status->best, BlockNumber{301});
    EXPECT_EQ(status->genesis.bytes[0], 0x77);
    EXPECT_TRUE(status->cast);
    auto fastest = goodStatus();
    fastest["speed"] = "max";
    EXPECT_EQ(localnetStatusFrom(fastest)->speed, 0);
}

TEST(LocalnetCommands, ReadASnapshot) {
    const auto row = localnetSnapshotFrom(goodSnapshot());
    ASSERT_TRUE(row) << row.error().context;
    EXPECT_EQ(row->name, "here");
    EXPECT_FALSE(row->sameChain);
    EXPECT_EQ(row->bytes, 4096u);
}

TEST(LocalnetCommands, RefuseAnswersThatLackSomethingOrHaveAnotherForm) {
    const auto status = goodStatus(), snapshot = goodSnapshot();
    for (const auto& [name, value] : status.items()) {
        auto without = status, wrong = status;
        without.erase(name);
        wrong[name] = json::array();
        EXPECT_FALSE(localnetStatusFrom(without)) << name;
        EXPECT_FALSE(localnetStatusFrom(wrong)) << name;
    }
    for (const auto& [name, value] : snapshot.items()) {
        auto without = snapshot, wrong = snapshot;
        without.erase(name);
        wrong[name] = json::array();
        EXPECT_FALSE(localnetSnapshotFrom(without)) << name;
        EXPECT_FALSE(localnetSnapshotFrom(wrong)) << name;
    }
    auto tooLong = snapshot;
    tooLong["name"] = std::string(65, 'a');
    EXPECT_EQ(localnetSnapshotFrom(tooLong).error().code, Errc::LimitExceeded);
    for (const auto& value : {json{}, json{1}, json{"status"}, json::array()}) {
        EXPECT_FALSE(localnetStatusFrom(value));
        EXPECT_FALSE(localnetSnapshotFrom(value));
    }
}

TEST(LocalnetCommands, AreDisconnectedWhileNoChainRuns) {
    const auto service = makeLocalnetCommands([] { return nullptr; });
    std::vector<Errc> codes;
    service->status([&](const Result<api::LocalnetStatus>& r) { codes.push_back(r.error().code); });
    service->snapshots([&](const auto& r) { codes.push_back(r.error().code); });
    service->fork("a", "b", [&](const auto& r) { codes.push_back(r.error().code); });
    EXPECT_EQ(codes, std::vector<Errc>(3, Errc::Disconnected));
}

} // namespace
} // namespace taodeck::supervise

#include "core/replay/replay.h"

#include "core/crypto/hash.h"
#include "core/replay/reasons.h"
#include "tests/support/json_vectors.h"

#include <iterator>

namespace taodeck::replay {
namespace {

Trace recorded(const char* name) {
    std::ifstream in{std::filesystem::path{TD_TEST_DATA} / "traces" / name, std::ios::binary};
    auto trace = decodeTrace(std::string{std::istreambuf_iterator<char>{in}, {}});
    EXPECT_TRUE(trace);
    return trace.value_or(Trace{});
}

Bytes itemKey(const char* pallet, const char* item) {
    return crypto::storagePrefix(pallet, item);
}

TEST(Replay, CallsAnUnknownDifferenceUnexplained) {
    Trace trace = recorded("idle-293.json");
    trace.blocks.resize(1);
    // A rule that does not exist: the block moved the clock by a millisecond more.
    auto& now = trace.blocks[0].changes[itemKey("Timestamp", "Now")];
    ASSERT_TRUE(now);
    (*now)[0] ^= 1;

    const auto report = replay(trace);

    ASSERT_TRUE(report);
    EXPECT_EQ(report->unexplained(), 1U);
    EXPECT_EQ(report->items.at("Timestamp.Now").unexplained, 1U);
    EXPECT_NE(text(*report).find("!! Timestamp.Now"), std::string::npos);
}

TEST(Replay, NoticesAnItemThatOnlyTheRecordingChanged) {
    Trace trace = recorded("idle-293.json");
    trace.blocks.resize(1);
    trace.blocks[0].changes[itemKey("Sudo", "Key")] = Bytes(32, 7);

    const auto report = replay(trace);

    ASSERT_TRUE(report);
    EXPECT_EQ(report->items.at("Sudo.Key").unexplained, 1U);
}

TEST(Replay, StopsAfterTheAskedBlocks) {
    const auto report = replay(recorded("idle-293.json"), {.carry = false, .blocks = 3});

    ASSERT_TRUE(report);
    EXPECT_EQ(report->blocks, 3U);
    EXPECT_EQ(report->items.at("System.Number").equal, 3U);
}

TEST(Replay, CarryingOnCountsWhatFollowsFromEarlierBlocks) {
    const auto report = replay(recorded("yuma-293.json"), {.carry = true, .blocks = 20});

    ASSERT_TRUE(report);
    EXPECT_EQ(report->blocks, 20U);
    EXPECT_EQ(report->unexplained(), 0U);
    EXPECT_EQ(report->items.at("System.Number").equal, 20U);
}

TEST(Replay, RefusesBlocksThatDoNotFollowEachOther) {
    Trace trace = recorded("idle-293.json");
    trace.blocks.erase(trace.blocks.begin());

    EXPECT_FALSE(replay(trace));
}

TEST(Reasons, AreBoundToTheirCircumstances) {
    Circumstances quiet;
    quiet.spec = 293;
    Circumstances epoch = quiet;
    epoch.epoch = true;

    EXPECT_EQ(reasonFor("SubtensorModule.ValidatorPermit", quiet), "");
    EXPECT_EQ(reasonFor("SubtensorModule.ValidatorPermit", epoch), "owner-permit");
    EXPECT_EQ(reasonFor("SubtensorModule.Weights", epoch), "");
    EXPECT_EQ(reasonFor("SubtensorModule.Burn", quiet), "burn-price");
    EXPECT_NE(reasonText("burn-price"), "");
    EXPECT_EQ(reasonText("no such reason"), "");
}

} // namespace
} // namespace taodeck::replay

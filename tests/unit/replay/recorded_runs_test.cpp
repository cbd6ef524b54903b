/// Every recorded run: each storage item of each block is equal, or different for a rule change that reasons.cpp names.

#include "core/replay/replay.h"
#include "tests/support/json_vectors.h"

#include <iterator>

namespace taodeck::replay {
namespace {

std::vector<std::filesystem::path> recordedRuns() {
    auto folder = test::vectorFolder() / "traces";
    if (!std::filesystem::is_directory(folder)) folder = std::filesystem::path{TD_TEST_DATA} / "traces";
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        if (entry.path().extension() == ".json") out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
}

Result<Trace> load(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return decodeTrace(std::string{std::istreambuf_iterator<char>{in}, {}});
}

TEST(RecordedRuns, DifferOnlyWhereARuleChanged) {
    const auto runs = recordedRuns();
    ASSERT_FALSE(runs.empty());
    Report all;

    for (const auto& path : runs) {
        SCOPED_TRACE(path.filename().string());
        const auto trace = load(path);
        ASSERT_TRUE(trace) << trace.error().context;
        const auto report = replay(*trace);
        ASSERT_TRUE(report) << report.error().context;
        EXPECT_EQ(report->blocks, trace->blocks.size());
        for (const auto& each : report->differences)
            EXPECT_NE(each.reason, "") << "block " << raw(each.block) << " " << each.item << " " << each.where
                                       << ": recorded " << each.recorded << ", ours " << each.ours;
        std::printf("%s: %zu equal, %zu explained\n", path.filename().string().c_str(), report->equal(),
                    report->explained());
        all.add(*report);
    }

    std::printf("ran %zu cases (block x item): %zu equal, %zu different for a known reason\n",
                all.equal() + all.explained() + all.unexplained(), all.equal(), all.explained());
}

// What no rule changed is equal in every block of a run of 293: a table of reasons cannot hide a broken epoch.
TEST(RecordedRuns, AgreeWhollyWhereNoRuleChanged) {
    static constexpr const char* kEqual[] = {
        "SubtensorModule.Active",
        "SubtensorModule.BlocksSinceLastStep",
        "SubtensorModule.Bonds",
        "SubtensorModule.Consensus",
        "SubtensorModule.Dividends",
        "SubtensorModule.Incentive",
        "SubtensorModule.Keys",
        "SubtensorModule.LastUpdate",
        "SubtensorModule.PendingOwnerCut",
        "SubtensorModule.StakeWeight",
        "SubtensorModule.SubnetAlphaOutEmission",
        "SubtensorModule.Uids",
        "SubtensorModule.ValidatorTrust",
        "SubtensorModule.Weights",
        "System.Number",
        "Timestamp.Now",
    };
    for (const auto& path : recordedRuns()) {
        SCOPED_TRACE(path.filename().string());
        const auto trace = load(path);
        ASSERT_TRUE(trace);
        if (trace->specVersion != 293) continue;
        const auto report = replay(*trace);
        ASSERT_TRUE(report);
        for (const char* item : kEqual) {
            const auto found = report->items.find(item);
            if (found == report->items.end()) continue; // the run does not touch it
            EXPECT_GT(found->second.equal, 0U) << item;
            EXPECT_TRUE(found->second.explained.empty()) << item;
            EXPECT_EQ(found->second.unexplained, 0U) << item;
        }
    }
}

} // namespace
} // namespace taodeck::replay

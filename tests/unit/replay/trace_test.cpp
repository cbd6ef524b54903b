#include "core/replay/trace.h"

#include <gtest/gtest.h>

namespace taodeck::replay {
namespace {

// clang-format off
constexpr const char* kSmallest = R"json({"specVersion":293,"scenario":"s","initialRaw":{"A.B(1)":["0x0102","0x03"]},
"blocks":[{"number":2,"digest":["0x066175726120db22036b00000000"],
"extrinsics":[{"signer":null,"call":"timestamp.set","hex":"0x00","success":true,"error":null},
{"signer":"//Bob","call":"a.b","hex":"0x01","success":false,"error":"{\"token\":\"BelowMinimum\"}"},
{"signer":"//Bob","call":"a.b","hex":"0x02","dropped":true}],
"raw":{"A.B(1)":["0x0102","0x04"]},"removed":[["A.C","0x05"]]}]})json";
// clang-format on

TEST(Trace, HoldsWhatTheRecordingSays) {
    const auto trace = decodeTrace(kSmallest);

    ASSERT_TRUE(trace) << trace.error().context;
    EXPECT_EQ(trace->specVersion, 293U);
    EXPECT_EQ(trace->initial.at(Bytes{1, 2}), Bytes{3});
    ASSERT_EQ(trace->blocks.size(), 1U);
    const auto& block = trace->blocks[0];
    EXPECT_EQ(block.number, BlockNumber{2});
    EXPECT_EQ(block.slot, 0x6b0322dbU);
    EXPECT_EQ(block.changes.at(Bytes{1, 2}), Bytes{4});
    EXPECT_EQ(block.changes.at(Bytes{5}), std::nullopt);
    ASSERT_EQ(block.extrinsics.size(), 3U);
    EXPECT_EQ(block.extrinsics[0].outcome, RecordedExtrinsic::Outcome::Succeeded);
    EXPECT_EQ(block.extrinsics[1].error, "token.BelowMinimum");
    EXPECT_EQ(block.extrinsics[2].outcome, RecordedExtrinsic::Outcome::Refused);
    EXPECT_EQ(trace->names.at(Bytes{1, 2}), "A.B");
}

TEST(Trace, IsMalformedWhereverItIsCutOff) {
    const std::string_view whole{kSmallest};

    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto trace = decodeTrace(whole.substr(0, size));
        ASSERT_FALSE(trace) << size;
        EXPECT_EQ(trace.error().code, Errc::Malformed) << size;
    }
}

TEST(Trace, IsMalformedWithWrongShapes) {
    const struct {
        const char* name;
        const char* from;
        const char* to;
    } cases[] = {
        {"spec as text", R"("specVersion":293)", R"("specVersion":"x")"},
        {"odd hexadecimal", R"("0x03")", R"("0x3")"},
        {"entry that is no pair", R"(["0x0102","0x04"])", R"("0x0102")"},
        {"no slot", R"("0x066175726120db22036b00000000")", R"("0x0661")"},
        {"extrinsic without an outcome", R"("success":true,)", ""},
        {"removed entry without a key", R"(["A.C","0x05"])", R"(["A.C"])"},
        {"blocks that are no list", R"("blocks":[)", R"("blocks":7,"other":[)"},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.name);
        std::string text{kSmallest};
        const auto at = text.find(each.from);
        ASSERT_NE(at, std::string::npos);
        text.replace(at, std::string_view{each.from}.size(), each.to);

        const auto trace = decodeTrace(text);

        ASSERT_FALSE(trace);
        EXPECT_EQ(trace.error().code, Errc::Malformed);
    }
}

} // namespace
} // namespace taodeck::replay

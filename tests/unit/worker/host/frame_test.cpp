#include "core/worker/host/frame.h"

#include <gtest/gtest.h>

#include <vector>

namespace taodeck::worker {
namespace {

TEST(Frame, ComesBackWhateverPiecesTheStreamArrivesIn) {
    std::string stream;
    const std::string bodies[] = {"{}", "", std::string(100'000, 'x')};
    for (const auto& body : bodies)
        stream += *encodeFrame(body);

    for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, stream.size()}) {
        FrameReader reader;
        std::vector<std::string> got;
        for (std::size_t at = 0; at < stream.size(); at += step) {
            reader.push(std::string_view{stream}.substr(at, step));
            for (;;) {
                const auto next = reader.next();
                ASSERT_TRUE(next);
                if (!*next) break;
                got.push_back(**next);
            }
        }

        EXPECT_EQ(got, std::vector<std::string>(std::begin(bodies), std::end(bodies)));
        EXPECT_EQ(reader.waiting(), 0U);
    }
}

TEST(Frame, WaitsAtEveryTruncation) {
    const std::string whole = *encodeFrame("{\"id\":1}");

    for (std::size_t size = 0; size < whole.size(); ++size) {
        FrameReader reader;
        reader.push(std::string_view{whole}.substr(0, size));
        const auto next = reader.next();

        ASSERT_TRUE(next) << size;
        EXPECT_FALSE(*next) << size;
        EXPECT_EQ(reader.waiting(), size);
    }
}

TEST(Frame, IsRefusedWhenItIsNoneOrTooLong) {
    const struct {
        const char* name;
        std::string bytes;
        Errc code;
    } rows[] = {
        {"other magic", std::string{"HTTP/1.1"}, Errc::Malformed},
        {"other version", std::string{"TDh\x02\0\0\0\0", 8}, Errc::Unsupported},
        {"longer than allowed", std::string{"TDh\x01\x11\0\0\0", 8}, Errc::LimitExceeded},
        {"four gigabytes", std::string{"TDh\x01\xff\xff\xff\xff", 8}, Errc::LimitExceeded},
    };
    for (const auto& row : rows) {
        FrameReader reader{/*largest=*/16};
        reader.push(row.bytes);
        ASSERT_FALSE(reader.next()) << row.name;
        EXPECT_EQ(reader.next().error().code, row.code) << row.name;

        reader.push(*encodeFrame("{}"));
        EXPECT_FALSE(reader.next()) << row.name << ": a lost stream must stay lost";
    }
}

TEST(Frame, IsNotMadeBeyondTheLimit) {
    EXPECT_EQ(encodeFrame(std::string(kMaxFrame + 1, ' ')).error().code, Errc::LimitExceeded);
}

} // namespace
} // namespace taodeck::worker

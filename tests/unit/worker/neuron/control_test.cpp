#include "core/worker/neuron/busy_meter.h"
#include "core/worker/neuron/control.h"
#include "core/worker/neuron/score_json.h"

#include "tests/support/temporary_folder.h"
#include "tests/unit/worker/neuron/neuron_support.h"

namespace taodeck::worker {
namespace {

namespace fs = std::filesystem;

struct ControlSecret : testing::Test {
    test::TemporaryFolder folder;
    fs::path file = folder.path() / "control.secret";
    void leave(const std::string& text, fs::perms rights = fs::perms::owner_read | fs::perms::owner_write) {
        folder.write("control.secret", text);
        fs::permissions(file, rights);
    }
};

TEST_F(ControlSecret, IsTakenOnceAndGone) {
    leave("0123456789abcdef0123456789abcdef\n");

    const auto secret = takeSecret(folder.path());

    ASSERT_TRUE(secret) << secret.error().context;
    EXPECT_EQ(*secret, "0123456789abcdef0123456789abcdef");
    EXPECT_FALSE(fs::exists(file));
    EXPECT_EQ(takeSecret(folder.path()).error().code, Errc::NotFound);
}

TEST_F(ControlSecret, IsRefusedWhenOthersMayReadIt) {
    leave("0123456789abcdef0123456789abcdef", fs::perms::owner_all | fs::perms::others_read);

    EXPECT_EQ(takeSecret(folder.path()).error().code, Errc::Insecure);
}

TEST_F(ControlSecret, IsRefusedWhenItIsALink) {
    folder.write("elsewhere", "0123456789abcdef0123456789abcdef");
    fs::create_symlink(folder.path() / "elsewhere", file);

    EXPECT_EQ(takeSecret(folder.path()).error().code, Errc::Insecure);
}

TEST_F(ControlSecret, IsRefusedWhenItIsShortLongOrNoWord) {
    for (const auto& text :
         {std::string{}, std::string{"short"}, std::string(5'000, 'a'), std::string{"0123456789 abcdef 0123456789"}}) {
        leave(text);
        EXPECT_EQ(takeSecret(folder.path()).error().code, Errc::Malformed);
        EXPECT_FALSE(fs::exists(file));
    }
}

TEST(BusyMeterTest, CountsTimeWithWorkInHandOnce) {
    BusyMeter meter;
    const std::chrono::steady_clock::time_point t{std::chrono::seconds{100}};
    const auto s = [](int n) { return std::chrono::seconds{n}; };

    meter.begin(t);
    meter.begin(t + s(1));
    meter.end(t + s(3));
    EXPECT_EQ(meter.take(t + s(4)), s(4));
    meter.end(t + s(5));
    EXPECT_EQ(meter.take(t + s(60)), s(1));
    EXPECT_EQ(meter.take(t + s(61)), s(0));
    EXPECT_EQ(meter.running(), 0);
}

TEST(ScoreJson, ComesBackAsItWasAndRefusesTruncations) {
    MinerScore a, b;
    a.uid = 4, a.hotkey = keyOf(1), a.score = 0.75, a.asked = 9, a.answered = 7, a.lastRound = 5;
    b.uid = 5, b.hotkey = keyOf(2);
    const auto text = toJson(std::vector{a, b});

    EXPECT_EQ(minerScoresFromJson(text).value(), (std::vector{a, b}));
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(minerScoresFromJson(std::string_view{text}.substr(0, size))) << size;
}

TEST(ScoreJson, RefusesWhatNoScoreCanBe) {
    const auto good = toJson({MinerScore{}});
    const auto with = [&](const std::string& from, const std::string& to) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        return minerScoresFromJson(text);
    };
    EXPECT_FALSE(with("\"score\":0.0", "\"score\":1.5"));
    EXPECT_FALSE(with("\"score\":0.0", "\"score\":null"));
    EXPECT_FALSE(with("\"uid\":0", "\"uid\":\"x\""));
    EXPECT_FALSE(with("0x00", "0xzz"));
    EXPECT_FALSE(minerScoresFromJson("{}"));
    EXPECT_EQ(minerScoresFromJson(std::string(3u << 20, ' ')).error().code, Errc::LimitExceeded);
}

} // namespace
} // namespace taodeck::worker

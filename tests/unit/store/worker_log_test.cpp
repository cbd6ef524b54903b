#include "core/store/worker_log.h"

#include "tests/unit/store/store_support.h"

#include <csignal>
#include <fstream>

#include <sys/resource.h>

namespace taodeck::store {
namespace {

constexpr std::chrono::seconds kLong{20};

api::WorkerTime now() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

api::WorkerRequest requestOf(std::uint8_t peer, std::string outcome, api::WorkerTime time = now()) {
    api::WorkerRequest r;
    r.time = time;
    r.peer = filled(peer);
    r.task = "text";
    r.prompt = ForeignText{"Say hello"};
    r.answer = ForeignText{"Hello"};
    r.promptTokens = 3;
    r.answerTokens = 1;
    r.took = std::chrono::milliseconds{25};
    r.outcome = std::move(outcome);
    return r;
}

WorkerEpoch epochOf(std::uint32_t block, std::uint64_t alpha, api::WorkerTime time = now()) {
    WorkerEpoch e;
    e.score = {time, BlockNumber{block}, 0.5, 0.25, 0.125, 0, 0.75, 2};
    e.earning = api::WorkerEarning{time, BlockNumber{block}, Alpha::fromRaw(alpha), Rao::fromRaw(alpha / 2)};
    api::Waterfall w;
    w.time = time;
    w.block = BlockNumber{block};
    w.paid = Alpha::fromRaw(alpha);
    w.price = Rao::fromRaw(500'000'000);
    w.tao = Rao::fromRaw(alpha / 2);
    w.energyCost = Rao::fromRaw(9);
    w.parts = {{filled(1), 4, 10, 9, 1.0, 0.5, 0.75, Alpha::fromRaw(alpha - 1), Rao::fromRaw(alpha / 2)},
               {filled(2), 5, 0, 0, 0.5, 0.5, 0.25, Alpha::fromRaw(1), Rao{}}};
    e.waterfall = w;
    return e;
}

TEST(WorkerLog, TellsAReaderWhatWasWrittenWhileItIsStillOpen) {
    const Folder folder;
    WorkerLog log{folder / "worker.db"};
    const auto asked = requestOf(1, "answered");
    log.request(asked);
    log.request(requestOf(2, "rate_limited"));
    log.epoch(epochOf(100, 1'001));
    log.energy(now(), 1.5);
    log.energy(now(), 0.25);
    log.submission({now(), BlockNumber{99}, "timelocked", {}, {1, 7}, {65'535, 20}, BlockNumber{140}});
    log.saveState("scores", "{}");
    ASSERT_TRUE(log.flush(kLong)) << log.problem();

    const WorkerLogReader reader{folder / "worker.db"};
    const auto requests = reader.requests(10);
    const auto totals = reader.totals(now());
    const auto falls = reader.waterfalls(10);
    const auto scores = reader.scores({});
    const auto earnings = reader.earnings({});
    const auto sent = reader.submissions(10);
    ASSERT_TRUE(requests && totals && falls && scores && earnings && sent);
    ASSERT_EQ(requests->size(), 2U);
    EXPECT_EQ(requests->front().outcome, "rate_limited");
    EXPECT_EQ(requests->back().time, asked.time);
    EXPECT_EQ(requests->back().peer, asked.peer);
    EXPECT_EQ(requests->back().prompt.plain(), "Say hello");
    EXPECT_EQ(requests->back().took, asked.took);
    EXPECT_FALSE(requests->back().score);
    EXPECT_EQ(totals->requests24h, 2U);
    EXPECT_EQ(totals->answered24h, 1U);
    EXPECT_EQ(totals->refused24h, 1U);
    EXPECT_EQ(totals->earnedAll, Alpha::fromRaw(1'001));
    EXPECT_EQ(totals->earnedTao, Rao::fromRaw(500));
    EXPECT_DOUBLE_EQ(totals->wattHours, 1.75);
    ASSERT_EQ(falls->size(), 1U);
    EXPECT_EQ(falls->front().paid, Alpha::fromRaw(1'001));
    EXPECT_EQ(falls->front().energyCost, Rao::fromRaw(9));
    ASSERT_EQ(falls->front().parts.size(), 2U);
    EXPECT_EQ(falls->front().parts[0].validator, filled(1));
    EXPECT_EQ(falls->front().parts[0].alpha, Alpha::fromRaw(1'000));
    EXPECT_EQ(falls->front().parts[0].answered, 9U);
    ASSERT_EQ(scores->size(), 1U);
    EXPECT_EQ(scores->front().rank, 2U);
    EXPECT_DOUBLE_EQ(scores->front().vtrust, 0.75);
    EXPECT_EQ(earnings->size(), 1U);
    ASSERT_EQ(sent->size(), 1U);
    EXPECT_EQ(sent->front().uids, (std::vector<std::uint16_t>{1, 7}));
    EXPECT_EQ(sent->front().revealsAt, BlockNumber{140});
    EXPECT_EQ(reader.state("scores").value(), "{}");
    EXPECT_EQ(reader.state("nothing").value(), std::nullopt);
}

TEST(WorkerLog, CountsPeersSinceATime) {
    const Folder folder;
    WorkerLog log{folder / "worker.db"};
    const auto t = now();
    log.request(requestOf(1, "answered", t - std::chrono::hours{2}));
    log.request(requestOf(1, "answered", t));
    log.request(requestOf(1, "cancelled", t));
    log.request(requestOf(2, "answered", t));
    ASSERT_TRUE(log.flush(kLong));

    auto peers = WorkerLogReader{folder / "worker.db"}.peersSince(t - std::chrono::hours{1});

    ASSERT_TRUE(peers);
    ASSERT_EQ(peers->size(), 2U);
    EXPECT_EQ((*peers)[0].peer, filled(1));
    EXPECT_EQ((*peers)[0].requests, 2U);
    EXPECT_EQ((*peers)[0].answered, 1U);
}

TEST(WorkerLog, KeepsAnEpochOnceHoweverOftenItIsTold) {
    const Folder folder;
    WorkerLog log{folder / "worker.db"};
    for (int i = 0; i < 3; ++i)
        log.epoch(epochOf(100, 1'000));
    ASSERT_TRUE(log.flush(kLong));

    const WorkerLogReader reader{folder / "worker.db"};
    EXPECT_EQ(reader.totals(now())->earnedAll, Alpha::fromRaw(1'000));
    ASSERT_EQ(reader.waterfalls(10)->size(), 1U);
    EXPECT_EQ(reader.waterfalls(10)->front().parts.size(), 2U);
}

TEST(WorkerLog, StaysWithinItsLimitsAndLosesNoEarningFromTheSum) {
    const Folder folder;
    WorkerLogLimits limits;
    limits.requests = 50;
    limits.earnings = 3;
    limits.scores = 4;
    limits.waterfalls = 2;
    {
        WorkerLog log{folder / "worker.db", limits};
        for (int i = 0; i < 120; ++i)
            log.request(requestOf(1, "answered"));
        log.request(requestOf(1, "answered", now() - std::chrono::hours{24 * 31}));
        for (std::uint32_t block = 1; block <= 10; ++block)
            log.epoch(epochOf(block * 10, 100));
        ASSERT_TRUE(log.flush(kLong));
    }
    WorkerLog log{folder / "worker.db", limits}; // the first batch of a run prunes
    log.energy(now(), 0);
    ASSERT_TRUE(log.flush(kLong)) << log.problem();

    const WorkerLogReader reader{folder / "worker.db"};
    EXPECT_EQ(reader.requests(1'000)->size(), 50U);
    EXPECT_EQ(reader.earnings({})->size(), 3U);
    EXPECT_EQ(reader.earnings({})->back().block, BlockNumber{100});
    EXPECT_EQ(reader.scores({})->size(), 4U);
    EXPECT_EQ(reader.waterfalls(1'000)->size(), 2U);
    EXPECT_EQ(reader.totals(now())->earnedAll, Alpha::fromRaw(1'000));
    EXPECT_EQ(reader.totals(now())->earnedTao, Rao::fromRaw(500));
}

TEST(WorkerLog, CutsAndCleansWhatStrangersWrote) {
    const Folder folder;
    WorkerLog log{folder / "worker.db"};
    auto request = requestOf(1, "answered");
    request.prompt = ForeignText{std::string(100'000, 'x') + "\n\x1b[2J"};
    request.answer = ForeignText{"a\x01\xff\nb"};
    log.request(request);
    ASSERT_TRUE(log.flush(kLong));

    const auto read = WorkerLogReader{folder / "worker.db"}.requests(1);

    ASSERT_TRUE(read && read->size() == 1);
    EXPECT_LE(read->front().prompt.plain(5'000).size(), 410U);
    EXPECT_EQ(read->front().answer.plain(50), request.answer.plain(50));
}

TEST(WorkerLog, ReadsNothingFromAFileThatDoesNotExist) {
    const Folder folder;
    const WorkerLogReader reader{folder / "none.db"};

    EXPECT_TRUE(reader.scores({})->empty());
    EXPECT_EQ(reader.totals(now()).value(), WorkerTotals{});
    EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST(WorkerLog, RefusesAFileOfANewerProgram) {
    const Folder folder;
    {
        auto db = Database::open(folder / "worker.db");
        ASSERT_TRUE(db);
        ASSERT_TRUE(db->setUserVersion(99));
    }

    WorkerLog log{folder / "worker.db"};
    log.request(requestOf(1, "answered"));

    EXPECT_FALSE(log.flush(std::chrono::milliseconds{100}));
    EXPECT_NE(log.problem().find("schema version 99"), std::string::npos) << log.problem();
    EXPECT_EQ(WorkerLogReader{folder / "worker.db"}.scores({}).error().code, Errc::Unsupported);
}

TEST(WorkerLog, SetsADamagedFileAsideAndSaysSo) {
    const Folder folder;
    std::ofstream{folder / "worker.db"} << std::string(8'192, 'z');

    WorkerLog log{folder / "worker.db"};
    log.request(requestOf(1, "answered"));

    ASSERT_TRUE(log.flush(kLong));
    EXPECT_NE(log.problem().find("damaged"), std::string::npos) << log.problem();
    EXPECT_EQ(WorkerLogReader{folder / "worker.db"}.requests(5)->size(), 1U);
    int kept = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path()})
        kept += entry.path().filename().string().rfind("worker.db.damaged-", 0) == 0;
    EXPECT_EQ(kept, 1);
}

/// Files of this process cannot grow while it lives.
class FullDisk {
public:
    FullDisk() {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        auto none = m_before;
        none.rlim_cur = 0;
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int){nullptr};
};

TEST(WorkerLog, KeepsWhatMattersThroughAFullDiskAndWritesItAfterwards) {
    const Folder folder;
    WorkerLogLimits limits;
    limits.maxWaiting = 100;
    WorkerLog log{folder / "worker.db", limits};
    ASSERT_TRUE(log.flush(kLong));
    {
        const FullDisk full;
        for (int i = 0; i < 300; ++i)
            log.request(requestOf(1, "answered"));
        log.epoch(epochOf(100, 777));
        EXPECT_FALSE(log.flush(std::chrono::milliseconds{200}));
        EXPECT_NE(log.problem().find("cannot be written"), std::string::npos) << log.problem();
    }

    ASSERT_TRUE(log.flush(kLong)) << log.problem();

    EXPECT_EQ(log.problem(), "");
    EXPECT_GT(log.dropped(), 0U);
    const WorkerLogReader reader{folder / "worker.db"};
    EXPECT_EQ(reader.totals(now())->earnedAll, Alpha::fromRaw(777));
    EXPECT_EQ(reader.requests(1'000)->size() + log.dropped(), 300U);
}

TEST(WorkerLog, BoundsWhatWaitsByItsBytesAndGivesUpEpochsLast) {
    const Folder folder;
    WorkerLogLimits limits;
    limits.maxWaitingBytes = 100'000;
    WorkerLog log{folder / "worker.db", limits};
    ASSERT_TRUE(log.flush(kLong));
    {
        const FullDisk full;
        log.epoch(epochOf(100, 777));
        for (int i = 0; i < 50; ++i)
            log.saveState("scores", std::string(20'000, static_cast<char>('a' + i % 26)));
        EXPECT_EQ(log.dropped(), 0U) << "only the newest value of a state waits";
        for (int i = 0; i < 20; ++i)
            log.saveState("other" + std::to_string(i), std::string(20'000, 'x'));
        EXPECT_GT(log.dropped(), 0U);
        EXPECT_FALSE(log.flush(std::chrono::milliseconds{200}));
    }

    ASSERT_TRUE(log.flush(kLong)) << log.problem();

    const WorkerLogReader reader{folder / "worker.db"};
    EXPECT_EQ(reader.totals(now())->earnedAll, Alpha::fromRaw(777));
    EXPECT_EQ(reader.state("other19")->value_or("").size(), 20'000U);
    EXPECT_EQ(*reader.state("other0"), std::nullopt);
}

} // namespace
} // namespace taodeck::store

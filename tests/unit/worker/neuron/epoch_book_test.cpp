#include "core/worker/neuron/epoch_book.h"

#include "tests/support/fake_chain.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/worker/neuron/neuron_support.h"

namespace taodeck::worker {
namespace {

constexpr std::uint8_t kMe = 3;
constexpr std::uint32_t kTempo = 20;

api::Metagraph subnetAfter(std::uint32_t epoch) {
    api::Metagraph m;
    m.lastEpochBlock = epoch;
    m.price = Rao::fromRaw(kUnitsPerToken);
    m.neurons = {neuronOf(0, 1), neuronOf(1, kMe)};
    m.neurons[0].permit = true;
    m.neurons[0].stakeWeight = 1;
    m.neurons[0].lastUpdate = BlockNumber{50};
    m.neurons[0].weights = {{1, 65'535}};
    m.neurons[1].consensus = m.neurons[1].incentive = 1;
    return m;
}

/// Seconds after a time that is not long ago: old requests are not kept.
api::WorkerTime at(std::uint32_t seconds) {
    static const auto kBase =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) -
        std::chrono::hours{1};
    return kBase + std::chrono::seconds{seconds};
}

/// A chain with an epoch at every multiple of the tempo, each paying its block's number.
class FakeReader final : public EpochReader {
public:
    Result<EpochFacts> epoch(BlockNumber block, std::stop_token) override {
        asked.push_back(raw(block));
        if (error) return tl::unexpected<Error>{*error};
        if (raw(block) < oldest) return fail(Errc::NotFound, "pruned");
        EpochFacts f;
        f.block = block;
        f.time = at(raw(block));
        f.after = subnetAfter(raw(block));
        f.before = subnetAfter(raw(block) - kTempo);
        if (raw(block) != hidden) f.paid = Alpha::fromRaw(raw(block));
        return f;
    }
    Result<BlockNumber> epochBefore(BlockNumber block, std::stop_token) override {
        if (error) return tl::unexpected<Error>{*error};
        if (raw(block) < oldest) return fail(Errc::NotFound, "pruned");
        return BlockNumber{raw(block) - kTempo};
    }
    std::vector<std::uint32_t> asked;
    std::optional<Error> error;
    std::uint32_t oldest{0}, hidden{0};
};

struct EpochBookTest : ::testing::Test {
    test::TemporaryFolder folder;
    std::shared_ptr<FakeReader> chain = std::make_shared<FakeReader>();
    std::shared_ptr<store::WorkerLog> log = std::make_shared<store::WorkerLog>(folder.path() / "worker.db");

    EpochBook open() {
        return EpochBook{EpochBookParts{keyOf(kMe), api::Role::Miner, Rao::fromRaw(1'000), chain, log}};
    }
    std::vector<std::uint32_t> blocks() {
        EXPECT_TRUE(log->flush(std::chrono::seconds{20}));
        std::vector<std::uint32_t> out;
        const auto earnings = store::WorkerLogReader{log->file()}.earnings({});
        for (const auto& e : *earnings)
            out.push_back(raw(e.block));
        return out;
    }
};

TEST_F(EpochBookTest, BeginsWithTheNextEpochAndKeepsEachOnce) {
    auto book = open();

    EXPECT_TRUE(book.look(subnetAfter(100), {}));
    EXPECT_TRUE(chain->asked.empty()) << "what was before is not ours";
    EXPECT_TRUE(book.look(subnetAfter(120), {}));
    EXPECT_TRUE(book.look(subnetAfter(120), {}));
    EXPECT_TRUE(book.look(subnetAfter(140), {}));

    EXPECT_EQ(blocks(), (std::vector<std::uint32_t>{120, 140}));
    EXPECT_EQ(chain->asked.size(), 2U);
}

TEST_F(EpochBookTest, CatchesUpAfterARestart) {
    {
        auto book = open();
        EXPECT_TRUE(book.look(subnetAfter(100), {}));
        EXPECT_TRUE(book.look(subnetAfter(120), {}));
        blocks();
    }
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(180), {}));

    EXPECT_EQ(blocks(), (std::vector<std::uint32_t>{120, 140, 160, 180}));
}

TEST_F(EpochBookTest, KeepsWhatTheNodeStillHas) {
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(100), {}));
    chain->oldest = 160;

    EXPECT_TRUE(book.look(subnetAfter(180), {}));

    EXPECT_EQ(blocks(), (std::vector<std::uint32_t>{160, 180}));
}

TEST_F(EpochBookTest, CatchesUpInPartsFromTheOldestOn) {
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(100), {}));
    std::vector<std::uint32_t> all;
    for (std::uint32_t block = 120; block <= 100 + 40 * kTempo; block += kTempo)
        all.push_back(block);

    EXPECT_TRUE(book.look(subnetAfter(all.back()), {}));
    EXPECT_EQ(blocks(), (std::vector<std::uint32_t>{all.begin(), all.begin() + EpochBook::kMostAtOnce}));
    chain->error = Error{Errc::Disconnected, "gone"};
    EXPECT_FALSE(book.look(subnetAfter(all.back()), {}));
    chain->error.reset();
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(book.look(subnetAfter(all.back()), {}));

    EXPECT_EQ(blocks(), all);
    EXPECT_EQ(chain->asked.size(), all.size() + 1) << "one was asked for twice";
}

TEST_F(EpochBookTest, GoesOnAfterWhatTheNodeLostMeanwhile) {
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(100), {}));
    chain->oldest = 1'000;

    EXPECT_TRUE(book.look(subnetAfter(180), {}));
    EXPECT_TRUE(blocks().empty());
    chain->asked.clear();
    EXPECT_TRUE(book.look(subnetAfter(180), {}));
    EXPECT_TRUE(chain->asked.empty()) << "what is gone is not asked for again";
    chain->oldest = 0;
    EXPECT_TRUE(book.look(subnetAfter(200), {}));

    EXPECT_EQ(blocks(), (std::vector<std::uint32_t>{200}));
}

TEST_F(EpochBookTest, GivesEachEpochWhatWasInItsTime) {
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(100), {}));
    book.count(at(110), keyOf(1), true);
    book.spent(at(110), 10);
    book.count(at(130), keyOf(1), true);
    book.count(at(131), keyOf(1), true);
    book.spent(at(131), 20);
    book.count(at(170), keyOf(1), false);
    book.spent(at(170), 40);

    EXPECT_TRUE(book.look(subnetAfter(160), {}));

    blocks();
    const auto falls = store::WorkerLogReader{log->file()}.waterfalls(5);
    ASSERT_TRUE(falls && falls->size() == 3);
    const std::vector<std::uint64_t> requests{0, 2, 1};
    const std::vector<double> energy{0, 20, 10};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ((*falls)[i].parts.at(0).requests, requests[i]) << i;
        EXPECT_DOUBLE_EQ((*falls)[i].wattHours, energy[i]) << i;
    }
    EXPECT_TRUE(book.look(subnetAfter(180), {}));
    blocks();
    EXPECT_DOUBLE_EQ(store::WorkerLogReader{log->file()}.waterfalls(1)->front().wattHours, 40);
}

TEST_F(EpochBookTest, NotesNoPaymentThatOwnOrdersHide) {
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(100), {}));
    chain->hidden = 120;

    EXPECT_TRUE(book.look(subnetAfter(140), {}));

    EXPECT_EQ(blocks(), (std::vector<std::uint32_t>{140}));
    const store::WorkerLogReader reader{log->file()};
    EXPECT_EQ(reader.waterfalls(5)->size(), 1U);
    EXPECT_EQ(reader.scores({})->size(), 2U) << "its score is known";
}

TEST_F(EpochBookTest, TriesAnEpochAgainThatCouldNotBeRead) {
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(100), {}));
    chain->error = Error{Errc::Disconnected, "gone"};
    EXPECT_FALSE(book.look(subnetAfter(120), {}));
    chain->error.reset();

    EXPECT_TRUE(book.look(subnetAfter(120), {}));

    EXPECT_EQ(blocks(), (std::vector<std::uint32_t>{120}));
}

TEST_F(EpochBookTest, BeginsAnewOnAChainThatWentBack) {
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(500), {}));

    EXPECT_TRUE(book.look(subnetAfter(40), {}));
    EXPECT_TRUE(book.look(subnetAfter(60), {}));

    EXPECT_EQ(blocks(), (std::vector<std::uint32_t>{60}));
}

TEST_F(EpochBookTest, PutsRequestsAndEnergyOfTheEpochIntoItsWaterfall) {
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(100), {}));
    book.count(at(101), keyOf(1), true);
    book.count(at(102), keyOf(1), false);
    book.spent(at(1), 250);

    EXPECT_TRUE(book.look(subnetAfter(120), {}));
    EXPECT_TRUE(book.look(subnetAfter(140), {}));

    blocks();
    const auto falls = store::WorkerLogReader{log->file()}.waterfalls(5);
    ASSERT_TRUE(falls && falls->size() == 2);
    const auto& first = falls->back();
    ASSERT_EQ(first.parts.size(), 1U);
    EXPECT_EQ(first.parts[0].requests, 2U);
    EXPECT_EQ(first.parts[0].answered, 1U);
    EXPECT_DOUBLE_EQ(first.wattHours, 250);
    EXPECT_EQ(first.energyCost, Rao::fromRaw(250));
    EXPECT_EQ(falls->front().parts[0].requests, 0U);
    EXPECT_DOUBLE_EQ(falls->front().wattHours, 0);
}

TEST_F(EpochBookTest, CountsRequestsOfAnEarlierLifeOfThisEpoch) {
    {
        auto book = open();
        EXPECT_TRUE(book.look(subnetAfter(100), {}));
        EXPECT_TRUE(book.look(subnetAfter(120), {}));
        api::WorkerRequest r;
        r.time = at(125);
        r.peer = keyOf(1);
        r.outcome = store::kAnswered;
        log->request(r);
        blocks();
    }
    auto book = open();
    EXPECT_TRUE(book.look(subnetAfter(140), {}));

    blocks();
    EXPECT_EQ(store::WorkerLogReader{log->file()}.waterfalls(1)->front().parts[0].answered, 1U);
}

TEST(OwnOrders, AreWhatTheColdkeyItselfAddedAndRemovedInTheBlock) {
    const auto me = keyOf(9), hot = keyOf(8), other = keyOf(7);
    const auto alpha = [](std::uint64_t n) { return Alpha::fromRaw(n); };
    const auto tao = Rao::fromRaw(5);
    const auto events = testing::eventRecords(2, {testing::stakeAdded(me, hot, tao, alpha(100), NetUid{5}, tao),
                                                  testing::stakeAdded(other, hot, tao, alpha(7), NetUid{5}, tao),
                                                  testing::stakeAdded(me, other, tao, alpha(11), NetUid{5}, tao),
                                                  testing::stakeAdded(me, hot, tao, alpha(13), NetUid{6}, tao),
                                                  testing::stakeRemoved(me, hot, tao, alpha(30), NetUid{5}, alpha(2))});

    EXPECT_EQ(ownOrders(events, me, hot, NetUid{5}), 68);
    EXPECT_EQ(ownOrders(events, keyOf(1), hot, NetUid{5}), 0);
}

} // namespace
} // namespace taodeck::worker

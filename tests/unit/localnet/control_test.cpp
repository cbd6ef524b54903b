#include "core/localnet/control.h"

#include "core/localnet/founding.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "test_chain.h"

#include <fstream>

namespace taodeck::localnet {
namespace {

namespace sm = subtensor::subtensor_module;
using namespace std::chrono_literals;

class HandClock final : public Clock {
public:
    UnixMillis now() const override {
        return UnixMillis{1'700'000'000'000ms} + std::chrono::floor<std::chrono::milliseconds>(time);
    }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::time_point{time};
    }
    std::chrono::steady_clock::duration time{1h};
};

/// A Control whose timers run when the test says so.
class Driven : public ::testing::Test {
protected:
    Driven() { restart(); }
    void restart() {
        control.reset();
        jobs.clear();
        if (!std::filesystem::exists(file())) {
            EXPECT_TRUE(foundChain(file(), FoundingKind::Development, {}, clock->now()));
        }
        ControlHost host;
        host.clock = clock;
        host.later = [this](Pace::Duration delay, std::function<void()> job) {
            jobs.push_back({clock->time + delay, ++order, std::move(job)});
        };
        host.dismiss = [this](const std::string& reason) { dismissed.push_back(reason); };
        host.open = [](const std::filesystem::path& path) {
            return Chain::open(openOptions(path, false), subtensor::makeRuntime425);
        };
        host.found = [this](const std::filesystem::path& path, const NewChain& what) {
            if (cannotFound) return Result<>{fail(Errc::Io, "no room")};
            return foundChain(path, what.empty ? FoundingKind::Empty : FoundingKind::Development, what, clock->now());
        };
        host.cast = [this](Chain&, UnixMillis) { ++castCalls; };
        host.onBlock = [this](const Block& block) { final.push_back(raw(block.header.number)); };
        host.onFailure = [this](const Error& error) { failures.push_back(error.context); };
        control.emplace(file(), *host.open(file()), Speed{}, std::move(host));
        control->start();
    }
    std::filesystem::path file() const { return folder.path() / "chain.sqlite"; }
    /// Lets `span` pass, and what is due happen in its order.
    void pass(Pace::Duration span) {
        const auto end = clock->time + span;
        for (;;) {
            auto next = std::min_element(jobs.begin(), jobs.end(), [](const auto& a, const auto& b) {
                return std::tie(a.at, a.order) < std::tie(b.at, b.order);
            });
            if (next == jobs.end() || next->at > end) break;
            clock->time = std::max(clock->time, next->at);
            const auto job = std::move(next->run);
            jobs.erase(next);
            job();
        }
        clock->time = end;
    }
    /// The first jobs, all of which are due.
    void run(int count) {
        for (; count > 0 && !jobs.empty(); --count) {
            const auto job = std::move(jobs.front().run);
            jobs.pop_front();
            job();
        }
    }
    std::uint32_t best() { return control->bestNumber(); }
    std::uint64_t chainTime() {
        return static_cast<std::uint64_t>(control->status().chainTime.time_since_epoch().count());
    }
    Control::Stepped noted() {
        return [this](const Result<>& done) { steps.push_back(done ? "done" : std::string{name(done.error().code)}); };
    }

    struct Job {
        Pace::Duration at;
        int order;
        std::function<void()> run;
    };
    std::shared_ptr<HandClock> clock = std::make_shared<HandClock>();
    TestFolder folder;
    std::deque<Job> jobs;
    int order{0}, castCalls{0};
    bool cannotFound{false};
    std::vector<std::string> dismissed, failures, steps;
    std::vector<std::uint32_t> final;
    std::optional<Control> control;
};

TEST_F(Driven, OneTimesIsABlockPerSlotOfRealTimeAndTenTimesIsTen) {
    pass(5s);
    EXPECT_EQ(best(), 5u);
    control->setSpeed(*Speed::of(10));
    pass(1s);
    EXPECT_EQ(best(), 15u);
    EXPECT_NEAR(control->status().blocksPerSecond, 10, 8);
}

TEST_F(Driven, TheChainsTimeAdvancesByTheSlotWhateverTheSpeed) {
    const auto begin = chainTime();
    pass(2s);
    control->setSpeed(Speed::max());
    run(20); // no time passes at all
    EXPECT_GT(best(), 5u);
    control->pause();
    jobs.clear();
    const auto made = best();
    pass(1h);
    EXPECT_EQ(best(), made);
    control->resume();
    control->setSpeed(Speed{});
    pass(1s);
    EXPECT_EQ(best(), made + 1);
    EXPECT_EQ(chainTime(), begin + (made + 1) * kDefaultSlotMillis);
}

TEST_F(Driven, EachBlockIsToldToBeFinalInItsOrder) {
    pass(3s + 200ms);
    EXPECT_EQ(final, (std::vector<std::uint32_t>{1, 2, 3}));
    EXPECT_EQ(control->finalNumber(), 3u);
}

TEST_F(Driven, AStepPausesAndMakesItsBlocksAtOnce) {
    pass(1s);
    control->step(3, noted());
    EXPECT_TRUE(control->status().stepping);
    pass(1s);

    EXPECT_EQ(best(), 4u);
    EXPECT_EQ(control->finalNumber(), 4u);
    EXPECT_EQ(steps, std::vector<std::string>{"done"});
    EXPECT_TRUE(control->status().paused);
    pass(10s);
    EXPECT_EQ(best(), 4u);
}

TEST_F(Driven, StepsAreRefusedWithTheirReason) {
    control->step(0, noted());
    control->step(Control::kMaxSteps + 1, noted());
    control->stepEpoch(NetUid{999}, noted());
    control->stepEpoch(NetUid{0}, noted());
    control->step(100, noted());
    control->step(1, noted());
    control->pause();

    EXPECT_EQ(steps, (std::vector<std::string>{"out_of_range", "out_of_range", "not_found", "not_found", "conflict",
                                               "cancelled"}));
    pass(10s);
    EXPECT_EQ(best(), 0u);
}

TEST_F(Driven, AnEpochStepStopsAtTheBlockWhoseEpochRan) {
    const auto lastOf = [&](std::uint16_t netuid) {
        return sm::LastMechansimStepBlock.get(control->chain().bestState(), NetUid{netuid});
    };
    for (const std::uint16_t netuid : {2, 3, 2}) {
        const auto before = lastOf(netuid);
        control->stepEpoch(NetUid{netuid}, noted());
        pass(1s);
        EXPECT_GT(lastOf(netuid), before);
        EXPECT_EQ(lastOf(netuid), best());
    }
    const auto before = best();
    control->stepEpoch(std::nullopt, noted());
    pass(1s);
    EXPECT_GT(best(), before);
    EXPECT_TRUE(lastOf(1) == best() || lastOf(2) == best() || lastOf(3) == best());
    EXPECT_EQ(steps, std::vector<std::string>(4, "done"));
}

TEST_F(Driven, AResetIsAnotherChainAndItsSubscribersAreToldToGo) {
    pass(3s);
    const auto genesis = control->genesisHash();

    ASSERT_TRUE(control->reset(std::nullopt, std::nullopt));

    pass(0s);
    EXPECT_NE(control->genesisHash(), genesis);
    EXPECT_EQ(best(), 0u);
    ASSERT_EQ(dismissed.size(), 1u);
    EXPECT_NE(dismissed[0].find("reset"), std::string::npos);
    EXPECT_LE(dismissed[0].size(), 123u) << "what a close frame holds";
    pass(2s);
    EXPECT_EQ(best(), 2u);
    restart();
    EXPECT_EQ(best(), 2u);
}

TEST_F(Driven, ResetsAtTheSameMomentStillDiffer) {
    std::set<BlockHash> seen{control->genesisHash()};
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(control->reset(std::nullopt, std::nullopt));
        EXPECT_TRUE(seen.insert(control->genesisHash()).second);
    }
    ASSERT_TRUE(control->reset(7, true));
    EXPECT_EQ(control->status().seed, 7u);
    EXPECT_TRUE(control->status().empty);
    ASSERT_TRUE(control->reset(std::nullopt, std::nullopt));
    EXPECT_TRUE(control->status().empty) << "as it was";
}

TEST_F(Driven, AResetThatCannotBeMadeLeavesTheChain) {
    pass(2s);
    cannotFound = true;
    EXPECT_EQ(control->reset(std::nullopt, std::nullopt).error().code, Errc::Io);
    EXPECT_TRUE(dismissed.empty());
    pass(1s);
    EXPECT_EQ(best(), 3u);
}

TEST_F(Driven, ARestoreGoesBackAndThenOnAnotherWay) {
    pass(3s);
    ASSERT_TRUE(control->snapshot("here"));
    const auto then = control->chain().best();
    pass(4s);
    ASSERT_EQ(best(), 7u);

    ASSERT_TRUE(control->restore("here"));

    pass(0s);
    EXPECT_EQ(control->chain().best().hash, then.hash);
    EXPECT_EQ(control->chain().finalizedHash(), then.hash);
    ASSERT_EQ(dismissed.size(), 1u);
    EXPECT_NE(dismissed[0].find("block 3"), std::string::npos);
    ASSERT_TRUE(control->chain().submit(signedTransfer(control->chain(), "//Alice", 0, AccountId{{42}}, 5'000'000),
                                        clock->now()));
    pass(1s);
    EXPECT_EQ(best(), 4u);
    EXPECT_EQ(control->chain().best().header.parent, then.hash);
    EXPECT_EQ(control->chain().best().extrinsics.size(), 4u) << "the time, a key, a pulse of the beacon, the transfer";
    restart();
    EXPECT_EQ(best(), 4u);
}

TEST_F(Driven, WithoutTransactionsARestoredChainRepeatsItself) {
    pass(2s);
    ASSERT_TRUE(control->snapshot("two"));
    pass(25s);
    const auto before = control->chain().best();
    ASSERT_TRUE(control->restore("two"));
    clock->time += 1h;
    control->step(25, noted());
    pass(1s);
    EXPECT_EQ(control->chain().best().hash, before.hash);
}

TEST_F(Driven, ASnapshotThatDoesNotOpenIsRefusedAndTheChainGoesOn) {
    ASSERT_TRUE(control->snapshot("bad"));
    std::ofstream{folder.path() / "snapshots" / "bad.sqlite", std::ios::trunc} << "not a database at all";
    EXPECT_FALSE(control->restore("bad"));
    EXPECT_EQ(control->restore("none").error().code, Errc::NotFound);
    EXPECT_TRUE(dismissed.empty());
    pass(1s);
    EXPECT_EQ(best(), 1u);
}

TEST_F(Driven, TheCastsSwitchIsRememberedByTheChain) {
    pass(2s);
    EXPECT_EQ(castCalls, 0);
    ASSERT_TRUE(control->setCast(true));
    pass(2s);
    EXPECT_EQ(castCalls, 2);
    restart();
    EXPECT_TRUE(control->status().cast);
    ASSERT_TRUE(control->setCast(false));
    pass(2s);
    EXPECT_EQ(castCalls, 2);
    ASSERT_TRUE(control->reset(std::nullopt, true));
    EXPECT_EQ(control->setCast(true).error().code, Errc::Unsupported);
}

} // namespace
} // namespace taodeck::localnet

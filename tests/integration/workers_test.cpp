// Supervision of worker processes, with a scripted program in the place of taodeck-worker.

#include "core/base/clock.h"
#include "core/supervise/workers/workers.h"
#include "rpc_fixture.h"
#include "tests/support/fake_services.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <fstream>

namespace taodeck::supervise {
namespace {

using namespace std::chrono_literals;
using api::WorkerRow;
using api::WorkerState;
using rpc::IoThreads;
using rpc::Mailbox;

bool isAlive(int pid) {
    return pid > 0 && ::kill(pid, 0) == 0;
}

class WorkersTest : public ::testing::Test {
protected:
    WorkersTest() {
        m_folder.write("hotkey", "{}");
        m_folder.write("model.gguf", "GGUF");
        m_limits.start = 10s;
        m_limits.hang = 20s;
        m_limits.poll = 100ms;
        m_limits.lookAround = 100ms;
        m_limits.backoffFirst = 30ms;
        m_limits.backoffMax = 100ms;
        m_limits.grace = 500ms;
        goLive("ws://127.0.0.1:1000", 1);
    }
    ~WorkersTest() override { close(); }

    void goLive(const std::string& endpoint, std::uint8_t genesis) {
        api::ChainStatus status;
        status.link = api::LinkState::Live;
        status.development = true;
        status.endpoint = endpoint;
        status.genesis.bytes.fill(genesis);
        m_chain.setStatus(status);
    }
    std::shared_ptr<Workers> makeService() {
        WorkersOptions options;
        options.io = &m_threads.io;
        options.pool = [](auto job) { job(); };
        options.folder = m_folder.path();
        options.program = m_program;
        options.bundledModel = m_folder.path() / "model.gguf";
        options.chain = &m_chain;
        options.actions = &m_actions;
        options.network = &m_network;
        options.localnet = &m_localnet;
        options.clock = std::make_shared<SystemClock>();
        options.machine = {m_folder.path() / "proc", m_folder.path() / "power", "/nonexistent"};
        options.limits = m_limits;
        return makeWorkers(std::move(options));
    }
    void open() { m_service = makeService(); }
    void close() {
        if (m_service) m_service->shutDown();
        m_service.reset();
    }
    api::WorkerSettings settings(std::uint8_t hotkey = 7) {
        api::WorkerSettings out;
        out.network = "localnet";
        out.netuid = NetUid{5};
        out.task = "text";
        out.hotkey.bytes.fill(hotkey);
        out.coldkey.bytes.fill(8);
        out.hotkeyFile = (m_folder.path() / "hotkey").string();
        out.model = (m_folder.path() / "model.gguf").string();
        return out;
    }
    template <class T, class Start>
    static Result<T> wait(Start start) {
        const auto box = std::make_shared<Mailbox<Result<T>>>();
        start([box](Result<T> result) { box->put(std::move(result)); });
        auto out = box->take(20s);
        return out ? *std::move(out) : fail(Errc::Timeout, "no answer");
    }
    /// Created, with a script.
    std::string create(const std::string& behaviour, std::uint8_t hotkey = 7) {
        const auto row = wait<WorkerRow>([&](auto done) { m_service->create(settings(hotkey), std::move(done)); });
        EXPECT_TRUE(row) << row.error().context;
        behave(row->settings.id, behaviour);
        return row->settings.id;
    }
    void behave(const std::string& id, const std::string& behaviour) {
        m_folder.write("workers/" + id + "/behaviour", behaviour);
    }
    Result<> start(const std::string& id) {
        return wait<void>([&](auto done) { m_service->start(id, std::move(done)); });
    }
    Result<> stop(const std::string& id) {
        return wait<void>([&](auto done) { m_service->stop(id, std::move(done)); });
    }
    std::optional<WorkerRow> row(const std::string& id, Workers* service = nullptr) {
        const auto rows = wait<std::vector<WorkerRow>>(
            [&](auto done) { (service ? service : m_service.get())->workers(std::move(done)); });
        for (const auto& one : rows.value_or(std::vector<WorkerRow>{}))
            if (one.settings.id == id) return one;
        return std::nullopt;
    }
    /// The row once it is as wanted; the last one after twenty seconds.
    template <class Wanted>
    WorkerRow rowWhen(const std::string& id, Wanted wanted, Workers* service = nullptr) {
        WorkerRow last;
        for (int i = 0; i < 2'000; ++i) {
            last = row(id, service).value_or(WorkerRow{});
            if (wanted(last)) return last;
            std::this_thread::sleep_for(10ms);
        }
        ADD_FAILURE() << "never so; state " << static_cast<int>(last.state) << ": " << last.reason;
        return last;
    }
    WorkerRow rowIn(const std::string& id, WorkerState state, Workers* service = nullptr) {
        return rowWhen(
            id, [state](const WorkerRow& r) { return r.state == state; }, service);
    }
    std::vector<std::string> starts(const std::string& id) {
        std::vector<std::string> out;
        std::ifstream in{m_folder.path() / "workers" / id / "starts"};
        for (std::string line; std::getline(in, line);)
            out.push_back(line);
        return out;
    }

    IoThreads m_threads;
    test::TemporaryFolder m_folder;
    testing::FakeChainService m_chain;
    testing::FakeActionService m_actions;
    testing::FakeNetworkService m_network;
    testing::FakeLocalnetService m_localnet;
    RunLimits m_limits;
    std::filesystem::path m_program{TD_FAKE_WORKER};
    std::shared_ptr<Workers> m_service;
};

TEST_F(WorkersTest, RunsAWorkerAndEndsIt) {
    open();
    const auto id = create("run");
    EXPECT_EQ(id, "miner-5");
    EXPECT_EQ(row(id)->state, WorkerState::Stopped);
    Mailbox<int> changes;
    const auto subscription = m_service->onChanged([&] { changes.put(1); });

    ASSERT_TRUE(start(id));
    const auto running = rowIn(id, WorkerState::Running);

    EXPECT_EQ(running.uid, 7) << "what the neuron says is in the row";
    EXPECT_TRUE(isAlive(running.pid));
    EXPECT_TRUE(running.upSince);
    EXPECT_NE(running.settings.port, 0);
    EXPECT_TRUE(changes.take());
    EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "workers" / id / "control.secret"));
    ASSERT_TRUE(stop(id));
    EXPECT_EQ(row(id)->state, WorkerState::Stopped);
    EXPECT_FALSE(isAlive(running.pid));
}

TEST_F(WorkersTest, TellsItsProcessNoPassword) {
    ::setenv("BT_PW", "correct-horse-9", 1);
    ::setenv("BT_PW__HOME_ME_COLDKEY", "c2VjcmV0", 1);
    open();
    const auto id = create("run");
    ASSERT_TRUE(start(id));
    rowIn(id, WorkerState::Running);
    ::unsetenv("BT_PW");
    ::unsetenv("BT_PW__HOME_ME_COLDKEY");

    std::ifstream in{m_folder.path() / "workers" / id / "environment"};
    const std::string seen{std::istreambuf_iterator<char>{in}, {}};
    EXPECT_NE(seen.find("PATH="), std::string::npos);
    EXPECT_EQ(seen.find("BT_PW"), std::string::npos);
}

TEST_F(WorkersTest, RemembersItsWorkersAndStartsThoseThatBeginWithTheProgram) {
    open();
    const auto quiet = create("run", 1), eager = create("run", 2);
    auto wanted = row(eager)->settings;
    wanted.startWithProgram = true;
    ASSERT_TRUE(wait<WorkerRow>([&](auto done) { m_service->change(wanted, std::move(done)); }));
    close();

    open();
    m_service->startWithProgram();

    rowIn(eager, WorkerState::Running);
    EXPECT_EQ(row(quiet)->state, WorkerState::Stopped);
    ASSERT_TRUE(wait<void>([&](auto done) { m_service->remove(eager, std::move(done)); }));
    EXPECT_FALSE(row(eager));
    EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "workers" / eager));
}

TEST_F(WorkersTest, KeepsTheLedgerOfARemovedWorkerForTheNextOneOfItsNeuron) {
    open();
    const auto id = create("run", 1);
    m_folder.write("workers/" + id + "/ledger", "salts");
    m_folder.write("workers/" + id + "/ledger-wal", "the newest salts");
    ASSERT_TRUE(wait<void>([&](auto done) { m_service->remove(id, std::move(done)); }));
    EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "workers" / id));

    const auto other = create("run", 2);
    EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "workers" / other / "ledger"));
    const auto again = create("run", 1);
    EXPECT_EQ(m_folder.read("workers/" + again + "/ledger"), "salts");
    EXPECT_EQ(m_folder.read("workers/" + again + "/ledger-wal"), "the newest salts");
}

TEST_F(WorkersTest, StartsACrashedOneAgain) {
    open();
    const auto id = create("crash-once");
    ASSERT_TRUE(start(id));
    const int first = rowIn(id, WorkerState::Running).pid;
    EXPECT_EQ(starts(id).size(), 2u);

    ::kill(first, SIGKILL);
    const auto again =
        rowWhen(id, [first](const WorkerRow& r) { return r.state == WorkerState::Running && r.pid != first; });
    EXPECT_TRUE(isAlive(again.pid));
    EXPECT_FALSE(isAlive(first));
}

TEST_F(WorkersTest, TellsWhyOneDoesNotStayUpAndGoesOnTrying) {
    open();
    const auto id = create("crash");
    ASSERT_TRUE(start(id));

    const auto row = rowIn(id, WorkerState::BackingOff);
    EXPECT_EQ(row.reason, "Its process ended with code 3: the disk is gone");
    EXPECT_TRUE(row.retryAt);
    rowWhen(id, [&](const WorkerRow&) { return starts(id).size() >= 4; });
    behave(id, "run");
    rowIn(id, WorkerState::Running);
}

TEST_F(WorkersTest, EndsOneThatHangs) {
    m_limits.hang = 1s;
    open();
    const auto id = create("hang");
    ASSERT_TRUE(start(id));
    rowWhen(id, [&](const WorkerRow& r) { return r.reason.find("no sign for 1 seconds") != std::string::npos; });
    behave(id, "run");
    rowIn(id, WorkerState::Running);

    EXPECT_GE(starts(id).size(), 2u);
}

TEST_F(WorkersTest, KeepsOneWhoseWordsCannotBeReadAndSaysSo) {
    m_limits.hang = 300ms;
    m_limits.poll = 50ms;
    open();
    const auto id = create("babble");
    ASSERT_TRUE(start(id));
    rowWhen(id, [](const WorkerRow& r) { return r.reason.find("cannot be read") != std::string::npos; });
    const auto until = std::chrono::steady_clock::now() + 900ms;
    rowWhen(id, [until](const WorkerRow&) { return std::chrono::steady_clock::now() > until; });

    EXPECT_EQ(starts(id).size(), 1u) << "it answers, so it does not hang";
}

TEST_F(WorkersTest, EndsOneThatNeverComesUp) {
    m_limits.start = 300ms;
    open();
    const auto id = create("silent");
    ASSERT_TRUE(start(id));

    rowWhen(id, [](const WorkerRow& r) { return r.reason.find("did not come up") != std::string::npos; });
    ASSERT_TRUE(stop(id));
    EXPECT_EQ(row(id)->state, WorkerState::Stopped);
}

TEST_F(WorkersTest, KillsOneThatDoesNotListen) {
    open();
    const auto id = create("stubborn");
    ASSERT_TRUE(start(id));
    const int pid = rowIn(id, WorkerState::Running).pid;

    ASSERT_TRUE(stop(id));
    EXPECT_FALSE(isAlive(pid));
}

TEST_F(WorkersTest, SaysWhenAProgramCannotRunAtAll) {
    open();
    const auto id = create("wrong-version");
    ASSERT_TRUE(start(id));
    EXPECT_NE(rowIn(id, WorkerState::Failed).reason.find("another version"), std::string::npos);
    close();

    m_program = "/nonexistent/taodeck-worker";
    open();
    ASSERT_TRUE(start(id));
    EXPECT_NE(rowIn(id, WorkerState::Failed).reason.find("cannot be started"), std::string::npos);
}

TEST_F(WorkersTest, ShowsTheNeuronsOwnFailure) {
    open();
    const auto id = create("broken");
    ASSERT_TRUE(start(id));

    EXPECT_EQ(rowIn(id, WorkerState::Failed).reason, "The model is broken.");
}

TEST_F(WorkersTest, FollowsTheNodeWhereverItGoes) {
    open();
    const auto id = create("run");
    m_chain.setStatus({});
    ASSERT_TRUE(start(id));
    EXPECT_EQ(rowIn(id, WorkerState::WaitingChain).reason, "The embedded chain is not ready.");

    goLive("ws://127.0.0.1:1001", 1);
    rowIn(id, WorkerState::Running);
    goLive("ws://127.0.0.1:1002", 1);
    rowWhen(id, [&](const WorkerRow& r) { return starts(id).size() == 2 && r.state == WorkerState::Running; });
    EXPECT_NE(starts(id)[1].find("ws://127.0.0.1:1002"), std::string::npos);
    goLive("ws://127.0.0.1:1002", 2);
    rowWhen(id, [&](const WorkerRow& r) { return starts(id).size() == 3 && r.state == WorkerState::Running; });

    m_network.select("finney", {});
    m_chain.setStatus({});
    EXPECT_NE(rowIn(id, WorkerState::WaitingChain).reason.find("chosen network"), std::string::npos);
}

TEST_F(WorkersTest, NeverRunsOneTwice) {
    open();
    const auto id = create("run");
    ASSERT_TRUE(start(id));
    ASSERT_TRUE(start(id));
    const auto running = rowIn(id, WorkerState::Running);
    const auto other = makeService();
    const auto seen = rowIn(id, WorkerState::Running, other.get());
    EXPECT_EQ(seen.pid, running.pid) << "another program sees the same process";

    EXPECT_EQ(wait<void>([&](auto done) { other->start(id, std::move(done)); }).error().code, Errc::Conflict);
    EXPECT_EQ(wait<void>([&](auto done) { other->remove(id, std::move(done)); }).error().code, Errc::Conflict);
    EXPECT_EQ(starts(id).size(), 1u);
    ASSERT_TRUE(wait<void>([&](auto done) { other->stop(id, std::move(done)); }));
    rowIn(id, WorkerState::Stopped);
    rowIn(id, WorkerState::Stopped, other.get());
    EXPECT_EQ(starts(id).size(), 1u) << "it was told to stop, so it is not started again";
    other->shutDown();
}

TEST_F(WorkersTest, ChangedSettingsStartItAgain) {
    open();
    const auto id = create("run");
    ASSERT_TRUE(start(id));
    const auto before = rowIn(id, WorkerState::Running);
    auto wanted = before.settings;
    wanted.threads = 3;
    wanted.port = 0;
    ASSERT_TRUE(wait<WorkerRow>([&](auto done) { m_service->change(wanted, std::move(done)); }));

    const auto after = rowWhen(
        id, [&](const WorkerRow& r) { return r.state == WorkerState::Running && r.pid != before.pid && r.pid > 0; });
    EXPECT_EQ(after.settings.threads, 3u);
    EXPECT_EQ(after.settings.port, before.settings.port) << "a port once chosen is kept";
    EXPECT_EQ(starts(id).size(), 2u);
}

TEST_F(WorkersTest, AHotkeyWorksOnceOnASubnet) {
    open();
    create("run", 1);
    const auto again = wait<WorkerRow>([&](auto done) { m_service->create(settings(1), std::move(done)); });
    EXPECT_EQ(again.error().code, Errc::Conflict);
    const auto other = create("run", 2);
    EXPECT_EQ(other, "miner-5-2");
    auto change = row(other)->settings;
    change.hotkey = settings(1).hotkey;
    EXPECT_EQ(wait<WorkerRow>([&](auto done) { m_service->change(change, std::move(done)); }).error().code,
              Errc::Conflict);
    auto taken = settings(3);
    taken.port = row(other)->settings.port;
    EXPECT_EQ(wait<WorkerRow>([&](auto done) { m_service->create(taken, std::move(done)); }).error().code,
              Errc::Conflict);
    EXPECT_EQ(start("miner-9").error().code, Errc::NotFound);
    EXPECT_EQ(wait<std::vector<std::string>>([&](auto done) { m_service->logTail("../other", 5, std::move(done)); })
                  .error()
                  .code,
              Errc::NotFound);
}

TEST_F(WorkersTest, RestsOnBatteryAndComesBack) {
    m_folder.write("power/BAT0/type", "Battery\n");
    m_folder.write("power/BAT0/status", "Discharging\n");
    open();
    const auto id = create("run");
    ASSERT_TRUE(start(id));

    EXPECT_EQ(rowIn(id, WorkerState::Paused).reason, "The machine runs on battery.");
    m_folder.write("power/BAT0/status", "Charging\n");
    rowIn(id, WorkerState::Running);
    m_folder.write("power/BAT0/status", "Discharging\n");
    EXPECT_EQ(rowIn(id, WorkerState::Paused).reason, "The machine runs on battery.");
    EXPECT_EQ(starts(id).size(), 1u) << "it was paused, not ended";
}

TEST_F(WorkersTest, AValidatorRestsInItsProcessSoThatItReveals) {
    m_folder.write("power/BAT0/type", "Battery\n");
    m_folder.write("power/BAT0/status", "Discharging\n");
    open();
    const auto miner = create("run", 1);
    auto wanted = settings(2);
    wanted.role = api::Role::Validator;
    const auto made = wait<WorkerRow>([&](auto done) { m_service->create(wanted, std::move(done)); });
    ASSERT_TRUE(made) << made.error().context;
    const auto validator = made->settings.id;
    behave(validator, "run");
    ASSERT_TRUE(start(miner));
    rowIn(miner, WorkerState::Paused); // the battery was seen
    ASSERT_TRUE(start(validator));

    rowWhen(validator, [](const WorkerRow& r) { return r.state == WorkerState::Paused && r.pid > 0; });
    EXPECT_EQ(starts(validator).size(), 1u);
}

TEST_F(WorkersTest, LaunchesFromNothingToRunning) {
    api::Metagraph graph;
    graph.netuid = NetUid{5};
    graph.started = graph.registrationOpen = true;
    graph.burn = Rao::fromRaw(1'000);
    m_chain.setGraph(graph);
    m_actions.onProven = [this](const api::Intent& intent) {
        const auto* registration = std::get_if<api::RegisterIntent>(&intent);
        if (registration == nullptr) return;
        api::Neuron neuron;
        neuron.hotkey = registration->hotkey;
        neuron.coldkey = registration->coldkey;
        m_chain.addNeuron(neuron);
    };
    open();
    api::LaunchRequest request;
    request.settings = settings();
    request.limit = Rao::fromRaw(2'000);
    request.fundFromDevelopment = true;

    for (int i = 0; i < 2; ++i) {
        const auto launched = wait<WorkerRow>([&](auto done) { m_service->launch(request, {}, std::move(done)); });
        ASSERT_TRUE(launched) << launched.error().context;
        EXPECT_EQ(launched->state, WorkerState::Running);
    }
    EXPECT_EQ(m_actions.submits, 1);
    EXPECT_EQ(m_actions.funds, 1);
    const auto verdict = wait<api::Verdict>([&](auto done) {
        m_service->verdict({api::Role::Miner, NetUid{5}, "text", settings().model, settings().coldkey},
                           std::move(done));
    });
    ASSERT_TRUE(verdict) << verdict.error().context;
    EXPECT_EQ(verdict->price, Rao::fromRaw(1'000));
}

TEST_F(WorkersTest, KeepsAMarketWhileTheCastPlays) {
    const auto file = m_folder.path() / "market/market.log";
    const auto lastPid = [&] {
        std::ifstream in{file};
        int pid = 0;
        for (std::string line; std::getline(in, line);)
            pid = std::stoi(line);
        return pid;
    };
    const auto becomes = [&](auto wanted) {
        for (int i = 0; i < 1'000 && !wanted(); ++i)
            std::this_thread::sleep_for(10ms);
        return wanted();
    };
    open();
    const auto id = create("run");
    EXPECT_EQ(lastPid(), 0) << "nobody asked for one";

    ASSERT_TRUE(start(id));
    EXPECT_TRUE(becomes([&] { return isAlive(lastPid()); })) << "the first worker brings it";
    const int first = lastPid();
    m_localnet.cast = false;
    EXPECT_TRUE(becomes([&] { return !isAlive(first); }));
    m_localnet.cast = true;
    EXPECT_TRUE(becomes([&] { return isAlive(lastPid()) && lastPid() != first; }));
    close();
    EXPECT_TRUE(becomes([&] { return !isAlive(lastPid()); }));
}

TEST_F(WorkersTest, HundredKillsLeaveOneRunning) {
    m_limits.backoffMax = 30ms;
    open();
    const auto id = create("run");
    ASSERT_TRUE(start(id));
    int last = 0;
    for (int i = 0; i < 100; ++i) {
        last = rowWhen(id, [last](const WorkerRow& r) { return r.state == WorkerState::Running && r.pid != last; }).pid;
        ASSERT_GT(last, 0);
        ::kill(last, SIGKILL);
    }
    const auto end =
        rowWhen(id, [last](const WorkerRow& r) { return r.state == WorkerState::Running && r.pid != last; });

    EXPECT_EQ(starts(id).size(), 101u);
    int alive = 0;
    for (const auto& line : starts(id))
        alive += isAlive(std::stoi(line)) ? 1 : 0;
    EXPECT_EQ(alive, 1);
    EXPECT_TRUE(isAlive(end.pid));
}

} // namespace
} // namespace taodeck::supervise

#include "core/supervise/localnet_process.h"
#include "rpc_fixture.h"

#include <csignal>
#include <fstream>
#include <sys/stat.h>

namespace taodeck::supervise {
namespace {

using namespace std::chrono_literals;
using rpc::IoThreads;
using rpc::Mailbox;

bool isAlive(int pid) {
    return ::kill(pid, 0) == 0;
}
bool endsSoon(int pid) {
    for (int i = 0; i < 500 && isAlive(pid); ++i)
        std::this_thread::sleep_for(10ms);
    return !isAlive(pid);
}

struct Watch {
    Mailbox<int> starts;
    Mailbox<std::string> lines;
    Mailbox<Exit> exits;
    Mailbox<Error> failures;
    ProcessEvents events() {
        return {[this](int pid) { starts.put(pid); }, [this](std::string line) { lines.put(std::move(line)); },
                [this](const Exit& exit) { exits.put(exit); }, [this](const Error& error) { failures.put(error); }};
    }
};

ProcessOptions shell(const std::string& script) {
    ProcessOptions options;
    options.program = "/bin/sh";
    options.arguments = {"-c", script};
    options.environment = {{"TD_SAYS", "hello"}};
    options.backoffFirst = 10ms;
    options.grace = 200ms;
    return options;
}

TEST(Process, ReadsLinesEnvironmentAndExitCode) {
    IoThreads threads;
    Watch watch;
    const auto process =
        makeProcess(threads.io, shell("echo $TD_SAYS; printf 'cut'; echo; echo last; exit 3"), watch.events());
    process->start();

    EXPECT_EQ(watch.lines.take(), "hello");
    EXPECT_EQ(watch.lines.take(), "cut");
    EXPECT_EQ(watch.lines.take(), "last");
    const auto exit = watch.exits.take();
    ASSERT_TRUE(exit);
    EXPECT_EQ(exit->code, 3);
    EXPECT_FALSE(exit->expected);
    EXPECT_EQ(process->pid(), 0);
}

TEST(Process, KnowsOfOurEnvironmentOnlyWhatIsHarmless) {
    ::setenv("BT_PW", "correct-horse-9", 1);
    IoThreads threads;
    Watch watch;
    const auto process = makeProcess(threads.io, shell("echo ${BT_PW:-nothing} ${PATH:+path}"), watch.events());
    process->start();

    EXPECT_EQ(watch.lines.take(), "nothing path");
    ::unsetenv("BT_PW");
}

TEST(Process, TellsAProgramThatIsNotThere) {
    IoThreads threads;
    Watch watch;
    auto options = shell("");
    options.program = "/nonexistent/program";
    const auto process = makeProcess(threads.io, options, watch.events());
    process->start();

    EXPECT_EQ(watch.failures.take()->code, Errc::NotFound);
}

TEST(Process, StartsAgainUntilStopped) {
    IoThreads threads;
    Watch watch;
    auto options = shell("sleep 100");
    options.restart = true;
    const auto process = makeProcess(threads.io, options, watch.events());
    process->start();
    const auto first = watch.starts.take();
    ASSERT_TRUE(first);
    ::kill(*first, SIGKILL);

    const auto exit = watch.exits.take();
    EXPECT_EQ(exit->signal, SIGKILL);
    EXPECT_TRUE(exit->restarting);
    const auto second = watch.starts.take();
    ASSERT_TRUE(second);
    EXPECT_NE(*first, *second);
    process->stop();
    EXPECT_TRUE(watch.exits.take()->expected);
    EXPECT_FALSE(watch.starts.take(100ms));
}

TEST(Process, AProgramThatIgnoresTheRequestIsKilled) {
    IoThreads threads;
    Watch watch;
    const auto process = makeProcess(threads.io, shell("trap '' TERM; echo ready; sleep 100"), watch.events());
    process->start();
    ASSERT_EQ(watch.lines.take(), "ready");
    process->stop();

    EXPECT_EQ(watch.exits.take()->signal, SIGKILL);
}

TEST(Process, DroppingItEndsTheProgramAndItsChildren) {
    IoThreads threads;
    Watch watch;
    auto process = makeProcess(threads.io, shell("sleep 100 & echo $!; wait"), watch.events());
    process->start();
    const int pid = *watch.starts.take();
    const int grandchild = std::stoi(*watch.lines.take());
    process.reset();

    EXPECT_TRUE(endsSoon(pid));
    EXPECT_TRUE(endsSoon(grandchild));
    EXPECT_FALSE(watch.exits.take(50ms)); // no event after the drop
}

TEST(Process, GivesItsProgramNoneOfOurDescriptors) {
    IoThreads threads;
    Watch watch;
    const int leaked = ::dup(0);
    auto options = shell("test -e /proc/$$/fd/" + std::to_string(leaked) + " && echo leaked || echo closed");
    const auto process = makeProcess(threads.io, options, watch.events());
    process->start();

    EXPECT_EQ(watch.lines.take(), "closed");
    ::close(leaked);
}

LocalnetOptions fakeLocalnet(const std::string& script) {
    LocalnetOptions options;
    options.program = "/bin/sh";
    options.arguments = {"-c", script};
    options.restart = false;
    options.startLimit = 300ms;
    return options;
}

TEST(LocalnetProcess, LearnsTheEndpointFromTheFirstLine) {
    IoThreads threads;
    Mailbox<Result<LocalnetInfo>> ready;
    const auto localnet = makeLocalnetProcess(
        threads.io,
        fakeLocalnet(
            R"(echo '{"endpoint":"ws://127.0.0.1:1","genesis":"0x00","state":"/x","blockMillis":1000}'; sleep 9)"),
        {[&](Result<LocalnetInfo> info) { ready.put(std::move(info)); }, nullptr});
    localnet->start();

    const auto info = ready.take();
    ASSERT_TRUE(info && *info);
    EXPECT_EQ((*info)->endpoint, "ws://127.0.0.1:1");
    EXPECT_EQ((*info)->blockMillis, 1000u);
    Mailbox<Errc> health;
    localnet->health([&](Result<LocalnetHealth> result) { health.put(result.error().code); });
    EXPECT_EQ(health.take(), Errc::Disconnected);
}

TEST(LocalnetProcess, TellsAnEndOrSilenceBeforeTheEndpoint) {
    struct Row {
        const char* script;
        Errc code;
    };
    for (const auto& row :
         {Row{"exit 4", Errc::Io}, Row{"echo nonsense; sleep 9", Errc::Malformed}, Row{"sleep 9", Errc::Timeout}}) {
        SCOPED_TRACE(row.script);
        IoThreads threads;
        Mailbox<Result<LocalnetInfo>> ready;
        const auto localnet =
            makeLocalnetProcess(threads.io, fakeLocalnet(row.script),
                                {[&](Result<LocalnetInfo> info) { ready.put(std::move(info)); }, nullptr});
        localnet->start();

        const auto info = ready.take();
        ASSERT_TRUE(info);
        ASSERT_FALSE(*info);
        EXPECT_EQ(info->error().code, row.code);
    }
}

} // namespace
} // namespace taodeck::supervise

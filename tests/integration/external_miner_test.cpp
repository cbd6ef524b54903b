/// Programs of recipes: started, looked after, started again, given up. The program is a shell script.
#include "core/worker/neuron/external_program.h"
#include "core/worker/recipe/external_miner.h"

#include "rpc_fixture.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <csignal>
#include <fstream>
#include <future>
#include <thread>

namespace taodeck::worker {
namespace {

using namespace std::chrono_literals;
using rpc::IoThreads;
using rpc::Mailbox;
using tcp = boost::asio::ip::tcp;

Recipe script(const std::string& text) {
    Recipe out;
    out.name = "test";
    out.program = "sh"; // found in PATH
    out.arguments = {"-c", text};
    out.folder = "/";
    out.checkEvery = 20ms;
    out.backoffFirst = out.backoffMax = 10ms;
    return out;
}

RecipeCheck line(const std::string& text) {
    RecipeCheck out;
    out.kind = RecipeCheck::Kind::LogLine;
    out.text = text;
    return out;
}

RecipeCheck port(std::uint16_t number, const std::string& path = {}) {
    RecipeCheck out;
    out.kind = path.empty() ? RecipeCheck::Kind::Tcp : RecipeCheck::Kind::Http;
    out.port = number;
    out.path = path;
    return out;
}

struct Watch {
    Mailbox<ExternalStatus> changes;
    Mailbox<std::string> lines;
    ExternalEvents events() {
        return {[this](const ExternalStatus& status) { changes.put(status); },
                [this](const std::string& text) { lines.put(text); }};
    }
    /// The next news of that state; those before are passed over.
    ExternalStatus wait(ExternalState state) {
        while (auto status = changes.take())
            if (status->state == state) return *status;
        ADD_FAILURE() << "never " << name(state);
        return {};
    }
};

/// Answers one request after another on a loopback port with what it was told to.
class Answers {
public:
    explicit Answers(std::string status) : m_status{std::move(status)}, m_acceptor{m_io, {loopback(), 0}} {
        m_thread = std::thread{[this] { serve(); }};
    }
    ~Answers() {
        m_stop = true;
        boost::system::error_code ignored; // the connection only wakes the thread up
        tcp::socket{m_io}.connect({loopback(), port()}, ignored);
        m_thread.join();
    }
    std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }
    void say(const std::string& status) {
        const std::lock_guard lock{m_mutex};
        m_status = status;
    }

private:
    static boost::asio::ip::address loopback() { return boost::asio::ip::address_v4::loopback(); }
    void serve() {
        while (!m_stop) {
            boost::system::error_code ec;
            tcp::socket socket{m_io};
            m_acceptor.accept(socket, ec);
            if (ec || m_stop) continue;
            char request[512];
            socket.read_some(boost::asio::buffer(request), ec);
            const std::lock_guard lock{m_mutex};
            boost::asio::write(socket, boost::asio::buffer("HTTP/1.1 " + m_status + "\r\n\r\n"), ec);
        }
    }
    std::mutex m_mutex;
    std::string m_status;
    boost::asio::io_context m_io;
    tcp::acceptor m_acceptor;
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

TEST(ExternalMiner, RunsOnceItsLineWasPrintedInItsFolderWithItsEnvironmentAlone) {
    ::setenv("TD_TEST_PASSWORD", "hunter2", 1);
    IoThreads threads;
    Watch watch;
    auto recipe = script("echo \"$(pwd) $GREETING [$TD_TEST_PASSWORD]\" 1>&2; echo ready; sleep 60");
    recipe.environment = {{"GREETING", "hello"}};
    recipe.folder = "/usr";
    recipe.checks = {line("ready")};
    const auto miner = makeExternalMiner(threads.io, recipe, watch.events());

    miner->start();

    EXPECT_EQ(watch.lines.take(), "/usr hello []");
    EXPECT_EQ(watch.wait(ExternalState::Running).reason, "");
    EXPECT_GT(miner->status().pid, 0);
    miner->stop();
    watch.wait(ExternalState::Stopped);
    EXPECT_EQ(miner->status().pid, 0);
    ::unsetenv("TD_TEST_PASSWORD");
}

TEST(ExternalMiner, IsStartedAgainAfterACrashAndSaysWhy) {
    IoThreads threads;
    Watch watch;
    const auto miner = makeExternalMiner(threads.io, script("kill -9 $$"), watch.events());

    miner->start();

    EXPECT_EQ(watch.wait(ExternalState::Waiting).reason.rfind("ended by signal 9", 0), 0U);
    watch.wait(ExternalState::Starting);
    watch.wait(ExternalState::Waiting);
    EXPECT_GE(miner->status().restarts, 2U);
}

TEST(ExternalMiner, IsGivenUpWhenItEndsTooOften) {
    IoThreads threads;
    Watch watch;
    auto recipe = script("exit 7");
    recipe.restartsPerHour = 2;
    const auto miner = makeExternalMiner(threads.io, recipe, watch.events());

    miner->start();

    EXPECT_EQ(watch.wait(ExternalState::GivenUp).reason, "ended with code 7; started again 2 times within an hour");
}

TEST(ExternalMiner, MayEndByItself) {
    IoThreads threads;
    Watch watch;
    const auto miner = makeExternalMiner(threads.io, script("exit 0"), watch.events());
    miner->start();
    EXPECT_EQ(watch.wait(ExternalState::Stopped).reason, "ended with code 0");
}

TEST(ExternalMiner, ThatCannotBeStartedIsGivenUpWithTheReason) {
    IoThreads threads;
    Watch watch;
    auto recipe = script("");
    recipe.program = "/nowhere/at/all";
    const auto miner = makeExternalMiner(threads.io, recipe, watch.events());
    miner->start();
    EXPECT_NE(watch.wait(ExternalState::GivenUp).reason.find("could not be started"), std::string::npos);
}

TEST(ExternalMiner, ThatIsNotWellInTimeIsStartedAgain) {
    IoThreads threads;
    Watch watch;
    auto recipe = script("sleep 60");
    recipe.checks = {line("ready")};
    recipe.startLimit = 50ms;
    const auto miner = makeExternalMiner(threads.io, recipe, watch.events());

    miner->start();

    EXPECT_EQ(watch.wait(ExternalState::Waiting).reason.rfind("not well in time: the line \"ready\"", 0), 0U);
    watch.wait(ExternalState::Starting);
}

TEST(ExternalMiner, FailsAndIsStartedAgainWhenItsPortAnswersWrongly) {
    IoThreads threads;
    Watch watch;
    Answers answers{"200 OK"};
    auto recipe = script("sleep 60");
    recipe.checks = {port(answers.port(), "/health")};
    const auto miner = makeExternalMiner(threads.io, recipe, watch.events());
    miner->start();
    watch.wait(ExternalState::Running);

    answers.say("500 Broken");

    const auto words = "HTTP " + std::to_string(answers.port()) + "/health answers with another status than 200";
    EXPECT_EQ(watch.wait(ExternalState::Failing).reason, words);
    EXPECT_EQ(watch.wait(ExternalState::Waiting).reason.rfind(words, 0), 0U);
    answers.say("200 OK");
    watch.wait(ExternalState::Running);
}

TEST(ExternalMiner, WaitsForAPortThatNobodyListensOn) {
    IoThreads threads;
    Watch watch;
    std::uint16_t closed = 0;
    {
        const Answers gone{"200 OK"};
        closed = gone.port();
    }
    auto recipe = script("sleep 60");
    recipe.checks = {port(closed)};
    const auto miner = makeExternalMiner(threads.io, recipe, watch.events());

    miner->start();

    auto status = watch.changes.take();
    while (status && status->reason == "starting")
        status = watch.changes.take();
    ASSERT_TRUE(status);
    EXPECT_EQ(status->state, ExternalState::Starting);
    EXPECT_EQ(status->reason, "waits: TCP port " + std::to_string(closed) + " does not accept connections");
}

TEST(ExternalMiner, LeavesNoProgramBehind) {
    IoThreads threads;
    Watch watch;
    auto recipe = script("echo ready; sleep 60");
    recipe.checks = {line("ready")};
    auto miner = makeExternalMiner(threads.io, recipe, watch.events());
    miner->start();
    watch.wait(ExternalState::Running);
    const int pid = miner->status().pid;

    miner.reset();

    for (int i = 0; i < 500 && ::kill(pid, 0) == 0; ++i)
        std::this_thread::sleep_for(10ms);
    EXPECT_NE(::kill(pid, 0), 0);
}

/// What has ended but was not reaped yet by whoever took it over does not live.
bool lives(int pid) {
    if (::kill(pid, 0) != 0) return false;
    std::ifstream stat{"/proc/" + std::to_string(pid) + "/stat"};
    std::string text;
    std::getline(stat, text);
    const auto end = text.rfind(") ");
    return end == text.npos || text[end + 2] != 'Z';
}

TEST(ExternalMiner, TellsItsEndOnceAProgramThatHoldsOutIsKilledWithItsGroup) {
    IoThreads threads;
    Watch watch;
    auto recipe = script("trap '' TERM; sh -c 'trap \"\" TERM; echo child $$; while :; do sleep 1; done'");
    recipe.checks = {line("child")};
    auto miner = makeExternalMiner(threads.io, recipe, watch.events());
    miner->start();
    watch.wait(ExternalState::Running);
    const auto said = watch.lines.take();
    ASSERT_TRUE(said);
    const int child = std::stoi(said->substr(6));
    const int pid = miner->status().pid;

    std::promise<void> ended;
    miner->stop([&ended] { ended.set_value(); });

    ASSERT_EQ(ended.get_future().wait_for(20s), std::future_status::ready);
    EXPECT_FALSE(lives(pid));
    for (int i = 0; i < 500 && lives(child); ++i) // init reaps it
        std::this_thread::sleep_for(10ms);
    EXPECT_FALSE(lives(child));
    std::promise<void> again;
    miner->stop([&again] { again.set_value(); });
    EXPECT_EQ(again.get_future().wait_for(20s), std::future_status::ready) << "nothing is left to wait for";
}

struct Program {
    IoThreads threads;
    NeuronParts parts;
    explicit Program(const Recipe& recipe) {
        parts.io = &threads.io;
        parts.announce.ip[15] = 7;
        parts.settings.port = 40'000;
        useProgram(parts, recipe);
    }
    ~Program() { parts.end(); }
    int pid() {
        const auto info = parts.prepare({});
        EXPECT_TRUE(info) << info.error().context;
        return info ? std::stoi(info->device.substr(info->device.rfind(' ') + 1)) : 0;
    }
};

TEST(ExternalProgram, IsAnnouncedWhereItListensOrNotAtAll) {
    auto recipe = script("sleep 60");
    EXPECT_FALSE(Program{recipe}.parts.announce.ip != api::AxonAddress{}.ip) << "no port is known";
    recipe.ports = {8'091, 8'092};
    {
        const Program program{recipe};
        EXPECT_EQ(program.parts.settings.port, 8'091);
        EXPECT_EQ(program.parts.announce.ip[15], 7);
        EXPECT_EQ(program.parts.notAnnounced, "");
    }
    recipe.announces = true;
    const Program program{recipe};
    EXPECT_EQ(program.parts.announce.ip, api::AxonAddress{}.ip);
    EXPECT_NE(program.parts.notAnnounced, "");
}

TEST(ExternalProgram, DoesNotRunWhileItRests) {
    Program program{script("sleep 60")};
    const int first = program.pid();
    ASSERT_GT(first, 0);

    program.parts.rest(true);

    for (int i = 0; i < 500 && lives(first); ++i)
        std::this_thread::sleep_for(10ms);
    EXPECT_FALSE(lives(first));
    EXPECT_EQ(program.parts.prepare({}).error().code, Errc::Cancelled);
    EXPECT_TRUE(program.parts.trouble()) << "a rest is none";

    program.parts.rest(false);
    const int second = program.pid();
    EXPECT_TRUE(lives(second));
    EXPECT_NE(second, first);
    EXPECT_TRUE(program.parts.trouble());
}

TEST(ExternalProgram, IsGoneWhenItsEndReturns) {
    Program program{script("sleep 60")};
    const int pid = program.pid();
    program.parts.end();
    EXPECT_FALSE(lives(pid));
}

TEST(ExternalProgram, ThatEndedBeforeItServedIsRefusedWithTheReason) {
    auto recipe = script("exit 3");
    recipe.checks = {line("ready")};
    recipe.restart = RestartWhen::Never;
    Program program{recipe};

    for (int attempt = 0; attempt < 2; ++attempt) { // a person may ask again
        const auto info = program.parts.prepare({});
        ASSERT_FALSE(info);
        EXPECT_EQ(info.error().code, Errc::Refused);
        EXPECT_EQ(info.error().context, "ended with code 3, and its recipe does not start it again");
    }
}

TEST(ExternalProgram, ThatIsNotWellInTimeAndMayNotBeReplacedSaysSo) {
    auto recipe = script("sleep 60");
    recipe.checks = {line("ready")};
    recipe.startLimit = 50ms;
    recipe.restart = RestartWhen::Never;
    Program program{recipe};

    const auto info = program.parts.prepare({});

    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().code, Errc::Io) << "it is asked again later";
    EXPECT_EQ(info.error().context.rfind("not well in time: ", 0), 0U) << info.error().context;
}

TEST(ExternalProgram, ThatEndsAsItsRecipeAllowsIsNotStartedAgain) {
    auto recipe = script("trap 'exit 0' USR1; echo ready; while :; do sleep 0.05; done");
    recipe.checks = {line("ready")};
    Program program{recipe};
    const int pid = program.pid();
    ASSERT_GT(pid, 0);
    ::kill(pid, SIGUSR1);

    auto trouble = program.parts.trouble();
    for (int i = 0; i < 500 && trouble; ++i) {
        std::this_thread::sleep_for(10ms);
        trouble = program.parts.trouble();
    }

    ASSERT_FALSE(trouble);
    EXPECT_EQ(trouble.error().code, Errc::Refused) << "so that the neuron fails and waits for a person";
    EXPECT_EQ(trouble.error().context, "ended with code 0, and its recipe does not start it again");
}

/// A subnet of one neuron, and the port that it announced last.
class LonelyChain final : public NeuronChain {
public:
    explicit LonelyChain(const AccountId& hotkey) {
        m_subnet.neurons.resize(1);
        m_subnet.neurons[0].hotkey = hotkey;
    }
    Result<api::Metagraph> metagraph(std::stop_token) override {
        const std::lock_guard lock{m_mutex};
        return m_subnet;
    }
    Result<bool> announce(const api::AxonAddress& address, std::stop_token) override {
        const std::lock_guard lock{m_mutex};
        m_subnet.neurons[0].axon = address;
        return true;
    }
    Result<WeightsSent> setWeights(const WeightVector&, std::stop_token) override {
        return fail(Errc::Refused, "none");
    }
    Result<std::size_t> revealDue(std::stop_token) override { return std::size_t{0}; }
    std::uint16_t announcedPort() {
        const std::lock_guard lock{m_mutex};
        return m_subnet.neurons[0].axon.port;
    }

private:
    std::mutex m_mutex;
    api::Metagraph m_subnet;
};

TEST(ExternalProgram, RunsExactlyWhileItsNeuronWorks) {
    auto recipe = script("echo ready; sleep 60");
    recipe.checks = {line("ready")};
    recipe.ports = {8'091};
    IoThreads threads;
    NeuronParts parts;
    parts.io = &threads.io;
    parts.development = true;
    parts.announce.ip[15] = 7;
    parts.settings.hotkey.bytes.fill(3);
    const auto chain = std::make_shared<LonelyChain>(parts.settings.hotkey);
    parts.chain = chain;
    useProgram(parts, recipe);
    const auto neuron = makeNeuron(std::move(parts));
    const auto runs = [&] {
        auto row = neuron->row();
        for (int i = 0; i < 1'500 && row.state != api::WorkerState::Running; ++i) {
            std::this_thread::sleep_for(10ms);
            row = neuron->row();
        }
        EXPECT_EQ(row.state, api::WorkerState::Running) << row.reason;
        return std::atoi(row.device.substr(row.device.rfind(' ') + 1).c_str());
    };
    neuron->start();
    const int first = runs();
    EXPECT_TRUE(lives(first));
    EXPECT_EQ(chain->announcedPort(), 8'091);

    neuron->pause("On battery.");
    for (int i = 0; i < 500 && lives(first); ++i)
        std::this_thread::sleep_for(10ms);
    EXPECT_FALSE(lives(first));
    EXPECT_EQ(neuron->row().state, api::WorkerState::Paused);

    neuron->resume();
    const int second = runs();
    EXPECT_NE(second, first);
    EXPECT_TRUE(lives(second));

    neuron->stop({});
    EXPECT_FALSE(lives(second));
}

} // namespace
} // namespace taodeck::worker

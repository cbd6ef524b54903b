// Models behind their wall: real child processes of taodeck-worker, killed, stopped, lied to and lying.

#include "core/sandbox/sandbox.h"
#include "core/worker/host/launcher.h"
#include "core/worker/host/model_host.h"
#include "tests/support/hostile_gguf.h"
#include "tests/support/model_maker.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <future>
#include <set>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace taodeck::worker {
namespace {

using engine::Completion;
using engine::CompletionRequest;
using engine::FinishReason;
using engine::TokenEvent;
using engine::test::ModelFamily;
using std::chrono::milliseconds;

std::string fileText(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Processes that this one started and has not reaped; `zombies` only those that have ended.
std::set<int> children(bool zombies = false) {
    std::set<int> out;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const std::string stat = fileText(entry.path() / "stat");
        const auto end = stat.rfind(')');
        if (end == std::string::npos) continue;
        const char state = stat[end + 2];
        if (std::stoi(stat.substr(end + 4)) == getpid() && (!zombies || state == 'Z')) out.insert(std::stoi(name));
    }
    return out;
}

std::size_t openDescriptors() {
    const std::filesystem::directory_iterator first{"/proc/self/fd"};
    return static_cast<std::size_t>(std::distance(first, std::filesystem::directory_iterator{}));
}

std::size_t residentBytes() {
    std::size_t total = 0, resident = 0;
    std::ifstream{"/proc/self/statm"} >> total >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

class Host : public testing::Test {
protected:
    void SetUp() override {
        auto recipe = engine::test::tinyModel(ModelFamily::SmolLm, engine::TensorType::Q8_0);
        recipe.context = 8192;
        put("model.gguf", engine::test::makeModel(recipe));
    }
    std::filesystem::path path(const std::string& name) const { return m_folder.path() / name; }
    void put(const std::string& name, const Bytes& bytes) const { m_folder.write(name, asText(bytes)); }

    ModelHostOptions options(const std::string& model = "model.gguf") const {
        ModelHostOptions out;
        out.program = TD_WORKER;
        out.model = path(model);
        out.context = 256;
        out.sequences = 2;
        out.threads = 1;
        out.gpu = false;
        return out;
    }
    /// A child that misbehaves as `manner` says (model_host_liar.cpp).
    ModelHostOptions liar(const std::string& manner) const {
        m_folder.write(manner, "model");
        ModelHostOptions out = options(manner);
        out.program = TD_MODEL_HOST_LIAR;
        return out;
    }
    static CompletionRequest request(std::uint32_t tokens = 12, std::string prompt = "the sea") {
        CompletionRequest out;
        out.prompt = std::move(prompt);
        out.maxTokens = tokens;
        return out;
    }
    static Result<Completion> ask(ModelHost& host, const CompletionRequest& what) {
        return host.complete(what, {}, {});
    }
    /// The one child of this process.
    static int child() {
        const auto all = children();
        return all.size() == 1 ? *all.begin() : -1;
    }
    /// One that answers for seconds: ended by whatever the test does to it. Returns after its first token.
    std::future<Result<Completion>> askLong(const std::shared_ptr<ModelHost>& host, std::stop_token stop = {}) const {
        auto started = std::make_shared<std::promise<void>>();
        auto begun = started->get_future();
        auto out = std::async(std::launch::async, [host, stop, started] {
            bool first = true;
            const auto begin = [&] {
                if (std::exchange(first, false)) started->set_value();
            };
            auto done = host->complete(
                request(8'000, "a"), [&](const TokenEvent&) { begin(); }, stop);
            begin();
            return done;
        });
        begun.wait();
        return out;
    }
    /// With room for a long answer.
    ModelHostOptions roomy() const {
        ModelHostOptions out = options();
        out.context = 8192;
        return out;
    }

    test::TemporaryFolder m_folder;
};

TEST_F(Host, AnswersAsTheModelInThisProcessDoes) {
    const auto host = makeModelHost(options());
    const auto open = makeOpenModelHost(options());
    ASSERT_TRUE(open) << open.error().context;
    CompletionRequest sampled = request(20);
    sampled.sampling.temperature = 0.9F;
    sampled.sampling.seed = ~0ULL;
    sampled.topLogprobs = 3;
    sampled.logprobs = true;
    for (const auto& what : {request(), sampled, request(3, std::string(200, 'x'))}) {
        std::string told;
        std::vector<std::size_t> alternatives;
        const auto mine = (*open)->complete(what, {}, {});
        const auto theirs = host->complete(what,
                                           [&](const TokenEvent& event) {
                                               told += event.text;
                                               alternatives.push_back(event.alternatives.size());
                                           },
                                           {});

        ASSERT_TRUE(mine) << mine.error().context;
        ASSERT_TRUE(theirs) << theirs.error().context;
        EXPECT_EQ(theirs->tokens, mine->tokens);
        EXPECT_EQ(theirs->promptTokens, mine->promptTokens);
        EXPECT_EQ(theirs->logprobs, mine->logprobs);
        EXPECT_EQ(theirs->text, mine->text);
        EXPECT_EQ(theirs->finish, mine->finish);
        EXPECT_EQ(told, mine->text);
    }
    const auto info = host->info(), openInfo = (*open)->info();
    ASSERT_TRUE(info);
    EXPECT_EQ(info->modelHash, openInfo->modelHash);
    EXPECT_EQ(info->bytes, std::filesystem::file_size(path("model.gguf")));
    EXPECT_EQ(info->context, 256U);
    EXPECT_EQ(info->device, openInfo->device);
    EXPECT_EQ(host->restarts(), 0U);
}

TEST_F(Host, HoldsTheModelInAConfinedProcessWithNothingElse) {
    const auto host = makeModelHost(options());
    const auto info = host->info();
    ASSERT_TRUE(info) << info.error().context;
    const std::filesystem::path proc = "/proc/" + std::to_string(child());

    const std::string status = fileText(proc / "status");
    EXPECT_NE(status.find("NoNewPrivs:\t1"), std::string::npos);
    EXPECT_EQ(status.find("Seccomp:\t2") != std::string::npos, info->confined) << info->confinedWords;
    std::error_code ec;
    std::set<std::string> open;
    for (std::filesystem::directory_iterator it{proc / "fd", ec}, end; !ec && it != end; it.increment(ec)) {
        const auto target = std::filesystem::read_symlink(it->path()).string();
        open.insert(target.substr(0, target.find('[')));
    }
    if (open.empty()) GTEST_SKIP() << "this system does not show the child's descriptors";
    EXPECT_EQ(open, (std::set<std::string>{"/dev/null", "socket:", path("model.gguf").string()}));
    const std::string environment = fileText(proc / "environ");
    EXPECT_TRUE(environment.starts_with("LC_ALL=")) << environment;
    EXPECT_EQ(environment.find("HOME="), std::string::npos);
    EXPECT_EQ(std::filesystem::read_symlink(proc / "cwd"), "/");
}

TEST_F(Host, AnswersWhereAGpuMayBeUsedWhetherThereIsOneOrNot) {
    ModelHostOptions any = options();
    any.gpu = true;
    const auto host = makeModelHost(any);
    const auto done = ask(*host, request());
    ASSERT_TRUE(done) << done.error().context;
    EXPECT_FALSE(host->info()->device.empty());
    EXPECT_EQ(host->restarts(), 0U);
}

TEST_F(Host, ProvesItsAnswersAndRefusesWhatIsNone) {
    const auto prover = makeModelHost(options()), verifier = makeModelHost(options());
    std::array<std::uint8_t, 32> challenge{}, other{};
    challenge.fill(7);
    const auto what = request(16);
    const auto proven = prover->prove(what, challenge, {}, {});
    ASSERT_TRUE(proven) << proven.error().context;

    const auto honest = verifier->verify(proven->receipt, what, challenge, {});
    ASSERT_TRUE(honest) << honest.error().context;
    EXPECT_EQ(honest->refusal, engine::Refusal::None) << honest->reason;
    EXPECT_EQ(honest->text, proven->completion.text);

    auto token = proven->receipt, logprob = proven->receipt, shorter = proven->receipt;
    token.tokens.at(3) = token.tokens.at(3) == 300 ? 301 : 300;
    logprob.logprobs.at(2) -= 3;
    shorter.tokens.pop_back();
    shorter.logprobs.pop_back();
    const struct {
        const char* name;
        engine::Receipt receipt;
        CompletionRequest request;
        std::array<std::uint8_t, 32> challenge;
    } rows[] = {{"another token", token, what, challenge},
                {"another log-probability", logprob, what, challenge},
                {"cut short", shorter, what, challenge},
                {"another request's", proven->receipt, what, other},
                {"another prompt's", proven->receipt, request(16, "the lake"), challenge}};
    for (const auto& row : rows) {
        const auto verdict = verifier->verify(row.receipt, row.request, row.challenge, {});
        ASSERT_TRUE(verdict) << row.name << ": " << verdict.error().context;
        EXPECT_NE(verdict->refusal, engine::Refusal::None) << row.name;
        EXPECT_FALSE(verdict->reason.empty()) << row.name;
    }
}

TEST_F(Host, AnswersSeveralAtOnce) {
    const auto host = makeModelHost(options());
    const auto alone = ask(*host, request(30));
    ASSERT_TRUE(alone) << alone.error().context;
    std::vector<std::future<Result<Completion>>> all;
    for (int i = 0; i < 8; ++i)
        all.push_back(std::async(std::launch::async, [&host] { return ask(*host, request(30)); }));

    for (auto& one : all) {
        const auto done = one.get();
        ASSERT_TRUE(done) << done.error().context;
        EXPECT_EQ(done->tokens, alone->tokens);
    }
    EXPECT_EQ(host->restarts(), 0U);
}

TEST_F(Host, CancelsInTheMiddle) {
    const auto host = makeModelHost(roomy());
    std::stop_source source;
    auto running = askLong(host, source.get_token());

    source.request_stop();
    const auto done = running.get();

    ASSERT_TRUE(done) << done.error().context;
    EXPECT_EQ(done->finish, FinishReason::Cancelled);
    EXPECT_LT(done->tokens.size(), 8'000U);
    const auto next = ask(*host, request());
    ASSERT_TRUE(next) << next.error().context;
    EXPECT_EQ(next->finish, FinishReason::Length);
}

TEST_F(Host, SaysWhatTheModelSaysAgainstARequest) {
    const auto host = makeModelHost(options());
    CompletionRequest wrong = request();
    wrong.maxTokens = 0;
    EXPECT_EQ(ask(*host, wrong).error().code, Errc::OutOfRange);
    EXPECT_EQ(ask(*host, request(4, std::string(100'000, 'x'))).error().code, Errc::OutOfRange);
    EXPECT_EQ(ask(*host, request(4, "\xff\xfe")).error().code, Errc::Malformed);
    CompletionRequest chat = request();
    chat.prompt = std::vector<engine::ChatMessage>{{"user", "hello"}};
    EXPECT_EQ(ask(*host, chat).error().code, Errc::Unsupported);
    EXPECT_TRUE(ask(*host, request()));
    EXPECT_EQ(host->restarts(), 0U);
}

TEST_F(Host, RecoversWhenTheChildIsKilledInTheMiddle) {
    const auto host = makeModelHost(roomy());
    const auto before = ask(*host, request());
    auto running = askLong(host);

    kill(child(), SIGKILL);
    const auto done = running.get();

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::Io);
    EXPECT_NE(done.error().context.find("signal 9"), std::string::npos) << done.error().context;
    const auto after = ask(*host, request());
    ASSERT_TRUE(after) << after.error().context;
    EXPECT_EQ(after->tokens, before->tokens);
    EXPECT_EQ(host->restarts(), 1U);
}

TEST_F(Host, EndsAChildThatStands) {
    ModelHostOptions short_ = roomy();
    short_.hangLimit = milliseconds{2'500};
    const auto host = makeModelHost(short_);
    ASSERT_TRUE(host->info());
    auto running = askLong(host);

    kill(child(), SIGSTOP);
    const auto done = running.get();

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::Timeout) << done.error().context;
    EXPECT_TRUE(ask(*host, request()));
    EXPECT_EQ(host->restarts(), 1U);
}

TEST_F(Host, RecoversFromAHundredKillsAndLeavesNothingBehind) {
    {
        const auto host = makeModelHost(options());
        ASSERT_TRUE(ask(*host, request(2)));
        const std::size_t descriptors = openDescriptors(), memory = residentBytes();
        for (int i = 0; i < 100; ++i) {
            const int pid = child();
            ASSERT_GT(pid, 0);
            kill(pid, SIGKILL);
            // The death may be known before the call, or be its answer.
            auto done = ask(*host, request(2));
            if (!done) done = ask(*host, request(2));
            ASSERT_TRUE(done) << i << ": " << done.error().context;
        }
        EXPECT_EQ(host->restarts(), 100U);
        EXPECT_EQ(openDescriptors(), descriptors);
        EXPECT_EQ(children(/*zombies=*/true).size(), 0U);
        EXPECT_LT(residentBytes(), memory + (32U << 20));
    }
    EXPECT_TRUE(children().empty());
}

TEST_F(Host, TellsOfEveryHostileFileInASentenceWhileAnotherModelAnswers) {
    const auto working = makeModelHost(options());
    const auto expected = ask(*working, request(4));
    ASSERT_TRUE(expected);
    std::size_t files = 0;
    for (const auto& hostile : engine::gguf::test::hostileFiles()) {
        put("hostile.gguf", hostile.bytes);
        const auto host = makeModelHost(options("hostile.gguf"));

        const auto info = host->info();

        ASSERT_FALSE(info) << hostile.kind;
        EXPECT_EQ(info.error().code, hostile.code) << hostile.kind << ": " << info.error().context;
        EXPECT_FALSE(info.error().context.empty()) << hostile.kind;
        if (++files % 16 == 0) {
            const auto answer = ask(*working, request(4));
            ASSERT_TRUE(answer) << hostile.kind;
            EXPECT_EQ(answer->tokens, expected->tokens);
        }
    }
    EXPECT_GT(files, 100U);
    EXPECT_EQ(working->restarts(), 0U);
    EXPECT_EQ(children(/*zombies=*/true).size(), 0U);
}

TEST_F(Host, SaysWhatIsWrongWithAFileAndWaitsBeforeItTriesAgain) {
    const auto gone = makeModelHost(options("gone.gguf"));
    EXPECT_EQ(gone->info().error().code, Errc::NotFound);
    put("bad.gguf", {'G', 'G', 'U', 'X'});
    const auto host = makeModelHost(options("bad.gguf"));
    const auto first = host->info();
    ASSERT_FALSE(first);

    for (int i = 0; i < 20; ++i) {
        const auto again = host->info();
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().context, first.error().context);
    }
    EXPECT_LE(host->restarts(), 1U);

    put("bad.gguf", toBytes(asBytes(fileText(path("model.gguf")))));
    EXPECT_TRUE(host->info()) << "another file under the name is tried at once";
}

TEST_F(Host, TakesAFileForBrokenThatEndsItsProcessThreeTimes) {
    const auto host = makeModelHost(liar("dies"));
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(ask(*host, request()).error().code, Errc::Io) << i;

    const auto broken = ask(*host, request());

    EXPECT_EQ(broken.error().code, Errc::Malformed);
    EXPECT_NE(broken.error().context.find("3 times in a row"), std::string::npos) << broken.error().context;
    EXPECT_EQ(host->restarts(), 2U);
    EXPECT_FALSE(ask(*host, request()));
    EXPECT_EQ(host->restarts(), 2U) << "not tried again";
    m_folder.write("dies", "another model");
    EXPECT_EQ(ask(*host, request()).error().code, Errc::Io);
    EXPECT_EQ(host->restarts(), 3U);
}

TEST_F(Host, BelievesNothingThatTheChildSays) {
    const struct {
        const char* manner;
        Errc code;
    } rows[] = {{"garbage", Errc::Malformed},
                {"huge", Errc::LimitExceeded},
                {"version", Errc::Unsupported},
                {"deep", Errc::LimitExceeded},
                {"other-id", Errc::Malformed},
                {"twice", Errc::Malformed},
                {"verdict", Errc::Malformed},
                {"more-tokens", Errc::Malformed},
                {"long-answer", Errc::Malformed},
                {"unasked-proof", Errc::Malformed},
                {"flood", Errc::LimitExceeded},
                {"ready-twice", Errc::Malformed},
                {"cut", Errc::Io}};
    for (const auto& row : rows) {
        const auto host = makeModelHost(liar(row.manner));
        auto done = ask(*host, request(4));
        // What comes too late for the first is the second's answer, or has ended the child before it.
        if (done) done = ask(*host, request(4));
        if (done && host->restarts() > 0) continue;

        ASSERT_FALSE(done) << row.manner;
        EXPECT_EQ(done.error().code, row.code) << row.manner << ": " << done.error().context;
    }
    EXPECT_TRUE(children().empty());
}

TEST_F(Host, KeepsItsMemoryWhateverTheChildSends) {
    const std::size_t before = residentBytes();
    for (const char* const manner : {"deep", "huge", "flood", "more-tokens", "wide"}) {
        const auto host = makeModelHost(liar(manner));
        EXPECT_FALSE(ask(*host, request(4))) << manner;
    }
    EXPECT_LT(residentBytes(), before + (160U << 20));
}

TEST_F(Host, LosesPatienceWithSignsOfLifeAlone) {
    ModelHostOptions beats = liar("beats"), silent = liar("silent"), deaf = liar("deaf");
    beats.hangLimit = milliseconds{200};
    silent.loadLimit = milliseconds{200};
    deaf.hangLimit = milliseconds{200};
    EXPECT_EQ(ask(*makeModelHost(beats), request()).error().code, Errc::Timeout);
    EXPECT_EQ(ask(*makeModelHost(silent), request()).error().code, Errc::Timeout);
    EXPECT_EQ(ask(*makeModelHost(deaf), request(4, std::string(4U << 20, 'x'))).error().code, Errc::Timeout);
}

/// What `taodeck-worker plan FILE --confined --json` says and its exit code; only words of this test go into the line.
std::pair<std::string, int> planConfined(const std::filesystem::path& file) {
    std::string text;
    auto* const pipe =
        ::popen((std::string{TD_WORKER} + " plan " + file.string() + " --confined --json 2>/dev/null").c_str(), "r");
    if (!pipe) return {"", -1};
    char part[4096];
    for (std::size_t got = 0; (got = std::fread(part, 1, sizeof part, pipe)) > 0;)
        text.append(part, got);
    const int status = ::pclose(pipe);
    return {text, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status)};
}

TEST_F(Host, FilesAreInspectedBehindTheSameWall) {
    const auto [text, code] = planConfined(path("model.gguf"));
    EXPECT_EQ(code, 0) << text;
    for (const char* const part : {"\"quantisation\": \"Q8_0\"", "\"family\": \"Llama\"", "\"parameters\"", "\"text\"",
                                   "\"model_context\"", "no network"})
        EXPECT_NE(text.find(part), std::string::npos) << part << " is not in " << text;
    std::size_t files = 0;
    for (const auto& hostile : engine::gguf::test::hostileFiles()) {
        if (++files % 8 != 0) continue; // each starts a shell and a program; all of them went through the host above
        put("hostile.gguf", hostile.bytes);
        const auto [error, failed] = planConfined(path("hostile.gguf"));
        EXPECT_EQ(failed, 1) << hostile.kind;
        EXPECT_NE(error.find("\"error\""), std::string::npos) << hostile.kind << ": " << error;
    }
    const auto [none, gone] = planConfined(path("gone.gguf"));
    EXPECT_EQ(gone, 1);
    EXPECT_NE(none.find("not_found"), std::string::npos) << none;
}

TEST_F(Host, DoesNotTakeAFileForBrokenWhoseChildIsTooSlow) {
    ModelHostOptions silent = liar("silent");
    silent.loadLimit = milliseconds{50};
    const auto host = makeModelHost(silent);

    for (int i = 0; i < 12; ++i)
        EXPECT_EQ(ask(*host, request()).error().code, Errc::Timeout) << i;

    EXPECT_LE(host->restarts(), 4U) << "time is left between the tries";
}

TEST_F(Host, SaysThatItsProgramIsMissing) {
    ModelHostOptions none = options();
    none.program = path("none");
    EXPECT_EQ(makeModelHost(none)->info().error().code, Errc::NotFound);
}

/// In a process of its own, which has one thread: what a neuron does before it confines itself.
int confinedWithLauncher(const ModelHostOptions& options) {
    const auto launcher = HostLauncher::start(TD_WORKER);
    if (!launcher) return 10;
    const auto confined = sandbox::confine({});
    if (!confined) return 11;
    ModelHostOptions with = options;
    with.launcher = *launcher;
    const auto host = makeModelHost(with);
    CompletionRequest what;
    what.prompt = "the sea";
    what.maxTokens = 4;
    const auto done = host->complete(what, {}, {});
    if (!done) return 12;
    const auto direct = makeModelHost(options)->info();
    if (confined->syscalls && direct) return 13; // it can start nothing itself
    ModelHostOptions other = with;
    other.model = "/etc/passwd";
    const auto wrong = makeModelHost(other)->info();
    return wrong || wrong.error().code == Errc::Io ? 14 : 0;
}

TEST_F(Host, IsStartedForAConfinedProcessByItsLauncher) {
    const auto what = options();
    const pid_t neuron = fork();
    if (neuron == 0) _exit(confinedWithLauncher(what));
    int status = 0;
    waitpid(neuron, &status, 0);
    ASSERT_TRUE(WIFEXITED(status)) << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(Host, OfALauncherIsReapedAndGoesWithIt) {
    const auto launcher = HostLauncher::start(TD_WORKER);
    ASSERT_TRUE(launcher) << launcher.error().context;
    ModelHostOptions with = options();
    with.launcher = *launcher;
    const auto host = makeModelHost(with);
    ASSERT_TRUE(ask(*host, request(2)));
    const auto taskFile =
        "/proc/" + std::to_string((*launcher)->pid()) + "/task/" + std::to_string((*launcher)->pid()) + "/children";
    const std::size_t descriptors = openDescriptors();
    for (int i = 0; i < 5; ++i) {
        const std::string pid = fileText(taskFile);
        if (pid.empty()) GTEST_SKIP() << "this system does not tell children";
        kill(std::stoi(pid), SIGKILL);
        auto done = ask(*host, request(2));
        if (!done) {
            EXPECT_NE(done.error().context.find("signal 9"), std::string::npos) << done.error().context;
            done = ask(*host, request(2));
        }
        ASSERT_TRUE(done) << done.error().context;
    }
    EXPECT_EQ(openDescriptors(), descriptors);
    const int last = std::stoi(fileText(taskFile));

    kill((*launcher)->pid(), SIGKILL);

    // Its signal may still be on its way.
    const auto ended = [last] {
        const std::string stat = fileText("/proc/" + std::to_string(last) + "/stat");
        return stat.empty() || stat[stat.rfind(')') + 2] == 'Z';
    };
    for (int i = 0; i < 500 && !ended(); ++i)
        std::this_thread::sleep_for(milliseconds{10});
    EXPECT_TRUE(ended()) << "the launcher's end is the child's";
    const auto lost = ask(*host, request(2));
    ASSERT_FALSE(lost);
    EXPECT_TRUE(lost.error().code == Errc::Io || lost.error().code == Errc::Disconnected) << lost.error().context;
}

TEST_F(Host, LauncherIsRefusedOnceThreadsRun) {
    std::promise<void> end;
    std::thread other{[&end] { end.get_future().wait(); }};
    EXPECT_EQ(HostLauncher::start(TD_WORKER).error().code, Errc::Conflict);
    end.set_value();
    other.join();
}

} // namespace
} // namespace taodeck::worker

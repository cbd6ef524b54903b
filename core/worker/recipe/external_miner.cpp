#include "core/worker/recipe/external_miner.h"

#include "core/supervise/process.h"
#include "core/worker/recipe/probe.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdlib>
#include <deque>
#include <mutex>
#include <unistd.h>

namespace taodeck::worker {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr milliseconds kProbeLimit{3'000}, kSoon{200};
constexpr milliseconds kGrace{4'000}; ///< To end by itself: less than a worker's process has.
constexpr int kFailuresInARow = 3;    ///< Then a program that ran well is started again.

/// The file that a shell would run.
std::filesystem::path programOf(const Recipe& recipe) {
    const std::filesystem::path program{recipe.program};
    if (program.has_parent_path()) return recipe.folder / program; // an absolute path stays what it is
    const char* path = std::getenv("PATH");
    std::string_view rest = path ? path : "";
    while (!rest.empty()) {
        const auto end = std::min(rest.find(':'), rest.size());
        const auto file = std::filesystem::path{rest.substr(0, end)} / program;
        if (end > 0 && ::access(file.c_str(), X_OK) == 0) return file;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return program;
}

std::string wordsOf(const supervise::Exit& exit) {
    if (exit.signal != 0) return "ended by signal " + std::to_string(exit.signal);
    return "ended with code " + std::to_string(exit.code);
}

/// Everything on the strand, but for m_status.
class MinerCore : public std::enable_shared_from_this<MinerCore> {
public:
    MinerCore(asio::io_context& io, Recipe recipe, ExternalEvents events)
        : m_io{io}, m_recipe{std::move(recipe)}, m_events{std::move(events)}, m_strand{asio::make_strand(io)},
          m_again{m_strand}, m_look{m_strand}, m_backoff{m_recipe.backoffFirst} {}

    template <class Fn>
    void post(Fn fn) {
        asio::post(m_strand, [self = shared_from_this(), fn = std::move(fn)] { fn(*self); });
    }
    ExternalStatus status() const {
        const std::lock_guard lock{m_mutex};
        return m_status;
    }
    void start();
    void stop(std::function<void()> ended);
    void drop();

private:
    void launch();
    void onStart(int pid);
    void onLine(const std::string& line);
    void onExit(const supervise::Exit& exit);
    void onFailure(const Error& error);
    void again(const std::string& why);
    void lookIn(milliseconds wait);
    static asio::awaitable<void> look(std::shared_ptr<MinerCore> core, std::uint64_t life);
    asio::awaitable<std::string> firstProblem();
    void judge(const std::string& problem);
    void replace(const std::string& why);
    void say(ExternalState state, std::string reason, bool byItself = false);
    void tellEnded();
    supervise::ProcessEvents events();

    asio::io_context& m_io;
    const Recipe m_recipe;
    ExternalEvents m_events;
    asio::strand<asio::io_context::executor_type> m_strand;
    asio::steady_timer m_again, m_look;
    milliseconds m_backoff;
    std::shared_ptr<supervise::Process> m_process;
    std::uint64_t m_life{0}; ///< Of the program that runs; news of an earlier one are old.
    bool m_wanted{false};
    std::string m_unwell; ///< Why the program was ended by us; empty when it was not.
    SteadyClock::time_point m_startedAt;
    std::vector<bool> m_seen; ///< Of the checks: the log line came.
    int m_failures{0};
    std::vector<std::function<void()>> m_ended; ///< Who waits for the program's end.
    std::deque<SteadyClock::time_point> m_restarts;
    mutable std::mutex m_mutex;
    ExternalStatus m_status;
};

void MinerCore::say(ExternalState state, std::string reason, bool byItself) {
    ExternalStatus now;
    {
        const std::lock_guard lock{m_mutex};
        if (m_status.state == state && m_status.reason == reason) return;
        m_status.state = state;
        m_status.reason = std::move(reason);
        m_status.byItself = byItself;
        now = m_status;
    }
    if (m_events.onChange) m_events.onChange(now);
}

void MinerCore::start() {
    if (m_wanted) return;
    m_wanted = true;
    m_backoff = m_recipe.backoffFirst;
    m_restarts.clear();
    if (!m_process) launch(); // else it is still ending, and onExit() goes on
}

void MinerCore::stop(std::function<void()> ended) {
    m_wanted = false;
    m_again.cancel();
    m_look.cancel();
    if (ended) m_ended.push_back(std::move(ended));
    if (m_process) return m_process->stop();
    say(ExternalState::Stopped, "stopped");
    tellEnded();
}

void MinerCore::tellEnded() {
    for (const auto& ended : std::exchange(m_ended, {}))
        ended();
}

/// No event from here on.
void MinerCore::drop() {
    m_events = {};
    m_wanted = false;
    ++m_life;
    m_again.cancel();
    m_look.cancel();
    m_process.reset();
}

supervise::ProcessEvents MinerCore::events() {
    const auto life = m_life;
    // The process speaks on a strand of its own.
    const auto onOurs = [weak = weak_from_this(), life](auto handle) {
        if (const auto self = weak.lock())
            self->post([life, handle = std::move(handle)](MinerCore& core) {
                if (core.m_life == life) handle(core);
            });
    };
    supervise::ProcessEvents out;
    out.onStart = [onOurs](int pid) { onOurs([pid](MinerCore& core) { core.onStart(pid); }); };
    out.onLine = [onOurs](const std::string& line) { onOurs([line](MinerCore& core) { core.onLine(line); }); };
    out.onExit = [onOurs](const supervise::Exit& exit) { onOurs([exit](MinerCore& core) { core.onExit(exit); }); };
    out.onFailure = [onOurs](const Error& error) { onOurs([error](MinerCore& core) { core.onFailure(error); }); };
    return out;
}

void MinerCore::launch() {
    ++m_life;
    m_unwell.clear();
    m_failures = 0;
    m_seen.assign(m_recipe.checks.size(), false);
    m_startedAt = SteadyClock::now();
    supervise::ProcessOptions options;
    options.program = programOf(m_recipe);
    options.arguments = m_recipe.arguments;
    options.environment = m_recipe.environment;
    options.workingFolder = m_recipe.folder;
    options.joinErrors = true;
    options.grace = kGrace;
    m_process = supervise::makeProcess(m_io, std::move(options), events());
    say(ExternalState::Starting, "starting");
    m_process->start();
}

void MinerCore::onStart(int pid) {
    {
        const std::lock_guard lock{m_mutex};
        m_status.pid = pid;
    }
    if (m_wanted) lookIn(m_recipe.checks.empty() ? milliseconds{0} : std::min(kSoon, m_recipe.checkEvery));
}

void MinerCore::onLine(const std::string& line) {
    for (std::size_t i = 0; i < m_recipe.checks.size(); ++i) {
        const auto& check = m_recipe.checks[i];
        if (check.kind == RecipeCheck::Kind::LogLine && line.find(check.text) != std::string::npos) m_seen[i] = true;
    }
    if (m_events.onLine) m_events.onLine(line);
}

void MinerCore::onExit(const supervise::Exit& exit) {
    m_look.cancel();
    m_process.reset();
    {
        const std::lock_guard lock{m_mutex};
        m_status.pid = 0;
    }
    tellEnded();
    if (!m_wanted) return say(ExternalState::Stopped, "stopped");
    if (!m_unwell.empty()) return again(m_unwell);
    if (exit.expected) return launch(); // stopped, and wanted again before it had ended
    const bool ended = exit.code == 0 && exit.signal == 0;
    if (m_recipe.restart == RestartWhen::Never || (m_recipe.restart == RestartWhen::Failure && ended)) {
        m_wanted = false;
        return say(ExternalState::Stopped, wordsOf(exit), /*byItself=*/true);
    }
    again(wordsOf(exit));
}

void MinerCore::onFailure(const Error& error) {
    m_process.reset();
    m_wanted = false;
    say(ExternalState::GivenUp, "could not be started: " + error.context);
    tellEnded();
}

void MinerCore::again(const std::string& why) {
    const auto now = SteadyClock::now();
    while (!m_restarts.empty() && now - m_restarts.front() > std::chrono::hours{1})
        m_restarts.pop_front();
    if (m_restarts.size() >= m_recipe.restartsPerHour) {
        m_wanted = false;
        return say(ExternalState::GivenUp,
                   why + "; started again " + std::to_string(m_restarts.size()) + " times within an hour");
    }
    m_restarts.push_back(now);
    {
        const std::lock_guard lock{m_mutex};
        ++m_status.restarts;
    }
    say(ExternalState::Waiting, why + "; starts again in " + std::to_string(m_backoff.count() / 1'000) + " s");
    m_again.expires_after(m_backoff);
    m_backoff = std::min(m_backoff * 2, m_recipe.backoffMax);
    m_again.async_wait([self = shared_from_this()](error_code ec) {
        if (!ec && self->m_wanted && !self->m_process) self->launch();
    });
}

void MinerCore::lookIn(milliseconds wait) {
    m_look.expires_after(wait);
    m_look.async_wait([self = shared_from_this(), life = m_life](error_code ec) {
        if (!ec && self->m_life == life && self->m_wanted)
            asio::co_spawn(self->m_strand, look(self, life), asio::detached);
    });
}

asio::awaitable<void> MinerCore::look(std::shared_ptr<MinerCore> core, std::uint64_t life) {
    const std::string problem = co_await core->firstProblem();
    if (core->m_life == life && core->m_wanted && core->m_process) core->judge(problem);
}

asio::awaitable<std::string> MinerCore::firstProblem() {
    for (std::size_t i = 0; i < m_recipe.checks.size(); ++i) {
        const RecipeCheck check = m_recipe.checks[i];
        if (check.kind != RecipeCheck::Kind::LogLine) {
            std::string problem = co_await probe(check, kProbeLimit);
            if (!problem.empty()) co_return problem;
        } else if (!m_seen[i]) {
            co_return check.words() + " has not been printed";
        }
    }
    co_return std::string{};
}

void MinerCore::judge(const std::string& problem) {
    const bool starting = status().state == ExternalState::Starting;
    const auto up = SteadyClock::now() - m_startedAt;
    if (problem.empty()) {
        m_failures = 0;
        if (up > std::chrono::minutes{1}) m_backoff = m_recipe.backoffFirst;
        say(ExternalState::Running, {});
        return lookIn(m_recipe.checkEvery);
    }
    if (starting) {
        if (up > m_recipe.startLimit) return replace("not well in time: " + problem);
        say(ExternalState::Starting, "waits: " + problem);
        return lookIn(std::min(m_recipe.checkEvery, kSoon * 5));
    }
    if (++m_failures >= kFailuresInARow) return replace(problem);
    say(ExternalState::Failing, problem);
    lookIn(m_recipe.checkEvery);
}

/// Ends a program that is not well; onExit() goes on. Where the recipe wants no restart, it is left as it is.
void MinerCore::replace(const std::string& why) {
    say(ExternalState::Failing, why);
    if (m_recipe.restart == RestartWhen::Never) return lookIn(m_recipe.checkEvery);
    m_unwell = why;
    m_process->stop();
}

class External final : public ExternalMiner {
public:
    explicit External(std::shared_ptr<MinerCore> core) : m_core{std::move(core)} {}
    ~External() override {
        m_core->post([](MinerCore& core) { core.drop(); });
    }
    void start() override {
        m_core->post([](MinerCore& core) { core.start(); });
    }
    void stop(std::function<void()> ended) override {
        m_core->post([ended = std::move(ended)](MinerCore& core) { core.stop(ended); });
    }
    ExternalStatus status() const override { return m_core->status(); }

private:
    const std::shared_ptr<MinerCore> m_core;
};

} // namespace

std::string_view name(ExternalState state) {
    switch (state) {
    case ExternalState::Stopped:
        return "stopped";
    case ExternalState::Starting:
        return "starting";
    case ExternalState::Running:
        return "running";
    case ExternalState::Failing:
        return "failing";
    case ExternalState::Waiting:
        return "waiting";
    case ExternalState::GivenUp:
        return "given_up";
    }
    return "unknown";
}

std::shared_ptr<ExternalMiner> makeExternalMiner(asio::io_context& io, Recipe recipe, ExternalEvents events) {
    return std::make_shared<External>(std::make_shared<MinerCore>(io, std::move(recipe), std::move(events)));
}

} // namespace taodeck::worker

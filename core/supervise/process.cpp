#include "core/supervise/process.h"

#include "core/supervise/detail/spawn.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <csignal>
#include <mutex>
#include <sys/wait.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

namespace taodeck::supervise {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using boost::system::error_code;

constexpr std::chrono::milliseconds kExitPoll{50};
constexpr std::chrono::minutes kStable{1};

/// Everything on the strand, but for `signal` and `pid`.
class ProcessCore : public std::enable_shared_from_this<ProcessCore> {
public:
    ProcessCore(asio::io_context& io, ProcessOptions options, ProcessEvents events)
        : m_options{std::move(options)}, m_events{std::move(events)}, m_strand{asio::make_strand(io)},
          m_output{m_strand}, m_poll{m_strand}, m_kill{m_strand}, m_again{m_strand}, m_backoff{m_options.backoffFirst} {
    }

    template <class Fn>
    void post(Fn fn) {
        asio::post(m_strand, [self = shared_from_this(), fn = std::move(fn)] { fn(*self); });
    }

    int pid() const { return m_pid; }

    /// Any thread. The lock keeps the pid ours: it is reaped under the same lock.
    void signal(int number) {
        const std::lock_guard lock{m_mutex};
        if (m_pid > 0) ::kill(-m_pid, number);
    }

    void start() {
        m_stopping = false;
        m_again.cancel();
        if (m_pid == 0) run();
    }

    void stop() {
        m_stopping = true;
        m_again.cancel();
        if (m_pid == 0) return;
        signal(SIGTERM);
        m_kill.expires_after(m_options.grace);
        m_kill.async_wait([self = shared_from_this()](error_code ec) {
            if (!ec) self->signal(SIGKILL);
        });
    }

    void silence() { m_events = {}; }

private:
    void run() {
        auto child = detail::spawn(m_options);
        if (!child) {
            if (m_events.onFailure) m_events.onFailure(child.error());
            return;
        }
        m_pid = child->pid;
        m_startedAt = Clock::now();
        m_line.clear();
        error_code ignored; // an output that cannot be watched is only not read
        m_output.assign(child->output, ignored);
        if (m_events.onStart) m_events.onStart(child->pid);
        readOutput();
        pollExit();
    }

    void readOutput() {
        m_output.async_read_some(asio::buffer(m_buffer), [self = shared_from_this()](error_code ec, std::size_t size) {
            if (ec) return;
            self->takeLines({self->m_buffer.data(), size});
            self->readOutput();
        });
    }

    void takeLines(std::string_view text) {
        for (const char c : text) {
            if (c != '\n') {
                if (m_line.size() < kMaxLine) m_line += c;
                continue;
            }
            std::string line = std::exchange(m_line, {});
            if (!line.empty() && line.back() == '\r') line.pop_back();
            if (m_events.onLine) m_events.onLine(std::move(line));
        }
    }

    // Asking is portable and needs no handler of SIGCHLD, which belongs to the whole program.
    void pollExit() {
        int status = 0;
        bool ended = false;
        {
            const std::lock_guard lock{m_mutex};
            ended = ::waitpid(m_pid, &status, WNOHANG) != 0;
            if (ended) ::kill(-m_pid, SIGKILL); // what it started must not stay either
            if (ended) m_pid = 0;
        }
        if (ended) return onExit(status);
        m_poll.expires_after(kExitPoll);
        m_poll.async_wait([self = shared_from_this()](error_code ec) {
            if (!ec) self->pollExit();
        });
    }

    void onExit(int status) {
        m_kill.cancel();
        drainOutput();
        Exit exit;
        if (WIFEXITED(status)) exit.code = WEXITSTATUS(status);
        if (WIFSIGNALED(status)) exit.signal = WTERMSIG(status);
        exit.expected = m_stopping;
        exit.restarting = m_options.restart && !m_stopping;
        if (m_events.onExit) m_events.onExit(exit);
        if (!exit.restarting || m_stopping) return;
        if (Clock::now() - m_startedAt > kStable) m_backoff = m_options.backoffFirst;
        m_again.expires_after(m_backoff);
        m_backoff = std::min(m_backoff * 2, m_options.backoffMax);
        m_again.async_wait([self = shared_from_this()](error_code ec) {
            if (!ec && !self->m_stopping && self->m_pid == 0) self->run();
        });
    }

    /// The last lines may still be in the pipe.
    void drainOutput() {
        error_code ec;
        m_output.cancel(ec);
        m_output.non_blocking(true, ec);
        while (!ec) {
            const auto size = m_output.read_some(asio::buffer(m_buffer), ec);
            if (!ec) takeLines({m_buffer.data(), size});
        }
        m_output.close(ec);
    }

    const ProcessOptions m_options;
    ProcessEvents m_events;
    asio::strand<asio::io_context::executor_type> m_strand;
    asio::posix::stream_descriptor m_output;
    asio::steady_timer m_poll, m_kill, m_again;
    std::array<char, 4096> m_buffer{};
    std::string m_line;
    Clock::time_point m_startedAt;
    std::chrono::milliseconds m_backoff;
    bool m_stopping{false};
    std::mutex m_mutex;
    std::atomic<int> m_pid{0};
};

class ProcessHandle final : public Process {
public:
    ProcessHandle(asio::io_context& io, ProcessOptions options, ProcessEvents events)
        : m_core{std::make_shared<ProcessCore>(io, std::move(options), std::move(events))} {}
    ~ProcessHandle() override {
        m_core->signal(SIGTERM); // at once: the io_context may stop before it comes to the rest
        m_core->post([](ProcessCore& core) {
            core.silence();
            core.stop();
        });
    }
    void start() override {
        m_core->post([](ProcessCore& core) { core.start(); });
    }
    void stop() override {
        m_core->post([](ProcessCore& core) { core.stop(); });
    }
    int pid() const override { return m_core->pid(); }

private:
    const std::shared_ptr<ProcessCore> m_core;
};

std::filesystem::path ownProgram() {
    std::error_code ec;
#ifdef __APPLE__
    char buffer[4096];
    std::uint32_t size = sizeof buffer;
    if (_NSGetExecutablePath(buffer, &size) != 0) return {};
    return std::filesystem::canonical(buffer, ec);
#else
    return std::filesystem::canonical("/proc/self/exe", ec);
#endif
}

} // namespace

std::shared_ptr<Process> makeProcess(asio::io_context& io, ProcessOptions options, ProcessEvents events) {
    return std::make_shared<ProcessHandle>(io, std::move(options), std::move(events));
}

Result<std::filesystem::path> findProgram(const std::string& name) {
    const auto folder = ownProgram().parent_path();
    for (const auto& path : {folder / name, folder.parent_path() / name / name}) {
        std::error_code ec;
        if (std::filesystem::is_regular_file(path, ec)) return path;
    }
    return fail(Errc::NotFound, name + " is not beside " + folder.string());
}

} // namespace taodeck::supervise

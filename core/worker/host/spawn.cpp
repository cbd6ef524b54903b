#include "core/worker/host/spawn.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

extern char** environ;

namespace taodeck::worker {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kSocketThere = 3, kReportThere = 4; ///< Descriptors in the child.
constexpr std::size_t kMostChildren = 64;
constexpr std::chrono::milliseconds kOwnEnd{500}, kKilledEnd{5'000};

tl::unexpected<Error> systemError(const std::string& what, int problem = errno) {
    return fail(problem == ENOENT ? Errc::NotFound : Errc::Io, what + ": " + std::strerror(problem));
}

std::vector<std::string> argumentsOf(const std::filesystem::path& program, const ModelHostOptions& options) {
    std::vector<std::string> out{program.string(),
                                 "model-host",
                                 std::filesystem::absolute(options.model).string(),
                                 "--descriptor",
                                 std::to_string(kSocketThere),
                                 "--parallel",
                                 std::to_string(std::clamp(options.sequences, 1U, 256U)),
                                 "--context",
                                 std::to_string(options.context)};
    if (options.threads > 0) {
        out.emplace_back("--threads");
        out.push_back(std::to_string(std::min(options.threads, 256U)));
    }
    if (!options.gpu) out.emplace_back("--no-gpu");
    return out;
}

/// What tells the GPU's library which GPU and where its parts are, and how a sanitizer is set; nothing else.
std::vector<std::string> cleanEnvironment() {
    constexpr std::array<std::string_view, 7> kKept{
        "CUDA_VISIBLE_DEVICES=", "NVIDIA_VISIBLE_DEVICES=", "LD_LIBRARY_PATH=", "CUDA_DEVICE_ORDER=",
        "ASAN_OPTIONS=",         "UBSAN_OPTIONS=",          "TSAN_OPTIONS="};
    std::vector<std::string> out{"LC_ALL=C.UTF-8", "CUDA_CACHE_DISABLE=1"};
    for (char** entry = environ; entry && *entry; ++entry)
        for (const auto& name : kKept)
            if (std::string_view{*entry}.starts_with(name)) out.emplace_back(*entry);
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts)
        out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

/// Everything the child needs, made before the fork.
struct Plan {
    std::vector<std::string> arguments, environment;
    std::vector<char*> argv, envp;
    int nothing{-1}, socket{-1}, report{-1}; ///< Above the numbers that they get in the child.
    pid_t parent{0};
    long maxDescriptor{0};
};

void closeAbove(int last, long most) {
#if defined(__linux__) && defined(SYS_close_range)
    if (syscall(SYS_close_range, static_cast<unsigned>(last) + 1, ~0U, 0U) == 0) return;
#endif
    for (long fd = last + 1; fd < most; ++fd)
        close(static_cast<int>(fd));
}

/// In the child. Only async-signal-safe calls; a failure goes to the parent as an errno.
[[noreturn]] void runChild(const Plan& plan) {
    setsid();
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != plan.parent) _exit(127); // the parent died before the line above
#endif
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGCHLD, SIGHUP, SIGUSR1, SIGUSR2})
        sigaction(number, &standard, nullptr);
    bool ok = chdir("/") == 0;
    for (const int fd : {0, 1, 2})
        ok = ok && dup2(plan.nothing, fd) >= 0;
    ok = ok && dup2(plan.socket, kSocketThere) >= 0 && dup2(plan.report, kReportThere) >= 0 &&
         fcntl(kReportThere, F_SETFD, FD_CLOEXEC) == 0;
    if (ok) {
        closeAbove(kReportThere, plan.maxDescriptor);
        execve(plan.argv[0], plan.argv.data(), plan.envp.data());
    }
    const int problem = errno;
    [[maybe_unused]] const auto written = write(kReportThere, &problem, sizeof problem);
    _exit(127);
}

/// A copy whose number the child's own cannot take.
Descriptor outOfTheWay(int fd) {
    return Descriptor{fcntl(fd, F_DUPFD_CLOEXEC, 16)};
}

/// The child after its exec, or the errno that kept it from it.
Result<int> forkAndRun(Plan& plan, int reportFd) {
    plan.argv = pointers(plan.arguments);
    plan.envp = pointers(plan.environment);
    plan.parent = getpid();
    plan.maxDescriptor = std::min(sysconf(_SC_OPEN_MAX), 65'536L);
    const pid_t pid = fork();
    if (pid < 0) return systemError("a process for the model");
    if (pid == 0) runChild(plan);
    close(plan.report);
    plan.report = -1;
    int problem = 0;
    ssize_t got = 0;
    do
        got = read(reportFd, &problem, sizeof problem); // ends at once: exec closes the other end
    while (got < 0 && errno == EINTR);
    if (got == sizeof problem) {
        waitpid(pid, nullptr, 0);
        return systemError(plan.arguments.front(), problem);
    }
    return static_cast<int>(pid);
}

bool reap(int pid, int& status) {
    pid_t got = 0;
    do
        got = waitpid(pid, &status, WNOHANG);
    while (got < 0 && errno == EINTR);
    return got != 0; // an error: somebody else reaped it
}

/// Looks often at first: most ends come at once.
bool reapWithin(int pid, std::chrono::milliseconds limit, int& status) {
    const auto until = SteadyClock::now() + limit;
    for (std::chrono::microseconds pause{200};; pause = std::min(pause * 2, std::chrono::microseconds{20'000})) {
        if (reap(pid, status)) return true;
        if (SteadyClock::now() > until) return false;
        std::this_thread::sleep_for(pause);
    }
}

class DirectSpawner final : public HostSpawner {
public:
    explicit DirectSpawner(std::filesystem::path program) : m_children{std::move(program)} {}
    Result<HostChild> start(const ModelHostOptions& options) override {
        const std::lock_guard lock{m_mutex};
        return m_children.start(options);
    }
    HostExit end(int pid, bool kill) override {
        const std::lock_guard lock{m_mutex};
        return m_children.end(pid, kill);
    }

private:
    std::mutex m_mutex;
    HostChildren m_children;
};

} // namespace

Result<std::filesystem::path> ownProgram() {
    std::error_code ec;
#ifdef __APPLE__
    char buffer[4096];
    std::uint32_t size = sizeof buffer;
    if (_NSGetExecutablePath(buffer, &size) != 0) return fail(Errc::NotFound, "this program's own file");
    auto out = std::filesystem::canonical(buffer, ec);
#else
    auto out = std::filesystem::canonical("/proc/self/exe", ec);
#endif
    if (ec) return fail(Errc::NotFound, "this program's own file: " + ec.message());
    return out;
}

Result<HostChild> HostChildren::start(const ModelHostOptions& options) {
    reapLate();
    if (m_running.size() >= kMostChildren)
        return fail(Errc::LimitExceeded, std::to_string(m_running.size()) + " models run already");
    std::filesystem::path program = m_program;
    if (program.empty()) {
        TD_TRY(program, ownProgram());
    }
    TD_TRY(auto sockets, socketPair());
    TD_TRY(auto reports, pipePair());
    const Descriptor opened{open("/dev/null", O_RDWR | O_CLOEXEC)};
    const Descriptor nothing = outOfTheWay(opened.get()), socket = outOfTheWay(sockets.second.get());
    Descriptor report = outOfTheWay(reports.second.get());
    if (nothing.get() < 0 || socket.get() < 0 || report.get() < 0) return systemError("descriptors");
    reports.second.reset();
    Plan plan;
    plan.arguments = argumentsOf(program, options);
    plan.environment = cleanEnvironment();
    plan.nothing = nothing.get();
    plan.socket = socket.get();
    plan.report = report.release();
    auto pid = forkAndRun(plan, reports.first.get());
    if (plan.report >= 0) close(plan.report);
    if (!pid) return tl::unexpected<Error>{pid.error()};
    m_running.insert(*pid);
    return HostChild{*pid, std::move(sockets.first)};
}

HostExit HostChildren::end(int pid, bool kill) {
    HostExit out;
    if (m_running.erase(pid) == 0) return {0, 0, /*known=*/false};
    int status = 0;
    bool ended = !kill && reapWithin(pid, kOwnEnd, status);
    if (!ended) {
        ::kill(pid, SIGKILL);
        ended = reapWithin(pid, kKilledEnd, status);
    }
    out.known = ended;
    if (!ended) m_late.insert(pid);
    if (ended && WIFEXITED(status)) out.code = WEXITSTATUS(status);
    if (ended && WIFSIGNALED(status)) out.signal = WTERMSIG(status);
    return out;
}

void HostChildren::reapLate() {
    for (auto it = m_late.begin(); it != m_late.end();) {
        int status = 0;
        it = reap(*it, status) ? m_late.erase(it) : std::next(it);
    }
}

void HostChildren::killAll() {
    for (const int pid : m_running)
        ::kill(pid, SIGKILL);
}

std::shared_ptr<HostSpawner> directSpawner(std::filesystem::path program) {
    return std::make_shared<DirectSpawner>(std::move(program));
}

} // namespace taodeck::worker

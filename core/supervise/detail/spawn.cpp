#include "core/supervise/detail/spawn.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

extern char** environ;

namespace taodeck::supervise::detail {
namespace {

/// Everything the child needs, made before the fork.
struct Plan {
    std::vector<std::string> arguments, environment;
    std::string folder; ///< Empty: stay.
    std::vector<char*> argv, envp;
    int input{-1}, output{-1}, errors{-1}, report{-1};
    pid_t parent{0};
    int nice{0};
    long maxDescriptor{0};
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (auto& text : texts)
        out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

constexpr std::array<std::string_view, 16> kKept{"PATH",
                                                 "HOME",
                                                 "USER",
                                                 "LANG",
                                                 "LC_ALL",
                                                 "LC_CTYPE",
                                                 "TZ",
                                                 "TMPDIR",
                                                 "LD_LIBRARY_PATH",
                                                 "CUDA_VISIBLE_DEVICES",
                                                 "CUDA_DEVICE_ORDER",
                                                 "NVIDIA_VISIBLE_DEVICES",
                                                 "ASAN_OPTIONS",
                                                 "LSAN_OPTIONS",
                                                 "TSAN_OPTIONS",
                                                 "UBSAN_OPTIONS"};

std::vector<std::string> environmentOf(const ProcessOptions& options) {
    std::map<std::string, std::string> merged;
    for (char** entry = environ; *entry; ++entry) {
        const std::string text{*entry};
        const auto equals = text.find('=');
        if (equals == std::string::npos) continue;
        const auto name = text.substr(0, equals);
        if (std::find(kKept.begin(), kKept.end(), name) != kKept.end()) merged[name] = text.substr(equals + 1);
    }
    for (const auto& [name, value] : options.environment)
        merged[name] = value;
    std::vector<std::string> out;
    for (const auto& [name, value] : merged)
        out.push_back(name + '=' + value);
    return out;
}

void closeFrom(int first, int keep, long last) {
#if defined(__linux__) && defined(SYS_close_range)
    const auto below = static_cast<unsigned>(keep);
    if ((keep <= first || syscall(SYS_close_range, static_cast<unsigned>(first), below - 1, 0u) == 0) &&
        syscall(SYS_close_range, below + 1, ~0u, 0u) == 0)
        return;
#endif
    for (int fd = first; fd < last; ++fd)
        if (fd != keep) close(fd);
}

/// In the child. Only async-signal-safe calls; a failure goes to the parent as an errno.
[[noreturn]] void runChild(const Plan& plan) {
    setpgid(0, 0);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != plan.parent) _exit(127); // the parent died before the line above
#endif
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGCHLD, SIGHUP})
        sigaction(number, &standard, nullptr);
    if (plan.nice > 0) setpriority(PRIO_PROCESS, 0, plan.nice);
    bool ok = dup2(plan.input, 0) >= 0 && dup2(plan.output, 1) >= 0;
    if (plan.errors >= 0) ok = ok && dup2(plan.errors, 2) >= 0;
    if (!plan.folder.empty()) ok = ok && chdir(plan.folder.c_str()) == 0;
    if (ok) {
        closeFrom(3, plan.report, plan.maxDescriptor);
        execve(plan.argv[0], plan.argv.data(), plan.envp.data());
    }
    const int problem = errno;
    [[maybe_unused]] const auto written = write(plan.report, &problem, sizeof problem);
    _exit(127);
}

class Descriptor {
public:
    explicit Descriptor(int fd = -1) : m_fd{fd} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { reset(); }
    void reset(int fd = -1) {
        if (m_fd >= 0) close(m_fd);
        m_fd = fd;
    }
    int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }

private:
    int m_fd;
};

bool makePipe(Descriptor& readEnd, Descriptor& writeEnd) {
    int ends[2];
    if (pipe(ends) != 0) return false;
    for (const int fd : ends)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    readEnd.reset(ends[0]);
    writeEnd.reset(ends[1]);
    return true;
}

tl::unexpected<Error> systemError(const std::string& what, int problem) {
    return fail(problem == ENOENT ? Errc::NotFound : Errc::Io, what + ": " + std::strerror(problem));
}

} // namespace

Result<Child> spawn(const ProcessOptions& options) {
    Descriptor input{open("/dev/null", O_RDONLY | O_CLOEXEC)}, errors, outRead, outWrite, reportRead, reportWrite;
    if (input.get() < 0 || !makePipe(outRead, outWrite) || !makePipe(reportRead, reportWrite))
        return systemError("pipes", errno);
    if (!options.joinErrors && !options.errorLog.empty()) {
        errors.reset(open(options.errorLog.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
        if (errors.get() < 0) return systemError("log " + options.errorLog.string(), errno);
    }
    Plan plan;
    plan.arguments.push_back(options.program.string());
    plan.arguments.insert(plan.arguments.end(), options.arguments.begin(), options.arguments.end());
    plan.environment = environmentOf(options);
    plan.argv = pointers(plan.arguments);
    plan.envp = pointers(plan.environment);
    plan.input = input.get();
    plan.output = outWrite.get();
    plan.errors = options.joinErrors ? outWrite.get() : errors.get();
    plan.folder = options.workingFolder.string();
    plan.report = reportWrite.get();
    plan.parent = getpid();
    plan.nice = options.nice;
    plan.maxDescriptor = std::min(sysconf(_SC_OPEN_MAX), 65'536L);

    const pid_t pid = fork();
    if (pid < 0) return systemError("fork", errno);
    if (pid == 0) runChild(plan);
    setpgid(pid, pid); // in both, so that neither has to wait for the other
    reportWrite.reset();
    outWrite.reset();
    int problem = 0;
    ssize_t got = 0;
    do
        got = read(reportRead.get(), &problem, sizeof problem); // ends at once: exec closes the other end
    while (got < 0 && errno == EINTR);
    if (got == sizeof problem) {
        waitpid(pid, nullptr, 0);
        return systemError(options.program.string(), problem);
    }
    fcntl(outRead.get(), F_SETFL, fcntl(outRead.get(), F_GETFL) | O_NONBLOCK);
    return Child{static_cast<int>(pid), outRead.release()};
}

} // namespace taodeck::supervise::detail

namespace taodeck::supervise {

std::span<const std::string_view> keptVariables() {
    return detail::kKept;
}

} // namespace taodeck::supervise

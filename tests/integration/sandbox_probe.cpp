// Confines itself as the command line says, tries one thing, and prints what came of it: "ok", or the error's name.
//   sandbox_probe [--landlock N] [--no-filter] [--read P] [--write P] [--connect PORT] [--listen PORT] [--names]
//                 ACTION [ARGUMENT]
// PORT 0 stands for any. The first line says what holds, the second what came of the action.

#include "core/sandbox/detail/confine_as.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace taodeck;
using Argument = const std::string&;

/// 0 or an errno.
int outcome(bool done) {
    return done ? 0 : errno;
}

int openAs(Argument path, int flags) {
    const int fd = open(path.c_str(), flags | O_CLOEXEC, 0600);
    const int problem = outcome(fd >= 0);
    if (fd >= 0) close(fd);
    return problem;
}

int socketOf(int family, int type, int protocol) {
    const int fd = socket(family, type | SOCK_CLOEXEC, protocol);
    const int problem = outcome(fd >= 0);
    if (fd >= 0) close(fd);
    return problem;
}

int tcp(Argument port, bool listens) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return errno;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
    const auto* raw = reinterpret_cast<const sockaddr*>(&address);
    bool done =
        listens ? bind(fd, raw, sizeof address) == 0 && listen(fd, 1) == 0 : connect(fd, raw, sizeof address) == 0;
    const int problem = outcome(done);
    close(fd);
    return problem;
}

int startProgram(Argument path) {
    char* const arguments[] = {const_cast<char*>(path.c_str()), nullptr};
    char* const environment[] = {nullptr};
    execve(path.c_str(), arguments, environment);
    return errno;
}

int forks(Argument) {
    const pid_t child = fork();
    if (child == 0) _exit(0);
    const int problem = outcome(child > 0);
    if (child > 0) waitpid(child, nullptr, 0);
    return problem;
}

int mapsCode(Argument) {
    void* const made = mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return outcome(made != MAP_FAILED);
}

/// Shared memory of no file.
int mapsShared(Argument) {
    void* const made = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return outcome(made != MAP_FAILED);
}

int controls(int command, int value) {
    return outcome(fcntl(STDOUT_FILENO, command, value) == 0);
}

int requests(unsigned long what, int value) {
    return outcome(ioctl(STDOUT_FILENO, what, &value) == 0);
}

/// By the call that hides its flags in memory.
int opensHidden(Argument path) {
    const std::array<std::uint64_t, 3> how{O_WRONLY, 0, 0};
    return outcome(syscall(SYS_openat2, AT_FDCWD, path.c_str(), how.data(), sizeof how) >= 0);
}

/// What every program of ours does in its ordinary life.
int lives(Argument) {
    long sum = 0;
    std::thread worker{[&sum] {
        const std::vector<long> numbers(5'000'000, 1);
        for (const long number : numbers)
            sum += number;
        prctl(PR_SET_NAME, "worker", 0, 0, 0);
    }};
    worker.join();
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    std::string memory;
    const bool told = localtime_r(&now, &local) && std::getline(std::ifstream{"/proc/meminfo"}, memory);
    const bool drawn = std::random_device{}() != std::random_device{}();
    try {
        throw std::runtime_error{"caught"};
    } catch (const std::exception&) {
        ++sum;
    }
    errno = EPROTO;
    return outcome(sum == 5'000'001 && told && drawn && std::thread::hardware_concurrency() > 0 &&
                   kill(getpid(), 0) == 0);
}

const std::map<std::string, std::function<int(Argument)>> kActions{
    {"live", lives},
    {"read", [](Argument path) { return openAs(path, O_RDONLY); }},
    {"write", [](Argument path) { return openAs(path, O_WRONLY); }},
    {"create", [](Argument path) { return openAs(path, O_WRONLY | O_CREAT | O_EXCL); }},
    {"truncate", [](Argument path) { return outcome(truncate(path.c_str(), 0) == 0); }},
    {"remove", [](Argument path) { return outcome(unlink(path.c_str()) == 0); }},
    {"list", [](Argument path) { return openAs(path, O_RDONLY | O_DIRECTORY); }},
    {"chmod", [](Argument path) { return outcome(chmod(path.c_str(), 0777) == 0); }},
    {"exec", startProgram},
    {"fork", forks},
    {"connect", [](Argument port) { return tcp(port, /*listens=*/false); }},
    {"listen", [](Argument port) { return tcp(port, /*listens=*/true); }},
    {"udp", [](Argument) { return socketOf(AF_INET, SOCK_DGRAM, 0); }},
    {"unix", [](Argument) { return socketOf(AF_UNIX, SOCK_STREAM, 0); }},
    {"raw", [](Argument) { return socketOf(AF_INET, SOCK_RAW, IPPROTO_ICMP); }},
    {"mptcp", [](Argument) { return socketOf(AF_INET, SOCK_STREAM, 262); }},
    {"signal", [](Argument pid) { return outcome(kill(std::stoi(pid), 0) == 0); }},
    {"code", mapsCode},
    {"shared", mapsShared},
    {"owner", [](Argument pid) { return controls(F_SETOWN, std::stoi(pid)); }},
    {"which signal", [](Argument) { return controls(F_SETSIG, SIGKILL); }},
    {"asynchronous", [](Argument) { return controls(F_SETFL, O_ASYNC); }},
    {"waiting not", [](Argument) { return controls(F_SETFL, O_NONBLOCK); }},
    {"owner by request", [](Argument pid) { return requests(FIOSETOWN, std::stoi(pid)); }},
    {"group by request", [](Argument pid) { return requests(SIOCSPGRP, std::stoi(pid)); }},
    {"asynchronous by request", [](Argument) { return requests(FIOASYNC, 1); }},
    {"hidden", opensHidden},
    {"dumpable", [](Argument) { return outcome(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0); }},
    {"root", [](Argument) { return outcome(setuid(0) == 0); }},
    {"ring", [](Argument) { return outcome(syscall(SYS_io_uring_setup, 1, nullptr) >= 0); }},
    {"ptrace", [](Argument pid) { return outcome(ptrace(PTRACE_ATTACH, std::stoi(pid), nullptr, nullptr) == 0); }},
    {"peek",
     [](Argument pid) {
         return outcome(syscall(SYS_process_vm_readv, std::stoi(pid), nullptr, 0, nullptr, 0, 0) >= 0);
     }},
    {"bpf", [](Argument) { return outcome(syscall(SYS_bpf, 0, nullptr, 0) >= 0); }},
    {"mount", [](Argument) { return outcome(mount("none", "/proc", "tmpfs", 0, nullptr) == 0); }},
    {"keys", [](Argument) { return outcome(syscall(SYS_keyctl, 0, 0) >= 0); }},
};

const char* nameOf(int problem) {
    const std::map<int, const char*> names{
        {0, "ok"},          {EPERM, "EPERM"},   {EACCES, "EACCES"}, {ECONNREFUSED, "ECONNREFUSED"},
        {ENOENT, "ENOENT"}, {ENOSYS, "ENOSYS"}, {EPROTO, "EPROTO"}};
    const auto found = names.find(problem);
    return found == names.end() ? std::strerror(problem) : found->second;
}

struct Asked {
    sandbox::Policy policy;
    sandbox::detail::Kernel kernel{sandbox::detail::thisKernel()};
    std::string action, argument;
    bool thread{false};
};

Asked read(int argc, char** argv) {
    Asked out;
    int at = 1;
    const auto value = [&] { return std::string{at + 1 < argc ? argv[++at] : ""}; };
    const auto port = [&](std::vector<std::uint16_t>& ports) {
        const auto number = static_cast<std::uint16_t>(std::stoi(value()));
        if (number != 0) ports.push_back(number);
    };
    const std::map<std::string, std::function<void()>> options{
        {"--landlock",
         [&] {
             out.kernel.landlock = std::min(out.kernel.landlock, std::stoi(value()));
             out.kernel.landlockWhy = "this kernel has no Landlock";
         }},
        {"--no-filter", [&] { out.kernel.filters = false; }},
        {"--read", [&] { out.policy.readable.push_back(value()); }},
        {"--write", [&] { out.policy.writable.push_back(value()); }},
        {"--connect", [&] { out.policy.mayConnect = true, port(out.policy.connectPorts); }},
        {"--listen", [&] { out.policy.mayListen = true, port(out.policy.listenPorts); }},
        {"--names", [&] { out.policy.mayLookUpNames = true; }},
        {"--thread", [&] { out.thread = true; }},
    };
    for (; at < argc; ++at) {
        const auto option = options.find(argv[at]);
        if (option == options.end()) break;
        option->second();
    }
    if (at < argc) out.action = argv[at++];
    if (at < argc) out.argument = argv[at];
    return out;
}

} // namespace

int main(int argc, char** argv) {
    const Asked asked = read(argc, argv);
    std::thread other;
    if (asked.thread) other = std::thread{[] { pause(); }};
    const auto confined = sandbox::detail::confineAs(asked.policy, asked.kernel);
    if (!confined) {
        std::printf("error %s\n%s\n", std::string{name(confined.error().code)}.c_str(),
                    confined.error().context.c_str());
        std::fflush(stdout);
        _exit(3);
    }
    std::printf("%d%d%d%d %s\n", confined->noNewPrivileges, confined->syscalls, confined->files, confined->ports,
                confined->words.c_str());
    std::fflush(stdout);
    const auto action = kActions.find(asked.action);
    const int problem = action == kActions.end() ? EPROTO : action->second(asked.argument);
    std::printf("%s\n", nameOf(problem));
    std::fflush(stdout);
    _exit(problem == 0 ? 0 : 1);
}

#include "core/worker/host/launcher.h"

#include "core/sandbox/sandbox.h"
#include "core/worker/host/frame.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

namespace taodeck::worker {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxMessage = 64U << 10;
constexpr std::chrono::milliseconds kLauncherLimit{10'000};

/// One frame, with a descriptor on its first byte.
Result<> sendWith(int socket, const Json& body, int attached) {
    TD_TRY(const std::string frame, encodeFrame(body.dump(-1, ' ', false, Json::error_handler_t::replace)));
    if (attached < 0) return sendAll(socket, frame, kLauncherLimit);
    iovec first{const_cast<char*>(frame.data()), 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &first;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &attached, sizeof attached);
    ssize_t sent = 0;
    do
        sent = ::sendmsg(socket, &message, 0);
    while (sent < 0 && errno == EINTR);
    if (sent != 1) return fail(Errc::Io, std::string{"a descriptor: "} + std::strerror(errno));
    return sendAll(socket, std::string_view{frame}.substr(1), kLauncherLimit);
}

/// Frames and the descriptors that come with them.
class Receiver {
public:
    explicit Receiver(int socket) : m_socket{socket} {}

    /// Disconnected at the end of the stream.
    Result<Json> next() {
        for (;;) {
            TD_TRY(const auto body, m_frames.next());
            if (body) {
                Json out = Json::parse(*body, nullptr, /*allow_exceptions=*/false);
                if (!out.is_object()) return fail(Errc::Malformed, "the launcher's message");
                return out;
            }
            TD_CHECK(receive());
        }
    }
    Descriptor takeAttached() { return std::move(m_attached); }

private:
    Result<> receive() {
        std::array<char, 4096> part{};
        iovec room{part.data(), part.size()};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
        msghdr message{};
        message.msg_iov = &room;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        ssize_t got = 0;
        do
            got = ::recvmsg(m_socket, &message, 0);
        while (got < 0 && errno == EINTR);
        if (got <= 0) return fail(Errc::Disconnected, "the process that starts models is gone");
        for (cmsghdr* header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
            if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
            ::fcntl(fd, F_SETFD, FD_CLOEXEC);
            m_attached.reset(fd);
        }
        m_frames.push({part.data(), static_cast<std::size_t>(got)});
        return {};
    }

    const int m_socket;
    FrameReader m_frames{kMaxMessage};
    Descriptor m_attached;
};

Json refusalJson(const Error& error) {
    return {{"code", static_cast<std::uint16_t>(error.code)}, {"text", error.context}};
}

// ---- the launcher's own side

Result<> answerStart(int socket, const Json& asked, HostChildren& children) {
    ModelHostOptions options;
    options.model = asked.value("model", std::string{});
    options.context = asked.value("context", 0U);
    options.sequences = asked.value("sequences", 1U);
    options.threads = asked.value("threads", 0U);
    options.gpu = asked.value("gpu", false);
    auto child = children.start(options);
    if (!child) return sendWith(socket, refusalJson(child.error()), -1);
    return sendWith(socket, {{"pid", child->pid}}, child->socket.get());
}

/// Until the program closes its end. Exceptions of a message that is none of ours end it as well.
Result<> serve(int socket, HostChildren& children) {
    Receiver asks{socket};
    for (;;) {
        TD_TRY(const Json asked, asks.next());
        if (asked.value("do", std::string{}) == "start") {
            TD_CHECK(answerStart(socket, asked, children));
            continue;
        }
        const HostExit exit = children.end(asked.value("pid", 0), asked.value("kill", true));
        TD_CHECK(sendWith(socket, {{"exit", exit.code}, {"signal", exit.signal}, {"known", exit.known}}, -1));
    }
}

void closeAllBut(int keep) {
    const long most = std::min(sysconf(_SC_OPEN_MAX), 65'536L);
#if defined(__linux__) && defined(SYS_close_range)
    const auto kept = static_cast<unsigned>(keep);
    if ((kept <= 3 || syscall(SYS_close_range, 3U, kept - 1, 0U) == 0) &&
        syscall(SYS_close_range, kept + 1, ~0U, 0U) == 0)
        return;
#endif
    for (int fd = 3; fd < most; ++fd)
        if (fd != keep) ::close(fd);
}

[[noreturn]] void runLauncher(int socket, pid_t parent, const std::filesystem::path& program) {
    ::setpgid(0, 0); // a signal to the program's group must not end its models before the program says so
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) ::_exit(0);
#else
    static_cast<void>(parent);
#endif
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE})
        ::signal(number, SIG_IGN);
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int fd : {0, 1, 2})
        ::dup2(nothing, fd);
    closeAllBut(socket);
    HostChildren children{program};
    try {
        static_cast<void>(serve(socket, children)); // however it ended: the program is gone, or speaks another language
    } catch (const std::exception&) {               // NOLINT(bugprone-empty-catch): the same
    }
    children.killAll();
    ::_exit(0);
}

// ---- the program's side

class LauncherClient final : public HostLauncher {
public:
    LauncherClient(Descriptor socket, int pid) : m_socket{std::move(socket)}, m_pid{pid} {}
    ~LauncherClient() override {
        m_socket.reset();
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
    }

    int pid() const override { return m_pid; }

    Result<HostChild> start(const ModelHostOptions& options) override {
        const std::lock_guard lock{m_mutex};
        std::error_code ec;
        const auto model = std::filesystem::absolute(options.model, ec);
        TD_TRY(const Json told, ask({{"do", "start"},
                                     {"model", model.string()},
                                     {"context", options.context},
                                     {"sequences", options.sequences},
                                     {"threads", options.threads},
                                     {"gpu", options.gpu}}));
        Descriptor socket = m_receiver.takeAttached();
        const int pid = told.value("pid", 0);
        if (pid > 0 && socket.get() >= 0) return HostChild{pid, std::move(socket)};
        const auto code = told.value("code", 0);
        const bool known = code >= static_cast<int>(Errc::Truncated) && code <= static_cast<int>(Errc::Locked);
        return fail(known ? static_cast<Errc>(code) : Errc::Io, told.value("text", std::string{"no process"}));
    }

    HostExit end(int pid, bool kill) override {
        const std::lock_guard lock{m_mutex};
        const auto told = ask({{"do", "end"}, {"pid", pid}, {"kill", kill}});
        if (!told) return {0, 0, /*known=*/false};
        return {told->value("exit", 0), told->value("signal", 0), told->value("known", false)};
    }

private:
    Result<Json> ask(const Json& what) {
        TD_CHECK(sendWith(m_socket.get(), what, -1));
        return m_receiver.next();
    }

    std::mutex m_mutex;
    Descriptor m_socket;
    Receiver m_receiver{m_socket.get()};
    const int m_pid;
};

} // namespace

Result<std::shared_ptr<HostLauncher>> HostLauncher::start(std::filesystem::path program) {
    if (const auto threads = sandbox::threadCount(); threads > 1)
        return fail(Errc::Conflict,
                    "the process that starts models is made before threads are; there are " + std::to_string(threads));
    if (program.empty()) {
        TD_TRY(program, ownProgram());
    }
    TD_TRY(auto sockets, socketPair());
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) return fail(Errc::Io, std::string{"the process that starts models: "} + std::strerror(errno));
    if (pid == 0) runLauncher(sockets.second.get(), parent, program);
    return std::make_shared<LauncherClient>(std::move(sockets.first), static_cast<int>(pid));
}

} // namespace taodeck::worker

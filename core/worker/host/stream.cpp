#include "core/worker/host/stream.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace taodeck::worker {
namespace {

#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_NOSIGNAL | MSG_DONTWAIT;
#else
constexpr int kSendFlags = MSG_DONTWAIT; // SO_NOSIGPIPE, below
#endif

tl::unexpected<Error> systemError(Errc code, const char* what) {
    return fail(code, std::string{what} + ": " + std::strerror(errno));
}

} // namespace

void Descriptor::reset(int fd) {
    if (m_fd >= 0) ::close(m_fd);
    m_fd = fd;
}

Result<std::pair<Descriptor, Descriptor>> socketPair() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return systemError(Errc::Io, "a pair of sockets");
    for (const int fd : ends) {
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
        const int on = 1;
        ::setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    }
    return std::pair{Descriptor{ends[0]}, Descriptor{ends[1]}};
}

Result<std::pair<Descriptor, Descriptor>> pipePair() {
    int ends[2];
    if (::pipe(ends) != 0) return systemError(Errc::Io, "a pipe");
    for (const int fd : ends)
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    return std::pair{Descriptor{ends[0]}, Descriptor{ends[1]}};
}

Result<> sendAll(int fd, std::string_view bytes, std::chrono::milliseconds limit) {
    while (!bytes.empty()) {
        const auto sent = ::send(fd, bytes.data(), bytes.size(), kSendFlags);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return systemError(Errc::Disconnected, "the other process");
        pollfd room{fd, POLLOUT, 0};
        const int ready = ::poll(&room, 1, static_cast<int>(limit.count()));
        if (ready == 0) return fail(Errc::Timeout, "the other process takes nothing");
        if (ready < 0 && errno != EINTR) return systemError(Errc::Io, "waiting for the other process");
    }
    return {};
}

Result<std::string_view> receiveSome(int fd, char* buffer, std::size_t size) {
    for (;;) {
        const auto got = ::read(fd, buffer, size);
        if (got >= 0) return std::string_view{buffer, static_cast<std::size_t>(got)};
        if (errno == ECONNRESET) return std::string_view{};
        if (errno != EINTR) return systemError(Errc::Io, "the other process");
    }
}

} // namespace taodeck::worker

#pragma once
/// Bytes through the socket between a program and its child. POSIX.

#include "core/base/result.h"

#include <chrono>
#include <string_view>
#include <utility>

namespace taodeck::worker {

/// Closes what it holds.
class Descriptor {
public:
    explicit Descriptor(int fd = -1) : m_fd{fd} {}
    Descriptor(Descriptor&& other) noexcept : m_fd{std::exchange(other.m_fd, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) reset(std::exchange(other.m_fd, -1));
        return *this;
    }
    ~Descriptor() { reset(); }
    void reset(int fd = -1);
    int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }

private:
    int m_fd;
};

/// Two ends, closed in programs that are started.
Result<std::pair<Descriptor, Descriptor>> socketPair();
/// Read end and write end; a confined process may make these, and no sockets.
Result<std::pair<Descriptor, Descriptor>> pipePair();
/// All of it. Timeout when the other side takes nothing for `limit`; Disconnected.
Result<> sendAll(int fd, std::string_view bytes, std::chrono::milliseconds limit);
/// What has come, at least a byte; empty: the other side closed. Waits.
Result<std::string_view> receiveSome(int fd, char* buffer, std::size_t size);

} // namespace taodeck::worker

#include "bench/axon_crowd.h"

#include "core/axon/signed_request.h"

#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace taodeck::axon {
namespace {

using namespace std::chrono_literals;

constexpr int kThreads = 4, kAddresses = 16, kSlowPerThread = 250;

struct Order {
    char what{0};
    std::uint16_t port{0};
    std::uint64_t number{0};
};

/// A connection from 127.0.1.x, so that the crowd has addresses of its own. Closing resets it: no port stays taken.
int dial(std::uint16_t port, unsigned from) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    const linger reset{1, 0};
    const timeval wait{2, 0};
    const int yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(fd, IPPROTO_IP, 24 /* IP_BIND_ADDRESS_NO_PORT */, &yes, sizeof yes);
    sockaddr_in own{}, there{};
    own.sin_family = there.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(0x7F000101U + from % kAddresses);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons(port);
    if (::bind(fd, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0 ||
        ::connect(fd, reinterpret_cast<sockaddr*>(&there), sizeof there) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

bool say(int fd, std::string_view bytes) {
    return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

/// Whether something came back on a connection that stays open.
bool hear(int fd) {
    char buffer[4096];
    const auto got = ::recv(fd, buffer, sizeof buffer, 0);
    return got > 0 && std::string_view{buffer, static_cast<std::size_t>(got)}.find("close") == std::string_view::npos;
}

std::int64_t unixNanos() {
    return std::chrono::nanoseconds{std::chrono::system_clock::now().time_since_epoch()}.count();
}

std::string signedCall(const keys::Signer& signer, const std::string& body, bool forge) {
    const auto bob = crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Bob")->publicKey();
    const auto fields = *signHead(signer, "POST", "/v1/echo", body, bob, unixNanos());
    std::string out = "POST /v1/echo HTTP/1.1\r\nHost: a\r\n";
    for (const auto& [name, value] : fields)
        out += name + ": " + value + "\r\n";
    return out + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + (forge ? "[" + body.substr(1) : body);
}

class Attack {
public:
    Attack(std::uint16_t port, Flood flood) {
        for (int i = 0; i < kThreads; ++i)
            m_threads.emplace_back([this, port, flood, i](std::stop_token stop) {
                if (flood == Flood::SlowLoris)
                    dribble(port, static_cast<unsigned>(i), stop);
                else
                    repeat(port, flood, static_cast<unsigned>(i), stop);
            });
    }
    std::uint64_t end() {
        m_threads.clear();
        return m_calls;
    }

private:
    void repeat(std::uint16_t port, Flood flood, unsigned thread, const std::stop_token& stop) {
        const auto key = keys::makeSigner(*crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Load/0"), true);
        const std::string body = R"({"text":"What is it that a flood wants?"})";
        std::string bytes;
        auto signedAt = std::chrono::steady_clock::time_point{};
        int fd = -1;
        for (unsigned n = thread; !stop.stop_requested(); n += kThreads) {
            const auto now = std::chrono::steady_clock::now();
            if (now - signedAt > 5s) { // nonces age
                signedAt = now;
                bytes = bytesOf(flood, *key, body);
            }
            if (fd < 0) fd = dial(port, n);
            ++m_calls;
            if (fd >= 0 && say(fd, bytes) && hear(fd)) continue;
            if (fd >= 0) ::close(fd);
            fd = -1;
        }
        if (fd >= 0) ::close(fd);
    }

    static std::string bytesOf(Flood flood, const keys::Signer& key, const std::string& body) {
        switch (flood) {
        case Flood::Oversized:
            return "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1073741824\r\n\r\n" +
                   std::string(16u << 10, ' ');
        case Flood::Malformed:
            return "\x16\x03\x01 not a request \xff\xfe\r\n\r\n";
        case Flood::Unsigned:
            return "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                   body;
        case Flood::Replayed:
            return signedCall(key, body, false);
        case Flood::WronglySigned:
            return signedCall(key, body, true);
        case Flood::SlowLoris:
            break;
        }
        return {};
    }

    void dribble(std::uint16_t port, unsigned thread, const std::stop_token& stop) {
        std::vector<int> held(kSlowPerThread, -1);
        while (!stop.stop_requested()) {
            for (std::size_t i = 0; i < held.size() && !stop.stop_requested(); ++i) {
                auto& fd = held[i];
                if (fd >= 0 && say(fd, "x")) continue;
                if (fd >= 0) ::close(fd);
                fd = dial(port, thread + static_cast<unsigned>(i));
                ++m_calls;
                if (fd >= 0) say(fd, "POST /v1/echo HTTP/1.1\r\nX-Slow: ");
            }
            std::this_thread::sleep_for(500ms);
        }
        for (const int fd : held)
            if (fd >= 0) ::close(fd);
    }

    std::atomic<std::uint64_t> m_calls{0};
    std::vector<std::jthread> m_threads;
};

[[noreturn]] void live(int pipe) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    std::vector<int> idle;
    std::unique_ptr<Attack> attack;
    Order order;
    while (::read(pipe, &order, sizeof order) == sizeof order) {
        std::uint64_t answer = 0;
        if (order.what == 'I') {
            for (std::uint64_t i = 0; i < order.number; ++i)
                if (const int fd = dial(order.port, static_cast<unsigned>(i)); fd >= 0) idle.push_back(fd);
            answer = idle.size();
        } else if (order.what == 'C') {
            for (const int fd : idle)
                ::close(fd);
            answer = idle.size();
            idle.clear();
        } else if (order.what == 'B') {
            attack = std::make_unique<Attack>(order.port, static_cast<Flood>(order.number));
        } else if (order.what == 'E' && attack) {
            answer = attack->end();
            attack.reset();
        }
        if (::write(pipe, &answer, sizeof answer) != sizeof answer) break;
    }
    attack.reset();
    ::_exit(0);
}

} // namespace

const char* nameOf(Flood flood) {
    switch (flood) {
    case Flood::SlowLoris:
        return "slow heads";
    case Flood::Oversized:
        return "oversized";
    case Flood::Malformed:
        return "malformed";
    case Flood::Unsigned:
        return "unsigned";
    case Flood::Replayed:
        return "replayed";
    case Flood::WronglySigned:
        return "wrongly signed";
    }
    return "";
}

Crowd::Crowd() {
    int ends[2]{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) std::abort();
    m_child = ::fork();
    if (m_child < 0) std::abort();
    if (m_child == 0) {
        ::close(ends[0]);
        live(ends[1]);
    }
    ::close(ends[1]);
    m_pipe = ends[0];
}

Crowd::~Crowd() {
    ::close(m_pipe);
    ::waitpid(m_child, nullptr, 0);
}

std::uint64_t Crowd::openIdle(std::uint16_t port, std::uint64_t count) {
    return ask('I', port, count);
}
std::uint64_t Crowd::closeIdle() {
    return ask('C', 0, 0);
}
void Crowd::begin(std::uint16_t port, Flood flood) {
    ask('B', port, static_cast<std::uint64_t>(flood));
}
std::uint64_t Crowd::end() {
    return ask('E', 0, 0);
}

std::uint64_t Crowd::ask(char what, std::uint16_t port, std::uint64_t number) {
    const Order order{what, port, number};
    std::uint64_t answer = 0;
    if (::write(m_pipe, &order, sizeof order) != sizeof order ||
        ::read(m_pipe, &answer, sizeof answer) != sizeof answer) {
        std::fprintf(stderr, "the crowd is gone\n");
        std::exit(1);
    }
    return answer;
}

} // namespace taodeck::axon

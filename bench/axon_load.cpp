// A miner's server under load: signed requests a second, ten thousand connections that say nothing, and floods while
// honest validators ask. Prints a table. The server and the honest validators share this process; the crowd has its
// own.
//   axon_load_bench [seconds for each row, default 5]

#include "bench/axon_crowd.h"

#include "core/axon/client.h"
#include "core/axon/server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <thread>

namespace taodeck::axon {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr int kValidators = 8;
constexpr std::uint64_t kIdle = 10'000;

class Io {
public:
    explicit Io(int threads) : m_guard{io.get_executor()} {
        for (int i = 0; i < threads; ++i)
            m_threads.emplace_back([this] { io.run(); });
    }
    ~Io() {
        m_guard.reset();
        io.stop();
        for (auto& thread : m_threads)
            thread.join();
    }
    boost::asio::io_context io;

private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_guard;
    std::vector<std::thread> m_threads;
};

/// A field of /proc/self/status in MiB.
double memory(const char* name) {
    std::ifstream in{"/proc/self/status"};
    for (std::string word; in >> word;)
        if (word == name) {
            double kib = 0;
            in >> kib;
            return kib / 1024;
        }
    return 0;
}

std::shared_ptr<const keys::Signer> signerOf(const std::string& uri) {
    return keys::makeSigner(*crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri), /*development=*/true);
}

struct Outcome {
    std::uint64_t asked{0}, answered{0};
    std::vector<double> milliseconds; ///< Of the answered.
    double seconds{0};

    double quantile(double q) {
        if (milliseconds.empty()) return 0;
        std::sort(milliseconds.begin(), milliseconds.end());
        return milliseconds[static_cast<std::size_t>(q * static_cast<double>(milliseconds.size() - 1))];
    }
    double success() const {
        return asked == 0 ? 0 : 100.0 * static_cast<double>(answered) / static_cast<double>(asked);
    }
};

class Load {
public:
    Load(double requestsPerSecond, Crowd& crowd) : crowd{crowd}, m_serverIo{2}, m_clientIo{1} {
        ServerOptions options;
        options.hotkey = signerOf("//Bob")->account();
        options.requestsPerSecond = requestsPerSecond;
        options.burst = 2 * requestsPerSecond;
        options.signaturesPerSecondPerAddress = std::max(200.0, requestsPerSecond);
        options.idleTimeout = 10min;
        server = makeServer(m_serverIo.io, options);
        server->add("/v1/echo", "EchoSynapse", {"text"},
                    [](const Request& request, auto responder, auto) { responder->reply(200, request.body); });
        server->setPolicy([](const AccountId&) { return Admission{true, 1, {}}; });
        if (!server->start()) std::exit(1);
        for (int i = 0; i < kValidators; ++i)
            m_clients.push_back(makeClient(m_clientIo.io, signerOf("//Load/" + std::to_string(i))));
    }

    ~Load() {
        m_clients.clear();
        server.reset();
    }

    /// `inFlight` at once as fast as they are answered, or each validator `perSecond` times a second.
    Outcome run(std::chrono::seconds time, int inFlight, int perSecond) {
        Outcome out;
        const auto begin = Steady::now();
        m_until = begin + time;
        if (inFlight > 0)
            for (int i = 0; i < inFlight; ++i)
                ask(out, i % kValidators, /*again=*/true);
        else
            for (auto next = begin; next < m_until; next += std::chrono::nanoseconds{1s} / perSecond) {
                std::this_thread::sleep_until(next);
                for (int i = 0; i < kValidators; ++i)
                    ask(out, i, /*again=*/false);
            }
        while (Steady::now() < m_until || m_open > 0)
            std::this_thread::sleep_for(1ms);
        out.seconds = std::chrono::duration<double>(Steady::now() - begin).count();
        return out;
    }

    Crowd& crowd;
    std::shared_ptr<Server> server;

private:
    void ask(Outcome& out, int validator, bool again) {
        ++m_open;
        Query query;
        query.path = "/v1/echo";
        query.body = R"({"text":"How many signed requests does a second hold?"})";
        query.timeout = 5s;
        const Target target{"127.0.0.1", server->port(), signerBob};
        m_clients[static_cast<std::size_t>(validator)]->ask(
            target, std::move(query), [&, validator, again](Reply reply) {
                {
                    const std::lock_guard lock{m_mutex};
                    ++out.asked;
                    if (reply.ok()) {
                        ++out.answered;
                        out.milliseconds.push_back(static_cast<double>(reply.took.count()) / 1'000);
                    }
                }
                if (again && Steady::now() < m_until) ask(out, validator, again);
                --m_open;
            });
    }

    const AccountId signerBob = signerOf("//Bob")->account();
    std::mutex m_mutex;
    std::atomic<int> m_open{0};
    Steady::time_point m_until;
    Io m_serverIo, m_clientIo;
    std::vector<std::shared_ptr<Client>> m_clients;
};

void print(const char* name, Outcome out, std::uint64_t calls) {
    std::printf("%-34s %8.0f /s  %6.2f %% answered  p50 %7.2f ms  p99 %7.2f ms", name,
                static_cast<double>(out.answered) / out.seconds, out.success(), out.quantile(0.5), out.quantile(0.99));
    if (calls > 0) std::printf("  beside %.0f calls/s", static_cast<double>(calls) / out.seconds);
    std::printf("  memory %.0f MiB, peak %.0f MiB\n", memory("VmRSS:"), memory("VmHWM:"));
    std::fflush(stdout);
}

void bench(std::chrono::seconds time) {
    Crowd crowd;
    {
        Load load{1e6, crowd};
        load.run(1s, 16, 0); // keys, connections and pages warm
        print("signed requests, 1 at a time", load.run(time, 1, 0), 0);
        print("signed requests, 64 at a time", load.run(time, 64, 0), 0);
        const double before = memory("VmRSS:");
        const auto open = crowd.openIdle(load.server->port(), kIdle);
        while (load.server->counts().openNow < open)
            std::this_thread::sleep_for(10ms);
        std::printf("%llu connections that say nothing: %.1f KiB each\n", static_cast<unsigned long long>(open),
                    (memory("VmRSS:") - before) * 1024 / static_cast<double>(open));
        print("64 at a time beside them", load.run(time, 64, 0), 0);
        crowd.closeIdle();
    }
    Load load{20, crowd};
    print("80 honest a second, no flood", load.run(time, 0, 10), 0);
    for (const auto flood : kFloods) {
        crowd.begin(load.server->port(), flood);
        // Slow heads are let go after ten seconds: long enough to see that, and what they do when they come again.
        auto out = load.run(flood == Flood::SlowLoris ? 3 * time : time, 0, 10);
        print((std::string{"80 honest a second, "} + nameOf(flood)).c_str(), std::move(out), crowd.end());
    }
    const auto counts = load.server->counts();
    std::printf(
        "refused: malformed %llu, too large %llu, too slow %llu, wrongly signed %llu, replayed %llu, limited %llu, "
        "too busy %llu\n",
        static_cast<unsigned long long>(counts.malformed), static_cast<unsigned long long>(counts.tooLarge),
        static_cast<unsigned long long>(counts.tooSlow), static_cast<unsigned long long>(counts.badSignature),
        static_cast<unsigned long long>(counts.replayed), static_cast<unsigned long long>(counts.rateLimited),
        static_cast<unsigned long long>(counts.tooBusy));
}

} // namespace
} // namespace taodeck::axon

int main(int argc, char** argv) {
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 5;
    taodeck::axon::bench(std::chrono::seconds{std::max(1, seconds)});
    return 0;
}

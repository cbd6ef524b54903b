#pragma once
/// An io thread, and waiting with a limit, for tests over loopback.

#include "core/rpc/client.h"
#include "core/rpc/server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace taodeck::rpc {

/// Runs an io_context on two threads, as the program does.
class IoThreads {
public:
    IoThreads() : m_guard{io.get_executor()} {
        for (int i = 0; i < 2; ++i)
            m_threads.emplace_back([this] { io.run(); });
    }
    ~IoThreads() { stop(); }
    /// After this no callback runs any more.
    void stop() {
        m_guard.reset();
        io.stop();
        for (auto& thread : std::exchange(m_threads, {}))
            thread.join();
    }
    boost::asio::io_context io;

private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_guard;
    std::vector<std::thread> m_threads;
};

/// Values that callbacks deliver, taken by the test in their order.
template <class T>
class Mailbox {
public:
    void put(T value) {
        const std::lock_guard lock{m_mutex};
        m_values.push_back(std::move(value));
        m_changed.notify_all();
    }
    std::optional<T> take(std::chrono::milliseconds limit = std::chrono::seconds{10}) {
        std::unique_lock lock{m_mutex};
        if (!m_changed.wait_for(lock, limit, [&] { return !m_values.empty(); })) return std::nullopt;
        T value = std::move(m_values.front());
        m_values.pop_front();
        return value;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<T> m_values;
};

/// The result of one call, waited for.
inline Result<json> callAndWait(Client& client, const std::string& method, json params = json::array()) {
    const auto box = std::make_shared<Mailbox<Result<json>>>();
    client.call(method, std::move(params), [box](Result<json> result) { box->put(std::move(result)); });
    auto result = box->take();
    if (!result) return fail(Errc::Timeout, "the callback never came");
    return *std::move(result);
}

/// A started client that has its link.
inline std::shared_ptr<Client> connectedClient(boost::asio::io_context& io, ClientOptions options) {
    auto client = makeClient(io, std::move(options));
    const auto box = std::make_shared<Mailbox<LinkEvent>>();
    const auto link = client->onLink([box](LinkEvent event, const Error&) { box->put(event); });
    client->start();
    EXPECT_EQ(box->take(), LinkEvent::Connected);
    return client;
}

inline std::string urlOf(const Server& server) {
    return "ws://127.0.0.1:" + std::to_string(server.port());
}
inline ClientOptions optionsFor(const Server& server) {
    ClientOptions options;
    options.url = urlOf(server);
    options.backoffFirst = std::chrono::milliseconds{10};
    options.backoffMax = std::chrono::milliseconds{50};
    return options;
}

} // namespace taodeck::rpc

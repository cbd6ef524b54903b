#include "app/common/threads.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <thread>

namespace taodeck::app {

namespace asio = boost::asio;

struct Threads::Impl {
    asio::io_context io;
    asio::executor_work_guard<asio::io_context::executor_type> guard{io.get_executor()};
    asio::thread_pool pool{std::max(2u, std::thread::hardware_concurrency())};
    asio::strand<asio::thread_pool::executor_type> strand{pool.get_executor()};
    std::thread net{[this] { io.run(); }};
    bool stopped{false};
};

Threads::Threads() : m_impl{std::make_unique<Impl>()} {}

Threads::~Threads() {
    stop();
}

asio::io_context& Threads::io() {
    return m_impl->io;
}

chain::Executors Threads::executors() {
    using Task = chain::Executors::Task;
    auto* impl = m_impl.get();
    chain::Executors out;
    out.strand = [impl](Task task) { asio::post(impl->strand, std::move(task)); };
    out.pool = [impl](Task task) { asio::post(impl->pool, std::move(task)); };
    out.later = [impl](std::chrono::milliseconds delay, Task task) {
        const auto timer = std::make_shared<asio::steady_timer>(impl->io, delay);
        timer->async_wait([impl, timer, task = std::move(task)](const boost::system::error_code& error) mutable {
            if (!error) asio::post(impl->strand, std::move(task));
        });
    };
    return out;
}

void Threads::post(std::function<void()> job) {
    asio::post(m_impl->pool, std::move(job));
}

void Threads::stop() {
    if (std::exchange(m_impl->stopped, true)) return;
    m_impl->guard.reset();
    m_impl->io.stop();
    m_impl->net.join();
    m_impl->pool.stop();
    m_impl->pool.join();
}

} // namespace taodeck::app

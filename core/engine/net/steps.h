#pragma once
/// Connections driven by one thread: asynchronous operations, each waited for, so that timeouts and stop requests reach
/// all of them. Only for .cpp files: it includes Asio and Beast.

#include "core/base/result.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace taodeck::engine::net {

/// Asynchronous operations one after the other, each waited for on this thread, so that a timer or a stop request can
/// end every one of them.
class Steps {
public:
    explicit Steps(std::stop_token stop) : m_stop{std::move(stop)} {}

    template <class Start>
    boost::system::error_code wait(Start start) {
        std::optional<boost::system::error_code> done;
        start([&done](boost::system::error_code ec, const auto&...) { done = ec; });
        while (!done)
            m_io->run_one();
        return *done;
    }

    boost::asio::io_context& io() { return *m_io; }
    const std::shared_ptr<boost::asio::io_context>& sharedIo() const { return m_io; }
    bool stopped() const { return m_stop.stop_requested(); }
    const std::stop_token& stop() const { return m_stop; }

    Error error(boost::system::error_code ec, const char* what, Errc otherwise = Errc::Disconnected) const {
        if (stopped()) return Error{Errc::Cancelled, "stopped"};
        const bool cut =
            ec == boost::beast::http::error::end_of_stream || ec == boost::beast::http::error::partial_message;
        if (!cut &&
            ec.category() == boost::beast::http::make_error_code(boost::beast::http::error::bad_version).category())
            otherwise = Errc::Malformed;
        if (ec == boost::beast::error::timeout) otherwise = Errc::Timeout;
        if (ec == boost::beast::http::error::header_limit || ec == boost::beast::http::error::body_limit)
            otherwise = Errc::LimitExceeded;
        return Error{otherwise, std::string{what} + ": " + ec.message()};
    }

private:
    std::stop_token m_stop;
    std::shared_ptr<boost::asio::io_context> m_io = std::make_shared<boost::asio::io_context>(1);
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work{m_io->get_executor()};
};

} // namespace taodeck::engine::net

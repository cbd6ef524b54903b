#pragma once
/// An answer that another thread gives once, waited for with a stop token. Later answers are dropped.

#include "core/base/result.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace taodeck::worker {

template <class T>
class Waiting {
public:
    void put(Result<T> answer) {
        const std::lock_guard lock{m_mutex};
        if (m_answer) return;
        m_answer.emplace(std::move(answer));
        m_ready.notify_all();
    }
    /// @return Cancelled or Timeout when there is none by then; a limit of zero waits for ever.
    Result<T> take(std::stop_token stop, std::chrono::milliseconds limit = {}) {
        std::unique_lock lock{m_mutex};
        const auto there = [this] { return m_answer.has_value(); };
        if (limit.count() > 0)
            m_ready.wait_for(lock, stop, limit, there);
        else
            m_ready.wait(lock, stop, there);
        if (m_answer) return std::move(*m_answer);
        if (stop.stop_requested()) return fail(Errc::Cancelled, "stopped while waiting for the chain");
        return fail(Errc::Timeout, "the chain did not answer in time");
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_ready;
    std::optional<Result<T>> m_answer;
};

/// Asks and waits: `start` gets the callback that answers.
template <class T, class Start>
Result<T> await(std::stop_token stop, std::chrono::milliseconds limit, Start start) {
    const auto waiting = std::make_shared<Waiting<T>>();
    start([waiting](Result<T> answer) { waiting->put(std::move(answer)); });
    return waiting->take(std::move(stop), limit);
}

} // namespace taodeck::worker

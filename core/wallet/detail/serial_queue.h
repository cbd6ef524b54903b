#pragma once
/// Jobs on the work pool, one after another: key derivations take half a GiB each, and writes to one wallet must not
/// cross.

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace taodeck::wallet::detail {

using Job = std::function<void()>;
using Post = std::function<void(Job)>; ///< Runs a job soon on some thread of the pool.

/// Held by shared_ptr; jobs that wait keep it alive. Jobs do not throw.
class SerialQueue : public std::enable_shared_from_this<SerialQueue> {
public:
    explicit SerialQueue(Post post) : m_post{std::move(post)} {}

    void add(Job job) {
        {
            const std::lock_guard lock{m_mutex};
            m_jobs.push_back(std::move(job));
            if (m_running) return;
            m_running = true;
        }
        postNext();
    }

private:
    void postNext() {
        m_post([self = shared_from_this()] { self->runOne(); });
    }

    void runOne() {
        Job job;
        {
            const std::lock_guard lock{m_mutex};
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
        job = nullptr; // what it holds goes before the next one starts
        {
            const std::lock_guard lock{m_mutex};
            if (m_jobs.empty()) {
                m_running = false;
                return;
            }
        }
        postNext();
    }

    Post m_post;
    std::mutex m_mutex;
    std::deque<Job> m_jobs;
    bool m_running{false};
};

} // namespace taodeck::wallet::detail

#include "core/axon/detail/job_queue.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace taodeck::axon::detail {

JobQueue::JobQueue(std::size_t threads, std::size_t most) : m_most{std::max<std::size_t>(most, 1)} {
    for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i)
        m_threads.emplace_back([this] { work(); });
}

void JobQueue::push(double priority, Job job) {
    std::optional<Job> refused;
    {
        const std::lock_guard lock{m_mutex};
        if (m_stopped) {
            refused = std::move(job);
        } else {
            const double order = std::isnan(priority) ? HUGE_VAL : -priority;
            m_jobs.emplace(Key{order, m_arrivals++}, std::move(job));
            if (m_jobs.size() > m_most) {
                const auto last = std::prev(m_jobs.end());
                refused = std::move(last->second);
                m_jobs.erase(last);
            }
        }
    }
    m_changed.notify_one();
    if (refused) refused->refuse();
}

void JobQueue::stop() {
    std::map<Key, Job> left;
    {
        const std::lock_guard lock{m_mutex};
        m_stopped = true;
        left.swap(m_jobs);
    }
    m_changed.notify_all();
    for (auto& [key, job] : left)
        job.refuse();
    const std::lock_guard lock{m_stopping};
    for (auto& thread : m_threads)
        if (thread.joinable()) thread.join();
    m_threads.clear();
}

std::size_t JobQueue::waiting() const {
    const std::lock_guard lock{m_mutex};
    return m_jobs.size();
}

void JobQueue::work() {
    for (;;) {
        std::unique_lock lock{m_mutex};
        m_changed.wait(lock, [this] { return m_stopped || !m_jobs.empty(); });
        if (m_jobs.empty()) return;
        const auto first = m_jobs.begin();
        const Job job = std::move(first->second);
        m_jobs.erase(first);
        lock.unlock();
        job.run();
    }
}

} // namespace taodeck::axon::detail

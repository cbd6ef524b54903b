#pragma once
/// Work that waits for a thread, the most important first, among equals the earliest. Bounded: when it is full the
/// least important is refused, which may be the newcomer. Any thread.

#include <functional>
#include <map>
#include <mutex>

#include <condition_variable>
#include <thread>
#include <vector>

namespace taodeck::axon::detail {

struct Job {
    std::function<void()> run;    ///< On one of the queue's threads.
    std::function<void()> refuse; ///< Instead of run, on the thread that pushed or stopped.
};

class JobQueue {
public:
    JobQueue(std::size_t threads, std::size_t most);
    ~JobQueue() { stop(); }
    void push(double priority, Job job);
    /// Refuses what waits and later comers; waits for what runs. Not from one of its own threads.
    void stop();
    std::size_t waiting() const;

private:
    void work();

    /// Served in ascending order: minus the priority, then the number of arrival.
    using Key = std::pair<double, std::uint64_t>;
    const std::size_t m_most;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<Key, Job> m_jobs; ///< Guarded by m_mutex, as the next two.
    std::uint64_t m_arrivals{0};
    bool m_stopped{false};
    std::mutex m_stopping; ///< One thread joins.
    std::vector<std::thread> m_threads;
};

} // namespace taodeck::axon::detail

#include "core/store/writer.h"

namespace taodeck::store {

Writer::Writer(Database db, std::function<void()> onWritten)
    : m_db{std::move(db)}, m_onWritten{std::move(onWritten)}, m_thread{[this] { run(); }} {}

Writer::~Writer() {
    {
        const std::lock_guard lock{m_mutex};
        m_closing = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Writer::post(Job job, std::function<void(Result<>)> done) {
    {
        const std::lock_guard lock{m_mutex};
        if (!m_closing) {
            m_queue.push_back({std::move(job), std::move(done)});
            m_wake.notify_one();
            return;
        }
    }
    if (done) done(fail(Errc::Cancelled, "the cache is closing"));
}

void Writer::run() {
    for (;;) {
        std::unique_lock lock{m_mutex};
        m_wake.wait(lock, [this] { return m_closing || !m_queue.empty(); });
        if (m_queue.empty()) return;
        Entry entry = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();

        const auto before = m_db.changes();
        auto result = m_db.transaction(entry.job);
        const bool written = result && m_db.changes() != before;
        if (entry.done) entry.done(std::move(result));
        if (written && m_onWritten) m_onWritten();
    }
}

} // namespace taodeck::store

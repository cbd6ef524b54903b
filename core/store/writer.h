#pragma once
/// The one thread that touches the cache file: a queue of jobs, each one transaction, in the order in which they were
/// given. Any thread may post; answers are given on the writer's thread.

#include "core/api/done.h"
#include "core/store/database.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace taodeck::store {

class Writer {
public:
    /// @param onWritten called after each job that changed a row.
    Writer(Database db, std::function<void()> onWritten);
    ~Writer(); ///< Finishes what is queued, then joins.

    using Job = std::function<Result<>(Database&)>;
    /// Runs `job` in a transaction and then `done` with its result, or with Cancelled after the writer was closed.
    void post(Job job, std::function<void(Result<>)> done);

    /// Runs `read`, which returns Result<T>, and answers with what it returned.
    template <class T, class Read>
    void query(Read read, api::Done<T> done) {
        auto value = std::make_shared<std::optional<T>>();
        post(
            [read = std::move(read), value](Database& db) -> Result<> {
                TD_TRY(*value, read(db));
                return {};
            },
            [value, done = std::move(done)](Result<> result) {
                if (!done) return;
                if (!result) return done(tl::unexpected<Error>{std::move(result).error()});
                done(std::move(**value));
            });
    }

private:
    struct Entry {
        Job job;
        std::function<void(Result<>)> done;
    };
    void run();

    Database m_db;
    std::function<void()> m_onWritten;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Entry> m_queue;
    bool m_closing{false};
    std::thread m_thread;
};

} // namespace taodeck::store

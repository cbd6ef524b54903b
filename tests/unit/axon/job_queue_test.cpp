#include "core/axon/detail/job_queue.h"

#include <gtest/gtest.h>

#include <cmath>
#include <semaphore>

namespace taodeck::axon::detail {
namespace {

/// A queue whose one thread is held, so that tests decide what waits.
class HeldQueue : public ::testing::Test {
protected:
    std::binary_semaphore began{0}, go{0};
    std::mutex mutex;
    std::string log; ///< Guarded by mutex.
    JobQueue queue{1, 4};

    void SetUp() override {
        queue.push(0, {[this] {
                           began.release();
                           go.acquire();
                       },
                       [] {}});
        began.acquire();
    }
    Job job(char name) {
        const auto note = [this](char c) {
            const std::lock_guard lock{mutex};
            log += c;
        };
        return {[note, name] { note(name); }, [note, name] { note(static_cast<char>(std::toupper(name))); }};
    }
};

TEST_F(HeldQueue, RunsTheImportantFirstAndEqualsInTheirOrder) {
    std::binary_semaphore last{0};
    queue.push(0, {[&] { last.release(); }, [] {}});
    queue.push(1, job('a'));
    queue.push(1, job('b'));
    queue.push(2, job('c'));
    EXPECT_EQ(queue.waiting(), 4U);

    go.release();
    last.acquire();

    EXPECT_EQ(log, "cab");
}

TEST_F(HeldQueue, RefusesTheLeastImportantWhenFull) {
    queue.push(1, job('a'));
    queue.push(3, job('b'));
    queue.push(2, job('c'));
    queue.push(5, job('h'));

    queue.push(4, job('d'));
    EXPECT_EQ(log, "A");
    queue.push(1, job('e'));
    EXPECT_EQ(log, "AE");
    queue.push(2, job('f'));
    EXPECT_EQ(log, "AEF") << "among equals the last";
    queue.push(std::nan(""), job('g'));
    EXPECT_EQ(log, "AEFG");
    go.release();
}

TEST_F(HeldQueue, RefusesWhatWaitsWhenItStops) {
    queue.push(1, job('a'));
    std::thread stopper{[this] { queue.stop(); }};
    while (queue.waiting() > 0)
        std::this_thread::yield();
    go.release();
    stopper.join();

    queue.push(1, job('b'));

    EXPECT_EQ(log, "AB");
}

} // namespace
} // namespace taodeck::axon::detail

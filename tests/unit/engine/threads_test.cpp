#include "core/engine/cpu/threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace taodeck::engine::cpu {
namespace {

TEST(Threads, CallsEveryIndexOnceForAnySizeBlockAndCount) {
    for (const int count : {1, 2, 3, 5}) {
        Threads threads{count};
        for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{64}, std::size_t{1001}})
            for (const std::size_t block : {std::size_t{1}, std::size_t{3}, std::size_t{16}, std::size_t{5000}}) {
                std::vector<std::atomic<int>> seen(n);
                threads.forEach(n, block, [&](std::size_t begin, std::size_t end, int worker) {
                    ASSERT_LT(begin, end);
                    ASSERT_LE(end, n);
                    ASSERT_GE(worker, 0);
                    ASSERT_LT(worker, threads.count());
                    for (std::size_t i = begin; i < end; ++i)
                        seen[i].fetch_add(1);
                });
                for (const auto& times : seen)
                    ASSERT_EQ(times.load(), 1);
            }
    }
}

TEST(Threads, BlocksAreTheSameForEveryCount) {
    std::vector<std::size_t> expected;
    for (const int count : {1, 4}) {
        Threads threads{count};
        std::vector<std::size_t> ends(100);
        threads.forEach(100, 7, [&](std::size_t begin, std::size_t end, int) { ends[begin] = end; });
        if (count == 1) expected = ends;
        EXPECT_EQ(ends, expected);
    }
}

TEST(Threads, ManyShortLoopsInARowLoseNothing) {
    Threads threads{3};
    std::vector<int> sums(17);
    for (int loop = 0; loop < 20'000; ++loop)
        threads.forEach(17, 1, [&](std::size_t begin, std::size_t, int) { ++sums[begin]; });
    for (const int sum : sums)
        EXPECT_EQ(sum, 20'000);
}

TEST(Threads, MoreBlocksThanAShareCountsAreMadeLarger) {
    Threads threads{2};
    std::atomic<std::size_t> total{0}, calls{0};
    threads.forEach(1'000'000, 1, [&](std::size_t begin, std::size_t end, int) {
        total += end - begin;
        ++calls;
    });
    EXPECT_EQ(total, 1'000'000U);
    EXPECT_LT(calls, 1U << 18U);
}

TEST(Threads, WorkOfABlockedWorkerIsDoneByTheOthers) {
    Threads threads{2};
    // Whoever takes block 0 waits until all the others are done: possible only if its share is taken over.
    std::atomic<int> done{0};
    threads.forEach(64, 1, [&](std::size_t begin, std::size_t, int) {
        if (begin == 0)
            while (done.load() < 63)
                std::this_thread::yield();
        ++done;
    });
    EXPECT_EQ(done.load(), 64);
}

TEST(Threads, WakeAfterTheyFellAsleep) {
    Threads threads{4};
    for (int round = 0; round < 5; ++round) {
        std::atomic<int> workers{0};
        std::atomic<unsigned> who{0};
        // All four must come, the sleepers included: each block waits for the others.
        threads.forEach(4, 1, [&](std::size_t, std::size_t, int worker) {
            who |= 1U << static_cast<unsigned>(worker);
            ++workers;
            while (workers.load() < 4)
                std::this_thread::yield();
        });
        EXPECT_EQ(who.load(), 15U);
        // Time passes in yields until the workers' spinning is over.
        for (int i = 0; i < 2000; ++i)
            std::this_thread::yield();
    }
}

TEST(Threads, EndWhileIdleAndWhileStarting) {
    for (int i = 0; i < 50; ++i) {
        Threads threads{4};
        if (i % 2 == 0) threads.forEach(8, 1, [](std::size_t, std::size_t, int) {});
    }
}

TEST(Threads, UsefulCountIsAtLeastOne) {
    EXPECT_GE(Threads::usefulCount(), 1);
    EXPECT_EQ(Threads{0}.count(), 1);
}

} // namespace
} // namespace taodeck::engine::cpu

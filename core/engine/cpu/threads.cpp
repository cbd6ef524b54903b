#include "core/engine/cpu/threads.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif
#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace taodeck::engine::cpu {
namespace {

constexpr int kMostThreads = 256;
constexpr auto kSpin = std::chrono::microseconds{50};

void pauseCore() {
#if defined(__x86_64__) || defined(_M_X64)
    _mm_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

/// A worker's share of a loop in one word: blocks [next, end), marked with the loop's number. Owner and thieves change
/// it by compare-and-swap alone, so one that slept through a loop's end cannot take from the next by mistake.
struct Share {
    static constexpr unsigned kBits = 18;
    static constexpr std::uint64_t kMask = (1U << kBits) - 1;

    std::uint64_t loop, next, end;

    explicit Share(std::uint64_t word) : loop{word >> (2 * kBits)}, next{word >> kBits & kMask}, end{word & kMask} {}
    Share(std::uint64_t l, std::uint64_t n, std::uint64_t e) : loop{l}, next{n}, end{e} {}
    std::uint64_t word() const { return loop << (2 * kBits) | next << kBits | end; }
    std::uint64_t left() const { return end - next; }
    static std::uint64_t mark(std::uint64_t loop) { return loop & ((1ULL << (64 - 2 * kBits)) - 1); }
};

struct alignas(64) Slot {
    std::atomic<std::uint64_t> share{0};
};

} // namespace

/// The fields of the current loop are atomics because a late worker may read them while the next loop is set up; what
/// it read is used only after its compare-and-swap on a share proved that the loop was still open.
struct Threads::Impl {
    explicit Impl(int n) : slots(static_cast<std::size_t>(n)) {
        workers.reserve(slots.size()); // what is thrown below is the system's alone
        try {
            for (int i = 1; i < n; ++i)
                workers.emplace_back([this, i] { work(i); });
        } catch (const std::system_error&) {
            // The system gives no more threads: those that there are do the work, the result is the same.
        }
    }
    ~Impl() {
        stopping.store(true);
        loop.fetch_add(1);
        loop.notify_all();
        for (std::thread& worker : workers)
            worker.join();
    }

    void work(int self);
    void help(int self, std::uint64_t mark);
    bool takeOne(Slot& slot, std::uint64_t mark, bool own, int self);

    std::vector<Slot> slots;
    alignas(64) std::atomic<std::uint64_t> loop{0};
    std::atomic<bool> stopping{false};
    std::atomic<int> sleeping{0};
    std::atomic<std::size_t> size{0}, block{1};
    std::atomic<void*> context{nullptr};
    std::atomic<Body> body{nullptr};
    alignas(64) std::atomic<std::size_t> open{0}; ///< Blocks of the loop that are not done.
    std::vector<std::thread> workers;
};

/// Takes and runs one block of `slot`: the owner from the front, a thief from the back.
bool Threads::Impl::takeOne(Slot& slot, std::uint64_t mark, bool own, int self) {
    std::uint64_t word = slot.share.load(std::memory_order_acquire);
    for (;;) {
        const Share share{word};
        if (share.loop != mark || share.left() == 0) return false;
        const std::size_t n = size.load(std::memory_order_relaxed), step = block.load(std::memory_order_relaxed);
        void* const what = context.load(std::memory_order_relaxed);
        const Body fn = body.load(std::memory_order_relaxed);
        const Share rest =
            own ? Share{share.loop, share.next + 1, share.end} : Share{share.loop, share.next, share.end - 1};
        if (!slot.share.compare_exchange_weak(word, rest.word(), std::memory_order_acq_rel, std::memory_order_acquire))
            continue;
        const std::size_t begin = (own ? share.next : share.end - 1) * step;
        fn(what, begin, std::min(n, begin + step), self);
        open.fetch_sub(1, std::memory_order_acq_rel);
        return true;
    }
}

void Threads::Impl::help(int self, std::uint64_t mark) {
    Slot& own = slots[static_cast<std::size_t>(self)];
    while (takeOne(own, mark, /*own=*/true, self)) {
    }
    for (;;) {
        Slot* fullest = nullptr;
        std::uint64_t most = 0;
        for (Slot& slot : slots) {
            const Share share{slot.share.load(std::memory_order_relaxed)};
            if (share.loop == mark && share.left() > most) {
                most = share.left();
                fullest = &slot;
            }
        }
        if (!fullest) return;
        takeOne(*fullest, mark, /*own=*/false, self);
    }
}

void Threads::Impl::work(int self) {
    std::uint64_t seen = 0;
    for (;;) {
        const auto until = std::chrono::steady_clock::now() + kSpin;
        std::uint64_t now = loop.load(std::memory_order_acquire);
        while (now == seen) {
            for (int i = 0; i < 32 && now == seen; ++i) {
                pauseCore();
                now = loop.load(std::memory_order_acquire);
            }
            if (now != seen || std::chrono::steady_clock::now() < until) continue;
            sleeping.fetch_add(1);
            loop.wait(seen);
            sleeping.fetch_sub(1);
            now = loop.load(std::memory_order_acquire);
        }
        seen = now;
        if (stopping.load()) return;
        help(self, Share::mark(seen));
    }
}

Threads::Threads(int count) : m_impl{std::make_unique<Impl>(std::clamp(count, 1, kMostThreads))} {}
Threads::~Threads() = default;

int Threads::count() const {
    return static_cast<int>(m_impl->slots.size());
}

void Threads::run(std::size_t n, std::size_t block, void* context, Body body) {
    if (n == 0) return;
    Impl& m = *m_impl;
    const std::size_t mostBlocks = Share::kMask;
    block = std::max({block, std::size_t{1}, (n + mostBlocks - 1) / mostBlocks});
    const std::size_t blocks = (n + block - 1) / block;
    if (blocks == 1 || m.slots.size() == 1) {
        for (std::size_t begin = 0; begin < n; begin += block)
            body(context, begin, std::min(n, begin + block), 0);
        return;
    }
    m.size.store(n, std::memory_order_relaxed);
    m.block.store(block, std::memory_order_relaxed);
    m.context.store(context, std::memory_order_relaxed);
    m.body.store(body, std::memory_order_relaxed);
    m.open.store(blocks, std::memory_order_relaxed);
    const std::uint64_t number = m.loop.load(std::memory_order_relaxed) + 1, mark = Share::mark(number);
    const std::size_t workers = m.slots.size();
    for (std::size_t i = 0; i < workers; ++i) {
        const Share share{mark, blocks * i / workers, blocks * (i + 1) / workers};
        m.slots[i].share.store(share.word(), std::memory_order_release);
    }
    m.loop.store(number); // sequentially consistent, as `sleeping`: either the worker sees the loop or is woken
    if (m.sleeping.load() > 0) m.loop.notify_all();
    m.help(0, mark);
    for (int spins = 0; m.open.load(std::memory_order_acquire) != 0; ++spins) {
        // The blocks left are in other workers' hands; if one of those lost its core, giving ours up brings it back.
        if (spins < 2000)
            pauseCore();
        else
            std::this_thread::yield();
    }
}

int Threads::usefulCount() {
#if defined(__linux__)
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0) {
        std::set<std::pair<int, int>> cores;
        for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
            if (!CPU_ISSET(cpu, &allowed)) continue;
            const std::string folder = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
            int package = 0, core = cpu;
            std::ifstream(folder + "physical_package_id") >> package;
            if (!(std::ifstream(folder + "core_id") >> core)) core = cpu;
            cores.emplace(package, core);
        }
        if (!cores.empty()) return std::min(kMostThreads, static_cast<int>(cores.size()));
    }
#endif
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMostThreads);
}

} // namespace taodeck::engine::cpu

#include "tests/support/counted_allocation.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> gLive{0}, gPeak{0};
constexpr std::size_t kHead = alignof(std::max_align_t); // the size is kept before what the caller gets

void* take(std::size_t size) {
    void* block = std::malloc(size + kHead);
    if (block == nullptr) throw std::bad_alloc{};
    *static_cast<std::size_t*>(block) = size;
    const std::size_t live = gLive.fetch_add(size) + size;
    std::size_t peak = gPeak.load();
    while (live > peak && !gPeak.compare_exchange_weak(peak, live)) {
    }
    return static_cast<char*>(block) + kHead;
}

void give(void* memory) {
    if (memory == nullptr) return;
    void* block = static_cast<char*>(memory) - kHead;
    gLive.fetch_sub(*static_cast<std::size_t*>(block));
    std::free(block);
}

} // namespace

void* operator new(std::size_t size) {
    return take(size);
}
void* operator new[](std::size_t size) {
    return take(size);
}
void operator delete(void* memory) noexcept {
    give(memory);
}
void operator delete[](void* memory) noexcept {
    give(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    give(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    give(memory);
}

namespace taodeck::test {

std::size_t liveBytes() {
    return gLive.load();
}
std::size_t peakBytes() {
    return gPeak.load();
}
void resetPeak() {
    gPeak.store(gLive.load());
}

} // namespace taodeck::test

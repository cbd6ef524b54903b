#include "core/engine/cuda/emulation/lanes.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

// Saves the registers that a call keeps and the stack pointer, and goes on where `to` was left.
extern "C" void td_switch_stack(void** save, void* to);
#if defined(__x86_64__)
asm(R"(
.text
.p2align 4
.globl td_switch_stack
.type td_switch_stack, @function
td_switch_stack:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size td_switch_stack, .-td_switch_stack
)");
#elif defined(__aarch64__)
asm(R"(
.text
.p2align 4
.globl td_switch_stack
.type td_switch_stack, %function
td_switch_stack:
    sub sp, sp, #160
    stp x19, x20, [sp, #0]
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x9, sp
    str x9, [x0]
    mov sp, x1
    ldp x19, x20, [sp, #0]
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    add sp, sp, #160
    ret
.size td_switch_stack, .-td_switch_stack
)");
#endif

namespace taodeck::engine::cuda::emulated {

Place place;
bool quickWarps = false;

namespace {

constexpr std::size_t kStackBytes = 256 * 1024;
constexpr unsigned kMostLanes = 1024;

[[noreturn]] void broken(const char* what) {
    std::fprintf(stderr, "kernel emulation: %s (block %u)\n", what, place.block);
    std::abort();
}

enum class State : std::uint8_t { Ready, AtWarp, AtBlock, Done };

struct Lane {
    std::unique_ptr<unsigned char[]> stack;
    void* at{nullptr}; ///< Its stack pointer while it waits.
    State state{State::Done};
    bool odd{false};              ///< Which of its two slots the last exchange used.
    std::uint32_t slots[2]{0, 0}; ///< Two, because a lane may give its next value before a later one took this one.
};

struct Block {
    std::vector<Lane> lanes{kMostLanes};
    std::vector<std::uint64_t> shared;
    float reduced[2][kMostLanes / kWarp]{}; ///< Of each warp, by the slot that it was made from.
    void* scheduler{nullptr};
    void (*call)(const void*){nullptr};
    const void* args{nullptr};
#if defined(__SANITIZE_ADDRESS__)
    const void* schedulerStack{nullptr};
    std::size_t schedulerBytes{0};
#endif
};
Block& block() {
    static Block one;
    return one;
}

/// The running lane waits; the scheduler goes on.
void waitAs(State state) {
    Block& b = block();
    const unsigned self = place.thread;
    b.lanes[self].state = state;
#if defined(__SANITIZE_ADDRESS__)
    void* fake = nullptr;
    __sanitizer_start_switch_fiber(state == State::Done ? nullptr : &fake, b.schedulerStack, b.schedulerBytes);
    td_switch_stack(&b.lanes[self].at, b.scheduler);
    __sanitizer_finish_switch_fiber(fake, &b.schedulerStack, &b.schedulerBytes);
#else
    td_switch_stack(&b.lanes[self].at, b.scheduler);
#endif
    place.thread = self;
}

[[noreturn]] void laneMain() {
    Block& b = block();
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(nullptr, &b.schedulerStack, &b.schedulerBytes);
#endif
    b.call(b.args);
    waitAs(State::Done);
    broken("a lane went on after its end");
}

void resume(Block& b, unsigned index) {
    place.thread = index;
    Lane& lane = b.lanes[index];
#if defined(__SANITIZE_ADDRESS__)
    void* fake = nullptr;
    __sanitizer_start_switch_fiber(&fake, lane.stack.get(), kStackBytes);
    td_switch_stack(&b.scheduler, lane.at);
    __sanitizer_finish_switch_fiber(fake, nullptr, nullptr);
#else
    td_switch_stack(&b.scheduler, lane.at);
#endif
}

/// A stack whose first switch "returns" into laneMain.
void start(Lane& lane) {
    if (!lane.stack) lane.stack = std::make_unique<unsigned char[]>(kStackBytes);
    auto top = (reinterpret_cast<std::uintptr_t>(lane.stack.get()) + kStackBytes) & ~std::uintptr_t{63};
#if defined(__x86_64__)
    auto* words = reinterpret_cast<void**>(top) - 8; // six registers, the return address, and a caller's
    std::memset(words, 0, 8 * sizeof(void*));
    words[6] = reinterpret_cast<void*>(&laneMain);
#else
    auto* words = reinterpret_cast<void**>(top) - 20;
    std::memset(words, 0, 20 * sizeof(void*));
    words[11] = reinterpret_cast<void*>(&laneMain);
#endif
    lane.at = words;
    lane.state = State::Ready;
    lane.odd = false;
}

/// Runs one warp until its lanes are done or wait for the block.
void runWarp(Block& b, unsigned first, unsigned count) {
    for (;;) {
        unsigned waiting = 0;
        for (unsigned i = first; i < first + count; ++i) {
            if (b.lanes[i].state == State::Ready) resume(b, i);
            waiting += b.lanes[i].state == State::AtWarp;
        }
        if (waiting == 0) return;
        if (waiting != count) broken("lanes of one warp wait at different places");
        for (unsigned i = first; i < first + count; ++i)
            b.lanes[i].state = State::Ready;
    }
}

void runOne(Block& b, unsigned threads) {
    for (unsigned i = 0; i < threads; ++i)
        start(b.lanes[i]);
    for (;;) {
        for (unsigned i = 0; i < threads; i += kWarp)
            runWarp(b, i, kWarp);
        unsigned done = 0;
        for (unsigned i = 0; i < threads; ++i)
            done += b.lanes[i].state == State::Done;
        if (done == threads) return;
        if (done > 0) broken("a barrier of the block that some lanes never reach");
        for (unsigned i = 0; i < threads; ++i)
            b.lanes[i].state = State::Ready;
    }
}

} // namespace

void syncWarp() {
    waitAs(State::AtWarp);
}
void syncBlock() {
    waitAs(State::AtBlock);
}

std::uint32_t exchange(std::uint32_t bits, int mask) {
    Lane& self = block().lanes[place.thread];
    self.odd = !self.odd;
    self.slots[self.odd] = bits;
    waitAs(State::AtWarp);
    const Lane& other = block().lanes[place.thread ^ static_cast<unsigned>(mask)];
    return other.slots[self.odd];
}

namespace {
/// What the lanes gave, by the tree of exchanges; the first lane whose turn comes again adds up for all.
template <class Op>
float reduceWarp(float v, Op op) {
    Block& b = block();
    const unsigned first = place.thread / kWarp * kWarp;
    Lane& self = b.lanes[place.thread];
    self.odd = !self.odd;
    self.slots[self.odd] = std::bit_cast<std::uint32_t>(v);
    const bool odd = self.odd;
    waitAs(State::AtWarp);
    float& result = b.reduced[odd][first / kWarp];
    if (place.thread != first) return result;
    float values[kWarp];
    for (unsigned i = 0; i < kWarp; ++i)
        values[i] = std::bit_cast<float>(b.lanes[first + i].slots[odd]);
    for (unsigned mask = kWarp / 2; mask > 0; mask /= 2)
        for (unsigned i = 0; i < mask; ++i)
            values[i] = op(values[i], values[i + mask]);
    return result = values[0];
}
} // namespace

float sumOfWarp(float v) {
    return reduceWarp(v, [](float a, float b) { return a + b; });
}
float mostOfWarp(float v) {
    return reduceWarp(v, [](float a, float b) { return std::fmax(a, b); });
}

void checkAligned(const void* p) {
    if (reinterpret_cast<std::uintptr_t>(p) % 16 != 0)
        broken("16 bytes read from an address that is no multiple of 16");
}

void runBlocks(unsigned blocks, unsigned threads, unsigned sharedBytes, void (*call)(const void* args),
               const void* args) {
    if (threads == 0 || threads % kWarp != 0 || threads > kMostLanes) broken("a block of no whole warps");
    Block& b = block();
    b.call = call;
    b.args = args;
    for (unsigned i = 0; i < blocks; ++i) {
        // As on a device, what the last block left is not there: all ones are no number.
        b.shared.assign((sharedBytes + 7) / 8 + 2, ~std::uint64_t{0});
        auto* shared = reinterpret_cast<unsigned char*>(b.shared.data());
        shared += (16 - reinterpret_cast<std::uintptr_t>(shared) % 16) % 16;
        place = {0, i, threads, blocks, shared};
        runOne(b, threads);
    }
}

} // namespace taodeck::engine::cuda::emulated

#pragma once
/// The words of kernels/target.h on the host. Each lane of a block is a fiber with a stack of its own; it runs until it
/// waits for its warp or its block, and the next lane's turn comes. Blocks run one after the other. What a device
/// leaves undefined ends the program with a sentence: lanes of a warp at different barriers, a block's barrier that
/// some lanes never reach. One thread at a time.

#include "core/engine/cuda/arguments.h"
#include "core/engine/tensor/half.h"

#include <cmath>
#include <cstring>

#define TD_CUDA_TARGET emulated
#define TD_KERNEL inline
#define TD_DEVICE inline
#define TD_SHARED static
#define TD_ARGUMENTS(type) const type&
#define TD_UNITS_AT_ONCE
#define TD_WHOLE_WARP(reduce, v)                                                                                       \
    if (quickWarps) return reduce(v)

namespace taodeck::engine::cuda::emulated {

struct alignas(16) int4 { // NOLINT: the device's name
    int x, y, z, w;
};

/// Where the running lane is.
struct Place {
    unsigned thread{0}, block{0}, threads{0}, blocks{0};
    unsigned char* shared{nullptr};
};
extern Place place;

void syncBlock();
void syncWarp();
/// The bits that the lane `mask` away gave.
std::uint32_t exchange(std::uint32_t bits, int mask);

/// Sums and maxima of a warp in one turn instead of five exchanges, with the same bits: for tests of whole models.
extern bool quickWarps;
float sumOfWarp(float v);
float mostOfWarp(float v);

inline unsigned threadIndex() {
    return place.thread;
}
inline unsigned blockIndex() {
    return place.block;
}
inline unsigned blockThreads() {
    return place.threads;
}
inline unsigned gridBlocks() {
    return place.blocks;
}
inline unsigned char* sharedMemory() {
    return place.shared;
}
inline float shuffleXor(float v, int mask) {
    return std::bit_cast<float>(exchange(std::bit_cast<std::uint32_t>(v), mask));
}
inline int shuffleXor(int v, int mask) {
    return static_cast<int>(exchange(static_cast<std::uint32_t>(v), mask));
}
inline int dot4(int a, int b, int c) {
    for (unsigned shift = 0; shift < 32; shift += 8)
        c += static_cast<std::int8_t>(static_cast<unsigned>(a) >> shift) *
             static_cast<std::int8_t>(static_cast<unsigned>(b) >> shift);
    return c;
}
inline float bitsToFloat(unsigned bits) {
    return std::bit_cast<float>(bits);
}
void checkAligned(const void* p);
inline int4 load16(const void* p) {
    checkAligned(p);
    int4 out;
    std::memcpy(&out, p, sizeof(out));
    return out;
}
using engine::floatToHalf;
using engine::halfToFloat;

/// Runs `call(args)` for every lane of every block.
void runBlocks(unsigned blocks, unsigned threads, unsigned sharedBytes, void (*call)(const void* args),
               const void* args);

} // namespace taodeck::engine::cuda::emulated

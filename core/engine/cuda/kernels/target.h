#pragma once
/// The few words that kernels are written with. nvcc turns them into the device's own; any other compiler into the
/// emulation's (emulation/lanes.h), which runs the same source lane by lane on the host, so that every kernel is tested
/// without a device. Kernel headers live in a namespace of the target: both may stand in one program.

#include "core/engine/cuda/arguments.h"

#if defined(__CUDACC__)

#include <cmath>

#define TD_CUDA_TARGET gpu
#define TD_KERNEL static __global__
#define TD_DEVICE __device__ __forceinline__
#define TD_SHARED __shared__
#define TD_WHOLE_WARP(reduce, v)
#define TD_ARGUMENTS(type) const __grid_constant__ type
/// Before a loop over units: several loads on their way at once where one token leaves the registers for it.
#define TD_UNITS_AT_ONCE _Pragma("unroll (Tile < 4 ? 4 : 1)")

namespace taodeck::engine::cuda::gpu {

TD_DEVICE unsigned threadIndex() {
    return threadIdx.x;
}
TD_DEVICE unsigned blockIndex() {
    return blockIdx.x;
}
TD_DEVICE unsigned blockThreads() {
    return blockDim.x;
}
TD_DEVICE unsigned gridBlocks() {
    return gridDim.x;
}
TD_DEVICE void syncBlock() {
    __syncthreads();
}
TD_DEVICE void syncWarp() {
    __syncwarp();
}
TD_DEVICE float shuffleXor(float v, int mask) {
    return __shfl_xor_sync(0xffffffffU, v, mask);
}
TD_DEVICE int shuffleXor(int v, int mask) {
    return __shfl_xor_sync(0xffffffffU, v, mask);
}
/// c + the four products of signed bytes.
TD_DEVICE int dot4(int a, int b, int c) {
    return __dp4a(a, b, c);
}
/// Memory of the block whose size the launch says.
TD_DEVICE unsigned char* sharedMemory() {
    extern __shared__ __align__(16) unsigned char bytes[];
    return bytes;
}
TD_DEVICE float halfToFloat(std::uint16_t h) {
    float f;
    asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(h));
    return f;
}
TD_DEVICE std::uint16_t floatToHalf(float f) {
    std::uint16_t h;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(h) : "f"(f));
    return h;
}
TD_DEVICE float bitsToFloat(unsigned bits) {
    return __uint_as_float(bits);
}
/// 16 bytes at an address that is a multiple of 16, from memory that no kernel of this launch writes.
TD_DEVICE int4 load16(const void* p) {
    return __ldg(static_cast<const int4*>(p));
}

} // namespace taodeck::engine::cuda::gpu

#else
#include "core/engine/cuda/emulation/lanes.h"
#endif

namespace taodeck::engine::cuda::TD_CUDA_TARGET {

TD_DEVICE unsigned laneIndex() {
    return threadIndex() % kWarp;
}
TD_DEVICE unsigned warpIndex() {
    return threadIndex() / kWarp;
}

/// The same sum, in the same order, in every lane.
TD_DEVICE float warpSum(float v) {
    TD_WHOLE_WARP(sumOfWarp, v);
    for (int mask = 16; mask > 0; mask /= 2)
        v += shuffleXor(v, mask);
    return v;
}
TD_DEVICE float warpMax(float v) {
    TD_WHOLE_WARP(mostOfWarp, v);
    for (int mask = 16; mask > 0; mask /= 2)
        v = fmaxf(v, shuffleXor(v, mask));
    return v;
}

} // namespace taodeck::engine::cuda::TD_CUDA_TARGET

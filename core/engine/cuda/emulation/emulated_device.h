#pragma once
/// A device in host memory that runs the kernels' own source lane by lane. For tests: it is thousands of times slower
/// than a device, and finds what a device would do silently (see lanes.h). Memory is new[], so that a sanitizer sees
/// what lies outside; fresh memory is no number.

#include "core/engine/cuda/device.h"

namespace taodeck::engine::cuda {

/// What happened, for tests of the host's side.
struct EmulatedCounts {
    std::uint64_t launches{0}, replays{0}, recordings{0}, gemms{0}, allocated{0};
};

/// @param memory bytes that can be allocated. @param failAt the launch (from 1) that fails as a device would; 0: none.
/// `counts` outlives the device.
std::unique_ptr<Device> makeEmulatedDevice(std::uint64_t memory = std::uint64_t{1} << 32,
                                           EmulatedCounts* counts = nullptr, std::uint64_t failAt = 0);

/// Whether sums over a warp take one turn instead of five exchanges: the same bits, several times as fast.
void setQuickWarps(bool quick);

} // namespace taodeck::engine::cuda

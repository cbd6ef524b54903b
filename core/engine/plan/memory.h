#pragma once
/// What this machine has, measured now.

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace taodeck::engine {

struct GpuMemory {
    int device{0};
    std::string name;
    std::uint64_t freeBytes{0}, totalBytes{0};
    int computeCapability{0}; ///< 75, 80, 89, 90, 100.
};
/// The CUDA devices of this machine, measured now; empty without CUDA (build, driver or device).
std::vector<GpuMemory> gpus();
/// Why gpus() is empty: a sentence's end ("no NVIDIA driver ..."); otherwise undefined.
std::string noGpuReason();

/// Bytes a second that a device reads and writes when it copies, the best of a few runs: what decoding is measured
/// against. Errors: Unsupported (no such device), LimitExceeded, Io.
Result<double> gpuCopyBandwidth(int device);

/// Memory that this machine can give a new program without swapping, bytes. Linux: MemAvailable, no more than what the
/// process's control group may still take. `root` is "/" but in tests. Errors: Io, Malformed, Unsupported (system).
Result<std::uint64_t> availableHostBytes(const std::filesystem::path& root = "/");

} // namespace taodeck::engine

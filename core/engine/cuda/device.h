#pragma once
/// What the stage asks of a device. Two implementations: the CUDA runtime (cuda_device.h), and one that runs the same
/// kernels on the host (emulation/emulated_device.h), with which the whole stage is tested where there is no GPU.
/// Work is queued in order; download() and finish() wait. One thread at a time, any thread.

#include "core/base/result.h"
#include "core/engine/cuda/arguments.h"

#include <cstddef>
#include <memory>
#include <string>

namespace taodeck::engine::cuda {

/// How often which kernel runs. `args` is the kernel's struct, copied before launch() returns.
struct Launch {
    std::uint32_t kernel{0}; ///< Kernel, or productKernel().
    std::uint32_t blocks{0}, threads{0}, sharedBytes{0};
    const void* args{nullptr};
    std::size_t argBytes{0};
};

/// C[n][m] = (or +=) B[n][k] A[m][k]^T; A and B halves, C and the sums F32.
struct Gemm {
    const std::uint16_t *a{nullptr}, *b{nullptr};
    float* c{nullptr};
    std::uint32_t m{0}, n{0}, k{0};
    bool accumulate{false};
};

/// A recorded sequence of launches.
class Recording {
public:
    virtual ~Recording() = default;
};

class Device {
public:
    virtual ~Device() = default;

    /// Memory that is freed with the device, at a multiple of 256. Errors: LimitExceeded, with numbers.
    virtual Result<std::uint8_t*> allocate(std::size_t bytes) = 0;
    /// `from` may be changed once this returns. Errors here and below: Io, with the device's own words; what earlier
    /// launches met may be reported by a later call.
    virtual Result<> upload(void* to, const void* from, std::size_t bytes) = 0;
    virtual Result<> download(void* to, const void* from, std::size_t bytes) = 0;
    virtual Result<> copy(void* to, const void* from, std::size_t bytes) = 0;
    virtual Result<> launch(const Launch& launch) = 0;
    /// Unsupported where the vendor's matrix library is not there; asked before the first use.
    virtual Result<> prepareGemm() = 0;
    virtual Result<> gemm(const Gemm& gemm) = 0;
    /// Launches between the two are recorded, not run.
    virtual Result<> beginRecording() = 0;
    virtual Result<std::unique_ptr<Recording>> endRecording() = 0;
    virtual Result<> replay(Recording& recording) = 0;
    virtual Result<> finish() = 0;
    virtual std::string name() const = 0; ///< "NVIDIA GeForce RTX 4090"

    template <class Args>
    Result<> run(Kernel kernel, std::uint64_t blocks, std::uint32_t threads, const Args& args,
                 std::uint32_t sharedBytes = 0) {
        return launch({static_cast<std::uint32_t>(kernel), static_cast<std::uint32_t>(blocks), threads, sharedBytes,
                       &args, sizeof(Args)});
    }
};

} // namespace taodeck::engine::cuda

#pragma once
/// NVIDIA's matrix library, opened when it is first wanted: hundreds of megabytes that programs which never use it need
/// not have.

#include "core/engine/cuda/device.h"

struct CUstream_st;

namespace taodeck::engine::cuda {

class Cublas {
public:
    /// Errors: Unsupported (the library is not there, or has not what we need), Io.
    static Result<std::unique_ptr<Cublas>> open(CUstream_st* stream);
    virtual ~Cublas() = default;
    virtual Result<> gemm(const Gemm& gemm) = 0;
};

} // namespace taodeck::engine::cuda

#pragma once
/// A model's weights on the device, in planes (Matrix in arguments.h), and the products with them.

#include "core/engine/cuda/device.h"
#include "core/engine/decode/stage.h"
#include "core/engine/model/model.h"

#include <span>
#include <vector>

namespace taodeck::engine::cuda {

Format formatOf(TensorType type);
/// A kernel's number: the products of a format that take `tile` tokens at once (1, 2, 4 or 8).
std::uint32_t productKernel(Format format, std::uint32_t tile);

struct DeviceMatrix {
    Matrix matrix;
    Format format{};
};

/// One layer; what a family lacks is null.
struct DeviceLayer {
    const float *attnNorm{nullptr}, *ffnNorm{nullptr}, *qBias{nullptr}, *kBias{nullptr}, *vBias{nullptr},
        *qNorm{nullptr}, *kNorm{nullptr};
    DeviceMatrix q, k, v, o, gate, up, down;
};

struct DeviceWeights {
    DeviceMatrix embedding, output; ///< Where the range embeds or heads.
    const float* outputNorm{nullptr};
    std::vector<DeviceLayer> layers; ///< Of the range alone.
};

/// Bytes that the weights of a range take on the device, alignment included.
std::uint64_t deviceWeightBytes(const Model& model, const StageRange& range);

/// Copies the weights of a range, in one allocation; a few MiB of host memory are used on the way.
/// Errors: LimitExceeded (memory, with numbers), Io.
Result<DeviceWeights> uploadWeights(Device& device, const Model& model, const StageRange& range);
/// One matrix, for tests.
Result<DeviceMatrix> uploadMatrix(Device& device, const TensorView& view);

/// y[tokens][rows] (+)= x W^T for one to three matrices that share their input, each in its own form: the device's own
/// kernels, whose results do not depend on the number of tokens.
struct ProductRequest {
    std::span<const DeviceMatrix* const> weights;
    std::span<float* const> outputs;
    Activation x;
    std::uint32_t tokens{0};
    bool accumulate{false};
};
Result<> multiply(Device& device, const ProductRequest& request);

/// Which forms of their input some matrices need.
struct Forms {
    bool floats{false}, by32{false}, by256{false};
};
Forms formsFor(std::span<const DeviceMatrix* const> weights);

} // namespace taodeck::engine::cuda

#include "core/engine/cuda/weights.h"

#include "core/engine/tensor/blocks.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace taodeck::engine::cuda {
namespace {

constexpr std::size_t kAlign = 256, kStagingBytes = std::size_t{4} << 20;

std::size_t aligned(std::size_t bytes) {
    return (bytes + kAlign - 1) / kAlign * kAlign;
}

/// A field of a file's block that becomes a plane.
struct Field {
    std::uint32_t offset, bytes; ///< bytes 0: no such plane.
};
using Fields = std::array<Field, 4>;

Fields fieldsOf(TensorType type) {
    switch (type) {
    case TensorType::F32:
        return {{{0, 4}}};
    case TensorType::F16:
    case TensorType::BF16:
        return {{{0, 2}}};
    case TensorType::Q8_0:
        return {{{2, 32}, {0, 2}}};
    case TensorType::Q4_0:
        return {{{2, 16}, {0, 2}}};
    case TensorType::Q5_0:
        return {{{6, 16}, {2, 4}, {0, 2}}};
    case TensorType::Q4_K:
        return {{{16, 128}, {0, 16}}};
    case TensorType::Q5_K:
        return {{{48, 128}, {0, 16}, {16, 32}}};
    case TensorType::Q6_K:
        return {{{0, 128}, {128, 64}, {192, 16}, {208, 2}}};
    }
    return {};
}
static_assert(offsetof(BlockQ5_0, high) == 2 && offsetof(BlockQ5_0, q) == 6);
static_assert(offsetof(BlockQ4_K, scales) == 4 && offsetof(BlockQ4_K, q) == 16);
static_assert(offsetof(BlockQ5_K, high) == 16 && offsetof(BlockQ5_K, q) == 48);
static_assert(offsetof(BlockQ6_K, high) == 128 && offsetof(BlockQ6_K, scales) == 192 && offsetof(BlockQ6_K, d) == 208);

std::size_t blocksOf(const TensorView& view) {
    return view.bytes.size() / traits(view.type).blockBytes;
}

std::size_t bytesOf(const TensorView& view) {
    std::size_t sum = 0;
    for (const Field& field : fieldsOf(view.type))
        sum += aligned(blocksOf(view) * field.bytes);
    return sum;
}

/// The tensors of a range, each once.
std::vector<const TensorView*> tensorsOf(const Model& model, const StageRange& range) {
    const ModelWeights& w = model.weights();
    std::vector<const TensorView*> out;
    const auto put = [&](const TensorView& view) {
        if (view) out.push_back(&view);
    };
    if (range.embeds) put(w.embedding);
    for (std::uint32_t i = range.firstLayer; i < range.lastLayer; ++i) {
        const LayerWeights& l = w.layers[i];
        for (const TensorView* view : {&l.attnNorm, &l.q, &l.k, &l.v, &l.o, &l.qBias, &l.kBias, &l.vBias, &l.qNorm,
                                       &l.kNorm, &l.ffnNorm, &l.gate, &l.up, &l.down})
            put(*view);
    }
    if (range.heads) {
        put(w.outputNorm);
        if (!range.embeds || w.output.bytes.data() != w.embedding.bytes.data()) put(w.output);
    }
    return out;
}

/// Hands out one allocation and fills it.
class Uploader {
public:
    Uploader(Device& device, std::uint8_t* memory) : m_device{device}, m_next{memory} {}

    Result<DeviceMatrix> matrix(const TensorView& view) {
        DeviceMatrix out;
        out.format = formatOf(view.type);
        out.matrix.rows = static_cast<std::uint32_t>(view.rows());
        out.matrix.cols = static_cast<std::uint32_t>(view.cols());
        const Fields fields = fieldsOf(view.type);
        for (std::size_t i = 0; i < fields.size() && fields[i].bytes > 0; ++i) {
            out.matrix.planes[i] = m_next;
            TD_CHECK(plane(view, fields[i]));
            m_next += aligned(blocksOf(view) * fields[i].bytes);
        }
        return out;
    }
    /// Null where there is no such vector.
    Result<const float*> vector(const TensorView& view) {
        if (!view) return static_cast<const float*>(nullptr);
        TD_TRY(const DeviceMatrix out, matrix(view));
        return reinterpret_cast<const float*>(out.matrix.planes[0]);
    }

private:
    Result<> plane(const TensorView& view, const Field& field) {
        const std::size_t stride = traits(view.type).blockBytes, count = blocksOf(view);
        if (stride == field.bytes) return m_device.upload(m_next, view.bytes.data(), view.bytes.size());
        const std::size_t atOnce = kStagingBytes / field.bytes;
        m_staging.resize(std::min(atOnce, count) * field.bytes);
        for (std::size_t first = 0; first < count; first += atOnce) {
            const std::size_t some = std::min(atOnce, count - first);
            const std::uint8_t* from = view.bytes.data() + first * stride + field.offset;
            for (std::size_t i = 0; i < some; ++i)
                std::memcpy(m_staging.data() + i * field.bytes, from + i * stride, field.bytes);
            TD_CHECK(m_device.upload(m_next + first * field.bytes, m_staging.data(), some * field.bytes));
        }
        return {};
    }

    Device& m_device;
    std::uint8_t* m_next;
    std::vector<std::uint8_t> m_staging;
};

Result<DeviceLayer> uploadLayer(Uploader& to, const LayerWeights& l) {
    DeviceLayer out;
    TD_TRY(out.attnNorm, to.vector(l.attnNorm));
    TD_TRY(out.ffnNorm, to.vector(l.ffnNorm));
    TD_TRY(out.qBias, to.vector(l.qBias));
    TD_TRY(out.kBias, to.vector(l.kBias));
    TD_TRY(out.vBias, to.vector(l.vBias));
    TD_TRY(out.qNorm, to.vector(l.qNorm));
    TD_TRY(out.kNorm, to.vector(l.kNorm));
    TD_TRY(out.q, to.matrix(l.q));
    TD_TRY(out.k, to.matrix(l.k));
    TD_TRY(out.v, to.matrix(l.v));
    TD_TRY(out.o, to.matrix(l.o));
    TD_TRY(out.gate, to.matrix(l.gate));
    TD_TRY(out.up, to.matrix(l.up));
    TD_TRY(out.down, to.matrix(l.down));
    return out;
}

/// 0: floats, 1: blocks of 32, 2: of 256.
int formOf(Format format) {
    if (format <= Format::BF16) return 0;
    return format < Format::Q4_K ? 1 : 2;
}

} // namespace

Format formatOf(TensorType type) {
    const auto at = std::find(kTensorTypes.begin(), kTensorTypes.end(), type);
    return static_cast<Format>(at - kTensorTypes.begin());
}
static_assert(kTensorTypes.size() == kFormats && kTensorTypes[3] == TensorType::Q8_0 &&
              kTensorTypes[5] == TensorType::Q5_0 && kTensorTypes[8] == TensorType::Q6_K);

std::uint32_t productKernel(Format format, std::uint32_t tile) {
    const std::uint32_t size = tile == 1 ? 0 : tile == 2 ? 1 : tile == 4 ? 2 : 3;
    return static_cast<std::uint32_t>(Kernel::Product) + static_cast<std::uint32_t>(format) * kTileSizes + size;
}

std::uint64_t deviceWeightBytes(const Model& model, const StageRange& range) {
    std::uint64_t sum = 0;
    for (const TensorView* view : tensorsOf(model, range))
        sum += bytesOf(*view);
    return sum;
}

Result<DeviceWeights> uploadWeights(Device& device, const Model& model, const StageRange& range) {
    TD_TRY(std::uint8_t * memory, device.allocate(deviceWeightBytes(model, range)));
    Uploader to{device, memory};
    const ModelWeights& w = model.weights();
    DeviceWeights out;
    if (range.embeds) {
        TD_TRY(out.embedding, to.matrix(w.embedding));
    }
    for (std::uint32_t i = range.firstLayer; i < range.lastLayer; ++i) {
        TD_TRY(auto layer, uploadLayer(to, w.layers[i]));
        out.layers.push_back(layer);
    }
    if (range.heads) {
        TD_TRY(out.outputNorm, to.vector(w.outputNorm));
        out.output = out.embedding;
        if (!range.embeds || w.output.bytes.data() != w.embedding.bytes.data()) {
            TD_TRY(out.output, to.matrix(w.output));
        }
    }
    return out;
}

Result<DeviceMatrix> uploadMatrix(Device& device, const TensorView& view) {
    TD_TRY(std::uint8_t * memory, device.allocate(bytesOf(view)));
    return Uploader{device, memory}.matrix(view);
}

Forms formsFor(std::span<const DeviceMatrix* const> weights) {
    Forms out;
    for (const DeviceMatrix* w : weights)
        (formOf(w->format) == 0 ? out.floats : formOf(w->format) == 1 ? out.by32 : out.by256) = true;
    return out;
}

Result<> multiply(Device& device, const ProductRequest& r) {
    const std::uint32_t tile = r.tokens == 1 ? 1 : r.tokens == 2 ? 2 : r.tokens <= 4 ? 4 : kMostTile;
    for (std::size_t i = 0; i < r.weights.size();) {
        // Neighbours of one type go together.
        const Format format = r.weights[i]->format;
        ProductArgs args;
        std::uint64_t rows = 0;
        for (; i < r.weights.size() && r.weights[i]->format == format; ++i) {
            args.outputs[args.count++] = {r.weights[i]->matrix, r.outputs[i]};
            rows += r.weights[i]->matrix.rows;
        }
        args.tokens = r.tokens;
        args.tiles = (r.tokens + tile - 1) / tile;
        args.floats = r.x.floats;
        args.quantised = formOf(format) == 1 ? r.x.by32 : r.x.by256;
        args.accumulate = r.accumulate;
        constexpr std::uint32_t kRows = kProductLanes / kWarp;
        const std::uint64_t blocks = (rows + kRows - 1) / kRows * args.tiles;
        TD_CHECK(device.launch(
            {productKernel(format, tile), static_cast<std::uint32_t>(blocks), kProductLanes, 0, &args, sizeof(args)}));
    }
    return {};
}

} // namespace taodeck::engine::cuda

#pragma once
/// What the kernels take: plain structs of device pointers and sizes, one struct for each kernel. The device compiler,
/// the emulation and the host's stage read the same definitions, so this header holds no code and no containers.
/// Floats are F32, "half" is F16 bits. Everything is row-major.

#include <cstdint>

namespace taodeck::engine::cuda {

/// The weight types in the order of kTensorTypes (tensor/tensor_type.h).
enum class Format : std::uint32_t { F32, F16, BF16, Q8_0, Q4_0, Q5_0, Q4_K, Q5_K, Q6_K };
inline constexpr std::uint32_t kFormats = 9;

/// A matrix of weights on the device. The fields of the file's blocks lie apart, each in a plane of its own
/// ([rows][blocks][bytes of the field]), so that neighbouring lanes read neighbouring 16 bytes:
///   F32, F16, BF16: values · Q8_0, Q4_0: q, d · Q5_0: q, high, d · Q4_K: q, {d, dmin, scales} ·
///   Q5_K: q, {d, dmin, scales}, high · Q6_K: low, high, scales, d
struct Matrix {
    const std::uint8_t* planes[4]{};
    std::uint32_t rows{0}, cols{0};
};

/// Rows of whole numbers -127..127 with one F32 scale a block, as on the CPU (cpu/kernel_table.h).
struct Quantised {
    std::int8_t* values{nullptr};
    float* scales{nullptr};      ///< [tokens][cols / block]
    std::int16_t* sums{nullptr}; ///< Of 16 values each: [tokens][cols / 16]
};

/// The input of products, in each form that the weights that follow multiply with; the others are null.
struct Activation {
    float* floats{nullptr};
    Quantised by32, by256;
    std::uint16_t* halves{nullptr}; ///< For the vendor's matrix library.
};

/// Where a token of the batch belongs.
struct TokenPlace {
    std::int32_t id{0};
    std::uint32_t position{0}, slot{0};
};
/// Tokens of one sequence at consecutive positions, which attend together.
struct Run {
    std::uint32_t first{0}, count{0};
};

/// x[token] = row `id` of the table.
struct EmbedArgs {
    Matrix table;
    Format format{};
    const TokenPlace* tokens{nullptr};
    float* x{nullptr};
};
/// out[row][col] = half of the matrix' values.
struct DequantizeArgs {
    Matrix matrix;
    Format format{};
    std::uint16_t* out{nullptr};
};
/// out[token] = x / rms(x) * weight.
struct NormArgs {
    const float *x{nullptr}, *weight{nullptr};
    Activation out;
    std::uint32_t cols{0};
    float eps{0};
};
/// out[token] = silu(gate) * up; with up null, gate as it is.
struct GluArgs {
    const float *gate{nullptr}, *up{nullptr};
    Activation out;
    std::uint32_t tokens{0}, cols{0};
};
/// out[i] = rows of x named by index, with the rows' places.
struct GatherArgs {
    const float* x{nullptr};
    float* out{nullptr};
    const std::uint32_t* index{nullptr};
    std::uint32_t cols{0};
};

/// y[t][r] of one matrix among several that share their input.
struct ProductOutput {
    Matrix weights;
    float* y{nullptr}; ///< [tokens][weights.rows]
};
struct ProductArgs {
    ProductOutput outputs[3];
    std::uint32_t count{0}, tokens{0}, tiles{0}; ///< tiles: of tokens.
    const float* floats{nullptr};
    Quantised quantised;    ///< In the form of the weights' type.
    bool accumulate{false}; ///< y += instead of y =.
};

/// Biases, norms and rotation of queries and keys; keys and values to the cache. cache: of one layer,
/// [slot][kvHead][position][headDim].
struct HeadsArgs {
    float *q{nullptr}, *k{nullptr}, *v{nullptr}; ///< [tokens][heads * headDim]; q in place, k and v are read.
    const float *qBias{nullptr}, *kBias{nullptr}, *vBias{nullptr}, *qNorm{nullptr}, *kNorm{nullptr}; ///< Or null.
    const float *cosines{nullptr}, *sines{nullptr}; ///< [tokens][pairs]
    const TokenPlace* tokens{nullptr};
    std::uint16_t *keys{nullptr}, *values{nullptr};
    std::uint32_t tokenCount{0}, heads{0}, kvHeads{0}, headDim{0}, pairs{0}, context{0};
    float eps{0};
    bool halves{false}; ///< Pairs are (i, i + pairs); else (2i, 2i + 1).
};

/// Positions that are attended to in one piece; what a piece gives is merged in the order of positions. A query's
/// pieces depend on its position alone.
inline constexpr std::uint32_t kPiece = 128;
/// Positions whose keys or values lie in shared memory at a time.
inline constexpr std::uint32_t kStretch = 32;
/// The widest head that fits a block's memory.
inline constexpr std::uint32_t kWidestHead = 512;

/// One piece for each block: [run][kvHead][tile of rows][piece]; rows are the queries (token, head) of a run that share
/// a key head.
struct AttendArgs {
    const float* q{nullptr};
    const std::uint16_t *keys{nullptr}, *values{nullptr};
    const TokenPlace* tokens{nullptr};
    const Run* runs{nullptr};
    float* partial{nullptr};    ///< [token - firstToken][head][piece][headDim]
    float* partialMax{nullptr}; ///< [token - firstToken][head][piece]
    float* partialSum{nullptr};
    std::uint32_t firstToken{0}, heads{0}, kvHeads{0}, headDim{0}, context{0}, pieces{0}, rowTiles{0}, tileRows{0};
    float scale{0};
};
struct MergeArgs {
    const float *partial{nullptr}, *partialMax{nullptr}, *partialSum{nullptr};
    const TokenPlace* tokens{nullptr};
    float* out{nullptr}; ///< [token][heads * headDim]
    std::uint32_t firstToken{0}, heads{0}, headDim{0}, pieces{0};
};
/// out = in, in units of 16 bytes: what memory can do at most.
struct CopyArgs {
    const std::uint8_t* in{nullptr};
    std::uint8_t* out{nullptr};
    std::uint64_t units{0};
};

/// Every kernel. The products come last: one for each format and number of tokens that it takes at once.
enum class Kernel : std::uint32_t { Embed, Dequantize, Norm, Glu, Gather, Heads, Attend, Merge, Copy, Product };
/// Tokens that one product kernel takes at once: 1, 2, 4, 8.
inline constexpr std::uint32_t kTileSizes = 4, kMostTile = 8;
inline constexpr std::uint32_t kKernels = static_cast<std::uint32_t>(Kernel::Product) + kFormats * kTileSizes;
/// Lanes of a block; a warp takes one row.
inline constexpr std::uint32_t kWarp = 32, kProductLanes = 128, kNormLanes = 256, kRowLanes = 128;

} // namespace taodeck::engine::cuda

#include "core/engine/cpu/rope.h"
#include "core/engine/cuda/emulation/lanes.h"
#include "core/engine/cuda/weights.h"
#include "core/engine/cuda/work.h"
#include "core/engine/tensor/half.h"
#include "tests/unit/engine/cuda_device_case.h"
#include "tests/unit/engine/kernel_cases.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace taodeck::engine::cuda {
namespace {

using test::Matrix;
using test::Noise;
using test::normalisedError;

class CudaKernels : public OnDevice {
protected:
    /// Room for an input of products in every form.
    Activation activation(std::size_t tokens, std::size_t cols) {
        Activation out;
        out.floats = room<float>(tokens * cols);
        out.halves = room<std::uint16_t>(tokens * cols);
        if (cols % 32 == 0)
            out.by32 = {room<std::int8_t>(tokens * cols), room<float>(tokens * cols / 32),
                        room<std::int16_t>(tokens * cols / 16)};
        if (cols % 256 == 0)
            out.by256 = {room<std::int8_t>(tokens * cols), room<float>(tokens * cols / 256),
                         room<std::int16_t>(tokens * cols / 16)};
        return out;
    }
    void fill(const Activation& out, const float* x, std::uint32_t tokens, std::uint32_t cols) {
        const std::uint64_t segments = std::uint64_t{tokens} * ((cols + 255) / 256);
        run(Kernel::Glu, (segments + 3) / 4, kRowLanes, GluArgs{x, nullptr, out, tokens, cols});
    }
    /// y[tokens][rows] of device matrices that share their input.
    std::vector<std::vector<float>> products(const std::vector<const DeviceMatrix*>& weights, const Activation& x,
                                             std::uint32_t tokens, const std::vector<float>* start = nullptr) {
        std::vector<float*> outputs;
        for (const DeviceMatrix* w : weights)
            outputs.push_back(start ? put(*start) : room<float>(std::size_t{tokens} * w->matrix.rows));
        const auto done = multiply(*device, {weights, outputs, x, tokens, start != nullptr});
        if (!done) ADD_FAILURE() << done.error().context;
        std::vector<std::vector<float>> out;
        for (std::size_t i = 0; i < weights.size(); ++i)
            out.push_back(get(outputs[i], std::size_t{tokens} * weights[i]->matrix.rows));
        return out;
    }
    std::vector<float> product(const Matrix& w, const std::vector<float>& x) {
        const auto cols = static_cast<std::uint32_t>(w.view.cols());
        const auto tokens = static_cast<std::uint32_t>(x.size() / cols);
        const auto matrix = *uploadMatrix(*device, w.view);
        const Activation a = activation(tokens, cols);
        fill(a, put(x), tokens, cols);
        return products({&matrix}, a, tokens)[0];
    }
};

TEST_F(CudaKernels, ProductsAgreeWithTheScalarKernels) {
    cpu::Threads one{1};
    std::printf("%-5s %12s %12s\n", "type", "scalar", "exact");
    for (const TensorType type : kTensorTypes) {
        double scalar = 0, exact = 0;
        for (const std::size_t cols : {std::size_t{256}, std::size_t{768}, std::size_t{2048}})
            for (const std::size_t tokens : {1U, 2U, 3U, 11U}) {
                Noise noise{cols + tokens};
                const Matrix w{type, 37, cols, noise};
                const auto x = noise.normals(tokens * cols);
                const auto y = product(w, x);
                const auto& reference = *cpu::kernels(cpu::InstructionSet::Scalar);
                scalar = std::max(scalar, normalisedError(y, test::product(w, x, reference, one)));
                exact = std::max(exact, normalisedError(y, test::exactProduct(w, x)));
            }
        std::printf("%-5s %12.2e %12.2e\n", std::string{traits(type).name}.c_str(), scalar, exact);
        EXPECT_LE(scalar, 1e-6) << traits(type).name;
        EXPECT_LE(exact, traits(type).blockValues == 1 ? 5e-7 : traits(type).blockValues == 32 ? 8e-3 : 1.2e-2);
    }
}

TEST_F(CudaKernels, RowsOfFloatsMayHaveAnyLength) {
    for (const TensorType type : {TensorType::F32, TensorType::F16, TensorType::BF16})
        for (const std::size_t cols : {1U, 3U, 30U, 100U, 333U}) {
            Noise noise{cols};
            const Matrix w{type, 9, cols, noise};
            const auto x = noise.normals(3 * cols);
            EXPECT_LE(normalisedError(product(w, x), test::exactProduct(w, x)), 5e-7) << traits(type).name << cols;
        }
}

TEST_F(CudaKernels, ProductsHaveTheSameBitsForAnyBatchAndNeighbours) {
    for (const TensorType type : kTensorTypes) {
        const std::uint32_t cols = 512, tokens = 19;
        Noise noise{static_cast<std::uint64_t>(type) + 99};
        const Matrix w{type, 21, cols, noise}, other{type, 6, cols, noise};
        const auto matrix = *uploadMatrix(*device, w.view), neighbour = *uploadMatrix(*device, other.view);
        const auto x = noise.normals(tokens * cols);
        const Activation a = activation(tokens, cols);
        fill(a, put(x), tokens, cols);
        const auto all = products({&matrix}, a, tokens)[0];

        for (std::uint32_t batch = 1; batch <= 9; ++batch) {
            const std::vector<float> some(x.begin(), x.begin() + batch * cols);
            const Activation part = activation(batch, cols);
            fill(part, put(some), batch, cols);
            const auto y = products({&neighbour, &matrix, &neighbour}, part, batch);
            ASSERT_TRUE(std::equal(y[1].begin(), y[1].end(), all.begin())) << traits(type).name << ' ' << batch;
            ASSERT_EQ(y[0], y[2]);
        }
    }
}

/// What the tests of whole models rely on.
TEST_F(CudaKernels, TheEmulationsQuickSumsHaveTheBitsOfTheExchanges) {
    if (wantsGpu()) GTEST_SKIP() << "no GPU: this is about the emulation";
    for (const TensorType type : {TensorType::F32, TensorType::Q6_K}) {
        Noise noise{8};
        const Matrix w{type, 21, 768, noise};
        const auto x = noise.normals(5 * 768);
        const auto exchanged = product(w, x);
        setQuickWarps(true);
        const auto quick = product(w, x);
        setQuickWarps(false);
        EXPECT_EQ(quick, exchanged);
    }
}

TEST_F(CudaKernels, ProductsAddToWhatIsThere) {
    Noise noise{3};
    const Matrix w{TensorType::Q8_0, 10, 256, noise};
    const auto matrix = *uploadMatrix(*device, w.view);
    const auto x = noise.normals(2 * 256), start = noise.normals(2 * 10);
    const Activation a = activation(2, 256);
    fill(a, put(x), 2, 256);
    const auto alone = products({&matrix}, a, 2)[0], added = products({&matrix}, a, 2, &start)[0];
    for (std::size_t i = 0; i < added.size(); ++i)
        ASSERT_EQ(added[i], start[i] + alone[i]);
}

/// Whole numbers at the ends of their ranges: what could overflow an intermediate sum.
TEST_F(CudaKernels, ExtremeBlocksAreExact) {
    for (const TensorType type : kTensorTypes) {
        if (traits(type).blockValues == 1) continue;
        for (const int fillByte : {0x00, 0x7f, 0x80, 0xff})
            for (const float sign : {1.0F, -1.0F}) {
                const std::uint32_t cols = 512;
                Noise noise{1};
                Matrix w{type, 3, cols, noise};
                std::fill(w.bytes.begin(), w.bytes.end(), static_cast<std::uint8_t>(fillByte));
                for (std::size_t b = 0; b < w.bytes.size(); b += traits(type).blockBytes) { // scales of 1
                    const std::size_t at = type == TensorType::Q6_K ? b + 208 : b;
                    w.bytes[at] = 0, w.bytes[at + 1] = 0x3c;
                    if (type == TensorType::Q4_K || type == TensorType::Q5_K)
                        w.bytes[at + 2] = 0, w.bytes[at + 3] = 0x3c;
                }
                dequantizeRow(type, w.bytes, w.values);
                const auto exact = test::exactProduct(w, std::vector<float>(cols, sign * 127.0F));
                const auto y = product(w, std::vector<float>(cols, sign * 127.0F));
                for (std::size_t i = 0; i < y.size(); ++i)
                    ASSERT_NEAR(y[i], exact[i], std::fabs(exact[i]) * 1e-6) << traits(type).name << ' ' << fillByte;
            }
    }
}

TEST_F(CudaKernels, LookUpAndWideningAreExact) {
    for (const TensorType type : kTensorTypes) {
        Noise noise{static_cast<std::uint64_t>(type)};
        const std::uint32_t rows = 7, cols = 512;
        const Matrix w{type, rows, cols, noise};
        const auto table = *uploadMatrix(*device, w.view);
        const std::vector<TokenPlace> tokens{{6, 0, 0}, {0, 1, 0}, {3, 2, 0}};
        auto* x = room<float>(tokens.size() * cols);
        run(Kernel::Embed, tokens.size(), kNormLanes, EmbedArgs{table.matrix, table.format, put(tokens), x});
        auto* halves = room<std::uint16_t>(rows * cols);
        run(Kernel::Dequantize, rows, kNormLanes, DequantizeArgs{table.matrix, table.format, halves});

        const auto looked = get(x, tokens.size() * cols);
        for (std::size_t t = 0; t < tokens.size(); ++t)
            for (std::size_t i = 0; i < cols; ++i)
                ASSERT_EQ(looked[t * cols + i], w.values[static_cast<std::size_t>(tokens[t].id) * cols + i])
                    << traits(type).name << ' ' << i;
        const auto wide = get(halves, rows * cols);
        for (std::size_t i = 0; i < wide.size(); ++i)
            ASSERT_EQ(wide[i], floatToHalf(w.values[i])) << traits(type).name << ' ' << i;
    }
}

TEST_F(CudaKernels, ActivationsRoundToTheBitsOfTheCpu) {
    const std::uint32_t cols = 768, tokens = 3;
    Noise noise{3};
    auto x = noise.normals(tokens * cols, 3);
    std::fill(x.begin(), x.begin() + 256, 0.0F);
    x[300] = 1e-41F, x[600] = 1e30F, x[900] = 0.5F, x[901] = -0.5F;
    const Activation a = activation(tokens, cols);
    fill(a, put(x), tokens, cols);

    EXPECT_EQ(get(a.floats, x.size()), x);
    const auto halves = get(a.halves, x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        ASSERT_EQ(halves[i], floatToHalf(x[i])) << i;
    for (const bool wide : {false, true}) {
        const Quantised& q = wide ? a.by256 : a.by32;
        const std::size_t block = wide ? 256 : 32;
        cpu::Activations expected;
        expected.shape(wide ? cpu::ActivationForm::Blocks256 : cpu::ActivationForm::Blocks32, tokens, cols);
        cpu::kernels(cpu::InstructionSet::Scalar)->quantize(expected.view(), x.data(), 0, tokens);
        const auto values = get(q.values, x.size());
        const auto scales = get(q.scales, x.size() / block);
        const auto sums = get(q.sums, x.size() / 16);
        EXPECT_EQ(std::memcmp(values.data(), expected.view().values, values.size()), 0) << block;
        EXPECT_EQ(std::memcmp(scales.data(), expected.view().scales, scales.size() * 4), 0) << block;
        EXPECT_EQ(std::memcmp(sums.data(), expected.view().sums, sums.size() * 2), 0) << block;
    }
}

TEST_F(CudaKernels, NormsAndGatedUnitsAgreeWithTheScalarKernels) {
    const cpu::Kernels& scalar = *cpu::kernels(cpu::InstructionSet::Scalar);
    for (const std::uint32_t cols : {30U, 256U, 576U, 4100U}) {
        Noise noise{cols};
        const std::uint32_t tokens = 2;
        const auto x = noise.normals(tokens * cols, 8), up = noise.normals(tokens * cols), w = noise.normals(cols);
        Activation out;
        out.floats = room<float>(tokens * cols);
        run(Kernel::Norm, tokens, kNormLanes, NormArgs{put(x), put(w), out, cols, 1e-5F});
        std::vector<float> expected(tokens * cols);
        for (std::size_t t = 0; t < tokens; ++t)
            scalar.rmsNorm(expected.data() + t * cols, x.data() + t * cols, w.data(), cols, 1e-5F);
        EXPECT_LE(normalisedError(get(out.floats, tokens * cols), expected), 5e-7) << cols;

        run(Kernel::Glu, (tokens * ((cols + 255) / 256) + 3) / 4, kRowLanes,
            GluArgs{put(x), put(up), out, tokens, cols});
        expected = x;
        scalar.siluMul(expected.data(), up.data(), expected.size());
        EXPECT_LE(normalisedError(get(out.floats, tokens * cols), expected), 5e-7) << cols;
    }
}

TEST_F(CudaKernels, GatheringAndCopyingMoveEveryByte) {
    Noise noise{1};
    const auto x = noise.normals(5 * 77);
    auto* out = room<float>(2 * 77);
    run(Kernel::Gather, 2, kNormLanes, GatherArgs{put(x), out, put(std::vector<std::uint32_t>{4, 1}), 77});
    const auto rows = get(out, 2 * 77);
    EXPECT_TRUE(std::equal(rows.begin(), rows.begin() + 77, x.begin() + 4 * 77));
    EXPECT_TRUE(std::equal(rows.begin() + 77, rows.end(), x.begin() + 77));

    std::vector<std::uint8_t> bytes(16 * 1000);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
    auto* copied = room<std::uint8_t>(bytes.size());
    run(Kernel::Copy, 3, 128, CopyArgs{put(bytes), copied, 1000});
    EXPECT_EQ(get(copied, bytes.size()), bytes);
}

using emulated::runBlocks, emulated::threadIndex;

TEST(CudaEmulation, EndsTheProgramWhereADeviceWouldDoSomethingUndefined) {
    if (wantsGpu()) GTEST_SKIP() << "no GPU: this is about the emulation";
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_DEATH(runBlocks(
                     1, 64, 0,
                     [](const void*) {
                         if (threadIndex() > 2) emulated::syncBlock();
                     },
                     nullptr),
                 "a barrier of the block that some lanes never reach");
    EXPECT_DEATH(runBlocks(
                     1, 32, 0,
                     [](const void*) {
                         if (threadIndex() > 2) emulated::syncWarp();
                     },
                     nullptr),
                 "lanes of one warp wait at different places");
    EXPECT_DEATH(emulated::load16(reinterpret_cast<const char*>(&runBlocks) + 1), "16 bytes read from an address");
}

TEST(CudaEmulation, LanesExchangeAndShareMemoryAsOnADevice) {
    if (wantsGpu()) GTEST_SKIP() << "no GPU: this is about the emulation";
    std::vector<int> out(3 * 64);
    int* const context = out.data();
    runBlocks(
        3, 64, 64 * sizeof(int),
        [](const void* args) {
            auto* shared = reinterpret_cast<int*>(emulated::sharedMemory());
            const auto lane = static_cast<int>(threadIndex());
            shared[lane] = lane * 10;
            emulated::syncBlock();
            const int other = shared[63 - lane]; // another warp's
            int* const to = *static_cast<int* const*>(args);
            to[emulated::blockIndex() * 64 + threadIndex()] =
                other + emulated::shuffleXor(lane, 5) + emulated::shuffleXor(lane, 16);
        },
        &context);
    for (int block = 0; block < 3; ++block)
        for (int lane = 0; lane < 64; ++lane)
            ASSERT_EQ(out[static_cast<std::size_t>(block * 64 + lane)], (63 - lane) * 10 + (lane ^ 5) + (lane ^ 16));
}

struct HeadsCase {
    std::uint32_t heads, kvHeads, headDim, dims;
    bool halves, biased, normed;
};

TEST_F(CudaKernels, HeadsAreBiasedNormedTurnedAndStoredAsOnTheCpu) {
    const cpu::Kernels& scalar = *cpu::kernels(cpu::InstructionSet::Scalar);
    for (const HeadsCase& c :
         {HeadsCase{4, 2, 64, 64, false, false, false}, HeadsCase{6, 2, 128, 128, true, true, false},
          HeadsCase{3, 1, 48, 32, true, false, true}, HeadsCase{2, 2, 512, 512, false, true, true}}) {
        Noise noise{c.headDim};
        const std::vector<TokenPlace> tokens{{0, 5, 1}, {0, 17, 0}, {0, 6, 1}};
        const std::uint32_t count = 3, context = 20, qDim = c.heads * c.headDim, kvDim = c.kvHeads * c.headDim;
        auto q = noise.normals(count * qDim), k = noise.normals(count * kvDim), v = noise.normals(count * kvDim);
        const auto qBias = noise.normals(qDim), kBias = noise.normals(kvDim), vBias = noise.normals(kvDim);
        const auto qNorm = noise.normals(c.headDim), kNorm = noise.normals(c.headDim);
        RopeConfig config;
        config.dims = c.dims;
        config.style = c.halves ? RopeStyle::Halves : RopeStyle::Interleaved;
        const cpu::Rope rope{config, {}};
        const std::size_t pairs = rope.pairs();
        std::vector<float> cosines(count * pairs), sines(count * pairs);
        for (std::size_t t = 0; t < count; ++t)
            rope.angles(tokens[t].position, cosines.data() + t * pairs, sines.data() + t * pairs);

        HeadsArgs args;
        args.q = put(q), args.k = put(k), args.v = put(v);
        if (c.biased) args.qBias = put(qBias), args.kBias = put(kBias), args.vBias = put(vBias);
        if (c.normed) args.qNorm = put(qNorm), args.kNorm = put(kNorm);
        args.cosines = put(cosines), args.sines = put(sines), args.tokens = put(tokens);
        const std::size_t cache = std::size_t{2} * c.kvHeads * context * c.headDim;
        args.keys = put(std::vector<std::uint16_t>(cache)), args.values = put(std::vector<std::uint16_t>(cache));
        args.tokenCount = count, args.heads = c.heads, args.kvHeads = c.kvHeads, args.headDim = c.headDim;
        args.pairs = static_cast<std::uint32_t>(pairs), args.context = context, args.eps = 1e-6F;
        args.halves = c.halves;
        run(Kernel::Heads, (count * (c.heads + 2 * c.kvHeads) + 3) / 4, kRowLanes, args);

        std::vector<float> keys(cache), values(cache);
        for (std::size_t t = 0; t < count; ++t) {
            const auto one = [&](float* head, std::size_t h, const std::vector<float>& bias,
                                 const std::vector<float>* weight, bool turns) {
                if (c.biased) scalar.add(head, bias.data() + h * c.headDim, c.headDim);
                if (c.normed && weight) scalar.rmsNorm(head, head, weight->data(), c.headDim, args.eps);
                if (turns) rope.rotate(head, cosines.data() + t * pairs, sines.data() + t * pairs);
            };
            for (std::size_t h = 0; h < c.heads; ++h)
                one(q.data() + (t * c.heads + h) * c.headDim, h, qBias, &qNorm, true);
            for (std::size_t h = 0; h < c.kvHeads; ++h) {
                float* key = k.data() + (t * c.kvHeads + h) * c.headDim;
                float* value = v.data() + (t * c.kvHeads + h) * c.headDim;
                one(key, h, kBias, &kNorm, true);
                one(value, h, vBias, nullptr, false);
                const std::size_t at = ((tokens[t].slot * c.kvHeads + h) * context + tokens[t].position) * c.headDim;
                std::copy_n(key, c.headDim, keys.begin() + static_cast<std::ptrdiff_t>(at));
                std::copy_n(value, c.headDim, values.begin() + static_cast<std::ptrdiff_t>(at));
            }
        }
        EXPECT_LE(normalisedError(get(args.q, q.size()), q), 5e-7) << c.headDim;
        const auto floats = [](const std::vector<std::uint16_t>& halves) {
            std::vector<float> out;
            for (const auto h : halves)
                out.push_back(halfToFloat(h));
            return out;
        };
        // What is stored is rounded to halves; one that lies between two may fall to either side.
        EXPECT_LE(normalisedError(floats(get(args.keys, cache)), keys), 4e-4) << c.headDim;
        EXPECT_LE(normalisedError(floats(get(args.values, cache)), values), 4e-4) << c.headDim;
    }
}

struct AttentionCase {
    std::uint32_t heads, kvHeads, headDim, firstPosition, tokens;
};

class CudaAttention : public CudaKernels {
protected:
    static constexpr std::uint32_t kContext = 320, kSlots = 2, kSlot = 1;
    struct Data {
        std::vector<float> q;
        std::vector<std::uint16_t> keys, values; ///< [slot][kvHead][position][headDim]
        std::vector<TokenPlace> places;
    };
    static Data make(const AttentionCase& c) {
        Noise noise{c.headDim + c.firstPosition};
        Data out;
        out.q = noise.normals(std::size_t{c.tokens} * c.heads * c.headDim, 2);
        for (auto* cache : {&out.keys, &out.values})
            for (const float x : noise.normals(std::size_t{kSlots} * c.kvHeads * kContext * c.headDim))
                cache->push_back(floatToHalf(x));
        for (std::uint32_t t = 0; t < c.tokens; ++t)
            out.places.push_back({0, c.firstPosition + t, kSlot});
        return out;
    }

    /// As the stage does it, for at most kAttendTokens tokens.
    std::vector<float> attended(const AttentionCase& c, const Data& d, std::uint32_t pieces) {
        const std::uint32_t group = c.heads / c.kvHeads, tokens = static_cast<std::uint32_t>(d.places.size());
        const std::uint32_t most = std::clamp(rowsTogether(c.headDim) / group, 1U, kAttendTokens);
        const auto runs = runsOf(d.places, most);
        AttendArgs args;
        args.q = put(d.q), args.keys = put(d.keys), args.values = put(d.values);
        args.tokens = put(d.places), args.runs = put(runs);
        const std::size_t all = std::size_t{tokens} * c.heads * pieces;
        args.partial = room<float>(all * c.headDim), args.partialMax = room<float>(all);
        args.partialSum = room<float>(all);
        args.heads = c.heads, args.kvHeads = c.kvHeads, args.headDim = c.headDim, args.context = kContext;
        args.pieces = pieces;
        std::uint32_t longest = 0;
        for (const cuda::Run& one : runs)
            longest = std::max(longest, one.count);
        args.tileRows = std::min(rowsTogether(c.headDim), longest * group);
        args.rowTiles = (longest * group + args.tileRows - 1) / args.tileRows;
        args.scale = 1 / std::sqrt(static_cast<float>(c.headDim));
        run(Kernel::Attend, runs.size() * c.kvHeads * args.rowTiles * pieces, kRowLanes, args,
            attendBytes(args.tileRows, c.headDim));
        auto* out = room<float>(d.q.size());
        run(Kernel::Merge, tokens * c.heads, kRowLanes,
            MergeArgs{args.partial, args.partialMax, args.partialSum, args.tokens, out, 0, c.heads, c.headDim, pieces});
        return get(out, d.q.size());
    }

    static std::vector<float> scalar(const AttentionCase& c, const Data& d) {
        std::vector<float> out(d.q.size()), scores(kContext);
        const std::size_t group = c.heads / c.kvHeads;
        for (std::size_t h = 0; h < c.kvHeads; ++h) {
            const std::size_t past = (kSlot * c.kvHeads + h) * kContext * c.headDim;
            cpu::Attention job;
            job.q = d.q.data() + h * group * c.headDim;
            job.out = out.data() + h * group * c.headDim;
            job.tokens = c.tokens, job.tokenStride = std::size_t{c.heads} * c.headDim;
            job.heads = group, job.headDim = c.headDim;
            job.keys = d.keys.data() + past, job.values = d.values.data() + past;
            job.firstPositions = std::size_t{c.firstPosition} + 1;
            job.scale = 1 / std::sqrt(static_cast<float>(c.headDim));
            job.scores = scores.data();
            cpu::kernels(cpu::InstructionSet::Scalar)->attend(job);
        }
        return out;
    }
};

constexpr AttentionCase kAttentionCases[]{
    {2, 2, 64, 0, 1},   {4, 2, 64, 33, 1},  {4, 1, 128, 200, 1}, {3, 1, 64, 0, 16},   {8, 2, 96, 120, 12},
    {5, 1, 48, 127, 3}, {1, 1, 256, 64, 5}, {6, 2, 80, 250, 16}, {2, 1, 512, 130, 2}, {20, 1, 64, 40, 3}};

TEST_F(CudaAttention, AgreesWithTheScalarKernels) {
    double most = 0;
    for (const AttentionCase& c : kAttentionCases) {
        const Data d = make(c);
        const double error = normalisedError(attended(c, d, piecesOf(kContext)), scalar(c, d));
        most = std::max(most, error);
        EXPECT_LE(error, 2e-6) << c.headDim << ' ' << c.firstPosition;
    }
    std::printf("attention against scalar %.2e\n", most);
}

TEST_F(CudaAttention, AQueryAloneHasTheBitsItHasAmongOthers) {
    for (const AttentionCase& c : kAttentionCases) {
        const Data d = make(c);
        const auto together = attended(c, d, piecesOf(kContext));
        for (std::uint32_t t = 0; t < c.tokens; ++t) {
            const std::size_t row = std::size_t{c.heads} * c.headDim;
            Data one{{d.q.begin() + static_cast<std::ptrdiff_t>(t * row),
                      d.q.begin() + static_cast<std::ptrdiff_t>((t + 1) * row)},
                     d.keys,
                     d.values,
                     {d.places[t]}};
            const auto alone = attended(c, one, piecesOf(c.firstPosition + t + 1));
            ASSERT_TRUE(std::equal(alone.begin(), alone.end(), together.begin() + static_cast<std::ptrdiff_t>(t * row)))
                << c.headDim << ' ' << t;
        }
    }
}

TEST_F(CudaAttention, LargeScoresDoNotOverflow) {
    const AttentionCase c{2, 1, 64, 150, 3};
    Data d = make(c);
    for (float& x : d.q)
        x *= 1000;
    for (const float v : attended(c, d, piecesOf(kContext)))
        ASSERT_TRUE(std::isfinite(v));
}

TEST(CudaRuns, EndWhereASequenceOrAStepEnds) {
    std::vector<TokenPlace> places;
    for (std::uint32_t t = 0; t < 20; ++t)
        places.push_back({0, 5 + t, 0});
    places.push_back({0, 3, 1});
    places.push_back({0, 25, 0});
    std::vector<std::pair<std::uint32_t, std::uint32_t>> got;
    for (const cuda::Run& run : runsOf(places, 6))
        got.emplace_back(run.first, run.count);
    const std::vector<std::pair<std::uint32_t, std::uint32_t>> expected{{0, 6},  {6, 6},  {12, 4},
                                                                        {16, 4}, {20, 1}, {21, 1}};
    EXPECT_EQ(got, expected);
}

} // namespace
} // namespace taodeck::engine::cuda

#include "core/engine/cpu/kernels.h"
#include "core/engine/tensor/half.h"
#include "tests/unit/engine/kernel_cases.h"

#include <gtest/gtest.h>

#include <cstring>

namespace taodeck::engine::cpu {
namespace {

using test::Matrix;
using test::Noise;

struct Bound {
    TensorType type;
    double exact; ///< Normalised error against the double-precision product of the dequantised weights.
    double sets;  ///< Against the scalar set.
};
// What remains against the exact product is the rounding of the activations to 8 bits: in blocks of 32 or of 256.
constexpr Bound kBounds[]{
    {TensorType::F32, 5e-7, 5e-7},    {TensorType::F16, 5e-7, 5e-7},    {TensorType::BF16, 5e-7, 5e-7},
    {TensorType::Q8_0, 8e-3, 1e-6},   {TensorType::Q4_0, 8e-3, 1e-6},   {TensorType::Q5_0, 8e-3, 1e-6},
    {TensorType::Q4_K, 1.2e-2, 1e-6}, {TensorType::Q5_K, 1.2e-2, 1e-6}, {TensorType::Q6_K, 1.2e-2, 1e-6}};

TEST(Kernels, ProductsAreWithinTheStatedErrors) {
    Threads threads{1};
    std::printf("%-12s %-5s %12s %12s\n", "set", "type", "exact", "scalar");
    for (const Kernels* k : test::sets()) {
        for (const Bound& bound : kBounds) {
            double exactError = 0, setError = 0;
            for (const std::size_t cols : {std::size_t{256}, std::size_t{768}, std::size_t{2048}}) {
                Noise noise{cols};
                const Matrix w{bound.type, 37, cols, noise};
                const auto x = noise.normals(11 * cols);
                const auto y = test::product(w, x, *k, threads);
                exactError = std::max(exactError, test::normalisedError(y, test::exactProduct(w, x)));
                setError = std::max(
                    setError, test::normalisedError(y, test::product(w, x, *kernels(InstructionSet::Scalar), threads)));
            }
            std::printf("%-12s %-5s %12.2e %12.2e\n", std::string{k->name}.c_str(),
                        std::string{traits(bound.type).name}.c_str(), exactError, setError);
            EXPECT_LE(exactError, bound.exact);
            EXPECT_LE(setError, bound.sets);
        }
    }
}

/// Bits of y for every token and row, whichever way the work was cut.
TEST(Kernels, ProductsHaveTheSameBitsForAnyBatchSplitAndThreads) {
    Threads one{1}, three{3};
    for (const Kernels* k : test::sets()) {
        for (const TensorType type : kTensorTypes) {
            const std::size_t cols = 512, rows = 53, tokens = 37;
            Noise noise{static_cast<std::uint64_t>(type) + 99};
            const Matrix w{type, rows, cols, noise};
            const auto x = noise.normals(tokens * cols);
            const auto all = test::product(w, x, *k, one);

            ASSERT_EQ(test::product(w, x, *k, three), all) << k->name << traits(type).name;
            for (std::size_t batch = 1; batch <= 20; ++batch) {
                std::vector<float> pieces;
                for (std::size_t t = 0; t < tokens; t += batch) {
                    const std::size_t n = std::min(batch, tokens - t);
                    const std::vector<float> some(x.begin() + static_cast<std::ptrdiff_t>(t * cols),
                                                  x.begin() + static_cast<std::ptrdiff_t>((t + n) * cols));
                    const auto y = test::product(w, some, *k, one);
                    pieces.insert(pieces.end(), y.begin(), y.end());
                }
                ASSERT_EQ(pieces, all) << k->name << ' ' << traits(type).name << " batch " << batch;
            }
            Activations a;
            prepare(a, type, x.data(), tokens, cols, *k, one);
            for (const std::size_t split : {std::size_t{1}, std::size_t{5}, std::size_t{16}, std::size_t{40}}) {
                std::vector<float> y(tokens * rows);
                const Product p{type, w.bytes.data(), w.view.rowBytes(), cols, a.view(), y.data(), rows};
                for (std::size_t r = 0; r < rows; r += split)
                    k->matmulRows(p, r, std::min(rows, r + split));
                ASSERT_EQ(y, all) << k->name << ' ' << traits(type).name << " split " << split;
            }
        }
    }
}

TEST(Kernels, TheMatrixUnitChangesNoBit) {
    const Kernels *with = kernels(InstructionSet::Avx512Amx), *without = kernels(InstructionSet::Avx512Vnni);
    if (!with) GTEST_SKIP() << "no AMX on this machine";
    Threads one{1};
    for (const TensorType type : kTensorTypes)
        for (const std::size_t tokens : {std::size_t{16}, std::size_t{31}, std::size_t{257}, std::size_t{300}}) {
            Noise noise{tokens};
            const Matrix w{type, 35, 768, noise};
            const auto x = noise.normals(tokens * 768);
            ASSERT_EQ(test::product(w, x, *with, one), test::product(w, x, *without, one))
                << traits(type).name << ' ' << tokens;
        }
}

TEST(Kernels, EqualRowsAndTokensGiveEqualBitsWhereverTheyStand) {
    Threads one{1};
    for (const Kernels* k : test::sets()) {
        for (const TensorType type : kTensorTypes) {
            const std::size_t cols = 256;
            Noise noise{5};
            const Matrix w{type, 1, cols, noise};
            const auto x = noise.normals(cols);
            const float alone = test::product(w, x, *k, one)[0];
            Bytes repeated;
            std::vector<float> tokens;
            for (int i = 0; i < 21; ++i) {
                append(repeated, w.bytes);
                tokens.insert(tokens.end(), x.begin(), x.end());
            }
            TensorView view = w.view;
            view.shape = {cols, 21, 1, 1};
            view.bytes = repeated;
            Activations a;
            prepare(a, type, tokens.data(), 21, cols, *k, one);
            std::vector<float> y(21 * 21);
            matmul(view, a, y.data(), 21, *k, one);
            for (const float v : y)
                ASSERT_EQ(v, alone) << k->name << ' ' << traits(type).name;
        }
    }
}

/// Whole numbers at the ends of their ranges: what could overflow a kernel's intermediate sums.
TEST(Kernels, ExtremeBlocksAreExact) {
    Threads one{1};
    for (const Kernels* k : test::sets()) {
        for (const TensorType type : kTensorTypes) {
            if (traits(type).blockValues == 1) continue;
            for (const int fill : {0x00, 0x7f, 0x80, 0xff}) {
                for (const float sign : {1.0F, -1.0F}) {
                    const std::size_t cols = 512;
                    Bytes bytes(cols / traits(type).blockValues * traits(type).blockBytes * 3,
                                static_cast<std::uint8_t>(fill));
                    // Scales of 1, so that no factor is infinite.
                    for (std::size_t b = 0; b < bytes.size(); b += traits(type).blockBytes) {
                        const std::size_t at = type == TensorType::Q6_K ? b + 208 : b;
                        bytes[at] = 0, bytes[at + 1] = 0x3c;
                        if (type == TensorType::Q4_K || type == TensorType::Q5_K)
                            bytes[at + 2] = 0, bytes[at + 3] = 0x3c;
                    }
                    TensorView view{"", type, {cols, 3, 1, 1}, bytes};
                    const std::size_t tokens = 20; // enough for every kind of tile
                    std::vector<float> weights(cols * 3), x(cols * tokens, sign * 127.0F);
                    dequantizeRow(type, bytes, weights);
                    Activations a;
                    prepare(a, type, x.data(), tokens, cols, *k, one);
                    std::vector<float> y(3 * tokens);
                    matmul(view, a, y.data(), 3, *k, one);
                    double exact = 0;
                    for (std::size_t i = 0; i < cols; ++i)
                        exact += static_cast<double>(weights[i]) * x[i];
                    for (const float v : y)
                        ASSERT_NEAR(v, exact, std::fabs(exact) * 1e-6)
                            << k->name << ' ' << traits(type).name << ' ' << fill << ' ' << sign;
                }
            }
        }
    }
}

TEST(Kernels, QuantizeGivesTheSameBitsInEverySet) {
    const Kernels& scalar = *kernels(InstructionSet::Scalar);
    for (const Kernels* k : test::sets()) {
        for (const ActivationForm form : {ActivationForm::Blocks32, ActivationForm::Blocks256}) {
            const std::size_t cols = 768, tokens = 5;
            Noise noise{3};
            auto x = noise.normals(tokens * cols, 3);
            std::fill(x.begin(), x.begin() + 256, 0.0F);
            x[300] = 1e-41F, x[600] = 1e30F, x[900] = 0.5F, x[901] = -0.5F;
            Activations a, b;
            a.shape(form, tokens, cols), b.shape(form, tokens, cols);
            scalar.quantize(a.view(), x.data(), 0, tokens);
            k->quantize(b.view(), x.data(), 0, 2);
            k->quantize(b.view(), x.data(), 2, tokens);
            const std::size_t block = form == ActivationForm::Blocks32 ? 32 : 256;
            ASSERT_EQ(std::memcmp(a.view().values, b.view().values, tokens * cols), 0) << k->name;
            ASSERT_EQ(std::memcmp(a.view().scales, b.view().scales, tokens * cols / block * 4), 0) << k->name;
            ASSERT_EQ(std::memcmp(a.view().sums, b.view().sums, tokens * cols / 16 * 2), 0) << k->name;
        }
    }
}

TEST(Kernels, ElementwiseFunctionsAgreeWithDoublePrecision) {
    for (const Kernels* k : test::sets()) {
        for (const std::size_t n :
             {std::size_t{1}, std::size_t{15}, std::size_t{64}, std::size_t{576}, std::size_t{1003}}) {
            Noise noise{n};
            const auto x = noise.normals(n, 8), w = noise.normals(n);
            std::vector<float> y(n);
            std::vector<double> exact(n);

            k->rmsNorm(y.data(), x.data(), w.data(), n, 1e-5F);
            double squares = 0;
            for (const float v : x)
                squares += static_cast<double>(v) * v;
            for (std::size_t i = 0; i < n; ++i)
                exact[i] = x[i] / std::sqrt(squares / static_cast<double>(n) + 1e-5) * w[i];
            EXPECT_LE(test::normalisedError(y, exact), 3e-7) << k->name;

            y = x;
            k->siluMul(y.data(), w.data(), n);
            for (std::size_t i = 0; i < n; ++i)
                exact[i] = x[i] / (1 + std::exp(-static_cast<double>(x[i]))) * w[i];
            EXPECT_LE(test::normalisedError(y, exact), 3e-7) << k->name;

            y = x;
            k->add(y.data(), w.data(), n);
            for (std::size_t i = 0; i < n; ++i)
                ASSERT_EQ(y[i], x[i] + w[i]);

            std::vector<std::uint16_t> half(n);
            k->toHalf(half.data(), x.data(), n);
            for (std::size_t i = 0; i < n; ++i)
                ASSERT_EQ(half[i], floatToHalf(x[i]));
        }
    }
}

TEST(Kernels, SiluIsSoundAtTheEnds) {
    for (const Kernels* k : test::sets()) {
        std::vector<float> gate{-1e30F, -200, -100, -88, 0, 88, 100, 1e30F}, up(8, 1.0F);
        k->siluMul(gate.data(), up.data(), 8);
        for (int i = 0; i < 4; ++i)
            EXPECT_NEAR(gate[static_cast<std::size_t>(i)], 0, 1e-35) << k->name << i;
        EXPECT_EQ(gate[5], 88.0F);
        EXPECT_EQ(gate[7], 1e30F);
    }
}

} // namespace
} // namespace taodeck::engine::cpu

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

} // namespace
} // namespace taodeck::engine::cpu

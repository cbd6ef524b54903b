#pragma once
/// Sums of weights, which stop at the largest number as upstream's do: a caller may name any weight.

#include <cstdint>

namespace taodeck::subtensor {

constexpr std::uint64_t saturatingSum(std::uint64_t a, std::uint64_t b) {
    return a > ~b ? ~std::uint64_t{0} : a + b;
}

} // namespace taodeck::subtensor

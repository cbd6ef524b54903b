#include "core/engine/tensor/tensor_type.h"

#include <cassert>

namespace taodeck::engine {
namespace {

struct Row {
    TensorType type;
    TypeTraits traits;
};
constexpr std::array kRows{
    Row{TensorType::F32, {"F32", 1, 4}},       Row{TensorType::F16, {"F16", 1, 2}},
    Row{TensorType::BF16, {"BF16", 1, 2}},     Row{TensorType::Q8_0, {"Q8_0", 32, 34}},
    Row{TensorType::Q4_0, {"Q4_0", 32, 18}},   Row{TensorType::Q5_0, {"Q5_0", 32, 22}},
    Row{TensorType::Q4_K, {"Q4_K", 256, 144}}, Row{TensorType::Q5_K, {"Q5_K", 256, 176}},
    Row{TensorType::Q6_K, {"Q6_K", 256, 210}},
};

} // namespace

std::optional<TypeTraits> traits(std::uint32_t typeNumber) {
    for (const Row& row : kRows)
        if (static_cast<std::uint32_t>(row.type) == typeNumber) return row.traits;
    return std::nullopt;
}

const TypeTraits& traits(TensorType type) {
    for (const Row& row : kRows)
        if (row.type == type) return row.traits;
    assert(false);
    return kRows.front().traits;
}

} // namespace taodeck::engine

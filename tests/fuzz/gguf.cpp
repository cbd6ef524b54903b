// A model file that parses has tensors inside its bytes, whatever it says, and its metadata can be read.

#include "core/engine/gguf/file.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck;
    using namespace taodeck::engine;
    const auto file = gguf::File::parse({data, size});
    if (!file) {
        if (file.error().context.empty()) std::abort();
        return 0;
    }
    double sum = 0;
    for (const auto key : (*file)->keys()) {
        const gguf::Value* value = (*file)->find(key);
        if (value == nullptr) std::abort();
        if (const auto* array = std::get_if<gguf::Array>(value)) {
            for (std::size_t i = 0; i < array->size() && array->type() != gguf::ValueType::Array; ++i)
                sum += array->type() == gguf::ValueType::String ? static_cast<double>(array->string(i).size())
                                                                : array->number(i);
        }
    }
    for (const TensorView& tensor : (*file)->tensors()) {
        if (tensor.bytes.empty() || tensor.bytes.data() < data ||
            tensor.bytes.data() + tensor.bytes.size() > data + size ||
            tensor.rows() * tensor.rowBytes() != tensor.bytes.size())
            std::abort();
        if ((*file)->tensor(tensor.name) != &tensor) std::abort();
    }
    volatile double sink = sum;
    static_cast<void>(sink);
    return 0;
}

#pragma once
/// Writes GGUF v3 files: for the demonstration model, for the generator of test models, for hostile files' honest base.
/// Pure: returns bytes. Source: the GGUF v3 description.

#include "core/base/bytes.h"
#include "core/engine/tensor/tensor_type.h"

#include <string>
#include <vector>

namespace taodeck::engine::gguf {

class Writer {
public:
    void add(std::string key, std::uint32_t value);
    void add(std::string key, std::uint64_t value);
    void add(std::string key, std::int32_t value);
    void add(std::string key, float value);
    void add(std::string key, bool value);
    void add(std::string key, std::string value);
    void add(std::string key, const std::vector<std::string>& values);
    void add(std::string key, const std::vector<float>& values);
    void add(std::string key, const std::vector<std::int32_t>& values);

    /// `shape` in GGUF's order (row length first); `bytes` as rows of `type`.
    void addTensor(std::string name, TensorType type, std::vector<std::uint64_t> shape, Bytes bytes);

    /// The file: header, metadata in the order added, tensor table, data aligned to 32 bytes.
    Bytes finish() const;

private:
    struct Tensor {
        std::string name;
        TensorType type;
        std::vector<std::uint64_t> shape;
        Bytes bytes;
    };
    Bytes m_metadata;
    std::uint64_t m_entries{0};
    std::vector<Tensor> m_tensors;
};

} // namespace taodeck::engine::gguf

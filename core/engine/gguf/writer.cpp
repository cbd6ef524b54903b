#include "core/engine/gguf/writer.h"

#include "core/engine/gguf/file.h"

#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

namespace taodeck::engine::gguf {
namespace {

constexpr std::uint32_t kVersion = 3;
constexpr std::size_t kAlignment = 32; ///< The format's default, so the file need not state it.

template <class T>
void putLittle(Bytes& out, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
void put(Bytes& out, std::uint32_t value) {
    putLittle(out, value);
}
void put(Bytes& out, std::uint64_t value) {
    putLittle(out, value);
}
void put(Bytes& out, std::int32_t value) {
    putLittle(out, static_cast<std::uint32_t>(value));
}
void put(Bytes& out, float value) {
    putLittle(out, std::bit_cast<std::uint32_t>(value));
}
void put(Bytes& out, bool value) {
    out.push_back(value ? 1 : 0);
}
void put(Bytes& out, std::string_view text) {
    put(out, static_cast<std::uint64_t>(text.size()));
    append(out, asBytes(text));
}
void put(Bytes& out, ValueType type) {
    put(out, static_cast<std::uint32_t>(type));
}

template <class T>
void putEntry(Bytes& out, std::string_view key, ValueType type, const T& value) {
    put(out, key);
    put(out, type);
    put(out, value);
}
template <class T>
void putArray(Bytes& out, std::string_view key, ValueType type, const std::vector<T>& values) {
    put(out, key);
    put(out, ValueType::Array);
    put(out, type);
    put(out, static_cast<std::uint64_t>(values.size()));
    for (const T& value : values)
        put(out, value);
}

std::size_t aligned(std::size_t size) {
    return (size + kAlignment - 1) / kAlignment * kAlignment;
}

} // namespace

void Writer::add(std::string key, std::uint32_t value) {
    putEntry(m_metadata, key, ValueType::U32, value);
    ++m_entries;
}
void Writer::add(std::string key, std::uint64_t value) {
    putEntry(m_metadata, key, ValueType::U64, value);
    ++m_entries;
}
void Writer::add(std::string key, std::int32_t value) {
    putEntry(m_metadata, key, ValueType::I32, value);
    ++m_entries;
}
void Writer::add(std::string key, float value) {
    putEntry(m_metadata, key, ValueType::F32, value);
    ++m_entries;
}
void Writer::add(std::string key, bool value) {
    putEntry(m_metadata, key, ValueType::Bool, value);
    ++m_entries;
}
void Writer::add(std::string key, std::string value) {
    putEntry(m_metadata, key, ValueType::String, std::string_view{value});
    ++m_entries;
}
void Writer::add(std::string key, const std::vector<std::string>& values) {
    putArray(m_metadata, key, ValueType::String, values);
    ++m_entries;
}
void Writer::add(std::string key, const std::vector<float>& values) {
    putArray(m_metadata, key, ValueType::F32, values);
    ++m_entries;
}
void Writer::add(std::string key, const std::vector<std::int32_t>& values) {
    putArray(m_metadata, key, ValueType::I32, values);
    ++m_entries;
}

void Writer::addTensor(std::string name, TensorType type, std::vector<std::uint64_t> shape, Bytes bytes) {
    assert(!shape.empty() && shape.size() <= 4 && shape[0] % traits(type).blockValues == 0);
    m_tensors.push_back({std::move(name), type, std::move(shape), std::move(bytes)});
}

Bytes Writer::finish() const {
    Bytes out;
    append(out, asBytes("GGUF"));
    put(out, kVersion);
    put(out, static_cast<std::uint64_t>(m_tensors.size()));
    put(out, m_entries);
    append(out, m_metadata);

    std::uint64_t offset = 0;
    for (const Tensor& tensor : m_tensors) {
        put(out, std::string_view{tensor.name});
        put(out, static_cast<std::uint32_t>(tensor.shape.size()));
        for (const std::uint64_t length : tensor.shape)
            put(out, length);
        put(out, static_cast<std::uint32_t>(tensor.type));
        put(out, offset);
        offset += aligned(tensor.bytes.size());
    }
    out.resize(aligned(out.size()), 0);
    out.reserve(out.size() + offset);
    for (const Tensor& tensor : m_tensors) {
        append(out, tensor.bytes);
        out.resize(aligned(out.size()), 0);
    }
    return out;
}

} // namespace taodeck::engine::gguf

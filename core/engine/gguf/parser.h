#pragma once
/// Reads a GGUF file's header, metadata and tensor table once, front to back, and checks all of it.
/// Private to gguf/. What it makes are views into the bytes; it allocates at most a small constant times their size.

#include "core/engine/gguf/file.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::engine::gguf {

struct Entry {
    std::string_view key;
    Value value;
};

struct Parsed {
    std::uint32_t version{0};
    std::vector<Entry> entries;        ///< The file's order.
    std::vector<std::uint32_t> byKey;  ///< Indices of entries, sorted by key.
    std::vector<TensorView> tensors;   ///< The file's order.
    std::vector<std::uint32_t> byName; ///< Indices of tensors, sorted by name.
};

class Parser {
public:
    Parser(ByteView bytes, const Limits& limits) : m_bytes{bytes}, m_limits{limits} {}
    Result<Parsed> run();

private:
    std::uint64_t left() const { return m_bytes.size() - m_at; }
    tl::unexpected<Error> bad(Errc code, const std::string& what) const; ///< With the offset of what is read now.
    template <class T>
    Result<T> read(std::string_view what);
    Result<std::string_view> readString(std::string_view what, std::uint64_t limit);
    Result<Value> readValue(std::uint32_t type);
    Result<Value> readArray(std::uint64_t depth);
    Result<> readNumbers(Array& array, std::size_t width);
    Result<> readHeader();
    Result<> readEntry();
    Result<> readTensorInfo();
    Result<> indexEntries();
    Result<> readAlignment();
    Result<> placeTensors();
    Result<> refuseOverlaps(std::uint64_t dataStart) const;
    const Value* find(std::string_view key) const;

    ByteView m_bytes;
    Limits m_limits;
    std::uint64_t m_at{0};    ///< Next byte to read.
    std::uint64_t m_start{0}; ///< Where the field that is read now begins, for messages.
    std::uint64_t m_entryCount{0}, m_tensorCount{0};
    std::uint64_t m_alignment{32};
    std::vector<std::uint64_t> m_offsets; ///< Of each tensor inside the data section.
    Parsed m_parsed;
};

} // namespace taodeck::engine::gguf

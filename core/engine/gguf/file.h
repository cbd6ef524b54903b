#pragma once
/// A GGUF model file, mapped and checked.
/// Trusts nothing in the file: every offset, length, count and type is checked against the file's size and the limits
/// below before it is used, and nothing is allocated beyond the file's size times a small constant. Immutable after
/// open(); any thread. If the file is truncated by somebody while it is mapped the process gets SIGBUS: the worker is a
/// process of its own for that reason, and locks the file against writers where the system can. Source: the GGUF v3
/// description (little endian; v2 is read too, v1 and big endian are refused by name).

#include "core/base/result.h"
#include "core/engine/tensor/tensor_type.h"

#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace taodeck::engine::gguf {

struct Limits {
    std::uint64_t metadataEntries{65'536};
    std::uint64_t tensors{65'536};
    std::uint64_t keyBytes{65'535};
    std::uint64_t arrayDepth{4};
};

/// Numbers type of a metadata value, as in the file.
enum class ValueType : std::uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, String, Array, U64, I64, F64 };

/// One array of the metadata: views into the mapping for numbers, offsets for strings.
class Array {
public:
    ValueType type() const { return m_type; }
    std::size_t size() const { return m_count; }
    std::string_view string(std::size_t i) const; ///< Only for ValueType::String; i < size().
    double number(std::size_t i) const;           ///< For every number type and Bool; i < size().

private:
    friend class Parser;
    ValueType m_type{ValueType::U8};
    std::size_t m_count{0};
    ByteView m_numbers;                      ///< Packed little-endian numbers.
    std::vector<std::string_view> m_strings; ///< Views into the mapping.
};

using Value = std::variant<std::uint64_t, std::int64_t, double, bool, std::string_view, Array>;

class File {
public:
    /// Opens and checks. Errors: Io (cannot open or map), Malformed / Truncated / OutOfRange / LimitExceeded with the
    /// byte offset and what is wrong there in the context, Unsupported (version, endianness, tensor type, split file).
    static Result<std::shared_ptr<const File>> open(const std::filesystem::path& path, const Limits& limits = {});
    /// The same over bytes that the caller keeps alive (tests, fuzzing); they begin at a multiple of 8.
    static Result<std::shared_ptr<const File>> parse(ByteView bytes, const Limits& limits = {});
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::uint32_t version() const;
    std::uint64_t sizeBytes() const;

    const Value* find(std::string_view key) const; ///< Null when the file does not have it.
    /// Typed reads: NotFound or Malformed (another type) or OutOfRange; integers of every width and sign that fit are
    /// taken.
    Result<std::uint64_t> integer(std::string_view key) const;
    Result<double> number(std::string_view key) const;
    Result<bool> boolean(std::string_view key) const;
    Result<std::string_view> text(std::string_view key) const;
    Result<const Array*> array(std::string_view key, ValueType of) const;
    std::vector<std::string_view> keys() const; ///< In the file's order.

    std::span<const TensorView> tensors() const;
    const TensorView* tensor(std::string_view name) const;

    /// BLAKE2b-256 of the whole file: the model's identity in receipts. Computed once, on the first call (seconds for
    /// large files; stoppable: Cancelled), then remembered.
    Result<std::array<std::uint8_t, 32>> contentHash(std::stop_token stop = {}) const;

private:
    struct Impl;
    explicit File(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace taodeck::engine::gguf

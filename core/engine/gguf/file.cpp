#include "core/engine/gguf/file.h"

#include "core/engine/gguf/mapping.h"
#include "core/engine/gguf/parser.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <mutex>
#include <optional>

namespace taodeck::engine::gguf {
namespace {

template <class T>
double numberAt(ByteView bytes, std::size_t i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    return static_cast<double>(value);
}

tl::unexpected<Error> missing(std::string_view key) {
    return fail(Errc::NotFound, "the model file has no " + std::string{key});
}
tl::unexpected<Error> otherType(std::string_view key, std::string_view wanted) {
    return fail(Errc::Malformed, std::string{key} + " is not " + std::string{wanted});
}

} // namespace

std::string_view Array::string(std::size_t i) const {
    assert(m_type == ValueType::String && i < m_count);
    return m_strings[i];
}

double Array::number(std::size_t i) const {
    assert(i < m_count);
    switch (m_type) {
    case ValueType::U8:
    case ValueType::Bool:
        return numberAt<std::uint8_t>(m_numbers, i);
    case ValueType::I8:
        return numberAt<std::int8_t>(m_numbers, i);
    case ValueType::U16:
        return numberAt<std::uint16_t>(m_numbers, i);
    case ValueType::I16:
        return numberAt<std::int16_t>(m_numbers, i);
    case ValueType::U32:
        return numberAt<std::uint32_t>(m_numbers, i);
    case ValueType::I32:
        return numberAt<std::int32_t>(m_numbers, i);
    case ValueType::F32:
        return numberAt<float>(m_numbers, i);
    case ValueType::U64:
        return numberAt<std::uint64_t>(m_numbers, i);
    case ValueType::I64:
        return numberAt<std::int64_t>(m_numbers, i);
    case ValueType::F64:
        return numberAt<double>(m_numbers, i);
    case ValueType::String:
    case ValueType::Array:
        break;
    }
    assert(false);
    return 0;
}

struct File::Impl {
    Mapping mapping;
    ByteView bytes;
    Parsed parsed;
    std::mutex hashing;
    std::optional<std::array<std::uint8_t, 32>> hash;
};

File::File(std::unique_ptr<Impl> impl) : m_impl{std::move(impl)} {}
File::~File() = default;

Result<std::shared_ptr<const File>> File::open(const std::filesystem::path& path, const Limits& limits) {
    auto impl = std::make_unique<Impl>();
    TD_TRY(impl->mapping, Mapping::open(path));
    impl->bytes = impl->mapping.bytes();
    TD_TRY(impl->parsed, Parser(impl->bytes, limits).run());
    return std::shared_ptr<const File>{new File{std::move(impl)}};
}

Result<std::shared_ptr<const File>> File::parse(ByteView bytes, const Limits& limits) {
    assert(reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 == 0);
    auto impl = std::make_unique<Impl>();
    impl->bytes = bytes;
    TD_TRY(impl->parsed, Parser(bytes, limits).run());
    return std::shared_ptr<const File>{new File{std::move(impl)}};
}

std::uint32_t File::version() const {
    return m_impl->parsed.version;
}

std::uint64_t File::sizeBytes() const {
    return m_impl->bytes.size();
}

const Value* File::find(std::string_view key) const {
    const Parsed& p = m_impl->parsed;
    const auto found = std::lower_bound(p.byKey.begin(), p.byKey.end(), key,
                                        [&](auto i, std::string_view k) { return p.entries[i].key < k; });
    return found == p.byKey.end() || p.entries[*found].key != key ? nullptr : &p.entries[*found].value;
}

Result<std::uint64_t> File::integer(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) return missing(key);
    if (const auto* number = std::get_if<std::uint64_t>(value)) return *number;
    if (const auto* number = std::get_if<std::int64_t>(value)) {
        if (*number < 0) return fail(Errc::OutOfRange, std::string{key} + " is negative");
        return static_cast<std::uint64_t>(*number);
    }
    return otherType(key, "a whole number");
}

Result<double> File::number(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) return missing(key);
    if (const auto* number = std::get_if<double>(value)) {
        if (!std::isfinite(*number)) return fail(Errc::OutOfRange, std::string{key} + " is not finite");
        return *number;
    }
    if (const auto* number = std::get_if<std::uint64_t>(value)) return static_cast<double>(*number);
    if (const auto* number = std::get_if<std::int64_t>(value)) return static_cast<double>(*number);
    return otherType(key, "a number");
}

Result<bool> File::boolean(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) return missing(key);
    if (const auto* flag = std::get_if<bool>(value)) return *flag;
    return otherType(key, "true or false");
}

Result<std::string_view> File::text(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) return missing(key);
    if (const auto* text = std::get_if<std::string_view>(value)) return *text;
    return otherType(key, "a text");
}

Result<const Array*> File::array(std::string_view key, ValueType of) const {
    const Value* value = find(key);
    if (value == nullptr) return missing(key);
    if (const auto* array = std::get_if<Array>(value); array != nullptr && array->type() == of) return array;
    return otherType(key, "an array of the expected type");
}

std::vector<std::string_view> File::keys() const {
    std::vector<std::string_view> keys;
    keys.reserve(m_impl->parsed.entries.size());
    for (const Entry& entry : m_impl->parsed.entries)
        keys.push_back(entry.key);
    return keys;
}

std::span<const TensorView> File::tensors() const {
    return m_impl->parsed.tensors;
}

const TensorView* File::tensor(std::string_view name) const {
    const Parsed& p = m_impl->parsed;
    const auto found = std::lower_bound(p.byName.begin(), p.byName.end(), name,
                                        [&](auto i, std::string_view n) { return p.tensors[i].name < n; });
    return found == p.byName.end() || p.tensors[*found].name != name ? nullptr : &p.tensors[*found];
}

Result<std::array<std::uint8_t, 32>> File::contentHash(std::stop_token stop) const {
    constexpr std::size_t kPart = 4u << 20;
    const std::lock_guard lock{m_impl->hashing};
    if (m_impl->hash) return *m_impl->hash;
    if (sodium_init() < 0) return fail(Errc::Io, "libsodium does not start"); // it also picks the fast code
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, 32);
    for (std::size_t at = 0; at < m_impl->bytes.size(); at += kPart) {
        if (stop.stop_requested()) return fail(Errc::Cancelled, "the model file's hash was not finished");
        const auto part = m_impl->bytes.subspan(at, std::min(kPart, m_impl->bytes.size() - at));
        crypto_generichash_update(&state, part.data(), part.size());
    }
    std::array<std::uint8_t, 32> hash{};
    crypto_generichash_final(&state, hash.data(), hash.size());
    m_impl->hash = hash;
    return hash;
}

} // namespace taodeck::engine::gguf

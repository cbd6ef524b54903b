#include "core/engine/gguf/parser.h"

#include "core/base/foreign_text.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace taodeck::engine::gguf {
namespace {

static_assert(std::endian::native == std::endian::little, "GGUF files are read in place");

constexpr std::uint64_t kDefaultAlignment = 32;
constexpr std::uint64_t kMaxAlignment = 65'536;
constexpr std::uint64_t kMinAlignment = 8; // kernels read floats in place
constexpr std::size_t kMaxNameBytes = 127; // tensors are named by programs; the reference holds 63
// The fewest bytes that one of these can take in a file: counts are checked with them before anything is reserved.
constexpr std::uint64_t kMinEntryBytes = 8 + 1 + 4 + 1;
constexpr std::uint64_t kMinTensorBytes = 8 + 1 + 4 + 8 + 4 + 8;
constexpr std::uint64_t kMinStringBytes = 8;
constexpr std::uint64_t kMinArrayBytes = 4 + 8;
constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max(); // but what is left of the file

/// Bytes of a number in the file; 0 for strings, arrays and unknown types.
std::size_t numberBytes(std::uint32_t type) {
    switch (static_cast<ValueType>(type)) {
    case ValueType::U8:
    case ValueType::I8:
    case ValueType::Bool:
        return 1;
    case ValueType::U16:
    case ValueType::I16:
        return 2;
    case ValueType::U32:
    case ValueType::I32:
    case ValueType::F32:
        return 4;
    case ValueType::U64:
    case ValueType::I64:
    case ValueType::F64:
        return 8;
    default:
        return 0;
    }
}

std::string quoted(std::string_view text) {
    return "'" + ForeignText{std::string{text.substr(0, 256)}}.plain() + "'";
}

bool isPrintable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

} // namespace

tl::unexpected<Error> Parser::bad(Errc code, const std::string& what) const {
    return fail(code, "byte " + std::to_string(m_start) + ": " + what);
}

template <class T>
Result<T> Parser::read(std::string_view what) {
    m_start = m_at;
    if (left() < sizeof(T)) return bad(Errc::Truncated, "the file ends inside " + std::string{what});
    T value;
    std::memcpy(&value, m_bytes.data() + m_at, sizeof(T));
    m_at += sizeof(T);
    return value;
}

Result<std::string_view> Parser::readString(std::string_view what, std::uint64_t limit) {
    TD_TRY(const auto size, read<std::uint64_t>(what));
    if (size > limit)
        return bad(Errc::LimitExceeded, std::string{what} + " of " + std::to_string(size) + " bytes, at most " +
                                            std::to_string(limit) + " are read");
    if (size > left())
        return bad(Errc::Truncated,
                   "the file ends inside " + std::string{what} + " of " + std::to_string(size) + " bytes");
    const auto text = asText(m_bytes.subspan(m_at, size));
    m_at += size;
    return text;
}

Result<Parsed> Parser::run() {
    TD_CHECK(readHeader());
    m_parsed.entries.reserve(m_entryCount);
    for (std::uint64_t i = 0; i < m_entryCount; ++i)
        TD_CHECK(readEntry());
    TD_CHECK(indexEntries());
    TD_CHECK(readAlignment());
    m_parsed.tensors.reserve(m_tensorCount);
    m_offsets.reserve(m_tensorCount);
    for (std::uint64_t i = 0; i < m_tensorCount; ++i)
        TD_CHECK(readTensorInfo());
    TD_CHECK(placeTensors());
    return std::move(m_parsed);
}

Result<> Parser::readHeader() {
    TD_TRY(const auto magic, read<std::uint32_t>("the magic number"));
    if (magic != 0x46554747) return bad(Errc::Malformed, "this is not a GGUF file");
    TD_TRY(const auto version, read<std::uint32_t>("the version"));
    if (version != 0 && (version & 0xFFFF) == 0) return bad(Errc::Unsupported, "a big-endian GGUF file");
    if (version != 2 && version != 3)
        return bad(Errc::Unsupported, "GGUF version " + std::to_string(version) + "; 2 and 3 are read");
    m_parsed.version = version;
    TD_TRY(m_tensorCount, read<std::uint64_t>("the number of tensors"));
    if (m_tensorCount > m_limits.tensors)
        return bad(Errc::LimitExceeded, std::to_string(m_tensorCount) + " tensors, at most " +
                                            std::to_string(m_limits.tensors) + " are read");
    const auto countedAt = m_start;
    TD_TRY(m_entryCount, read<std::uint64_t>("the number of metadata entries"));
    if (m_entryCount > m_limits.metadataEntries)
        return bad(Errc::LimitExceeded, std::to_string(m_entryCount) + " metadata entries, at most " +
                                            std::to_string(m_limits.metadataEntries) + " are read");
    if (m_entryCount > left() / kMinEntryBytes)
        return bad(Errc::Truncated, "the file is too short for " + std::to_string(m_entryCount) + " metadata entries");
    if (m_tensorCount > left() / kMinTensorBytes) {
        m_start = countedAt;
        return bad(Errc::Truncated, "the file is too short for " + std::to_string(m_tensorCount) + " tensors");
    }
    return {};
}

Result<> Parser::readEntry() {
    const auto at = m_at;
    TD_TRY(const auto key, readString("a metadata key", m_limits.keyBytes));
    if (key.empty() || !isPrintable(key)) {
        m_start = at;
        return bad(Errc::Malformed, "a metadata key is empty or has characters other than printable ASCII");
    }
    TD_TRY(const auto type, read<std::uint32_t>("a metadata type"));
    auto value = readValue(type);
    if (!value) return fail(value.error().code, value.error().context + " (key " + quoted(key) + ")");
    m_parsed.entries.push_back({key, *std::move(value)});
    return {};
}

Result<Value> Parser::readValue(std::uint32_t type) {
    const auto number = [this](auto zero) -> Result<Value> {
        using T = decltype(zero);
        TD_TRY(const auto raw, read<T>("a number"));
        if constexpr (std::is_floating_point_v<T>)
            return Value{static_cast<double>(raw)};
        else if constexpr (std::is_signed_v<T>)
            return Value{static_cast<std::int64_t>(raw)};
        else
            return Value{static_cast<std::uint64_t>(raw)};
    };
    switch (static_cast<ValueType>(type)) {
    case ValueType::U8:
        return number(std::uint8_t{});
    case ValueType::I8:
        return number(std::int8_t{});
    case ValueType::U16:
        return number(std::uint16_t{});
    case ValueType::I16:
        return number(std::int16_t{});
    case ValueType::U32:
        return number(std::uint32_t{});
    case ValueType::I32:
        return number(std::int32_t{});
    case ValueType::U64:
        return number(std::uint64_t{});
    case ValueType::I64:
        return number(std::int64_t{});
    case ValueType::F32:
        return number(float{});
    case ValueType::F64:
        return number(double{});
    case ValueType::Bool: {
        TD_TRY(const auto raw, read<std::uint8_t>("a truth value"));
        if (raw > 1) return bad(Errc::Malformed, "a truth value is " + std::to_string(raw) + ", not 0 or 1");
        return Value{raw == 1};
    }
    case ValueType::String: {
        TD_TRY(const auto text, readString("a text", kNoLimit));
        return Value{text};
    }
    case ValueType::Array:
        return readArray(1);
    }
    return bad(Errc::Malformed, "metadata type " + std::to_string(type) + " does not exist");
}

Result<Value> Parser::readArray(std::uint64_t depth) {
    if (depth > m_limits.arrayDepth)
        return bad(Errc::LimitExceeded, "arrays inside arrays, deeper than " + std::to_string(m_limits.arrayDepth));
    TD_TRY(const auto type, read<std::uint32_t>("an array's type"));
    const std::size_t width = numberBytes(type);
    const bool isString = static_cast<ValueType>(type) == ValueType::String;
    if (width == 0 && !isString && static_cast<ValueType>(type) != ValueType::Array)
        return bad(Errc::Malformed, "array type " + std::to_string(type) + " does not exist");
    TD_TRY(const auto count, read<std::uint64_t>("an array's length"));
    const std::uint64_t least = width != 0 ? width : isString ? kMinStringBytes : kMinArrayBytes;
    if (count > left() / least)
        return bad(Errc::Truncated, "the file ends inside an array of " + std::to_string(count) + " values");

    Array array;
    array.m_type = static_cast<ValueType>(type);
    array.m_count = count;
    if (width != 0) {
        TD_CHECK(readNumbers(array, width));
    } else if (isString) {
        array.m_strings.reserve(count);
        for (std::uint64_t i = 0; i < count; ++i) {
            TD_TRY(const auto text, readString("a text of an array", kNoLimit));
            array.m_strings.push_back(text);
        }
    } else { // the engine reads no nested array; they are checked and passed over
        for (std::uint64_t i = 0; i < count; ++i)
            TD_CHECK(readArray(depth + 1));
    }
    return Value{std::move(array)};
}

Result<> Parser::readNumbers(Array& array, std::size_t width) {
    array.m_numbers = m_bytes.subspan(m_at, array.m_count * width);
    if (array.m_type == ValueType::Bool) {
        const auto wrong = std::find_if(array.m_numbers.begin(), array.m_numbers.end(), [](auto b) { return b > 1; });
        if (wrong != array.m_numbers.end()) {
            m_start = m_at + static_cast<std::uint64_t>(wrong - array.m_numbers.begin());
            return bad(Errc::Malformed, "a truth value is " + std::to_string(*wrong) + ", not 0 or 1");
        }
    }
    m_at += array.m_numbers.size();
    return {};
}

Result<> Parser::indexEntries() {
    const auto& entries = m_parsed.entries;
    auto& byKey = m_parsed.byKey;
    byKey.resize(entries.size());
    for (std::uint32_t i = 0; i < byKey.size(); ++i)
        byKey[i] = i;
    std::sort(byKey.begin(), byKey.end(), [&](auto a, auto b) { return entries[a].key < entries[b].key; });
    const auto twin = std::adjacent_find(byKey.begin(), byKey.end(),
                                         [&](auto a, auto b) { return entries[a].key == entries[b].key; });
    if (twin != byKey.end()) return bad(Errc::Malformed, "the key " + quoted(entries[*twin].key) + " is there twice");
    return {};
}

const Value* Parser::find(std::string_view key) const {
    const auto& entries = m_parsed.entries;
    const auto found = std::lower_bound(m_parsed.byKey.begin(), m_parsed.byKey.end(), key,
                                        [&](auto i, std::string_view k) { return entries[i].key < k; });
    if (found == m_parsed.byKey.end() || entries[*found].key != key) return nullptr;
    return &entries[*found].value;
}

Result<> Parser::readAlignment() {
    if (const Value* split = find("split.count")) {
        const auto* count = std::get_if<std::uint64_t>(split);
        if (count == nullptr || *count > 1)
            return bad(Errc::Unsupported, "one part of a model that is split over several files");
    }
    m_alignment = kDefaultAlignment;
    const Value* stated = find("general.alignment");
    if (stated == nullptr) return {};
    const auto* value = std::get_if<std::uint64_t>(stated);
    if (value == nullptr) return bad(Errc::Malformed, "general.alignment is not an unsigned number");
    if (!std::has_single_bit(*value) || *value < kMinAlignment || *value > kMaxAlignment)
        return bad(Errc::OutOfRange,
                   "general.alignment is " + std::to_string(*value) + ", not a power of two from 8 to 65536");
    m_alignment = *value;
    return {};
}

Result<> Parser::readTensorInfo() {
    const auto at = m_at;
    TD_TRY(const auto name, readString("a tensor's name", kMaxNameBytes));
    if (name.empty() || !isPrintable(name)) {
        m_start = at;
        return bad(Errc::Malformed, "a tensor's name is empty or has characters other than printable ASCII");
    }
    TensorView view;
    view.name = name;
    TD_TRY(const auto dimensions, read<std::uint32_t>("a tensor's number of dimensions"));
    if (dimensions < 1 || dimensions > view.shape.size())
        return bad(Errc::OutOfRange,
                   "tensor " + quoted(name) + " has " + std::to_string(dimensions) + " dimensions, not 1 to 4");
    for (std::uint32_t d = 0; d < dimensions; ++d) {
        TD_TRY(view.shape[d], read<std::uint64_t>("a tensor's shape"));
        if (view.shape[d] == 0) return bad(Errc::OutOfRange, "tensor " + quoted(name) + " has a dimension of 0");
    }
    const auto shapeAt = m_start;
    TD_TRY(const auto typeNumber, read<std::uint32_t>("a tensor's type"));
    const auto type = traits(typeNumber);
    if (!type)
        return bad(Errc::Unsupported, "tensor " + quoted(name) + " has type " + std::to_string(typeNumber) +
                                          ", which is not computed with");
    view.type = static_cast<TensorType>(typeNumber);
    m_start = shapeAt;
    if (view.shape[0] % type->blockValues != 0)
        return bad(Errc::OutOfRange, "tensor " + quoted(name) + ": rows of " + std::to_string(view.shape[0]) +
                                         " values are not whole blocks of " + std::to_string(type->blockValues));
    // Nothing larger than the file can be in it, which also keeps every product below 2^64.
    std::uint64_t room = m_bytes.size() / type->blockBytes;
    std::uint64_t blocks = view.shape[0] / type->blockValues;
    for (std::size_t d = 1; d <= view.shape.size(); ++d) {
        if (blocks > room) return bad(Errc::OutOfRange, "tensor " + quoted(name) + " is larger than the file");
        if (d < view.shape.size()) {
            if (view.shape[d] > room / blocks)
                return bad(Errc::OutOfRange, "tensor " + quoted(name) + " is larger than the file");
            blocks *= view.shape[d];
        }
    }
    TD_TRY(const auto offset, read<std::uint64_t>("a tensor's offset"));
    if (offset % m_alignment != 0)
        return bad(Errc::Malformed, "tensor " + quoted(name) + " begins at " + std::to_string(offset) +
                                        ", not a multiple of " + std::to_string(m_alignment));
    m_offsets.push_back(offset);
    m_parsed.tensors.push_back(view);
    return {};
}

Result<> Parser::placeTensors() {
    auto& tensors = m_parsed.tensors;
    if (tensors.empty()) return {};
    m_start = m_at;
    const std::uint64_t padding = (m_alignment - m_at % m_alignment) % m_alignment;
    if (padding > left()) return bad(Errc::Truncated, "the file ends before the tensors' data");
    const std::uint64_t dataStart = m_at + padding;
    const std::uint64_t dataBytes = m_bytes.size() - dataStart;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const std::uint64_t size = tensors[i].rows() * tensors[i].rowBytes();
        m_start = dataStart;
        if (m_offsets[i] > dataBytes || size > dataBytes - m_offsets[i])
            return bad(Errc::Truncated, "the file ends inside tensor " + quoted(tensors[i].name));
        tensors[i].bytes = m_bytes.subspan(dataStart + m_offsets[i], size);
    }
    auto& byName = m_parsed.byName;
    byName.resize(tensors.size());
    for (std::uint32_t i = 0; i < byName.size(); ++i)
        byName[i] = i;
    std::sort(byName.begin(), byName.end(), [&](auto a, auto b) { return m_offsets[a] < m_offsets[b]; });
    TD_CHECK(refuseOverlaps(dataStart));
    std::sort(byName.begin(), byName.end(), [&](auto a, auto b) { return tensors[a].name < tensors[b].name; });
    const auto twin = std::adjacent_find(byName.begin(), byName.end(),
                                         [&](auto a, auto b) { return tensors[a].name == tensors[b].name; });
    if (twin != byName.end())
        return bad(Errc::Malformed, "the tensor " + quoted(tensors[*twin].name) + " is there twice");
    return {};
}

/// Expects byName sorted by offset.
Result<> Parser::refuseOverlaps(std::uint64_t dataStart) const {
    const auto& order = m_parsed.byName;
    for (std::size_t i = 1; i < order.size(); ++i) {
        const TensorView& before = m_parsed.tensors[order[i - 1]];
        if (m_offsets[order[i - 1]] + before.bytes.size() > m_offsets[order[i]])
            return fail(Errc::Malformed, "byte " + std::to_string(dataStart + m_offsets[order[i]]) + ": tensors " +
                                             quoted(before.name) + " and " + quoted(m_parsed.tensors[order[i]].name) +
                                             " overlap");
    }
    return {};
}

} // namespace taodeck::engine::gguf

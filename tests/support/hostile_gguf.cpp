#include "tests/support/hostile_gguf.h"

#include <array>
#include <cstring>
#include <limits>

namespace taodeck::engine::gguf::test {
namespace {

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint32_t kU8 = 0, kU32 = 4, kI32 = 5, kF32 = 6, kBool = 7, kString = 8, kArray = 9, kU64 = 10;

using Files = std::vector<HostileFile>;

void headers(Files& out) {
    const Bytes whole = Forge{0, 0}.done();
    for (const std::size_t size : {0u, 1u, 3u, 4u, 7u, 8u, 15u, 16u, 23u})
        out.push_back({"header cut to " + std::to_string(size) + " bytes",
                       Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)), Errc::Truncated,
                       "the file ends inside the"});
    for (const std::string_view magic : {"GGML", "gguf", "FUGG", "PK\x03\x04",
                                         "\x7F"
                                         "ELF",
                                         "{\"__"})
        out.push_back({"magic number " + std::string{magic.substr(1)}, Forge{magic}.u32(3).u64(0).u64(0).done(),
                       Errc::Malformed, "not a GGUF file"});
    for (const std::uint32_t version : {0u, 1u, 4u, 100u, 0xFFFFFFFFu})
        out.push_back({"version " + std::to_string(version), Forge{0, 0, version}.done(), Errc::Unsupported,
                       "GGUF version " + std::to_string(version)});
    for (const std::uint32_t version : {0x02000000u, 0x03000000u})
        out.push_back({"big-endian version " + std::to_string(version), Forge{0, 0, version}.done(), Errc::Unsupported,
                       "big-endian"});
    for (const std::uint64_t count : {kHuge, kHuge / 2 + 1, std::uint64_t{1} << 32, std::uint64_t{65'537}}) {
        out.push_back({"tensor count " + std::to_string(count), Forge{count, 0}.zeros(64).done(), Errc::LimitExceeded,
                       std::to_string(count) + " tensors"});
        out.push_back({"entry count " + std::to_string(count), Forge{0, count}.zeros(64).done(), Errc::LimitExceeded,
                       std::to_string(count) + " metadata entries"});
    }
    out.push_back({"65,536 entries in 64 bytes", Forge{0, 65'536}.zeros(64).done(), Errc::Truncated,
                   "too short for 65536 metadata entries"});
    out.push_back({"65,536 tensors in 64 bytes", Forge{65'536, 0}.zeros(64).done(), Errc::Truncated,
                   "too short for 65536 tensors"});
}

void keys(Files& out) {
    out.push_back({"empty key", Forge{0, 1}.key("", kU8).u8(0).zeros(8).done(), Errc::Malformed, "key is empty"});
    out.push_back({"key with a line break", Forge{0, 1}.key("a\nb", kU8).u8(0).zeros(8).done(), Errc::Malformed,
                   "other than printable ASCII"});
    out.push_back({"key with a zero byte", Forge{0, 1}.key(std::string_view{"a\0b", 3}, kU8).u8(0).zeros(8).done(),
                   Errc::Malformed, "other than printable ASCII"});
    out.push_back({"key with a direction mark",
                   Forge{0, 1}
                       .key("a\xE2\x80\xAE"
                            "b",
                            kU8)
                       .u8(0)
                       .done(),
                   Errc::Malformed, "other than printable ASCII"});
    out.push_back({"key longer than the file", Forge{0, 1}.u64(4'000).bytes("general").zeros(8).done(), Errc::Truncated,
                   "inside a metadata key of 4000 bytes"});
    for (const std::uint64_t size : {kHuge, kHuge / 2 + 1, kHuge - 31, std::uint64_t{65'536}})
        out.push_back({"key of " + std::to_string(size) + " bytes", Forge{0, 1}.u64(size).zeros(8).done(),
                       Errc::LimitExceeded, "a metadata key of " + std::to_string(size)});
    out.push_back({"the same key twice", Forge{0, 2}.key("a.b", kU8).u8(1).key("a.b", kU8).u8(1).done(),
                   Errc::Malformed, "'a.b' is there twice"});
    out.push_back({"the same key twice, far apart",
                   Forge{0, 3}.key("a", kU8).u8(1).key("b", kU8).u8(2).key("a", kString).text("x").done(),
                   Errc::Malformed, "'a' is there twice"});
}

void values(Files& out) {
    for (const std::uint32_t type : {13u, 14u, 255u, 256u, 0x80000000u, 0xFFFFFFFFu})
        out.push_back({"metadata type " + std::to_string(type), Forge{0, 1}.key("a", type).zeros(16).done(),
                       Errc::Malformed, "metadata type " + std::to_string(type)});
    // Each type with its value cut short; one-byte values need a second entry to get past the count check.
    const std::array<std::size_t, 13> widths{1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8};
    for (std::uint32_t type = 0; type < widths.size(); ++type) {
        Forge file{0, 1};
        file.key("long.enough.to.pass.the.count", type).zeros(widths[type] - 1);
        out.push_back({"value of type " + std::to_string(type) + " cut short", file.done(), Errc::Truncated,
                       "the file ends inside a"});
    }
    for (const unsigned truth : {2u, 255u})
        out.push_back({"truth value " + std::to_string(truth),
                       Forge{0, 1}.key("a", kBool).u8(static_cast<std::uint8_t>(truth)).zeros(8).done(),
                       Errc::Malformed, "a truth value is " + std::to_string(truth)});
    for (const std::uint64_t size : {kHuge, kHuge - 7, kHuge / 2 + 1, std::uint64_t{1} << 32}) {
        out.push_back({"text of " + std::to_string(size) + " bytes", Forge{0, 1}.key("a", kString).u64(size).done(),
                       Errc::Truncated, "inside a text of " + std::to_string(size)});
    }
    out.push_back({"text one byte longer than the file", Forge{0, 1}.key("a", kString).u64(5).bytes("four").done(),
                   Errc::Truncated, "the file ends inside a text of 5 bytes"});
}

void arrays(Files& out) {
    for (const std::uint32_t type : {13u, 255u, 0xFFFFFFFFu})
        out.push_back({"array of type " + std::to_string(type), Forge{0, 1}.array("a", type, 1).zeros(8).done(),
                       Errc::Malformed, "array type " + std::to_string(type)});
    // Counts whose product with the width wraps around to something small.
    const std::array<std::uint64_t, 13> widths{1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8};
    for (std::uint32_t type = 0; type < widths.size(); ++type) {
        const std::uint64_t count = kHuge / widths[type] + 1;
        out.push_back({"array of type " + std::to_string(type) + " whose size wraps around",
                       Forge{0, 1}.array("a", type, count == 0 ? kHuge : count).zeros(32).done(), Errc::Truncated,
                       "inside an array of"});
    }
    out.push_back({"array one number too long", Forge{0, 1}.array("a", kU32, 3).zeros(11).done(), Errc::Truncated,
                   "inside an array of 3 values"});
    out.push_back({"a hundred texts in 32 bytes", Forge{0, 1}.array("a", kString, 100).zeros(32).done(),
                   Errc::Truncated, "inside an array of 100 values"});
    out.push_back({"text of an array longer than the file",
                   Forge{0, 1}.array("a", kString, 2).text("fine").u64(99).bytes("cut").done(), Errc::Truncated,
                   "a text of an array of 99 bytes"});
    out.push_back({"text of an array of 2^64-1 bytes",
                   Forge{0, 1}.array("a", kString, 2).text("fine").u64(kHuge).zeros(8).done(), Errc::Truncated,
                   "a text of an array of 18446744073709551615"});
    out.push_back({"array of truths with a 3", Forge{0, 1}.array("a", kBool, 3).u8(0).u8(1).u8(3).done(),
                   Errc::Malformed, "a truth value is 3"});
    Forge deep{0, 1};
    deep.array("a", kArray, 1);
    for (int i = 0; i < 200; ++i)
        deep.u32(kArray).u64(1);
    out.push_back({"arrays inside arrays, 200 deep", deep.done(), Errc::LimitExceeded, "arrays inside arrays"});
    out.push_back({"array of arrays that says 2^60",
                   Forge{0, 1}.array("a", kArray, std::uint64_t{1} << 60).zeros(64).done(), Errc::Truncated,
                   "inside an array of"});
    out.push_back({"inner array that is cut short",
                   Forge{0, 1}.array("a", kArray, 2).u32(kU64).u64(1).u64(7).u32(kU64).u64(2).u64(7).done(),
                   Errc::Truncated, "inside an array of 2 values"});
}

void wholeFileRules(Files& out) {
    for (const std::uint32_t alignment : {0u, 1u, 3u, 4u, 24u, 48u, 131'072u, 0x80000000u, 0xFFFFFFFFu})
        out.push_back({"alignment " + std::to_string(alignment),
                       Forge{0, 1}.key("general.alignment", kU32).u32(alignment).done(), Errc::OutOfRange,
                       "general.alignment is " + std::to_string(alignment)});
    out.push_back({"alignment as a text", Forge{0, 1}.key("general.alignment", kString).text("32").done(),
                   Errc::Malformed, "general.alignment is not"});
    out.push_back({"negative alignment", Forge{0, 1}.key("general.alignment", kI32).u32(0xFFFFFFE0u).done(),
                   Errc::Malformed, "general.alignment is not"});
    out.push_back({"alignment as a fraction", Forge{0, 1}.key("general.alignment", kF32).u32(0x42000000u).done(),
                   Errc::Malformed, "general.alignment is not"});
    out.push_back({"one part of two", Forge{0, 1}.key("split.count", 2).bytes(std::string_view{"\x02\0", 2}).done(),
                   Errc::Unsupported, "split over several files"});
    out.push_back({"split count as a text", Forge{0, 1}.key("split.count", kString).text("2").done(), Errc::Unsupported,
                   "split over several files"});
}

/// A file with one tensor and `data` bytes of data after it.
HostileFile oneTensor(std::string kind, const std::vector<std::uint64_t>& shape, std::uint32_t type,
                      std::uint64_t offset, std::size_t data, Errc code, std::string sentence,
                      std::string_view name = "w") {
    return {std::move(kind), Forge{1, 0}.tensor(name, shape, type, offset).pad().zeros(data).done(), code,
            std::move(sentence)};
}

void shapes(Files& out) {
    for (const std::uint32_t dimensions : {0u, 5u, 0xFFFFFFFFu})
        out.push_back({"tensor of " + std::to_string(dimensions) + " dimensions",
                       Forge{1, 0}.text("w").u32(dimensions).u64(1).u32(0).u64(0).zeros(64).done(), Errc::OutOfRange,
                       std::to_string(dimensions) + " dimensions"});
    out.push_back(oneTensor("row of no values", {0}, 0, 0, 64, Errc::OutOfRange, "a dimension of 0"));
    out.push_back(oneTensor("no rows", {8, 0}, 0, 0, 64, Errc::OutOfRange, "a dimension of 0"));
    const std::array<std::pair<std::uint32_t, std::uint64_t>, 6> blocks{
        {{2, 32}, {6, 32}, {8, 32}, {12, 256}, {13, 256}, {14, 256}}};
    for (const auto& [type, block] : blocks)
        out.push_back(oneTensor("row of type " + std::to_string(type) + " that ends inside a block", {block + 1}, type,
                                0, 512, Errc::OutOfRange, "not whole blocks of " + std::to_string(block)));
    out.push_back(oneTensor("row of half a block", {16}, 8, 0, 64, Errc::OutOfRange, "not whole blocks"));
    const std::uint64_t half = std::uint64_t{1} << 32;
    out.push_back(oneTensor("product of dimensions wraps to 0", {half, half}, 0, 0, 64, Errc::OutOfRange,
                            "larger than the file"));
    out.push_back(oneTensor("product of four dimensions wraps to 0", {65'536, 65'536, 65'536, 65'536}, 0, 0, 64,
                            Errc::OutOfRange, "larger than the file"));
    out.push_back(
        oneTensor("product wraps to 8", {8, kHuge / 8 + 2, 1}, 0, 0, 64, Errc::OutOfRange, "larger than the file"));
    out.push_back(oneTensor("bytes wrap where values do not", {half / 4, half}, 0, 0, 64, Errc::OutOfRange,
                            "larger than the file"));
    out.push_back(oneTensor("row of 2^64-32 values", {kHuge - 31}, 8, 0, 64, Errc::OutOfRange, "larger than the file"));
    out.push_back(
        oneTensor("last dimension of 2^64-1", {1, 1, 1, kHuge}, 0, 0, 64, Errc::OutOfRange, "larger than the file"));
}

void tensors(Files& out) {
    out.push_back(oneTensor("tensor without a name", {8}, 0, 0, 64, Errc::Malformed, "name is empty", ""));
    out.push_back(oneTensor("tensor named with a bell", {8}, 0, 0, 64, Errc::Malformed, "printable ASCII", "w\a"));
    out.push_back(oneTensor("tensor's name of 128 bytes", {8}, 0, 0, 64, Errc::LimitExceeded,
                            "a tensor's name of 128 bytes", std::string(128, 'n')));
    for (const std::uint32_t type : {3u, 4u, 5u, 7u, 9u, 10u, 11u, 15u, 16u, 24u, 29u, 31u, 39u, 1'000u, 0xFFFFFFFFu})
        out.push_back(oneTensor("tensor type " + std::to_string(type), {256}, type, 0, 2'048, Errc::Unsupported,
                                "has type " + std::to_string(type)));
    out.push_back(oneTensor("offset that is not aligned", {8}, 0, 4, 64, Errc::Malformed, "not a multiple of 32"));
    out.push_back(
        oneTensor("offset aligned for another file", {8}, 0, 16, 64, Errc::Malformed, "not a multiple of 32"));
    out.push_back(oneTensor("data one byte short", {8}, 0, 0, 31, Errc::Truncated, "the file ends inside tensor 'w'"));
    out.push_back(
        oneTensor("offset behind the file", {8}, 0, 64, 64, Errc::Truncated, "the file ends inside tensor 'w'"));
    out.push_back(
        oneTensor("offset of 2^64-32", {8}, 0, kHuge - 31, 64, Errc::Truncated, "the file ends inside tensor 'w'"));
    out.push_back({"file ends before the data", Forge{1, 0}.tensor("w", {1}, 0, 0).done(), Errc::Truncated,
                   "before the tensors' data"});
    const auto two = [](const char* second, std::uint64_t firstAt, std::uint64_t secondAt) {
        return Forge{2, 0}.tensor("w", {16}, 0, firstAt).tensor(second, {8}, 0, secondAt).pad().zeros(128).done();
    };
    out.push_back({"two tensors in one place", two("v", 0, 0), Errc::Malformed, "overlap"});
    out.push_back({"tensor that begins inside another", two("v", 0, 32), Errc::Malformed, "'w' and 'v' overlap"});
    out.push_back({"tensor that ends inside another", two("v", 32, 64), Errc::Malformed, "overlap"});
    out.push_back({"two tensors of one name", two("w", 0, 64), Errc::Malformed, "'w' is there twice"});
}

} // namespace

Forge::Forge(std::uint64_t tensors, std::uint64_t entries, std::uint32_t version) {
    bytes("GGUF").u32(version).u64(tensors).u64(entries);
}

Forge& Forge::bytes(std::string_view raw) {
    append(m_bytes, asBytes(raw));
    return *this;
}
Forge& Forge::u8(std::uint8_t v) {
    m_bytes.push_back(v);
    return *this;
}
Forge& Forge::u32(std::uint32_t v) {
    for (int i = 0; i < 4; ++i)
        u8(static_cast<std::uint8_t>(v >> (8 * i)));
    return *this;
}
Forge& Forge::u64(std::uint64_t v) {
    return u32(static_cast<std::uint32_t>(v)).u32(static_cast<std::uint32_t>(v >> 32));
}
Forge& Forge::text(std::string_view t) {
    return u64(t.size()).bytes(t);
}
Forge& Forge::key(std::string_view name, std::uint32_t type) {
    return text(name).u32(type);
}
Forge& Forge::array(std::string_view name, std::uint32_t type, std::uint64_t count) {
    return key(name, kArray).u32(type).u64(count);
}
Forge& Forge::tensor(std::string_view name, const std::vector<std::uint64_t>& shape, std::uint32_t type,
                     std::uint64_t offset) {
    text(name).u32(static_cast<std::uint32_t>(shape.size()));
    for (const std::uint64_t length : shape)
        u64(length);
    return u32(type).u64(offset);
}
Forge& Forge::zeros(std::size_t count) {
    m_bytes.resize(m_bytes.size() + count);
    return *this;
}
Forge& Forge::pad(std::size_t alignment) {
    return zeros((alignment - m_bytes.size() % alignment) % alignment);
}

std::vector<HostileFile> hostileFiles() {
    Files files;
    headers(files);
    keys(files);
    values(files);
    arrays(files);
    wholeFileRules(files);
    shapes(files);
    tensors(files);
    return files;
}

Bytes honestFile() {
    Forge file{2, 16};
    file.key("u8", 0).u8(200).key("i8", 1).u8(0xFE).key("u16", 2).u8(1).u8(2).key("i16", 3).u8(0xFF).u8(0xFF);
    file.key("u32", kU32).u32(4'000'000'000u).key("i32", kI32).u32(0xFFFFFFF6u).key("f32", kF32).u32(0x3FC00000u);
    file.key("yes", kBool).u8(1).key("text", kString).text("h\xC3\xA9llo").key("u64", kU64).u64(kHuge);
    file.key("i64", 11).u64(kHuge - 4).key("f64", 12).u64(0x4004000000000000u);
    file.array("texts", kString, 3).text("a").text("").text("bc");
    file.array("numbers", 3, 2).u8(0xFE).u8(0xFF).u8(7).u8(0);
    file.array("nested", kArray, 2).u32(kU8).u64(1).u8(9).u32(kString).u64(1).text("deep");
    file.key("general.alignment", kU32).u32(64);
    file.tensor("token_embd.weight", {32, 2}, 8, 64).tensor("output_norm.weight", {3}, 0, 0);
    file.pad(64).u32(0x3F800000u).u32(0x40000000u).u32(0x40400000u).pad(64).zeros(68);
    return file.done();
}

} // namespace taodeck::engine::gguf::test

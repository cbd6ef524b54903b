#include "core/engine/gguf/writer.h"

#include <gtest/gtest.h>

#include <cstring>

namespace taodeck::engine::gguf {
namespace {

/// Reads a file as the format's description says, to be compared with what was written.
class Reader {
public:
    explicit Reader(const Bytes& bytes) : m_bytes{bytes} {}
    template <class T>
    T number() {
        T value{};
        EXPECT_LE(m_at + sizeof(T), m_bytes.size());
        std::memcpy(&value, m_bytes.data() + m_at, sizeof(T));
        m_at += sizeof(T);
        return value;
    }
    std::string text() {
        const auto size = number<std::uint64_t>();
        const auto view = asText(ByteView{m_bytes}.subspan(m_at, size));
        m_at += size;
        return std::string{view};
    }
    std::size_t at() const { return m_at; }

private:
    const Bytes& m_bytes;
    std::size_t m_at{0};
};

TEST(GgufWriter, AnEmptyFileIsTheHeaderPaddedToTheAlignment) {
    const Bytes file = Writer{}.finish();

    const Bytes header{'G', 'G', 'U', 'F', 3, 0, 0, 0};
    EXPECT_TRUE(startsWith(file, header));
    EXPECT_EQ(file.size(), 32U);
    EXPECT_TRUE(std::all_of(file.begin() + 8, file.end(), [](std::uint8_t b) { return b == 0; }));
}

TEST(GgufWriter, WritesEveryKindOfMetadataInTheOrderAdded) {
    Writer writer;
    writer.add("a", std::uint32_t{7});
    writer.add("b", std::uint64_t{1} << 40);
    writer.add("c", std::int32_t{-3});
    writer.add("d", 1.5F);
    writer.add("e", true);
    writer.add("f", std::string{"text"});
    writer.add("g", std::vector<std::string>{"x", "", "yz"});
    writer.add("h", std::vector<float>{0.25F, -1.0F});
    writer.add("i", std::vector<std::int32_t>{-1, 2});
    const Bytes file = writer.finish();

    Reader in{file};
    in.number<std::uint64_t>(); // magic and version
    EXPECT_EQ(in.number<std::uint64_t>(), 0U);
    EXPECT_EQ(in.number<std::uint64_t>(), 9U);
    const auto entry = [&](const char* key, std::uint32_t type) {
        EXPECT_EQ(in.text(), key);
        EXPECT_EQ(in.number<std::uint32_t>(), type) << key;
    };
    entry("a", 4);
    EXPECT_EQ(in.number<std::uint32_t>(), 7U);
    entry("b", 10);
    EXPECT_EQ(in.number<std::uint64_t>(), std::uint64_t{1} << 40);
    entry("c", 5);
    EXPECT_EQ(in.number<std::int32_t>(), -3);
    entry("d", 6);
    EXPECT_EQ(in.number<float>(), 1.5F);
    entry("e", 7);
    EXPECT_EQ(in.number<std::uint8_t>(), 1U);
    entry("f", 8);
    EXPECT_EQ(in.text(), "text");
    const auto array = [&](const char* key, std::uint32_t of, std::uint64_t count) {
        entry(key, 9);
        EXPECT_EQ(in.number<std::uint32_t>(), of) << key;
        EXPECT_EQ(in.number<std::uint64_t>(), count) << key;
    };
    array("g", 8, 3);
    EXPECT_EQ(in.text(), "x");
    EXPECT_EQ(in.text(), "");
    EXPECT_EQ(in.text(), "yz");
    array("h", 6, 2);
    EXPECT_EQ(in.number<float>(), 0.25F);
    EXPECT_EQ(in.number<float>(), -1.0F);
    array("i", 5, 2);
    EXPECT_EQ(in.number<std::int32_t>(), -1);
    EXPECT_EQ(in.number<std::int32_t>(), 2);
    EXPECT_EQ((in.at() + 31) / 32 * 32, file.size());
}

TEST(GgufWriter, PutsEachTensorAtAnAlignedOffsetOfTheData) {
    Writer writer;
    writer.addTensor("first", TensorType::F32, {3}, Bytes(12, 0xA1));
    writer.addTensor("second", TensorType::Q8_0, {32, 2}, Bytes(68, 0xB2));
    writer.addTensor("third", TensorType::F16, {1, 1, 5}, Bytes(10, 0xC3));
    const Bytes file = writer.finish();

    Reader in{file};
    in.number<std::uint64_t>();
    EXPECT_EQ(in.number<std::uint64_t>(), 3U);
    EXPECT_EQ(in.number<std::uint64_t>(), 0U);
    const auto tensor = [&](const char* name, std::vector<std::uint64_t> shape, std::uint32_t type,
                            std::uint64_t offset) {
        EXPECT_EQ(in.text(), name);
        EXPECT_EQ(in.number<std::uint32_t>(), shape.size());
        for (const std::uint64_t length : shape)
            EXPECT_EQ(in.number<std::uint64_t>(), length);
        EXPECT_EQ(in.number<std::uint32_t>(), type);
        EXPECT_EQ(in.number<std::uint64_t>(), offset);
    };
    tensor("first", {3}, 0, 0);
    tensor("second", {32, 2}, 8, 32);
    tensor("third", {1, 1, 5}, 1, 128);
    const std::size_t data = (in.at() + 31) / 32 * 32;
    ASSERT_EQ(file.size(), data + 160);
    EXPECT_EQ(file[data + 11], 0xA1);
    EXPECT_EQ(file[data + 12], 0);
    EXPECT_EQ(file[data + 32], 0xB2);
    EXPECT_EQ(file[data + 99], 0xB2);
    EXPECT_EQ(file[data + 128], 0xC3);
    EXPECT_EQ(file[data + 138], 0);
}

} // namespace
} // namespace taodeck::engine::gguf

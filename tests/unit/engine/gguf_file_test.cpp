#include "core/engine/gguf/file.h"
#include "core/engine/gguf/writer.h"
#include "tests/support/hostile_gguf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <cstring>
#include <fstream>

namespace taodeck::engine::gguf {
namespace {

std::shared_ptr<const File> parsed(const Bytes& bytes) {
    auto file = File::parse(bytes);
    EXPECT_TRUE(file) << file.error().context;
    return file ? *file : nullptr;
}

/// A file in the test's folder, gone with the test.
class SavedFile {
public:
    explicit SavedFile(const Bytes& bytes) {
        std::ofstream out{path, std::ios::binary};
        out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
    ~SavedFile() { std::filesystem::remove(path); }
    const std::filesystem::path path{
        std::filesystem::temp_directory_path() /
        ("taodeck-gguf-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + ".gguf")};
};

TEST(GgufFile, ReadsEveryMetadataType) {
    const Bytes bytes = test::honestFile();
    const auto file = parsed(bytes);
    ASSERT_TRUE(file);

    EXPECT_EQ(file->version(), 3U);
    EXPECT_EQ(file->sizeBytes(), bytes.size());
    EXPECT_EQ(file->integer("u8"), 200U);
    EXPECT_EQ(std::get<std::int64_t>(*file->find("i8")), -2);
    EXPECT_EQ(file->integer("u16"), 0x0201U);
    EXPECT_EQ(std::get<std::int64_t>(*file->find("i16")), -1);
    EXPECT_EQ(file->integer("u32"), 4'000'000'000U);
    EXPECT_EQ(file->number("i32"), -10.0);
    EXPECT_EQ(file->number("f32"), 1.5);
    EXPECT_EQ(file->boolean("yes"), true);
    EXPECT_EQ(file->text("text"), "h\xC3\xA9llo");
    EXPECT_EQ(file->integer("u64"), ~std::uint64_t{0});
    EXPECT_EQ(std::get<std::int64_t>(*file->find("i64")), -5);
    EXPECT_EQ(file->number("f64"), 2.5);
    EXPECT_EQ(file->keys().size(), 16U);
    EXPECT_EQ(file->keys().front(), "u8");
}

TEST(GgufFile, ReadsArraysOfTextsAndNumbers) {
    const Bytes bytes = test::honestFile();
    const auto file = parsed(bytes);
    ASSERT_TRUE(file);

    const auto texts = file->array("texts", ValueType::String);
    ASSERT_TRUE(texts);
    ASSERT_EQ((*texts)->size(), 3U);
    EXPECT_EQ((*texts)->string(0), "a");
    EXPECT_EQ((*texts)->string(1), "");
    EXPECT_EQ((*texts)->string(2), "bc");
    const auto numbers = file->array("numbers", ValueType::I16);
    ASSERT_TRUE(numbers);
    EXPECT_EQ((*numbers)->number(0), -2.0);
    EXPECT_EQ((*numbers)->number(1), 7.0);
    EXPECT_EQ(file->array("numbers", ValueType::U16).error().code, Errc::Malformed);
}

TEST(GgufFile, GivesTensorsTheirBytesAtTheStatedAlignment) {
    const Bytes bytes = test::honestFile();
    const auto file = parsed(bytes);
    ASSERT_TRUE(file);

    ASSERT_EQ(file->tensors().size(), 2U);
    const TensorView* norm = file->tensor("output_norm.weight");
    ASSERT_NE(norm, nullptr);
    EXPECT_EQ(norm->type, TensorType::F32);
    EXPECT_EQ(norm->shape, (std::array<std::uint64_t, 4>{3, 1, 1, 1}));
    ASSERT_EQ(norm->bytes.size(), 12U);
    float third{};
    std::memcpy(&third, norm->bytes.data() + 8, 4);
    EXPECT_EQ(third, 3.0F);
    const TensorView* embedding = file->tensor("token_embd.weight");
    ASSERT_NE(embedding, nullptr);
    EXPECT_EQ(embedding->bytes.size(), 68U);
    EXPECT_EQ((embedding->bytes.data() - bytes.data()) % 64, 0);
    EXPECT_EQ(file->tensor("nothing"), nullptr);
}

TEST(GgufFile, NamesAKeyThatIsMissingOrOfAnotherType) {
    const Bytes bytes = test::honestFile();
    const auto file = parsed(bytes);
    ASSERT_TRUE(file);

    EXPECT_EQ(file->integer("nothing").error().code, Errc::NotFound);
    EXPECT_THAT(file->integer("nothing").error().context, testing::HasSubstr("nothing"));
    EXPECT_EQ(file->integer("text").error().code, Errc::Malformed);
    EXPECT_EQ(file->integer("i8").error().code, Errc::OutOfRange);
    EXPECT_EQ(file->number("yes").error().code, Errc::Malformed);
    EXPECT_EQ(file->boolean("u8").error().code, Errc::Malformed);
    EXPECT_EQ(file->text("u8").error().code, Errc::Malformed);
    EXPECT_EQ(file->array("text", ValueType::String).error().code, Errc::Malformed);
    EXPECT_EQ(file->array("nothing", ValueType::String).error().code, Errc::NotFound);
}

TEST(GgufFile, RefusesANumberThatIsNotFinite) {
    const Bytes bytes = test::Forge{0, 1}.key("inf", 6).u32(0x7F800000u).done();
    const auto file = parsed(bytes);
    ASSERT_TRUE(file);

    EXPECT_EQ(file->number("inf").error().code, Errc::OutOfRange);
}

TEST(GgufFile, ReadsWhatTheWriterWrote) {
    Writer writer;
    writer.add("general.architecture", std::string{"llama"});
    writer.add("count", std::uint32_t{7});
    writer.add("tokens", std::vector<std::string>{"a", "b"});
    writer.addTensor("first", TensorType::F32, {3}, Bytes(12, 0xA1));
    writer.addTensor("second", TensorType::Q8_0, {32, 2}, Bytes(68, 0xB2));
    const Bytes bytes = writer.finish();
    const auto file = parsed(bytes);
    ASSERT_TRUE(file);

    EXPECT_EQ(file->text("general.architecture"), "llama");
    EXPECT_EQ(file->integer("count"), 7U);
    EXPECT_EQ((*file->array("tokens", ValueType::String))->string(1), "b");
    EXPECT_EQ(file->tensor("first")->bytes[11], 0xA1);
    EXPECT_EQ(file->tensor("second")->bytes.size(), 68U);
    EXPECT_EQ(file->tensor("second")->row(1).front(), 0xB2);
}

TEST(GgufFile, ReadsVersionTwo) {
    const Bytes bytes = test::Forge{0, 1, 2}.key("a", 8).text("x").done();
    const auto file = parsed(bytes);
    ASSERT_TRUE(file);

    EXPECT_EQ(file->version(), 2U);
    EXPECT_EQ(file->text("a"), "x");
}

TEST(GgufFile, RefusesEveryTruncation) {
    const Bytes whole = test::honestFile();
    std::size_t refused = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        const auto file = File::parse(cut);
        ASSERT_FALSE(file) << size << " of " << whole.size() << " bytes";
        EXPECT_EQ(file.error().code, Errc::Truncated) << size << ": " << file.error().context;
        ++refused;
    }
    EXPECT_EQ(refused, whole.size());
}

TEST(GgufFile, OpensAMappedFileAndHashesIt) {
    const Bytes bytes = test::honestFile();
    const SavedFile saved{bytes};
    const auto file = File::open(saved.path);
    ASSERT_TRUE(file) << file.error().context;

    EXPECT_EQ((*file)->text("text"), "h\xC3\xA9llo");
    std::array<std::uint8_t, 32> expected{};
    crypto_generichash(expected.data(), expected.size(), bytes.data(), bytes.size(), nullptr, 0);
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_EQ((*file)->contentHash(stopped.get_token()).error().code, Errc::Cancelled);
    EXPECT_EQ((*file)->contentHash(), expected);
    EXPECT_EQ((*file)->contentHash(stopped.get_token()), expected) << "remembered";
}

TEST(GgufFile, SaysWhyAFileDoesNotOpen) {
    EXPECT_EQ(File::open("/nothing/here.gguf").error().code, Errc::Io);
    EXPECT_EQ(File::open(std::filesystem::temp_directory_path()).error().code, Errc::Io);
    const SavedFile empty{Bytes{}};
    EXPECT_EQ(File::open(empty.path).error().code, Errc::Truncated);
}

TEST(GgufFile, KeepsToTheLimitsItIsGiven) {
    const Bytes bytes = test::honestFile();
    Limits limits;
    limits.metadataEntries = 15;
    EXPECT_EQ(File::parse(bytes, limits).error().code, Errc::LimitExceeded);
    limits = {};
    limits.tensors = 1;
    EXPECT_EQ(File::parse(bytes, limits).error().code, Errc::LimitExceeded);
    limits = {};
    limits.keyBytes = 3;
    EXPECT_EQ(File::parse(bytes, limits).error().code, Errc::LimitExceeded);
    limits = {};
    limits.arrayDepth = 1;
    EXPECT_EQ(File::parse(bytes, limits).error().code, Errc::LimitExceeded);
    limits.arrayDepth = 2;
    EXPECT_TRUE(File::parse(bytes, limits));
}

} // namespace
} // namespace taodeck::engine::gguf

// Files from strangers: each is refused with a sentence, and none makes the engine allocate more than a small multiple
// of its size.

#include "core/engine/gguf/file.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "tests/support/counted_allocation.h"
#include "tests/support/hostile_gguf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <set>

namespace taodeck::engine::gguf {
namespace {

// The tables of a file weigh at most this many times the bytes that they were read from (an entry of 14 bytes becomes
// one of 88), and an error's sentence or the file object itself a little.
constexpr std::size_t kTimes = 8, kPlus = 4'096;

std::size_t peakOfParsing(const Bytes& bytes) {
    const std::size_t before = taodeck::test::liveBytes();
    taodeck::test::resetPeak();
    const auto file = File::parse(bytes);
    return taodeck::test::peakBytes() - before;
}

TEST(HostileGguf, EachKindIsRefusedWithItsSentenceAndBoundedMemory) {
    const auto files = test::hostileFiles();
    std::set<std::string> kinds;
    for (const auto& hostile : files) {
        SCOPED_TRACE(hostile.kind);
        EXPECT_TRUE(kinds.insert(hostile.kind).second) << "a kind that is there twice";
        const auto file = File::parse(hostile.bytes);
        ASSERT_FALSE(file);
        EXPECT_EQ(file.error().code, hostile.code) << file.error().context;
        EXPECT_THAT(file.error().context, testing::HasSubstr(hostile.sentence));
        EXPECT_THAT(file.error().context, testing::StartsWith("byte "));
        EXPECT_LE(peakOfParsing(hostile.bytes), kTimes * hostile.bytes.size() + kPlus);
    }
    std::printf("%zu hostile files refused\n", files.size());
    EXPECT_GE(files.size(), 100U);
}

TEST(HostileGguf, TheDensestTablesStayWithinTheBound) {
    test::Forge entries{0, 65'536};
    for (int i = 0; i < 65'536; ++i) {
        std::string key(3, ' ');
        for (int d = 0, n = i; d < 3; ++d, n /= 41)
            key[static_cast<std::size_t>(d)] = static_cast<char>('0' + n % 41);
        entries.key(key, 0).u8(0);
    }
    test::Forge texts{0, 1};
    texts.array("a", 8, 100'000).zeros(800'000);
    test::Forge tensors{20'000, 0};
    for (int i = 0; i < 20'000; ++i)
        tensors.tensor(std::to_string(i), {1}, 0, 32 * static_cast<std::uint64_t>(i));
    tensors.pad().zeros(32 * 20'000);

    for (const auto& file : {entries.done(), texts.done(), tensors.done()}) {
        const auto read = File::parse(file);
        ASSERT_TRUE(read) << read.error().context;
        EXPECT_LE(peakOfParsing(file), kTimes * file.size() + kPlus);
    }
}

TEST(HostileGguf, NoSingleByteChangeOfAnHonestFileCrashesOrAllocatesWithoutBound) {
    const Bytes honest = test::honestFile();
    std::size_t accepted = 0, refused = 0;
    for (std::size_t at = 0; at < honest.size(); ++at) {
        for (const std::uint8_t value : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
            Bytes changed = honest;
            changed[at] = value;
            const auto file = File::parse(changed);
            ++(file ? accepted : refused);
            EXPECT_LE(peakOfParsing(changed), kTimes * changed.size() + kPlus);
        }
    }
    EXPECT_GT(accepted, 0U);
    EXPECT_GT(refused, 0U);
}

TEST(HostileGguf, TheDensestVocabulariesStayWithinABoundToo) {
    // One merge of three bytes, again and again, or merges that each name three texts that no token has.
    constexpr std::size_t kTimesOfVocabulary = 12;
    for (const bool same : {true, false}) {
        constexpr std::uint64_t kMerges = 100'000;
        test::Forge forge{0, 4};
        forge.key("tokenizer.ggml.model", 8).text("gpt2").key("tokenizer.ggml.pre", 8).text("qwen2");
        forge.array("tokenizer.ggml.tokens", 8, 1).text("a").array("tokenizer.ggml.merges", 8, kMerges);
        for (std::uint64_t i = 0; i < kMerges; ++i)
            forge.text(same ? "a b" : "x" + std::to_string(i) + " y" + std::to_string(i));
        const Bytes bytes = forge.done();
        const auto file = File::parse(bytes);
        ASSERT_TRUE(file) << file.error().context;

        const std::size_t before = taodeck::test::liveBytes();
        taodeck::test::resetPeak();
        const auto tokenizer = Tokenizer::load(**file);
        const std::size_t peak = taodeck::test::peakBytes() - before;

        EXPECT_TRUE(tokenizer) << tokenizer.error().context;
        EXPECT_LE(peak, kTimesOfVocabulary * bytes.size()) << (same ? "one merge" : "many merges");
        std::printf("%zu bytes for a file of %zu\n", peak, bytes.size());
    }
}

} // namespace
} // namespace taodeck::engine::gguf

#include "core/engine/tokenizer/tokenizer.h"

#include "core/engine/gguf/writer.h"
#include "core/engine/tokenizer/byte_bpe.h"
#include "core/engine/tokenizer/sentence_piece.h"
#include "tests/support/multilingual.h"
#include "tests/support/trained_vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace taodeck::engine {
namespace {

using Ids = std::vector<TokenId>;

/// A tokeniser and the file it came from.
struct Loaded {
    Bytes bytes;
    std::unique_ptr<const Tokenizer> tokenizer;
    const Tokenizer* operator->() const { return tokenizer.get(); }
};
Result<Loaded> tryLoad(Bytes bytes) {
    Loaded loaded{std::move(bytes), nullptr};
    TD_TRY(const auto file, gguf::File::parse(loaded.bytes));
    TD_TRY(loaded.tokenizer, Tokenizer::load(*file));
    return loaded;
}
Loaded load(Bytes bytes) {
    auto loaded = tryLoad(std::move(bytes));
    EXPECT_TRUE(loaded) << loaded.error().context;
    return *std::move(loaded);
}

/// Byte-level BPE: <s>, </s>, <|x|>, a user-defined "~~", 256 bytes from id 4 on, then joins.
struct BpeParts {
    std::string model{"gpt2"}, pre{"gpt-2"};
    std::vector<std::string> tokens{"<s>", "</s>", "<|x|>", "~~"};
    std::vector<std::int32_t> kinds{3, 3, 3, 4};
    std::vector<std::string> merges{"a b", "ab c", "b c", "\xC4\xA0 a"};
    std::uint32_t bos{0}, eos{1};
    std::function<void(gguf::Writer&)> more = [](gguf::Writer&) {};

    BpeParts() {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text;
            detail::appendUtf8(text, detail::byteCharacter(static_cast<std::uint8_t>(byte)));
            add(text);
        }
        for (const char* text : {"ab", "abc", "bc",
                                 "\xC4\xA0"
                                 "a",
                                 "xyz"})
            add(text);
    }
    void add(std::string text, std::int32_t kind = 1) {
        tokens.push_back(std::move(text));
        kinds.push_back(kind);
    }
    TokenId id(std::string_view text) const {
        for (std::size_t i = 0; i < tokens.size(); ++i)
            if (tokens[i] == text) return static_cast<TokenId>(i);
        return -1;
    }
    Bytes file() const {
        gguf::Writer writer;
        writer.add("tokenizer.ggml.model", model);
        writer.add("tokenizer.ggml.pre", pre);
        writer.add("tokenizer.ggml.tokens", tokens);
        writer.add("tokenizer.ggml.token_type", kinds);
        writer.add("tokenizer.ggml.merges", merges);
        writer.add("tokenizer.ggml.bos_token_id", bos);
        writer.add("tokenizer.ggml.eos_token_id", eos);
        more(writer);
        return writer.finish();
    }
};

Ids plain(const Loaded& loaded, std::string_view text) {
    return loaded->encode(text, {/*addSpecial=*/false, /*parseSpecial=*/false});
}
Ids special(const Loaded& loaded, std::string_view text) {
    return loaded->encode(text, {/*addSpecial=*/false, /*parseSpecial=*/true});
}

TEST(ByteBpe, MergesTheLowestRankFirst) {
    const BpeParts parts;
    const Loaded bpe = load(parts.file());

    EXPECT_EQ(plain(bpe, "abc"), Ids{parts.id("abc")});
    EXPECT_EQ(plain(bpe, "xbc"), (Ids{parts.id("x"), parts.id("bc")}));
    EXPECT_EQ(plain(bpe, "ababc"), (Ids{parts.id("ab"), parts.id("abc")}));
    EXPECT_EQ(plain(bpe, "b abc"), (Ids{parts.id("b"), parts.id("\xC4\xA0"), parts.id("abc")}));
    EXPECT_EQ(plain(bpe, ""), Ids{});
}

TEST(ByteBpe, TakesAWholeWordThatIsATokenOnlyWhereTheRuleIgnoresMerges) {
    BpeParts parts;
    EXPECT_EQ(plain(load(parts.file()), "xyz"), (Ids{parts.id("x"), parts.id("y"), parts.id("z")}));

    parts.pre = "llama-bpe";
    EXPECT_EQ(plain(load(parts.file()), "xyz"), Ids{parts.id("xyz")});
}

TEST(ByteBpe, ReadsControlTokensOnlyWhenAskedAndUserDefinedOnesAlways) {
    const BpeParts parts;
    const Loaded bpe = load(parts.file());

    EXPECT_EQ(special(bpe, "ab<|x|>~~ab"), (Ids{parts.id("ab"), 2, 3, parts.id("ab")}));
    const Ids ids = plain(bpe, "<|x|>~~");
    EXPECT_THAT(ids, testing::Not(testing::Contains(2)));
    EXPECT_THAT(ids, testing::Contains(3));
}

TEST(ByteBpe, LongerSpecialTokensWinOverThoseInsideThem) {
    BpeParts parts;
    parts.add("~~~~", 4);
    parts.add("x~~", 4);
    const Loaded bpe = load(parts.file());

    EXPECT_EQ(plain(bpe, "~~~~~~"), (Ids{parts.id("~~~~"), 3}));
    EXPECT_EQ(plain(bpe, "x~~~"), (Ids{parts.id("x~~"), parts.id("~")}));
}

TEST(ByteBpe, AddsBeginningAndEndAsTheFileAsks) {
    BpeParts parts;
    EXPECT_EQ(load(parts.file())->encode("ab"), Ids{parts.id("ab")});

    parts.more = [](gguf::Writer& writer) {
        writer.add("tokenizer.ggml.add_bos_token", true);
        writer.add("tokenizer.ggml.add_eos_token", true);
    };
    EXPECT_EQ(load(parts.file())->encode("ab"), (Ids{0, parts.id("ab"), 1}));
    EXPECT_EQ(plain(load(parts.file()), "ab"), Ids{parts.id("ab")});

    parts.more = [](gguf::Writer&) {};
    parts.pre = "llama-bpe";
    EXPECT_EQ(load(parts.file())->encode("ab"), (Ids{0, parts.id("ab")}))
        << "what the rule does where the file is silent";
}

TEST(ByteBpe, PiecesGiveBackTheBytes) {
    const BpeParts parts;
    const Loaded bpe = load(parts.file());
    const std::string text = "abc \xE2\x82\xAC\n~~";

    EXPECT_EQ(bpe->decode(plain(bpe, text)), text);
    EXPECT_EQ(bpe->piece(2), "");
    EXPECT_EQ(bpe->piece(2, /*special=*/true), "<|x|>");
    EXPECT_EQ(bpe->decode(plain(bpe, "\xFF")), "\xEF\xBF\xBD");
}

TEST(ByteBpe, EveryTextComesBack) {
    std::vector<std::string> texts;
    for (std::uint64_t i = 0; i < 200; ++i)
        texts.push_back(test::multilingualText(i, test::specialTexts()));
    for (const char* pre : {"gpt-2", "smollm", "llama-bpe", "qwen2", "tekken"}) {
        const Loaded bpe = load(test::bytePairFile({texts.data(), 100}, pre, 200));
        for (const std::string& text : texts)
            ASSERT_EQ(bpe->decode(special(bpe, text), /*special=*/true), text) << pre;
    }
}

TEST(Tokenizer, KnowsTheTokensThatEndAnAnswer) {
    BpeParts parts;
    parts.add("<|im_end|>");
    parts.add("<|fim_pad|>");
    parts.more = [](gguf::Writer& writer) { writer.add("tokenizer.ggml.eot_token_id", std::uint32_t{2}); };
    const Loaded bpe = load(parts.file());

    EXPECT_TRUE(bpe->isEnd(1)) << "end of sequence";
    EXPECT_TRUE(bpe->isEnd(2)) << "end of turn";
    EXPECT_TRUE(bpe->isEnd(parts.id("<|im_end|>")));
    EXPECT_TRUE(bpe->isEnd(parts.id("<|fim_pad|>")));
    EXPECT_FALSE(bpe->isEnd(0));
    EXPECT_FALSE(bpe->isEnd(3));
    EXPECT_EQ(bpe->kind(parts.id("<|im_end|>")), TokenKind::Control) << "whatever the file says";
}

TEST(Tokenizer, BreaksUpControlTokensOfForeignText) {
    BpeParts parts;
    parts.add("\xE2\x8C\xA9turn\xE2\x8C\xAA", 3);
    const Loaded bpe = load(parts.file());

    EXPECT_EQ(bpe->withoutControl("hi <|x|> ~~"), "hi < |x|> ~~");
    EXPECT_EQ(bpe->withoutControl("\xE2\x8C\xA9turn\xE2\x8C\xAA"), "\xE2\x8C\xA9 turn\xE2\x8C\xAA");
    EXPECT_EQ(bpe->withoutControl("nothing"), "nothing");
    const Ids ids = special(bpe, bpe->withoutControl("<s><|x|></s><<|x|>|x|>"));
    for (const TokenId id : ids)
        EXPECT_NE(bpe->kind(id), TokenKind::Control);
}

/// SentencePiece: <unk>, <s>, </s>, 256 bytes, then pieces.
struct SpmParts {
    std::vector<std::string> tokens{"<unk>", "<s>", "</s>"};
    std::vector<std::int32_t> kinds{2, 3, 3};
    std::vector<float> scores{0, 0, 0};
    std::function<void(gguf::Writer&)> more = [](gguf::Writer&) {};

    SpmParts() {
        for (int byte = 0; byte < 256; ++byte) {
            char text[8];
            std::snprintf(text, sizeof(text), "<0x%02X>", byte);
            add(text, 0, 6);
        }
        for (const char* text : {"a", "b", "c", "\xE2\x96\x81"})
            add(text, -100);
        add("ab", -2);
        add("bc", -1);
        add("\xE2\x96\x81"
            "a",
            -3);
        add("<x>", 0, 4);
    }
    void add(std::string text, float score, std::int32_t kind = 1) {
        tokens.push_back(std::move(text));
        scores.push_back(score);
        kinds.push_back(kind);
    }
    TokenId id(std::string_view text) const {
        for (std::size_t i = 0; i < tokens.size(); ++i)
            if (tokens[i] == text) return static_cast<TokenId>(i);
        return -1;
    }
    Bytes file() const {
        gguf::Writer writer;
        writer.add("tokenizer.ggml.model", std::string{"llama"});
        writer.add("tokenizer.ggml.tokens", tokens);
        writer.add("tokenizer.ggml.scores", scores);
        writer.add("tokenizer.ggml.token_type", kinds);
        more(writer);
        return writer.finish();
    }
};

TEST(SentencePiece, MergesTheHighestScoreFirst) {
    const SpmParts parts;
    const Loaded spm = load(parts.file());

    EXPECT_EQ(plain(spm, "abc"), (Ids{parts.id("\xE2\x96\x81"
                                               "a"),
                                      parts.id("bc")}));
    EXPECT_EQ(plain(spm, "ab"), (Ids{parts.id("\xE2\x96\x81"), parts.id("ab")}));
}

TEST(SentencePiece, GivesBytesWhereItHasNoToken) {
    const SpmParts parts;
    const Loaded spm = load(parts.file());

    EXPECT_EQ(plain(spm, "\xE2\x82\xAC"),
              (Ids{parts.id("\xE2\x96\x81"), parts.id("<0xE2>"), parts.id("<0x82>"), parts.id("<0xAC>")}));
    EXPECT_EQ(spm->decode(plain(spm, "\xE2\x82\xAC b")), " \xE2\x82\xAC b");
    EXPECT_EQ(spm->piece(parts.id("<0x0A>")), "\n");
}

TEST(SentencePiece, PutsASpaceBeforeTextThatBeginsOrFollowsASpecialToken) {
    SpmParts parts;
    const TokenId space = parts.id("\xE2\x96\x81"), b = parts.id("b"), x = parts.id("<x>");
    EXPECT_EQ(plain(load(parts.file()), "b<x>b"), (Ids{space, b, x, space, b}));
    EXPECT_EQ(special(load(parts.file()), "</s>b"), (Ids{2, space, b}));

    parts.more = [](gguf::Writer& writer) { writer.add("tokenizer.ggml.add_space_prefix", false); };
    EXPECT_EQ(plain(load(parts.file()), "b<x>b"), (Ids{b, x, b}));
}

TEST(SentencePiece, BeginsWithItsTokenUnlessTheFileSaysNo) {
    SpmParts parts;
    EXPECT_EQ(load(parts.file())->encode(""), Ids{1});

    parts.more = [](gguf::Writer& writer) { writer.add("tokenizer.ggml.add_bos_token", false); };
    EXPECT_EQ(load(parts.file())->encode(""), Ids{});
}

TEST(SentencePiece, PlainTextNeverMergesIntoAControlToken) {
    SpmParts parts;
    for (const char* text : {"<", "s", ">", "/", "<s", "</", "</s"})
        parts.add(text, -1);
    const Loaded spm = load(parts.file());

    EXPECT_THAT(plain(spm, "<s>"), testing::Not(testing::Contains(1)));
    EXPECT_THAT(plain(spm, "</s>"), testing::Not(testing::Contains(2)));
    EXPECT_THAT(special(spm, "<s>"), testing::Contains(1));
}

struct BadBpe {
    const char* name;
    std::function<void(BpeParts&)> change;
    Errc code;
    const char* sentence;
};

TEST(Tokenizer, RefusesWhatDoesNotFitByName) {
    const std::vector<BadBpe> cases{
        {"another tokeniser", [](BpeParts& p) { p.model = "t5"; }, Errc::Unsupported, "unknown tokeniser 't5'"},
        {"another splitter", [](BpeParts& p) { p.pre = "deepseek-llm"; }, Errc::Unsupported, "deepseek-llm"},
        {"no tokens", [](BpeParts& p) { p.tokens.clear(), p.kinds.clear(); }, Errc::OutOfRange, "is empty"},
        {"a token twice", [](BpeParts& p) { p.add("abc"); }, Errc::Malformed, "is token"},
        {"too few types", [](BpeParts& p) { p.kinds.pop_back(); }, Errc::Malformed, "token types"},
        {"type 7", [](BpeParts& p) { p.kinds[9] = 7; }, Errc::OutOfRange, "token 9 has type 7"},
        {"type -1", [](BpeParts& p) { p.kinds[9] = -1; }, Errc::OutOfRange, "token 9 has type -1"},
        {"beginning outside", [](BpeParts& p) { p.bos = 100'000; }, Errc::OutOfRange, "bos_token_id is 100000"},
        {"end outside", [](BpeParts& p) { p.eos = 0xFFFFFFFF; }, Errc::OutOfRange, "eos_token_id"},
        {"merge of one text", [](BpeParts& p) { p.merges.push_back("ab"); }, Errc::Malformed, "merge 4"},
        {"merge with nothing", [](BpeParts& p) { p.merges.push_back("ab "); }, Errc::Malformed, "merge 4"},
        {"merge of a long text", [](BpeParts& p) { p.merges.push_back("a " + std::string(2'000, 'b')); },
         Errc::LimitExceeded, "merge 4"},
        {"token of 1025 bytes", [](BpeParts& p) { p.add(std::string(1'025, 'q')); }, Errc::LimitExceeded, "1025 bytes"},
        {"special token of 256 bytes", [](BpeParts& p) { p.add(std::string(256, 'q'), 3); }, Errc::LimitExceeded,
         "more than 255 bytes"},
        {"add_bos as a number",
         [](BpeParts& p) { p.more = [](gguf::Writer& w) { w.add("tokenizer.ggml.add_bos_token", std::uint32_t{1}); }; },
         Errc::Malformed, "add_bos_token"},
    };
    for (const BadBpe& bad : cases) {
        BpeParts parts;
        bad.change(parts);
        const auto loaded = tryLoad(parts.file());
        ASSERT_FALSE(loaded) << bad.name;
        EXPECT_EQ(loaded.error().code, bad.code) << bad.name << ": " << loaded.error().context;
        EXPECT_THAT(loaded.error().context, testing::HasSubstr(bad.sentence)) << bad.name;
    }

    SpmParts scores;
    scores.scores.pop_back();
    EXPECT_EQ(tryLoad(scores.file()).error().code, Errc::Malformed);
    SpmParts notANumber;
    notANumber.scores.back() = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(tryLoad(notANumber.file()).error().code, Errc::OutOfRange);
    gguf::Writer nothing;
    EXPECT_EQ(tryLoad(nothing.finish()).error().code, Errc::NotFound);
    nothing.add("tokenizer.ggml.model", std::string{"gpt2"});
    EXPECT_EQ(tryLoad(nothing.finish()).error().code, Errc::Unsupported);
    nothing.add("tokenizer.ggml.pre", std::string{"qwen2"});
    EXPECT_EQ(tryLoad(nothing.finish()).error().code, Errc::NotFound);
}

// A word as long as the text: the pairs looked at grow with the text, not with its square.
TEST(ByteBpe, ALongWordCostsNoMorePerCharacter) {
    const BpeParts parts;
    const Loaded loaded = load(parts.file());
    const auto& bpe = static_cast<const detail::ByteBpe&>(*loaded.tokenizer);
    std::string word;
    while (word.size() < 1'000'000)
        word += "abcbca";

    detail::ByteBpe::Work work;
    Ids ids;
    bpe.encodeWord(word, ids, work);

    EXPECT_LE(work.steps, 6 * word.size());
    EXPECT_EQ(loaded->decode(ids), word);
}

TEST(SentencePiece, ALongTextCostsNoMorePerCharacter) {
    const SpmParts parts;
    const Loaded loaded = load(parts.file());
    const auto& spm = static_cast<const detail::SentencePiece&>(*loaded.tokenizer);
    std::string text;
    while (text.size() < 1'000'000)
        text += "abcbca";

    detail::SentencePiece::Work work;
    Ids ids;
    spm.encodeEscaped(text, ids, work);

    EXPECT_LE(work.steps, 6 * text.size());
    EXPECT_EQ(loaded->decode(ids), text);
}

TEST(Utf8Stream, GivesWholeCharactersOnly) {
    Utf8Stream stream;
    EXPECT_EQ(stream.push("a\xE2"), "a");
    EXPECT_EQ(stream.push("\x82"), "");
    EXPECT_EQ(stream.push("\xAC!"), "\xE2\x82\xAC!");
    EXPECT_EQ(stream.finish(), "");
}

TEST(Utf8Stream, ReplacesWhatCannotBecomeACharacter) {
    constexpr const char* kReplacement = "\xEF\xBF\xBD";
    Utf8Stream stream;
    EXPECT_EQ(stream.push("\xE2\x82x"), std::string{kReplacement} + "x");
    EXPECT_EQ(stream.push("\xFF\xC0"), std::string{kReplacement} + kReplacement);
    EXPECT_EQ(stream.push("\xED\xA0\x80"), std::string{kReplacement} + kReplacement + kReplacement) << "a surrogate";
    EXPECT_EQ(stream.push("\xF0\x9F"), "");
    EXPECT_EQ(stream.finish(), kReplacement);
    EXPECT_EQ(stream.finish(), "");
}

} // namespace
} // namespace taodeck::engine

#include "tests/support/trained_vocabulary.h"

#include "core/engine/gguf/writer.h"
#include "core/engine/tokenizer/byte_bpe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

namespace taodeck::engine::test {
namespace {

constexpr std::int32_t kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kByte = 6;
constexpr std::array<std::string_view, 10> kSpecials{"<|im_start|>", "<|im_end|>", "<|endoftext|>", "<s>",  "</s>",
                                                     "<tool_call>",  "<tool",      "[INST]",        "    ", "\n\n\n"};
constexpr std::size_t kControls = 5; // the first of them; the others are user-defined

using Pair = std::pair<std::string, std::string>;

/// Learns merges: again and again the most frequent pair of neighbours, of equal ones the smallest.
class Trainer {
public:
    void add(std::vector<std::string> symbols) { ++m_counts[std::move(symbols)]; }

    std::vector<Pair> train(std::size_t merges) {
        for (auto& [symbols, count] : m_counts)
            m_words.push_back({symbols, count});
        for (std::size_t w = 0; w < m_words.size(); ++w)
            count(w, 1);
        std::vector<Pair> learned;
        while (learned.size() < merges && !m_pairs.empty()) {
            const auto best = std::max_element(m_pairs.begin(), m_pairs.end(), [](const auto& a, const auto& b) {
                return a.second.count < b.second.count; // the first of equal ones, in the order of the map
            });
            learned.push_back(best->first);
            const std::set<std::size_t> words = best->second.words;
            for (const std::size_t w : words)
                merge(w, learned.back());
        }
        return learned;
    }

private:
    struct Word {
        std::vector<std::string> symbols;
        std::size_t count;
    };
    struct Occurrence {
        std::int64_t count{0};
        std::set<std::size_t> words;
    };

    void count(std::size_t w, int sign) {
        const Word& word = m_words[w];
        for (std::size_t i = 0; i + 1 < word.symbols.size(); ++i) {
            const Pair pair{word.symbols[i], word.symbols[i + 1]};
            Occurrence& occurrence = m_pairs[pair];
            occurrence.count += sign * static_cast<std::int64_t>(word.count);
            if (sign > 0)
                occurrence.words.insert(w);
            else
                occurrence.words.erase(w);
            if (occurrence.count == 0) m_pairs.erase(pair);
        }
    }
    void merge(std::size_t w, const Pair& pair) {
        count(w, -1);
        std::vector<std::string> merged;
        auto& symbols = m_words[w].symbols;
        for (std::size_t i = 0; i < symbols.size(); ++i) {
            if (i + 1 < symbols.size() && symbols[i] == pair.first && symbols[i + 1] == pair.second) {
                merged.push_back(pair.first + pair.second);
                ++i;
            } else {
                merged.push_back(symbols[i]);
            }
        }
        symbols = std::move(merged);
        count(w, 1);
    }

    std::map<std::vector<std::string>, std::size_t> m_counts;
    std::vector<Word> m_words;
    std::map<Pair, Occurrence> m_pairs;
};

std::string byteLetter(std::uint8_t byte) {
    std::string text;
    detail::appendUtf8(text, detail::byteCharacter(byte));
    return text;
}

/// What a reader wants to know of a model before its vocabulary.
gguf::Writer modelWriter() {
    gguf::Writer writer;
    writer.add("general.architecture", std::string{"llama"});
    writer.add("general.name", std::string{"a vocabulary"});
    writer.add("llama.context_length", std::uint32_t{512});
    writer.add("llama.embedding_length", std::uint32_t{32});
    writer.add("llama.block_count", std::uint32_t{1});
    writer.add("llama.feed_forward_length", std::uint32_t{32});
    writer.add("llama.attention.head_count", std::uint32_t{1});
    writer.add("llama.attention.layer_norm_rms_epsilon", 1e-5F);
    return writer;
}

/// Tokens in order, each text once.
struct Tokens {
    std::vector<std::string> texts;
    std::vector<std::int32_t> kinds;
    std::vector<float> scores;
    std::set<std::string, std::less<>> known;

    void add(std::string_view text, std::int32_t kind, float score = 0) {
        if (!known.insert(std::string{text}).second) return;
        texts.emplace_back(text);
        kinds.push_back(kind);
        scores.push_back(score);
    }
    void addSpecials() {
        for (std::size_t i = 0; i < kSpecials.size(); ++i)
            add(kSpecials[i], i < kControls ? kControl : kUserDefined);
    }
};

Bytes byteBpeFile(const Tokens& tokens, const std::vector<std::string>& merges, std::string_view splitter) {
    gguf::Writer writer = modelWriter();
    writer.add("tokenizer.ggml.model", std::string{"gpt2"});
    writer.add("tokenizer.ggml.pre", std::string{splitter});
    writer.add("tokenizer.ggml.tokens", tokens.texts);
    writer.add("tokenizer.ggml.token_type", tokens.kinds);
    writer.add("tokenizer.ggml.merges", merges);
    writer.add("tokenizer.ggml.bos_token_id", std::uint32_t{0});
    writer.add("tokenizer.ggml.eos_token_id", std::uint32_t{2});
    return writer.finish();
}

/// "▁word": a run of spaces, then what follows to the next space; a long run by itself in twos.
std::vector<std::vector<std::string>> sentencePieceWords(std::string_view text) {
    std::vector<std::vector<std::string>> words;
    bool inSpaces = false;
    for (const char32_t c : detail::CodePoints{text}.points) {
        const bool isSpace = c == ' ';
        if (words.empty() || (isSpace && (!inSpaces || words.back().size() == 2))) words.emplace_back();
        std::string symbol;
        detail::appendUtf8(symbol, isSpace ? 0x2581 : c);
        words.back().push_back(symbol);
        inSpaces = isSpace;
    }
    return words;
}

} // namespace

std::span<const std::string_view> specialTexts() {
    return kSpecials;
}

Bytes bytePairFile(std::span<const std::string> texts, std::string_view splitter, std::size_t merges) {
    const auto pre = detail::preTokenizer(splitter);
    if (!pre) throw std::invalid_argument{"unknown splitter"};
    Trainer trainer;
    for (const std::string& text : texts) {
        const detail::CodePoints points{text};
        std::size_t at = 0;
        for (const std::size_t end : detail::splitWords(pre->rule, points)) {
            std::string word;
            for (; at < end; ++at)
                detail::appendUtf8(word, points.points[at]);
            std::vector<std::string> symbols;
            for (const char c : word)
                symbols.push_back(byteLetter(static_cast<std::uint8_t>(c)));
            trainer.add(std::move(symbols));
        }
    }
    Tokens tokens;
    tokens.addSpecials();
    for (int byte = 0; byte < 256; ++byte)
        tokens.add(byteLetter(static_cast<std::uint8_t>(byte)), kNormal);
    std::vector<std::string> lines;
    for (const Pair& pair : trainer.train(merges)) {
        tokens.add(pair.first + pair.second, kNormal);
        lines.push_back(pair.first + " " + pair.second);
    }
    // Tokens that no merge makes: only where a whole word that is a token stays as it is are they ever used.
    for (const std::string_view word : {"\xC4\xA0"
                                        "answers",
                                        "\xC4\xA0HELLO", "iPhone", "123", "\xC4\xA0\xC4\xA0\xC4\xA0"})
        tokens.add(word, kNormal);
    return byteBpeFile(tokens, lines, splitter);
}

Bytes sentencePieceFile(std::span<const std::string> texts, std::size_t merges, bool addSpacePrefix) {
    Trainer trainer;
    std::map<std::string, std::size_t> characters;
    for (const std::string& text : texts)
        for (auto& word : sentencePieceWords(" " + text)) {
            for (const std::string& symbol : word)
                ++characters[symbol];
            trainer.add(std::move(word));
        }
    Tokens tokens;
    tokens.add("<unk>", kUnknown);
    tokens.add("<s>", kControl);
    tokens.add("</s>", kControl);
    for (int byte = 0; byte < 256; ++byte) {
        constexpr std::string_view kHex = "0123456789ABCDEF";
        tokens.add(std::string{"<0x"} + kHex[static_cast<std::size_t>(byte >> 4)] +
                       kHex[static_cast<std::size_t>(byte & 15)] + ">",
                   kByte);
    }
    float rank = 0;
    for (const Pair& pair : trainer.train(merges))
        tokens.add(pair.first + pair.second, kNormal, -std::floor(rank++ / 3));
    for (const auto& [character, count] : characters)
        if (count > 2) tokens.add(character, kNormal, -1e6F); // rarer ones are left to their bytes
    tokens.addSpecials();

    gguf::Writer writer = modelWriter();
    writer.add("tokenizer.ggml.model", std::string{"llama"});
    writer.add("tokenizer.ggml.tokens", tokens.texts);
    writer.add("tokenizer.ggml.scores", tokens.scores);
    writer.add("tokenizer.ggml.token_type", tokens.kinds);
    writer.add("tokenizer.ggml.bos_token_id", std::uint32_t{1});
    writer.add("tokenizer.ggml.eos_token_id", std::uint32_t{2});
    writer.add("tokenizer.ggml.add_space_prefix", addSpacePrefix);
    return writer.finish();
}

Bytes classesFile() {
    Tokens tokens;
    tokens.addSpecials();
    for (int byte = 0; byte < 256; ++byte)
        tokens.add(byteLetter(static_cast<std::uint8_t>(byte)), kNormal);
    std::vector<std::string> lines;
    for (const std::string_view first : {"a", "1", "!"})
        for (int byte = 0x80; byte < 256; ++byte) {
            const std::string letter = byteLetter(static_cast<std::uint8_t>(byte));
            tokens.add(std::string{first} + letter, kNormal);
            lines.push_back(std::string{first} + " " + letter);
        }
    return byteBpeFile(tokens, lines, "gpt-2");
}

} // namespace taodeck::engine::test

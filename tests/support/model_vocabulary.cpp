#include "tests/support/model_vocabulary.h"

#include <array>
#include <cassert>
#include <cstdio>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace taodeck::engine::test {
namespace {

constexpr std::int32_t kNormal = 1, kUnknown = 2, kControl = 3, kByte = 6; // tokenizer.ggml.token_type

std::string utf8(std::uint32_t code) {
    if (code < 0x80) return {static_cast<char>(code)};
    return {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
}

/// The printable characters that GPT-2's vocabularies write for the bytes, in the order of the bytes.
std::vector<std::string> byteLetters() {
    std::vector<std::string> letters;
    std::uint32_t next = 256;
    for (std::uint32_t b = 0; b < 256; ++b) {
        const bool printable = (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
        letters.push_back(utf8(printable ? b : next++));
    }
    return letters;
}

/// Calls take(left, right) with neighbours that may be joined, shorter results first, until it returns false: letters
/// in the order of their frequency in English, then joins of joins.
template <class Take>
void eachJoin(const std::string& space, Take take) {
    std::vector<std::string> level{space};
    for (const char c : std::string_view{"etaoinshrdlucmfwypvbgkjqxz"})
        level.emplace_back(1, c);
    const std::vector<std::string> letters = level;
    while (true) {
        std::vector<std::string> next;
        for (const std::string& left : level)
            for (const std::string& right : letters) {
                if (right == space) continue; // a space only begins a word
                if (!take(left, right)) return;
                next.push_back(left + right);
            }
        level = std::move(next);
    }
}

} // namespace

void addBytePairVocabulary(gguf::Writer& writer, std::uint32_t size, std::string_view splitter) {
    assert(size >= 259);
    std::vector<std::string> tokens{"<|endoftext|>", "<|im_start|>", "<|im_end|>"}, merges;
    std::vector<std::int32_t> kinds(3, kControl);
    for (std::string& letter : byteLetters())
        tokens.push_back(std::move(letter));
    if (tokens.size() < size)
        eachJoin(utf8(0x120), [&](const std::string& left, const std::string& right) {
            tokens.push_back(left + right);
            merges.push_back(left + " " + right);
            return tokens.size() < size;
        });
    kinds.resize(tokens.size(), kNormal);
    writer.add("tokenizer.ggml.model", std::string{"gpt2"});
    writer.add("tokenizer.ggml.pre", std::string{splitter});
    writer.add("tokenizer.ggml.tokens", tokens);
    writer.add("tokenizer.ggml.token_type", kinds);
    writer.add("tokenizer.ggml.merges", merges);
    writer.add("tokenizer.ggml.bos_token_id", std::uint32_t{0});
    writer.add("tokenizer.ggml.eos_token_id", std::uint32_t{0});
    writer.add("tokenizer.ggml.eot_token_id", std::uint32_t{2});
    writer.add("tokenizer.ggml.add_bos_token", false);
}

void addSentencePieceVocabulary(gguf::Writer& writer, std::uint32_t size) {
    assert(size >= 259);
    std::vector<std::string> tokens{"<unk>", "<s>", "</s>"};
    std::vector<std::int32_t> kinds{kUnknown, kControl, kControl};
    for (unsigned b = 0; b < 256; ++b) {
        std::array<char, 8> text{};
        std::snprintf(text.data(), text.size(), "<0x%02X>", b);
        tokens.emplace_back(text.data());
    }
    kinds.resize(tokens.size(), kByte);
    const std::string space = "\u2581"; // SentencePiece writes a space so
    const auto take = [&](std::string piece) {
        if (tokens.size() < size) tokens.push_back(std::move(piece));
        return tokens.size() < size;
    };
    if (take(space)) {
        for (const char c : std::string_view{"etaoinshrdlucmfwypvbgkjqxz"})
            take(std::string(1, c));
        if (tokens.size() < size)
            eachJoin(space, [&](const std::string& left, const std::string& right) { return take(left + right); });
    }
    kinds.resize(tokens.size(), kNormal);
    std::vector<float> scores(259, 0.0F);
    for (std::size_t i = 259; i < tokens.size(); ++i)
        scores.push_back(-static_cast<float>(i - 258));
    writer.add("tokenizer.ggml.model", std::string{"llama"});
    writer.add("tokenizer.ggml.pre", std::string{"default"});
    writer.add("tokenizer.ggml.tokens", tokens);
    writer.add("tokenizer.ggml.scores", scores);
    writer.add("tokenizer.ggml.token_type", kinds);
    writer.add("tokenizer.ggml.bos_token_id", std::uint32_t{1});
    writer.add("tokenizer.ggml.eos_token_id", std::uint32_t{2});
    writer.add("tokenizer.ggml.unknown_token_id", std::uint32_t{0});
    writer.add("tokenizer.ggml.add_bos_token", true);
    writer.add("tokenizer.ggml.add_eos_token", false);
}

} // namespace taodeck::engine::test

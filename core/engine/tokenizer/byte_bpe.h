#pragma once
/// Byte-level BPE (tokenizer.ggml.model "gpt2"): words by a pre-tokeniser, each merged pair by pair in the order of the
/// file's merges. Immutable after load.

#include "core/engine/tokenizer/pre_tokenizer.h"
#include "core/engine/tokenizer/string_table.h"
#include "core/engine/tokenizer/vocabulary.h"

#include <array>

namespace taodeck::engine::detail {

class ByteBpe : public Tokenizer {
public:
    static Result<std::unique_ptr<const Tokenizer>> load(const gguf::File& file);

    std::vector<TokenId> encode(std::string_view text, const EncodeOptions& options) const override;
    std::string piece(TokenId id, bool special) const override;
    std::string withoutControl(std::string_view text) const override { return m_vocabulary.withoutControl(text); }

    /// Scratch memory of one encode, and how many pairs it looked at (the measure of its time).
    struct Work {
        std::vector<std::uint32_t> symbols; ///< Of the word, see Vocabulary::symbol.
        std::vector<std::uint32_t> previous, next;
        std::vector<std::uint32_t> ranks; ///< Of the pair that begins at a symbol.
        std::vector<std::uint64_t> queue; ///< Heap of rank << 32 | position.
        std::string text;                 ///< The word in the alphabet of the tokens.
        std::uint64_t steps{0};
    };
    /// Appends the tokens of one word, given as raw bytes.
    void encodeWord(std::string_view word, std::vector<TokenId>& out, Work& work) const;

private:
    ByteBpe() = default;
    Result<> readMerges(const gguf::File& file);
    std::uint32_t rank(std::uint32_t left, std::uint32_t right) const;
    void merge(Work& work) const;
    void emit(std::uint32_t symbol, std::vector<TokenId>& out) const;

    Vocabulary m_vocabulary;
    PreTokenizer m_pre;
    std::array<std::uint32_t, 256> m_byteSymbols{};
    PairTable m_ranks;                    ///< Two symbols to the rank of their merge.
    std::vector<std::uint32_t> m_results; ///< Rank to the merged symbol.
};

/// The character that stands for a byte in the tokens' texts.
char32_t byteCharacter(std::uint8_t byte);
/// The byte that a character stands for.
std::optional<std::uint8_t> characterByte(char32_t c);

} // namespace taodeck::engine::detail

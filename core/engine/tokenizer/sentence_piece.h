#pragma once
/// SentencePiece's BPE (tokenizer.ggml.model "llama"): neighbouring texts merge in the order of the merged token's
/// score; characters that are no token become bytes. Immutable after load.

#include "core/engine/tokenizer/vocabulary.h"

#include <array>

namespace taodeck::engine::detail {

class SentencePiece : public Tokenizer {
public:
    static Result<std::unique_ptr<const Tokenizer>> load(const gguf::File& file);

    std::vector<TokenId> encode(std::string_view text, const EncodeOptions& options) const override;
    std::string piece(TokenId id, bool special) const override;
    std::string withoutControl(std::string_view text) const override { return m_vocabulary.withoutControl(text); }

    /// Scratch memory of one encode, and how many pairs it looked at (the measure of its time).
    struct Work {
        std::vector<std::uint32_t> begins, previous, next;
        std::vector<std::uint32_t> sizes;
        std::vector<std::uint32_t> merged; ///< Token of the pair that begins at a symbol.
        std::vector<std::uint64_t> queue;  ///< Heap of order of the score << 32 | position.
        std::uint64_t steps{0};
    };
    /// Appends the tokens of text whose spaces are escaped already.
    void encodeEscaped(std::string_view text, std::vector<TokenId>& out, Work& work) const;

private:
    SentencePiece() = default;
    Result<> readScores(const gguf::File& file);
    void findBytes();
    void emit(std::string_view symbol, std::vector<TokenId>& out) const;

    Vocabulary m_vocabulary;
    std::vector<std::uint32_t> m_order; ///< By token; lower merges first.
    std::array<std::optional<TokenId>, 256> m_bytes;
    std::size_t m_longest{0}; ///< Bytes of the longest token.
    bool m_addSpacePrefix{true};
};

} // namespace taodeck::engine::detail

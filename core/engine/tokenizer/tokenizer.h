#pragma once
/// Text to token ids and back, from a model file's own vocabulary.
/// Byte-level BPE (tokenizer.ggml.model "gpt2") with the pre-tokenisers llama-bpe, qwen2, smollm, gpt-2 (and their
/// aliases), and SentencePiece BPE with byte fallback ("llama"). Immutable after load; any thread. Trusts the file only
/// as gguf::File checked it: token ids, merges, scores and special ids are checked at load. Sources: the published
/// descriptions of these tokenisers; equality with llama.cpp is shown by tests/integration.

#include "core/base/result.h"
#include "core/engine/gguf/file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::engine {

using TokenId = std::int32_t;

/// What a token is, tokenizer.ggml.token_type.
enum class TokenKind : std::uint8_t { Normal = 1, Unknown, Control, UserDefined, Unused, Byte };

struct EncodeOptions {
    bool addSpecial{true};    ///< Begin/end of sequence as the file asks (add_bos_token, add_eos_token).
    bool parseSpecial{false}; ///< Control tokens written in the text become their ids. False for text from strangers.
};

class Tokenizer {
public:
    /// Errors: Unsupported (another tokenizer model or pre-tokeniser, named), Malformed, NotFound (a needed key).
    static Result<std::unique_ptr<const Tokenizer>> load(const gguf::File& file);
    virtual ~Tokenizer() = default;

    /// Less than 1 GiB of text. Any bytes are accepted (invalid UTF-8 becomes replacement characters for the splitter,
    /// as in the reference).
    virtual std::vector<TokenId> encode(std::string_view text, const EncodeOptions& options = {}) const = 0;
    /// The bytes one token stands for; control tokens give nothing unless `special`. Bytes of one token may be part of
    /// a UTF-8 sequence: see Utf8Stream for whole characters.
    virtual std::string piece(TokenId id, bool special = false) const = 0;
    /// The pieces, joined. SentencePiece's space before the first word stays.
    std::string decode(std::span<const TokenId> ids, bool special = false) const;
    /// `text` in which no control token is written: a space is put after the first character of each.
    virtual std::string withoutControl(std::string_view text) const = 0;

    std::size_t size() const { return m_kinds.size(); }
    TokenKind kind(TokenId id) const { return m_kinds[static_cast<std::size_t>(id)]; }
    std::optional<TokenId> bos() const { return m_bos; }
    std::optional<TokenId> eos() const { return m_eos; }
    bool isEnd(TokenId id) const; ///< End of sequence, end of turn, and what the family uses for it.

protected:
    std::vector<TokenKind> m_kinds;
    std::optional<TokenId> m_bos, m_eos;
    std::vector<TokenId> m_ends;
};

/// Joins pieces into whole UTF-8 characters for streaming.
class Utf8Stream {
public:
    std::string push(std::string_view piece); ///< What is complete now.
    std::string finish();                     ///< What is left, invalid bytes as U+FFFD.

private:
    std::string m_pending;
};

} // namespace taodeck::engine

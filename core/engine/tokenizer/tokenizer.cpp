#include "core/engine/tokenizer/tokenizer.h"

#include "core/base/foreign_text.h"
#include "core/engine/tokenizer/byte_bpe.h"
#include "core/engine/tokenizer/sentence_piece.h"

#include <algorithm>

namespace taodeck::engine {

Result<std::unique_ptr<const Tokenizer>> Tokenizer::load(const gguf::File& file) {
    TD_TRY(const auto model, file.text("tokenizer.ggml.model"));
    if (model == "gpt2") return detail::ByteBpe::load(file);
    if (model == "llama") return detail::SentencePiece::load(file);
    return fail(Errc::Unsupported,
                "unknown tokeniser '" + ForeignText{std::string{model.substr(0, 256)}}.plain() + "'");
}

std::string Tokenizer::decode(std::span<const TokenId> ids, bool special) const {
    std::string text;
    for (const TokenId id : ids)
        text += piece(id, special);
    return text;
}

bool Tokenizer::isEnd(TokenId id) const {
    return std::binary_search(m_ends.begin(), m_ends.end(), id);
}

} // namespace taodeck::engine

#pragma once
/// Vocabularies for files of random weights: any size, made of letters, valid for every reader. Pure; any thread.

#include "core/engine/gguf/writer.h"

#include <cstdint>
#include <string_view>

namespace taodeck::engine::test {

/// Byte-level BPE: three control tokens, 256 bytes, then joins of letters. `size` >= 259.
/// @param splitter value of tokenizer.ggml.pre.
void addBytePairVocabulary(gguf::Writer& writer, std::uint32_t size, std::string_view splitter);

/// SentencePiece with byte fallback: <unk>, <s>, </s>, 256 bytes, then pieces of letters. `size` >= 259.
void addSentencePieceVocabulary(gguf::Writer& writer, std::uint32_t size);

} // namespace taodeck::engine::test

#pragma once
/// Vocabularies trained on given texts, as model files that hold nothing else: for comparing tokenisers with another
/// program that reads such files. Deterministic. Pure; any thread.

#include "core/base/bytes.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace taodeck::engine::test {

/// The special tokens of the files below, some of which begin others.
std::span<const std::string_view> specialTexts();

/// Byte-level BPE with `merges` merges. @param splitter tokenizer.ggml.pre, a known one.
Bytes bytePairFile(std::span<const std::string> texts, std::string_view splitter, std::size_t merges);
/// SentencePiece BPE with byte fallback; several tokens share each score, so that ties are decided too.
Bytes sentencePieceFile(std::span<const std::string> texts, std::size_t merges, bool addSpacePrefix);
/// GPT-2's splitter, and merges of "a", "1" and "!" with every byte: shows which class a character has.
Bytes classesFile();

} // namespace taodeck::engine::test

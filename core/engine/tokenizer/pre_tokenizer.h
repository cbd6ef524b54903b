#pragma once
/// How byte-level BPE cuts text into words before it merges: the published regular expressions of the tokenisers, as
/// hand-made scanners of linear time. Pure; any thread.
///
///   Gpt2    's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///   SmolLm  each \p{N} by itself, then Gpt2 on what lies between
///   Llama3  (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|
///           \s+(?!\S)|\s+
///   Qwen2   Llama3 with \p{N} for \p{N}{1,3}
///   Tekken  words as upper case then lower case letters, else as Qwen2 with [\r\n/]* and without contractions

#include "core/engine/tokenizer/unicode.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace taodeck::engine::detail {

enum class SplitRule { Gpt2, SmolLm, Llama3, Qwen2, Tekken };

struct PreTokenizer {
    SplitRule rule{SplitRule::Gpt2};
    bool ignoreMerges{false}; ///< A word that is a token is that token, whatever the merges would make of it.
    bool addBos{false};       ///< Where the file does not say.
};

/// By tokenizer.ggml.pre. Several names mean the same rule; names whose rule is another are not known.
std::optional<PreTokenizer> preTokenizer(std::string_view name);

/// The end of each word in `text`, ascending, as indices of code points; the last one is the end of the text.
std::vector<std::size_t> splitWords(SplitRule rule, const CodePoints& text);

} // namespace taodeck::engine::detail

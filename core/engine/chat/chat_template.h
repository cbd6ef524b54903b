#pragma once
/// A conversation as the prompt text a model was trained on.
/// The file's Jinja template is not run (it is a program from a stranger): its family is recognised by what it
/// contains, and the family's own renderer is used. Supported: ChatML (Qwen2, Qwen2.5, Qwen3, SmolLM), Llama 2,
/// Llama 3.x, Mistral instruct (v1, v3, v7-tekken), Zephyr; a file without a recognised template says Unsupported.
/// Pure; any thread.

#include "core/base/result.h"
#include "core/engine/gguf/file.h"

#include <span>
#include <string>

namespace taodeck::engine {

enum class ChatFamily { ChatMl, Llama2, Llama3, MistralV1, MistralV3, MistralV7Tekken, Zephyr };

struct ChatMessage {
    std::string role; ///< "system", "user" or "assistant".
    std::string content;
};

Result<ChatFamily> chatFamily(const gguf::File& file);

/// The prompt text, ready for encode(text, {.addSpecial = true unless the text begins with BOS, .parseSpecial = true}).
/// Control tokens that appear inside contents are broken up first, so a stranger's text cannot open a turn.
/// Errors: OutOfRange (no message, unknown role, roles that do not alternate where the family asks for it).
Result<std::string> renderChat(ChatFamily family, std::span<const ChatMessage> messages, bool addGenerationPrompt);

} // namespace taodeck::engine

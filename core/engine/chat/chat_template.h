#pragma once
/// A conversation as the prompt text a model was trained on.
/// The file's Jinja template is not run (it is a program from a stranger): its family is recognised by what it
/// contains, and the family's own renderer is used, which gives what the published template gives
/// (tests/integration/engine_text compares them). A file without a recognised template says Unsupported.
/// Pure; any thread.

#include "core/base/result.h"
#include "core/engine/gguf/file.h"
#include "core/engine/tokenizer/tokenizer.h"

#include <span>
#include <string>
#include <string_view>

namespace taodeck::engine {

enum class ChatFamily {
    ChatMl,    ///< No system message of its own: SmolLM and many others.
    Qwen2,     ///< ChatML; "You are a helpful assistant." where the conversation has no system message.
    Qwen25,    ///< ChatML; names Qwen and its maker there.
    Qwen3,     ///< ChatML; thoughts of earlier answers are left out.
    SmolLm2,   ///< ChatML; names SmolLM there.
    Llama2,    ///< [INST] with <<SYS>>.
    Llama3,    ///< Headers.
    Llama31,   ///< 3.1 to 3.3: as Llama3, with a system message that states two dates (the template's own, fixed).
    MistralV1, ///< " [INST] "
    MistralV3, ///< "[INST] ", the system message in the last turn.
    MistralV3Tekken, ///< "[INST]"
    MistralV7Tekken, ///< [SYSTEM_PROMPT]; without a system message there is none (the template's own states the day).
    Zephyr,          ///< <|user|>; TinyLlama too.
};

struct ChatMessage {
    std::string role; ///< "system", "user" or "assistant".
    std::string content;
};

Result<ChatFamily> chatFamily(const gguf::File& file);
/// The same by the text of a template. Unsupported.
Result<ChatFamily> chatFamilyOf(std::string_view chatTemplate);

/// The prompt text, ready for encode(text, {.addSpecial = true unless the text begins with BOS, .parseSpecial = true}).
/// The family's markers inside contents, and the control tokens of `tokenizer`, are broken up first by a space after
/// their first character, so a stranger's text cannot open a turn.
/// Errors: OutOfRange (no message, unknown role, roles that do not alternate where the family asks for it).
Result<std::string> renderChat(ChatFamily family, std::span<const ChatMessage> messages, bool addGenerationPrompt,
                               const Tokenizer* tokenizer = nullptr);

} // namespace taodeck::engine

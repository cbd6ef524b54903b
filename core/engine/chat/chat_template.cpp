#include "core/engine/chat/chat_template.h"

#include <algorithm>
#include <array>

namespace taodeck::engine {
namespace {

using Messages = std::span<const ChatMessage>;

// What could open or close a turn, in any family.
constexpr std::array<std::string_view, 20> kMarkers{"<|im_start|>",
                                                    "<|im_end|>",
                                                    "<|begin_of_text|>",
                                                    "<|end_of_text|>",
                                                    "<|start_header_id|>",
                                                    "<|end_header_id|>",
                                                    "<|eot_id|>",
                                                    "<|eom_id|>",
                                                    "<|endoftext|>",
                                                    "[INST]",
                                                    "[/INST]",
                                                    "[SYSTEM_PROMPT]",
                                                    "[/SYSTEM_PROMPT]",
                                                    "<<SYS>>",
                                                    "<</SYS>>",
                                                    "<s>",
                                                    "</s>",
                                                    "<|user|>",
                                                    "<|assistant|>",
                                                    "<|system|>"};

constexpr std::string_view kSpaces = " \t\n\v\f\r";

std::string_view trim(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}
std::string_view trimLinesLeft(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of('\n'), text.size()));
}
std::string_view trimLinesRight(std::string_view text) {
    return text.substr(0, text.find_last_not_of('\n') + 1);
}

std::string withoutMarkers(std::string_view content) {
    std::string out;
    for (std::size_t at = 0; at < content.size(); ++at) {
        out.push_back(content[at]);
        const std::string_view rest = content.substr(at);
        if (std::any_of(kMarkers.begin(), kMarkers.end(), [&](auto marker) { return rest.starts_with(marker); }))
            out.push_back(' ');
    }
    return out;
}

template <class... Parts>
void add(std::string& out, Parts... parts) {
    (out.append(parts), ...);
}

void chatMlTurn(std::string& out, std::string_view role, std::string_view content) {
    add(out, "<|im_start|>", role, "\n", content, "<|im_end|>\n");
}

/// `defaultSystem`: where the conversation does not begin with a system message; empty for none.
std::string chatMl(Messages messages, bool prompt, std::string_view defaultSystem) {
    std::string out;
    if (!defaultSystem.empty() && messages.front().role != "system") chatMlTurn(out, "system", defaultSystem);
    for (const ChatMessage& message : messages)
        chatMlTurn(out, message.role, message.content);
    if (prompt) add(out, "<|im_start|>assistant\n");
    return out;
}

/// What Qwen3 keeps of an answer: thoughts only of those after the last question.
std::string qwen3Answer(std::string_view content, bool afterLastQuestion, bool last) {
    std::string_view thoughts, answer = content;
    if (const std::size_t end = content.find("</think>"); end != std::string_view::npos) {
        answer = trimLinesLeft(content.substr(content.rfind("</think>") + 8));
        thoughts = trimLinesRight(content.substr(0, end));
        if (const std::size_t begin = thoughts.rfind("<think>"); begin != std::string_view::npos)
            thoughts.remove_prefix(begin + 7);
        thoughts = trimLinesLeft(thoughts);
    }
    std::string out;
    if (afterLastQuestion && (last || !thoughts.empty()))
        add(out, "<think>\n", trimLinesLeft(trimLinesRight(thoughts)), "\n</think>\n\n", trimLinesLeft(answer));
    else
        add(out, answer);
    return out;
}

std::string qwen3(Messages messages, bool prompt) {
    // A question is a user message that is not the answer of a tool.
    std::size_t lastQuestion = messages.size() - 1;
    for (std::size_t i = messages.size(); i-- > 0;) {
        const ChatMessage& message = messages[i];
        if (message.role == "user" &&
            !(message.content.starts_with("<tool_response>") && message.content.ends_with("</tool_response>"))) {
            lastQuestion = i;
            break;
        }
    }
    std::string out;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const ChatMessage& message = messages[i];
        if (message.role == "assistant")
            chatMlTurn(out, message.role, qwen3Answer(message.content, i > lastQuestion, i + 1 == messages.size()));
        else
            chatMlTurn(out, message.role, message.content);
    }
    if (prompt) add(out, "<|im_start|>assistant\n");
    return out;
}

void llama3Turn(std::string& out, std::string_view role, std::string_view content) {
    add(out, "<|start_header_id|>", role, "<|end_header_id|>\n\n", content, "<|eot_id|>");
}

std::string llama3(Messages messages, bool prompt, bool dated) {
    std::string out{"<|begin_of_text|>"};
    if (dated) {
        std::string system{"Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n"};
        if (messages.front().role == "system") {
            add(system, trim(messages.front().content));
            messages = messages.subspan(1);
        }
        llama3Turn(out, "system", system);
    }
    for (const ChatMessage& message : messages)
        llama3Turn(out, message.role, trim(message.content));
    if (prompt) add(out, "<|start_header_id|>assistant<|end_header_id|>\n\n");
    return out;
}

std::string zephyr(Messages messages, bool prompt) {
    std::string out;
    for (const ChatMessage& message : messages)
        add(out, "<|", message.role, "|>\n", message.content, "</s>\n");
    if (prompt) add(out, "<|assistant|>\n");
    return out;
}

/// A conversation of turns: an optional system message, then user and assistant in turn.
struct Turns {
    const std::string* system{nullptr};
    Messages rest;
};
Result<Turns> turnsOf(Messages messages) {
    Turns turns{nullptr, messages};
    if (messages.front().role == "system") turns = {&messages.front().content, messages.subspan(1)};
    for (std::size_t i = 0; i < turns.rest.size(); ++i)
        if (turns.rest[i].role != (i % 2 == 0 ? "user" : "assistant"))
            return fail(Errc::OutOfRange, "this model wants user and assistant messages in turn");
    if (turns.rest.empty()) return fail(Errc::OutOfRange, "the conversation has no user message");
    return turns;
}

std::string llama2(const Turns& turns) {
    std::string out;
    for (const ChatMessage& message : turns.rest) {
        if (message.role == "assistant") {
            add(out, " ", trim(message.content), " </s>");
            continue;
        }
        std::string content = message.content;
        if (turns.system != nullptr && &message == &turns.rest.front())
            content = "<<SYS>>\n" + *turns.system + "\n<</SYS>>\n\n" + content;
        add(out, "<s>[INST] ", trim(content), " [/INST]");
    }
    return out;
}

struct MistralMarks {
    std::string_view open, close; ///< Around a question.
    std::string_view beforeAnswer;
    bool systemInLast{false}; ///< Else in the first question.
    bool trimAnswer{false};
};

std::string mistral(const Turns& turns, const MistralMarks& marks) {
    std::string out{"<s>"};
    for (const ChatMessage& message : turns.rest) {
        if (message.role == "assistant") {
            add(out, marks.beforeAnswer, marks.trimAnswer ? trim(message.content) : message.content, "</s>");
            continue;
        }
        add(out, marks.open);
        const ChatMessage& carrier = marks.systemInLast ? turns.rest.back() : turns.rest.front();
        if (turns.system != nullptr && &message == &carrier) add(out, *turns.system, "\n\n");
        add(out, message.content, marks.close);
    }
    return out;
}

std::string mistralV7(const Turns& turns) {
    std::string out{"<s>"};
    if (turns.system != nullptr) add(out, "[SYSTEM_PROMPT]", *turns.system, "[/SYSTEM_PROMPT]");
    for (const ChatMessage& message : turns.rest) {
        if (message.role == "assistant")
            add(out, message.content, "</s>");
        else
            add(out, "[INST]", message.content, "[/INST]");
    }
    return out;
}

Result<std::string> render(ChatFamily family, Messages messages, bool prompt) {
    switch (family) {
    case ChatFamily::ChatMl:
        return chatMl(messages, prompt, "");
    case ChatFamily::Qwen2:
        return chatMl(messages, prompt, "You are a helpful assistant.");
    case ChatFamily::Qwen25:
        return chatMl(messages, prompt, "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.");
    case ChatFamily::SmolLm2:
        return chatMl(messages, prompt, "You are a helpful AI assistant named SmolLM, trained by Hugging Face");
    case ChatFamily::Qwen3:
        return qwen3(messages, prompt);
    case ChatFamily::Llama3:
        return llama3(messages, prompt, /*dated=*/false);
    case ChatFamily::Llama31:
        return llama3(messages, prompt, /*dated=*/true);
    case ChatFamily::Zephyr:
        return zephyr(messages, prompt);
    default:
        break;
    }
    TD_TRY(const Turns turns, turnsOf(messages));
    switch (family) {
    case ChatFamily::Llama2:
        return llama2(turns);
    case ChatFamily::MistralV1:
        return mistral(turns, {" [INST] ", " [/INST]", " ", false, false});
    case ChatFamily::MistralV3:
        return mistral(turns, {"[INST] ", "[/INST]", " ", true, true});
    case ChatFamily::MistralV3Tekken:
        return mistral(turns, {"[INST]", "[/INST]", "", true, false});
    default:
        return mistralV7(turns);
    }
}

} // namespace

Result<std::string> renderChat(ChatFamily family, Messages messages, bool addGenerationPrompt,
                               const Tokenizer* tokenizer) {
    if (messages.empty()) return fail(Errc::OutOfRange, "the conversation is empty");
    std::vector<ChatMessage> harmless;
    harmless.reserve(messages.size());
    for (const ChatMessage& message : messages) {
        if (message.role != "system" && message.role != "user" && message.role != "assistant")
            return fail(Errc::OutOfRange, "a message's role must be system, user or assistant");
        std::string content = withoutMarkers(message.content);
        if (tokenizer != nullptr) content = tokenizer->withoutControl(content);
        harmless.push_back({message.role, std::move(content)});
    }
    return render(family, harmless, addGenerationPrompt);
}

} // namespace taodeck::engine

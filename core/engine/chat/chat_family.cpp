#include "core/engine/chat/chat_template.h"

namespace taodeck::engine {
namespace {

class TemplateText {
public:
    explicit TemplateText(std::string_view text) : m_text{text} {}
    template <class... Parts>
    bool hasAll(Parts... parts) const {
        return ((m_text.find(parts) != std::string_view::npos) && ...);
    }
    template <class... Parts>
    bool hasAny(Parts... parts) const {
        return ((m_text.find(parts) != std::string_view::npos) || ...);
    }

private:
    std::string_view m_text;
};

ChatFamily chatMlFamily(const TemplateText& text) {
    if (text.hasAll("<think>", "reasoning_content")) return ChatFamily::Qwen3;
    if (text.hasAll("You are Qwen, created by Alibaba Cloud. You are a helpful assistant.")) return ChatFamily::Qwen25;
    if (text.hasAll("named SmolLM, trained by Hugging Face")) return ChatFamily::SmolLm2;
    if (text.hasAll("You are a helpful assistant.<|im_end|>")) return ChatFamily::Qwen2;
    return ChatFamily::ChatMl;
}

Result<ChatFamily> instFamily(const TemplateText& text) {
    if (text.hasAll("[SYSTEM_PROMPT]")) {
        if (text.hasAny("[SYSTEM_PROMPT] ", "[INST] "))
            return fail(Errc::Unsupported, "the chat template is Mistral's v7 for SentencePiece");
        return ChatFamily::MistralV7Tekken;
    }
    if (text.hasAny("' [INST] ' + system_message", "\" [INST] \" + system_message")) return ChatFamily::MistralV1;
    if (text.hasAny("\"[INST] \" + system_message", "'[INST] ' + system_message")) return ChatFamily::MistralV3;
    if (text.hasAny("\"[INST]\" + system_message", "'[INST]' + system_message")) return ChatFamily::MistralV3Tekken;
    if (text.hasAll("<<SYS>>", "bos_token + '[INST] '", "content.strip()")) return ChatFamily::Llama2;
    return fail(Errc::Unsupported, "the chat template is an unknown one with [INST]");
}

} // namespace

Result<ChatFamily> chatFamily(const gguf::File& file) {
    if (file.find("tokenizer.chat_template") == nullptr)
        return fail(Errc::Unsupported, "the model file has no chat template");
    TD_TRY(const auto text, file.text("tokenizer.chat_template"));
    return chatFamilyOf(text);
}

Result<ChatFamily> chatFamilyOf(std::string_view chatTemplate) {
    const TemplateText text{chatTemplate};
    if (text.hasAll("<|im_start|>") && !text.hasAny("<|im_sep|>", "<end_of_utterance>")) return chatMlFamily(text);
    if (text.hasAll("[INST]")) return instFamily(text);
    if (text.hasAll("<|start_header_id|>", "<|end_header_id|>"))
        return text.hasAll("Cutting Knowledge Date") ? ChatFamily::Llama31 : ChatFamily::Llama3;
    if (text.hasAll("<|user|>\\n' + message['content'] + eos_token", "<|assistant|>")) return ChatFamily::Zephyr;
    return fail(Errc::Unsupported, "the chat template is of no known family");
}

} // namespace taodeck::engine

// What the engine makes of texts and conversations, in files for the comparison with llama.cpp.
//   taodeck-engine-text vocabularies FOLDER   writes NAME.gguf, NAME.texts and NAME.tokens for each tokeniser
//   taodeck-engine-text chat IN.json OUT.json renders conversations with templates, by the engine's own families
// A file of texts or tokens is a row of records, each a 32-bit count and as many bytes or 32-bit ids; tokens come twice
// per text, without and with special tokens read from it.

#include "core/engine/chat/chat_template.h"
#include "core/engine/gguf/file.h"
#include "core/engine/tokenizer/unicode.h"
#include "tests/support/multilingual.h"
#include "tests/support/trained_vocabulary.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace taodeck;
using namespace taodeck::engine;

constexpr std::size_t kTexts = 10'000, kTrainedOn = 3'000, kMerges = 3'000;

class Records {
public:
    explicit Records(const std::filesystem::path& path) : m_out{path, std::ios::binary} {}
    void add(const void* data, std::size_t count, std::size_t width) {
        const auto size = static_cast<std::uint32_t>(count);
        m_out.write(reinterpret_cast<const char*>(&size), sizeof(size));
        m_out.write(static_cast<const char*>(data), static_cast<std::streamsize>(count * width));
    }

private:
    std::ofstream m_out;
};

/// Every code point but the surrogates, after "a", "1" and "!".
std::vector<std::string> everyCharacter() {
    std::vector<std::string> texts;
    for (const char first : {'a', '1', '!'})
        for (char32_t from = 0; from < 0x110000; from += 4'096) {
            std::string text;
            for (char32_t c = from; c < from + 4'096; ++c) {
                if ((c >= 0xD800 && c < 0xE000) || c == 0) continue;
                text.push_back(first);
                detail::appendUtf8(text, c);
                text.push_back('\n');
            }
            if (!text.empty()) texts.push_back(std::move(text));
        }
    return texts;
}

void write(const std::filesystem::path& folder, const std::string& name, const Bytes& model,
           const std::vector<std::string>& texts) {
    {
        std::ofstream out{folder / (name + ".gguf"), std::ios::binary};
        out.write(reinterpret_cast<const char*>(model.data()), static_cast<std::streamsize>(model.size()));
    }
    const auto file = gguf::File::open(folder / (name + ".gguf"));
    if (!file) throw std::runtime_error{file.error().context};
    const auto tokenizer = Tokenizer::load(**file);
    if (!tokenizer) throw std::runtime_error{tokenizer.error().context};
    Records textsOut{folder / (name + ".texts")}, tokensOut{folder / (name + ".tokens")};
    for (const std::string& text : texts) {
        textsOut.add(text.data(), text.size(), 1);
        for (const bool special : {false, true}) {
            const auto ids = (*tokenizer)->encode(text, {/*addSpecial=*/false, /*parseSpecial=*/special});
            tokensOut.add(ids.data(), ids.size(), sizeof(TokenId));
        }
    }
    std::vector<TokenId> ends;
    for (std::size_t id = 0; id < (*tokenizer)->size(); ++id)
        if ((*tokenizer)->isEnd(static_cast<TokenId>(id))) ends.push_back(static_cast<TokenId>(id));
    tokensOut.add(ends.data(), ends.size(), sizeof(TokenId));
}

void writeVocabularies(const std::filesystem::path& folder) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < kTexts; ++i)
        texts.push_back(test::multilingualText(i, test::specialTexts()));
    const std::span<const std::string> some{texts.data(), kTrainedOn};
    for (const std::string_view splitter : {"gpt-2", "smollm", "llama-bpe", "dbrx", "qwen2", "tekken"})
        write(folder, std::string{splitter}, test::bytePairFile(some, splitter, kMerges), texts);
    // Trained without special tokens, as vocabularies are: else plain text could merge into control tokens, which
    // llama.cpp allows and the engine does not.
    std::vector<std::string> plain;
    for (std::size_t i = 0; i < kTrainedOn; ++i)
        plain.push_back(test::multilingualText(i, {}));
    write(folder, "sentencepiece", test::sentencePieceFile(plain, kMerges, true), texts);
    write(folder, "sentencepiece-no-prefix", test::sentencePieceFile(plain, kMerges, false), texts);
    write(folder, "classes", test::classesFile(), everyCharacter());
}

void renderConversations(const char* in, const char* out) {
    const auto cases = nlohmann::json::parse(std::ifstream{in});
    auto rendered = nlohmann::json::array();
    for (const auto& one : cases) {
        std::vector<ChatMessage> messages;
        for (const auto& message : one.at("messages"))
            messages.push_back({message.at("role"), message.at("content")});
        const auto family = chatFamilyOf(one.at("template").get_ref<const std::string&>());
        if (!family) {
            rendered.push_back({{"error", family.error().context}});
            continue;
        }
        const auto text = renderChat(*family, messages, one.at("prompt"));
        if (text)
            rendered.push_back({{"text", *text}});
        else
            rendered.push_back({{"error", text.error().context}});
    }
    std::ofstream{out} << rendered.dump();
}

} // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    try {
        if (what == "vocabularies" && argc == 3) {
            writeVocabularies(argv[2]);
            return EXIT_SUCCESS;
        }
        if (what == "chat" && argc == 4) {
            renderConversations(argv[2], argv[3]);
            return EXIT_SUCCESS;
        }
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return EXIT_FAILURE;
    }
    std::fprintf(stderr, "taodeck-engine-text vocabularies FOLDER | chat IN.json OUT.json\n");
    return EXIT_FAILURE;
}

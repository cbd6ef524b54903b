// A model file that parses has tensors inside its bytes, whatever it says; its metadata can be read; a tokeniser that
// loads from it gives ids of its vocabulary for any text.

#include "core/engine/chat/chat_template.h"
#include "core/engine/gguf/file.h"
#include "core/engine/tokenizer/tokenizer.h"

#include <cstdlib>

namespace {

using namespace taodeck;
using namespace taodeck::engine;

void require(bool condition) {
    if (!condition) std::abort();
}

void readMetadata(const gguf::File& file) {
    double sum = 0;
    for (const auto key : file.keys()) {
        const gguf::Value* value = file.find(key);
        require(value != nullptr);
        const auto* array = std::get_if<gguf::Array>(value);
        if (array == nullptr || array->type() == gguf::ValueType::Array) continue;
        for (std::size_t i = 0; i < array->size(); ++i)
            sum += array->type() == gguf::ValueType::String ? static_cast<double>(array->string(i).size())
                                                            : array->number(i);
    }
    volatile double sink = sum;
    static_cast<void>(sink);
}

void checkTensors(const gguf::File& file, ByteView input) {
    for (const TensorView& tensor : file.tensors()) {
        require(!tensor.bytes.empty() && tensor.bytes.data() >= input.data());
        require(tensor.bytes.data() + tensor.bytes.size() <= input.data() + input.size());
        require(tensor.rows() * tensor.rowBytes() == tensor.bytes.size());
        require(file.tensor(tensor.name) == &tensor);
    }
}

void tokenize(const gguf::File& file, std::string_view text) {
    const auto tokenizer = Tokenizer::load(file);
    if (!tokenizer) return require(!tokenizer.error().context.empty());
    for (const bool special : {false, true}) {
        const auto ids = (*tokenizer)->encode(text, {/*addSpecial=*/true, /*parseSpecial=*/special});
        for (const TokenId id : ids)
            require(id >= 0 && static_cast<std::size_t>(id) < (*tokenizer)->size());
        Utf8Stream stream;
        stream.push((*tokenizer)->decode(ids, special));
        stream.finish();
    }
    const ChatMessage message{"user", std::string{text}};
    if (const auto family = chatFamily(file)) {
        const auto prompt = renderChat(*family, {&message, 1}, /*addGenerationPrompt=*/true, tokenizer->get());
        require(prompt && !prompt->empty());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input{data, size};
    const auto file = gguf::File::parse(input);
    if (!file) {
        require(!file.error().context.empty());
        return 0;
    }
    readMetadata(**file);
    checkTensors(**file, input);
    // The file's own bytes are a text as bad as any, and hold its tokens.
    tokenize(**file, asText(input.subspan(0, std::min<std::size_t>(size, 2'048))));
    return 0;
}

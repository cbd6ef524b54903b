// A model file that loads can be run: whatever its metadata, weights and vocabulary say, a few tokens pass through it.

#include "core/engine/decode/decoder.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck;
    using namespace taodeck::engine;
    const auto file = gguf::File::parse({data, size});
    if (!file) return 0;
    const auto model = Model::load(*file);
    if (!model) {
        if (model.error().context.empty()) std::abort();
        return 0;
    }
    DecoderOptions options;
    options.cache = {1, 8};
    options.threads = 1;
    options.batch = 4;
    const auto decoder = Decoder::make(*model, options);
    if (!decoder) return 0; // a window below 8
    const auto& tokenizer = (*model)->tokenizer();
    auto tokens = tokenizer.encode("a b", {});
    tokens.resize(3);
    std::vector<BatchToken> batch;
    for (std::uint32_t i = 0; i < tokens.size(); ++i)
        batch.push_back({tokens[i], i, 0, i == 2});
    std::vector<float> logits((*model)->config().vocab);
    if (!(*decoder)->forward(batch, logits)) std::abort();
    static_cast<void>(tokenizer.decode(tokens));
    return 0;
}

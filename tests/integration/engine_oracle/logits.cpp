/// taodeck-engine-logits MODEL OUT ID,ID,... [--threads N] [--steps]
/// Writes the logits after each of the tokens to OUT as little-endian F32 [tokens, vocabulary]: of one batch, or with
/// --steps of one token after the other.

#include "core/engine/decode/decoder.h"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

using namespace taodeck;
using namespace taodeck::engine;

namespace {

Result<std::vector<float>> logitsOf(const std::string& path, const std::vector<TokenId>& ids, int threads, bool steps) {
    TD_TRY(auto model, Model::load(path));
    DecoderOptions options;
    options.cache = {1, static_cast<std::uint32_t>(ids.size())};
    options.threads = threads;
    options.batch = static_cast<std::uint32_t>(ids.size());
    TD_TRY(auto decoder, Decoder::make(model, options));

    std::vector<BatchToken> batch;
    for (const TokenId id : ids)
        batch.push_back({id, static_cast<std::uint32_t>(batch.size()), 0, true});
    const std::size_t vocab = model->config().vocab;
    std::vector<float> logits(ids.size() * vocab);
    if (!steps) {
        TD_CHECK(decoder->forward(batch, logits));
        return logits;
    }
    for (std::size_t i = 0; i < batch.size(); ++i)
        TD_CHECK(decoder->forward(std::span{batch}.subspan(i, 1), std::span{logits}.subspan(i * vocab, vocab)));
    return logits;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "usage: taodeck-engine-logits MODEL OUT ID,ID,... [--threads N] [--steps]\n";
        return 2;
    }
    std::vector<TokenId> ids;
    std::istringstream list{argv[3]};
    for (std::string id; std::getline(list, id, ',');)
        ids.push_back(static_cast<TokenId>(std::strtol(id.c_str(), nullptr, 10)));
    int threads = 1;
    bool steps = false;
    for (int i = 4; i < argc; ++i) {
        if (std::strcmp(argv[i], "--steps") == 0) steps = true;
        if (std::strcmp(argv[i], "--threads") == 0 && i + 1 < argc) threads = std::atoi(argv[++i]);
    }
    const auto logits = logitsOf(argv[1], ids, threads, steps);
    if (!logits) {
        std::cerr << "taodeck-engine-logits: " << logits.error().context << "\n";
        return 1;
    }
    std::ofstream out{argv[2], std::ios::binary};
    out.write(reinterpret_cast<const char*>(logits->data()),
              static_cast<std::streamsize>(logits->size() * sizeof(float)));
    out.close();
    return out ? 0 : 1;
}

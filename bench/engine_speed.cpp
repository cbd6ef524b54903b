/// engine_speed MODEL [--threads N] [--prompt N] [--tokens N] [--context N]
/// Loads a model and prints one line of JSON: milliseconds until the first token, tokens a second of prefill and of
/// decoding, peak memory in bytes, the cache's share of it. For bench/engine_vs_llama.sh.

#include "core/engine/decode/decoder.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

using namespace taodeck;
using namespace taodeck::engine;

namespace {

using Clock = std::chrono::steady_clock;

double seconds(Clock::time_point since) {
    return std::chrono::duration<double>(Clock::now() - since).count();
}

/// The highest resident size of this process so far, bytes; 0 where the system does not say.
std::uint64_t peakBytes() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
    return 0;
}

struct Options {
    std::string model;
    int threads{1};
    std::uint32_t prompt{128}, tokens{32}, context{512};
};

/// The ids that both programs are given: below 20,000, no control tokens.
std::vector<BatchToken> promptOf(std::uint32_t count, std::uint32_t vocab) {
    std::vector<BatchToken> batch;
    const std::uint32_t span = std::min(vocab, 20'000U) - 300;
    for (std::uint32_t i = 0; i < count; ++i)
        batch.push_back({static_cast<TokenId>(300 + i * 7919 % span), i, 0, i + 1 == count});
    return batch;
}

Result<> measure(const Options& o) {
    const auto began = Clock::now();
    TD_TRY(auto model, Model::load(o.model));
    DecoderOptions options;
    options.cache = {1, o.context};
    options.threads = o.threads;
    options.batch = o.prompt;
    TD_TRY(auto decoder, Decoder::make(model, options));
    std::vector<float> logits(model->config().vocab);
    const auto best = [&] {
        return static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
    };
    TD_CHECK(decoder->forward(promptOf(8, model->config().vocab), logits));
    TokenId next = best();
    const double first = seconds(began);

    const auto prompt = promptOf(o.prompt, model->config().vocab);
    const auto prefillBegan = Clock::now();
    TD_CHECK(decoder->forward(prompt, logits));
    next = best();
    const double prefill = seconds(prefillBegan);

    const auto decodeBegan = Clock::now();
    for (std::uint32_t i = 0; i < o.tokens; ++i) {
        const BatchToken token{next, o.prompt + i, 0, true};
        TD_CHECK(decoder->forward({&token, 1}, logits));
        next = best();
    }
    const double decode = seconds(decodeBegan);
    const ModelConfig& c = model->config();
    const std::uint64_t cache = std::uint64_t{2} * c.layers * o.context * c.kvDim() * sizeof(std::uint16_t);
    std::cout << "{\"first_ms\":" << first * 1e3 << ",\"prefill\":" << o.prompt / prefill
              << ",\"decode\":" << o.tokens / decode << ",\"peak\":" << peakBytes() << ",\"cache\":" << cache << "}\n";
    return {};
}

} // namespace

int main(int argc, char** argv) {
    Options o;
    for (int i = 1; i < argc; ++i) {
        const auto take = [&](const char* name, auto& value) {
            if (std::strcmp(argv[i], name) != 0 || i + 1 >= argc) return false;
            value = static_cast<std::remove_reference_t<decltype(value)>>(std::strtoul(argv[++i], nullptr, 10));
            return true;
        };
        if (take("--threads", o.threads) || take("--prompt", o.prompt) || take("--tokens", o.tokens) ||
            take("--context", o.context))
            continue;
        o.model = argv[i];
    }
    if (const auto done = measure(o); !done) {
        std::cerr << "engine_speed: " << done.error().context << "\n";
        return 1;
    }
}

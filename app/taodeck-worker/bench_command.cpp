#include "app/taodeck-worker/commands.h"
#include "app/taodeck-worker/devices.h"

#include "core/engine/decode/decoder.h"
#include "core/engine/plan/memory.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace taodeck::worker {
namespace {

using Clock = std::chrono::steady_clock;

/// Tokens of the vocabulary in turn: their values do not change the work.
std::vector<engine::BatchToken> batchOf(std::uint32_t from, std::uint32_t count, std::uint32_t vocab) {
    std::vector<engine::BatchToken> out;
    for (std::uint32_t i = 0; i < count; ++i)
        out.push_back({static_cast<engine::TokenId>((from + i) * 7 % vocab), from + i, 0, i + 1 == count});
    return out;
}

/// Tokens a second of `passes` forward passes of `count` tokens each, behind `from` positions; the middle of 3 runs.
Result<double> measure(engine::Decoder& decoder, std::uint32_t from, std::uint32_t count, std::uint32_t passes,
                       const std::stop_token& stop) {
    const std::uint32_t vocab = decoder.model().config().vocab;
    std::vector<float> logits(vocab);
    std::vector<double> rates;
    for (int run = 0; run < 3; ++run) {
        const auto begin = Clock::now();
        for (std::uint32_t pass = 0; pass < passes; ++pass) {
            if (stop.stop_requested()) return fail(Errc::Cancelled, "stopped");
            TD_CHECK(decoder.forward(batchOf(from + pass * count, count, vocab), logits));
        }
        rates.push_back(passes * count / std::chrono::duration<double>(Clock::now() - begin).count());
    }
    std::sort(rates.begin(), rates.end());
    return rates[1];
}

/// Bytes that every token reads: all weights but the table in which tokens are looked up.
std::uint64_t weightsOfOneToken(const engine::Model& model) {
    const auto& w = model.weights();
    std::uint64_t sum = w.output.bytes.size();
    for (const auto& l : w.layers)
        for (const engine::TensorView* view : {&l.q, &l.k, &l.v, &l.o, &l.gate, &l.up, &l.down})
            sum += view->bytes.size();
    return sum;
}

} // namespace

Result<int> runBench(const Options& options, const std::stop_token& stop) {
    TD_TRY(auto wanted, decoderFrom(options));
    const auto begin = Clock::now();
    TD_TRY(const auto model, engine::Model::load(options.command[1]));
    if (wanted.cache.context == 0) wanted.cache.context = std::min(1024U, model->config().context);
    if (wanted.cache.context < 2) return fail(Errc::OutOfRange, "the context is too small for a measurement");
    TD_CHECK(placeModel(options, *model, wanted.batch, wanted));
    TD_TRY(const auto decoder, engine::Decoder::make(model, wanted));
    const double load = std::chrono::duration<double>(Clock::now() - begin).count();
    const std::uint32_t prompt = std::min({128U, wanted.cache.context / 2, decoder->options().batch});
    const std::uint32_t answer = std::min(32U, wanted.cache.context - prompt);

    TD_TRY([[maybe_unused]] const double warm, measure(*decoder, 0, prompt, 1, stop));
    TD_TRY(const double prefill, measure(*decoder, 0, prompt, 1, stop));
    TD_TRY(const double decode, measure(*decoder, prompt, 1, answer, stop));
    const double read = decode * static_cast<double>(weightsOfOneToken(*model));
    double bandwidth = 0; // of the GPU, where all of the model is on one
    if (decoder->options().placement.gpuHead) {
        TD_TRY(bandwidth, engine::gpuCopyBandwidth(decoder->options().placement.gpuDevice));
    }
    const double fileBytes = static_cast<double>(model->file().sizeBytes());
    if (options.json) {
        nlohmann::json out{{"model", model->config().name},
                           {"device", decoder->device()},
                           {"loadSeconds", load},
                           {"promptTokens", prompt},
                           {"promptTokensPerSecond", prefill},
                           {"answerTokens", answer},
                           {"answerTokensPerSecond", decode},
                           {"fileBytes", model->file().sizeBytes()},
                           {"ownedBytes", decoder->ownedBytes()}};
        if (bandwidth > 0) out["gpuCopyBytesPerSecond"] = bandwidth, out["shareOfBandwidth"] = read / bandwidth;
        std::printf("%s\n", out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
        return 0;
    }
    std::printf("model    %s, %.1f M parameters, %.1f MiB\n", model->config().name.c_str(),
                static_cast<double>(model->parameters()) / 1e6, fileBytes / (1 << 20));
    std::printf("device   %s\n", decoder->device().c_str());
    std::printf("load     %.0f ms\n", load * 1000);
    std::printf("prompt   %.1f tokens/s (%u at once)\n", prefill, prompt);
    std::printf("answer   %.1f tokens/s (behind %u), %.2f GB/s of weights\n", decode, prompt, read / 1e9);
    if (bandwidth > 0)
        std::printf("memory   %.0f GB/s by copying, of which the answer's weights take %.0f %%\n", bandwidth / 1e9,
                    100 * read / bandwidth);
    else if (const std::string why = options.noGpu ? "" : engine::noGpuReason(); !why.empty())
        std::printf("gpu      none: %s\n", why.c_str());
    return 0;
}

} // namespace taodeck::worker

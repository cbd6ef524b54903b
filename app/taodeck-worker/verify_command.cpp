#include "app/taodeck-worker/commands.h"
#include "app/taodeck-worker/devices.h"

#include "core/engine/generate/check_request.h"
#include "core/engine/generate/local_backend.h"
#include "core/engine/receipt/receipt.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace taodeck::worker {

Result<int> runVerify(const Options& options, const std::stop_token& stop) {
    TD_TRY(const auto request, requestFrom(options));
    TD_CHECK(engine::checkRequest(request));
    TD_TRY(auto wanted, decoderFrom(options));
    TD_TRY(const std::string json, readFile(options.command[1], 4U << 20));
    TD_TRY(const auto receipt, engine::receiptFromJson(json));
    TD_TRY(const auto model, engine::Model::load(options.command[2]));
    engine::Expected expected;
    expected.challenge = options.challenge;
    TD_TRY(expected.prompt, engine::promptTokens(*model, request));
    expected.sampling = request.sampling;
    expected.maxTokens = request.maxTokens;
    expected.stop = request.stop;
    wanted.batch = 128;
    // What was asked for, whatever the default of an answer's context is.
    if (wanted.cache.context == 0 && model->config().context > 0)
        wanted.cache.context = static_cast<std::uint32_t>(
            std::min<std::size_t>(model->config().context, expected.prompt.size() + expected.maxTokens));
    TD_CHECK(placeModel(options, *model, wanted.batch, wanted));
    TD_TRY(const auto decoder, engine::Decoder::make(model, wanted));
    TD_TRY(const engine::Verdict verdict, engine::verifyReceipt(*decoder, 0, receipt, expected, stop));

    const bool proved = verdict.refusal == engine::Refusal::None;
    if (options.json) {
        nlohmann::json out{{"proved", proved}, {"worstLogprob", verdict.worstLogprob}};
        if (!proved) out["refusal"] = {{"code", name(verdict.refusal)}, {"at", verdict.at}, {"reason", verdict.reason}};
        std::printf("%s\n", out.dump(2).c_str());
    } else if (proved) {
        std::printf("proved: %zu tokens; the log-probabilities differ by at most %.6f\n", receipt.tokens.size(),
                    static_cast<double>(verdict.worstLogprob));
    } else {
        std::printf("refused (%s): %s, at token %u\n", std::string{name(verdict.refusal)}.c_str(),
                    verdict.reason.c_str(), verdict.at);
    }
    return proved ? 0 : 1;
}

} // namespace taodeck::worker

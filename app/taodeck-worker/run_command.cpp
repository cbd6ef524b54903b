#include "app/taodeck-worker/commands.h"
#include "app/taodeck-worker/devices.h"

#include "core/base/foreign_text.h"
#include "core/engine/generate/local_backend.h"
#include "core/engine/receipt/receipt.h"
#include "core/engine/remote/openai_backend.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>
#include <utility>

namespace taodeck::worker {
namespace {

using Json = nlohmann::json;

double seconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
}

double perSecond(std::uint32_t count, std::chrono::nanoseconds time) {
    return time.count() > 0 ? count / seconds(time) : 0;
}

Json tokenJson(const engine::TokenEvent& event) {
    Json out{{"text", event.text}};
    if (event.id) out["id"] = *event.id;
    if (event.logprob) out["logprob"] = *event.logprob;
    for (const engine::Alternative& a : event.alternatives)
        out["alternatives"].push_back({{"text", a.text}, {"logprob", a.logprob}});
    return out;
}

void printJson(const engine::Completion& c, const engine::BackendInfo& info, Json tokens) {
    const Json out{{"model", info.model},
                   {"device", info.device},
                   {"text", c.text},
                   {"finish", finishName(c.finish)},
                   {"promptTokens", c.promptTokens},
                   {"tokens", std::move(tokens)},
                   {"seconds", {{"prompt", seconds(c.prefillTime)}, {"answer", seconds(c.decodeTime)}}}};
    std::printf("%s\n", out.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

/// A model's text may hold what a terminal obeys: of control characters only line ends and tabs stay.
std::string forTerminal(const std::string& text) {
    std::string out, part;
    const auto flush = [&] { out += ForeignText{std::exchange(part, {})}.plain(text.size()); };
    for (const char c : text) {
        if (c == '\n' || c == '\t') {
            flush();
            out += c;
        } else {
            part += c;
        }
    }
    flush();
    return out;
}

void printEvent(const engine::TokenEvent& event, bool logprobs) {
    const std::string clean = forTerminal(event.text);
    if (logprobs && event.logprob) {
        std::printf("%8.4f  %s\n", static_cast<double>(*event.logprob), ForeignText{clean}.plain().c_str());
        for (const engine::Alternative& a : event.alternatives)
            std::printf("          %8.4f  %s\n", static_cast<double>(a.logprob), ForeignText{a.text}.plain().c_str());
    } else {
        std::fputs(clean.c_str(), stdout);
    }
    std::fflush(stdout);
}

Result<> writeReceipt(const Options& options, const engine::Model& model, const engine::CompletionRequest& request,
                      const engine::Completion& completion, const std::stop_token& stop) {
    TD_TRY(const auto receipt, engine::makeReceipt(model, request, completion, options.challenge, stop));
    std::ofstream file{options.receipt, std::ios::trunc};
    file << engine::toJson(receipt) << '\n';
    file.close();
    if (!file) return fail(Errc::Io, "cannot write " + options.receipt);
    return {};
}

Result<std::unique_ptr<engine::Backend>> remoteBackend(const Options& options) {
    if (!options.receipt.empty())
        return fail(Errc::Unsupported, "a receipt is only made where the model runs on this machine");
    engine::RemoteOptions remote;
    TD_TRY(const auto key, readKey(options.keyFile));
    for (const auto& url : options.servers)
        remote.servers.push_back({url, options.command[1], key});
    TD_TRY(auto backend, engine::OpenAiBackend::make(std::move(remote)));
    return std::unique_ptr<engine::Backend>{std::move(backend)};
}

} // namespace

Result<int> runPrompt(const Options& options, const std::stop_token& stop) {
    TD_TRY(const auto request, requestFrom(options));
    std::shared_ptr<const engine::Model> model; // null: it runs on a server
    std::unique_ptr<engine::Backend> backend;
    if (options.servers.empty()) {
        engine::LocalOptions local;
        TD_TRY(local.decoder, decoderFrom(options));
        TD_TRY(model, engine::Model::load(options.command[1]));
        TD_CHECK(placeModel(options, *model, engine::decoderBatch(local), local.decoder));
        TD_TRY(backend, engine::LocalBackend::make(model, local));
    } else {
        TD_TRY(backend, remoteBackend(options));
    }
    Json tokens = Json::array();
    const auto sink = [&](const engine::TokenEvent& event) {
        if (options.json)
            tokens.push_back(tokenJson(event));
        else
            printEvent(event, options.logprobs || options.topLogprobs > 0);
    };
    TD_TRY(const auto completion, backend->complete(request, sink, stop));
    if (model && !options.receipt.empty()) TD_CHECK(writeReceipt(options, *model, request, completion, stop));
    if (options.json) {
        printJson(completion, backend->info(), std::move(tokens));
        return 0;
    }
    std::printf("\n");
    std::fprintf(stderr, "%s; prompt: %u tokens, %.1f/s; answer: %u tokens, %.1f/s; %s\n",
                 backend->info().device.c_str(), completion.promptCount,
                 perSecond(completion.promptCount, completion.prefillTime), completion.tokenCount,
                 perSecond(completion.tokenCount > 0 ? completion.tokenCount - 1 : 0, completion.decodeTime),
                 finishName(completion.finish).c_str());
    return 0;
}

} // namespace taodeck::worker

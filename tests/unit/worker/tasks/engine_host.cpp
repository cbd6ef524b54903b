#include "tests/unit/worker/tasks/engine_host.h"

namespace taodeck::worker::test {

EngineHost& EngineHost::demonstration() {
    static EngineHost host{engine::Model::load(TD_DEMO_MODEL).value()};
    host.name.clear();
    host.verified = host.completed = 0;
    return host;
}

EngineHost::EngineHost(std::shared_ptr<const engine::Model> model) : m_model{std::move(model)} {
    engine::LocalOptions options;
    options.decoder.threads = 1;
    m_backend = engine::LocalBackend::make(m_model, options).value();
    engine::DecoderOptions verifier;
    verifier.threads = 1;
    m_verifier = engine::Decoder::make(m_model, verifier).value();
}

Result<HostInfo> EngineHost::info(std::stop_token) {
    HostInfo out;
    out.model = name.empty() ? m_model->config().name : name;
    out.device = "CPU";
    TD_TRY(out.modelHash, m_model->file().contentHash());
    out.context = m_verifier->options().cache.context;
    return out;
}

Result<engine::Completion> EngineHost::complete(const engine::CompletionRequest& request, const engine::TokenSink& sink,
                                                std::stop_token stop) {
    ++completed;
    return m_backend->complete(request, sink, std::move(stop));
}

Result<ProvenAnswer> EngineHost::prove(const engine::CompletionRequest& request,
                                       const std::array<std::uint8_t, 32>& challenge, const engine::TokenSink& sink,
                                       std::stop_token stop) {
    TD_TRY(auto completion, complete(request, sink, stop));
    TD_TRY(auto receipt, engine::makeReceipt(*m_model, request, completion, challenge, stop));
    return ProvenAnswer{std::move(completion), std::move(receipt)};
}

Result<engine::Verdict> EngineHost::verify(const engine::Receipt& receipt, const engine::CompletionRequest& request,
                                           const std::array<std::uint8_t, 32>& challenge, std::stop_token stop) {
    ++verified;
    engine::Expected expected;
    expected.challenge = challenge;
    TD_TRY(expected.prompt, engine::promptTokens(*m_model, request));
    expected.sampling = request.sampling;
    expected.maxTokens = request.maxTokens;
    expected.stop = request.stop;
    return engine::verifyReceipt(*m_verifier, 0, receipt, expected, std::move(stop));
}

} // namespace taodeck::worker::test

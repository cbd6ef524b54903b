#include "core/engine/generate/check_request.h"
#include "core/engine/generate/local_backend.h"
#include "core/engine/plan/plan.h"
#include "core/worker/host/model_host.h"

#include <algorithm>
#include <mutex>

namespace taodeck::worker {
namespace {

constexpr std::uint32_t kUsualContext = 4'096;
constexpr std::uint32_t kVerifyBatch = 128; ///< Tokens between two looks at the stop token.

/// Where the model's layers go beside what runs already; LimitExceeded with the plan's sentence when they fit nowhere.
Result<engine::Plan> planFor(const engine::Model& model, engine::PlanRequest request) {
    TD_TRY(const auto hostFree, engine::availableHostBytes());
    const auto gpus = request.allowGpu ? engine::gpus() : std::vector<engine::GpuMemory>{};
    auto made = engine::plan(model, request, hostFree, gpus);
    if (made.fit == engine::Fit::TooLarge) return fail(Errc::LimitExceeded, made.sentence);
    return made;
}

class OpenHost final : public ModelHost {
public:
    OpenHost(std::shared_ptr<const engine::Model> model, std::unique_ptr<engine::LocalBackend> backend, HostInfo info,
             const ModelHostOptions& options)
        : m_model{std::move(model)}, m_backend{std::move(backend)}, m_info{std::move(info)}, m_options{options} {}

    Result<HostInfo> info(std::stop_token) override { return m_info; }

    Result<engine::Completion> complete(const engine::CompletionRequest& request, const engine::TokenSink& sink,
                                        std::stop_token stop) override {
        return m_backend->complete(request, sink, std::move(stop));
    }

    Result<ProvenAnswer> prove(const engine::CompletionRequest& request, const std::array<std::uint8_t, 32>& challenge,
                               const engine::TokenSink& sink, std::stop_token stop) override {
        engine::CompletionRequest wanted = request;
        wanted.logprobs = true;
        TD_TRY(auto completion, m_backend->complete(wanted, sink, stop));
        if (completion.finish == engine::FinishReason::Cancelled)
            return fail(Errc::Cancelled, "the answer was cancelled");
        TD_TRY(auto receipt, engine::makeReceipt(*m_model, wanted, completion, challenge, std::move(stop)));
        return ProvenAnswer{std::move(completion), std::move(receipt)};
    }

    Result<engine::Verdict> verify(const engine::Receipt& receipt, const engine::CompletionRequest& request,
                                   const std::array<std::uint8_t, 32>& challenge, std::stop_token stop) override {
        TD_CHECK(engine::checkRequest(request));
        engine::Expected expected;
        expected.challenge = challenge;
        TD_TRY(expected.prompt, engine::promptTokens(*m_model, request));
        expected.sampling = request.sampling;
        expected.maxTokens = request.maxTokens;
        expected.stop = request.stop;
        const std::lock_guard lock{m_verifying};
        TD_CHECK(makeVerifier());
        return engine::verifyReceipt(*m_verifier, /*slot=*/0, receipt, expected, std::move(stop));
    }

    std::uint32_t restarts() const override { return 0; }

private:
    /// A decoder of its own, so that a verification waits for no answer. Made when it is first needed: miners need
    /// none.
    Result<> makeVerifier() {
        if (m_verifier) return {};
        engine::DecoderOptions wanted;
        wanted.cache = {1, m_info.context};
        wanted.threads = static_cast<int>(m_options.threads);
        wanted.batch = kVerifyBatch;
        engine::PlanRequest request;
        request.cache = wanted.cache;
        request.threads = wanted.threads;
        request.batch = wanted.batch;
        request.allowGpu = m_options.gpu;
        TD_TRY(const auto plan, planFor(*m_model, request));
        wanted.placement = plan.placement;
        TD_TRY(m_verifier, engine::Decoder::make(m_model, wanted));
        return {};
    }

    const std::shared_ptr<const engine::Model> m_model;
    const std::unique_ptr<engine::LocalBackend> m_backend;
    const HostInfo m_info;
    const ModelHostOptions m_options;
    std::mutex m_verifying;
    std::unique_ptr<engine::Decoder> m_verifier; ///< Guarded by m_verifying.
};

} // namespace

Result<std::shared_ptr<ModelHost>> makeOpenModelHost(const ModelHostOptions& options) {
    TD_TRY(auto model, engine::Model::load(options.model));
    engine::LocalOptions local;
    local.decoder.threads = static_cast<int>(options.threads);
    local.decoder.cache.sequences = std::max(options.sequences, 1U);
    local.decoder.cache.context =
        options.context > 0 ? options.context : std::clamp(model->config().context, 1U, kUsualContext);
    engine::PlanRequest request;
    request.cache = local.decoder.cache;
    request.threads = local.decoder.threads;
    request.batch = engine::decoderBatch(local);
    request.allowGpu = options.gpu;
    TD_TRY(const auto plan, planFor(*model, request));
    local.decoder.placement = plan.placement;
    HostInfo info;
    info.model = model->config().name;
    TD_TRY(info.modelHash, model->file().contentHash());
    info.bytes = model->file().sizeBytes();
    info.context = local.decoder.cache.context;
    info.confinedWords = "the model runs inside this program";
    TD_TRY(auto backend, engine::LocalBackend::make(model, local));
    info.device = backend->info().device;
    return std::make_shared<OpenHost>(std::move(model), std::move(backend), std::move(info), options);
}

} // namespace taodeck::worker

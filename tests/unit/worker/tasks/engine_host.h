#pragma once
/// A ModelHost without a wall for tests: the demonstration model on one thread of this process, loaded once.

#include "core/engine/generate/local_backend.h"
#include "core/worker/host/model_host.h"

namespace taodeck::worker::test {

class EngineHost final : public ModelHost {
public:
    static EngineHost& demonstration();

    Result<HostInfo> info(std::stop_token stop = {}) override;
    Result<engine::Completion> complete(const engine::CompletionRequest& request, const engine::TokenSink& sink,
                                        std::stop_token stop) override;
    Result<ProvenAnswer> prove(const engine::CompletionRequest& request, const std::array<std::uint8_t, 32>& challenge,
                               const engine::TokenSink& sink, std::stop_token stop) override;
    Result<engine::Verdict> verify(const engine::Receipt& receipt, const engine::CompletionRequest& request,
                                   const std::array<std::uint8_t, 32>& challenge, std::stop_token stop) override;
    std::uint32_t restarts() const override { return 0; }

    const engine::Tokenizer& tokenizer() const { return m_model->tokenizer(); }
    std::string name;         ///< What info() says; of the file when empty.
    std::size_t verified{0};  ///< Calls of verify().
    std::size_t completed{0}; ///< Calls of complete() and prove().

private:
    explicit EngineHost(std::shared_ptr<const engine::Model> model);

    std::shared_ptr<const engine::Model> m_model;
    std::unique_ptr<engine::LocalBackend> m_backend;
    std::unique_ptr<engine::Decoder> m_verifier;
};

} // namespace taodeck::worker::test

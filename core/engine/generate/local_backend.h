#pragma once
/// A Backend on this machine: one model, one decoder, one engine thread that batches the requests of all callers.

#include "core/engine/decode/decoder.h"
#include "core/engine/generate/backend.h"

#include <memory>

namespace taodeck::engine {

struct LocalOptions {
    DecoderOptions decoder;          ///< cache.sequences requests run at once, the others wait. batch is set here.
    std::uint32_t prefillChunk{128}; ///< Prompt tokens of one step; a cancellation waits for one step at most.
    std::uint32_t maxQueue{64};      ///< Waiting requests; one more is refused with LimitExceeded.
};

/// The batch that the backend's decoder is made with: one token of every answer and a chunk of a prompt fit into one
/// step.
std::uint32_t decoderBatch(const LocalOptions& options);

/// Destruction cancels what runs and waits, and returns when every caller has its answer; no call may begin after it
/// did.
class LocalBackend : public Backend {
public:
    /// Errors: as Decoder::make.
    static Result<std::unique_ptr<LocalBackend>> make(std::shared_ptr<const Model> model, const LocalOptions& options);
    virtual std::uint64_t ownedBytes() const = 0; ///< Beyond the mapped file.
};

/// The prompt of a request as tokens: text as it stands, a conversation by the model's template.
/// Errors: Unsupported (no template), OutOfRange (an empty prompt, a conversation that the family does not allow).
Result<std::vector<TokenId>> promptTokens(const Model& model, const CompletionRequest& request);

} // namespace taodeck::engine

#pragma once
/// Many requests through one decoder: each step feeds one token of every running answer and a chunk of waiting prompts
/// in one batch. A request may join between any two steps. The caches of finished requests are kept, and a new prompt
/// begins behind the longest prefix that some slot still holds. Not thread safe: one thread drives it.

#include "core/engine/decode/decoder.h"
#include "core/engine/generate/answer_text.h"
#include "core/engine/generate/backend.h"
#include "core/engine/generate/sampler.h"

#include <optional>

namespace taodeck::engine {

/// One request on its way. The caller keeps it until step() gives it back.
struct Task {
    Task(const CompletionRequest& r, const TokenSink& s, std::stop_token st, std::vector<TokenId> prompt);

    const CompletionRequest& request;
    const TokenSink& sink;
    const std::stop_token stop;
    Completion out;
    std::optional<Error> error; ///< The device failed.

    // The batcher's own.
    Sampler sampler;
    AnswerText text;
    std::vector<TokenId> all; ///< Prompt and answer.
    std::size_t fed{0};       ///< So many of them are in the cache.
    std::uint32_t slot{0};
    std::chrono::steady_clock::time_point since;
};

class Batcher {
public:
    /// `decoder` must outlive it. @param prefillChunk most prompt tokens of one step: the time until a waiting
    /// request's token or a cancellation comes through.
    Batcher(Decoder& decoder, std::uint32_t prefillChunk);

    bool hasRoom() const { return m_running.size() < m_slots.size(); }
    bool idle() const { return m_running.empty(); }
    /// The prompt holds 1 to context tokens. Needs room.
    void admit(Task& task);
    /// One forward pass, or none when every task was stopped. @return the tasks that ended with it.
    std::vector<Task*> step();
    /// Ends a task that was never admitted, or was: as cancelled.
    static void cancel(Task& task);

private:
    struct Slot {
        std::vector<TokenId> held; ///< Tokens whose keys and values are in the cache.
        Task* task{nullptr};
        std::uint64_t used{0}; ///< When it was last given away.
    };
    void placeBehindPrefix(Task& task);
    void removeStopped(std::vector<Task*>& ended);
    void fillBatch();
    bool takeLogits(Task& task, std::span<const float> logits);
    void release(Task& task);

    Decoder& m_decoder;
    const std::uint32_t m_prefillChunk;
    std::vector<Slot> m_slots;
    std::vector<Task*> m_running;    ///< In the order of admission.
    std::vector<BatchToken> m_batch; ///< Of this step.
    std::vector<Task*> m_wanting;    ///< Whose logits this step gives, in the batch's order.
    std::vector<float> m_logits;
    std::uint64_t m_clock{0};
};

} // namespace taodeck::engine

#pragma once
/// What miners are asked and how validators judge it, one class per kind of work. A new kind is a class in its own file
/// and a row in registry.cpp. Both sides live together, so that the question, the answer and the judgement stay one
/// protocol. Bodies are JSON from strangers: read with limits.

#include "core/worker/host/model_host.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::worker {

/// A question that a validator made up, and what it needs to judge the answer. Equal seeds make equal questions.
struct Challenge {
    std::string body; ///< The request's JSON, as it goes to the miner.
    std::uint64_t seed{0};
    std::string summary; ///< One line for the log.
};

struct MinerAnswer {
    std::string body;
    std::string prompt, text; ///< For the log.
    std::uint32_t promptTokens{0}, answerTokens{0};
};

struct Judgement {
    double score{0};    ///< 0..1 of this answer; latency is part of it where the task says so.
    std::string reason; ///< English, one line: why not 1.
    std::string text;   ///< For the log.
};

class Task {
public:
    virtual ~Task() = default;
    virtual std::string_view id() const = 0;      ///< "text", "sentiment".
    virtual std::string_view path() const = 0;    ///< "/v1/text": the request target of the axon.
    virtual std::string_view synapse() const = 0; ///< Its name in the older protocol: "TaodeckText".

    /// Miner. Errors: Malformed, OutOfRange (the asker's fault), and the host's.
    virtual Result<MinerAnswer> answer(std::string_view body, ModelHost& host, std::stop_token stop) const = 0;
    /// Validator.
    virtual Result<Challenge> ask(std::uint64_t seed, ModelHost& host) const = 0;
    /// Whatever the miner sent is judged, not failed; errors are this machine's own (the host's).
    virtual Result<Judgement> judge(const Challenge& challenge, std::string_view answer, std::chrono::milliseconds took,
                                    std::chrono::milliseconds limit, ModelHost& host, std::stop_token stop) const = 0;
};

/// NotFound.
Result<std::shared_ptr<const Task>> makeTask(std::string_view id);

} // namespace taodeck::worker

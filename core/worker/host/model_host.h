#pragma once
/// A model behind a wall: strangers' files are opened, and their numbers multiplied, in a child process that has no
/// key, no network and no file but the model (core/sandbox). Its death is an error here, and a new child is started by
/// the next call. Calls wait; several threads may call.

#include "core/engine/generate/backend.h"
#include "core/engine/receipt/receipt.h"

#include <filesystem>
#include <memory>

namespace taodeck::worker {

struct ModelHostOptions {
    std::filesystem::path program; ///< taodeck-worker; empty: the running one.
    std::filesystem::path model;
    std::uint32_t context{0}, sequences{4}, threads{0};
    bool gpu{true};
    std::chrono::milliseconds loadLimit{120'000}, hangLimit{60'000}; ///< Longer without a word: killed.
};

struct HostInfo {
    std::string model; ///< Foreign text.
    std::string device;
    std::array<std::uint8_t, 32> modelHash{};
    std::uint64_t bytes{0};
    std::uint32_t context{0};
    bool confined{false};
    std::string confinedWords;
};

struct ProvenAnswer {
    engine::Completion completion;
    engine::Receipt receipt;
};

class ModelHost {
public:
    virtual ~ModelHost() = default;
    /// Starts the child if there is none. Errors of all calls: the model's own (a sentence about the file), Io (the
    /// child died: its signal is named), Timeout, Cancelled, LimitExceeded (too much at once).
    virtual Result<HostInfo> info() = 0;
    virtual Result<engine::Completion> complete(const engine::CompletionRequest& request, const engine::TokenSink& sink,
                                                std::stop_token stop) = 0;
    virtual Result<ProvenAnswer> prove(const engine::CompletionRequest& request,
                                       const std::array<std::uint8_t, 32>& challenge, const engine::TokenSink& sink,
                                       std::stop_token stop) = 0;
    /// One prefill. `request` is what was asked for.
    virtual Result<engine::Verdict> verify(const engine::Receipt& receipt, const engine::CompletionRequest& request,
                                           const std::array<std::uint8_t, 32>& challenge, std::stop_token stop) = 0;
    virtual std::uint32_t restarts() const = 0;
};

/// The child is started by the first call.
std::shared_ptr<ModelHost> makeModelHost(ModelHostOptions options);
/// In this process: for models that this program made itself (the demonstration model of the localnet's cast, tests).
Result<std::shared_ptr<ModelHost>> makeOpenModelHost(const ModelHostOptions& options);

/// What the child runs (taodeck-worker model-host): confines itself, loads, answers on descriptor `fd` until it closes.
int runModelHost(int fd, const ModelHostOptions& options);

} // namespace taodeck::worker

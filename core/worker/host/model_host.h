#pragma once
/// A model behind a wall: strangers' files are opened, and their numbers multiplied, in a child process that has no
/// key, no network and no file but the model (core/sandbox). Its death is an error here, and a new child is started by
/// the next call. Calls wait; several threads may call.

#include "core/engine/generate/backend.h"
#include "core/engine/receipt/receipt.h"

#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>

namespace taodeck::worker {

class HostLauncher;

struct ModelHostOptions {
    std::filesystem::path
        program; ///< taodeck-worker; empty: the running one. Unused with a launcher, which has its own.
    std::filesystem::path model;
    std::uint32_t context{0}; ///< 0: the model's own, at most 4096.
    std::uint32_t sequences{4}, threads{0};
    bool gpu{true};
    std::chrono::milliseconds loadLimit{120'000};
    /// Longer without a word while it works: killed. A word is a token, a result or a sign of life; signs of life alone
    /// help no longer than kStallFactor times this.
    std::chrono::milliseconds hangLimit{60'000};
    /// Who starts the child; a program that has confined itself cannot (launcher.h). Null: this process.
    std::shared_ptr<HostLauncher> launcher{};
};
inline constexpr int kStallFactor = 5;

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
    /// Starts the child if there is none, and waits until it has the model; cancelled, the child goes on loading.
    /// Errors of all calls: the model's own (a sentence about the file), Io (the child died: its signal is named),
    /// Timeout, Cancelled, LimitExceeded (too much at once).
    virtual Result<HostInfo> info(std::stop_token stop = {}) = 0;
    virtual Result<engine::Completion> complete(const engine::CompletionRequest& request, const engine::TokenSink& sink,
                                                std::stop_token stop) = 0;
    virtual Result<ProvenAnswer> prove(const engine::CompletionRequest& request,
                                       const std::array<std::uint8_t, 32>& challenge, const engine::TokenSink& sink,
                                       std::stop_token stop) = 0;
    /// One prefill. `request` is what was asked for.
    virtual Result<engine::Verdict> verify(const engine::Receipt& receipt, const engine::CompletionRequest& request,
                                           const std::array<std::uint8_t, 32>& challenge, std::stop_token stop) = 0;
    virtual std::uint32_t restarts() const = 0; ///< Children after the first.
};

/// The child is started by the first call. After a death the next call starts another; a model whose child
/// faults three times in a row without an answer is taken for broken: Malformed, and not tried again until its file
/// changes. A model that cannot be loaded, or whose child is killed from outside or too slow time after time, is tried
/// again after half a second, later after up to half a minute; calls in between get the same error.
std::shared_ptr<ModelHost> makeModelHost(ModelHostOptions options);
/// In this process: for models that this program made itself (the demonstration model of the localnet's cast, tests).
Result<std::shared_ptr<ModelHost>> makeOpenModelHost(const ModelHostOptions& options);

/// What the child runs (taodeck-worker model-host): confines itself, loads, answers on descriptor `fd` until it closes.
int runModelHost(int fd, const ModelHostOptions& options);

} // namespace taodeck::worker

#pragma once
/// One command, one function: each prints its result and returns an error as a sentence.

#include "app/taodeck-worker/options.h"

#include <stop_token>

namespace taodeck::engine {
class Model;
struct DecoderOptions;
} // namespace taodeck::engine

namespace taodeck::worker {

/// The exit code, or an error.
Result<int> runPrompt(const Options& options, const std::stop_token& stop);
/// Says whether a model fits, with numbers; exit code 1 when it does not.
Result<int> runPlan(const Options& options, const std::stop_token& stop);
Result<int> runBench(const Options& options, const std::stop_token& stop);
/// An OpenAI-compatible endpoint on loopback, until interrupted.
Result<int> runServe(const Options& options, const std::stop_token& stop);
Result<int> runVerify(const Options& options, const std::stop_token& stop);
/// A model's process, for the program at the other end of --descriptor alone.
Result<int> runModelHostCommand(const Options& options, const std::stop_token& stop);
/// A miner or validator of a worker's folder, until it is told to end.
Result<int> runNeuron(const Options& options, const std::stop_token& stop);
/// The localnet's live market, until interrupted.
Result<int> runMarket(const Options& options, const std::stop_token& stop);

struct Command {
    const char* name;
    std::size_t words; ///< After the name.
    Result<int> (*run)(const Options& options, const std::stop_token& stop);
    /// Runs before this program has a second thread: it confines itself, and looks after interrupts itself.
    bool alone{false};
};
/// Malformed for an unknown command or a wrong number of words.
Result<const Command*> findCommand(const std::vector<std::string>& words);

/// What the options ask of a model.
Result<engine::CompletionRequest> requestFrom(const Options& options);
Result<engine::DecoderOptions> decoderFrom(const Options& options);
Result<std::string> readFile(const std::string& path, std::size_t mostBytes);
/// The first line of a file, so that a key stands in no command line; empty when no file is named.
Result<std::string> readKey(const std::string& path);
std::string finishName(engine::FinishReason finish);

} // namespace taodeck::worker

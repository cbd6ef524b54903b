#pragma once
/// The embedded chain as a process: started, watched, restarted, ended with us. Trusts its own program only; what the
/// chain says is checked by the light client like any other node's words.

#include "core/supervise/process.h"

#include <cstdint>

namespace taodeck::supervise {

struct LocalnetOptions {
    std::filesystem::path program; ///< taodeck-localnet; empty: findProgram().
    std::vector<std::string> arguments;
    std::filesystem::path errorLog;
    bool restart{true};
    std::chrono::milliseconds startLimit{
        30'000}; ///< Until it prints its endpoint; then it is ended and told as Timeout.
};

/// The JSON line that taodeck-localnet prints first.
struct LocalnetInfo {
    std::string endpoint; ///< ws://127.0.0.1:PORT
    std::string genesis;  ///< 0x and 64 hex digits.
    std::uint64_t blockMillis{0};
    std::string stateFolder;
};
/// @return Malformed when it is not such a line.
Result<LocalnetInfo> parseLocalnetLine(const std::string& line);

struct LocalnetHealth {
    std::uint32_t best{0}, finalized{0};
};

/// On the process's strand.
struct LocalnetEvents {
    std::function<void(Result<LocalnetInfo>)> onReady; ///< After every start; an error when it could not be.
    std::function<void(const Exit&)> onExit;
};

/// May be dropped on any thread while the io_context runs, which must outlive it.
class LocalnetProcess {
public:
    virtual ~LocalnetProcess() = default;
    virtual void start() = 0;
    virtual void stop() = 0;
    virtual int pid() const = 0;
    /// Asks the running chain for its heads. @return Disconnected or Timeout when it does not answer.
    virtual void health(std::function<void(Result<LocalnetHealth>)> done) = 0;
};

std::shared_ptr<LocalnetProcess> makeLocalnetProcess(boost::asio::io_context& io, LocalnetOptions options,
                                                     LocalnetEvents events);

} // namespace taodeck::supervise

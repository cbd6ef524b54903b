#pragma once
/// One child process that holds a model, from its start to its end, seen from the program that started it. A thread of
/// its own reads what the child tells, watches how long it is silent, and ends it. Trusts nothing that the child says:
/// sizes are bounded, what was not asked for is a fault, and a fault ends the child.

#include "core/worker/host/message.h"
#include "core/worker/host/spawn.h"

namespace taodeck::worker {

/// How a child came to its end.
struct HostEnd {
    Error error{Errc::Io, {}};
    bool modelSaid{false}; ///< The model cannot be loaded, and the child said why.
    bool notStarted{false};
    bool fromOutside{false}; ///< Killed, or too slow: of a busy machine as likely as of the file.
    bool answered{false};    ///< It answered at least one request before.
};

class HostProcess {
public:
    /// Returns before the child runs. Io.
    static Result<std::shared_ptr<HostProcess>> start(const ModelHostOptions& options,
                                                      std::shared_ptr<HostSpawner> spawner);
    virtual ~HostProcess() = default; ///< Ends the child. No call may be running.

    /// Waits until the model is loaded. Cancelled: the child goes on loading.
    virtual Result<HostInfo> ready(std::stop_token stop) = 0;
    /// Waits for the answer; tokens are given to `sink` on the calling thread. `ask.id` is set here.
    virtual Result<Tell> call(Ask ask, const engine::TokenSink& sink, std::stop_token stop) = 0;
    /// Empty while it lives.
    virtual std::optional<HostEnd> ended() const = 0;
};

} // namespace taodeck::worker

#pragma once
/// A small process that starts the models' processes on behalf of one that has confined itself and so cannot. Forked
/// from the program while it is young: before threads, keys and confinement. It starts nothing but `taodeck-worker
/// model-host`, holds nothing but its end of a socket, and ends, with all that it started, when the program does.

#include "core/worker/host/spawn.h"

namespace taodeck::worker {

class HostLauncher : public HostSpawner {
public:
    /// @param program taodeck-worker; empty: the running one. Conflict (threads run already), Io, NotFound.
    static Result<std::shared_ptr<HostLauncher>> start(std::filesystem::path program = {});
    virtual int pid() const = 0;
};

} // namespace taodeck::worker

#pragma once
/// Starts and ends the processes that hold models: nothing inherited but one end of a socket, no environment but what
/// the GPU's library needs, a session of its own, killed by the system when the thread that started it ends. POSIX.

#include "core/worker/host/model_host.h"
#include "core/worker/host/stream.h"

#include <set>

namespace taodeck::worker {

struct HostChild {
    int pid{0};
    Descriptor socket;
};

struct HostExit {
    int code{0}, signal{0}; ///< signal: not 0 when one ended it.
    bool known{true};       ///< False: it is being ended and has not come to its end yet.
};

/// Who can start such processes.
class HostSpawner {
public:
    virtual ~HostSpawner() = default;
    /// NotFound, Io. Of the options the program is ignored.
    virtual Result<HostChild> start(const ModelHostOptions& options) = 0;
    /// Its end and how it came. @param kill at once; else it gets half a second to end by itself.
    virtual HostExit end(int pid, bool kill) = 0;
};

/// Children of this process. Not thread safe.
class HostChildren {
public:
    explicit HostChildren(std::filesystem::path program) : m_program{std::move(program)} {}
    Result<HostChild> start(const ModelHostOptions& options);
    HostExit end(int pid, bool kill);
    void killAll();

private:
    void reapLate();
    const std::filesystem::path m_program;
    std::set<int> m_running, m_late; ///< m_late: killed, and not gone when they were last asked for.
};

/// This process, from any thread. @param program empty: the running one.
std::shared_ptr<HostSpawner> directSpawner(std::filesystem::path program);
/// The running program. NotFound.
Result<std::filesystem::path> ownProgram();

} // namespace taodeck::worker

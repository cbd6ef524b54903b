#pragma once
/// Keeps one worker's process as it is wanted: started while it is wanted and there is a node to talk to, asked for its
/// status, told to rest, started again after a crash or a hang with growing pauses, ended when nobody wants it. At most
/// one process per folder: the next is started only after the last one is seen gone, and a lock keeps other programs
/// out. Everything on the service's strand; trusts its own program's words no further than their form.

#include "core/base/clock.h"
#include "core/rpc/client.h"
#include "core/supervise/process.h"
#include "core/supervise/workers/worker_folder.h"

#include <functional>
#include <memory>

namespace taodeck::supervise {

/// The reason of a row whose worker another program runs, until that answers.
inline constexpr const char* kRunsElsewhere = "Another program runs this worker.";

struct RunLimits {
    std::chrono::milliseconds start{30'000}; ///< From the process's start to its control line.
    std::chrono::milliseconds hang{30'000};  ///< Without an answer: ended and started again.
    std::chrono::milliseconds poll{5'000};
    std::chrono::milliseconds lookAround{5'000}; ///< Battery, processor, time of day, other programs' workers.
    std::chrono::milliseconds backoffFirst{1'000}, backoffMax{60'000};
    std::chrono::milliseconds stable{60'000}; ///< Up so long: the next pause is the first one again.
    std::chrono::milliseconds grace{8'000};   ///< From the request to end to the kill.
};

/// What runs need of the world; shared by all of a service.
struct RunTools {
    std::function<void(std::function<void()>)> post; ///< Onto the strand.
    std::function<void(std::chrono::milliseconds, std::function<void()>)> later;
    std::function<std::shared_ptr<Process>(ProcessOptions, ProcessEvents)> makeProcess;
    std::function<std::shared_ptr<rpc::Client>(const std::string& url, const std::string& bearer)> connect;
    std::shared_ptr<const Clock> clock;
    std::filesystem::path program; ///< taodeck-worker.
    RunLimits limits;
};

/// The node that a worker talks to. A chain that was begun anew at the same address is another node.
struct Node {
    std::string url, genesis;
    std::string why; ///< English; why there is none.
    friend bool operator==(const Node&, const Node&) = default;
};

class WorkerRun : public std::enable_shared_from_this<WorkerRun> {
public:
    WorkerRun(std::shared_ptr<const RunTools> tools, WorkerFolder folder, api::WorkerSettings settings,
              std::function<void()> changed);
    ~WorkerRun();

    const api::WorkerSettings& settings() const { return m_settings; }
    const WorkerFolder& folder() const { return m_folder; }
    bool wanted() const { return m_wanted; }
    /// Of its process, which leads a group of that number; 0 when it does not run.
    int pid() const { return m_process ? m_process->pid() : 0; }

    void setNode(Node node);
    void setRest(std::string reason);               ///< Empty: it may work.
    void setSettings(api::WorkerSettings settings); ///< A running process is started again with them.
    void start();
    /// Answers when its process is gone.
    void stop(std::function<void()> gone);
    /// Looks whether another program runs this worker, to show what it says and to be able to stop it.
    void lookElsewhere();

    /// As it is now: settings, state and what the neuron said last. Nothing of the database.
    api::WorkerRow row() const;
    bool runsElsewhere() const { return m_elsewhere; } ///< Another program holds it; stop() asks its process.

private:
    enum class Phase { None, Starting, Up, Ending };

    std::filesystem::path errorLog() const { return m_folder.path() / "worker.err"; } ///< Of this start.
    void settle();
    void begin();
    void end(std::string reason);
    void onLine(const std::string& line);
    void onExit(const Exit& exit);
    void onFailure(const Error& error);
    void connect(const std::string& url, const std::string& bearer);
    void onLink(bool connected);
    void onStatus(const Result<rpc::json>& status);
    void poll();
    void sendRest();
    void backOff(std::string reason);
    void disconnect();
    void attach();
    void answerGone();
    void changed() const { m_changed(); }
    /// Calls `fn(self)` on the strand unless another process was begun since.
    template <class Fn>
    auto guarded(Fn fn);

    const std::shared_ptr<const RunTools> m_tools;
    const WorkerFolder m_folder;
    api::WorkerSettings m_settings;
    const std::function<void()> m_changed;

    bool m_wanted{false}, m_restart{false}, m_elsewhere{false};
    Node m_node, m_nodeUsed;
    std::string m_rest, m_restSent;
    Phase m_phase{Phase::None};
    std::uint64_t m_generation{0}; ///< Of the process; late events of an older one are dropped.
    std::shared_ptr<Process> m_process;
    std::optional<SupervisorLock> m_lock;
    std::string m_secret;
    std::shared_ptr<rpc::Client> m_client;
    Subscription m_link, m_statuses;
    std::optional<api::WorkerRow> m_live;
    std::chrono::steady_clock::time_point m_startedAt{}, m_heardAt{};
    std::optional<api::WorkerTime> m_upSince, m_retryAt;
    std::chrono::milliseconds m_backoff;
    bool m_failed{false}; ///< Will not try again by itself.
    std::string m_reason;
    std::vector<std::function<void()>> m_gone;
};

} // namespace taodeck::supervise

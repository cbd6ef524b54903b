#include "core/worker/neuron/external_program.h"

#include "core/base/foreign_text.h"
#include "core/base/log.h"

#include <condition_variable>
#include <future>
#include <mutex>

namespace taodeck::worker {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kEndLimit{5'000}; ///< More than the program has before it is killed.

/// It will not be started again unless somebody asks.
bool isOver(const ExternalStatus& status) {
    return status.state == ExternalState::GivenUp || (status.state == ExternalState::Stopped && status.byItself);
}

Error overError(const ExternalStatus& status) {
    if (status.state == ExternalState::GivenUp) return {Errc::Refused, status.reason};
    return {Errc::Refused, status.reason + ", and its recipe does not start it again"};
}

class Program {
public:
    explicit Program(const Recipe& recipe) : m_name{recipe.name}, m_left{recipe.restart == RestartWhen::Never} {}
    void own(std::shared_ptr<ExternalMiner> miner) { m_miner = std::move(miner); }

    void changed(const ExternalStatus& status) {
        const std::lock_guard lock{m_mutex};
        m_status = status;
        m_changed.notify_all();
    }

    Result<HostInfo> prepare(std::stop_token stop) {
        std::unique_lock lock{m_mutex};
        if (isOver(m_status)) m_status = {};
        if (!m_resting) m_miner->start(); // one that runs goes on
        const auto decided = [this] {
            return m_resting || m_status.state == ExternalState::Running || isOver(m_status) || leftUnwell();
        };
        if (!m_changed.wait(lock, stop, decided)) return fail(Errc::Cancelled, "stopped");
        if (m_resting) return fail(Errc::Cancelled, "paused");
        if (isOver(m_status)) return tl::unexpected<Error>{overError(m_status)};
        if (leftUnwell()) return fail(Errc::Io, m_status.reason); // asked again later: it may get well
        HostInfo info;
        info.model = m_name;
        info.device = "external program, process " + std::to_string(m_status.pid);
        info.confinedWords = "An external program runs with the rights of its user: it is not confined.";
        return info;
    }

    Result<> trouble() {
        const std::lock_guard lock{m_mutex};
        if (m_resting || m_status.state == ExternalState::Running) return {};
        if (isOver(m_status)) return tl::unexpected<Error>{overError(m_status)};
        return fail(Errc::Io, m_status.reason.empty() ? "the program does not serve" : m_status.reason);
    }

    /// While it rests the program does not run; afterwards prepare() starts it.
    void rest(bool rests) {
        const std::lock_guard lock{m_mutex};
        m_resting = rests;
        if (rests) {
            m_status = {};
            m_miner->stop();
        }
        m_changed.notify_all();
    }

    /// For good. Returns when the program is gone: who comes after us must not meet it.
    void end() {
        const auto gone = std::make_shared<std::promise<void>>();
        auto waited = gone->get_future();
        m_miner->stop([gone] { gone->set_value(); });
        if (waited.wait_for(kEndLimit) != std::future_status::ready)
            log::warn("program", m_name + " did not end in time");
    }

private:
    /// It runs and fails its checks, and its recipe forbids to replace it.
    bool leftUnwell() const { return m_left && m_status.state == ExternalState::Failing; }

    const std::string m_name;
    const bool m_left; ///< An unwell program is left as it is.
    std::shared_ptr<ExternalMiner> m_miner;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    ExternalStatus m_status;
    bool m_resting{false};
};

/// Which port is announced, or why none is.
void announceProgram(NeuronParts& parts, const Recipe& recipe) {
    if (recipe.announces) {
        parts.notAnnounced = "Its program tells the chain by itself where it listens.";
    } else if (recipe.ports.empty()) {
        parts.notAnnounced = "Not announced, as its recipe names no port: nobody can ask it.";
    } else {
        parts.settings.port = recipe.ports.front();
        return;
    }
    parts.announce = {};
}

} // namespace

void useProgram(NeuronParts& parts, Recipe recipe) {
    announceProgram(parts, recipe);
    const auto program = std::make_shared<Program>(recipe);
    ExternalEvents events;
    events.onChange = [weak = std::weak_ptr{program}](const ExternalStatus& status) {
        if (const auto self = weak.lock()) self->changed(status);
    };
    events.onLine = [](const std::string& line) { log::info("program", ForeignText{line}.plain(500)); };
    program->own(makeExternalMiner(*parts.io, std::move(recipe), std::move(events)));
    parts.prepare = [program](std::stop_token stop) { return program->prepare(std::move(stop)); };
    parts.trouble = [program] { return program->trouble(); };
    parts.rest = [program](bool rests) { program->rest(rests); };
    parts.end = [program] { program->end(); };
    parts.ownAxon = false;
}

} // namespace taodeck::worker

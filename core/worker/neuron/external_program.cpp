#include "core/worker/neuron/external_program.h"

#include "core/base/foreign_text.h"
#include "core/base/log.h"

#include <condition_variable>
#include <mutex>

namespace taodeck::worker {

namespace {

class Program {
public:
    explicit Program(std::string name) : m_name{std::move(name)} {}
    void own(std::shared_ptr<ExternalMiner> miner) { m_miner = std::move(miner); }

    void changed(const ExternalStatus& status) {
        const std::lock_guard lock{m_mutex};
        m_status = status;
        m_changed.notify_all();
    }

    Result<HostInfo> prepare(std::stop_token stop) {
        std::unique_lock lock{m_mutex};
        if (m_status.state == ExternalState::GivenUp) m_status = {};
        m_miner->start(); // one that runs goes on
        const auto decided = [this] {
            return m_status.state == ExternalState::Running || m_status.state == ExternalState::GivenUp;
        };
        if (!m_changed.wait(lock, stop, decided)) return fail(Errc::Cancelled, "stopped");
        if (m_status.state == ExternalState::GivenUp) return fail(Errc::Refused, m_status.reason);
        HostInfo info;
        info.model = m_name;
        info.device = "external program, process " + std::to_string(m_status.pid);
        info.confinedWords = "An external program runs with the rights of its user: it is not confined.";
        return info;
    }

    Result<> trouble() {
        const std::lock_guard lock{m_mutex};
        switch (m_status.state) {
        case ExternalState::Running:
            return {};
        case ExternalState::GivenUp:
            return fail(Errc::Refused, m_status.reason);
        default:
            return fail(Errc::Io, m_status.reason.empty() ? "the program does not serve" : m_status.reason);
        }
    }

private:
    const std::string m_name;
    std::shared_ptr<ExternalMiner> m_miner;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    ExternalStatus m_status;
};

} // namespace

void useProgram(NeuronParts& parts, Recipe recipe) {
    const auto program = std::make_shared<Program>(recipe.name);
    ExternalEvents events;
    events.onChange = [weak = std::weak_ptr{program}](const ExternalStatus& status) {
        if (const auto self = weak.lock()) self->changed(status);
    };
    events.onLine = [](const std::string& line) { log::info("program", ForeignText{line}.plain(500)); };
    program->own(makeExternalMiner(*parts.io, std::move(recipe), std::move(events)));
    parts.prepare = [program](std::stop_token stop) { return program->prepare(std::move(stop)); };
    parts.trouble = [program] { return program->trouble(); };
    parts.ownAxon = false;
}

} // namespace taodeck::worker

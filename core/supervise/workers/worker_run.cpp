#include "core/supervise/workers/worker_run.h"

#include "core/base/log.h"
#include "core/store/worker_json.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <fstream>

namespace taodeck::supervise {
namespace {

using api::WorkerState;
using rpc::json;

constexpr std::uintmax_t kErrorLogMost = 4u << 20;

/// The last line that a process left on its standard error, cut and cleaned.
std::string lastWords(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary | std::ios::ate};
    if (!in) return {};
    const auto size = static_cast<std::streamoff>(in.tellg());
    in.seekg(std::max<std::streamoff>(0, size - 2'000));
    std::string last;
    for (std::string line; std::getline(in, line);)
        if (line.find_first_not_of(" \r\t") != std::string::npos) last = line;
    return ForeignText{std::move(last)}.plain(300);
}

/// @param said what it printed last, if anything.
std::string exitWords(const Exit& exit, const std::string& said) {
    if (exit.signal != 0)
        return "Its process ended by signal " + std::to_string(exit.signal) + " (" + ::strsignal(exit.signal) + ").";
    return "Its process ended with code " + std::to_string(exit.code) + (said.empty() ? "." : ": " + said);
}

/// {"control":"ws://127.0.0.1:PORT", ...}; only this machine's own address is taken.
std::optional<std::string> controlAddress(const std::string& line) {
    const json value = json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!value.is_object()) return std::nullopt;
    const auto found = value.find("control");
    if (found == value.end() || !found->is_string()) return std::nullopt;
    auto url = found->get<std::string>();
    return url.starts_with("ws://127.0.0.1:") ? std::optional{std::move(url)} : std::nullopt;
}

} // namespace

WorkerRun::WorkerRun(std::shared_ptr<const RunTools> tools, WorkerFolder folder, api::WorkerSettings settings,
                     std::function<void()> changed)
    : m_tools{std::move(tools)}, m_folder{std::move(folder)},
      m_settings{std::move(settings)}, m_changed{std::move(changed)}, m_backoff{m_tools->limits.backoffFirst} {}

WorkerRun::~WorkerRun() {
    std::error_code ignored;
    if (m_lock) std::filesystem::remove(m_folder.supervisorFile(), ignored);
}

template <class Fn>
auto WorkerRun::guarded(Fn fn) {
    return [weak = weak_from_this(), generation = m_generation, fn = std::move(fn)](auto... values) {
        const auto self = weak.lock();
        if (!self) return;
        self->m_tools->post([weak, generation, fn, values...] {
            const auto run = weak.lock();
            if (run && run->m_generation == generation) fn(*run, values...);
        });
    };
}

void WorkerRun::setNode(Node node) {
    if (m_node == node) return;
    m_node = std::move(node);
    settle();
    changed();
}

void WorkerRun::setRest(std::string reason) {
    if (m_rest == reason) return;
    m_rest = std::move(reason);
    settle();
    sendRest();
    changed();
}

void WorkerRun::setSettings(api::WorkerSettings settings) {
    m_settings = std::move(settings);
    m_failed = false;
    m_restart = m_process != nullptr;
    settle();
    changed();
}

void WorkerRun::start() {
    if (m_elsewhere) return;
    m_wanted = true;
    m_failed = false;
    m_retryAt.reset();
    m_reason.clear();
    m_backoff = m_tools->limits.backoffFirst;
    settle();
    changed();
}

void WorkerRun::stop(std::function<void()> gone) {
    m_wanted = false;
    m_failed = false;
    m_retryAt.reset();
    m_reason.clear();
    if (gone) m_gone.push_back(std::move(gone));
    if (m_elsewhere && m_client) {
        m_client->call("worker_stop", json::array(), [](const Result<json>&) {}); // seen by lookElsewhere()
        answerGone();
    }
    settle();
    changed();
}

/// Brings what is nearer to what is wanted; called after every change of either.
void WorkerRun::settle() {
    const bool run = m_wanted && !m_node.url.empty() && !m_failed;
    if (m_phase == Phase::Ending) return; // its end comes back here
    if (m_process) {
        const bool other = m_node.url != m_nodeUsed.url || m_node.genesis != m_nodeUsed.genesis;
        if (!run || other || m_restart) end({});
        return;
    }
    if (!m_wanted) {
        if (m_lock) {
            std::error_code ignored;
            std::filesystem::remove(m_folder.supervisorFile(), ignored);
        }
        m_lock.reset();
        return answerGone();
    }
    // A validator rests in its process: what it committed must be revealed in time.
    const bool mayBegin = m_rest.empty() || m_settings.role == api::Role::Validator;
    if (run && !m_retryAt && mayBegin) begin();
}

void WorkerRun::begin() {
    ++m_generation;
    m_restart = false;
    if (!m_lock) {
        auto lock = SupervisorLock::take(m_folder);
        if (!lock) return backOff("It cannot be started: " + lock.error().context + '.');
        m_lock.emplace(*std::move(lock));
    }
    auto secret = m_folder.newSecret();
    if (!secret) return backOff("Its folder cannot be written: " + secret.error().context);
    m_secret = *std::move(secret);
    m_nodeUsed = m_node;
    m_restSent.clear();
    ProcessOptions options;
    options.program = m_tools->program;
    options.arguments = {"neuron", "--folder", m_folder.path().string(), "--node", m_node.url};
    options.errorLog = errorLog();
    std::error_code ignored; // there may be none
    std::filesystem::remove(errorLog(), ignored);
    options.grace = m_tools->limits.grace;
    options.nice = 5; // the person's own programs come first
    ProcessEvents events;
    events.onLine = guarded([](WorkerRun& run, const std::string& line) { run.onLine(line); });
    events.onExit = guarded([](WorkerRun& run, const Exit& exit) { run.onExit(exit); });
    events.onFailure = guarded([](WorkerRun& run, const Error& error) { run.onFailure(error); });
    m_phase = Phase::Starting;
    m_startedAt = m_tools->clock->steady();
    m_process = m_tools->makeProcess(std::move(options), std::move(events));
    m_process->start();
    m_tools->later(m_tools->limits.start, guarded([](WorkerRun& run) {
                       if (run.m_phase == Phase::Starting) run.end("It did not come up in time.");
                   }));
    changed();
}

/// @param reason not empty: a fault of the process, which is told and waited out.
void WorkerRun::end(std::string reason) {
    m_reason = std::move(reason);
    m_phase = Phase::Ending;
    disconnect();
    m_process->stop();
    changed();
}

void WorkerRun::disconnect() {
    m_statuses.reset();
    m_link.reset();
    m_client.reset();
    m_live.reset();
    m_upSince.reset();
}

void WorkerRun::onLine(const std::string& line) {
    if (m_phase != Phase::Starting) return;
    const auto url = controlAddress(line);
    if (!url) return;
    m_phase = Phase::Up;
    m_upSince = m_tools->clock->now();
    m_heardAt = m_tools->clock->steady();
    // For other programs of the same person, so that they can show and stop what this one runs.
    const json control{{"control", *url}, {"bearer", m_secret}, {"pid", pid()}};
    if (auto written = writeAtomically(m_folder.supervisorFile(), control.dump()); !written)
        m_reason = written.error().context;
    connect(*url, m_secret);
    poll();
    changed();
}

void WorkerRun::connect(const std::string& url, const std::string& bearer) {
    m_client = m_tools->connect(url, bearer);
    m_link = m_client->onLink([event = guarded([](WorkerRun& run, bool connected) { run.onLink(connected); })](
                                  rpc::LinkEvent link, const Error&) { event(link == rpc::LinkEvent::Connected); });
    m_client->start();
}

void WorkerRun::onLink(bool connected) {
    m_statuses.reset();
    if (!connected && m_elsewhere) {
        disconnect(); // it may have ended; poll() looks again
        return changed();
    }
    if (!connected || !m_client) return;
    const auto status = guarded([](WorkerRun& run, const Result<json>& value) { run.onStatus(value); });
    m_statuses = m_client->subscribe("worker_subscribe", json::array(), "worker_unsubscribe", status);
    m_client->call("worker_status", json::array(), status);
    sendRest();
}

void WorkerRun::onStatus(const Result<json>& status) {
    if (!status || !m_client) return;     // silence is noticed by poll()
    m_heardAt = m_tools->clock->steady(); // whatever it says, it does not hang
    auto row = store::workerRowFromJson(status->dump(-1, ' ', false, json::error_handler_t::replace));
    if (!row) {
        auto words = "What it says of itself cannot be read: " + row.error().context + '.';
        if (words == m_reason) return;
        log::warn("supervise", m_settings.id + ": " + words);
        m_reason = std::move(words);
        return changed();
    }
    m_live = *std::move(row);
    if (m_live->state == WorkerState::Running) m_reason.clear();
    changed();
}

/// Asks now and then, and ends a process that does not answer any more.
void WorkerRun::poll() {
    if (m_phase != Phase::Up && !m_elsewhere) return;
    if (m_elsewhere && !m_client) return lookElsewhere();
    std::error_code ignored;
    if (m_process && std::filesystem::file_size(errorLog(), ignored) > kErrorLogMost && !ignored)
        std::filesystem::resize_file(errorLog(), 0, ignored); // it is appended to, so it goes on at the beginning
    const bool silent = m_tools->clock->steady() - m_heardAt > m_tools->limits.hang;
    if (silent && m_elsewhere) return lookElsewhere();
    if (silent)
        return end("It gave no sign for " + std::to_string(m_tools->limits.hang.count() / 1000) +
                   " seconds and is started again.");
    if (m_client)
        m_client->call("worker_status", json::array(),
                       guarded([](WorkerRun& run, const Result<json>& value) { run.onStatus(value); }));
    m_tools->later(m_tools->limits.poll, guarded([](WorkerRun& run) { run.poll(); }));
}

void WorkerRun::sendRest() {
    if (!m_client || m_phase != Phase::Up || m_rest == m_restSent) return;
    m_restSent = m_rest;
    const auto retry = guarded([](WorkerRun& run, const Result<json>& answer) {
        if (!answer) run.m_restSent = "?"; // sent again when the link is back
    });
    if (m_rest.empty())
        m_client->call("worker_resume", json::array(), retry);
    else
        m_client->call("worker_pause", json::array({m_rest}), retry);
}

void WorkerRun::onExit(const Exit& exit) {
    const bool asked = m_phase == Phase::Ending;
    const bool stable = m_tools->clock->steady() - m_startedAt > m_tools->limits.stable;
    m_phase = Phase::None;
    ++m_generation;
    disconnect();
    m_process.reset();
    if (stable) m_backoff = m_tools->limits.backoffFirst;
    if (!asked && exit.signal == 0 && exit.code == 0) {
        m_wanted = false; // somebody told it to stop over its control connection
        settle();
        return changed();
    }
    if (!asked && exit.signal == 0 && exit.code == 2) {
        m_failed = true;
        m_reason = "The worker program does not understand its orders; it may be of another version.";
        settle();
        return changed();
    }
    if (!asked)
        backOff(exitWords(exit, lastWords(errorLog())));
    else if (!m_reason.empty() && m_wanted)
        backOff(std::exchange(m_reason, {}));
    settle();
    changed();
}

void WorkerRun::onFailure(const Error& error) {
    m_phase = Phase::None;
    ++m_generation;
    m_process.reset();
    m_failed = true;
    m_reason = "The worker program cannot be started: " + error.context + '.';
    settle();
    changed();
}

void WorkerRun::backOff(std::string reason) {
    m_reason = std::move(reason);
    m_retryAt = m_tools->clock->now() + m_backoff;
    m_tools->later(m_backoff, guarded([at = *m_retryAt](WorkerRun& run) {
                       if (run.m_retryAt != at) return; // started by hand meanwhile
                       run.m_retryAt.reset();
                       run.settle();
                   }));
    m_backoff = std::min(m_backoff * 2, m_tools->limits.backoffMax);
    changed();
}

void WorkerRun::answerGone() {
    for (const auto& gone : std::exchange(m_gone, {}))
        gone();
}

void WorkerRun::lookElsewhere() {
    if (m_lock || m_process) return;
    const bool was = m_elsewhere;
    {
        const auto lock = SupervisorLock::take(m_folder);
        m_elsewhere = !lock && lock.error().code == Errc::Conflict;
    }
    const bool heard = m_tools->clock->steady() - m_heardAt <= m_tools->limits.hang;
    if (m_elsewhere && m_client && heard) return; // poll() goes on
    ++m_generation;
    disconnect();
    if (was != m_elsewhere) changed();
    if (!m_elsewhere) return;
    attach();
    m_tools->later(m_tools->limits.poll, guarded([](WorkerRun& run) { run.poll(); }));
}

/// To the process of the program that holds the lock, if it has one now.
void WorkerRun::attach() {
    const auto text = readSmallFile(m_folder.supervisorFile(), 4096);
    if (!text) return;
    const json control = json::parse(*text, nullptr, /*allow_exceptions=*/false);
    const auto url = controlAddress(*text);
    const auto bearer = control.is_object() ? control.find("bearer") : control.end();
    if (!url || bearer == control.end() || !bearer->is_string()) return;
    m_heardAt = m_tools->clock->steady();
    connect(*url, bearer->get<std::string>());
}

api::WorkerRow WorkerRun::row() const {
    api::WorkerRow out = m_live.value_or(api::WorkerRow{});
    out.settings = m_settings;
    if (pid() > 0) out.pid = pid(); // else its end is on the way here
    if (!out.upSince) out.upSince = m_upSince;
    if (m_live && m_phase != Phase::Ending) return out;
    out.reason = m_reason;
    if (m_phase == Phase::Ending) {
        out.state = m_wanted ? WorkerState::BackingOff : WorkerState::Stopped;
        if (out.reason.empty()) out.reason = m_wanted ? "It is started again." : "It is ending.";
    } else if (m_process) {
        out.state = WorkerState::Starting;
    } else if (m_elsewhere) {
        out.state = WorkerState::Starting;
        out.reason = kRunsElsewhere;
    } else if (m_failed) {
        out.state = WorkerState::Failed;
    } else if (m_wanted && m_retryAt) {
        out.state = WorkerState::BackingOff;
        out.retryAt = m_retryAt;
    } else if (m_wanted && m_node.url.empty()) {
        out.state = WorkerState::WaitingChain;
        out.reason = m_node.why;
    } else if (m_wanted && !m_rest.empty()) {
        out.state = WorkerState::Paused;
        out.reason = m_rest;
    } else {
        out.state = m_wanted ? WorkerState::Starting : WorkerState::Stopped;
    }
    return out;
}

} // namespace taodeck::supervise

#include "core/supervise/workers/market.h"

#include "core/base/log.h"

namespace taodeck::supervise {
namespace {

constexpr std::uintmax_t kLogMost = 1u << 20;
constexpr std::chrono::seconds kLook{3}; ///< The cast's switch may be turned by another program.

} // namespace

Market::Market(std::shared_ptr<const RunTools> tools, std::filesystem::path folder, api::LocalnetService* localnet)
    : m_tools{std::move(tools)}, m_folder{std::move(folder)}, m_localnet{localnet} {}

void Market::setNode(Node node) {
    if (m_node == node) return;
    m_node = std::move(node);
    if (m_node.url.empty()) m_cast = false; // asked again when it is back
    settle();
    look();
}

void Market::ask() {
    if (std::exchange(m_asked, true)) return;
    look();
}

void Market::stop() {
    m_asked = false;
    settle();
}

/// Reads the cast's switch now and then, while anybody wants a market.
void Market::look() {
    if (!m_asked || m_node.url.empty() || std::exchange(m_looking, true)) return;
    m_localnet->status([weak = weak_from_this(), tools = m_tools](const Result<api::LocalnetStatus>& status) {
        tools->post([weak, on = status && status->cast, known = status.has_value()] {
            const auto self = weak.lock();
            if (!self) return;
            if (known) self->m_cast = on;
            self->settle();
            self->m_tools->later(kLook, [weak] {
                const auto again = weak.lock();
                if (!again) return;
                again->m_looking = false;
                again->look();
            });
        });
    });
}

void Market::settle() {
    const bool run = m_asked && m_cast && !m_node.url.empty();
    if (m_process) {
        if (m_ending || (run && m_node == m_nodeUsed)) return;
        m_ending = true; // its exit comes back here
        m_process->stop();
        return;
    }
    if (!run) return;
    std::error_code ec;
    std::filesystem::create_directories(m_folder, ec);
    const auto log = m_folder / "market.log";
    if (std::filesystem::file_size(log, ec) > kLogMost && !ec) std::filesystem::remove(log, ec);
    ++m_generation;
    m_nodeUsed = m_node;
    ProcessOptions options;
    options.program = m_tools->program;
    options.arguments = {"market", "--node", m_node.url};
    options.errorLog = log;
    options.nice = 15;
    options.restart = true;
    ProcessEvents events;
    const auto onStrand = [weak = weak_from_this(), generation = m_generation](auto fn) {
        return [weak, generation, fn](auto value) {
            const auto self = weak.lock();
            if (!self) return;
            self->m_tools->post([weak, generation, fn, value] {
                const auto market = weak.lock();
                if (market && market->m_generation == generation) fn(*market, value);
            });
        };
    };
    events.onExit = onStrand([](Market& market, const Exit& exit) {
        if (exit.restarting) return;
        market.m_process.reset();
        market.m_ending = false;
        market.settle();
    });
    events.onFailure = onStrand([](Market& market, const Error& error) {
        taodeck::log::warn("supervise", "the live market cannot be started: " + error.context);
        market.m_process.reset();
        market.m_asked = false;
    });
    m_process = m_tools->makeProcess(std::move(options), std::move(events));
    m_process->start();
}

} // namespace taodeck::supervise

#include "app/common/network_control.h"

#include "core/base/hex.h"
#include "core/base/log.h"

#include <nlohmann/json.hpp>

#include <condition_variable>
#include <future>

namespace taodeck::app {

using api::LinkState;
using api::NetworkRow;

namespace {

constexpr const char* kCustomKey = "networks.custom";
constexpr std::chrono::seconds kExitLimit{6};

NetworkRow rowOf(const chain::Network& network, bool builtIn) {
    return {network.id, network.name, network.endpoint, network.development, builtIn, network.trustRoot};
}

/// Only loopback: a localnet elsewhere keeps the genesis that was seen first.
bool isThisMachine(const std::string& endpoint) {
    for (const char* host : {"ws://127.0.0.1:", "ws://[::1]:", "ws://localhost:"})
        if (endpoint.rfind(host, 0) == 0) return true;
    return false;
}

bool isEndpoint(const std::string& text) {
    return (text.rfind("ws://", 0) == 0 && text.size() > 5) || (text.rfind("wss://", 0) == 0 && text.size() > 6);
}

} // namespace

/// Set once the embedded chain's process is gone.
struct ExitSignal {
    std::mutex mutex;
    std::condition_variable changed;
    bool gone{false};
};

NetworkControl::NetworkControl(Threads& threads, std::shared_ptr<chain::LightClient> client,
                               std::shared_ptr<store::Store> store, LocalnetSettings localnet)
    : m_threads{threads}, m_client{std::move(client)}, m_store{std::move(store)}, m_localnet{std::move(localnet)} {}

namespace {

/// Empty for anything but a text: the file may have been edited by hand.
std::string textOf(const nlohmann::json& object, const char* name) {
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

} // namespace

void NetworkControl::load() {
    std::promise<Result<std::optional<std::string>>> answer;
    m_store->preference(kCustomKey, [&answer](auto text) { answer.set_value(std::move(text)); });
    const auto text = answer.get_future().get();
    if (!text || !*text) return;
    const auto list = nlohmann::json::parse(**text, nullptr, /*allow_exceptions=*/false);
    const std::lock_guard lock{m_mutex};
    for (const auto& entry : list.is_array() ? list : nlohmann::json::array()) {
        Custom custom{textOf(entry, "id"), textOf(entry, "name"), textOf(entry, "endpoint")};
        if (custom.id.rfind("custom-", 0) == 0 && isEndpoint(custom.endpoint)) m_custom.push_back(std::move(custom));
    }
}

void NetworkControl::shutDown() {
    std::shared_ptr<supervise::LocalnetProcess> process;
    std::shared_ptr<ExitSignal> exit;
    {
        const std::lock_guard lock{m_mutex};
        m_closed = true;
        process = std::exchange(m_process, nullptr);
        exit = std::exchange(m_exit, nullptr);
    }
    if (!process) return;
    process->stop();
    std::unique_lock lock{exit->mutex};
    if (!exit->changed.wait_for(lock, kExitLimit, [&] { return exit->gone; }))
        log::warn("app", "the embedded chain did not end in time");
}

chain::Network NetworkControl::networkOf(const std::string& id) const {
    if (id == "finney") return chain::finney();
    if (id == "test") return chain::testNetwork();
    for (const auto& custom : m_custom)
        if (custom.id == id) return chain::customNetwork(custom.id, custom.name, custom.endpoint, std::nullopt);
    return chain::localnet();
}

bool NetworkControl::isKnown(const std::string& id) const {
    return id == "localnet" || networkOf(id).id == id;
}

std::vector<NetworkRow> NetworkControl::networks() const {
    const std::lock_guard lock{m_mutex};
    std::vector<NetworkRow> out{rowOf(chain::localnet(), true), rowOf(chain::testNetwork(), true),
                                rowOf(chain::finney(), true)};
    for (const auto& custom : m_custom)
        out.push_back(rowOf(networkOf(custom.id), false));
    return out;
}

std::string NetworkControl::current() const {
    const std::lock_guard lock{m_mutex};
    return m_current;
}

bool NetworkControl::isOffline() const {
    const std::lock_guard lock{m_mutex};
    return m_offline;
}

void NetworkControl::select(const std::string& id, api::Done<> done) {
    {
        const std::lock_guard lock{m_mutex};
        if (!isKnown(id)) {
            m_threads.post([done, id] { done(fail(Errc::NotFound, "there is no network called " + id)); });
            return;
        }
        m_current = id;
        apply();
    }
    m_store->setPreference("network", id, {});
    m_threads.post([done] { done({}); });
}

void NetworkControl::setOffline(bool offline) {
    const std::lock_guard lock{m_mutex};
    if (std::exchange(m_offline, offline) == offline) return;
    apply();
}

void NetworkControl::apply() {
    const auto network = networkOf(m_current);
    const bool ownLocalnet = network.id == "localnet" && m_localnet.endpoint.empty();
    if (m_process && !m_stopping && (m_offline || !ownLocalnet)) {
        m_stopping = true;
        m_process->stop();
    }
    m_startWanted = false;
    if (m_offline) return m_client->leave(LinkState::Offline, "", network);
    if (!ownLocalnet && network.id == "localnet") {
        auto localnet = network;
        localnet.ownNode = isThisMachine(m_localnet.endpoint);
        return m_client->follow(localnet, m_localnet.endpoint);
    }
    if (!ownLocalnet) return m_client->follow(network, network.endpoint);
    if (m_process && !m_stopping) return; // it runs, or its onReady is on the way
    m_client->leave(LinkState::Starting, "", network);
    m_startWanted = m_process != nullptr;
    if (!m_startWanted) startLocalnet();
}

void NetworkControl::startLocalnet() {
    supervise::LocalnetOptions options;
    options.program = m_localnet.program;
    options.errorLog = m_localnet.log;
    options.arguments = {"--state", m_localnet.state.string(), "--quiet"};
    if (!m_localnet.blockTime.empty()) {
        options.arguments.push_back("--block-time");
        options.arguments.push_back(m_localnet.blockTime);
    }
    if (m_localnet.seed) {
        options.arguments.push_back("--seed");
        options.arguments.push_back(std::to_string(*m_localnet.seed));
    }
    if (m_localnet.cast) {
        options.arguments.push_back("--cast");
        options.arguments.push_back(*m_localnet.cast ? "on" : "off");
    }
    m_exit = std::make_shared<ExitSignal>();
    supervise::LocalnetEvents events;
    events.onReady = [weak = weak_from_this()](Result<supervise::LocalnetInfo> info) {
        if (const auto self = weak.lock()) self->onLocalnetReady(info);
    };
    events.onExit = [weak = weak_from_this(), exit = m_exit](const supervise::Exit& how) {
        if (!how.restarting) {
            const std::lock_guard lock{exit->mutex};
            exit->gone = true;
            exit->changed.notify_all();
        }
        if (const auto self = weak.lock()) self->onLocalnetExit(how);
    };
    m_process = supervise::makeLocalnetProcess(m_threads.io(), std::move(options), std::move(events));
    m_process->start();
}

void NetworkControl::onLocalnetReady(const Result<supervise::LocalnetInfo>& info) {
    const std::lock_guard lock{m_mutex};
    if (!m_process || m_stopping) return;
    auto network = chain::localnet();
    if (!info) {
        m_stopping = true; // it ended, or is being ended
        m_threads.post([weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->onLocalnetGone();
        });
        return m_client->leave(LinkState::Failed, "The embedded chain did not start: " + info.error().context, network);
    }
    network.ownNode = true;
    // Our own process on our own folder: its genesis is taken from it, everything after it is verified.
    if (const auto bytes = fromHex(info->genesis)) {
        if (const auto genesis = BlockHash::from(*bytes)) network.genesis = *genesis;
    }
    m_client->follow(network, info->endpoint);
}

void NetworkControl::onLocalnetExit(const supervise::Exit& exit) {
    const std::lock_guard lock{m_mutex};
    if (m_stopping && !exit.restarting) {
        m_threads.post([weak = weak_from_this()] { // not here: this is the process's own callback
            if (const auto self = weak.lock()) self->onLocalnetGone();
        });
        return;
    }
    if (!m_process || exit.expected) return;
    m_client->leave(exit.restarting ? LinkState::Starting : LinkState::Failed,
                    exit.restarting ? "The embedded chain ended unexpectedly and is started again."
                                    : "The embedded chain ended unexpectedly.",
                    chain::localnet());
}

void NetworkControl::onLocalnetGone() {
    const std::lock_guard lock{m_mutex};
    if (!std::exchange(m_stopping, false) || m_closed) return;
    m_process.reset();
    if (std::exchange(m_startWanted, false)) startLocalnet();
}

void NetworkControl::addCustom(std::string name, std::string endpoint, api::Done<NetworkRow> done) {
    if (name.empty() || !isEndpoint(endpoint)) {
        m_threads.post([done] { done(fail(Errc::Malformed, "a network needs a name and a ws:// or wss:// address")); });
        return;
    }
    NetworkRow row;
    {
        const std::lock_guard lock{m_mutex};
        int number = 1;
        while (isKnown("custom-" + std::to_string(number)))
            ++number;
        m_custom.push_back({"custom-" + std::to_string(number), std::move(name), std::move(endpoint)});
        row = rowOf(networkOf(m_custom.back().id), false);
        saveCustom();
    }
    m_threads.post([done, row] { done(row); });
}

void NetworkControl::removeCustom(const std::string& id, api::Done<> done) {
    Result<> result;
    {
        const std::lock_guard lock{m_mutex};
        const auto it = std::find_if(m_custom.begin(), m_custom.end(), [&](const auto& c) { return c.id == id; });
        if (it == m_custom.end())
            result = fail(Errc::NotFound, "there is no network of your own called " + id);
        else if (m_current == id)
            result = fail(Errc::Conflict, "the network is in use; choose another one first");
        else {
            m_custom.erase(it);
            saveCustom();
        }
    }
    m_threads.post([done, result] { done(result); });
}

void NetworkControl::saveCustom() {
    auto list = nlohmann::json::array();
    for (const auto& custom : m_custom)
        list.push_back({{"id", custom.id}, {"name", custom.name}, {"endpoint", custom.endpoint}});
    m_store->setPreference(kCustomKey, list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), {});
}

} // namespace taodeck::app

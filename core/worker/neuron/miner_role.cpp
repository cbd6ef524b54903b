#include "core/worker/neuron/role.h"

#include "core/axon/address.h"
#include "core/axon/reachable.h"
#include "core/base/log.h"
#include "core/worker/chain/waiting.h"

#include <nlohmann/json.hpp>

#include <atomic>

namespace taodeck::worker {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr milliseconds kReachLimit{20'000};
constexpr double kMinimumStake = 1'000e9; ///< Raw units: from there on a caller without a permit is served, too.
// Refusals kept in the log; a flood is counted by the server alone, so that it pushes no answer out of the log.
constexpr double kRefusalsPerSecond = 0.2, kRefusalsBurst = 20;

std::string errorBody(std::string_view code, const std::string& words) {
    return json{{"error", {{"code", code}, {"text", words}}}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

double stakeOf(const api::Neuron& n) {
    return static_cast<double>(n.alphaStake.raw()) + static_cast<double>(n.rootStake.raw());
}

class MinerRole final : public Role {
public:
    MinerRole(RoleHost& host, std::uint64_t seed)
        : m_host{host}, m_machine{host.parts().settings.hotkey,
                                  host.parts().settings.netuid,
                                  /*needsModel=*/true,
                                  host.parts().ownAxon,
                                  host.parts().announce,
                                  host.parts().pace,
                                  seed},
          m_inside{std::make_shared<Inside>()} {
        m_inside->host = &host;
        if (!host.parts().notAnnounced.empty()) m_machine.notAnnounced(host.parts().notAnnounced);
        if (!host.parts().ownAxon) m_machine.listening(host.now(), host.parts().settings.port);
    }
    ~MinerRole() override { MinerRole::close(); }

    NeuronMachine& machine() override { return m_machine; }

    std::function<void(const Moment&)> perform(Todo todo, std::stop_token stop) override {
        if (todo == Todo::Listen) return listen();
        if (todo == Todo::CheckReach) return checkReach(stop);
        if (todo != Todo::Announce) return {};
        const auto told = m_host.parts().chain->announce(m_machine.address(), stop);
        return [this, told](const Moment& now) {
            if (told)
                m_machine.announced(now);
            else
                m_machine.announceFailed(now, told.error());
        };
    }

    void subnet(std::shared_ptr<const api::Metagraph> subnet) override {
        const std::lock_guard lock{m_inside->mutex};
        m_inside->subnet = std::move(subnet);
    }
    void open(bool works, const std::string& why) override {
        const std::lock_guard lock{m_inside->mutex};
        m_inside->open = works;
        m_inside->closedWords = why;
    }
    bool idle() const override { return m_inside->running == 0; }
    void close() override {
        open(false, "This neuron is being stopped.");
        m_server.reset();
        const std::lock_guard lock{m_inside->mutex};
        m_inside->host = nullptr;
    }

private:
    /// What the server's threads touch; it may outlive the role by a request.
    struct Inside {
        std::mutex mutex;
        RoleHost* host{nullptr};
        std::shared_ptr<const api::Metagraph> subnet;
        bool open{false};
        std::string closedWords;
        std::atomic<int> running{0};
        double allowance{kRefusalsBurst};
        std::chrono::steady_clock::time_point refilled{};
    };

    std::function<void(const Moment&)> listen() {
        const auto& parts = m_host.parts();
        const bool anyPort = parts.settings.port == 0;
        const auto kept = m_port ? m_port : parts.portHint;
        auto opened = openOn(anyPort ? kept : parts.settings.port);
        if (!opened && anyPort && kept != 0) opened = openOn(0); // somebody took it meanwhile
        return [this, opened](const Moment& now) {
            if (!opened) return m_machine.listenFailed(now, opened.error());
            m_machine.listening(now, m_port);
            if (m_host.parts().onPort) m_host.parts().onPort(m_port);
        };
    }

    Result<> openOn(std::uint16_t port) {
        const auto& parts = m_host.parts();
        axon::ServerOptions options;
        options.address = parts.listenOn;
        options.port = port;
        options.hotkey = parts.settings.hotkey;
        options.clock = parts.clock;
        auto server = axon::makeServer(*parts.io, options);
        server->setPolicy([inside = m_inside, development = parts.development](const AccountId& caller) {
            return admit(*inside, caller, development);
        });
        server->add(std::string{parts.task->path()}, std::string{parts.task->synapse()}, {},
                    [inside = m_inside](const axon::Request& request, std::shared_ptr<axon::Responder> responder,
                                        std::stop_token stop) { serve(*inside, request, *responder, stop); });
        server->onDone(
            [inside = m_inside](const AccountId& caller, std::string_view target, std::string_view outcome,
                                std::chrono::microseconds took) { refused(*inside, caller, target, outcome, took); });
        TD_CHECK(server->start());
        m_port = server->port();
        m_server = std::move(server);
        return {};
    }

    /// Asks itself at the address that the chain shows, as a validator would.
    std::function<void(const Moment&)> checkReach(const std::stop_token& stop) {
        const auto& parts = m_host.parts();
        const auto& address = m_machine.address();
        std::string trouble;
        const auto host = axon::hostToDial({address.ip, address.ipType}, parts.development);
        if (host && parts.ownAxon && parts.signer) {
            const auto client = axon::makeClient(*parts.io, parts.signer);
            const auto found = await<axon::Reachability>(stop, kReachLimit, [&](auto done) {
                axon::checkReachable(*client, {*host, address.port, parts.settings.hotkey}, kReachLimit / 2,
                                     [done](axon::Reachability reach) { done(std::move(reach)); });
            });
            if (found && found->reach == axon::Reach::Refused)
                trouble = "Another program answers at its address: " + found->words + ".";
            if (found && found->reach == axon::Reach::NotFromHere)
                trouble = "Its own address does not answer from here (" + found->words +
                          "); validators may not get through either: look at the port in router and firewall.";
        }
        return [this, trouble](const Moment& now) { m_machine.reached(now, trouble); };
    }

    static axon::Admission admit(Inside& inside, const AccountId& caller, bool development) {
        std::shared_ptr<const api::Metagraph> subnet;
        {
            const std::lock_guard lock{inside.mutex};
            subnet = inside.subnet;
        }
        if (!subnet) return {false, 0, "The neuron does not know its subnet yet."};
        const auto* neuron = subnet->find(caller);
        if (!neuron) return {false, 0, "The caller is not registered on this subnet."};
        const double stake = stakeOf(*neuron);
        const double least = std::max(kMinimumStake, static_cast<double>(subnet->stakeThreshold));
        if (!development && !neuron->permit && stake < least)
            return {false, 0, "The caller has no validator permit and too little stake."};
        return {true, stake, {}};
    }

    /// Keeps what the server refused by itself; handled requests are kept by serve().
    static void refused(Inside& inside, const AccountId& caller, std::string_view target, std::string_view outcome,
                        std::chrono::microseconds took) {
        // A number is the status that our handler gave; who left or came too late was the handler's, too.
        const bool handled = outcome.empty() || (outcome.front() >= '0' && outcome.front() <= '9') ||
                             outcome == "caller gone" || outcome == "time over";
        if (handled || caller.isZero()) return;
        const std::lock_guard lock{inside.mutex};
        if (!inside.host) return;
        const auto now = inside.host->now();
        const double seconds = std::chrono::duration<double>(now.steady - inside.refilled).count();
        inside.allowance = std::min(kRefusalsBurst, inside.allowance + seconds * kRefusalsPerSecond);
        inside.refilled = now.steady;
        if (inside.allowance < 1) return;
        inside.allowance -= 1;
        api::WorkerRequest r;
        r.time = now.wall;
        r.peer = caller;
        r.task = std::string{target};
        r.outcome = std::string{outcome};
        r.took = std::chrono::duration_cast<milliseconds>(took);
        inside.host->keep(std::move(r));
    }

    static void serve(Inside& inside, const axon::Request& request, axon::Responder& responder, std::stop_token stop) {
        RoleHost* host = nullptr;
        std::string closed;
        {
            const std::lock_guard lock{inside.mutex};
            host = inside.host;
            if (!inside.open) closed = inside.closedWords;
            ++inside.running; // under the lock: close() waits for the server, the server for us
        }
        if (host && closed.empty())
            answer(*host, request, responder, stop);
        else
            responder.reply(503, errorBody("paused", closed));
        --inside.running;
    }

    static void answer(RoleHost& host, const axon::Request& request, axon::Responder& responder, std::stop_token stop) {
        const auto& parts = host.parts();
        const auto begun = host.now();
        api::WorkerRequest r;
        r.time = begun.wall;
        r.peer = request.caller;
        r.task = std::string{parts.task->id()};
        host.meter().begin(begun.steady);
        auto made = parts.task->answer(request.body, *parts.host, stop);
        const auto ended = host.now();
        host.meter().end(ended.steady);
        r.took = std::chrono::duration_cast<milliseconds>(ended.steady - begun.steady);
        if (made) {
            r.outcome = store::kAnswered;
            r.prompt = ForeignText{std::move(made->prompt)};
            r.answer = ForeignText{std::move(made->text)};
            r.promptTokens = made->promptTokens;
            r.answerTokens = made->answerTokens;
            responder.reply(200, std::move(made->body));
        } else {
            r.outcome = refuse(host, made.error(), responder, stop);
            r.prompt = ForeignText{request.body.substr(0, 1'000)};
        }
        host.keep(std::move(r));
    }

    /// @return the outcome's word.
    static std::string refuse(RoleHost& host, const Error& why, axon::Responder& responder,
                              const std::stop_token& stop) {
        // An answer that was cut short has no receipt either.
        if (why.code == Errc::Cancelled || (why.code == Errc::Refused && stop.stop_requested())) {
            responder.reply(503, errorBody("cancelled", "The time for this request is over."));
            return "cancelled";
        }
        if (why.code == Errc::LimitExceeded) {
            responder.reply(503, errorBody("too_busy", why.context));
            return "too_busy";
        }
        // The model's own errors look like the asker's: only it can tell.
        const auto info = isAskersFault(why.code) ? host.parts().host->info(stop) : Result<HostInfo>{};
        if (isAskersFault(why.code) && (info || info.error().code == Errc::Cancelled)) {
            const std::string code{name(why.code)};
            responder.reply(400, errorBody(code, why.context));
            return code;
        }
        host.hostTrouble(info ? why : info.error());
        responder.reply(500, errorBody("model", "The model failed."));
        return "model_failed";
    }

    RoleHost& m_host;
    MinerMachine m_machine;
    std::shared_ptr<Inside> m_inside;
    std::shared_ptr<axon::Server> m_server;
    std::uint16_t m_port{0};
};

} // namespace

std::unique_ptr<Role> makeMinerRole(RoleHost& host, std::uint64_t seed) {
    return std::make_unique<MinerRole>(host, seed);
}

} // namespace taodeck::worker

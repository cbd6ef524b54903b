#include "core/worker/neuron/control.h"

#include "core/base/foreign_text.h"
#include "core/rpc/server.h"
#include "core/store/worker_json.h"

#include <fstream>
#include <map>

#include <sys/stat.h>
#include <unistd.h>

namespace taodeck::worker {

namespace {

using rpc::json;

constexpr std::size_t kShortestSecret = 16, kLongestSecret = 256;

std::optional<rpc::RpcError> checkNoMore(const json& params, std::size_t most) {
    if (params.is_null() || params.size() <= most) return std::nullopt;
    return rpc::RpcError{rpc::kInvalidParams, "too many parameters", {}};
}

/// What the server's methods use; they may outlive the control by a call.
struct Shared {
    std::mutex mutex;
    Neuron* neuron{nullptr};
    std::function<void()> onStop;
    std::map<std::uint64_t, std::shared_ptr<rpc::Notifier>> listeners;
    std::uint64_t next{0};

    json row() {
        const std::lock_guard lock{mutex};
        if (!neuron) return nullptr;
        auto row = neuron->row();
        row.pid = ::getpid();
        return json::parse(store::toJson(row));
    }
    void tell() {
        std::vector<std::shared_ptr<rpc::Notifier>> all;
        {
            const std::lock_guard lock{mutex};
            for (auto it = listeners.begin(); it != listeners.end();)
                it = it->second->closed() ? listeners.erase(it) : std::next(it);
            for (const auto& [id, notifier] : listeners)
                all.push_back(notifier);
        }
        if (all.empty()) return;
        const auto now = row();
        for (const auto& notifier : all)
            notifier->send(now);
    }
};

class Control final : public NeuronControl {
public:
    explicit Control(ControlParts parts) {
        m_shared->neuron = parts.neuron;
        m_shared->onStop = std::move(parts.onStop);
    }
    ~Control() override {
        m_changes.reset();
        {
            const std::lock_guard lock{m_shared->mutex};
            m_shared->neuron = nullptr;
            m_shared->listeners.clear();
        }
        if (m_server) m_server->stop();
    }
    Result<> start(boost::asio::io_context& io, const std::string& bearer) {
        rpc::ServerOptions options;
        options.bearer = bearer;
        options.maxConnections = 16;
        options.limits.messageBytes = 64u << 10;
        m_server = rpc::makeServer(io, options);
        addMethods();
        TD_CHECK(m_server->start());
        m_changes = m_shared->neuron->onChanged([shared = m_shared] { shared->tell(); });
        return {};
    }
    std::uint16_t port() const override { return m_server->port(); }

private:
    template <class Fn>
    void add(const std::string& name, std::size_t most, Fn fn) {
        m_server->add(name, [shared = m_shared, most, fn](const json& params, rpc::Reply reply) {
            if (auto wrong = checkNoMore(params, most)) return reply(tl::unexpected<rpc::RpcError>{*wrong});
            fn(*shared, params);
            reply(shared->row());
        });
    }
    void addMethods() {
        add("worker_status", 0, [](Shared&, const json&) {});
        add("worker_pause", 1, [](Shared& shared, const json& params) {
            const auto& given = params.is_array() ? params.at(0) : params.at("reason");
            auto reason = ForeignText{given.get<std::string>()}.plain(300);
            const std::lock_guard lock{shared.mutex};
            if (shared.neuron) shared.neuron->pause(reason.empty() ? "It was paused." : std::move(reason));
        });
        add("worker_resume", 0, [](Shared& shared, const json&) {
            const std::lock_guard lock{shared.mutex};
            if (shared.neuron) shared.neuron->resume();
        });
        add("worker_stop", 0, [](Shared& shared, const json&) {
            const std::lock_guard lock{shared.mutex};
            if (shared.onStop) shared.onStop();
        });
        m_server->addSubscription("worker_subscribe", "worker_unsubscribe", "worker_changed",
                                  [shared = m_shared](const json&, std::shared_ptr<rpc::Notifier> notifier)
                                      -> tl::expected<std::shared_ptr<void>, rpc::RpcError> {
                                      std::uint64_t id = 0;
                                      {
                                          const std::lock_guard lock{shared->mutex};
                                          id = shared->next++;
                                          shared->listeners.emplace(id, notifier);
                                      }
                                      notifier->send(shared->row());
                                      return std::make_shared<Subscription>([shared, id] {
                                          const std::lock_guard lock{shared->mutex};
                                          shared->listeners.erase(id);
                                      });
                                  });
    }

    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
    std::shared_ptr<rpc::Server> m_server;
    Subscription m_changes;
};

} // namespace

Result<std::unique_ptr<NeuronControl>> startControl(boost::asio::io_context& io, ControlParts parts) {
    if (parts.bearer.size() < kShortestSecret) return fail(Errc::Refused, "the control needs a secret");
    const auto bearer = std::exchange(parts.bearer, {});
    auto control = std::make_unique<Control>(std::move(parts));
    TD_CHECK(control->start(io, bearer));
    return std::unique_ptr<NeuronControl>{std::move(control)};
}

Result<std::string> takeSecret(const std::filesystem::path& folder) {
    const auto file = folder / "control.secret";
    struct stat facts {};
    if (::lstat(file.c_str(), &facts) != 0) return fail(Errc::NotFound, "there is no " + file.string());
    if (!S_ISREG(facts.st_mode)) return fail(Errc::Insecure, file.string() + " is not a plain file");
    if ((facts.st_mode & 077) != 0 || facts.st_uid != ::geteuid())
        return fail(Errc::Insecure, "others may read " + file.string());
    std::string secret(kLongestSecret + 1, '\0');
    {
        std::ifstream in{file, std::ios::binary};
        in.read(secret.data(), static_cast<std::streamsize>(secret.size()));
        secret.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    }
    std::error_code error;
    std::filesystem::remove(file, error);
    if (error) return fail(Errc::Io, "cannot remove " + file.string() + ": " + error.message());
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r'))
        secret.pop_back();
    const bool plain = std::all_of(secret.begin(), secret.end(), [](char c) { return c > ' ' && c < 127; });
    if (!plain || secret.size() < kShortestSecret || secret.size() > kLongestSecret)
        return fail(Errc::Malformed, "the control's secret is not one");
    return secret;
}

} // namespace taodeck::worker

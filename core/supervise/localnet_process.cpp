#include "core/supervise/localnet_process.h"

#include "core/rpc/client.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <charconv>
#include <csignal>
#include <mutex>

namespace taodeck::supervise {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using nlohmann::json;

constexpr std::chrono::seconds kHealthLimit{5};

Result<std::uint32_t> numberOf(const Result<json>& header) {
    if (!header) return tl::unexpected<Error>{header.error()};
    const auto found = header->is_object() ? header->find("number") : header->end();
    if (!header->is_object() || found == header->end() || !found->is_string())
        return fail(Errc::Malformed, "header without number");
    const auto& text = found->get_ref<const std::string&>();
    std::uint32_t number = 0;
    const char* end = text.data() + text.size();
    if (!text.starts_with("0x") || std::from_chars(text.data() + 2, end, number, 16).ptr != end)
        return fail(Errc::Malformed, "block number");
    return number;
}

class Core : public std::enable_shared_from_this<Core> {
public:
    Core(asio::io_context& io, LocalnetOptions options, LocalnetEvents events)
        : m_io{io}, m_options{std::move(options)}, m_events{std::move(events)}, m_strand{asio::make_strand(io)},
          m_limit{m_strand} {}

    int pid() const {
        const std::lock_guard lock{m_mutex};
        return m_process ? m_process->pid() : 0;
    }

    template <class Fn>
    void post(Fn fn) {
        asio::post(m_strand, [self = shared_from_this(), fn = std::move(fn)]() mutable { fn(*self); });
    }

    void start() {
        if (!m_process) {
            if (auto made = makeOwn(); !made) return ready(tl::unexpected<Error>{made.error()});
        }
        m_process->start();
    }
    void stop() {
        m_limit.cancel();
        if (m_process) m_process->stop();
    }
    void shutdown() {
        m_events = {};
        m_limit.cancel();
        m_client.reset();
        std::shared_ptr<Process> process;
        const std::lock_guard lock{m_mutex};
        process.swap(m_process);
    }

    void health(std::function<void(Result<LocalnetHealth>)> done) {
        if (!m_client) return done(fail(Errc::Disconnected, "the localnet does not run"));
        m_client->call("chain_getFinalizedHead", json::array(),
                       [client = m_client, done = std::move(done)](const Result<json>& head) {
                           if (!head) return done(tl::unexpected<Error>{head.error()});
                           client->batch(
                               {{"chain_getHeader", json::array()}, {"chain_getHeader", json::array({*head})}},
                               [done](Result<std::vector<Result<json>>> headers) { done(readHealth(headers)); });
                       });
    }

private:
    static Result<LocalnetHealth> readHealth(const Result<std::vector<Result<json>>>& headers) {
        if (!headers) return tl::unexpected<Error>{headers.error()};
        LocalnetHealth health;
        TD_TRY(health.best, numberOf((*headers)[0]));
        TD_TRY(health.finalized, numberOf((*headers)[1]));
        return health;
    }

    Result<> makeOwn() {
        ProcessOptions options;
        options.program = m_options.program;
        if (options.program.empty()) {
            TD_TRY(options.program, findProgram("taodeck-localnet"));
        }
        options.arguments = m_options.arguments;
        options.errorLog = m_options.errorLog;
        options.restart = m_options.restart;
        ProcessEvents events;
        events.onStart = forward<int>([](Core& core, int) { core.onStart(); });
        events.onLine = forward<std::string>([](Core& core, const std::string& line) { core.onLine(line); });
        events.onExit = forward<const Exit&>([](Core& core, const Exit& exit) { core.onExit(exit); });
        events.onFailure =
            forward<const Error&>([](Core& core, const Error& error) { core.ready(tl::unexpected<Error>{error}); });
        auto process = makeProcess(m_io, std::move(options), std::move(events));
        const std::lock_guard lock{m_mutex};
        m_process = std::move(process);
        return {};
    }

    template <class Value, class Fn>
    std::function<void(Value)> forward(Fn fn) {
        return [weak = weak_from_this(), fn](Value value) {
            if (const auto self = weak.lock())
                self->post([fn, value = std::decay_t<Value>(std::move(value))](Core& core) { fn(core, value); });
        };
    }

    void onStart() {
        m_waiting = true;
        m_limit.expires_after(m_options.startLimit);
        m_limit.async_wait([weak = weak_from_this()](error_code ec) {
            const auto self = weak.lock();
            if (!self || ec || !self->m_waiting) return;
            self->ready(fail(Errc::Timeout, "the localnet did not print its endpoint"));
            self->stop();
        });
    }

    void onLine(const std::string& line) {
        if (!m_waiting) return;
        auto info = parseLocalnetLine(line);
        if (info) {
            rpc::ClientOptions options;
            options.url = info->endpoint;
            options.requestTimeout = kHealthLimit;
            m_client = rpc::makeClient(m_io, std::move(options));
            m_client->start();
        }
        ready(std::move(info));
    }

    void onExit(const Exit& exit) {
        m_client.reset();
        if (m_waiting && !exit.restarting)
            ready(fail(Errc::Io, "the localnet ended before it was ready, with code " + std::to_string(exit.code)));
        m_waiting = false;
        if (m_events.onExit) m_events.onExit(exit);
    }

    void ready(Result<LocalnetInfo> info) {
        m_waiting = false;
        m_limit.cancel();
        if (m_events.onReady) m_events.onReady(std::move(info));
    }

    asio::io_context& m_io;
    const LocalnetOptions m_options;
    LocalnetEvents m_events;
    asio::strand<asio::io_context::executor_type> m_strand;
    asio::steady_timer m_limit;
    mutable std::mutex m_mutex;
    std::shared_ptr<Process> m_process; ///< Changed under the mutex.
    std::shared_ptr<rpc::Client> m_client;
    bool m_waiting{false};
};

class Handle final : public LocalnetProcess {
public:
    Handle(asio::io_context& io, LocalnetOptions options, LocalnetEvents events)
        : m_core{std::make_shared<Core>(io, std::move(options), std::move(events))} {}
    ~Handle() override {
        if (const int pid = m_core->pid(); pid > 0) ::kill(-pid, SIGTERM); // the io_context may stop before the rest
        m_core->post([](Core& core) { core.shutdown(); });
    }
    void start() override {
        m_core->post([](Core& core) { core.start(); });
    }
    void stop() override {
        m_core->post([](Core& core) { core.stop(); });
    }
    int pid() const override { return m_core->pid(); }
    void health(std::function<void(Result<LocalnetHealth>)> done) override {
        m_core->post([done = std::move(done)](Core& core) { core.health(done); });
    }

private:
    const std::shared_ptr<Core> m_core;
};

} // namespace

Result<LocalnetInfo> parseLocalnetLine(const std::string& line) {
    const json value = json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!value.is_object()) return fail(Errc::Malformed, "not a JSON object");
    LocalnetInfo info;
    for (auto& [name, target] : {std::pair{"endpoint", &info.endpoint}, std::pair{"genesis", &info.genesis},
                                 std::pair{"state", &info.stateFolder}}) {
        const auto found = value.find(name);
        if (found == value.end() || !found->is_string())
            return fail(Errc::Malformed, std::string{name} + " is missing");
        *target = found->get<std::string>();
    }
    const auto millis = value.find("blockMillis");
    if (millis == value.end() || !millis->is_number_unsigned()) return fail(Errc::Malformed, "blockMillis is missing");
    info.blockMillis = millis->get<std::uint64_t>();
    if (!info.endpoint.starts_with("ws://")) return fail(Errc::Malformed, "endpoint");
    return info;
}

std::shared_ptr<LocalnetProcess> makeLocalnetProcess(asio::io_context& io, LocalnetOptions options,
                                                     LocalnetEvents events) {
    return std::make_shared<Handle>(io, std::move(options), std::move(events));
}

} // namespace taodeck::supervise

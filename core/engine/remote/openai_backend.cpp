#include "core/engine/remote/openai_backend.h"

#include "core/engine/generate/check_request.h"
#include "core/engine/remote/event_stream.h"
#include "core/engine/remote/http_exchange.h"
#include "core/engine/remote/openai_json.h"
#include "core/engine/remote/server_pool.h"

#include <algorithm>
#include <condition_variable>
#include <thread>

namespace taodeck::engine {
namespace {

using namespace remote;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLongestRetryAfter{30};
constexpr std::chrono::milliseconds kBusyWithoutTime{1'000};
constexpr std::chrono::milliseconds kPauseBetweenRounds{200};
constexpr std::size_t kErrorBodyBytes = 64u << 10;

struct Server {
    RemoteServer settings;
    Url url;
    std::string base; ///< Path without a slash at its end.
};

/// Why one attempt ended without an answer, and what may be done about it.
struct Failure {
    Error error;
    bool mayRetry{false};
    std::optional<std::chrono::milliseconds> busyFor; ///< 429.
};

/// One answer as it streams in.
class Answer {
public:
    Answer(const CompletionRequest& request, const TokenSink& sink, const RemoteOptions& options, Deadline end)
        : m_request{request}, m_sink{sink}, m_options{options}, m_end{end} {}

    Deadline deadline() const {
        const auto next = m_streamed ? m_lastPart + m_options.idleTimeout : m_start + m_options.firstTokenTimeout;
        return std::min(next, m_end);
    }
    void head(const HttpHead& head) { m_head = head; }

    /// False: enough was read, or `error()` says what is wrong with it.
    bool body(std::string_view bytes) {
        if (m_head.status != 200 || m_head.contentType != "text/event-stream") {
            const std::size_t limit = m_head.status == 200 ? m_options.maxAnswerBytes : kErrorBodyBytes;
            m_whole.append(bytes.substr(0, limit - m_whole.size()));
            if (m_whole.size() < limit) return true;
            if (m_head.status == 200) m_error = Error{Errc::LimitExceeded, "the answer is too long"};
            return false;
        }
        auto events = m_events.push(bytes);
        if (!events) return stop(std::move(events).error());
        for (const auto& event : *events) {
            if (event == "[DONE]") {
                m_done = true;
                return false;
            }
            if (auto taken = take(event); !taken) return stop(std::move(taken).error());
        }
        return true;
    }

    const HttpHead& httpHead() const { return m_head; }
    const std::string& whole() const { return m_whole; }
    const std::optional<Error>& error() const { return m_error; }
    bool streamed() const { return m_streamed; }

    /// The completion after the body has ended. Errors: Disconnected when it is not whole; what was wrong inside.
    Result<Completion> finish() {
        if (m_head.contentType != "text/event-stream") TD_CHECK(take(m_whole));
        if (m_error) return tl::unexpected<Error>{*m_error};
        if (!m_finish && !m_done) return fail(Errc::Disconnected, "the answer was cut off");
        return completion(m_finish.value_or(FinishReason::EndOfText));
    }
    Completion completion(FinishReason finish) {
        Completion out;
        out.text = m_text;
        out.finish = finish;
        out.tokenCount = m_parts;
        if (m_usage && isPlausible(*m_usage)) {
            out.countsAreOurs = false;
            out.promptCount = static_cast<std::uint32_t>(m_usage->prompt);
            out.tokenCount = static_cast<std::uint32_t>(m_usage->completion);
        }
        out.logprobs = std::move(m_logprobs);
        const auto end = Clock::now();
        const auto first = m_streamed ? m_firstPart : end;
        out.prefillTime = first - m_start;
        out.decodeTime = end - first;
        return out;
    }

private:
    bool stop(Error error) {
        m_error = std::move(error);
        return false;
    }

    Result<> take(std::string_view event) {
        TD_TRY(auto part, readPart(event));
        for (auto& token : part.tokens) {
            if (m_parts >= m_request.maxTokens && token.logprob)
                return fail(Errc::Malformed, "more tokens than were asked for");
            m_lastPart = Clock::now();
            if (!m_streamed) m_firstPart = m_lastPart;
            m_streamed = true;
            ++m_parts;
            if (token.logprob) m_logprobs.push_back(*token.logprob);
            m_text += token.text;
            if (m_sink) m_sink(token);
        }
        if (part.finish) m_finish = part.finish;
        if (part.usage) m_usage = part.usage;
        return {};
    }

    /// A count that what we saw contradicts is not repeated: more tokens than were allowed, fewer than came with a
    /// log-probability each, more than the text has bytes.
    bool isPlausible(const Usage& usage) const {
        return usage.completion <= m_request.maxTokens && usage.completion >= m_logprobs.size() &&
               usage.completion <= m_text.size() + 1 && usage.prompt <= (1u << 24);
    }

    const CompletionRequest& m_request;
    const TokenSink& m_sink;
    const RemoteOptions& m_options;
    const Deadline m_end; ///< Of all attempts together.
    const Deadline m_start{Clock::now()};
    Deadline m_firstPart{}, m_lastPart{};
    HttpHead m_head;
    EventStream m_events;
    std::string m_whole, m_text;
    std::vector<float> m_logprobs;
    std::optional<FinishReason> m_finish;
    std::optional<Usage> m_usage;
    std::optional<Error> m_error;
    std::uint32_t m_parts{0};
    bool m_streamed{false}, m_done{false};
};

class RemoteBackend final : public OpenAiBackend {
public:
    RemoteBackend(RemoteOptions options, std::vector<Server> servers, std::shared_ptr<Trust> trust)
        : m_options{std::move(options)}, m_servers{std::move(servers)}, m_trust{std::move(trust)},
          m_pool{m_options.servers} {
        m_checker = std::jthread{[this](std::stop_token stop) { watch(std::move(stop)); }};
    }

    BackendInfo info() const override {
        std::string devices, models;
        for (const auto& server : m_servers) {
            devices += (devices.empty() ? "" : ", ") + server.settings.url;
            if (models.find(server.settings.model) == std::string::npos)
                models += (models.empty() ? "" : ", ") + server.settings.model;
        }
        return {"openai", models, devices, /*logprobs=*/true, /*verifiable=*/false};
    }

    std::vector<ServerHealth> health() const override { return m_pool.health(Clock::now()); }

    Result<Completion> complete(const CompletionRequest& request, const TokenSink& sink,
                                std::stop_token stop) override {
        TD_CHECK(checkRequest(request));
        const std::vector<bool> none(m_servers.size(), false);
        auto tried = none;
        const auto giveUp = Clock::now() + m_options.totalTimeout;
        Error last{Errc::LimitExceeded, "every server is busy"};
        for (std::uint32_t attempt = 0; attempt <= m_options.maxRetries;) {
            if (stop.stop_requested()) return cancelled();
            const auto server = m_pool.acquire(tried, Clock::now());
            if (!server) { // all others are busy, or everybody had a turn
                const auto pause = Clock::now() + kPauseBetweenRounds;
                const auto again = tried == none ? m_pool.nextFree(none).value_or(pause) : pause;
                if (again > giveUp) return tl::unexpected<Error>{last};
                if (!sleepUntil(again, stop)) return cancelled();
                tried = none;
                continue;
            }
            Answer answer{request, sink, m_options, giveUp};
            auto result = ask(*server, request, answer, stop);
            m_pool.release(*server);
            if (result) {
                m_pool.succeeded(*server);
                return *std::move(result);
            }
            if (result.error().error.code == Errc::Cancelled) return answer.completion(FinishReason::Cancelled);
            last = note(*server, result.error());
            if (!result.error().mayRetry || answer.streamed()) return tl::unexpected<Error>{last};
            if (!result.error().busyFor) tried[*server] = true;
            ++attempt;
        }
        return tl::unexpected<Error>{last};
    }

private:
    static Completion cancelled() {
        Completion out;
        out.finish = FinishReason::Cancelled;
        return out;
    }

    /// False: stopped.
    bool sleepUntil(Deadline until, std::stop_token stop) {
        std::mutex mutex;
        std::condition_variable_any waiting;
        std::unique_lock lock{mutex};
        waiting.wait_until(lock, stop, until, [] { return false; });
        return !stop.stop_requested();
    }

    /// Remembers what an attempt says of its server; gives the error with the server's address in front.
    Error note(std::size_t server, const Failure& failure) {
        const auto& error = failure.error;
        if (failure.busyFor) // a server that asks for more is asked again earlier: it may have lied
            m_pool.busy(server,
                        Clock::now() + std::min<std::chrono::milliseconds>(*failure.busyFor, kLongestRetryAfter),
                        error.context);
        else if (error.code != Errc::OutOfRange)
            m_pool.failed(server, error.code == Errc::Disconnected && failure.mayRetry, error.context, Clock::now());
        return {error.code, m_servers[server].settings.url + ": " + error.context};
    }

    tl::expected<Completion, Failure> ask(std::size_t index, const CompletionRequest& request, Answer& answer,
                                          std::stop_token stop) {
        auto model = modelOf(index, stop);
        if (!model) return tl::unexpected{failureOf(std::move(model).error())};
        auto http = httpRequest(m_servers[index]);
        http.target = m_servers[index].base + std::string{requestPath(request)};
        http.body = requestBody(request, *model);
        http.eventStream = true;
        http.deadline = [&answer] { return answer.deadline(); };
        const HttpSink sink{[&answer](const HttpHead& head) { answer.head(head); },
                            [&answer](std::string_view bytes) { return answer.body(bytes); }};
        auto done = exchange(http, m_trust, sink, std::move(stop));
        if (answer.error()) return tl::unexpected{Failure{*answer.error(), false, {}}};
        if (!done) return tl::unexpected{failureOf(std::move(done).error())};
        if (answer.httpHead().status != 200) return tl::unexpected{statusFailure(answer.httpHead(), answer.whole())};
        auto completion = answer.finish();
        if (!completion) return tl::unexpected{failureOf(std::move(completion).error())};
        return *std::move(completion);
    }

    static Failure failureOf(Error error) {
        // A server that is slow is not asked the same again: it may be at work on it still.
        const bool again = error.code == Errc::Disconnected;
        return Failure{std::move(error), again, {}};
    }

    static Failure statusFailure(const HttpHead& head, const std::string& body) {
        const auto words = errorText(head.status, body);
        if (head.status == 429) {
            const std::chrono::milliseconds wait = head.retryAfter ? *head.retryAfter : kBusyWithoutTime;
            return {{Errc::LimitExceeded, words}, wait <= kLongestRetryAfter, wait};
        }
        if (head.status >= 500) return {{Errc::RemoteError, words}, true, {}};
        return {{head.status == 400 || head.status == 413 ? Errc::OutOfRange : Errc::RemoteError, words}, false, {}};
    }

    HttpRequest httpRequest(const Server& server) const {
        HttpRequest request;
        request.url = server.url;
        request.bearer = server.settings.apiKey;
        request.connectTimeout = m_options.connectTimeout;
        request.maxBodyBytes = m_options.maxAnswerBytes;
        return request;
    }

    Result<std::vector<std::string>> models(std::size_t index, std::stop_token stop) const {
        auto request = httpRequest(m_servers[index]);
        request.method = "GET";
        request.target = m_servers[index].base + "/models";
        const auto until = Clock::now() + m_options.connectTimeout * 2;
        request.deadline = [until] { return until; };
        HttpHead head;
        std::string body;
        TD_CHECK(exchange(request, m_trust,
                          {[&head](const HttpHead& got) { head = got; },
                           [&body](std::string_view bytes) {
                               body += bytes;
                               return true;
                           }},
                          std::move(stop)));
        if (head.status != 200) return fail(Errc::RemoteError, errorText(head.status, body));
        return readModels(body);
    }

    /// The model to name: as set, else the only one that the server lists.
    Result<std::string> modelOf(std::size_t index, std::stop_token stop) {
        if (!m_servers[index].settings.model.empty()) return m_servers[index].settings.model;
        {
            const std::lock_guard lock{m_mutex};
            if (!m_found[index].empty()) return m_found[index];
        }
        TD_TRY(const auto names, models(index, std::move(stop)));
        if (names.size() != 1)
            return fail(Errc::OutOfRange, "the server has " + std::to_string(names.size()) + " models; name one");
        const std::lock_guard lock{m_mutex};
        m_found[index] = names[0];
        return names[0];
    }

    void watch(std::stop_token stop) {
        while (!stop.stop_requested()) {
            for (std::size_t i = 0; i < m_servers.size() && !stop.stop_requested(); ++i) {
                const auto began = Clock::now();
                const auto answer = models(i, stop);
                if (answer)
                    m_pool.reachable(i, began);
                else if (answer.error().code != Errc::Cancelled)
                    m_pool.failed(i, answer.error().code == Errc::Disconnected || answer.error().code == Errc::Timeout,
                                  answer.error().context, Clock::now());
            }
            sleepUntil(Clock::now() + m_options.healthInterval, stop);
        }
    }

    const RemoteOptions m_options;
    const std::vector<Server> m_servers;
    const std::shared_ptr<Trust> m_trust;
    ServerPool m_pool;
    std::mutex m_mutex;
    std::vector<std::string> m_found{std::vector<std::string>(m_servers.size())}; ///< Guarded by m_mutex.
    std::jthread m_checker;                                                       ///< Last: it uses all of the above.
};

} // namespace

Result<std::unique_ptr<OpenAiBackend>> OpenAiBackend::make(RemoteOptions options) {
    if (options.servers.empty()) return fail(Errc::OutOfRange, "no server is named");
    std::vector<Server> servers;
    std::shared_ptr<Trust> trust; // reading the system's roots takes a while: only where TLS is spoken
    for (const auto& settings : options.servers) {
        Server server{settings, {}, {}};
        TD_TRY(server.url, parseUrl(settings.url, UrlKind::Http));
        if (!server.url.tls && !options.allowPlainHttp && !isLoopbackHost(server.url.host))
            return fail(Errc::Insecure, settings.url + " is not encrypted and not on this machine");
        if (server.url.path.find('?') != std::string::npos)
            return fail(Errc::Malformed, settings.url + ": an address of a server has no query");
        const bool plain =
            std::all_of(settings.apiKey.begin(), settings.apiKey.end(), [](char c) { return c > ' ' && c < 0x7f; });
        if (!plain) return fail(Errc::Malformed, "a character in the key of " + settings.url);
        server.base = server.url.path;
        while (server.base.ends_with('/'))
            server.base.pop_back();
        if (server.url.tls && !trust) {
            TD_TRY(trust, makeTrust(options.caFile));
        }
        servers.push_back(std::move(server));
    }
    return std::make_unique<RemoteBackend>(std::move(options), std::move(servers), std::move(trust));
}

} // namespace taodeck::engine

#include "core/worker/host/host_process.h"

#include "core/base/foreign_text.h"
#include "core/worker/host/frame.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include <poll.h>
#include <unistd.h>

namespace taodeck::worker {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kMaxCalls = 96;        ///< At once; more is LimitExceeded.
constexpr milliseconds kCancelGrace{4'000};  ///< Less than a worker has for its end (8 s).
constexpr unsigned kMostBeatsPerSecond = 64; ///< More is an attempt to keep us busy.
constexpr std::size_t kTextOfErrors = 600;   ///< Characters.

std::string nameOf(int signal) {
    switch (signal) {
    case SIGSEGV:
        return "signal 11, a memory fault";
    case SIGBUS:
        return "signal " + std::to_string(signal) + ", the model file changed or a disk failed while it was read";
    case SIGKILL:
        return "signal 9, killed from outside, perhaps for want of memory";
    case SIGABRT:
        return "signal 6, it gave up";
    case SIGFPE:
        return "signal 8, an arithmetic fault";
    case SIGILL:
        return "signal 4, an instruction that this processor lacks";
    case SIGSYS:
        return "signal " + std::to_string(signal) + ", it tried what is forbidden to it";
    default:
        return "signal " + std::to_string(signal);
    }
}

std::string describe(const HostExit& exit) {
    if (!exit.known) return "the model's process ended";
    if (exit.signal != 0) return "the model's process was ended by " + nameOf(exit.signal);
    return "the model's process ended with code " + std::to_string(exit.code);
}

std::string seconds(milliseconds time) {
    return std::to_string(time.count() / 1000) + "." + std::to_string(time.count() % 1000 / 100) + " s";
}

/// One request on its way. Guarded by the process's mutex.
struct Call {
    Ask::Kind kind{Ask::Kind::Complete};
    std::uint32_t maxTokens{0};
    std::uint64_t events{0};
    std::deque<engine::TokenEvent> tokens;
    std::optional<Result<Tell>> result;
    bool abandoned{false};
};

class HostProcessImpl final : public HostProcess {
public:
    HostProcessImpl(const ModelHostOptions& options, std::shared_ptr<HostSpawner> spawner, Descriptor wakeRead,
                    Descriptor wakeWrite)
        : m_options{options}, m_spawner{std::move(spawner)}, m_wakeRead{std::move(wakeRead)}, m_wakeWrite{std::move(
                                                                                                  wakeWrite)} {}
    ~HostProcessImpl() override {
        {
            const std::lock_guard lock{m_mutex};
            m_closing = true;
        }
        wake();
        if (m_thread.joinable()) m_thread.join();
    }
    void begin() {
        m_thread = std::thread{[this] { run(); }};
    }

    Result<HostInfo> ready(std::stop_token stop) override {
        std::unique_lock lock{m_mutex};
        m_changed.wait(lock, stop, [this] { return m_info || m_end; });
        if (m_end) return tl::unexpected<Error>{m_end->error};
        if (!m_info) return fail(Errc::Cancelled, "the model is still being loaded");
        return *m_info;
    }
    Result<Tell> call(Ask ask, const engine::TokenSink& sink, std::stop_token stop) override;
    std::optional<HostEnd> ended() const override {
        const std::lock_guard lock{m_mutex};
        return m_end;
    }

private:
    using Calls = std::map<std::uint64_t, std::shared_ptr<Call>>;

    // Any thread.
    void wake() { [[maybe_unused]] const auto written = ::write(m_wakeWrite.get(), "", 1); }
    void send(const std::string& frame);
    Result<> enter(const Ask& ask, const std::shared_ptr<Call>& call);
    Result<Tell> wait(std::uint64_t id, Call& call, const engine::TokenSink& sink, const std::stop_token& stop);

    // The child's thread.
    void run();
    Result<> watch(int socket, FrameReader& frames);
    Result<> overdue(SteadyClock::time_point now, int& timeout) const;
    Result<> take(const Tell& tell);
    Result<> takeForCall(const Tell& tell);
    Result<> takeBeat();
    void finish(HostEnd end);

    const ModelHostOptions m_options;
    const std::shared_ptr<HostSpawner> m_spawner;
    const Descriptor m_wakeRead, m_wakeWrite;
    std::atomic<std::uint64_t> m_nextId{1};
    std::mutex m_sending;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    // Guarded by m_mutex:
    int m_socket{-1}; ///< Open while the child lives.
    std::optional<HostInfo> m_info;
    std::optional<HostEnd> m_end;
    Calls m_calls;
    bool m_closing{false}, m_answered{false};
    std::optional<Error> m_doom; ///< Why a caller wants it ended.
    std::optional<Error> m_modelSaid;
    SteadyClock::time_point m_lastWord, m_lastProgress, m_started;
    // The child's thread alone:
    unsigned m_beats{0};
    SteadyClock::time_point m_beatsSince{};
    std::thread m_thread;
};

// ---- callers

/// A child that does not take it is ended; its end is then the answer of every call.
void HostProcessImpl::send(const std::string& frame) {
    const std::lock_guard sending{m_sending};
    int socket = -1;
    {
        const std::lock_guard lock{m_mutex};
        if (m_end) return;
        socket = m_socket;
    }
    if (const auto sent = sendAll(socket, frame, m_options.hangLimit); !sent && sent.error().code == Errc::Timeout) {
        const std::lock_guard lock{m_mutex};
        m_doom = Error{Errc::Timeout, "the model's process takes no request and was ended"};
        wake();
    }
}

Result<> HostProcessImpl::enter(const Ask& ask, const std::shared_ptr<Call>& call) {
    const std::lock_guard lock{m_mutex};
    if (m_end) return tl::unexpected<Error>{m_end->error};
    if (m_calls.size() >= kMaxCalls)
        return fail(Errc::LimitExceeded, std::to_string(m_calls.size()) + " requests wait for the model already");
    call->kind = ask.kind;
    call->maxTokens = ask.request.maxTokens;
    if (m_calls.empty()) m_lastWord = m_lastProgress = SteadyClock::now();
    m_calls.emplace(ask.id, call);
    return {};
}

Result<Tell> HostProcessImpl::call(Ask ask, const engine::TokenSink& sink, std::stop_token stop) {
    ask.id = m_nextId++;
    TD_TRY(const std::string text, encodeAsk(ask));
    TD_TRY(const std::string frame, encodeFrame(text));
    const auto call = std::make_shared<Call>();
    TD_CHECK(enter(ask, call));
    wake(); // the watch begins
    send(frame);
    return wait(ask.id, *call, sink, stop);
}

Result<Tell> HostProcessImpl::wait(std::uint64_t id, Call& call, const engine::TokenSink& sink,
                                   const std::stop_token& stop) {
    std::optional<SteadyClock::time_point> patience; // once the stop was passed on
    std::unique_lock lock{m_mutex};
    const auto something = [&call] { return !call.tokens.empty() || call.result; };
    for (;;) {
        if (patience)
            m_changed.wait_until(lock, *patience, something);
        else
            m_changed.wait(lock, stop, something);
        if (!call.tokens.empty()) {
            const auto tokens = std::exchange(call.tokens, {});
            lock.unlock();
            if (sink)
                for (const auto& token : tokens)
                    sink(token);
            lock.lock();
        } else if (call.result) {
            Result<Tell> out = *std::move(call.result);
            m_calls.erase(id);
            return out;
        } else if (patience && SteadyClock::now() >= *patience) {
            call.abandoned = true; // its place is freed when the answer comes after all
            return fail(Errc::Cancelled, "cancelled; the model has not stopped yet");
        }
        if (!patience && stop.stop_requested()) {
            patience = SteadyClock::now() + kCancelGrace;
            lock.unlock();
            Ask cancel;
            cancel.kind = Ask::Kind::Cancel;
            cancel.id = id;
            if (const auto text = encodeAsk(cancel))
                if (const auto frame = encodeFrame(*text)) send(*frame);
            lock.lock();
        }
    }
}

// ---- the child's thread

void HostProcessImpl::run() {
    HostEnd end;
    auto child = m_spawner->start(m_options);
    if (!child) {
        end.error = child.error();
        end.notStarted = true;
        return finish(std::move(end));
    }
    {
        const std::lock_guard lock{m_mutex};
        m_socket = child->socket.get();
        m_started = m_lastWord = m_lastProgress = SteadyClock::now();
    }
    FrameReader frames;
    const auto watched = watch(child->socket.get(), frames);
    const bool byItself = !watched && watched.error().code == Errc::Disconnected;
    const HostExit exit = m_spawner->end(child->pid, /*kill=*/!byItself);
    end.fromOutside = byItself ? !exit.known || exit.signal == SIGKILL || exit.signal == SIGTERM
                               : !watched && watched.error().code == Errc::Timeout;
    end.error = byItself  ? Error{Errc::Io, describe(exit)}
                : watched ? Error{Errc::Cancelled, "closed"}
                          : watched.error();
    finish(std::move(end));
    const std::lock_guard sending{m_sending}; // nobody writes into a number that the next file may get
    child->socket.reset();
}

/// Ends with Disconnected when the child closed its end, with what it did wrong, or without error when we close.
Result<> HostProcessImpl::watch(int socket, FrameReader& frames) {
    std::string buffer(64U << 10, '\0');
    for (;;) {
        int timeout = -1;
        {
            const std::lock_guard lock{m_mutex};
            if (m_closing) return {};
            if (m_doom) return tl::unexpected<Error>{*m_doom};
            TD_CHECK(overdue(SteadyClock::now(), timeout));
        }
        pollfd sources[] = {{socket, POLLIN, 0}, {m_wakeRead.get(), POLLIN, 0}};
        if (::poll(sources, 2, timeout) < 0 && errno != EINTR)
            return fail(Errc::Io, std::string{"waiting for the model: "} + std::strerror(errno));
        if (sources[1].revents != 0) {
            char drained[64];
            [[maybe_unused]] const auto got = ::read(m_wakeRead.get(), drained, sizeof drained);
        }
        if (sources[0].revents == 0) continue;
        TD_TRY(const auto bytes, receiveSome(socket, buffer.data(), buffer.size()));
        if (bytes.empty()) return fail(Errc::Disconnected);
        frames.push(bytes);
        for (;;) {
            TD_TRY(const auto body, frames.next());
            if (!body) break;
            TD_TRY(const Tell tell, decodeTell(*body));
            TD_CHECK(take(tell));
        }
    }
}

/// Under the lock. Timeout when the child was silent too long; else in how many milliseconds to look again.
Result<> HostProcessImpl::overdue(SteadyClock::time_point now, int& timeout) const {
    const auto left = [now](SteadyClock::time_point since, milliseconds limit) {
        return std::chrono::ceil<milliseconds>(since + limit - now);
    };
    milliseconds soonest = milliseconds::max();
    if (!m_info) {
        soonest = left(m_started, m_options.loadLimit);
        if (soonest.count() <= 0)
            return fail(Errc::Timeout, "the model was not loaded within " + seconds(m_options.loadLimit));
    } else if (!m_calls.empty()) {
        const auto word = left(m_lastWord, m_options.hangLimit);
        const auto progress = left(m_lastProgress, kStallFactor * m_options.hangLimit);
        soonest = std::min(word, progress);
        if (word.count() <= 0)
            return fail(Errc::Timeout,
                        "the model's process gave no word for " + seconds(m_options.hangLimit) + " and was ended");
        if (progress.count() <= 0)
            return fail(Errc::Timeout, "the model's process gave no answer for " +
                                           seconds(kStallFactor * m_options.hangLimit) + " and was ended");
    }
    timeout = soonest == milliseconds::max() ? -1 : static_cast<int>(std::min<std::int64_t>(soonest.count(), 60'000));
    return {};
}

Result<> HostProcessImpl::take(const Tell& tell) {
    const std::lock_guard lock{m_mutex};
    m_lastWord = SteadyClock::now();
    switch (tell.kind) {
    case Tell::Kind::Beat:
        return takeBeat();
    case Tell::Kind::Ready:
        if (m_info) return fail(Errc::Malformed, "the model's process said twice that it is ready");
        m_info = tell.info;
        m_info->model = ForeignText{tell.info.model}.plain(256);
        m_info->device = ForeignText{tell.info.device}.plain(256);
        m_info->confinedWords = ForeignText{tell.info.confinedWords}.plain(kTextOfErrors);
        m_lastProgress = m_lastWord;
        m_changed.notify_all();
        return {};
    case Tell::Kind::Failed:
        if (m_info) return fail(Errc::Malformed, "the model's process failed to load what it had loaded");
        m_modelSaid = Error{tell.error.code, ForeignText{tell.error.context}.plain(kTextOfErrors)};
        return fail(Errc::Cancelled, "its end is known");
    default:
        return takeForCall(tell);
    }
}

Result<> HostProcessImpl::takeBeat() {
    if (m_lastWord - m_beatsSince > std::chrono::seconds{1}) {
        m_beatsSince = m_lastWord;
        m_beats = 0;
    }
    if (++m_beats > kMostBeatsPerSecond) return fail(Errc::LimitExceeded, "the model's process floods us");
    return {};
}

/// What the answer to a request may be, and no more.
Result<> HostProcessImpl::takeForCall(const Tell& tell) {
    const auto found = m_calls.find(tell.id);
    if (found == m_calls.end()) return fail(Errc::Malformed, "the model's process answered what nobody asked");
    Call& call = *found->second;
    if (call.result) return fail(Errc::Malformed, "the model's process answered twice");
    m_lastProgress = m_lastWord;
    const bool generates = call.kind != Ask::Kind::Verify;
    if (tell.kind == Tell::Kind::Token) {
        if (!generates || ++call.events > 2ULL * call.maxTokens + 16)
            return fail(Errc::Malformed, "the model's process sent more tokens than asked for");
        if (!call.abandoned) call.tokens.push_back(tell.token);
        m_changed.notify_all();
        return {};
    }
    if (tell.kind == Tell::Kind::Answer) {
        const auto& c = tell.completion;
        if (!generates || c.tokens.size() > call.maxTokens ||
            (!c.logprobs.empty() && c.logprobs.size() != c.tokens.size()))
            return fail(Errc::Malformed, "the model's process gave another answer than asked for");
        if ((call.kind == Ask::Kind::Prove) != tell.receipt.has_value())
            return fail(Errc::Malformed, "the model's process proved what nobody asked, or not what was asked");
    } else if (tell.kind == Tell::Kind::Verdict && generates) {
        return fail(Errc::Malformed, "the model's process judged what nobody asked");
    }
    m_answered = true;
    if (call.abandoned) {
        m_calls.erase(found);
        return {};
    }
    if (tell.kind == Tell::Kind::Error)
        call.result = fail(tell.error.code, ForeignText{tell.error.context}.plain(kTextOfErrors));
    else
        call.result = tell;
    m_changed.notify_all();
    return {};
}

void HostProcessImpl::finish(HostEnd end) {
    const std::lock_guard lock{m_mutex};
    if (m_modelSaid) {
        end.error = *m_modelSaid;
        end.modelSaid = true;
    }
    end.answered = m_answered;
    m_socket = -1;
    m_end = std::move(end);
    for (auto& [id, call] : m_calls)
        if (!call->result) call->result = tl::unexpected<Error>{m_end->error};
    m_changed.notify_all();
}

} // namespace

Result<std::shared_ptr<HostProcess>> HostProcess::start(const ModelHostOptions& options,
                                                        std::shared_ptr<HostSpawner> spawner) {
    TD_TRY(auto wakes, pipePair());
    auto out =
        std::make_shared<HostProcessImpl>(options, std::move(spawner), std::move(wakes.first), std::move(wakes.second));
    try {
        out->begin();
    } catch (const std::system_error& problem) {
        return fail(Errc::Io, std::string{"a thread for the model: "} + problem.what());
    }
    return out;
}

} // namespace taodeck::worker

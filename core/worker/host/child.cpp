// The child's side: trusted until the model file is opened, and confined before that.

#include "core/worker/host/confine_to_model.h"
#include "core/worker/host/frame.h"
#include "core/worker/host/message.h"
#include "core/worker/host/stream.h"

#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include <unistd.h>

namespace taodeck::worker {
namespace {

constexpr std::size_t kMaxRequests = 128;
constexpr std::chrono::milliseconds kBeat{1'000}, kSendLimit{60'000};
constexpr int kGone = 0, kBadParent = 2, kNoModel = 3;

class Child {
public:
    explicit Child(int fd) : m_fd{fd} {}

    /// Never returns to the caller's thread once the parent is gone.
    int run(const ModelHostOptions& options);

private:
    void tell(const Tell& what);
    void beat();
    void take(const Ask& ask);
    void answer(const Ask& ask, const std::stop_token& stop);
    Result<Tell> work(const Ask& ask, const std::stop_token& stop);
    int listen();

    const int m_fd;
    std::mutex m_sending;
    std::shared_ptr<ModelHost> m_model;
    std::mutex m_mutex;
    std::condition_variable m_busy;
    bool m_loading{true};                                ///< Guarded by m_mutex.
    std::map<std::uint64_t, std::stop_source> m_running; ///< Guarded by m_mutex.
};

void Child::tell(const Tell& what) {
    auto text = encodeTell(what);
    auto frame = text ? encodeFrame(*text) : Result<std::string>{tl::unexpected<Error>{text.error()}};
    if (!frame && what.id != 0) { // an answer that is too long is an answer still
        Tell instead;
        instead.kind = Tell::Kind::Error;
        instead.id = what.id;
        instead.error = frame.error();
        return tell(instead);
    }
    const std::lock_guard lock{m_sending};
    if (!frame || !sendAll(m_fd, *frame, kSendLimit)) ::_exit(kGone);
}

/// A sign of life while there is work.
void Child::beat() {
    Tell life;
    life.kind = Tell::Kind::Beat;
    std::unique_lock lock{m_mutex};
    for (;;) {
        m_busy.wait(lock, [this] { return m_loading || !m_running.empty(); });
        lock.unlock();
        tell(life);
        std::this_thread::sleep_for(kBeat);
        lock.lock();
    }
}

Result<Tell> Child::work(const Ask& ask, const std::stop_token& stop) {
    Tell out;
    const auto sink = [this, id = ask.id](const engine::TokenEvent& event) {
        Tell token;
        token.kind = Tell::Kind::Token;
        token.id = id;
        token.token = event;
        tell(token);
    };
    switch (ask.kind) {
    case Ask::Kind::Complete: {
        out.kind = Tell::Kind::Answer;
        TD_TRY(out.completion, m_model->complete(ask.request, sink, stop));
        break;
    }
    case Ask::Kind::Prove: {
        out.kind = Tell::Kind::Answer;
        TD_TRY(auto proven, m_model->prove(ask.request, ask.challenge, sink, stop));
        out.completion = std::move(proven.completion);
        out.receipt = std::move(proven.receipt);
        break;
    }
    case Ask::Kind::Verify: {
        out.kind = Tell::Kind::Verdict;
        TD_TRY(out.verdict, m_model->verify(*ask.receipt, ask.request, ask.challenge, stop));
        break;
    }
    case Ask::Kind::Cancel:
        return fail(Errc::Malformed, "a cancellation is no work");
    }
    return out;
}

void Child::answer(const Ask& ask, const std::stop_token& stop) {
    auto done = work(ask, stop);
    Tell out;
    if (done) {
        out = *std::move(done);
    } else {
        out.kind = Tell::Kind::Error;
        out.error = done.error();
    }
    out.id = ask.id;
    {
        const std::lock_guard lock{m_mutex};
        m_running.erase(ask.id);
    }
    tell(out);
}

void Child::take(const Ask& ask) {
    std::stop_token stop;
    Tell refusal;
    refusal.kind = Tell::Kind::Error;
    refusal.id = ask.id;
    refusal.error = {Errc::LimitExceeded, "too many requests at once"};
    {
        const std::lock_guard lock{m_mutex};
        const auto found = m_running.find(ask.id);
        if (ask.kind == Ask::Kind::Cancel) {
            if (found != m_running.end()) found->second.request_stop();
            return;
        }
        if (found != m_running.end()) ::_exit(kBadParent);
        if (m_running.size() < kMaxRequests) stop = m_running[ask.id].get_token();
    }
    if (!stop.stop_possible()) return tell(refusal);
    m_busy.notify_all();
    try {
        std::thread{[this, ask, stop] { answer(ask, stop); }}.detach(); // ends with the process at the latest
    } catch (const std::system_error&) {
        {
            const std::lock_guard lock{m_mutex};
            m_running.erase(ask.id);
        }
        tell(refusal);
    }
}

int Child::listen() {
    FrameReader frames;
    std::array<char, 64U << 10> buffer{};
    for (;;) {
        const auto bytes = receiveSome(m_fd, buffer.data(), buffer.size());
        if (!bytes || bytes->empty()) return kGone;
        frames.push(*bytes);
        for (;;) {
            const auto body = frames.next();
            if (!body) return kBadParent;
            if (!*body) break;
            const auto ask = decodeAsk(**body);
            if (!ask) return kBadParent;
            take(*ask);
        }
    }
}

int Child::run(const ModelHostOptions& options) {
    Tell told;
    told.kind = Tell::Kind::Failed;
    const auto confined = confineToModel(options.model, options.gpu);
    if (!confined) {
        told.error = confined.error();
        tell(told);
        return kNoModel;
    }
    std::thread{[this] { beat(); }}.detach();
    auto model = makeOpenModelHost(options);
    if (!model) {
        told.error = model.error();
        tell(told);
        return kNoModel;
    }
    m_model = *std::move(model);
    if (auto info = m_model->info()) {
        told.kind = Tell::Kind::Ready;
        told.info = *std::move(info);
        told.info.confined = confined->whole();
        told.info.confinedWords = confined->words;
    }
    {
        const std::lock_guard lock{m_mutex};
        m_loading = false;
    }
    tell(told);
    return listen();
}

} // namespace

int runModelHost(int fd, const ModelHostOptions& options) {
    auto child = std::make_unique<Child>(fd);
    const int code = child->run(options);
    ::_exit(code); // other threads may be in the middle of anything
}

} // namespace taodeck::worker

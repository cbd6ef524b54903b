#include "core/worker/host/model_host.h"

#include "core/engine/generate/check_request.h"
#include "core/worker/host/host_process.h"
#include "core/worker/host/launcher.h"

#include <algorithm>
#include <mutex>

#include <sys/stat.h>

namespace taodeck::worker {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr unsigned kBrokenAfter = 3; ///< Deaths in a row without an answer.
constexpr milliseconds kBackoffFirst{500}, kBackoffMost{30'000};

/// What changes when another file stands under the name.
struct FileIdentity {
    std::uint64_t device{0}, number{0}, size{0};
    std::int64_t seconds{0}, fraction{0};
    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

FileIdentity identify(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return {};
#ifdef __APPLE__
    const auto time = status.st_mtimespec;
#else
    const auto time = status.st_mtim;
#endif
    return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
            static_cast<std::uint64_t>(status.st_size), static_cast<std::int64_t>(time.tv_sec),
            static_cast<std::int64_t>(time.tv_nsec)};
}

class ProcessModelHost final : public ModelHost {
public:
    explicit ProcessModelHost(ModelHostOptions options) : m_options{std::move(options)} {
        m_spawner =
            m_options.launcher ? std::shared_ptr<HostSpawner>{m_options.launcher} : directSpawner(m_options.program);
    }

    Result<HostInfo> info(std::stop_token stop) override {
        TD_TRY(const auto process, running());
        return process->ready(std::move(stop));
    }

    Result<engine::Completion> complete(const engine::CompletionRequest& request, const engine::TokenSink& sink,
                                        std::stop_token stop) override {
        TD_CHECK(engine::checkRequest(request));
        Ask ask;
        ask.request = request;
        auto told = call(std::move(ask), sink, std::move(stop));
        if (!told && told.error().code == Errc::Cancelled) {
            engine::Completion cancelled; // nothing had been made, or the model has not stopped yet
            cancelled.finish = engine::FinishReason::Cancelled;
            return cancelled;
        }
        if (!told) return tl::unexpected<Error>{told.error()};
        return std::move(told->completion);
    }

    Result<ProvenAnswer> prove(const engine::CompletionRequest& request, const std::array<std::uint8_t, 32>& challenge,
                               const engine::TokenSink& sink, std::stop_token stop) override {
        TD_CHECK(engine::checkRequest(request));
        Ask ask;
        ask.kind = Ask::Kind::Prove;
        ask.request = request;
        ask.challenge = challenge;
        TD_TRY(auto told, call(std::move(ask), sink, std::move(stop)));
        return ProvenAnswer{std::move(told.completion), *std::move(told.receipt)};
    }

    Result<engine::Verdict> verify(const engine::Receipt& receipt, const engine::CompletionRequest& request,
                                   const std::array<std::uint8_t, 32>& challenge, std::stop_token stop) override {
        TD_CHECK(engine::checkRequest(request));
        Ask ask;
        ask.kind = Ask::Kind::Verify;
        ask.request = request;
        ask.challenge = challenge;
        ask.receipt = receipt;
        TD_TRY(auto told, call(std::move(ask), {}, std::move(stop)));
        return std::move(told.verdict);
    }

    std::uint32_t restarts() const override {
        const std::lock_guard lock{m_mutex};
        return m_starts > 0 ? m_starts - 1 : 0;
    }

private:
    Result<Tell> call(Ask ask, const engine::TokenSink& sink, std::stop_token stop) {
        TD_TRY(const auto process, running());
        TD_CHECK(process->ready(stop));
        return process->call(std::move(ask), sink, std::move(stop));
    }

    /// The child that lives, or a new one; an error where there is to be none now.
    Result<std::shared_ptr<HostProcess>> running() {
        const std::lock_guard lock{m_mutex};
        if (m_process) {
            const auto end = m_process->ended();
            if (!end) return m_process;
            learn(*end);
            m_process.reset();
        }
        if (const auto now = identify(m_options.model); now != m_file) {
            m_file = now;
            m_deaths = 0;
            m_refusals = 0;
        }
        if (m_deaths >= kBrokenAfter)
            return fail(Errc::Malformed,
                        "the model file " + m_options.model.filename().string() + " ended its process " +
                            std::to_string(m_deaths) +
                            " times in a row and is taken for broken; the last time: " + m_last.context);
        if (m_refusals > 0 && SteadyClock::now() < m_notBefore) return tl::unexpected<Error>{m_last};
        TD_TRY(m_process, HostProcess::start(m_options, m_spawner));
        ++m_starts;
        return m_process;
    }

    void learn(const HostEnd& end) {
        m_last = end.error;
        const bool fileSays = end.modelSaid || end.notStarted;
        if (end.answered) m_deaths = m_refusals = 0;
        if (!fileSays && !end.fromOutside) {
            m_refusals = 0;
            ++m_deaths;
            return;
        }
        if (end.answered) return;
        // A first death from outside says nothing; more of them are given time to pass.
        const unsigned steps = std::min(m_refusals++, 6U) + (fileSays ? 1 : 0);
        m_notBefore = SteadyClock::now();
        if (steps > 0) m_notBefore += std::min(kBackoffFirst * (1 << (steps - 1)), kBackoffMost);
    }

    const ModelHostOptions m_options;
    std::shared_ptr<HostSpawner> m_spawner;
    mutable std::mutex m_mutex;
    std::shared_ptr<HostProcess> m_process;
    FileIdentity m_file;
    std::uint32_t m_starts{0}, m_refusals{0};
    unsigned m_deaths{0}; ///< Faults in a row, without an answer in between.
    Error m_last{Errc::Io, {}};
    SteadyClock::time_point m_notBefore{};
};

} // namespace

std::shared_ptr<ModelHost> makeModelHost(ModelHostOptions options) {
    return std::make_shared<ProcessModelHost>(std::move(options));
}

} // namespace taodeck::worker

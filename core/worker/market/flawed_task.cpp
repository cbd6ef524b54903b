#include "core/worker/market/flawed_task.h"

#include <condition_variable>
#include <mutex>

namespace taodeck::worker {
namespace {

class Flawed : public Task {
public:
    explicit Flawed(std::shared_ptr<const Task> task) : m_task{std::move(task)} {}

    std::string_view id() const override { return m_task->id(); }
    std::string_view path() const override { return m_task->path(); }
    std::string_view synapse() const override { return m_task->synapse(); }
    Result<Challenge> ask(std::uint64_t seed, ModelHost& host) const override { return m_task->ask(seed, host); }
    Result<Judgement> judge(const Challenge& challenge, std::string_view answer, std::chrono::milliseconds took,
                            std::chrono::milliseconds limit, ModelHost& host, std::stop_token stop) const override {
        return m_task->judge(challenge, answer, took, limit, host, std::move(stop));
    }

protected:
    const std::shared_ptr<const Task> m_task;
};

class Slow final : public Flawed {
public:
    Slow(std::shared_ptr<const Task> task, std::chrono::milliseconds delay) : Flawed{std::move(task)}, m_delay{delay} {}

    Result<MinerAnswer> answer(std::string_view body, ModelHost& host, std::stop_token stop) const override {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock{mutex};
        never.wait_for(lock, stop, m_delay, [] { return false; });
        if (stop.stop_requested()) return fail(Errc::Cancelled, "nobody waits for the answer any more");
        return m_task->answer(body, host, std::move(stop));
    }

private:
    const std::chrono::milliseconds m_delay;
};

class Repeating final : public Flawed {
public:
    using Flawed::Flawed;

    Result<MinerAnswer> answer(std::string_view body, ModelHost& host, std::stop_token stop) const override {
        {
            const std::lock_guard lock{m_mutex};
            if (++m_count % kEvery == 0 && !m_last.body.empty()) return m_last;
        }
        auto out = m_task->answer(body, host, std::move(stop));
        if (out) {
            const std::lock_guard lock{m_mutex};
            m_last = *out;
        }
        return out;
    }

private:
    static constexpr std::uint64_t kEvery = 3;
    mutable std::mutex m_mutex;
    mutable std::uint64_t m_count{0};
    mutable MinerAnswer m_last;
};

} // namespace

std::string_view name(Flaw flaw) {
    switch (flaw) {
    case Flaw::None:
        return "honest";
    case Flaw::Slow:
        return "slow";
    case Flaw::Repeating:
        return "repeating";
    }
    return "unknown";
}

std::shared_ptr<const Task> makeFlawed(std::shared_ptr<const Task> task, Flaw flaw, std::chrono::milliseconds delay) {
    if (flaw == Flaw::Slow) return std::make_shared<const Slow>(std::move(task), delay);
    if (flaw == Flaw::Repeating) return std::make_shared<const Repeating>(std::move(task));
    return task;
}

} // namespace taodeck::worker

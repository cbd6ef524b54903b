#pragma once
/// How long to wait before trying again: doubling, with jitter so that many workers do not knock together, and from the
/// first again after a calm time. Pure.

#include "core/worker/neuron/moment.h"

#include <algorithm>

namespace taodeck::worker {

struct BackoffLimits {
    std::chrono::milliseconds first{1'000}, most{300'000}, calm{60'000};
};

class Backoff {
public:
    /// @param seed decides the jitter.
    explicit Backoff(std::uint64_t seed, BackoffLimits limits = {}) : m_limits{limits}, m_seed{seed} {}

    /// @return how long to wait: the doubled delay, 0.8 to 1.2 of it.
    std::chrono::milliseconds fail(const Moment& now) {
        if (m_until && now.steady > *m_until + m_limits.calm) m_count = 0;
        auto delay = m_limits.first;
        for (unsigned i = 0; i < m_count && delay < m_limits.most; ++i)
            delay *= 2;
        delay = std::min(delay, m_limits.most);
        ++m_count;
        m_seed = m_seed * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
        delay = delay * (800 + static_cast<int>((m_seed >> 33) % 401)) / 1'000;
        m_until = now.steady + delay;
        m_retryAt = now.wall + delay;
        return delay;
    }
    bool due(const Moment& now) const { return !m_until || now.steady >= *m_until; }
    std::optional<UnixMillis> retryAt() const { return m_retryAt; }
    std::optional<std::chrono::steady_clock::time_point> until() const { return m_until; }
    /// As if nothing had failed.
    void reset() { *this = Backoff{m_seed, m_limits}; }

private:
    BackoffLimits m_limits;
    std::uint64_t m_seed;
    unsigned m_count{0};
    std::optional<std::chrono::steady_clock::time_point> m_until;
    std::optional<UnixMillis> m_retryAt;
};

} // namespace taodeck::worker

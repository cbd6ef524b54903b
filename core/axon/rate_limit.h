#pragma once
/// How much one hotkey or one address may ask: a token bucket each, in a table of bounded size. A bucket is forgotten
/// only once it would be full again, so filling the table frees nobody; while none can be forgotten, newcomers share
/// one bucket. Any thread.

#include "core/base/ids.h"

#include <chrono>
#include <list>
#include <map>
#include <mutex>

namespace taodeck::axon {

using LimitKey = Bytes32<struct LimitKeyTag>; ///< A hotkey, or an address in the first 16 bytes.

class RateLimit {
public:
    using Time = std::chrono::steady_clock::time_point;
    /// `perSecond` above 0, `burst` at least 1; `maxKeys` at least 1.
    RateLimit(double perSecond, double burst, std::size_t maxKeys);

    /// Zero: one was taken. Otherwise nothing was, and the next comes after so long.
    std::chrono::nanoseconds take(const LimitKey& key, Time now);
    /// What was taken turned out not to count.
    void giveBack(const LimitKey& key);
    std::size_t size() const;

private:
    struct Bucket {
        double tokens;
        Time at;
        std::list<LimitKey>::iterator order;
    };
    std::chrono::nanoseconds takeFrom(Bucket& bucket, Time now) const;
    bool makeRoom(Time now);

    const double m_perSecond, m_burst;
    const std::size_t m_maxKeys;
    mutable std::mutex m_mutex;
    std::map<LimitKey, Bucket> m_buckets; ///< Guarded by m_mutex, as the next. A tree: keys are chosen by strangers.
    std::list<LimitKey> m_order;          ///< Used least lately first.
    Bucket m_shared;
};

} // namespace taodeck::axon

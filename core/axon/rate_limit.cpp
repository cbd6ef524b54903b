#include "core/axon/rate_limit.h"

#include <algorithm>

namespace taodeck::axon {

namespace {

using Seconds = std::chrono::duration<double>;

} // namespace

RateLimit::RateLimit(double perSecond, double burst, std::size_t maxKeys)
    : m_perSecond{perSecond}, m_burst{burst}, m_maxKeys{maxKeys}, m_shared{burst, Time{}, {}} {}

std::chrono::nanoseconds RateLimit::take(const LimitKey& key, Time now) {
    const std::lock_guard lock{m_mutex};
    auto found = m_buckets.find(key);
    if (found == m_buckets.end()) {
        if (m_buckets.size() >= m_maxKeys && !makeRoom(now)) return takeFrom(m_shared, now);
        found = m_buckets.emplace(key, Bucket{m_burst, now, m_order.insert(m_order.end(), key)}).first;
    } else {
        m_order.splice(m_order.end(), m_order, found->second.order);
    }
    return takeFrom(found->second, now);
}

void RateLimit::giveBack(const LimitKey& key) {
    const std::lock_guard lock{m_mutex};
    const auto found = m_buckets.find(key);
    auto& bucket = found == m_buckets.end() ? m_shared : found->second;
    bucket.tokens = std::min(m_burst, bucket.tokens + 1);
}

std::size_t RateLimit::size() const {
    const std::lock_guard lock{m_mutex};
    return m_buckets.size();
}

std::chrono::nanoseconds RateLimit::takeFrom(Bucket& bucket, Time now) const {
    if (now > bucket.at) {
        bucket.tokens = std::min(m_burst, bucket.tokens + m_perSecond * Seconds{now - bucket.at}.count());
        bucket.at = now;
    }
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return {};
    }
    const auto wait = Seconds{(1 - bucket.tokens) / m_perSecond};
    return std::max(std::chrono::duration_cast<std::chrono::nanoseconds>(wait), std::chrono::nanoseconds{1});
}

bool RateLimit::makeRoom(Time now) {
    const auto& oldest = m_buckets.at(m_order.front());
    // Not touched for as long as an empty bucket takes to fill: forgetting it changes nothing.
    if (Seconds{now - oldest.at}.count() * m_perSecond < m_burst) return false;
    m_buckets.erase(m_order.front());
    m_order.pop_front();
    return true;
}

} // namespace taodeck::axon

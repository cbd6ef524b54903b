#include "core/axon/detail/usage.h"

#include <algorithm>

namespace taodeck::axon::detail {

namespace {

constexpr std::size_t kOverlap = 64;

/// Moves `held` from `before` to `after` unless that goes beyond `most`.
bool move(std::atomic<std::size_t>& held, std::size_t before, std::size_t after, std::size_t most) {
    if (after <= before) {
        held -= before - after;
        return true;
    }
    const auto more = after - before;
    auto seen = held.load();
    do {
        if (seen + more > most) return false;
    } while (!held.compare_exchange_weak(seen, seen + more));
    return true;
}

} // namespace

IpBytes limitedPart(const IpAddress& ip) {
    IpBytes out = ip.bytes;
    const bool mapped = std::all_of(out.begin(), out.begin() + 10, [](auto b) { return b == 0; }) && out[10] == 0xff;
    if (ip.type == 6 && !mapped) {
        std::fill(out.begin() + 8, out.end(), std::uint8_t{0});
    } else {
        std::fill(out.begin(), out.begin() + 10, std::uint8_t{0});
        out[10] = out[11] = 0xff;
    }
    return out;
}

bool Usage::Share::resize(std::size_t bytes) {
    if (!m_usage) return bytes == 0;
    const auto& limits = m_usage->m_limits;
    if (!move(m_usage->m_bytes, m_bytes, bytes, limits.bytes)) return false;
    if (!move(m_entry->bytes, m_bytes, bytes, limits.bytesPerAddress)) {
        m_usage->m_bytes -= bytes - m_bytes;
        return false;
    }
    m_bytes = bytes;
    return true;
}

Usage::Share Usage::Place::share() const {
    Share out;
    out.m_usage = m_usage;
    out.m_entry = m_entry;
    return out;
}

Usage::Place Usage::enter(const IpAddress& ip) {
    Place out;
    const auto address = limitedPart(ip);
    const std::lock_guard lock{m_mutex};
    if (m_connections >= m_limits.connections + kOverlap) return out;
    auto& entry = m_entries[address];
    if (!entry) entry = std::make_shared<Entry>();
    if (entry->connections >= m_limits.perAddress) return out;
    ++entry->connections;
    ++m_connections;
    out.m_usage = shared_from_this();
    out.m_entry = entry;
    out.m_address = address;
    return out;
}

std::size_t Usage::connections() const {
    const std::lock_guard lock{m_mutex};
    return m_connections;
}

void Usage::leave(const IpBytes& address) {
    const std::lock_guard lock{m_mutex};
    --m_connections;
    const auto found = m_entries.find(address);
    if (found != m_entries.end() && --found->second->connections == 0) m_entries.erase(found);
}

} // namespace taodeck::axon::detail

#pragma once
/// What each address holds of the server now: connections and bytes. Entries exist only while something is held, so the
/// table is no larger than the number of connections. IPv6 counts by /64: one host has as many below it as it likes.

#include "core/axon/address.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace taodeck::axon::detail {

/// The part of an address that its owner cannot change at will.
IpBytes limitedPart(const IpAddress& ip);

/// `connections` may be exceeded by a few: those that are being closed to make room.
struct UsageLimits {
    std::size_t connections{0}, perAddress{0}, bytes{0}, bytesPerAddress{0};
};

class Usage : public std::enable_shared_from_this<Usage> {
    struct Entry {
        std::size_t connections{0};
        std::atomic<std::size_t> bytes{0};
    };

public:
    explicit Usage(UsageLimits limits) : m_limits{limits} {}

    /// Bytes that one request holds; gives them back in the end. Movable; one thread at a time.
    class Share {
    public:
        Share() = default;
        Share(Share&& other) noexcept
            : m_usage{std::move(other.m_usage)}, m_entry{std::move(other.m_entry)}, m_bytes{std::exchange(other.m_bytes,
                                                                                                          0)} {}
        Share& operator=(Share&& other) noexcept {
            if (this == &other) return *this;
            resize(0);
            m_usage = std::move(other.m_usage);
            m_entry = std::move(other.m_entry);
            m_bytes = std::exchange(other.m_bytes, 0);
            return *this;
        }
        ~Share() { resize(0); }
        /// False: there is not so much; nothing changed.
        bool resize(std::size_t bytes);

    private:
        friend class Usage;
        std::shared_ptr<Usage> m_usage;
        std::shared_ptr<Entry> m_entry;
        std::size_t m_bytes{0};
    };

    /// One connection's place; empty when there is none.
    class Place {
    public:
        Place() = default;
        Place(Place&& other) noexcept = default;
        Place& operator=(Place&&) = delete;
        ~Place() {
            if (m_usage) m_usage->leave(m_address);
        }
        explicit operator bool() const { return m_usage != nullptr; }
        Share share() const;
        const IpBytes& address() const { return m_address; }

    private:
        friend class Usage;
        std::shared_ptr<Usage> m_usage;
        std::shared_ptr<Entry> m_entry;
        IpBytes m_address{};
    };
    Place enter(const IpAddress& ip);
    std::size_t connections() const;
    bool isFull() const { return connections() >= m_limits.connections; }

private:
    void leave(const IpBytes& address);

    const UsageLimits m_limits;
    mutable std::mutex m_mutex;
    std::map<IpBytes, std::shared_ptr<Entry>> m_entries; ///< Guarded by m_mutex, as the next.
    std::size_t m_connections{0};
    std::atomic<std::size_t> m_bytes{0};
};

} // namespace taodeck::axon::detail

#pragma once
/// A lasting interest: destroying the Subscription ends it.

#include <functional>
#include <utility>

namespace taodeck {

/// Move-only. After the destructor returned, no new notification starts; one that runs on another thread may still end.
class [[nodiscard]] Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> end) : m_end{std::move(end)} {}
    Subscription(Subscription&& other) noexcept : m_end{std::exchange(other.m_end, nullptr)} {}
    Subscription& operator=(Subscription&& other) noexcept {
        if (this != &other) {
            reset();
            m_end = std::exchange(other.m_end, nullptr);
        }
        return *this;
    }
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription() { reset(); }

    void reset() {
        if (auto end = std::exchange(m_end, nullptr)) end();
    }
    explicit operator bool() const { return static_cast<bool>(m_end); }

private:
    std::function<void()> m_end;
};

} // namespace taodeck

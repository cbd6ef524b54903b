#pragma once
/// Zeroed memory straight from the system, resident only where it was written: a KV cache for a long context costs
/// nothing until the context is used.

#include "core/base/result.h"

#include <cstddef>
#include <span>

namespace taodeck::engine::cpu {

class Pages {
public:
    Pages() = default;
    /// @param huge asks for huge pages, where the system allows them; then memory becomes resident in larger steps.
    /// Errors: LimitExceeded, with the number of bytes.
    static Result<Pages> make(std::size_t bytes, bool huge);
    ~Pages();
    Pages(Pages&& other) noexcept;
    Pages& operator=(Pages&& other) noexcept;

    template <class T>
    T* as() const {
        return static_cast<T*>(m_data);
    }
    std::size_t bytes() const { return m_bytes; }

private:
    void* m_data{nullptr};
    std::size_t m_bytes{0};
};

} // namespace taodeck::engine::cpu

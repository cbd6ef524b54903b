#pragma once
/// Memory for keys, phrases and passwords: locked against swapping, guarded at both ends, wiped when freed.

#include "core/base/bytes.h"

#include <cstddef>

namespace taodeck {

/// Movable, never copied by accident: `clone()` says it. An allocation that the system refuses to lock still works, is
/// still wiped, and is reported once in the log.
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size); ///< Zeroed.
    explicit SecretBytes(ByteView from);    ///< Copies; the caller wipes its own copy.
    static SecretBytes fromText(std::string_view text) { return SecretBytes{asBytes(text)}; }
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    SecretBytes clone() const { return SecretBytes{view()}; }
    std::uint8_t* data() { return m_data; }
    const std::uint8_t* data() const { return m_data; }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    ByteView view() const { return {m_data, m_size}; }
    std::span<std::uint8_t> span() { return {m_data, m_size}; }
    std::string_view text() const { return asText(view()); }
    void resize(std::size_t size); ///< Keeps the common prefix, zeroes what is new.
    void clear();

private:
    std::uint8_t* m_data{nullptr};
    std::size_t m_size{0};
};

/// Wipes memory in a way the compiler keeps.
void wipe(void* data, std::size_t size);

/// Comparison whose time does not depend on the contents.
bool equalConstantTime(ByteView a, ByteView b);

} // namespace taodeck

#include "core/base/secret_bytes.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace taodeck {
namespace {

std::uint8_t* allocate(std::size_t size) {
    if (size == 0) return nullptr;
    if (sodium_init() < 0) throw std::bad_alloc{};
    auto* memory = static_cast<std::uint8_t*>(sodium_malloc(size));
    if (memory == nullptr) throw std::bad_alloc{};
    std::memset(memory, 0, size);
    return memory;
}

} // namespace

SecretBytes::SecretBytes(std::size_t size) : m_data{allocate(size)}, m_size{size} {}

SecretBytes::SecretBytes(ByteView from) : SecretBytes(from.size()) {
    std::copy(from.begin(), from.end(), m_data);
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : m_data{std::exchange(other.m_data, nullptr)}, m_size{std::exchange(other.m_size, 0)} {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
        clear();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

SecretBytes::~SecretBytes() {
    clear();
}

void SecretBytes::resize(std::size_t size) {
    SecretBytes next{size};
    std::copy_n(m_data, std::min(size, m_size), next.m_data);
    *this = std::move(next);
}

void SecretBytes::clear() {
    sodium_free(m_data); // wipes, then unlocks
    m_data = nullptr;
    m_size = 0;
}

void wipe(void* data, std::size_t size) {
    sodium_memzero(data, size);
}

bool equalConstantTime(ByteView a, ByteView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace taodeck

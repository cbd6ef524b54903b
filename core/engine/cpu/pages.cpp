#include "core/engine/cpu/pages.h"

#include <cstdlib>
#include <utility>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/mman.h>
#define TD_ENGINE_MMAP 1
#endif

namespace taodeck::engine::cpu {

Result<Pages> Pages::make(std::size_t bytes, [[maybe_unused]] bool huge) {
    Pages out;
    if (bytes == 0) return out;
#ifdef TD_ENGINE_MMAP
    void* data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) data = nullptr;
#ifdef MADV_HUGEPAGE
    // Only advice: a system without huge pages gives small ones. Without the advice some systems use huge pages for
    // every mapping, which would make the unused parts of a cache resident.
    if (data) ::madvise(data, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
#endif
#else
    void* data = std::calloc(bytes, 1);
#endif
    if (!data) return fail(Errc::LimitExceeded, "the system refused " + std::to_string(bytes >> 20) + " MiB of memory");
    out.m_data = data;
    out.m_bytes = bytes;
    return out;
}

Pages::~Pages() {
    if (!m_data) return;
#ifdef TD_ENGINE_MMAP
    ::munmap(m_data, m_bytes);
#else
    std::free(m_data);
#endif
}

Pages::Pages(Pages&& other) noexcept
    : m_data{std::exchange(other.m_data, nullptr)}, m_bytes{std::exchange(other.m_bytes, 0)} {}

Pages& Pages::operator=(Pages&& other) noexcept {
    std::swap(m_data, other.m_data);
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

} // namespace taodeck::engine::cpu

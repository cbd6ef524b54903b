#include "core/engine/plan/memory.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>

#if defined(__APPLE__)
#include <mach/mach.h>
#elif defined(_WIN32)
#include <windows.h>
#endif

namespace taodeck::engine {
namespace {

std::optional<std::string> readText(const std::filesystem::path& path) {
    std::ifstream file{path};
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The number after `key` at the beginning of a line.
std::optional<std::uint64_t> numberAfter(const std::string& text, const std::string& key) {
    for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
        if (at > 0 && text[at - 1] != '\n') continue;
        const auto digits = text.find_first_not_of(" \t", at + key.size());
        std::uint64_t value = 0;
        if (digits == std::string::npos ||
            std::from_chars(text.data() + digits, text.data() + text.size(), value).ec != std::errc{})
            return std::nullopt;
        return value;
    }
    return std::nullopt;
}

/// What the control group (version 2) of this process, and each group above it, may still take; pages of files that it
/// can drop count as free. Empty where nothing limits it.
std::optional<std::uint64_t> groupRoom(const std::filesystem::path& root) {
    const auto groups = readText(root / "proc/self/cgroup");
    if (!groups) return std::nullopt;
    const auto at = groups->find("0::/");
    if (at == std::string::npos) return std::nullopt;
    const auto base = root / "sys/fs/cgroup";
    auto relative = std::filesystem::path{groups->substr(at + 4, groups->find('\n', at) - at - 4)};
    std::optional<std::uint64_t> room;
    for (;; relative = relative.parent_path()) {
        const auto folder = base / relative;
        const auto most = readText(folder / "memory.max"), used = readText(folder / "memory.current");
        if (most && used && !most->starts_with("max")) {
            const auto limit = numberAfter(*most, "").value_or(0), taken = numberAfter(*used, "").value_or(0);
            const auto files = numberAfter(readText(folder / "memory.stat").value_or(""), "inactive_file ").value_or(0);
            const auto held = taken - std::min(taken, files);
            const auto left = limit - std::min(limit, held);
            room = std::min(room.value_or(left), left);
        }
        if (relative.empty()) return room;
    }
}

} // namespace

Result<std::uint64_t> availableHostBytes([[maybe_unused]] const std::filesystem::path& root) {
#if defined(__APPLE__)
    vm_statistics64_data_t pages{};
    mach_msg_type_number_t count = HOST_VM_INFO64_COUNT;
    if (host_statistics64(mach_host_self(), HOST_VM_INFO64, reinterpret_cast<host_info64_t>(&pages), &count) !=
        KERN_SUCCESS)
        return fail(Errc::Io, "the system does not say how much memory is free");
    return (std::uint64_t{pages.free_count} + pages.inactive_count + pages.purgeable_count) * vm_kernel_page_size;
#elif defined(_WIN32)
    MEMORYSTATUSEX status{sizeof(status)};
    if (!GlobalMemoryStatusEx(&status)) return fail(Errc::Io, "the system does not say how much memory is free");
    return status.ullAvailPhys;
#else
    const auto text = readText(root / "proc/meminfo");
    if (!text) return fail(Errc::Unsupported, "this system does not say how much memory is free");
    const auto kilobytes = numberAfter(*text, "MemAvailable:");
    if (!kilobytes || *kilobytes > (std::uint64_t{1} << 50)) return fail(Errc::Malformed, "MemAvailable");
    const std::uint64_t available = *kilobytes * 1024;
    return std::min(available, groupRoom(root).value_or(available));
#endif
}

} // namespace taodeck::engine

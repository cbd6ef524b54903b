#include "core/supervise/workers/machine.h"

#include "core/supervise/workers/nvml.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace taodeck::supervise {
namespace {

namespace fs = std::filesystem;

/// The beginning of a small file of the system; empty when it is not there.
std::string systemText(const fs::path& file, std::size_t most = 4096) {
    std::ifstream in{file, std::ios::binary};
    std::string text(most, '\0');
    in.read(text.data(), static_cast<std::streamsize>(most));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    return text;
}

std::string firstWord(const fs::path& file) {
    std::istringstream in{systemText(file, 64)};
    std::string word;
    in >> word;
    return word;
}

/// "MemAvailable:   123 kB" → bytes; 0 when it is not there.
std::uint64_t memoryLine(const std::string& text, std::string_view name) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ':') continue;
        std::istringstream words{line.substr(name.size() + 1)};
        std::uint64_t kilobytes = 0;
        words >> kilobytes;
        return kilobytes * 1024;
    }
    return 0;
}

double partOf(std::uint64_t part, std::uint64_t all) {
    return all == 0 ? 0 : std::clamp(static_cast<double>(part) / static_cast<double>(all), 0.0, 1.0);
}

/// Process group and ticks used, out of /proc/PID/stat; the name in it may hold anything, so it is read from its end.
struct ProcessUse {
    int group{0};
    std::uint64_t ticks{0};
};
std::optional<ProcessUse> processUse(const std::string& stat) {
    const auto end = stat.rfind(')');
    if (end == std::string::npos) return std::nullopt;
    std::istringstream words{stat.substr(end + 1)};
    std::string state, skipped;
    int parent = 0;
    ProcessUse out;
    words >> state >> parent >> out.group;
    for (int field = 6; field <= 13; ++field)
        words >> skipped;
    std::uint64_t user = 0, system = 0;
    if (!(words >> user >> system)) return std::nullopt;
    out.ticks = user + system;
    return out;
}

} // namespace

std::optional<CpuTimes> cpuTimes(const fs::path& proc) {
    std::istringstream in{systemText(proc / "stat", 512)};
    std::string name;
    // user nice system idle iowait irq softirq steal
    std::array<std::uint64_t, 8> t{};
    if (!(in >> name) || name != "cpu") return std::nullopt;
    for (auto& value : t)
        if (!(in >> value)) return std::nullopt;
    CpuTimes out;
    out.busy = t[0] + t[2] + t[5] + t[6];
    for (const auto value : t)
        out.all += value;
    return out;
}

std::uint64_t groupTicks(const fs::path& proc, const std::vector<int>& groups) {
    std::uint64_t out = 0;
    std::error_code ec;
    for (auto it = fs::directory_iterator{proc, ec}; !ec && it != fs::directory_iterator{}; it.increment(ec)) {
        const auto name = it->path().filename().string();
        if (name.empty() || name.find_first_not_of("0123456789") != std::string::npos) continue;
        const auto use = processUse(systemText(it->path() / "stat", 1024));
        if (use && std::find(groups.begin(), groups.end(), use->group) != groups.end()) out += use->ticks;
    }
    return out;
}

std::optional<bool> onBattery(const fs::path& power) {
    bool battery = false, discharging = false, mains = false, online = false;
    std::error_code ec;
    for (auto it = fs::directory_iterator{power, ec}; !ec && it != fs::directory_iterator{}; it.increment(ec)) {
        const auto type = firstWord(it->path() / "type");
        // A mouse or a keyboard has a battery too; only the system's own counts.
        if (type == "Battery" && firstWord(it->path() / "scope") != "Device") {
            battery = true;
            discharging = discharging || firstWord(it->path() / "status") == "Discharging";
        } else if (type == "Mains" || type == "USB") {
            mains = mains || type == "Mains";
            online = online || firstWord(it->path() / "online") == "1";
        }
    }
    if (!battery) return std::nullopt;
    return mains ? !online : discharging;
}

Machine::Machine(MachinePaths paths) : m_paths{std::move(paths)}, m_last{cpuTimes(m_paths.proc)} {}

api::MachineState Machine::read() {
    const std::lock_guard lock{m_mutex};
    api::MachineState out;
    const auto memory = systemText(m_paths.proc / "meminfo");
    out.memoryFree = memoryLine(memory, "MemAvailable");
    out.memoryTotal = memoryLine(memory, "MemTotal");
    if (const auto now = cpuTimes(m_paths.proc)) {
        if (m_last && now->all > m_last->all)
            out.cpuLoad = partOf(now->busy - std::min(now->busy, m_last->busy), now->all - m_last->all);
        m_last = now;
    }
    out.onBattery = onBattery(m_paths.power);
    auto gpus = readGpus(m_paths.nvml);
    out.gpus = std::move(gpus.rows);
    out.gpuWords = std::move(gpus.words);
    return out;
}

std::optional<double> Machine::othersLoad(const std::vector<int>& groups) {
    const std::lock_guard lock{m_mutex};
    const auto times = cpuTimes(m_paths.proc);
    if (!times) return std::nullopt;
    const Use now{*times, groupTicks(m_paths.proc, groups)};
    const auto before = std::exchange(m_lastUse, now);
    if (!before || now.times.all <= before->times.all) return std::nullopt;
    const auto own = now.own > before->own ? now.own - before->own : 0;
    const auto busy = now.times.busy - std::min(now.times.busy, before->times.busy);
    return partOf(busy > own ? busy - own : 0, now.times.all - before->times.all);
}

} // namespace taodeck::supervise

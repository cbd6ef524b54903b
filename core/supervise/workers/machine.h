#pragma once
/// What this machine has and does now: memory, processor, battery, graphics cards. Read from the system each time it is
/// asked; what the system does not tell stays empty. Calls wait for the disk and the driver: not for the window's
/// thread.

#include "core/api/worker_service.h"

#include <filesystem>
#include <mutex>

namespace taodeck::supervise {

struct MachinePaths {
    std::filesystem::path proc = "/proc";
    std::filesystem::path power = "/sys/class/power_supply";
    std::string nvml = "libnvidia-ml.so.1"; ///< Looked up as the system does, unless it is a path.
};

/// Ticks since the start of the machine.
struct CpuTimes {
    std::uint64_t busy{0}; ///< Without niced programs: those give way by themselves.
    std::uint64_t all{0};
};
std::optional<CpuTimes> cpuTimes(const std::filesystem::path& proc);
/// Ticks that the programs of these process groups have used so far.
std::uint64_t groupTicks(const std::filesystem::path& proc, const std::vector<int>& groups);
/// Empty without a battery.
std::optional<bool> onBattery(const std::filesystem::path& power);

/// Any thread; calls wait for each other.
class Machine {
public:
    explicit Machine(MachinePaths paths);

    api::MachineState read();
    /// The part of the processor that was used since the last call by programs outside `groups`; empty at the first.
    std::optional<double> othersLoad(const std::vector<int>& groups);
    const MachinePaths& paths() const { return m_paths; }

private:
    struct Use {
        CpuTimes times;
        std::uint64_t own{0};
    };
    const MachinePaths m_paths;
    std::mutex m_mutex;
    std::optional<CpuTimes> m_last;
    std::optional<Use> m_lastUse;
};

} // namespace taodeck::supervise

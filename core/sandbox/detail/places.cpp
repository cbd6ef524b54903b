#include "core/sandbox/detail/places.h"

#include <unistd.h>

namespace taodeck::sandbox::detail {
namespace {

void addExisting(std::vector<std::filesystem::path>& out, std::initializer_list<const char*> paths) {
    for (const char* const path : paths)
        if (access(path, F_OK) == 0) out.emplace_back(path);
}

/// The control group's folder and those above it hold the memory limits (engine::availableHostBytes).
void addMemoryLimits(std::vector<std::filesystem::path>& out) {
    addExisting(out, {"/proc/meminfo", "/sys/fs/cgroup"});
}

void addGpu(Places& out) {
    addExisting(out.readable, {"/proc/driver/nvidia",
                               "/proc/devices",
                               "/proc/cpuinfo",
                               "/proc/modules",
                               "/proc/sys/vm/mmap_min_addr",
                               "/proc/sys/kernel/randomize_va_space",
                               "/sys/bus/pci/devices",
                               "/sys/devices/pci0000:00",
                               "/sys/module/nvidia",
                               "/sys/devices/system/node",
                               "/sys/devices/system/memory",
                               "/etc/ld.so.cache",
                               "/lib",
                               "/lib64",
                               "/usr/lib",
                               "/usr/lib64",
                               "/usr/local/lib",
                               "/usr/local/nvidia",
                               "/usr/local/cuda",
                               "/etc/nvidia"});
    std::error_code ec;
    for (std::filesystem::directory_iterator it{"/sys/devices", ec}, end; !ec && it != end; it.increment(ec))
        if (it->path().filename().string().starts_with("pci")) out.readable.push_back(it->path());
    for (std::filesystem::directory_iterator it{"/dev", ec}, end; !ec && it != end; it.increment(ec))
        if (it->path().filename().string().starts_with("nvidia")) out.devices.push_back(it->path());
}

} // namespace

Places placesOf(const Policy& policy) {
    Places out;
    addExisting(out.readable, {"/proc/self", "/proc/stat", "/sys/devices/system/cpu", "/etc/localtime",
                               "/usr/share/zoneinfo", "/dev/urandom", "/dev/random"});
    addExisting(out.devices, {"/dev/null"});
    addMemoryLimits(out.readable);
    if (policy.mayConnect || policy.mayLookUpNames)
        addExisting(out.readable, {"/etc/ssl", "/usr/share/ca-certificates", "/etc/pki/tls", "/etc/ca-certificates"});
    if (policy.mayLookUpNames)
        addExisting(out.readable, {"/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/gai.conf",
                                   "/etc/host.conf", "/etc/services", "/etc/protocols"});
    if (policy.gpu) addGpu(out);
    return out;
}

} // namespace taodeck::sandbox::detail

#include "core/supervise/workers/nvml.h"

#include <array>
#include <dlfcn.h>
#include <memory>

namespace taodeck::supervise {
namespace {

// The few functions used here, as the library's stable ABI has them; success is 0.
using Device = void*;
struct Memory {
    unsigned long long total, free, used;
};
struct Utilization {
    unsigned int gpu, memory; ///< Percent.
};
constexpr unsigned kTemperatureGpu = 0;
constexpr unsigned kMostDevices = 64;

class Library {
public:
    explicit Library(const std::string& name) : m_handle{::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL)} {}
    ~Library() {
        if (m_handle) ::dlclose(m_handle);
    }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    bool loaded() const { return m_handle != nullptr; }
    /// Calls a function if the library has it. @return whether it says that it worked.
    template <class... Arguments>
    bool call(const char* name, Arguments... arguments) const {
        using Function = int (*)(Arguments...);
        const auto function = reinterpret_cast<Function>(::dlsym(m_handle, name));
        return function && function(arguments...) == 0;
    }

private:
    void* m_handle;
};

api::GpuRow rowOf(const Library& nvml, Device device) {
    api::GpuRow row;
    std::array<char, 96> name{};
    if (nvml.call("nvmlDeviceGetName", device, name.data(), static_cast<unsigned>(name.size() - 1)))
        row.name = ForeignText{name.data()};
    Memory memory{};
    if (nvml.call("nvmlDeviceGetMemoryInfo", device, &memory)) {
        row.freeBytes = memory.free;
        row.totalBytes = memory.total;
    }
    unsigned value = 0;
    if (nvml.call("nvmlDeviceGetTemperature", device, kTemperatureGpu, &value)) row.celsius = value;
    if (nvml.call("nvmlDeviceGetPowerUsage", device, &value)) row.watts = value / 1000.0;
    Utilization use{};
    if (nvml.call("nvmlDeviceGetUtilizationRates", device, &use)) row.load = use.gpu / 100.0;
    return row;
}

} // namespace

Gpus readGpus(const std::string& library) {
    const Library nvml{library};
    if (!nvml.loaded()) return {{}, "There is no NVIDIA driver on this system."};
    if (!nvml.call("nvmlInit_v2")) return {{}, "The NVIDIA driver does not answer."};
    Gpus out;
    unsigned count = 0;
    if (!nvml.call("nvmlDeviceGetCount_v2", &count))
        out.words = "The NVIDIA driver does not tell its cards.";
    else if (count == 0)
        out.words = "The NVIDIA driver finds no card.";
    for (unsigned index = 0; index < count && index < kMostDevices; ++index) {
        Device device = nullptr;
        if (nvml.call("nvmlDeviceGetHandleByIndex_v2", index, &device)) out.rows.push_back(rowOf(nvml, device));
    }
    if (out.rows.empty() && out.words.empty()) out.words = "The NVIDIA driver gives no access to its cards.";
    nvml.call("nvmlShutdown");
    return out;
}

} // namespace taodeck::supervise

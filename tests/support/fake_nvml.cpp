// A management library with two cards, of which the second keeps its temperature and load to itself.

#include <cstdio>
#include <cstring>

extern "C" {

int nvmlInit_v2() {
    return 0;
}
int nvmlShutdown() {
    return 0;
}
int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = 2;
    return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) {
    static char cards[2];
    if (index > 1) return 2;
    *device = &cards[index];
    cards[index] = static_cast<char>(index);
    return 0;
}
int nvmlDeviceGetName(void* device, char* name, unsigned size) {
    std::snprintf(name, size, "Test Card %d\n", *static_cast<char*>(device));
    return 0;
}
int nvmlDeviceGetMemoryInfo(void*, unsigned long long* totalFreeUsed) {
    totalFreeUsed[0] = 80ull << 30;
    totalFreeUsed[1] = 60ull << 30;
    totalFreeUsed[2] = 20ull << 30;
    return 0;
}
int nvmlDeviceGetTemperature(void* device, unsigned, unsigned* celsius) {
    *celsius = 55;
    return *static_cast<char*>(device) == 0 ? 0 : 3;
}
int nvmlDeviceGetPowerUsage(void*, unsigned* milliwatts) {
    *milliwatts = 123'456;
    return 0;
}
int nvmlDeviceGetUtilizationRates(void* device, unsigned* gpuMemory) {
    gpuMemory[0] = 75;
    gpuMemory[1] = 10;
    return *static_cast<char*>(device) == 0 ? 0 : 3;
}
}

#include "core/engine/cpu/features.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace taodeck::engine::cpu {

#if defined(__x86_64__)
// The compiler's own test asks the processor and, through XGETBV, whether the system keeps the wide registers.
bool hasAvx2() {
    static const bool has =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    return has;
}
bool hasAvx512Vnni() {
    static const bool has = hasAvx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                            __builtin_cpu_supports("avx512vnni");
    return has;
}

#if defined(__linux__)
namespace {
bool askForTiles() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
    constexpr unsigned kTile = 1U << 24U, kInt8 = 1U << 25U;
    if ((d & kTile) == 0 || (d & kInt8) == 0) return false;
    // The tiles' state is large, so Linux (since 5.16) gives it to processes that ask.
    constexpr long kRequestPermission = 0x1023, kTileData = 18;
    return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}
} // namespace
bool hasAmx() {
    static const bool has = hasAvx512Vnni() && askForTiles();
    return has;
}
#else
bool hasAmx() {
    return false;
}
#endif
#else
bool hasAmx() {
    return false;
}
bool hasAvx2() {
    return false;
}
bool hasAvx512Vnni() {
    return false;
}
#endif

} // namespace taodeck::engine::cpu

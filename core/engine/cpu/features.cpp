#include "core/engine/cpu/features.h"

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
#else
bool hasAvx2() {
    return false;
}
bool hasAvx512Vnni() {
    return false;
}
#endif

} // namespace taodeck::engine::cpu

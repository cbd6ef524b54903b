#pragma once
/// What this machine's processor and system offer. Asked once.

namespace taodeck::engine::cpu {

bool hasAvx2();       ///< AVX2, FMA and F16C.
bool hasAvx512Vnni(); ///< AVX-512 F, BW, DQ, VL and VNNI, with the registers saved by the system.
/// AMX tiles of 8-bit numbers, above hasAvx512Vnni(). The first call asks the system to let this process use them.
bool hasAmx();

} // namespace taodeck::engine::cpu

#pragma once
/// NVIDIA's management library, if this system has it: names, memory, temperature, power and load of the cards. Loaded
/// when asked for, so that the program needs no driver. Trusts the library as one trusts a driver; names are foreign.

#include "core/api/worker_service.h"

namespace taodeck::supervise {

struct Gpus {
    std::vector<api::GpuRow> rows;
    std::string words; ///< English: why there are none.
};

/// Loads `library`, asks once and lets go of it. Never fails: what cannot be read stays empty. Any thread, not fast.
Gpus readGpus(const std::string& library);

} // namespace taodeck::supervise

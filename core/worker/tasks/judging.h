#pragma once
/// What both tasks judge alike. Pure.

#include "core/worker/host/model_host.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

namespace taodeck::worker {

/// 1 up to a quarter of the limit, then straight down to 0 at the limit.
inline double latencyFactor(std::chrono::milliseconds took, std::chrono::milliseconds limit) {
    if (limit.count() <= 0 || took >= limit) return 0;
    const double part = static_cast<double>(took.count()) / static_cast<double>(limit.count());
    return std::clamp((1 - part) / 0.75, 0.0, 1.0);
}

/// "took 5.2 s of 12 s"; empty when that costs nothing.
std::string latencyWords(std::chrono::milliseconds took, std::chrono::milliseconds limit);

/// By the name in its file, which proves nothing: all that hangs on it is what a good question is.
bool isDemonstration(const HostInfo& model);

/// Foreign text as one line of at most 400 characters.
std::string forLog(std::string_view text);

} // namespace taodeck::worker

#include "core/worker/tasks/judging.h"

#include "core/base/foreign_text.h"

#include <cstdio>

namespace taodeck::worker {

std::string latencyWords(std::chrono::milliseconds took, std::chrono::milliseconds limit) {
    if (latencyFactor(took, limit) >= 1) return {};
    char out[64];
    std::snprintf(out, sizeof(out), "took %.1f s of %.1f s", static_cast<double>(took.count()) / 1'000,
                  static_cast<double>(limit.count()) / 1'000);
    return out;
}

bool isDemonstration(const HostInfo& model) {
    return model.model == "Taodeck demonstration";
}

std::string forLog(std::string_view text) {
    return ForeignText{std::string{text}}.plain(400);
}

} // namespace taodeck::worker

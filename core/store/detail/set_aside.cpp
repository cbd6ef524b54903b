#include "core/store/detail/set_aside.h"

#include <chrono>

namespace taodeck::store {

namespace fs = std::filesystem;

Result<fs::path> setAside(const fs::path& file) {
    const auto stamp =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    std::error_code error;
    for (int attempt = 0; attempt < 100; ++attempt) {
        auto kept = file;
        kept += ".damaged-" + std::to_string(stamp) + (attempt ? "-" + std::to_string(attempt) : "");
        if (fs::exists(kept, error)) continue;
        for (const char* suffix : {"", "-wal", "-shm"}) {
            auto from = file, to = kept;
            from += suffix;
            to += suffix;
            if (!fs::exists(from, error)) continue;
            fs::rename(from, to, error);
            if (error) return fail(Errc::Io, "cannot set the damaged file aside: " + error.message());
        }
        return kept;
    }
    return fail(Errc::Io, "cannot find a name for the damaged file");
}

} // namespace taodeck::store

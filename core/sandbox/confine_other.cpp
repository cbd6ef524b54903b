#include "core/sandbox/sandbox.h"

namespace taodeck::sandbox {

Result<Confined> confine(const Policy& policy) {
    for (const auto* paths : {&policy.readable, &policy.writable})
        for (const auto& path : *paths) {
            std::error_code ec;
            if (!std::filesystem::exists(path, ec)) return fail(Errc::NotFound, path.string() + " does not exist");
        }
    Confined out;
    out.words = "nothing is confined: this system has no confinement that Taodeck knows";
    return out;
}

} // namespace taodeck::sandbox

#include "app/taodeck/hardening.h"

#ifdef __linux__
#include <sys/prctl.h>
#endif
#ifndef _WIN32
#include <sys/resource.h>
#endif

namespace taodeck::app {

Result<> hardenProcess() {
#ifndef _WIN32
    const rlimit none{0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return fail(Errc::Io, "setrlimit(RLIMIT_CORE)");
#endif
#ifdef __linux__
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return fail(Errc::Io, "prctl(PR_SET_DUMPABLE)");
#endif
    return {};
}

} // namespace taodeck::app

#include "core/worker/host/confine_to_model.h"

#include "core/engine/plan/memory.h"

#include <algorithm>
#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace taodeck::worker {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kShadowMemory = true; ///< Which is larger than any limit.
#else
constexpr bool kShadowMemory = false;
#endif

constexpr rlim_t kDescriptors = 64, kDescriptorsOfGpu = 1'024;
constexpr rlim_t kBesideWhatIsFree = rlim_t{1} << 30; ///< Stacks that are promised and hardly used.

/// What the system does not let us limit, the confinement still does.
template <class Which>
void lower(Which resource, rlim_t most) {
    rlimit now{};
    if (::getrlimit(resource, &now) != 0) return;
    now.rlim_cur = std::min(now.rlim_cur, most);
    now.rlim_max = std::min(now.rlim_max, most);
    ::setrlimit(resource, &now);
}

/// No core file with people's requests in it, no file that grows, few descriptors, no more memory than is free now.
/// (The number of processes is limited by the filter of system calls: the system counts them per person.)
void lowerLimits(bool gpu) {
    lower(RLIMIT_CORE, 0);
    lower(RLIMIT_NOFILE, gpu ? kDescriptorsOfGpu : kDescriptors);
#ifdef __linux__
    std::ofstream{"/proc/self/oom_score_adj"} << "800";
#endif
    if (gpu) return; // its library maps far more than it uses, and files that it makes in memory
    std::signal(SIGXFSZ, SIG_IGN);
    struct stat output {};
    if (::fstat(STDOUT_FILENO, &output) != 0 || !S_ISREG(output.st_mode)) lower(RLIMIT_FSIZE, 0);
#ifdef RLIMIT_DATA
    if (const auto free = engine::availableHostBytes(); free && !kShadowMemory)
        lower(RLIMIT_DATA, *free + kBesideWhatIsFree);
#endif
}

} // namespace

Result<sandbox::Confined> confineToModel(const std::filesystem::path& model, bool gpu) {
    const bool there = gpu && ::access("/dev/nvidiactl", F_OK) == 0;
    lowerLimits(there);
    sandbox::Policy policy;
    policy.readable = {model};
    policy.gpu = there;
    return sandbox::confine(policy);
}

} // namespace taodeck::worker

#pragma once
/// Confines the calling process for the rest of its life. Linux: no new privileges, not dumpable, a seccomp filter
/// (libseccomp), and Landlock where the kernel has it. Elsewhere nothing is confined, and Confined says so aloud.

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace taodeck::sandbox {

struct Policy {
    std::vector<std::filesystem::path> readable; ///< Files and folders (with what is in them).
    std::vector<std::filesystem::path> writable; ///< Folders and files; also readable.
    bool mayConnect{false};                  ///< Makes TCP connections: to `connectPorts` where the kernel can tell.
    std::vector<std::uint16_t> connectPorts; ///< Empty with mayConnect: any.
    bool mayListen{false};
    std::vector<std::uint16_t> listenPorts; ///< Empty with mayListen: any.
    bool gpu{false};                        ///< The NVIDIA driver's device files and ioctls.
};

/// What holds from now on.
struct Confined {
    bool noNewPrivileges{false}, syscalls{false}, files{false}, ports{false};
    bool whole() const { return noNewPrivileges && syscalls && files; }
    std::string words; ///< English: what is confined, and what this system cannot.
};

/// To be called before other threads are started; starting programs is never allowed afterwards. What is not there is
/// reported, what fails is an error: Io. A path of the policy that does not exist: NotFound.
Result<Confined> confine(const Policy& policy);

} // namespace taodeck::sandbox

#pragma once
/// Confines the calling process for the rest of its life. Linux: no new privileges, not dumpable, a seccomp filter
/// (libseccomp), and Landlock where the kernel has it. Elsewhere nothing is confined, and Confined says so aloud.
/// What stays possible in every case: reading the few files of the system that its libraries ask for (time zone, number
/// of processors, free memory, this process's own entry of /proc), asking whether a path exists, and using descriptors
/// that are open already. Trusts the kernel and the policy.

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
    bool mayLookUpNames{false};             ///< Host names: UDP to any address, and the resolver's files.
    bool gpu{false};                        ///< The NVIDIA driver's device files, libraries and ioctls.
};

/// What holds from now on.
struct Confined {
    bool noNewPrivileges{false}, syscalls{false}, files{false};
    bool ports{false}; ///< The policy's limits on TCP ports hold.
    bool whole() const { return noNewPrivileges && syscalls && files; }
    std::string words; ///< English: what is confined, and what this system cannot.
};

/// To be called before other threads are started; starting programs is never allowed afterwards. What is not there is
/// reported, what fails is an error: Io. A path of the policy that does not exist: NotFound. Other threads run
/// already: Conflict; nothing is confined then.
/// A denied call fails with EPERM (Landlock: EACCES), so that the program can say so; calls that no honest program of
/// ours makes (ptrace, bpf, mount, ...) end the process with SIGSYS.
Result<Confined> confine(const Policy& policy);

/// How many threads this process has; 0 where the system does not tell.
std::size_t threadCount();

} // namespace taodeck::sandbox

#pragma once
/// Landlock by its system calls: the C library has no functions for it, and headers of older systems lack its newer
/// versions. Source: the kernel's userspace API description of Landlock, versions 1 to 7.

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>

namespace taodeck::sandbox::detail {

/// 0 when the kernel has none; then `why` says whether it lacks it or has it switched off.
int landlockVersion(std::string& why);

enum class Access { Read, Write, Device };

/// A set of rules on its way to the kernel. Files and, from version 4, TCP ports that no rule names are refused.
class Landlock {
public:
    /// @param limitConnect, limitBind whether connections and listening sockets need a rule.
    static Result<Landlock> make(int version, bool limitConnect, bool limitBind);
    Landlock(Landlock&& other) noexcept;
    Landlock& operator=(Landlock&&) = delete;
    ~Landlock();

    /// A file, or a folder with what is in it. NotFound.
    Result<> allow(const std::filesystem::path& path, Access access);
    Result<> allowConnect(std::uint16_t port);
    Result<> allowBind(std::uint16_t port);
    /// From now on, for this thread and what it starts.
    Result<> enforce();

private:
    Landlock(int fd, int version) : m_fd{fd}, m_version{version} {}
    Result<> addPort(std::uint64_t access, std::uint16_t port);
    int m_fd;
    int m_version;
};

} // namespace taodeck::sandbox::detail

#include "core/sandbox/detail/landlock.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace taodeck::sandbox::detail {
namespace {

// The same numbers on every architecture that has the calls.
constexpr long kCreateRuleset = 444, kAddRule = 445, kRestrictSelf = 446;
constexpr unsigned kAskVersion = 1;
constexpr int kPathRule = 1, kPortRule = 2;
constexpr int kNewestKnown = 7;

constexpr std::uint64_t kWriteFile = 1U << 1;
constexpr std::uint64_t kReadFile = 1U << 2;
constexpr std::uint64_t kReadFolder = 1U << 3;
constexpr std::uint64_t kRemoveFolder = 1U << 4;
constexpr std::uint64_t kRemoveFile = 1U << 5;
constexpr std::uint64_t kMakeFolder = 1U << 7;
constexpr std::uint64_t kMakeRegular = 1U << 8;
constexpr std::uint64_t kAllOfFirst = (1U << 13) - 1; ///< Version 1.
constexpr std::uint64_t kRefer = 1U << 13;            ///< Version 2: move between folders.
constexpr std::uint64_t kTruncate = 1U << 14;         ///< Version 3.
constexpr std::uint64_t kDeviceControl = 1U << 15;    ///< Version 5.
constexpr std::uint64_t kBind = 1U << 0;              ///< Version 4, of ports.
constexpr std::uint64_t kConnect = 1U << 1;
constexpr std::uint64_t kScopeAbstractSocket = 1U << 0; ///< Version 6.
constexpr std::uint64_t kScopeSignal = 1U << 1;

struct RulesetAttributes {
    std::uint64_t files, ports, scopes;
};
struct [[gnu::packed]] PathRule {
    std::uint64_t access;
    std::int32_t folder;
};
struct PortRule {
    std::uint64_t access, port;
};

std::uint64_t filesOf(int version) {
    std::uint64_t out = kAllOfFirst;
    if (version >= 2) out |= kRefer;
    if (version >= 3) out |= kTruncate;
    if (version >= 5) out |= kDeviceControl;
    return out;
}

std::uint64_t accessOf(Access access, bool folder) {
    switch (access) {
    case Access::Read:
        return kReadFile | (folder ? kReadFolder : 0);
    case Access::Write:
        return kReadFile | kWriteFile | kTruncate |
               (folder ? kReadFolder | kRemoveFolder | kRemoveFile | kMakeFolder | kMakeRegular | kRefer : 0);
    case Access::Device:
        return kReadFile | kWriteFile | kDeviceControl | (folder ? kReadFolder : 0);
    }
    return 0;
}

tl::unexpected<Error> systemError(const std::string& what) {
    const int problem = errno;
    return fail(problem == ENOENT || problem == ENOTDIR ? Errc::NotFound : Errc::Io,
                what + ": " + std::strerror(problem));
}

} // namespace

int landlockVersion(std::string& why) {
    const long version = syscall(kCreateRuleset, nullptr, std::size_t{0}, kAskVersion);
    if (version >= 1) return static_cast<int>(version < kNewestKnown ? version : kNewestKnown);
    why = errno == EOPNOTSUPP ? "Landlock is switched off in this kernel" : "this kernel has no Landlock";
    return 0;
}

Landlock::Landlock(Landlock&& other) noexcept : m_fd{std::exchange(other.m_fd, -1)}, m_version{other.m_version} {}

Landlock::~Landlock() {
    if (m_fd >= 0) close(m_fd);
}

Result<Landlock> Landlock::make(int version, bool limitConnect, bool limitBind) {
    RulesetAttributes wanted{filesOf(version), 0, 0};
    std::size_t size = sizeof wanted.files;
    if (version >= 4) {
        wanted.ports = (limitBind ? kBind : 0) | (limitConnect ? kConnect : 0);
        size += sizeof wanted.ports;
    }
    if (version >= 6) {
        wanted.scopes = kScopeAbstractSocket | kScopeSignal;
        size += sizeof wanted.scopes;
    }
    const long fd = syscall(kCreateRuleset, &wanted, size, 0u);
    if (fd < 0) return systemError("Landlock's rules");
    return Landlock{static_cast<int>(fd), version};
}

Result<> Landlock::allow(const std::filesystem::path& path, Access access) {
    const int fd = open(path.c_str(), O_PATH | O_CLOEXEC);
    if (fd < 0) return systemError(path.string());
    struct stat status {};
    const bool known = fstat(fd, &status) == 0;
    const PathRule rule{accessOf(access, known && S_ISDIR(status.st_mode)) & filesOf(m_version), fd};
    const long done = known ? syscall(kAddRule, m_fd, kPathRule, &rule, 0u) : -1;
    const int problem = errno;
    close(fd);
    errno = problem;
    if (done != 0) return systemError("a Landlock rule for " + path.string());
    return {};
}

Result<> Landlock::addPort(std::uint64_t access, std::uint16_t port) {
    const PortRule rule{access, port};
    if (syscall(kAddRule, m_fd, kPortRule, &rule, 0u) != 0)
        return systemError("a Landlock rule for port " + std::to_string(port));
    return {};
}

Result<> Landlock::allowConnect(std::uint16_t port) {
    return addPort(kConnect, port);
}

Result<> Landlock::allowBind(std::uint16_t port) {
    return addPort(kBind, port);
}

Result<> Landlock::enforce() {
    if (syscall(kRestrictSelf, m_fd, 0u) != 0) return systemError("Landlock's rules");
    return {};
}

} // namespace taodeck::sandbox::detail

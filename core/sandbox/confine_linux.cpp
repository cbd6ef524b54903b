#include "core/sandbox/detail/confine_as.h"
#include "core/sandbox/detail/filter.h"
#include "core/sandbox/detail/landlock.h"
#include "core/sandbox/detail/places.h"

#include <cerrno>
#include <cstring>
#include <optional>

#include <sys/prctl.h>

namespace taodeck::sandbox {
namespace {

using detail::Access;
using detail::Kernel;
using detail::Landlock;

Result<> checkPaths(const Policy& policy) {
    for (const auto* paths : {&policy.readable, &policy.writable})
        for (const auto& path : *paths) {
            std::error_code ec;
            if (!std::filesystem::exists(path, ec)) return fail(Errc::NotFound, path.string() + " does not exist");
        }
    return {};
}

Result<> switchOn(int option, unsigned long value, const char* what) {
    if (prctl(option, value, 0UL, 0UL, 0UL) != 0)
        return fail(Errc::Io, std::string{what} + ": " + std::strerror(errno));
    return {};
}

Result<> addFiles(Landlock& rules, const Policy& policy) {
    const auto places = detail::placesOf(policy);
    const struct {
        const std::vector<std::filesystem::path>& paths;
        Access access;
        bool asked;
    } rows[] = {{policy.readable, Access::Read, true},
                {policy.writable, Access::Write, true},
                {places.readable, Access::Read, false},
                {places.devices, Access::Device, false}};
    for (const auto& row : rows)
        for (const auto& path : row.paths)
            if (auto done = rules.allow(path, row.access); !done && (row.asked || done.error().code != Errc::NotFound))
                return done; // what the system had a moment ago may be gone; what was asked for may not
    return {};
}

Result<> limitFiles(const Policy& policy, int version) {
    TD_TRY(auto rules, Landlock::make(version, !policy.mayConnect || !policy.connectPorts.empty(),
                                      !policy.mayListen || !policy.listenPorts.empty()));
    TD_CHECK(addFiles(rules, policy));
    if (version >= 4) {
        if (policy.mayConnect)
            for (const auto port : policy.connectPorts)
                TD_CHECK(rules.allowConnect(port));
        if (policy.mayListen)
            for (const auto port : policy.listenPorts)
                TD_CHECK(rules.allowBind(port));
    }
    return rules.enforce();
}

/// Whether the policy says more about the network than the filter of system calls can enforce.
bool needsPortRules(const Policy& policy) {
    return (policy.mayConnect && !policy.connectPorts.empty()) || (policy.mayListen && !policy.listenPorts.empty()) ||
           (policy.mayListen && policy.mayLookUpNames && !policy.mayConnect); // names need connect()
}

std::string wordsOf(const Confined& c, const Policy& policy, const Kernel& kernel, const std::string& noFilter) {
    std::string has = "no new privileges", lacks;
    const auto missing = [&lacks](const std::string& what) { lacks += "; " + what; };
    if (c.syscalls)
        has += ", system calls filtered";
    else
        missing(noFilter + ", so system calls are not filtered");
    if (c.files)
        has += ", files limited (Landlock " + std::to_string(kernel.landlock) + ")";
    else
        missing(kernel.landlockWhy + ", so files are not limited");
    const bool network = policy.mayConnect || policy.mayListen || policy.mayLookUpNames;
    if (c.ports)
        has += network ? ", network limited" : ", no network";
    else if (c.files && needsPortRules(policy))
        missing("this kernel's Landlock is too old to limit TCP ports");
    else
        missing("the network is not limited");
    return has + lacks;
}

} // namespace

namespace detail {

Kernel thisKernel() {
    Kernel out;
    out.landlock = landlockVersion(out.landlockWhy);
    return out;
}

Result<Confined> confineAs(const Policy& policy, const Kernel& kernel) {
    if (const auto threads = threadCount(); threads > 1)
        return fail(Errc::Conflict,
                    "a process confines itself before it starts threads; this one has " + std::to_string(threads));
    TD_CHECK(checkPaths(policy));
    Confined out;
    TD_CHECK(switchOn(PR_SET_NO_NEW_PRIVS, 1, "no new privileges"));
    TD_CHECK(switchOn(PR_SET_DUMPABLE, 0, "not dumpable"));
    out.noNewPrivileges = true;
    if (kernel.landlock > 0) {
        TD_CHECK(limitFiles(policy, kernel.landlock));
        out.files = true;
    }
    std::string noFilter = noFilterWhy();
    if (noFilter.empty() && !kernel.filters) noFilter = "this kernel takes no filter of system calls";
    if (noFilter.empty()) {
        TD_TRY(out.syscalls, filterCalls(policy)); // last: it refuses what the above needs
        if (!out.syscalls) noFilter = "this kernel takes no filter of system calls";
    }
    // Without Landlock's port rules the filter still refuses sockets altogether, or lets through what may be anything.
    out.ports = kernel.landlock >= 4 ? out.syscalls : out.syscalls && !needsPortRules(policy);
    out.words = wordsOf(out, policy, kernel, noFilter);
    return out;
}

} // namespace detail

Result<Confined> confine(const Policy& policy) {
    return detail::confineAs(policy, detail::thisKernel());
}

} // namespace taodeck::sandbox

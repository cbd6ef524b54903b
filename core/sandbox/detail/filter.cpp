#include "core/sandbox/detail/filter.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace taodeck::sandbox::detail {
namespace {

using Comparisons = std::initializer_list<scmp_arg_cmp>;

// A name that this architecture or this version of libseccomp does not know is a call that cannot be made under it.
constexpr const char* kPlain[] = {
    // files; which ones is Landlock's matter
    "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "preadv2", "pwritev2", "lseek",
    "close", "close_range", "stat", "lstat", "fstat", "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat",
    "faccessat2", "readlink", "readlinkat", "getdents64", "getcwd", "flock", "dup", "dup2", "dup3", "pipe", "pipe2",
    "umask", "fadvise64", "readahead",
    // waiting
    "poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
    "epoll_pwait2", "eventfd2", "timerfd_create", "timerfd_settime", "timerfd_gettime", "signalfd4", "pause",
    // memory
    "munmap", "mremap", "madvise", "brk", "msync", "mincore", "mlock", "mlock2", "munlock", "membarrier", "mbind",
    "get_mempolicy", "set_mempolicy",
    // threads and signals of this process
    "futex", "futex_waitv", "set_robust_list", "get_robust_list", "rseq", "set_tid_address", "arch_prctl", "gettid",
    "exit", "exit_group", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait", "rt_sigpending",
    "rt_sigsuspend", "sigaltstack", "restart_syscall", "sched_yield", "sched_getaffinity", "sched_getparam",
    "sched_getscheduler", "sched_get_priority_max", "sched_get_priority_min", "getcpu", "wait4", "waitid",
    // time, identity, limits
    "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time", "times", "getrusage",
    "getrlimit", "getrandom", "uname", "sysinfo", "getpid", "getppid", "getpgrp", "getpgid", "getsid", "getuid",
    "geteuid", "getgid", "getegid", "getresuid", "getresgid", "getgroups", "getpriority", "capget",
    // sockets that are open already
    "sendto", "recvfrom", "sendmsg", "recvmsg", "sendmmsg", "recvmmsg", "shutdown", "getsockopt", "setsockopt",
    "getsockname", "getpeername"};

/// Names that change folders and files. Owners, modes and times by path are not among them: Landlock does not see
/// those.
constexpr const char* kWriting[] = {"ftruncate", "truncate",        "rename",          "renameat",  "renameat2",
                                    "unlink",    "unlinkat",        "mkdir",           "mkdirat",   "rmdir",
                                    "fsync",     "fdatasync",       "sync_file_range", "fallocate", "fchmod",
                                    "fchown",    "copy_file_range", "sendfile",        "link",      "linkat"};

/// What the NVIDIA driver's library asks for besides.
constexpr const char* kGpu[] = {"memfd_create", "ftruncate", "fallocate",        "shmget",
                                "mmap",         "mprotect",  "sched_setaffinity"};

/// What no program of ours does: an attempt is an attack, and ends the process.
constexpr const char* kDeadly[] = {"ptrace",
                                   "process_vm_readv",
                                   "process_vm_writev",
                                   "process_madvise",
                                   "kcmp",
                                   "pidfd_getfd",
                                   "bpf",
                                   "perf_event_open",
                                   "userfaultfd",
                                   "keyctl",
                                   "add_key",
                                   "request_key",
                                   "mount",
                                   "umount2",
                                   "pivot_root",
                                   "chroot",
                                   "move_mount",
                                   "fsopen",
                                   "fsmount",
                                   "fsconfig",
                                   "fspick",
                                   "open_tree",
                                   "mount_setattr",
                                   "setns",
                                   "unshare",
                                   "init_module",
                                   "finit_module",
                                   "delete_module",
                                   "kexec_load",
                                   "kexec_file_load",
                                   "reboot",
                                   "swapon",
                                   "swapoff",
                                   "iopl",
                                   "ioperm",
                                   "open_by_handle_at",
                                   "quotactl",
                                   "acct",
                                   "settimeofday",
                                   "clock_settime",
                                   "adjtimex",
                                   "clock_adjtime",
                                   "sethostname",
                                   "setdomainname",
                                   "syslog",
                                   "vhangup",
                                   "lookup_dcookie",
                                   "modify_ldt"};

// F_OFD_GETLK and its like, F_ADD_SEALS, F_GET_SEALS: the C library names them for GNU programs alone.
constexpr int kOpenGetLock = 36, kOpenSetLock = 37, kOpenWaitLock = 38, kAddSeals = 1033, kGetSeals = 1034;
constexpr int kFlagsOfSocket = SOCK_CLOEXEC | SOCK_NONBLOCK;

class Filter {
public:
    explicit Filter(const Policy& policy)
        : m_policy{policy}, m_context{seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release} {}

    Result<bool> load() {
        if (!m_context) return fail(Errc::Io, "the system call filter could not be made");
        plain();
        opening();
        descriptors();
        threads();
        memory();
        signals();
        control();
        sockets();
        for (const char* const name : kDeadly)
            add(SCMP_ACT_KILL_PROCESS, name, {});
        if (m_problem != 0) return error(m_problem);
        const int done = seccomp_load(m_context.get());
        if (done == -EINVAL || done == -ENOSYS) return false;
        if (done != 0) return error(done);
        return true;
    }

private:
    static tl::unexpected<Error> error(int problem) {
        return fail(Errc::Io, std::string{"the system call filter: "} + std::strerror(-problem));
    }

    void add(std::uint32_t action, const char* name, Comparisons comparisons) {
        const int number = seccomp_syscall_resolve_name(name);
        if (number == __NR_SCMP_ERROR || m_problem != 0) return;
        const int done = seccomp_rule_add_array(m_context.get(), action, number,
                                                static_cast<unsigned>(comparisons.size()), comparisons.begin());
        // A call that this architecture makes through another one (-EDOM) cannot be made at all.
        if (done != 0 && done != -EDOM && done != -EEXIST) m_problem = done;
    }
    void allow(const char* name, Comparisons comparisons = {}) { add(SCMP_ACT_ALLOW, name, comparisons); }

    void plain() {
        for (const char* const name : kPlain)
            allow(name);
        if (!m_policy.writable.empty())
            for (const char* const name : kWriting)
                allow(name);
        if (m_policy.gpu)
            for (const char* const name : kGpu)
                allow(name);
    }

    /// Where nothing may be written, nothing is opened but to be read: then a kernel without Landlock keeps files too.
    /// (The GPU's device files are opened to be written; which ones is Landlock's matter.) openat2 hides its flags in
    /// memory.
    void opening() {
        const bool writes = !m_policy.writable.empty() || m_policy.gpu;
        constexpr scmp_datum_t kChanging = O_ACCMODE | O_CREAT | O_TRUNC;
        if (writes) {
            allow("open");
            allow("openat");
        } else {
            allow("open", {SCMP_A1(SCMP_CMP_MASKED_EQ, kChanging, O_RDONLY)});
            allow("openat", {SCMP_A2(SCMP_CMP_MASKED_EQ, kChanging, O_RDONLY)});
        }
        add(SCMP_ACT_ERRNO(ENOSYS), "openat2", {});
    }

    /// Without what would have the kernel signal another process in our name: owners and asynchronous input.
    void descriptors() {
        const auto command = [this](int what) { allow("fcntl", {SCMP_A1_32(SCMP_CMP_EQ, kind(what))}); };
        for (const int what : {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL})
            command(what);
        allow("fcntl", {SCMP_A1_32(SCMP_CMP_EQ, kind(F_SETFL)), SCMP_A2_32(SCMP_CMP_MASKED_EQ, kind(O_ASYNC), 0U)});
        if (!m_policy.writable.empty() || m_policy.gpu) // locks: SQLite's, and of files between the driver's users
            for (const int what : {F_GETLK, F_SETLK, F_SETLKW, kOpenGetLock, kOpenSetLock, kOpenWaitLock})
                command(what);
        if (m_policy.gpu)
            for (const int what : {kAddSeals, kGetSeals}) // of its memory files
                command(what);
    }
    static std::uint32_t kind(int value) { return static_cast<std::uint32_t>(value); }

    /// Threads, not processes. clone3 hides its flags in memory: the C library takes clone where clone3 is missing.
    void threads() {
        allow("clone", {SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM)});
        add(SCMP_ACT_ERRNO(ENOSYS), "clone3", {});
    }

    /// No new code, but where the GPU's library brings its own; and no memory that is shared and of no file, which no
    /// limit on a process's memory counts.
    void memory() {
        if (m_policy.gpu) return;
        const auto noCode = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
        allow("mmap", {noCode, SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, 0)});
        allow("mmap", {noCode, SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_SHARED | MAP_PRIVATE, MAP_PRIVATE)});
        allow("mprotect", {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)});
    }

    /// To this process alone.
    void signals() {
        const auto self = static_cast<scmp_datum_t>(getpid());
        allow("kill", {SCMP_A0_32(SCMP_CMP_EQ, static_cast<std::uint32_t>(self))});
        allow("tgkill", {SCMP_A0_32(SCMP_CMP_EQ, static_cast<std::uint32_t>(self))});
        for (const scmp_datum_t pid : {scmp_datum_t{0}, self})
            allow("prlimit64", {SCMP_A0(SCMP_CMP_EQ, pid)});
    }

    void control() {
        for (const int what : {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS, PR_GET_SECCOMP,
                               PR_SET_PDEATHSIG, PR_CAPBSET_READ, PR_SET_TIMERSLACK, PR_GET_TIMERSLACK})
            allow("prctl", {SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(what))});
        constexpr scmp_datum_t kNameMemory = 0x53564d41; // PR_SET_VMA: the allocator names its regions
        allow("prctl", {SCMP_A0(SCMP_CMP_EQ, kNameMemory)});
        if (m_policy.gpu) {
            // The driver's many requests, all without this bit; those of sockets (FIOSETOWN, SIOCSPGRP, ...) have it.
            allow("ioctl", {SCMP_A1_32(SCMP_CMP_MASKED_EQ, 0x8000U, 0U)});
            return;
        }
        for (const unsigned long what : {FIONBIO, FIONREAD, FIOCLEX, FIONCLEX, TCGETS, TIOCGWINSZ})
            allow("ioctl", {SCMP_A1(SCMP_CMP_EQ, what)});
    }

    /// TCP alone: Landlock limits no other kind, and no other of the kinds that speak over IP (MPTCP among them).
    void sockets() {
        if (!m_policy.mayConnect && !m_policy.mayListen && !m_policy.mayLookUpNames) return;
        for (const scmp_datum_t family : {AF_INET, AF_INET6}) {
            if (m_policy.mayConnect || m_policy.mayListen)
                for (const scmp_datum_t protocol : {scmp_datum_t{0}, scmp_datum_t{IPPROTO_TCP}})
                    allowSocket(family, SOCK_STREAM, protocol);
            if (m_policy.mayLookUpNames)
                for (const scmp_datum_t protocol : {scmp_datum_t{0}, scmp_datum_t{IPPROTO_UDP}})
                    allowSocket(family, SOCK_DGRAM, protocol);
        }
        if (m_policy.mayConnect || m_policy.mayLookUpNames) allow("connect");
        // The resolver asks which families this machine has, over a socket that it binds.
        if (m_policy.mayLookUpNames) allowSocket(AF_NETLINK, SOCK_RAW, 0);
        if (m_policy.mayListen || m_policy.mayLookUpNames) allow("bind");
        if (m_policy.mayListen)
            for (const char* const name : {"listen", "accept", "accept4"})
                allow(name);
    }

    void allowSocket(scmp_datum_t family, scmp_datum_t type, scmp_datum_t protocol) {
        const auto everything = ~static_cast<scmp_datum_t>(kFlagsOfSocket);
        allow("socket", {SCMP_A0(SCMP_CMP_EQ, family), SCMP_A1(SCMP_CMP_MASKED_EQ, everything, type),
                         SCMP_A2(SCMP_CMP_EQ, protocol)});
    }

    const Policy& m_policy;
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> m_context;
    int m_problem{0};
};

} // namespace

std::string noFilterWhy() {
    return {};
}

Result<bool> filterCalls(const Policy& policy) {
    return Filter{policy}.load();
}

} // namespace taodeck::sandbox::detail

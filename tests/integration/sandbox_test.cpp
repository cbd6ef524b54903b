// Confinement as a stranger inside a confined process meets it: real processes, each tries one thing.

#include "core/sandbox/detail/confine_as.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <sstream>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taodeck::sandbox {
namespace {

using Words = std::vector<std::string>;

struct Outcome {
    std::string holds, words, result; ///< holds: a digit each of no new privileges, calls, files, ports.
    int code{-1}, signal{0};
};

Outcome probe(const Words& words) {
    Outcome out;
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return out;
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        std::vector<char*> arguments{const_cast<char*>(TD_SANDBOX_PROBE)};
        for (const auto& word : words)
            arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        execv(TD_SANDBOX_PROBE, arguments.data());
        _exit(127);
    }
    close(ends[1]);
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t got = 0; (got = read(ends[0], part.data(), part.size())) > 0;)
        text.append(part.data(), static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status)) out.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) out.signal = WTERMSIG(status);
    std::istringstream lines{text};
    lines >> out.holds;
    std::getline(lines, out.words);
    std::getline(lines, out.result);
    return out;
}

/// A listening socket of this process, so that a connection is refused by nothing but the confinement.
class Listener {
public:
    Listener() : m_fd{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const raw = reinterpret_cast<sockaddr*>(&address);
        if (bind(m_fd, raw, size) == 0 && listen(m_fd, 16) == 0 && getsockname(m_fd, raw, &size) == 0)
            m_port = std::to_string(ntohs(address.sin_port));
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { close(m_fd); }
    const std::string& port() const { return m_port; }

private:
    int m_fd;
    std::string m_port;
};

class Sandbox : public testing::Test {
protected:
    void SetUp() override {
        m_folder.write("models/model.gguf", "model");
        m_folder.write("worker/log", "log");
        m_folder.write("secret", "key");
        std::string why;
        m_kernel = detail::thisKernel();
    }
    std::string path(const char* name) const { return (m_folder.path() / name).string(); }
    /// As a model's child is confined.
    Words child(const Words& action) const {
        Words out{"--read", path("models/model.gguf")};
        out.insert(out.end(), action.begin(), action.end());
        return out;
    }
    /// As a neuron is.
    Words neuron(const Words& action) const {
        Words out{"--read", path("models"), "--write", path("worker")};
        out.insert(out.end(), action.begin(), action.end());
        return out;
    }
    bool filters() const { return probe(child({"live"})).holds.substr(1, 1) == "1"; }

    test::TemporaryFolder m_folder;
    detail::Kernel m_kernel;
};

TEST_F(Sandbox, LetsAProgramLive) {
    for (const auto& words : {child({"live"}), neuron({"live"}), Words{"live"}, neuron({"--names", "live"})}) {
        const auto done = probe(words);

        EXPECT_EQ(done.result, "ok") << done.words;
        EXPECT_EQ(done.holds.front(), '1');
    }
}

TEST_F(Sandbox, RefusesFilesOutsideItsFolders) {
    if (m_kernel.landlock == 0) GTEST_SKIP() << m_kernel.landlockWhy;
    const struct {
        Words words;
        std::string result;
    } rows[] = {
        {child({"read", path("models/model.gguf")}), "ok"},
        {child({"read", path("secret")}), "EACCES"},
        {child({"read", "/etc/passwd"}), "EACCES"},
        {child({"list", path("models")}), "EACCES"},
        {child({"read", "/proc/1/status"}), "EACCES"},
        {child({"write", path("models/model.gguf")}), filters() ? "EPERM" : "EACCES"},
        {child({"create", path("models/more.gguf")}), filters() ? "EPERM" : "EACCES"},
        {neuron({"read", path("models/model.gguf")}), "ok"},
        {neuron({"list", path("models")}), "ok"},
        {neuron({"read", path("secret")}), "EACCES"},
        {neuron({"write", path("models/model.gguf")}), "EACCES"},
        {neuron({"create", path("models/more.gguf")}), "EACCES"},
        {neuron({"remove", path("models/model.gguf")}), "EACCES"},
        {neuron({"write", path("worker/log")}), "ok"},
        {neuron({"create", path("worker/db")}), "ok"},
        {neuron({"truncate", path("worker/log")}), "ok"},
        {neuron({"remove", path("worker/log")}), "ok"},
    };
    for (const auto& row : rows) {
        const auto done = probe(row.words);
        EXPECT_EQ(done.result, row.result) << row.words.at(row.words.size() - 2) << " " << row.words.back();
    }
    EXPECT_EQ(m_folder.read("models/model.gguf"), "model");
}

TEST_F(Sandbox, RefusesProgramsAndProcesses) {
    if (!filters()) GTEST_SKIP() << "no filter";
    for (const auto& words :
         {child({"exec", "/bin/true"}), neuron({"exec", "/bin/true"}), child({"fork"}), neuron({"fork"}),
          child({"code"}), neuron({"code"}), child({"dumpable"}), child({"ring"}),
          neuron({"chmod", path("worker/log")}), child({"signal", std::to_string(getpid())}),
          child({"truncate", path("models/model.gguf")}), child({"remove", path("models/model.gguf")})}) {
        const auto done = probe(words);

        EXPECT_EQ(done.result, "EPERM") << words.at(2) << " " << words.back() << ": " << done.words;
    }
}

TEST_F(Sandbox, RefusesToHaveTheKernelSignalOthers) {
    if (!filters()) GTEST_SKIP() << "no filter";
    const std::string self = std::to_string(getpid());
    for (const auto& action :
         {Words{"owner", self}, Words{"which signal"}, Words{"asynchronous"}, Words{"owner by request", self},
          Words{"group by request", self}, Words{"asynchronous by request"}})
        for (const auto& words : {child(action), neuron(action)})
            EXPECT_EQ(probe(words).result, "EPERM") << action.front();
    EXPECT_EQ(probe(child({"waiting not"})).result, "ok");
}

TEST_F(Sandbox, RefusesMemoryThatNoLimitCounts) {
    if (!filters()) GTEST_SKIP() << "no filter";
    EXPECT_EQ(probe(child({"shared"})).result, "EPERM");
    EXPECT_EQ(probe(neuron({"shared"})).result, "EPERM");
}

TEST_F(Sandbox, OpensNothingForWritingWhereNothingIsWritableEvenWithoutLandlock) {
    if (!filters()) GTEST_SKIP() << "no filter";
    const auto bare = [this](const Words& action) {
        Words out{"--landlock", "0"};
        out.insert(out.end(), action.begin(), action.end());
        return probe(child(out)).result;
    };
    EXPECT_EQ(bare({"read", path("models/model.gguf")}), "ok");
    EXPECT_EQ(bare({"write", path("models/model.gguf")}), "EPERM");
    EXPECT_EQ(bare({"create", path("models/more.gguf")}), "EPERM");
    EXPECT_EQ(bare({"hidden", path("models/model.gguf")}), "ENOSYS");
    EXPECT_EQ(m_folder.read("models/model.gguf"), "model");
}

TEST_F(Sandbox, EndsAProcessThatReachesForOthers) {
    if (!filters()) GTEST_SKIP() << "no filter";
    const std::string self = std::to_string(getpid());
    for (const auto& action :
         {Words{"ptrace", self}, Words{"peek", self}, Words{"bpf"}, Words{"mount"}, Words{"keys"}}) {
        const auto done = probe(child(action));

        EXPECT_EQ(done.signal, SIGSYS) << action.front() << ": " << done.result;
        EXPECT_TRUE(done.result.empty());
    }
}

TEST_F(Sandbox, RefusesConnectionsAndListeningSockets) {
    if (!filters()) GTEST_SKIP() << "no filter";
    const Listener listener, other;
    const Words connects{"connect", listener.port()};
    const auto joined = [](Words first, const Words& second) {
        first.insert(first.end(), second.begin(), second.end());
        return first;
    };
    const struct {
        const char* name;
        Words words;
        std::string result;
        bool needsPorts;
    } rows[] = {
        {"none at all", child(connects), "EPERM", false},
        {"no listening", child({"listen", "0"}), "EPERM", false},
        {"no UDP", child({"udp"}), "EPERM", false},
        {"no local sockets", child({"unix"}), "EPERM", false},
        {"any port", neuron(joined({"--connect", "0"}, connects)), "ok", false},
        {"its port", neuron(joined({"--connect", listener.port()}, connects)), "ok", false},
        {"another port", neuron(joined({"--connect", other.port()}, connects)), "EACCES", true},
        {"connects, listens not", neuron({"--connect", "0", "listen", "0"}), "EPERM", false},
        {"listens, connects not", neuron(joined({"--listen", "0"}, connects)), "EPERM", false},
        {"any port to listen", neuron({"--listen", "0", "listen", "0"}), "ok", false},
        {"listens at another port", neuron({"--listen", listener.port(), "listen", "0"}), "EACCES", true},
        {"TCP alone", neuron({"--connect", "0", "udp"}), "EPERM", false},
        {"names need UDP", neuron({"--connect", "0", "--names", "udp"}), "ok", false},
        {"no raw sockets", neuron({"--connect", "0", "--listen", "0", "--names", "raw"}), "EPERM", false},
        {"no way around TCP's ports", neuron({"--connect", "0", "mptcp"}), "EPERM", false},
    };
    for (const auto& row : rows) {
        if (row.needsPorts && m_kernel.landlock < 4) continue;
        const auto done = probe(row.words);
        EXPECT_EQ(done.result, row.result) << row.name << ": " << done.words;
    }
}

TEST_F(Sandbox, SaysWhatTheKernelLacks) {
    if (!filters() || m_kernel.landlock < 4) GTEST_SKIP() << "this kernel has less itself";
    const struct {
        Words words;
        std::string holds, part;
    } rows[] = {
        {child({"live"}), "1111", "files limited (Landlock"},
        {child({"--landlock", "3", "live"}), "1111", "no network"},
        {child({"--landlock", "0", "live"}), "1101", "this kernel has no Landlock, so files are not limited"},
        {child({"--landlock", "3", "--connect", "9", "live"}), "1110", "too old to limit TCP ports"},
        {child({"--landlock", "3", "--connect", "0", "live"}), "1111", "network limited"},
        {child({"--no-filter", "live"}), "1010", "takes no filter of system calls, so system calls are not filtered"},
        {child({"--no-filter", "--landlock", "0", "live"}), "1000", "files are not limited"},
    };
    for (const auto& row : rows) {
        const auto done = probe(row.words);

        EXPECT_EQ(done.holds, row.holds) << done.words;
        EXPECT_NE(done.words.find(row.part), std::string::npos) << done.words;
        EXPECT_EQ(done.result, "ok");
    }
}

TEST_F(Sandbox, KeepsFilesOnEveryOlderLandlock) {
    for (int version = 1; version <= m_kernel.landlock; ++version) {
        const std::string as = std::to_string(version);
        EXPECT_EQ(probe(child({"--landlock", as, "read", path("secret")})).result, "EACCES") << as;
        EXPECT_EQ(probe(child({"--landlock", as, "read", path("models/model.gguf")})).result, "ok") << as;
        EXPECT_EQ(probe(neuron({"--landlock", as, "create", path(("worker/" + as).c_str())})).result, "ok") << as;
    }
}

TEST_F(Sandbox, SaysWhichPathIsMissing) {
    const auto done = probe({"--read", path("gone.gguf"), "live"});

    EXPECT_EQ(done.code, 3);
    EXPECT_EQ(done.holds, "error");
    EXPECT_EQ(done.words, " not_found");
    EXPECT_NE(done.result.find("gone.gguf"), std::string::npos);
}

TEST_F(Sandbox, RefusesToConfineOneThreadOfSeveral) {
    EXPECT_EQ(probe(Words{"--thread", "live"}).words, " conflict");
}

} // namespace
} // namespace taodeck::sandbox

#pragma once
/// Starts another program, reads what it prints, tells when it ends, starts it again when asked to, and never leaves it
/// behind: dropping the Process asks it to end (SIGTERM) and kills it after a grace period; on Linux the kernel asks it
/// too when we die. The program gets its own process group, no input, none of our file descriptors, and
/// of our environment, which may hold passwords, only what keptVariables() names.

#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace taodeck::supervise {

struct ProcessOptions {
    std::filesystem::path program; ///< A path; PATH is not searched.
    std::vector<std::string> arguments;
    /// On top of the few variables of ours that every program gets: see keptVariables().
    std::vector<std::pair<std::string, std::string>> environment;
    std::filesystem::path workingFolder; ///< Ours when empty.
    bool joinErrors{false};              ///< Its stderr goes where its stdout goes, line by line.
    std::filesystem::path errorLog;      ///< Else it is appended here; ours when empty.
    bool restart{false};                 ///< Start again after an exit that stop() did not ask for.
    int nice{0};                         ///< More than 0: gives way to other programs.
    std::chrono::milliseconds backoffFirst{500}, backoffMax{30'000}; ///< Doubles; back to the first after a minute up.
    std::chrono::milliseconds grace{5'000};                          ///< From SIGTERM to SIGKILL.
};

struct Exit {
    int code{0};          ///< When it ended by itself.
    int signal{0};        ///< Not 0 when a signal ended it.
    bool expected{false}; ///< stop() had asked for it.
    bool restarting{false};
};

/// What a program that we start may know of our environment: where programs, libraries, the home and the GPU are, the
/// language, and how a sanitizer is set.
std::span<const std::string_view> keptVariables();

/// On the process's strand. All may be empty.
struct ProcessEvents {
    std::function<void(int pid)> onStart;
    std::function<void(std::string line)> onLine; ///< Of stdout, without its end; cut at kMaxLine.
    std::function<void(const Exit&)> onExit;
    std::function<void(const Error&)> onFailure; ///< It could not be started: NotFound or Io. Not tried again.
};

inline constexpr std::size_t kMaxLine = 64u << 10;

/// May be dropped on any thread while the io_context runs, which must outlive it. No event after the drop.
class Process {
public:
    virtual ~Process() = default;
    virtual void start() = 0;
    virtual void stop() = 0;     ///< SIGTERM to its group, SIGKILL after the grace period.
    virtual int pid() const = 0; ///< 0 when it does not run.
};

std::shared_ptr<Process> makeProcess(boost::asio::io_context& io, ProcessOptions options, ProcessEvents events);

/// A program of ours: beside the running one, or in the build tree's folder of that name beside it. NotFound else.
Result<std::filesystem::path> findProgram(const std::string& name);

} // namespace taodeck::supervise

#pragma once
/// The command line: options first or last, then a command and its words. Pure.

#include "app/common/session.h"

#include <map>
#include <string>
#include <vector>

namespace taodeck::cli {

/// What is said of a new worker.
struct WorkerWords {
    std::string wallet, hotkey = "default";
    std::string task = "text";
    std::string model, recipe; ///< Files; an empty model is the bundled one.
    std::string ip;            ///< Announced; not needed on a development network.
    std::uint16_t port{0};
    std::uint32_t threads{0};
    bool gpu{true};
    bool fund{false}; ///< Development networks: give the wallet what it lacks.
    std::optional<Rao> limit;
};

struct Options {
    app::SessionOptions session;
    WorkerWords worker;
    bool json{false};
    bool yes{false}; ///< Do not ask before sending.
    bool help{false};
    bool partial{false}; ///< Stake orders may be filled in part.
    bool noPassword{false};
    int words{12};
    double tolerance{0.005};
    int timeoutSeconds{120};
    std::optional<int> passwordFd;
    std::string out; ///< File for an export.
    std::vector<std::string> command;
};

/// @return Malformed with a sentence for the person.
Result<Options> parseOptions(const std::vector<std::string>& arguments);
std::string usage();

} // namespace taodeck::cli

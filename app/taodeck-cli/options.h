#pragma once
/// The command line: options first or last, then a command and its words. Pure.

#include "app/common/session.h"

#include <map>
#include <string>
#include <vector>

namespace taodeck::cli {

struct Options {
    app::SessionOptions session;
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

#pragma once
/// A program of ours as a person or a script runs it: what it printed on standard output, and its exit code.

#include <nlohmann/json.hpp>

#include <cstdio>
#include <string>

#include <sys/wait.h>

namespace taodeck {

struct Outcome {
    int code{-1};
    std::string text;
    nlohmann::json parsed() const { return nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false); }
};

/// Only fixed words of a test go into `line`.
inline Outcome runShell(const std::string& line) {
    Outcome out;
    auto* pipe = ::popen(line.c_str(), "r");
    if (!pipe) return out;
    char buffer[4096];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
        out.text.append(buffer, got);
    const int status = ::pclose(pipe);
    out.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
}

} // namespace taodeck

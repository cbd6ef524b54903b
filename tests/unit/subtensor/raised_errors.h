#pragma once
/// Writes down which errors the chain really returned while a test program ran: every name once, one on a line, in the
/// file that the environment variable TAODECK_RAISED_ERRORS names. CTest sets it for each program here;
/// error_names_test then compares all files with the metadata. Without the variable nothing is written.

#include "core/subtensor/dispatch.h"

#include <cstdlib>
#include <fstream>
#include <set>

namespace taodeck::subtensor::test {

inline void noteRaised(const std::string& name) {
    static std::set<std::string> seen;
    if (name.empty() || !seen.insert(name).second) return;
    const char* path = std::getenv("TAODECK_RAISED_ERRORS");
    if (!path) return;
    static std::ofstream file{path, std::ios::trunc};
    file << name << std::endl; // at once: a program that crashes later has still raised it
}

/// `result` as it is, after its error was written down.
template <class T>
Dispatch<T> noted(Dispatch<T> result) {
    if (!result) noteRaised(text(result.error()));
    return result;
}

} // namespace taodeck::subtensor::test

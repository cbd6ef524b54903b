#pragma once
/// fork and exec with the care that a program with threads needs: between the two only async-signal-safe calls.

#include "core/supervise/process.h"

namespace taodeck::supervise::detail {

struct Child {
    int pid{0};
    int output{-1}; ///< Read end of its stdout, non-blocking; the caller closes it.
};

/// @return NotFound or Io when the program could not be run.
Result<Child> spawn(const ProcessOptions& options);

} // namespace taodeck::supervise::detail

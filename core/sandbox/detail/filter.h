#pragma once
/// The system calls that a confined process may make: a list of what is allowed, the rest refused.

#include "core/sandbox/sandbox.h"

namespace taodeck::sandbox::detail {

/// Empty when this build can filter, else why not.
std::string noFilterWhy();
/// From now on. @return false when the kernel takes no filters. Io.
Result<bool> filterCalls(const Policy& policy);

} // namespace taodeck::sandbox::detail

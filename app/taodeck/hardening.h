#pragma once
/// Makes the process keep its memory to itself: no core dump, no debugger of the same user, no tracing.

#include "core/base/result.h"

namespace taodeck::app {

/// Call first in main. Failing is reported, not fatal: an old kernel must not keep a person from their funds.
Result<> hardenProcess();

} // namespace taodeck::app

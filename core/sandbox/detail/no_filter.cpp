#include "core/sandbox/detail/filter.h"

namespace taodeck::sandbox::detail {

std::string noFilterWhy() {
    return "this build has no libseccomp";
}

Result<bool> filterCalls(const Policy&) {
    return false;
}

} // namespace taodeck::sandbox::detail

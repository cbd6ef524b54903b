#pragma once
/// confine() as on a kernel with less: how the tests show that older kernels are served and that the words are true.

#include "core/sandbox/sandbox.h"

namespace taodeck::sandbox::detail {

struct Kernel {
    int landlock{0};         ///< ABI version; 0: none.
    std::string landlockWhy; ///< Of 0: English.
    bool filters{true};      ///< It takes seccomp filters.
};
Kernel thisKernel();
/// `kernel` must not claim more than there is.
Result<Confined> confineAs(const Policy& policy, const Kernel& kernel);

} // namespace taodeck::sandbox::detail

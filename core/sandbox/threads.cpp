#include "core/sandbox/sandbox.h"

namespace taodeck::sandbox {

std::size_t threadCount() {
    std::size_t count = 0;
    std::error_code ec;
    for (std::filesystem::directory_iterator it{"/proc/self/task", ec}, end; !ec && it != end; it.increment(ec))
        ++count;
    return ec ? 0 : count;
}

} // namespace taodeck::sandbox

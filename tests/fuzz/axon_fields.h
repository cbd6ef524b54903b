#pragma once
/// Fields of an HTTP head out of a fuzzer's bytes: "name: value" a line.

#include "core/axon/fields.h"

#include <algorithm>
#include <cstdlib>

namespace taodeck::axon {

inline std::vector<Field> fuzzFields(std::string_view text) {
    std::vector<Field> out;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const auto colon = line.find(": ");
        if (colon != std::string_view::npos) out.push_back({line.substr(0, colon), line.substr(colon + 2)});
    }
    return out;
}

inline void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace taodeck::axon

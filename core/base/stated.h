#pragma once
/// A value and how far it can be trusted. The words are the ones on the screen.

#include "core/base/ids.h"

#include <optional>
#include <string_view>

namespace taodeck {

/// Ordered by strength, so `std::min` of two trusts is the trust of what was made from both.
enum class Trust : std::uint8_t {
    Unknown,  ///< Nothing was learnt; the screen shows "—" and a reason.
    Cached,   ///< From the local store, with its age.
    Reported, ///< A node said so.
    Sealed,   ///< Storage proof against a header on which a quorum of block authors built.
    Proven,   ///< Storage proof against a header with a verified GRANDPA justification.
};

constexpr std::string_view word(Trust trust) {
    switch (trust) {
    case Trust::Unknown:
        return "Unknown";
    case Trust::Cached:
        return "Cached";
    case Trust::Reported:
        return "Reported";
    case Trust::Sealed:
        return "Sealed";
    case Trust::Proven:
        return "Proven";
    }
    return "Unknown";
}

template <class T>
struct Stated { ///< Empty is shown as "—", never 0.
    std::optional<T> value;
    Trust trust{Trust::Unknown};
    BlockNumber at{};
};

} // namespace taodeck

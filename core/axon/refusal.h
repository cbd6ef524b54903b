#pragma once
/// Why a request is not believed: the five kinds of btauth/1, also used for the older protocol. Each answers 401.

#include <cstdint>
#include <string_view>

namespace taodeck::axon {

enum class Refusal : std::uint8_t { Malformed = 1, WrongReceiver, Stale, BadSignature, Replayed };

/// English, safe to show to a stranger.
constexpr std::string_view words(Refusal refusal) {
    switch (refusal) {
    case Refusal::Malformed:
        return "malformed";
    case Refusal::WrongReceiver:
        return "wrong receiver";
    case Refusal::Stale:
        return "stale";
    case Refusal::BadSignature:
        return "bad signature";
    case Refusal::Replayed:
        return "replayed";
    }
    return "refused";
}

} // namespace taodeck::axon

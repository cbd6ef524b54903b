#pragma once
/// Why a storage item may differ between a recorded runtime and spec 425: the rule that changed, by item. The table is
/// the claim that a replay checks: an item that differs and is not in it is an unexplained difference. Pure.

#include <cstdint>
#include <string>
#include <string_view>

namespace taodeck::replay {

/// Units that the roundings of some blocks add up to.
inline constexpr std::uint64_t kSmall = 4;

/// What is known of one difference.
struct Circumstances {
    std::uint32_t spec{0};    ///< Of the recorded runtime.
    bool epoch{false};        ///< The older clock ran an epoch of some subnet in this block.
    bool calls{false};        ///< The block carries signed calls.
    bool registration{false}; ///< One of them registers a neuron.
    bool onlyOurs{false};     ///< Nothing is recorded under the key.
    bool small{false};        ///< Integers, or lists of u64 of one length, that differ by at most kSmall each.
    std::string recorded, ours;
};

/// The reason where our state goes on from block to block: what differed before goes on differing.
inline constexpr const char* kCarried = "carried";

/// Id of the reason, or empty.
std::string_view reasonFor(std::string_view item, const Circumstances& circumstances);
/// The sentence for people; empty for an unknown id.
std::string reasonText(std::string_view id);

} // namespace taodeck::replay

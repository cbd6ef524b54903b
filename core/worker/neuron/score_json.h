#pragma once
/// A validator's scores as text, for the worker's log. Pure.

#include "core/worker/tasks/scoreboard.h"

#include <string>
#include <string_view>

namespace taodeck::worker {

std::string toJson(const std::vector<MinerScore>& miners);
/// @return Malformed, OutOfRange, LimitExceeded (more miners than a subnet can have).
Result<std::vector<MinerScore>> minerScoresFromJson(std::string_view text);

} // namespace taodeck::worker

#pragma once
/// A task whose miner is not as good as it could be, so that a market has somebody to be better than. Questions and
/// judgements are the task's own. Any thread.

#include "core/worker/tasks/task.h"

namespace taodeck::worker {

enum class Flaw : std::uint8_t {
    None,
    Slow,      ///< Thinks for a while before it answers.
    Repeating, ///< Answers every third question with its answer to the one before.
};
std::string_view name(Flaw flaw); ///< "honest", "slow", "repeating"

std::shared_ptr<const Task> makeFlawed(std::shared_ptr<const Task> task, Flaw flaw,
                                       std::chrono::milliseconds delay = std::chrono::milliseconds{5'000});

} // namespace taodeck::worker

#pragma once
/// What a replay found: a case is one storage item in one block, equal in all its entries that changed here or there,
/// or different for a known reason, or for none. Pure.

#include "core/base/bytes.h"
#include "core/base/ids.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace taodeck::replay {

/// One storage entry (or one view of several, named so) that is not the same after a block.
struct Difference {
    BlockNumber block{};
    std::string item;     ///< "SubtensorModule.Burn", "call subtensorModule.addStake", "value of SubtensorModule.Alpha"
    std::string where;    ///< Hexadecimal key, or what the view is of.
    std::string recorded; ///< Hexadecimal value or text; "-" for none.
    std::string ours;
    std::string reason; ///< Id of a reason (reasons.h); empty: unexplained.
};

struct Tally {
    std::size_t equal{0}, unexplained{0};
    std::map<std::string, std::size_t> explained; ///< By reason.
};

struct Report {
    std::map<std::string, Tally> items;
    std::vector<Difference> differences;
    std::size_t blocks{0};

    std::size_t equal() const;
    std::size_t explained() const;
    std::size_t unexplained() const;
    void add(const Report& other); ///< Sums; without the differences.
};

/// Items and figures for people, one line each; unexplained ones are marked with "!!".
std::string text(const Report& report);

} // namespace taodeck::replay

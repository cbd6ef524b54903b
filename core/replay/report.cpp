#include "core/replay/report.h"

#include "core/replay/reasons.h"

#include <set>

namespace taodeck::replay {

std::size_t Report::equal() const {
    std::size_t sum = 0;
    for (const auto& [item, tally] : items)
        sum += tally.equal;
    return sum;
}
std::size_t Report::explained() const {
    std::size_t sum = 0;
    for (const auto& [item, tally] : items)
        for (const auto& [reason, count] : tally.explained)
            sum += count;
    return sum;
}
std::size_t Report::unexplained() const {
    std::size_t sum = 0;
    for (const auto& [item, tally] : items)
        sum += tally.unexplained;
    return sum;
}

void Report::add(const Report& other) {
    blocks += other.blocks;
    for (const auto& [item, tally] : other.items) {
        auto& sum = items[item];
        sum.equal += tally.equal;
        sum.unexplained += tally.unexplained;
        for (const auto& [reason, count] : tally.explained)
            sum.explained[reason] += count;
    }
}

std::string text(const Report& report) {
    std::string out;
    std::set<std::string> used;
    for (const auto& [item, tally] : report.items) {
        out += (tally.unexplained > 0 ? "!! " : "   ") + item + ": equal " + std::to_string(tally.equal);
        for (const auto& [reason, count] : tally.explained) {
            out += ", " + reason + " " + std::to_string(count);
            used.insert(reason);
        }
        if (tally.unexplained > 0) out += ", UNEXPLAINED " + std::to_string(tally.unexplained);
        out += "\n";
    }
    if (!used.empty()) out += "reasons:\n";
    for (const auto& id : used)
        out += "   " + id + ": " + reasonText(id) + "\n";
    out += std::to_string(report.blocks) + " blocks, " +
           std::to_string(report.equal() + report.explained() + report.unexplained()) +
           " cases (block x item): " + std::to_string(report.equal()) + " equal, " +
           std::to_string(report.explained()) + " different for a known reason, " +
           std::to_string(report.unexplained()) + " unexplained\n";
    return out;
}

} // namespace taodeck::replay

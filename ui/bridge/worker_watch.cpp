#include "ui/bridge/worker_watch.h"

namespace taodeck::ui {
namespace {

constexpr std::chrono::minutes kQuiet{10};

bool isTrouble(api::WorkerState state) {
    return state == api::WorkerState::Failed || state == api::WorkerState::BackingOff;
}

} // namespace

std::vector<WorkerNews> WorkerWatch::take(const std::vector<api::WorkerRow>& rows, UnixMillis now) {
    std::vector<WorkerNews> news;
    std::map<std::string, Known> known;
    const bool first = std::exchange(m_first, false);
    for (const auto& row : rows) {
        const auto before = m_known.find(row.settings.id);
        const bool isNew = before == m_known.end();
        auto& worker = known[row.settings.id];
        if (!isNew) worker = before->second;
        const bool lost = worker.hadUid && !row.uid && row.state == api::WorkerState::NotRegistered;
        const bool earns = row.earnedAll != Alpha{};
        const bool mayTell = !first && now - worker.toldAt >= kQuiet;
        const auto tell = [&](WorkerNews::Kind kind) { news.push_back({kind, row}); };
        if (first) {
            worker.trouble = isTrouble(row.state);
        } else if (lost) {
            tell(WorkerNews::Kind::Deregistered);
            worker.trouble = true;
            worker.toldAt = now;
        } else if (isTrouble(row.state) && !worker.trouble && mayTell) {
            tell(WorkerNews::Kind::Failed);
            worker.trouble = true;
            worker.toldAt = now;
        } else if (row.state == api::WorkerState::Running && worker.trouble) {
            tell(WorkerNews::Kind::BackToWork);
            worker.trouble = false;
        } else if (row.state == api::WorkerState::Stopped) {
            worker.trouble = false; // by hand: there is nothing to come back from
        }
        if (earns && !worker.earned && !first && !isNew) tell(WorkerNews::Kind::FirstEarnings);
        worker.earned = earns;
        worker.hadUid = row.uid.has_value() || (worker.hadUid && !lost);
    }
    m_known = std::move(known);
    return news;
}

} // namespace taodeck::ui

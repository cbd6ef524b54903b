#pragma once
/// What somebody should be told about unattended work, from one list of workers to the next. Knows no widget: the
/// window decides whether it becomes a toast or a notification of the system.

#include "core/api/worker_service.h"
#include "core/base/clock.h"

#include <map>
#include <string>
#include <vector>

namespace taodeck::ui {

struct WorkerNews {
    enum class Kind { Failed, Deregistered, FirstEarnings, BackToWork };
    Kind kind{Kind::Failed};
    api::WorkerRow row;
};

class WorkerWatch {
public:
    /// The first list is what was known when the program came up: nothing in it is news. A worker that keeps failing is
    /// told of once in ten minutes.
    std::vector<WorkerNews> take(const std::vector<api::WorkerRow>& rows, UnixMillis now);

private:
    struct Known {
        bool trouble{false}; ///< Told of, and not yet back at work.
        bool hadUid{false}, earned{false};
        UnixMillis toldAt{};
    };
    std::map<std::string, Known> m_known;
    bool m_first{true};
};

} // namespace taodeck::ui

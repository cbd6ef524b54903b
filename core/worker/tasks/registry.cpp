#include "core/worker/tasks/sentiment_task.h"
#include "core/worker/tasks/text_task.h"

namespace taodeck::worker {
namespace {

template <class Kind>
std::shared_ptr<const Task> make() {
    return std::make_shared<const Kind>();
}

struct Row {
    std::string_view id;
    std::shared_ptr<const Task> (*make)();
};
constexpr Row kRows[] = {{"text", make<TextTask>}, {"sentiment", make<SentimentTask>}};

} // namespace

Result<std::shared_ptr<const Task>> makeTask(std::string_view id) {
    for (const Row& row : kRows)
        if (row.id == id) return row.make();
    return fail(Errc::NotFound, "no task called " + std::string{id});
}

} // namespace taodeck::worker

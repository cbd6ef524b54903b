// Settings and rows that parse keep to every rule of a worker and say the same after another trip through JSON.

#include "core/store/worker_json.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck;
    const auto text = asText({data, size});
    if (const auto settings = store::workerSettingsFromJson(text)) {
        if (!store::checkWorkerSettings(*settings)) std::abort();
        const auto again = store::workerSettingsFromJson(store::toJson(*settings));
        if (again && *again != *settings) std::abort();
    } else if (settings.error().context.empty()) {
        std::abort();
    }
    if (const auto row = store::workerRowFromJson(text)) {
        const auto json = store::toJson(*row);
        const auto again = store::workerRowFromJson(json);
        if (again && store::toJson(*again) != json) std::abort();
    } else if (row.error().context.empty()) {
        std::abort();
    }
    return 0;
}

#include "app/taodeck-worker/commands.h"

#include "core/supervise/passing_folder.h"
#include "core/supervise/process.h"
#include "core/supervise/workers/models.h"
#include "core/worker/market/market.h"

#include <filesystem>
#include <iostream>

namespace taodeck::worker {
namespace {

namespace fs = std::filesystem;

Result<fs::path> bundledModel() {
    TD_TRY(const auto program, supervise::findProgram("taodeck-worker"));
    return supervise::findBundledModel(program.parent_path());
}

} // namespace

Result<int> runMarket(const Options& options, const std::stop_token& stop) {
    if (options.node.empty()) return fail(Errc::Malformed, "market needs --node ws://ADDRESS");
    MarketOptions market;
    market.endpoint = options.node;
    market.model = options.model;
    if (options.model.empty()) {
        TD_TRY(market.model, bundledModel());
    }
    // What was sent to one chain means nothing to the next.
    TD_TRY(const auto folder, supervise::PassingFolder::make("taodeck-market"));
    market.folder = folder.path();
    TD_CHECK(playMarket(
        market, [](const std::string& line) { std::cerr << "market: " << line << std::endl; }, stop));
    return 0;
}

} // namespace taodeck::worker

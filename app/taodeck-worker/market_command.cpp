#include "app/taodeck-worker/commands.h"

#include "core/supervise/process.h"
#include "core/supervise/workers/models.h"
#include "core/worker/market/market.h"

#include <filesystem>
#include <iostream>
#include <stdlib.h>

namespace taodeck::worker {
namespace {

namespace fs = std::filesystem;

/// A new folder that goes away with its owner: what was sent to one chain means nothing to the next.
class PassingFolder {
public:
    static Result<PassingFolder> make() {
        std::error_code ec;
        auto pattern = (fs::temp_directory_path(ec) / "taodeck-market-XXXXXX").string();
        if (ec || !::mkdtemp(pattern.data())) return fail(Errc::Io, "no temporary folder: " + pattern);
        return PassingFolder{pattern};
    }
    PassingFolder(PassingFolder&& other) noexcept : m_path{std::exchange(other.m_path, {})} {}
    PassingFolder& operator=(PassingFolder&&) = delete;
    ~PassingFolder() {
        std::error_code ignored; // what stays is a few small files of the temporary folder
        if (!m_path.empty()) fs::remove_all(m_path, ignored);
    }
    const fs::path& path() const { return m_path; }

private:
    explicit PassingFolder(fs::path path) : m_path{std::move(path)} {}
    fs::path m_path;
};

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
    TD_TRY(const auto folder, PassingFolder::make());
    market.folder = folder.path();
    TD_CHECK(playMarket(
        market, [](const std::string& line) { std::cerr << "market: " << line << std::endl; }, stop));
    return 0;
}

} // namespace taodeck::worker

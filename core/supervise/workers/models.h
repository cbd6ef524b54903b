#pragma once
/// The model files that this machine knows: the bundled one, those in the models folder, and paths that the person
/// added. A file is only ever read by a confined child of taodeck-worker; what it says about a file is taken as words
/// and numbers. Everything waits for the disk or the child: for the pool, any thread.

#include "core/api/worker_service.h"
#include "core/supervise/process.h"

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>

namespace taodeck::supervise {

/// The demonstration model: beside the program, in the installation's shared folder, or in the source tree above a
/// build.
/// @return NotFound.
Result<std::filesystem::path> findBundledModel(const std::filesystem::path& programFolder);

/// Runs a program to its end and hands over what it printed. @return Timeout (it was killed), NotFound, Io (it could
/// not be run, or ended by a signal), LimitExceeded (it printed too much).
struct ChildAnswer {
    int code{0};
    std::string text;
};
using RunChild =
    std::function<Result<ChildAnswer>(const std::filesystem::path& program, const std::vector<std::string>& arguments)>;
/// @param stop ends what runs, as Cancelled.
RunChild makeRunChild(boost::asio::io_context& io, std::chrono::milliseconds limit, std::stop_token stop);

/// What `taodeck-worker plan MODEL --json` printed, as a row. Pure.
api::ModelRow modelRowFrom(const std::string& path, const Result<ChildAnswer>& answer);

class Models {
public:
    struct Options {
        std::filesystem::path folder;  ///< DATA/models
        std::filesystem::path bundled; ///< Empty: there is none.
        std::filesystem::path worker;  ///< taodeck-worker.
        RunChild run;
    };
    explicit Models(Options options) : m_options{std::move(options)} {}

    std::vector<api::ModelRow> list();
    /// @param hash also reads the whole file for its SHA-256. @return NotFound when there is no such file.
    Result<api::ModelRow> inspect(const std::filesystem::path& file, bool hash);
    Result<api::ModelRow> add(const std::filesystem::path& file);

private:
    struct Known {
        std::uint64_t bytes{0};
        std::filesystem::file_time_type changed{};
        api::ModelRow row;
    };
    std::vector<std::filesystem::path> added() const;

    const Options m_options;
    std::mutex m_mutex;
    std::map<std::filesystem::path, Known> m_known; ///< Until the file changes.
};

} // namespace taodeck::supervise

#include "core/base/log.h"

#include "core/base/result.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace taodeck {

std::string_view name(Errc code) {
    switch (code) {
    case Errc::Truncated:
        return "truncated";
    case Errc::Malformed:
        return "malformed";
    case Errc::OutOfRange:
        return "out_of_range";
    case Errc::BadProof:
        return "bad_proof";
    case Errc::NotFound:
        return "not_found";
    case Errc::Timeout:
        return "timeout";
    case Errc::Cancelled:
        return "cancelled";
    case Errc::Io:
        return "io";
    case Errc::BadSignature:
        return "bad_signature";
    case Errc::WrongPassword:
        return "wrong_password";
    case Errc::Disconnected:
        return "disconnected";
    case Errc::Unsupported:
        return "unsupported";
    case Errc::LimitExceeded:
        return "limit_exceeded";
    case Errc::Conflict:
        return "conflict";
    case Errc::Refused:
        return "refused";
    case Errc::RemoteError:
        return "remote_error";
    case Errc::InvalidTransaction:
        return "invalid_transaction";
    case Errc::DispatchFailed:
        return "dispatch_failed";
    case Errc::Insecure:
        return "insecure";
    case Errc::Locked:
        return "locked";
    }
    return "unknown";
}

namespace log {
namespace {

spdlog::level::level_enum toSpdlog(Level level) {
    switch (level) {
    case Level::Debug:
        return spdlog::level::debug;
    case Level::Info:
        return spdlog::level::info;
    case Level::Warn:
        return spdlog::level::warn;
    case Level::Error:
        return spdlog::level::err;
    }
    return spdlog::level::info;
}

} // namespace

void init(Level threshold, const std::filesystem::path& file) {
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::stderr_sink_mt>()};
    if (!file.empty()) {
        try {
            sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), 1024 * 1024, 5));
        } catch (const spdlog::spdlog_ex&) {
            // A log file that cannot be opened must not stop the program; standard error still gets everything.
        }
    }
    auto logger = std::make_shared<spdlog::logger>("taodeck", sinks.begin(), sinks.end());
    logger->set_level(toSpdlog(threshold));
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %L %v");
    spdlog::set_default_logger(std::move(logger));
}

void write(Level level, std::string_view area, std::string_view message) {
    spdlog::log(toSpdlog(level), "{}: {}", area, message);
}

} // namespace log
} // namespace taodeck

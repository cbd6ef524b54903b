#pragma once
/// The program's log. Never given secrets; strangers' text goes in only through ForeignText::plain().

#include <filesystem>
#include <string_view>

namespace taodeck::log {

enum class Level { Debug, Info, Warn, Error };

/// Writes to standard error, and to a rotating file (5 x 1 MiB) when `file` is not empty. Call once, from main.
void init(Level threshold, const std::filesystem::path& file = {});

/// Any thread. `area` is the library ("rpc", "chain").
void write(Level level, std::string_view area, std::string_view message);

inline void debug(std::string_view area, std::string_view message) {
    write(Level::Debug, area, message);
}
inline void info(std::string_view area, std::string_view message) {
    write(Level::Info, area, message);
}
inline void warn(std::string_view area, std::string_view message) {
    write(Level::Warn, area, message);
}
inline void error(std::string_view area, std::string_view message) {
    write(Level::Error, area, message);
}

} // namespace taodeck::log

#include "app/common/data_folders.h"

#include <cstdlib>

namespace taodeck::app {

namespace fs = std::filesystem;

namespace {

/// An environment variable that holds an absolute path; others are ignored, as the XDG rules say.
fs::path folderFrom(const char* variable) {
    const char* value = std::getenv(variable);
    const fs::path folder = value ? value : "";
    return folder.is_absolute() ? folder : fs::path{};
}

} // namespace

Result<fs::path> defaultDataFolder() {
#if defined(_WIN32)
    if (const auto local = folderFrom("LOCALAPPDATA"); !local.empty()) return local / "Taodeck";
#elif defined(__APPLE__)
    if (const auto home = folderFrom("HOME"); !home.empty()) return home / "Library/Application Support/Taodeck";
#else
    if (const auto data = folderFrom("XDG_DATA_HOME"); !data.empty()) return data / "taodeck";
    if (const auto home = folderFrom("HOME"); !home.empty()) return home / ".local/share/taodeck";
#endif
    return fail(Errc::NotFound, "the environment names no home folder; say --data-dir");
}

Result<> makePrivateFolder(const fs::path& folder) {
    std::error_code error;
    const bool made = fs::create_directories(folder, error);
    if (error) return fail(Errc::Io, "cannot make " + folder.string() + ": " + error.message());
    if (made) fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return fail(Errc::Io, "cannot protect " + folder.string() + ": " + error.message());
    return {};
}

} // namespace taodeck::app

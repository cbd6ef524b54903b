#pragma once
/// Where this program keeps what it remembers, by the platform's custom. Nothing secret lies there: wallets have their
/// own folder.

#include "core/base/result.h"

#include <filesystem>

namespace taodeck::app {

/// $XDG_DATA_HOME/taodeck, else ~/.local/share/taodeck; ~/Library/Application Support/Taodeck on macOS; %LOCALAPPDATA%
/// \Taodeck on Windows. @return NotFound when the environment names no home.
Result<std::filesystem::path> defaultDataFolder();

/// Makes the folder, readable by its owner only. @return Io.
Result<> makePrivateFolder(const std::filesystem::path& folder);

} // namespace taodeck::app

#pragma once
/// What happens to a damaged database file: it is kept, under another name.

#include "core/base/result.h"

#include <filesystem>

namespace taodeck::store {

/// Moves the file and what SQLite keeps beside it to FILE.damaged-SECONDS, so that a repair still has everything.
/// @return the new name; Io.
Result<std::filesystem::path> setAside(const std::filesystem::path& file);

} // namespace taodeck::store

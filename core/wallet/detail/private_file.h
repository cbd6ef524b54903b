#pragma once
/// Files that only their owner may read (0600) in folders that only their owner may enter (0700), written whole or not
/// at all: into a temporary file beside the target, synchronised, then moved. Errors: Io unless said otherwise.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <filesystem>

namespace taodeck::wallet::detail {

/// @return NotFound; LimitExceeded above `max` bytes; Unsupported for anything but a regular file.
Result<SecretBytes> readFile(const std::filesystem::path& path, std::size_t max);

/// @return Conflict when `path` exists; it is then untouched.
Result<> writeNewFile(const std::filesystem::path& path, ByteView content);
/// Replaces what is there.
Result<> replaceFile(const std::filesystem::path& path, ByteView content);

/// Creates what is missing on the way, each with 0700; existing folders keep their permissions.
Result<> makeFolders(const std::filesystem::path& path);

} // namespace taodeck::wallet::detail

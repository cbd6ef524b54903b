#pragma once
/// The cache's schema as a list of scripts: entry i brings a file of version i to version i + 1. Scripts that were once
/// released are never edited; a change of the schema is a new entry, and migrations_test begins from every old version.

#include "core/store/database.h"

#include <span>

namespace taodeck::store {

std::span<const std::string_view> migrations();

/// The same for any list of scripts; `what` names the file in an error: "the cache".
Result<> migrate(Database& db, std::span<const std::string_view> scripts, std::string_view what);
/// Brings the file to the newest version, each script in a transaction of its own together with its version number.
/// @return Unsupported when the file comes from a newer program; it is then left as it is.
Result<> migrate(Database& db);

} // namespace taodeck::store

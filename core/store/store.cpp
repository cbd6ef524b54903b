#include "core/store/store.h"

#include "core/base/log.h"
#include "core/store/detail/sqlite_store.h"
#include "core/store/migrations.h"

#include <chrono>

namespace taodeck::store {

namespace fs = std::filesystem;

namespace {

Result<Database> openAndCheck(const fs::path& file) {
    TD_TRY(auto db, Database::open(file));
    TD_CHECK(db.quickCheck());
    TD_CHECK(migrate(db));
    return db;
}

/// Moves the file and what SQLite keeps beside it, so that a repair still has everything.
Result<fs::path> keepBeside(const fs::path& file) {
    const auto stamp =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    std::error_code error;
    for (int attempt = 0; attempt < 100; ++attempt) {
        auto kept = file;
        kept += ".damaged-" + std::to_string(stamp) + (attempt ? "-" + std::to_string(attempt) : "");
        if (fs::exists(kept, error)) continue;
        for (const char* suffix : {"", "-wal", "-shm"}) {
            auto from = file, to = kept;
            from += suffix;
            to += suffix;
            if (!fs::exists(from, error)) continue;
            fs::rename(from, to, error);
            if (error) return fail(Errc::Io, "cannot set the damaged cache aside: " + error.message());
        }
        return kept;
    }
    return fail(Errc::Io, "cannot find a name for the damaged cache");
}

} // namespace

Result<Opened> openStore(const fs::path& file) {
    const bool onDisk = file != ":memory:";
    if (onDisk && file.has_parent_path()) {
        std::error_code error;
        fs::create_directories(file.parent_path(), error);
        if (error) return fail(Errc::Io, "cannot create the cache's folder: " + error.message());
    }
    Opened out;
    auto db = openAndCheck(file);
    if (!db && db.error().code == Errc::Malformed && onDisk) {
        TD_TRY(out.damagedFile, keepBeside(file));
        out.problem = "The local cache was damaged (" + db.error().context + "). It was kept as " +
                      out.damagedFile->filename().string() + " and a new one was begun.";
        log::error("store", out.problem);
        db = openAndCheck(file);
    }
    if (!db) return tl::unexpected<Error>{std::move(db).error()};
    out.store = std::make_shared<SqliteStore>(*std::move(db));
    return out;
}

} // namespace taodeck::store

#include "core/store/store.h"

#include "core/base/log.h"
#include "core/store/detail/set_aside.h"
#include "core/store/detail/sqlite_store.h"
#include "core/store/migrations.h"

namespace taodeck::store {

namespace fs = std::filesystem;

namespace {

Result<Database> openAndCheck(const fs::path& file) {
    TD_TRY(auto db, Database::open(file));
    TD_CHECK(db.quickCheck());
    TD_CHECK(migrate(db));
    return db;
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
        TD_TRY(out.damagedFile, setAside(file));
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

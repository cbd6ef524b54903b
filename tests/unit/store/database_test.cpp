#include "core/store/database.h"

#include <gtest/gtest.h>

namespace taodeck::store {
namespace {

Database memory() {
    auto db = Database::open(":memory:");
    EXPECT_TRUE(db);
    EXPECT_TRUE(db->execute("CREATE TABLE t(k INTEGER PRIMARY KEY, b BLOB, s TEXT)"));
    return *std::move(db);
}

TEST(Database, GivesBackWhatWasBoundBitByBit) {
    auto db = memory();
    const Bytes blob{0, 1, 0, 255};

    auto insert = db.prepare("INSERT INTO t VALUES(?1, ?2, ?3)");
    ASSERT_TRUE(insert);
    insert->bind(1, ~std::uint64_t{0}).bind(2, ByteView{blob}).bind(3, std::string_view{"a\0b", 3});
    ASSERT_TRUE(insert->run());
    auto query = db.prepare("SELECT k, b, s FROM t");
    ASSERT_TRUE(query);

    ASSERT_TRUE(query->step().value());
    EXPECT_EQ(query->unsignedInteger(0), ~std::uint64_t{0});
    EXPECT_EQ(query->blob(1), blob);
    EXPECT_EQ(query->text(2), std::string("a\0b", 3));
    EXPECT_FALSE(query->step().value());
}

TEST(Database, KeepsAnEmptyBlobApartFromNull) {
    auto db = memory();

    auto insert = db.prepare("INSERT INTO t VALUES(1, ?1, ?2)");
    insert->bind(1, ByteView{}).bindNull(2);
    ASSERT_TRUE(insert->run());
    auto query = db.prepare("SELECT b, s FROM t");

    ASSERT_TRUE(query->step().value());
    EXPECT_FALSE(query->isNull(0));
    EXPECT_TRUE(query->isNull(1));
}

TEST(Database, RollsBackEverythingWhenTheWorkFails) {
    auto db = memory();

    const auto result = db.transaction([](Database& inside) -> Result<> {
        TD_CHECK(inside.execute("INSERT INTO t VALUES(1, NULL, 'x')"));
        return fail(Errc::Conflict, "no");
    });
    auto query = db.prepare("SELECT count(*) FROM t");

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::Conflict);
    ASSERT_TRUE(query->step().value());
    EXPECT_EQ(query->integer(0), 0);
}

TEST(Database, ReportsBadSqlAndBadParametersAsIo) {
    auto db = memory();

    EXPECT_EQ(db.execute("NOT SQL").error().code, Errc::Io);
    EXPECT_EQ(db.prepare("SELECT nothing FROM nowhere").error().code, Errc::Io);
    auto query = db.prepare("SELECT ?1");
    query->bind(7, std::int64_t{1});
    EXPECT_EQ(query->step().error().code, Errc::Io);
}

} // namespace
} // namespace taodeck::store

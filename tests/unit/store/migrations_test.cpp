#include "core/store/migrations.h"

#include "tests/unit/store/store_support.h"

namespace taodeck::store {
namespace {

/// A file as the program of schema version `version` left it, with one row in each table it had.
Database oldFile(const std::filesystem::path& file, std::size_t version) {
    auto db = Database::open(file);
    EXPECT_TRUE(db);
    for (std::size_t i = 0; i < version; ++i)
        EXPECT_TRUE(db->execute(std::string{migrations()[i]}));
    EXPECT_TRUE(db->setUserVersion(static_cast<std::int64_t>(version)));
    if (version >= 1) {
        const auto made = db->execute(R"(
            INSERT INTO network VALUES(1, zeroblob(32));
            INSERT INTO account_value(network, coldkey, block, time, free, staked_value, staked_exit, trust)
              VALUES(1, zeroblob(32), 7, 7000, 5, 6, 7, 4);
            INSERT INTO position_value VALUES(1, zeroblob(32), zeroblob(32), 1, 7, 7000, 50, 1000000000);
            INSERT INTO address_book VALUES('exchange', zeroblob(32), 'memo');
            INSERT INTO preference VALUES('theme', 'dark');)");
        EXPECT_TRUE(made) << made.error().context;
    }
    if (version >= 3) {
        EXPECT_TRUE(db->execute("INSERT INTO trusted_start VALUES(1, x'01')"));
    }
    return *std::move(db);
}

class EveryOldVersion : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryOldVersion, ReachesTheNewestAndKeepsItsRows) {
    const Folder folder;
    const auto file = folder / "cache.db";
    { const auto db = oldFile(file, GetParam()); }

    auto opened = openStore(file);

    ASSERT_TRUE(opened) << opened.error().context;
    EXPECT_FALSE(opened->damagedFile);
    auto& store = *opened->store;
    const auto book = answerOf<std::vector<api::AddressBookEntry>>([&](auto done) { store.addressBook(done); });
    const auto values = answerOf<std::vector<api::ValuePoint>>(
        [&](auto done) { store.values(BlockHash{}, AccountId{}, at(0), 10, done); });
    const auto theme = answerOf<std::optional<std::string>>([&](auto done) { store.preference("theme", done); });
    ASSERT_TRUE(book && values && theme);
    const std::size_t rows = GetParam() >= 1 ? 1 : 0;
    EXPECT_EQ(book->size(), rows);
    ASSERT_EQ(values->size(), rows);
    EXPECT_EQ(theme->has_value(), rows == 1);
    if (rows == 1) {
        EXPECT_EQ(values->front().free, Rao::fromRaw(5));
    }
}

INSTANTIATE_TEST_SUITE_P(Migrations, EveryOldVersion, testing::Range<std::size_t>(0, migrations().size() + 1));

TEST(Migrations, RefuseAFileOfANewerProgramAndLeaveItAlone) {
    const Folder folder;
    const auto file = folder / "cache.db";
    {
        auto db = oldFile(file, migrations().size());
        ASSERT_TRUE(db.setUserVersion(99));
    }

    const auto opened = openStore(file);

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::Unsupported);
    auto db = Database::open(file);
    ASSERT_TRUE(db);
    EXPECT_EQ(db->userVersion().value(), 99);
}

TEST(Migrations, LeaveTheOldVersionWhenAScriptFails) {
    const Folder folder;
    auto db = oldFile(folder / "cache.db", 1);
    ASSERT_TRUE(db.execute("CREATE TABLE action(x)")); // in the way of the second script

    const auto result = migrate(db);

    ASSERT_FALSE(result);
    EXPECT_EQ(db.userVersion().value(), 1);
    EXPECT_FALSE(db.prepare("SELECT nonce FROM account_value")) << "the half-run script was undone";
}

} // namespace
} // namespace taodeck::store

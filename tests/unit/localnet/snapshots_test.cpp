#include "core/localnet/snapshots.h"

#include "test_chain.h"

#include <fstream>

namespace taodeck::localnet {
namespace {

TEST(Snapshots, HoldTheChainAsItWasAndAForkIsAChainOfItsOwn) {
    TestChain test;
    for (int i = 0; i < 3; ++i)
        test.author();
    const auto then = test.chain->best();
    Snapshots snapshots{test.folder.path()};
    const auto row = snapshots.take(*test.chain, "three", test.now);
    ASSERT_TRUE(row) << row.error().context;
    test.author();

    const auto folder = snapshots.fork("three", "other");

    ASSERT_TRUE(folder) << folder.error().context;
    EXPECT_EQ(row->number, BlockNumber{3});
    EXPECT_EQ(row->hash, then.hash);
    EXPECT_EQ(row->genesis, test.chain->genesisHash());
    EXPECT_GT(row->bytes, 0u);
    ChainOptions options;
    options.file = *folder / "chain.sqlite";
    const auto forked = Chain::open(options, subtensor::makeRuntime425);
    ASSERT_TRUE(forked) << forked.error().context;
    EXPECT_EQ((*forked)->best().hash, then.hash);
    EXPECT_EQ((*forked)->genesisHash(), test.chain->genesisHash());
    EXPECT_TRUE((*forked)->author((*forked)->nextTime(), [] { return true; }));
    EXPECT_EQ(test.chain->best().header.number, BlockNumber{4}) << "the chain itself goes its own way";
}

TEST(Snapshots, AreListedByBlockAndDeleted) {
    TestChain test;
    Snapshots snapshots{test.folder.path()};
    EXPECT_TRUE(snapshots.list()->empty());
    test.author();
    ASSERT_TRUE(snapshots.take(*test.chain, "b-first", test.now));
    test.author();
    ASSERT_TRUE(snapshots.take(*test.chain, "a_second", test.now));

    const auto rows = snapshots.list();

    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2u);
    EXPECT_EQ((*rows)[0].name, "b-first");
    EXPECT_EQ((*rows)[1].name, "a_second");
    EXPECT_EQ((*rows)[1].madeAt, test.now);
    EXPECT_TRUE(snapshots.remove("b-first"));
    EXPECT_EQ(snapshots.list()->size(), 1u);
    EXPECT_EQ(snapshots.remove("b-first").error().code, Errc::NotFound);
    EXPECT_EQ(snapshots.find("b-first").error().code, Errc::NotFound);
}

TEST(Snapshots, ANameIsTakenOnce) {
    TestChain test;
    Snapshots snapshots{test.folder.path()};
    ASSERT_TRUE(snapshots.take(*test.chain, "one", test.now));
    EXPECT_EQ(snapshots.take(*test.chain, "one", test.now).error().code, Errc::Conflict);
    ASSERT_TRUE(snapshots.fork("one", "twin"));
    EXPECT_EQ(snapshots.fork("one", "twin").error().code, Errc::Conflict);
}

TEST(Snapshots, AForkThatWasCutOffIsMadeAnew) {
    TestChain test;
    Snapshots snapshots{test.folder.path()};
    ASSERT_TRUE(snapshots.take(*test.chain, "one", test.now));
    const auto part = test.folder.path() / "forks" / "twin.part";
    std::filesystem::create_directories(part);
    std::ofstream{part / "chain.sqlite"} << "half";

    const auto fork = snapshots.fork("one", "twin");

    ASSERT_TRUE(fork) << fork.error().context;
    EXPECT_GT(std::filesystem::file_size(*fork / "chain.sqlite"), 4U);
    EXPECT_FALSE(std::filesystem::exists(part));
}

TEST(Snapshots, NamesCannotLeaveTheirFolder) {
    TestChain test;
    Snapshots snapshots{test.folder.path()};
    ASSERT_TRUE(snapshots.take(*test.chain, "one", test.now));
    const std::string tooLong(41, 'a');
    for (const std::string name : {"", "..", "../x", "a/b", "a.b", "a b", "\xc3\xa4", tooLong.c_str()}) {
        EXPECT_EQ(snapshots.take(*test.chain, name, test.now).error().code, Errc::Malformed) << name;
        EXPECT_FALSE(snapshots.remove(name)) << name;
        EXPECT_EQ(snapshots.fork("one", name).error().code, Errc::Malformed) << name;
    }
}

TEST(Snapshots, ADamagedDescriptionIsLeftOut) {
    TestChain test;
    Snapshots snapshots{test.folder.path()};
    ASSERT_TRUE(snapshots.take(*test.chain, "good", test.now));
    for (const char* text : {"", "{", "[]", "{\"block\":1}", "{\"block\":1,\"hash\":\"0x00\",\"genesis\":7}"}) {
        ASSERT_TRUE(snapshots.take(*test.chain, "bad", test.now));
        std::ofstream{test.folder.path() / "snapshots" / "bad.json", std::ios::trunc} << text;
        EXPECT_EQ(snapshots.list()->size(), 1u) << text;
        EXPECT_FALSE(snapshots.find("bad"));
        ASSERT_TRUE(snapshots.remove("bad"));
    }
}

} // namespace
} // namespace taodeck::localnet

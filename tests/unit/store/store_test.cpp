#include "tests/unit/store/store_support.h"

#include <fstream>

namespace taodeck::store {
namespace {

using Values = std::vector<api::ValuePoint>;

std::shared_ptr<Store> memoryStore() {
    auto opened = openStore(":memory:");
    EXPECT_TRUE(opened);
    return opened->store;
}

Observation observation(std::uint32_t block, std::uint64_t alpha, std::optional<BlockNumber> previous = {}) {
    Observation o;
    o.genesis = filled<BlockHash>(1);
    o.coldkey = filled(2);
    o.value = {at(block), BlockNumber{block}, Rao::fromRaw(block), Rao::fromRaw(10), Rao::fromRaw(9), Trust::Proven};
    o.positions = {{filled(3), NetUid{1}, Alpha::fromRaw(alpha), Rao::fromRaw(kUnitsPerToken)}};
    o.previous = previous;
    return o;
}

Values valuesOf(Store& store, std::size_t most, std::int64_t from = 0) {
    auto values = answerOf<Values>(
        [&](auto done) { store.values(filled<BlockHash>(1), filled(2), at(from), most, std::move(done)); });
    EXPECT_TRUE(values);
    return values.value_or(Values{});
}

api::Receipt stakeReceipt(std::uint32_t block, std::uint64_t alpha, std::uint8_t hash = 8) {
    api::Receipt r;
    r.intent = api::AddStakeIntent{filled(2), filled(3), NetUid{1}, Rao::fromRaw(5), 0.005, false};
    r.hash = filled<ExtrinsicHash>(hash);
    r.step = api::Step::Proven;
    r.outcome = api::Outcome::Succeeded;
    r.block = BlockNumber{block};
    r.alphaIn = Alpha::fromRaw(alpha);
    r.startedAt = r.updatedAt = at(block);
    return r;
}

TEST(Store, ThinsValuesEvenlyAndKeepsBothEnds) {
    const auto store = memoryStore();
    for (std::uint32_t block = 1; block <= 11; ++block)
        store->recordObservation(observation(block, 100));

    const auto thinned = valuesOf(*store, 3);

    EXPECT_EQ(valuesOf(*store, 100).size(), 11u);
    ASSERT_EQ(thinned.size(), 3u);
    EXPECT_EQ(thinned[0].block, BlockNumber{1});
    EXPECT_EQ(thinned[1].block, BlockNumber{6});
    EXPECT_EQ(thinned[2].block, BlockNumber{11});
    EXPECT_EQ(thinned[2].trust, Trust::Proven);
    EXPECT_EQ(valuesOf(*store, 100, 10).size(), 2u);
    EXPECT_TRUE(valuesOf(*store, 0).empty());
}

TEST(Store, NeverMixesNetworks) {
    const auto store = memoryStore();
    store->recordObservation(observation(1, 100));

    const auto other = answerOf<Values>(
        [&](auto done) { store->values(filled<BlockHash>(99), filled(2), at(0), 10, std::move(done)); });

    ASSERT_TRUE(other);
    EXPECT_TRUE(other->empty());
}

TEST(Store, CountsEarningsWithoutOwnStake) {
    const auto store = memoryStore();
    store->recordObservation(observation(1, 100));
    store->recordAction(filled<BlockHash>(1), stakeReceipt(3, 1000));
    store->recordObservation(observation(4, 1125, BlockNumber{1}));

    const auto points = answerOf<std::vector<api::EarningPoint>>(
        [&](auto done) { store->earnings(filled<BlockHash>(1), filled(2), at(0), std::move(done)); });
    const auto later = answerOf<std::vector<api::EarningPoint>>(
        [&](auto done) { store->earnings(filled<BlockHash>(1), filled(2), at(2), std::move(done)); });

    ASSERT_TRUE(points && later);
    ASSERT_EQ(points->size(), 1u);
    EXPECT_EQ(points->front().earned, Alpha::fromRaw(25));
    EXPECT_EQ(later->size(), 1u) << "the observation before the interval is its start";
}

TEST(Store, CoverageGrowsWithoutGapsAndBeginsAgainAfterOne) {
    const auto store = memoryStore();
    const auto coverage = [&] {
        return answerOf<api::Coverage>(
                   [&](auto done) { store->coverage(filled<BlockHash>(1), filled(2), std::move(done)); })
            .value();
    };

    EXPECT_FALSE(coverage().from);
    store->recordObservation(observation(5, 1));
    store->recordObservation(observation(9, 1, BlockNumber{5}));
    EXPECT_EQ(coverage().from, BlockNumber{5});
    EXPECT_EQ(coverage().to, BlockNumber{9});
    store->recordObservation(observation(50, 1));

    EXPECT_EQ(coverage().from, BlockNumber{50});
}

TEST(Store, UpdatesAnActionByItsHashAndListsTheNewestFirst) {
    const auto store = memoryStore();
    auto first = stakeReceipt(3, 10, 1);
    first.step = api::Step::InPool;
    store->recordAction(filled<BlockHash>(1), first);
    store->recordAction(filled<BlockHash>(1), stakeReceipt(9, 10, 2));
    first.step = api::Step::Final;
    store->recordAction(filled<BlockHash>(1), first);

    const auto rows = answerOf<std::vector<api::ActionRow>>(
        [&](auto done) { store->actions(filled<BlockHash>(1), 10, std::move(done)); });

    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2u);
    EXPECT_EQ(rows->at(0).receipt.hash, filled<ExtrinsicHash>(2));
    EXPECT_EQ(rows->at(1).receipt.step, api::Step::Final);
    EXPECT_EQ(rows->at(1).kind, "add_stake");
}

TEST(Store, RefusesAnAddressBookNameOfAnotherAddress) {
    const auto store = memoryStore();
    const auto save = [&](std::uint8_t account, const char* note) {
        return answerOf<void>([&](auto done) {
            store->saveAddress({"exchange", filled(account), note}, std::move(done));
        });
    };

    EXPECT_TRUE(save(1, "a"));
    EXPECT_TRUE(save(1, "b"));
    const auto taken = save(2, "c");
    const auto book =
        answerOf<std::vector<api::AddressBookEntry>>([&](auto done) { store->addressBook(std::move(done)); });

    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, Errc::Conflict);
    ASSERT_EQ(book->size(), 1u);
    EXPECT_EQ(book->front().note, "b");
    EXPECT_TRUE(answerOf<void>([&](auto done) { store->removeAddress("exchange", std::move(done)); }));
    EXPECT_TRUE(
        answerOf<std::vector<api::AddressBookEntry>>([&](auto done) { store->addressBook(std::move(done)); })->empty());
}

TEST(Store, TellsListenersUntilTheyLeave) {
    const auto store = memoryStore();
    std::promise<void> told;
    std::atomic<int> calls{0};
    auto subscription = store->onChanged([&] {
        if (calls++ == 0) told.set_value();
    });

    store->setPreference("a", "1", {});
    told.get_future().wait();
    subscription.reset();
    const auto read = answerOf<std::optional<std::string>>([&](auto done) { store->preference("a", std::move(done)); });
    ASSERT_TRUE(answerOf<void>([&](auto done) { store->setPreference("a", "2", std::move(done)); }));
    ASSERT_TRUE(answerOf<void>([&](auto done) { store->flush(std::move(done)); }));

    EXPECT_EQ(*read, "1");
    EXPECT_EQ(calls.load(), 1) << "reads and later writes do not count";
}

TEST(Store, KeepsEverythingOverARestart) {
    const Folder folder;
    const auto file = folder / "sub/cache.db";
    {
        auto opened = openStore(file);
        ASSERT_TRUE(opened) << opened.error().context;
        opened->store->recordObservation(observation(1, 100));
        opened->store->saveTrustedStart(filled<BlockHash>(1), Bytes{1, 2, 3});
        opened->store->recordBlock(filled<BlockHash>(1), BlockNumber{1}, filled<BlockHash>(4), at(1));
    } // the destructor writes what is queued

    auto again = openStore(file);

    ASSERT_TRUE(again);
    EXPECT_EQ(valuesOf(*again->store, 10).size(), 1u);
    const auto start = answerOf<std::optional<Bytes>>(
        [&](auto done) { again->store->trustedStart(filled<BlockHash>(1), std::move(done)); });
    ASSERT_TRUE(start);
    EXPECT_EQ(*start, (Bytes{1, 2, 3}));
}

TEST(Store, KeepsADamagedFileBesideAFreshOneAndSaysSo) {
    const Folder folder;
    const auto file = folder / "cache.db";
    {
        std::ofstream out{file, std::ios::binary};
        out << std::string(8192, 'x');
    }

    auto opened = openStore(file);

    ASSERT_TRUE(opened) << opened.error().context;
    ASSERT_TRUE(opened->damagedFile);
    EXPECT_EQ(std::filesystem::file_size(*opened->damagedFile), 8192u);
    EXPECT_FALSE(opened->problem.empty());
    EXPECT_TRUE(answerOf<void>([&](auto done) { opened->store->setPreference("a", "b", std::move(done)); }));
}

TEST(Store, NoticesAPageThatWasOverwritten) {
    const Folder folder;
    const auto file = folder / "cache.db";
    {
        auto opened = openStore(file);
        for (std::uint32_t block = 1; block < 400; ++block)
            opened->store->recordObservation(observation(block, 100));
    }
    {
        std::fstream out{file, std::ios::binary | std::ios::in | std::ios::out};
        for (const int page : {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}) {
            out.seekp(page * 4096);
            out << std::string(600, '\xa5');
        }
    }

    auto opened = openStore(file);

    ASSERT_TRUE(opened) << opened.error().context;
    EXPECT_TRUE(opened->damagedFile);
}

TEST(Store, SaysWhenItsFolderCannotBeMade) {
    const Folder folder;
    { std::ofstream out{folder / "file"}; }

    const auto opened = openStore(folder / "file" / "cache.db");

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::Io);
}

} // namespace
} // namespace taodeck::store

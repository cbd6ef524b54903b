// The seeded world: made by transactions alone, the same each time, and alive.

#include "core/localnet/founding.h"
#include "core/localnet/world/cast.h"
#include "core/localnet/world/people.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/subtensor_module/registration/register_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"
#include "test_chain.h"

#include <set>

namespace taodeck::localnet {
namespace {

namespace sm = subtensor::subtensor_module;

const UnixMillis kNow{std::chrono::milliseconds{1'800'000'000'000}};

std::unique_ptr<Chain> open(const std::filesystem::path& file) {
    auto chain = Chain::open(openOptions(file, false), subtensor::makeRuntime425);
    EXPECT_TRUE(chain) << (chain ? "" : chain.error().context);
    return chain ? *std::move(chain) : nullptr;
}

/// One world for the tests that only look at it.
class SeededWorld : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder = std::make_unique<TestFolder>();
        const auto founded = foundChain(folder->path() / "chain.sqlite", FoundingKind::World, {}, kNow);
        ASSERT_TRUE(founded) << founded.error().context;
    }
    static void TearDownTestSuite() { folder.reset(); }
    /// A copy to go on with.
    std::unique_ptr<Chain> copy(const char* name) {
        const auto file = folder->path() / name;
        std::filesystem::copy_file(folder->path() / "chain.sqlite", file);
        return open(file);
    }
    static std::unique_ptr<TestFolder> folder;
};
std::unique_ptr<TestFolder> SeededWorld::folder;

std::string textOf(const Bytes& bytes) {
    return {bytes.begin(), bytes.end()};
}

TEST_F(SeededWorld, HoldsNamedSubnetsOfDifferentKindsAndValidatorsWithIdentitiesAndTakes) {
    const auto chain = copy("look");
    const auto& state = chain->bestState();

    std::set<std::string> symbols;
    for (std::uint16_t i = 0; i < std::size(world::kSubnets); ++i) {
        const NetUid netuid{static_cast<std::uint16_t>(i + 1)};
        const auto& subnet = world::kSubnets[i];
        ASSERT_TRUE(sm::NetworksAdded.get(state, netuid));
        EXPECT_EQ(textOf(sm::SubnetIdentitiesV3.get(state, netuid)->subnetName), subnet.name);
        EXPECT_EQ(sm::FirstEmissionBlockNumber.exists(state, netuid), subnet.started);
        EXPECT_TRUE(symbols.insert(textOf(sm::TokenSymbol.get(state, netuid))).second);
        if (!subnet.started) continue;
        EXPECT_EQ(sm::Tempo.get(state, netuid), subnet.tempo);
        EXPECT_EQ(sm::Yuma3On.get(state, netuid), subnet.yuma3);
        EXPECT_GE(sm::SubnetworkN.get(state, netuid), 1 + subnet.miners);
        EXPECT_GT(sm::LastMechansimStepBlock.get(state, netuid), world::kHistoryBlocks - subnet.tempo - 1);
    }
    for (const auto& validator : world::kValidators) {
        const auto coldkey = accountOf(validator.uri), hotkey = accountOf(world::hotOf(validator.uri).c_str());
        EXPECT_EQ(textOf(sm::IdentitiesV2.get(state, coldkey)->name), validator.name);
        EXPECT_EQ(sm::Delegates.get(state, hotkey), validator.take);
        EXPECT_EQ(sm::Owner.get(state, hotkey), coldkey);
        EXPECT_TRUE(sm::Uids.exists(state, NetUid{0}, hotkey));
        EXPECT_TRUE(sm::Uids.exists(state, NetUid{1}, hotkey));
        EXPECT_GT(sm::stakeOf(state, hotkey, coldkey, NetUid{1}).raw(), kUnitsPerToken);
    }
}

TEST_F(SeededWorld, MinersEarnDifferentlyAndStakersHoldSomething) {
    const auto chain = copy("earn");
    const auto& state = chain->bestState();

    for (const std::uint16_t number : {1, 2, 3}) {
        const auto incentive = sm::Incentive.get(state, sm::mainIndex(NetUid{number}));
        std::set<std::uint16_t> different(incentive.begin(), incentive.end());
        EXPECT_GT(different.size(), 2u) << "subnet " << number;
    }
    int holding = 0;
    for (int i = 1; i <= world::kStakers; ++i)
        for (const auto& validator : world::kValidators)
            holding += sm::stakeOf(state, accountOf(world::hotOf(validator.uri).c_str()),
                                   accountOf(world::stakerUri(i).c_str()), NetUid{1})
                           .raw() > 0;
    EXPECT_GE(holding, world::kStakers);
}

TEST_F(SeededWorld, ItsPastIsInItsBlocksUpToNow) {
    const auto chain = copy("past");

    EXPECT_EQ(chain->best().header.number, BlockNumber{world::kHistoryBlocks});
    EXPECT_EQ(chain->nextTime(), kNow + std::chrono::milliseconds{kDefaultSlotMillis});
    std::vector<subtensor::U64F64> prices;
    std::size_t signedOnes = 0;
    for (std::uint32_t number = 2; number <= world::kHistoryBlocks; ++number) {
        const auto block = chain->block(BlockNumber{number});
        ASSERT_TRUE(block && *block);
        for (const auto& bytes : (*block)->extrinsics) {
            const auto extrinsic = subtensor::decodeExtrinsic(bytes);
            ASSERT_TRUE(extrinsic) << number;
            signedOnes += extrinsic->signedPart.has_value();
        }
        const auto state = chain->stateAt((*block)->hash);
        ASSERT_TRUE(state);
        prices.push_back(sm::price(*state, NetUid{2}));
    }
    EXPECT_GT(signedOnes, 300u);
    int moves = 0;
    for (std::size_t i = 1; i < prices.size(); ++i)
        moves += prices[i] != prices[i - 1];
    EXPECT_GT(moves, 100) << "the price of a subnet wanders";
}

TEST_F(SeededWorld, IsTheSameBlockByBlockForItsSeedAndAnotherForAnother) {
    TestFolder other;
    NewChain what;
    ASSERT_TRUE(foundChain(other.path() / "same", FoundingKind::World, what, kNow));
    what.seed = 5;
    ASSERT_TRUE(foundChain(other.path() / "different", FoundingKind::World, what, kNow));

    const auto first = copy("first"), same = open(other.path() / "same"), different = open(other.path() / "different");

    EXPECT_EQ(same->best().hash, first->best().hash);
    EXPECT_EQ(same->best().header.stateRoot, first->best().header.stateRoot);
    EXPECT_NE(different->best().header.stateRoot, first->best().header.stateRoot);
    EXPECT_NE(different->genesisHash(), first->genesisHash());
}

/// Lets the cast act for `blocks` blocks. @return their state roots.
std::vector<StorageRoot> live(Chain& chain, int blocks, world::Cast& cast) {
    std::vector<StorageRoot> roots;
    for (int i = 0; i < blocks; ++i) {
        cast.act(chain, chain.nextTime());
        const auto authored = chain.author(chain.nextTime(), [] { return true; });
        EXPECT_TRUE(authored) << authored.error().context;
        if (!authored) break;
        EXPECT_TRUE(authored->failures.empty()) << authored->failures[0].second;
        chain.settleIncluded(*authored, chain.nextTime());
        chain.settleFinalized(*authored);
        roots.push_back(authored->block.header.stateRoot);
    }
    return roots;
}

TEST_F(SeededWorld, ItsCastRepeatsItselfAlsoAfterARestart) {
    const auto one = copy("one");
    auto two = copy("two");
    world::Cast castOfOne;

    const auto roots = live(*one, 120, castOfOne);
    std::vector<StorageRoot> again;
    {
        world::Cast cast;
        again = live(*two, 50, cast);
    }
    two.reset();
    two = open(folder->path() / "two");
    world::Cast cast;
    const auto rest = live(*two, 70, cast);
    again.insert(again.end(), rest.begin(), rest.end());

    EXPECT_EQ(roots.size(), 120u);
    EXPECT_EQ(again, roots);
    EXPECT_EQ(one->best().hash, two->best().hash);
    EXPECT_EQ(castOfOne.refused(), 0u);
}

TEST_F(SeededWorld, ItsCastTradesWeighsAndRegisters) {
    const auto chain = copy("alive");
    world::Cast cast;
    const auto before = sm::SubnetworkN.get(chain->bestState(), NetUid{1}) +
                        sm::SubnetworkN.get(chain->bestState(), NetUid{2}) +
                        sm::SubnetworkN.get(chain->bestState(), NetUid{3});
    const auto validator = *sm::Uids.get(chain->bestState(), NetUid{1}, accountOf("//Validator//1//hot"));

    live(*chain, 130, cast);

    const auto& state = chain->bestState();
    EXPECT_GT(sm::SubnetworkN.get(state, NetUid{1}) + sm::SubnetworkN.get(state, NetUid{2}) +
                  sm::SubnetworkN.get(state, NetUid{3}),
              before);
    EXPECT_GT(sm::LastUpdate.get(state, sm::mainIndex(NetUid{1}))[validator], world::kHistoryBlocks + 100);
}

TEST_F(SeededWorld, ItsMarketHasValidatorsThatNobodyPlaysAndIsCheapToEnter) {
    const auto chain = copy("market");
    world::Cast cast;
    live(*chain, 45, cast);
    const auto& state = chain->bestState();

    for (const auto& market : crypto::kMarketSubnets) {
        const auto permits = sm::ValidatorPermit.get(state, market.netuid);
        for (int i = 1; i <= crypto::kMarketValidators; ++i) {
            const auto uid =
                sm::Uids.get(state, market.netuid, accountOf(world::hotOf(crypto::marketValidatorUri(i)).c_str()));
            ASSERT_TRUE(uid);
            EXPECT_TRUE(permits[*uid]);
            EXPECT_TRUE(sm::Weights.get(state, sm::mainIndex(market.netuid), *uid).empty());
        }
        for (int i = 1; i <= market.miners; ++i) {
            const auto miner = accountOf(world::hotOf(crypto::minerUri(raw(market.netuid), i)).c_str());
            const auto uid = sm::Uids.get(state, market.netuid, miner);
            ASSERT_TRUE(uid);
            EXPECT_FALSE(sm::Axons.exists(state, market.netuid, miner)) << "it announces itself when it runs";
        }
        EXPECT_LE(sm::Burn.get(state, market.netuid).raw(), kUnitsPerToken);
        EXPECT_GT(sm::MaxAllowedValidators.get(state, market.netuid), crypto::kMarketValidators);
        EXPECT_FALSE(sm::CommitRevealWeightsEnabled.get(state, market.netuid));
        EXPECT_LE(sm::WeightsSetRateLimit.get(state, market.netuid), 5U);
        EXPECT_TRUE(sm::SubnetEmissionEnabled.get(state, market.netuid));
    }
}

TEST_F(SeededWorld, AMinerThatItsMarketVotesForEarnsInTheNextEpoch) {
    const auto chain = copy("newcomer");
    const NetUid netuid = crypto::kMarketSubnets[0].netuid;
    const auto hotkey = accountOf("//Dave//hot"), coldkey = accountOf("//Dave");
    world::Signer signer;
    world::Cast cast;
    ASSERT_TRUE(
        signer.send(*chain, chain->nextTime(), "//Dave", subtensor::makeCall(sm::BurnedRegister{netuid, hotkey})));
    live(*chain, 1, cast);
    const auto uid = sm::Uids.get(chain->bestState(), netuid, hotkey);
    ASSERT_TRUE(uid);
    for (int i = 1; i <= crypto::kMarketValidators; ++i) {
        sm::SetWeights call;
        call.netuid = netuid;
        call.vote.uids = {*uid};
        call.vote.values = {65'535};
        ASSERT_TRUE(signer.send(*chain, chain->nextTime(), world::hotOf(crypto::marketValidatorUri(i)),
                                subtensor::makeCall(call)));
    }

    live(*chain, 22, cast);

    const auto& state = chain->bestState();
    EXPECT_GT(sm::Incentive.get(state, sm::mainIndex(netuid))[*uid], 0);
    EXPECT_GT(sm::stakeOf(state, hotkey, coldkey, netuid).raw(), kUnitsPerToken);
    std::cout << "alpha of one epoch: " << sm::stakeOf(state, hotkey, coldkey, netuid).raw() << "\n";
}

TEST(EmptyChain, HasRootAndTheEndowedAccountsAndNothingElse) {
    TestFolder folder;
    ASSERT_TRUE(foundChain(folder.path() / "chain.sqlite", FoundingKind::Empty, {}, kNow));
    const auto chain = open(folder.path() / "chain.sqlite");
    const auto& state = chain->bestState();

    EXPECT_EQ(chain->best().header.number, BlockNumber{0});
    EXPECT_TRUE(sm::NetworksAdded.get(state, NetUid{0}));
    EXPECT_FALSE(sm::NetworksAdded.get(state, NetUid{1}));
    EXPECT_EQ(sm::TotalNetworks.get(state), 1);
    EXPECT_EQ(sm::NetworkRateLimit.get(state), 0u);
    EXPECT_EQ(chain->store().setting(kEmptySetting), "1");
}

} // namespace
} // namespace taodeck::localnet

/// Stake as shares of a hotkey's pool. Cases: opentensor/subtensor pallets/subtensor/src/tests/staking2.rs at spec 425;
/// the function's name stands at each.

#include "tests/unit/subtensor/economics_data.h"
#include "tests/unit/subtensor/stake_world.h"

#include <iostream>

namespace taodeck::subtensor::test {
namespace {

using taodeck::test::economics;
using taodeck::test::number;

class ShareStaking : public ::testing::Test {
protected:
    void add(const AccountId& coldkey, std::uint64_t amount) {
        sm::increaseStake(world.state(), hotkey, coldkey, netuid, alpha(amount));
    }
    void take(const AccountId& coldkey, std::uint64_t amount) {
        sm::decreaseStake(world.state(), hotkey, coldkey, netuid, alpha(amount));
    }
    void inject(std::uint64_t amount) { sm::increaseHotkeyStake(world.state(), hotkey, netuid, alpha(amount)); }
    std::uint64_t of(const AccountId& coldkey) { return world.stake(coldkey, hotkey, netuid); }
    static std::uint64_t apart(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; }
    /// Each row with a hotkey of its own.
    template <class Run>
    void forEachRow(const char* table, Run run) {
        const auto rows = economics("upstream/share_staking.json")[table];
        std::uint32_t n = 100;
        for (const auto& row : rows) {
            hotkey = StakeWorld::account(n++);
            SCOPED_TRACE(row.dump());
            run(row);
        }
        std::cout << table << ": " << rows.size() << " rows\n";
    }

    StakeWorld world;
    AccountId first = StakeWorld::account(2), second = StakeWorld::account(3), hotkey = StakeWorld::account(1);
    NetUid netuid = world.addSubnet(StakeWorld::account(1002), StakeWorld::account(1001));
};

TEST_F(ShareStaking, KeepsTheRestToTheUnit) { // test_share_based_staking_denominator_precision
    forEachRow("denominator_precision", [&](const auto& row) {
        add(first, number(row[0]));
        EXPECT_EQ(of(first), number(row[0]));
        take(first, number(row[1]));
        EXPECT_EQ(of(first), number(row[0]) - number(row[1]));
    });
}

TEST_F(ShareStaking, SharesAnInjectionAfterUnstakes) { // test_share_based_staking_stake_unstake_inject
    forEachRow("stake_unstake_inject", [&](const auto& row) {
        for (const auto& who : {first, second}) {
            add(who, number(row[0]));
            take(who, number(row[1]));
        }
        inject(number(row[2]));
        const std::uint64_t expected = number(row[0]) - number(row[1]) + number(row[2]) / 2;
        EXPECT_LE(apart(of(first), expected), number(row[3]));
        EXPECT_LE(apart(of(second), expected), number(row[3]));
    });
}

TEST_F(ShareStaking, LetsANewStakerInAtThePresentValue) { // test_share_based_staking_stake_inject_stake_new
    forEachRow("stake_inject_stake", [&](const auto& row) {
        add(first, number(row[0]));
        inject(number(row[1]));
        add(second, number(row[2]));
        EXPECT_LE(apart(of(first), number(row[0]) + number(row[1])), number(row[3]));
        EXPECT_LE(apart(of(second), number(row[2])), number(row[3]));
    });
}

TEST_F(ShareStaking, SplitsWhatTheHotkeyGets) { // test_share_based_staking
    constexpr std::uint64_t kOne = 1'000'000'000;
    add(first, kOne);
    EXPECT_EQ(of(first), kOne);
    add(first, kOne);
    EXPECT_LE(apart(of(first), 2 * kOne), 1U);
    inject(kOne);
    EXPECT_LE(apart(of(first), 3 * kOne), 1U);
    add(second, kOne);
    EXPECT_LE(apart(of(second), kOne), 1U);
    EXPECT_LE(apart(sm::stakeOfHotkey(world.state(), hotkey, netuid).raw(), 4 * kOne), 1U);
    inject(kOne);
    EXPECT_LE(apart(of(first), 3'750'000'000), 1U);
    EXPECT_LE(apart(of(second), 1'250'000'000), 1U);

    const std::uint64_t before = of(first);
    take(second, of(second) + 1); // more than there is: nothing happens
    take(first, kOne);
    EXPECT_LE(apart(of(first), before - kOne), 1U);
    EXPECT_LE(apart(of(second), 1'250'000'000), 1U);
}

} // namespace
} // namespace taodeck::subtensor::test

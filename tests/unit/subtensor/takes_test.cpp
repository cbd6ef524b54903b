#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/takes/events.h"
#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"
#include "tests/unit/subtensor/neuron_chain.h"

namespace taodeck::subtensor::test {
namespace {

// Upstream: pallets/subtensor/src/tests/{children,staking}.rs, guards/check_delegate_take.rs; the name in front of a
// test is upstream's.

const AccountId kTaker = acc(1), kTakerHot = acc(2);
constexpr std::uint16_t kLeast = 5'898, kMost = 11'796;

class Takes : public ::testing::Test {
protected:
    void SetUp() override {
        chain.add();
        chain.registerFree(kNet, kTakerHot, kTaker);
    }
    std::string increase(unsigned take) {
        return chain.error(kTaker, sm::IncreaseTake{kTakerHot, static_cast<std::uint16_t>(take)});
    }
    std::string decrease(unsigned take) {
        return chain.error(kTaker, sm::DecreaseTake{kTakerHot, static_cast<std::uint16_t>(take)});
    }
    std::string childTake(unsigned take, NetUid netuid = kNet) {
        return chain.error(kTaker, sm::SetChildkeyTake{kTakerHot, netuid, static_cast<std::uint16_t>(take)});
    }
    State& state() { return chain.state(); }
    NeuronChain chain;
};

// test_delegate_take_can_be_decreased, test_can_set_min_take_ok
TEST_F(Takes, ADelegateMayTakeLessAtAnyTime) {
    sm::Delegates.set(state(), kTakerHot, 10'000);

    EXPECT_EQ(decrease(9'000), "");
    EXPECT_EQ(decrease(kLeast), ""); // in the same block
    EXPECT_TRUE(chain.emitted(sm::TakeDecreased{kTaker, kTakerHot, kLeast}));
    EXPECT_EQ(sm::Delegates.get(state(), kTakerHot), kLeast);
}

// test_delegate_take_can_not_be_increased_with_decrease_take, test_can_not_decrease_take_below_min
TEST_F(Takes, DecreasingNeedsLessAndNotTooLittle) {
    sm::Delegates.set(state(), kTakerHot, 9'000);

    EXPECT_EQ(decrease(9'000), "SubtensorModule.DelegateTakeTooLow");
    EXPECT_EQ(decrease(9'001), "SubtensorModule.DelegateTakeTooLow");
    EXPECT_EQ(decrease(kLeast - 1), "SubtensorModule.DelegateTakeTooLow");
    EXPECT_EQ(decrease(kMost + 1), "SubtensorModule.DelegateTakeTooHigh"); // the guard asks for both bounds
}

// test_delegate_take_can_be_increased, test_delegate_take_can_be_increased_to_limit
TEST_F(Takes, ADelegateMayTakeMoreUpToTheLimit) {
    sm::Delegates.set(state(), kTakerHot, kLeast);

    ASSERT_EQ(increase(kMost), "");

    EXPECT_EQ(sm::Delegates.get(state(), kTakerHot), kMost);
    EXPECT_TRUE(chain.emitted(sm::TakeIncreased{kTaker, kTakerHot, kMost}));
}

// test_delegate_take_can_not_be_increased_beyond_limit, test_delegate_take_can_not_be_decreased_with_increase_take
TEST_F(Takes, IncreasingNeedsMoreAndNotTooMuch) {
    sm::Delegates.set(state(), kTakerHot, 9'000);

    EXPECT_EQ(increase(9'000), "SubtensorModule.DelegateTakeTooLow");
    EXPECT_EQ(increase(8'000), "SubtensorModule.DelegateTakeTooLow");
    EXPECT_EQ(increase(kLeast - 1), "SubtensorModule.DelegateTakeTooLow");
    EXPECT_EQ(increase(kMost + 1), "SubtensorModule.DelegateTakeTooHigh");
}

// test_rate_limits_enforced_on_increase_take
TEST_F(Takes, AnIncreaseWaitsAfterAnyChange) {
    sm::TxDelegateTakeRateLimit.set(state(), 10);
    sm::Delegates.set(state(), kTakerHot, 10'000);
    ASSERT_EQ(decrease(kLeast), ""); // in block 1
    chain.setBlock(11);
    EXPECT_EQ(increase(6'000), "SubtensorModule.DelegateTxRateLimitExceeded"); // the tenth block still counts

    chain.setBlock(12);
    EXPECT_EQ(increase(6'000), "");
    EXPECT_EQ(decrease(5'900), "");
}

TEST_F(Takes, AHotkeyThatIsNoDelegateMayStartAnywhere) {
    EXPECT_EQ(decrease(kMost), "");
    sm::Delegates.remove(state(), kTakerHot);
    chain.setBlock(3);

    EXPECT_EQ(increase(kLeast), "");
}

// rejects_take_too_low, rejects_take_too_high, rejects_non_owner, rejects_missing_hotkey_owner
TEST_F(Takes, NamesItsErrors) {
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::IncreaseTake{kTakerHot, kLeast}), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::DecreaseTake{kTakerHot, kLeast}), "BadOrigin");
    for (const bool up : {true, false}) {
        const auto error = [&](const AccountId& who, const AccountId& hotkey) {
            return up ? chain.error(who, sm::IncreaseTake{hotkey, kLeast})
                      : chain.error(who, sm::DecreaseTake{hotkey, kLeast});
        };
        EXPECT_EQ(error(acc(7), kTakerHot), "SubtensorModule.NonAssociatedColdKey");
        EXPECT_EQ(error(kTaker, acc(8)), "SubtensorModule.HotKeyAccountNotExists");
    }
    EXPECT_FALSE(sm::IncreaseTake::info({}).paysFee);
    EXPECT_FALSE(sm::DecreaseTake::info({}).paysFee);
}

// --- Takes of children ---

// test_childkey_take_functionality, test_do_set_childkey_take_success, ..._non_associated_coldkey,
// ..._invalid_take_value
TEST_F(Takes, AChildsTakeIsBounded) {
    EXPECT_EQ(sm::minChildkeyTake(state(), kNet), 0);
    ASSERT_EQ(childTake(kMost / 2), "");

    EXPECT_EQ(sm::childkeyTake(state(), kTakerHot, kNet), kMost / 2);
    EXPECT_TRUE(chain.emitted(sm::ChildKeyTakeSet{kTakerHot, kMost / 2}));
    EXPECT_EQ(childTake(kMost + 1), "SubtensorModule.InvalidChildkeyTake");
    EXPECT_EQ(chain.error(acc(999), sm::SetChildkeyTake{kTakerHot, kNet, 1}), "SubtensorModule.NonAssociatedColdKey");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::SetChildkeyTake{kTakerHot, kNet, 1}), "BadOrigin");
}

// test_childkey_take_respects_effective_subnet_minimum
TEST_F(Takes, ASubnetMayAskForMore) {
    const std::uint16_t least = kMost / 2;
    sm::MinChildkeyTakePerSubnet.set(state(), kNet, least);
    EXPECT_EQ(sm::childkeyTake(state(), kTakerHot, kNet), least);
    EXPECT_EQ(childTake(least - 1U), "SubtensorModule.InvalidChildkeyTake");
    EXPECT_EQ(childTake(least), "");

    sm::ChildkeyTake.set(state(), kTakerHot, kNet, least - 1);
    EXPECT_EQ(sm::childkeyTake(state(), kTakerHot, kNet), least);
}

// test_childkey_take_rate_limiting, test_do_set_childkey_take_rate_limit_exceeded
TEST_F(Takes, AnIncreaseOfAChildsTakeWaits) {
    sm::TxChildkeyTakeRateLimit.set(state(), 100);
    ASSERT_EQ(childTake(500), "");
    EXPECT_EQ(childTake(600), "SubtensorModule.TxChildkeyTakeRateLimitExceeded");
    chain.setBlock(99);
    EXPECT_EQ(childTake(650), "SubtensorModule.TxChildkeyTakeRateLimitExceeded");
    chain.setBlock(101);
    EXPECT_EQ(childTake(700), "");
    EXPECT_EQ(childTake(100), ""); // less is always allowed, and starts the pause again
    chain.setBlock(200);
    EXPECT_EQ(childTake(101), "SubtensorModule.TxChildkeyTakeRateLimitExceeded");
}

// test_multiple_networks_childkey_take
TEST_F(Takes, EachSubnetHasItsOwn) {
    for (std::uint16_t n = 1; n < 10; ++n)
        ASSERT_EQ(childTake((n + 1U) * 100, NetUid{n}), "");
    for (std::uint16_t n = 1; n < 10; ++n)
        EXPECT_EQ(sm::childkeyTake(state(), kTakerHot, NetUid{n}), (n + 1) * 100);

    EXPECT_EQ(childTake(1'100), "SubtensorModule.TxChildkeyTakeRateLimitExceeded");
    chain.setBlock(2);
    EXPECT_EQ(childTake(1'100), "");
}

TEST_F(Takes, RootSetsTheBoundsOfAChildsTake) {
    EXPECT_EQ(chain.error(kTaker, sm::SudoSetMinChildkeyTake{1}), "BadOrigin");
    EXPECT_EQ(chain.error(kTaker, sm::SudoSetMaxChildkeyTake{1}), "BadOrigin");
    EXPECT_EQ(chain.error(kTaker, sm::SudoSetTxChildkeyTakeRateLimit{1}), "BadOrigin");

    EXPECT_EQ(chain.rootError(sm::SudoSetMinChildkeyTake{10}), "");
    EXPECT_EQ(chain.rootError(sm::SudoSetMaxChildkeyTake{20}), "");
    EXPECT_EQ(chain.rootError(sm::SudoSetTxChildkeyTakeRateLimit{30}), "");

    EXPECT_EQ(sm::MinChildkeyTake.get(state()), 10);
    EXPECT_EQ(sm::MaxChildkeyTake.get(state()), 20);
    EXPECT_EQ(sm::TxChildkeyTakeRateLimit.get(state()), 30U);
    EXPECT_TRUE(chain.emitted(sm::MinChildKeyTakeSet{10}));
    EXPECT_TRUE(chain.emitted(sm::MaxChildKeyTakeSet{20}));
    EXPECT_TRUE(chain.emitted(sm::TxChildKeyTakeRateLimitSet{30}));
    EXPECT_EQ(childTake(9), "SubtensorModule.InvalidChildkeyTake");
    EXPECT_EQ(childTake(21), "SubtensorModule.InvalidChildkeyTake");
    EXPECT_EQ(childTake(20), "");
}

} // namespace
} // namespace taodeck::subtensor::test

#include "tests/unit/subtensor/neuron_chain.h"

#include "core/subtensor/pallets/subtensor_module/parameters/events.h"
#include "core/subtensor/pallets/subtensor_module/registration/events.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/swap/swap.h"

namespace taodeck::subtensor::test {
namespace {

// Upstream: pallets/subtensor/src/tests/registration.rs; the name in front of a test is upstream's.

const AccountId kNewHot = acc(1), kNewCold = acc(667);

class Registration : public ::testing::Test {
protected:
    /// A subnet whose price is `price`, and a coldkey with `balance`.
    void open(std::uint64_t price, std::uint64_t balance) {
        chain.addWithReserves();
        sm::Burn.set(chain.state(), kNet, Rao::fromRaw(price));
        if (balance > 0) chain.fund(kNewCold, balance);
    }
    void unclamp(NetUid netuid = kNet) {
        sm::MinBurn.set(chain.state(), netuid, Rao{});
        sm::MaxBurn.set(chain.state(), netuid, Rao::fromRaw(UINT64_MAX));
    }
    std::string join(const AccountId& hotkey = kNewHot) {
        return chain.error(kNewCold, sm::BurnedRegister{kNet, hotkey});
    }

    NeuronChain chain;
};

// test_init_new_network_registration_defaults
TEST_F(Registration, ANewSubnetHasTheNetworksPriceAndItsDecayAndJump) {
    sm::initNewNetwork(chain.context(), kNet, 13);

    EXPECT_EQ(sm::BurnHalfLife.get(chain.state(), kNet), 360);
    // 1.26 as upstream writes it down: the nearest that a double can say.
    EXPECT_TRUE(sm::BurnIncreaseMult.get(chain.state(), kNet).bits() == ((UInt128{1} << 64) | 0x428f5c28f5c29000ULL));
    EXPECT_EQ(chain.burn(), kUnitsPerToken);
}

// test_registration_ok, test_registration_get_neuron_metadata
TEST_F(Registration, MakesAnEmptyNeuronOfTheSigner) {
    open(1'000, 50'000);

    ASSERT_EQ(join(), "");

    EXPECT_EQ(sm::SubnetworkN.get(chain.state(), kNet), 1);
    EXPECT_EQ(sm::Owner.get(chain.state(), kNewHot), kNewCold);
    EXPECT_EQ(chain.uid(kNewHot), 0);
    EXPECT_EQ(sm::stakeOfHotkey(chain.state(), kNewHot, kNet), Alpha{});
    EXPECT_EQ(sm::SubnetTaoFlow.get(chain.state(), kNet), 1'000);
    EXPECT_EQ(sm::OwnedHotkeys.get(chain.state(), kNewCold), std::vector{kNewHot});
    EXPECT_EQ(sm::StakingHotkeys.get(chain.state(), kNewCold), std::vector{kNewHot});
    EXPECT_FALSE(sm::Axons.get(chain.state(), kNet, kNewHot));
    EXPECT_TRUE(chain.emitted(sm::NeuronRegistered{kNet, 0, kNewHot}));
    EXPECT_TRUE(chain.emitted(sm::RAORecycledForRegistrationSet{kNet, Rao::fromRaw(1'000)}));
}

TEST_F(Registration, DestroysTheAlphaThatThePriceBuys) {
    open(kUnitsPerToken, 2 * kUnitsPerToken);
    sm::SubnetMechanism.set(chain.state(), kNet, 1);
    const auto bought = simulate(swap_module::poolOf(chain.state(), kNet), Side::Buy, kUnitsPerToken).value();

    ASSERT_EQ(join(), "");

    EXPECT_EQ(sm::SubnetAlphaIn.get(chain.state(), kNet).raw(), kReserve - bought.paidOut);
    EXPECT_EQ(sm::SubnetAlphaOut.get(chain.state(), kNet), Alpha{});
    EXPECT_EQ(sm::SubnetTAO.get(chain.state(), kNet).raw(), kReserve + bought.paidIn);
    EXPECT_EQ(chain.free(sm::subnetAccount(kNet)), kUnitsPerToken); // the fee stays there too
    EXPECT_EQ(chain.free(kNewCold), kUnitsPerToken);
}

// test_registration_failed_no_signature, test_registration_disabled, test_registration_root_not_permitted,
// test_registration_not_enough_balance, test_registration_non_associated_coldkey,
// test_registration_without_neuron_slot_doesnt_burn, test_registration_already_active_hotkey_error,
// test_neuron_registration_disabled
TEST_F(Registration, NamesItsErrors) {
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::BurnedRegister{kNet, kNewHot}), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::Register{}), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::RegisterLimit{}), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::TryAssociateHotkey{}), "BadOrigin");
    EXPECT_EQ(join(), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(chain.error(kNewCold, sm::BurnedRegister{kRootNetUid, kNewHot}),
              "SubtensorModule.RegistrationNotPermittedOnRootSubnet");
    open(10'000, 9'999);
    EXPECT_EQ(join(), "SubtensorModule.NotEnoughBalanceToStake");

    chain.fund(kNewCold, 50'000);
    sm::NetworkRegistrationAllowed.set(chain.state(), kNet, false);
    EXPECT_EQ(join(), "SubtensorModule.SubNetRegistrationDisabled");
    EXPECT_EQ(chain.error(kNewCold, sm::Register{kNet, 0, 0, {}, kNewHot, kNewCold}),
              "SubtensorModule.SubNetRegistrationDisabled");
    sm::NetworkRegistrationAllowed.set(chain.state(), kNet, true);

    EXPECT_EQ(join(sm::subnetAccount(NetUid{77})), "SubtensorModule.CannotUseSystemAccount");
    EXPECT_EQ(chain.error(kNewCold, sm::TryAssociateHotkey{sm::subnetAccount(kNet)}),
              "SubtensorModule.CannotUseSystemAccount");
    sm::Owner.set(chain.state(), acc(2), acc(111));
    EXPECT_EQ(join(acc(2)), "SubtensorModule.NonAssociatedColdKey");
    sm::MaxAllowedUids.set(chain.state(), kNet, 0);
    EXPECT_EQ(join(), "SubtensorModule.NoNeuronIdAvailable");
    EXPECT_EQ(chain.free(kNewCold), 59'999U);
    sm::MaxAllowedUids.set(chain.state(), kNet, 256);

    ASSERT_EQ(join(), "");
    EXPECT_EQ(join(), "SubtensorModule.HotKeyAlreadyRegisteredInSubNet");
}

TEST_F(Registration, NeedsMoreThanTheExistentialDeposit) {
    open(400, 500); // the price could be paid, but the account must live

    EXPECT_EQ(join(), "SubtensorModule.InsufficientBalance");
}

TEST_F(Registration, PaysLessThanThePriceRatherThanEndTheAccount) {
    open(1'000, 1'200); // 700 may leave

    ASSERT_EQ(join(), "");

    EXPECT_EQ(chain.free(kNewCold), 500U);
    EXPECT_EQ(sm::SubnetTaoFlow.get(chain.state(), kNet), 700);
    EXPECT_EQ(sm::RAORecycledForRegistration.get(chain.state(), kNet).raw(), 1'000U); // upstream counts the price
}

TEST_F(Registration, NobodyLeavesWhenAllAreTheOwners) {
    open(0, 1'000);
    sm::SubnetOwner.set(chain.state(), kNet, acc(9));
    sm::ImmuneOwnerUidsLimit.set(chain.state(), kNet, 10);
    chain.registerFree(kNet, acc(91), acc(9));
    sm::MaxAllowedUids.set(chain.state(), kNet, 1);
    sm::Burn.set(chain.state(), kNet, Rao{});

    EXPECT_EQ(join(), "SubtensorModule.NoNeuronIdAvailable");
}

TEST_F(Registration, AnOwnersHotkeyThatMustLeaveStaysAndTheNewcomerHasPaid) {
    open(0, 10'000); // upstream's quirk: only replace_neuron looks at the owner's hotkey when nobody is immune
    chain.registerFree(kNet, acc(91), acc(9));
    sm::SubnetOwnerHotkey.set(chain.state(), kNet, acc(91));
    sm::ImmuneOwnerUidsLimit.set(chain.state(), kNet, 0);
    sm::MinNonImmuneUids.set(chain.state(), kNet, 0);
    sm::MaxAllowedUids.set(chain.state(), kNet, 1);
    sm::Burn.set(chain.state(), kNet, Rao::fromRaw(1'000));

    ASSERT_EQ(join(), "");

    EXPECT_FALSE(chain.uid(kNewHot));
    EXPECT_EQ(chain.uid(acc(91)), 0);
    EXPECT_EQ(chain.free(kNewCold), 9'000U);
    EXPECT_TRUE(chain.emitted(sm::NeuronRegistered{kNet, 0, kNewHot}));
}

TEST_F(Registration, TheLimitHoldsBeforeAnythingElse) {
    open(1'000, 50'000);
    EXPECT_EQ(chain.error(kNewCold, sm::RegisterLimit{kRootNetUid, kNewHot, 1}),
              "SubtensorModule.RegistrationNotPermittedOnRootSubnet");
    EXPECT_EQ(chain.error(kNewCold, sm::RegisterLimit{NetUid{9}, kNewHot, 1}), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(chain.error(kNewCold, sm::RegisterLimit{kNet, kNewHot, 999}),
              "SubtensorModule.RegistrationPriceLimitExceeded");

    EXPECT_EQ(chain.error(kNewCold, sm::RegisterLimit{kNet, kNewHot, 1'000}), "");
    EXPECT_EQ(chain.uid(kNewHot), 0);
}

TEST_F(Registration, ProofOfWorkIsIgnoredAndThePricePaid) {
    open(1'000, 50'000);

    ASSERT_EQ(chain.error(kNewCold, sm::Register{kNet, 77, 5, {1, 2, 3}, kNewHot, acc(5)}), "");

    EXPECT_EQ(sm::Owner.get(chain.state(), kNewHot), kNewCold); // the signer, not the coldkey that the call names
    EXPECT_EQ(chain.free(kNewCold), 49'000U);
}

// tests/staking2.rs: test_try_associate_hotkey
TEST_F(Registration, AssociatingAForeignHotkeyChangesNothing) {
    ASSERT_FALSE(sm::Owner.exists(chain.state(), kNewHot));
    ASSERT_EQ(chain.error(kNewCold, sm::TryAssociateHotkey{kNewHot}), "");
    EXPECT_EQ(sm::Owner.get(chain.state(), kNewHot), kNewCold);
    EXPECT_EQ(sm::OwnedHotkeys.get(chain.state(), kNewCold), std::vector{kNewHot});
    EXPECT_TRUE(sm::TryAssociateHotkey::info({}).paysFee);
    EXPECT_TRUE(sm::OwnedHotkeys.get(chain.state(), acc(5)).empty());
    ASSERT_EQ(chain.error(acc(5), sm::TryAssociateHotkey{kNewHot}), "");

    EXPECT_EQ(sm::Owner.get(chain.state(), kNewHot), kNewCold);
    EXPECT_EQ(sm::OwnedHotkeys.get(chain.state(), kNewCold), std::vector{kNewHot});
    EXPECT_TRUE(sm::OwnedHotkeys.get(chain.state(), acc(5)).empty());
}

// --- The price ---

// test_burn_decay
TEST_F(Registration, ThePriceJumpsAtOnceAndThenDecays) {
    open(1'000, 1'000'000);
    unclamp();
    sm::BurnHalfLife.set(chain.state(), kNet, 1'000);
    sm::BurnIncreaseMult.set(chain.state(), kNet, U64F64::fromInt(2));

    ASSERT_EQ(join(), "");
    EXPECT_EQ(chain.burn(), 2'000U);
    chain.step();
    EXPECT_EQ(chain.burn(), 1'998U);
}

// test_burn_halves_every_half_life
TEST_F(Registration, ThePriceHalvesInEachHalfLife) {
    open(1'024, 0);
    unclamp();
    sm::BurnHalfLife.set(chain.state(), kNet, 2);

    chain.step(2);
    EXPECT_EQ(chain.burn(), 511U);
    chain.step(2);
    EXPECT_EQ(chain.burn(), 255U);
}

// test_burn_min_and_max_clamps_prevent_zero_stuck_and_cap_bump
TEST_F(Registration, ThePriceStaysWithinItsBounds) {
    open(1, 1'000'000);
    sm::BurnIncreaseMult.set(chain.state(), kNet, U64F64::fromInt(2));
    sm::MinBurn.set(chain.state(), kNet, Rao::fromRaw(100'000));
    sm::MaxBurn.set(chain.state(), kNet, Rao::fromRaw(150'000));

    chain.step();
    EXPECT_EQ(chain.burn(), 100'000U);
    ASSERT_EQ(join(), "");
    EXPECT_EQ(chain.burn(), 150'000U);
    chain.step();
    EXPECT_EQ(chain.burn(), 100'000U);
    chain.step();
    EXPECT_EQ(chain.burn(), 100'000U);
}

// test_registration_increases_recycled_rao_per_subnet
TEST_F(Registration, WhatWasPaidAddsUp) {
    open(1'000, 10'000'000);

    ASSERT_EQ(join(acc(1)), "");
    EXPECT_EQ(sm::RAORecycledForRegistration.get(chain.state(), kNet).raw(), 1'000U);
    chain.step();
    const std::uint64_t second = chain.burn();
    ASSERT_EQ(join(acc(2)), "");
    EXPECT_EQ(sm::RAORecycledForRegistration.get(chain.state(), kNet).raw(), 1'000 + second);
}

// test_update_registration_prices_for_networks_runs_on_next_block_step
TEST_F(Registration, ABlockDecaysThePriceAndResetsTheCounter) {
    open(1'000, 0);
    unclamp();
    sm::BurnHalfLife.set(chain.state(), kNet, 1'000);
    sm::BurnIncreaseMult.set(chain.state(), kNet, U64F64::fromInt(2));
    sm::RegistrationsThisBlock.set(chain.state(), kNet, 3);

    chain.step();

    EXPECT_EQ(chain.burn(), 999U);
    EXPECT_EQ(sm::RegistrationsThisBlock.get(chain.state(), kNet), 0);
}

// test_bump_registration_price_after_registration_applies_multiplier_immediately
TEST_F(Registration, TheJumpIsTheMultiplier) {
    open(1'000, 50'000);
    unclamp();
    sm::BurnIncreaseMult.set(chain.state(), kNet, U64F64::fromInt(3));

    ASSERT_EQ(join(), "");

    EXPECT_EQ(chain.burn(), 3'000U);
}

// test_burned_register_immediately_bumps_price_many_multipliers_and_same_block_registrations
struct Jumps {
    const char* name;
    std::uint64_t price, multiplier, least, most;
    std::uint16_t registrations;
    std::uint64_t finalPrice, paid;
};
void PrintTo(const Jumps& c, std::ostream* out) {
    *out << c.name;
}
class RegistrationJumps : public ::testing::TestWithParam<Jumps> {};

TEST_P(RegistrationJumps, EachRegistrationOfABlockPaysTheLastOnesJump) {
    const Jumps& c = GetParam();
    NeuronChain chain;
    State& state = chain.state();
    chain.add();
    setReserves(chain, kNet, 1'000'000'000'000'000, 1'000'000'000'000'000);
    chain.fund(sm::subnetAccount(kNet), 500); // it exists, whatever the price
    sm::BurnHalfLife.set(state, kNet, 0);
    sm::BurnIncreaseMult.set(state, kNet, U64F64::fromInt(c.multiplier));
    sm::MinBurn.set(state, kNet, Rao::fromRaw(c.least));
    sm::MaxBurn.set(state, kNet, Rao::fromRaw(c.most));
    sm::Burn.set(state, kNet, Rao::fromRaw(c.price));
    sm::RegistrationsThisInterval.set(state, kNet, 18);
    std::uint64_t paid = 0;

    for (std::uint16_t i = 0; i < c.registrations; ++i) {
        const std::uint64_t price = chain.burn();
        chain.fund(kNewCold, price + 1'000);
        const std::uint64_t before = chain.free(kNewCold);
        ASSERT_EQ(chain.error(kNewCold, sm::BurnedRegister{kNet, acc(10'000U + i)}), "");
        EXPECT_EQ(chain.free(kNewCold), before - price);
        EXPECT_EQ(chain.uid(acc(10'000U + i)), i);
        EXPECT_EQ(sm::RegistrationsThisBlock.get(state, kNet), i + 1);
        paid += price;
    }

    EXPECT_EQ(chain.burn(), c.finalPrice);
    EXPECT_EQ(paid, c.paid);
    EXPECT_EQ(sm::RAORecycledForRegistration.get(state, kNet).raw(), c.paid);
    EXPECT_EQ(sm::RegistrationsThisInterval.get(state, kNet), 18); // of root only
    chain.step();
    EXPECT_EQ(sm::RegistrationsThisBlock.get(state, kNet), 0);
    EXPECT_EQ(chain.burn(), c.finalPrice);
}

INSTANTIATE_TEST_SUITE_P(
    Upstream, RegistrationJumps,
    ::testing::Values(Jumps{"ZeroTimesZero", 0, 0, 100'000, kAll, 7, 100'000, 600'000},
                      Jumps{"ZeroActsAsOne", 5, 0, 1, kAll, 7, 5, 35},
                      Jumps{"ZeroTimesOne", 0, 1, 100'000, kAll, 7, 100'000, 600'000},
                      Jumps{"One", 7, 1, 1, kAll, 7, 7, 49}, Jumps{"TwoCapped", 2, 2, 1, 400, 8, 400, 510},
                      Jumps{"Three", 3, 3, 1, kAll, 6, 2'187, 1'092}, Jumps{"Four", 4, 4, 1, kAll, 6, 16'384, 5'460},
                      Jumps{"TenCapped", 7, 10, 1, 500'000, 5, 500'000, 77'777},
                      Jumps{"HundredCapped", 1, 100, 1, 5'000'000'000, 5, 5'000'000'000, 101'010'101},
                      Jumps{"ThousandCapped", 1, 1'000, 1, 50'000'000'000, 4, 50'000'000'000, 1'001'001'001},
                      Jumps{"OneManyTimes", 5, 1, 1, kAll, 32, 5, 160},
                      Jumps{"TwoManyTimes", 1, 2, 1, kAll, 20, 1'048'576, 1'048'575}),
    [](const auto& info) { return std::string{info.param.name}; });

// test_update_registration_prices_for_networks_many_half_lives_over_thousands_of_blocks: its 17 subnets and root, each
// block against the same fixed-point routine written down independently.
std::uint64_t timesQ32(std::uint64_t value, std::uint64_t factor) {
    return static_cast<std::uint64_t>((UInt128{value} * factor) >> 32);
}
std::uint64_t referenceFactor(std::uint16_t halfLife) {
    const auto power = [halfLife](std::uint64_t base) {
        std::uint64_t result = std::uint64_t{1} << 32;
        for (unsigned exponent = halfLife; exponent > 0; exponent >>= 1, base = timesQ32(base, base))
            if ((exponent & 1) != 0) result = timesQ32(result, base);
        return result;
    };
    std::uint64_t low = 0, high = std::uint64_t{1} << 32;
    if (halfLife == 0) return high;
    while (low + 1 < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        (power(middle) > (std::uint64_t{1} << 31) ? high : low) = middle;
    }
    return low;
}

TEST(RegistrationPrice, DecaysByTheHalfLifeOverThousandsOfBlocks) {
    struct Case {
        std::uint16_t halfLife;
        std::uint64_t price;
    };
    const std::vector<Case> cases{{0, 777'777},
                                  {0, 0},
                                  {1, 0},
                                  {1, 1},
                                  {1, 2},
                                  {2, 1'024},
                                  {3, 4'096},
                                  {4, 65'536},
                                  {5, 123'456},
                                  {7, 999'999},
                                  {8, 1'000'000},
                                  {16, 1'000'000},
                                  {64, 1'000'000},
                                  {360, 10'000'000'000},
                                  {1'000, 100'000'000'000},
                                  {4'096, 1'000'000'000'000},
                                  {65'535, 123'000'000'000},
                                  {17, 123'456}};
    const RuleSet425 rules{12'000};
    for (const Case& c : cases) {
        SCOPED_TRACE(c.halfLife);
        const std::uint64_t factor = referenceFactor(c.halfLife);
        std::uint64_t price = c.price, expected = c.price;
        for (int block = 0; block < 5'000; ++block) {
            price = rules.economy().decayBurn(price, c.halfLife, 0, UINT64_MAX);
            if (c.halfLife != 0) expected = timesQ32(expected, factor);
            ASSERT_EQ(price, expected) << "block " << block;
            if (price == 0) break;
        }
    }
}

TEST_F(Registration, OnlyRootsIntervalCounterIsResetAndOnlyWhenItsEpochIsDue) {
    chain.add(kRootNetUid, 2);
    chain.add(kNet, 10'000);
    int resets = 0, kept = 0;
    for (int i = 0; i < 20; ++i) {
        sm::RegistrationsThisInterval.set(chain.state(), kRootNetUid, 5);
        sm::RegistrationsThisInterval.set(chain.state(), kNet, 6);
        sm::RegistrationsThisBlock.set(chain.state(), kRootNetUid, 4);
        const bool due = sm::isEpochDue(chain.state(), kRootNetUid, chain.block() + 1);

        chain.step();

        EXPECT_EQ(sm::RegistrationsThisInterval.get(chain.state(), kRootNetUid), due ? 0 : 5);
        EXPECT_EQ(sm::RegistrationsThisInterval.get(chain.state(), kNet), 6);
        EXPECT_EQ(sm::RegistrationsThisBlock.get(chain.state(), kRootNetUid), 0);
        (due ? resets : kept) += 1;
        if (due) sm::LastEpochBlock.set(chain.state(), kRootNetUid, chain.block());
    }
    EXPECT_GT(resets, 0);
    EXPECT_GT(kept, 0);
}

// --- Root ---

class RootRegistration : public ::testing::Test {
protected:
    void SetUp() override {
        chain.add(kRootNetUid, 100);
        sm::MaxAllowedUids.set(chain.state(), kRootNetUid, 2);
        sm::MaxRegistrationsPerBlock.set(chain.state(), kRootNetUid, 10);
        sm::TargetRegistrationsPerInterval.set(chain.state(), kRootNetUid, 10);
    }
    std::string join(std::uint64_t hotkey) { return chain.error(kNewCold, sm::RootRegister{acc(hotkey)}); }
    void stake(std::uint64_t hotkey, std::uint64_t amount) {
        sm::increaseStake(chain.state(), acc(hotkey), kNewCold, kRootNetUid, Alpha::fromRaw(amount));
    }
    NeuronChain chain;
};

TEST(RootRegistrationWithoutRoot, NamesItsError) {
    NeuronChain chain;

    EXPECT_EQ(chain.error(kNewCold, sm::RootRegister{kNewHot}), "SubtensorModule.RootNetworkDoesNotExist");
}

TEST_F(RootRegistration, IsFreeAndGivesATake) {
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::RootRegister{kNewHot}), "BadOrigin");
    ASSERT_EQ(join(1), "");

    EXPECT_EQ(chain.uid(acc(1), kRootNetUid), 0);
    EXPECT_EQ(sm::Owner.get(chain.state(), acc(1)), kNewCold);
    EXPECT_EQ(sm::Delegates.tryGet(chain.state(), acc(1)), 11'796);
    EXPECT_EQ(sm::RegistrationsThisBlock.get(chain.state(), kRootNetUid), 1);
    EXPECT_EQ(sm::RegistrationsThisInterval.get(chain.state(), kRootNetUid), 1);
    EXPECT_TRUE(chain.emitted(sm::NeuronRegistered{kRootNetUid, 0, acc(1)}));
    EXPECT_EQ(join(1), "SubtensorModule.HotKeyAlreadyRegisteredInSubNet");
    EXPECT_EQ(chain.error(kNewCold, sm::RootRegister{sm::subnetAccount(kNet)}),
              "SubtensorModule.CannotUseSystemAccount");
}

TEST_F(RootRegistration, KeepsATakeAndAsksNobodyWhoseTheHotkeyIs) {
    sm::Owner.set(chain.state(), acc(1), acc(5));
    sm::Delegates.set(chain.state(), acc(1), 7);

    ASSERT_EQ(join(1), ""); // upstream's quirk

    EXPECT_EQ(sm::Owner.get(chain.state(), acc(1)), acc(5));
    EXPECT_EQ(sm::Delegates.get(chain.state(), acc(1)), 7);
}

TEST_F(RootRegistration, ThePoorestLeavesForARicherOne) {
    ASSERT_EQ(join(1), "");
    ASSERT_EQ(join(2), "");
    stake(1, 300);
    stake(2, 200);
    stake(3, 200);
    EXPECT_EQ(join(3), "SubtensorModule.StakeTooLowForRoot"); // as poor as the poorest

    stake(3, 1);
    ASSERT_EQ(join(3), "");

    EXPECT_EQ(chain.uid(acc(3), kRootNetUid), 1);
    EXPECT_FALSE(chain.uid(acc(2), kRootNetUid));
    EXPECT_FALSE(sm::IsNetworkMember.get(chain.state(), acc(2), kRootNetUid));
}

TEST_F(RootRegistration, IsLimitedInABlockAndInAnInterval) {
    sm::MaxAllowedUids.set(chain.state(), kRootNetUid, 64);
    sm::MaxRegistrationsPerBlock.set(chain.state(), kRootNetUid, 1);
    sm::TargetRegistrationsPerInterval.set(chain.state(), kRootNetUid, 1);
    ASSERT_EQ(join(1), "");
    EXPECT_EQ(join(2), "SubtensorModule.TooManyRegistrationsThisBlock");
    for (const std::uint64_t hotkey : {2, 3}) { // three times the target
        chain.step();
        ASSERT_EQ(join(hotkey), "");
    }
    chain.step();

    EXPECT_EQ(join(4), "SubtensorModule.TooManyRegistrationsThisInterval");
}

TEST_F(RootRegistration, FullWithoutAnybodyCannotReplace) {
    sm::MaxAllowedUids.set(chain.state(), kRootNetUid, 0);

    EXPECT_EQ(join(1), "SubtensorModule.HotKeyNotRegisteredInSubNet");
}

} // namespace
} // namespace taodeck::subtensor::test

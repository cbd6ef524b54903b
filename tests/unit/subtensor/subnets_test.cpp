/// Creating, starting and naming subnets. Cases of upstream's pallets/subtensor/src/tests/{networks,subnet}.rs with
/// their numbers; each test names the upstream test it restates.

#include "tests/unit/subtensor/mock_chain.h"
#include "tests/unit/subtensor/units.h"

#include "core/subtensor/pallets/subtensor_module/subnets/dissolve.h"
#include "core/subtensor/pallets/subtensor_module/subnets/events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/symbols.h"

namespace taodeck::subtensor::test {
namespace {

std::uint64_t lockCost(MockChain& chain) {
    return sm::networkLockCost(chain.state(), chain.rules(), chain.block()).raw();
}

// --- register_network

/// networks.rs: test_register_subnet_low_lock_cost, test_register_subnet_high_lock_cost.
TEST(RegisterNetwork, PutsTheWholePriceIntoThePool) {
    for (const std::uint64_t cost : {std::uint64_t{1'000}, 1'000 * kTao}) {
        MockChain chain;
        sm::NetworkMinLockCost.set(chain.state(), Rao::fromRaw(cost));
        sm::NetworkLastLockCost.set(chain.state(), Rao::fromRaw(cost));
        ASSERT_EQ(lockCost(chain), cost);

        const NetUid netuid = chain.addNetwork(acc(2), acc(1));

        EXPECT_EQ(sm::SubnetTAO.get(chain.state(), netuid).raw(), cost);
        EXPECT_EQ(sm::SubnetAlphaIn.get(chain.state(), netuid).raw(), cost);
        EXPECT_EQ(chain.free(sm::subnetAccount(netuid)), cost);
    }
}

/// networks.rs: register_network_seeds_first_subnet_from_fallback_price_one_and_keeps_lock_in_pool; subnet.rs:
/// test_register_network_gives_owner_no_initial_alpha_distribution.
TEST(RegisterNetwork, StartsTheFirstSubnetAtPriceOne) {
    MockChain chain;
    State& state = chain.state();
    ASSERT_EQ(sm::medianAlphaPrice(state), U64F64::fromInt(1));
    chain.fund(acc(1001), 200 * kTao);

    ASSERT_EQ(chain.error(acc(1001), sm::RegisterNetwork{acc(1002)}), "");

    const NetUid netuid{1};
    EXPECT_EQ(sm::TotalNetworks.get(state), 1);
    EXPECT_EQ(sm::SubnetOwner.get(state, netuid), acc(1001));
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state, netuid), acc(1002));
    EXPECT_EQ(sm::SubnetLocked.get(state, netuid).raw(), 100 * kTao);
    EXPECT_EQ(sm::SubnetTAO.get(state, netuid).raw(), 100 * kTao);
    EXPECT_EQ(sm::SubnetAlphaIn.get(state, netuid).raw(), 100 * kTao);
    EXPECT_EQ(sm::SubnetAlphaOut.get(state, netuid).raw(), 0U);
    EXPECT_EQ(sm::stakeOf(state, acc(1002), acc(1001), netuid).raw(), 0U);
    EXPECT_EQ(sm::alphaIssuance(state, netuid), 100 * kTao);
    EXPECT_EQ(sm::RAORecycledForRegistration.get(state, netuid).raw(), 0U);
    EXPECT_EQ(sm::TotalStake.get(state).raw(), 100 * kTao);
    EXPECT_EQ(sm::price(state, netuid), U64F64::fromInt(1));
    EXPECT_EQ(sm::Uids.get(state, netuid, acc(1002)), 0);
    EXPECT_TRUE(chain.emitted(sm::NetworkAdded{netuid, 1}));
    EXPECT_TRUE(chain.emitted(sm::SubnetOwnerHotkeySet{netuid, acc(1002)}));
}

/// networks.rs: register_network_seeds_new_subnet_from_even_median_snapshot.
TEST(RegisterNetwork, StartsLaterSubnetsAtTheMedianPrice) {
    MockChain chain{0};
    State& state = chain.state();
    const NetUid n1 = chain.addNetwork(acc(1201), acc(1200)), n2 = chain.addNetwork(acc(1203), acc(1202));
    setReserves(chain, n1, 500, 100);
    setReserves(chain, n2, 200, 100);
    ASSERT_EQ(sm::medianAlphaPrice(state).bits(), UInt128{7} << 63); // 3.5

    const std::uint64_t cost = lockCost(chain);
    const NetUid netuid = chain.addNetwork(acc(1301), acc(1300));

    EXPECT_EQ(sm::SubnetTAO.get(state, netuid).raw(), cost);
    EXPECT_EQ(sm::SubnetAlphaIn.get(state, netuid).raw(), cost * 2 / 7);
    EXPECT_GE(sm::price(state, netuid).bits(), UInt128{7} << 63);
    EXPECT_EQ(sm::medianAlphaPrice(state), sm::price(state, netuid));
}

/// Upstream's quirk: the reserve is the minimum price even if the payer, to stay alive, paid less.
TEST(RegisterNetwork, MayRecordMoreThanWasPaid) {
    MockChain chain;
    chain.fund(acc(1), 100 * kTao);

    ASSERT_EQ(chain.error(acc(1), sm::RegisterNetwork{acc(2)}), "");

    EXPECT_EQ(chain.free(acc(1)), 500U);
    EXPECT_EQ(chain.free(sm::subnetAccount(NetUid{1})), 100 * kTao - 500);
    EXPECT_EQ(sm::SubnetTAO.get(chain.state(), NetUid{1}).raw(), 100 * kTao);
    EXPECT_EQ(sm::SubnetLocked.get(chain.state(), NetUid{1}).raw(), 100 * kTao - 500);
    EXPECT_EQ(sm::NetworkLastLockCost.get(chain.state()).raw(), 100 * kTao - 500);
}

/// networks.rs:
/// median_subnet_alpha_price_returns_{one_when_no_eligible_subnet_prices,middle_value_for_odd_unsorted_prices},
/// median_subnet_alpha_price_averages_even_prices_and_ignores_root_zero_and_unadded.
TEST(MedianAlphaPrice, IgnoresRootZeroAndAbsentAndAveragesTheMiddleTwo) {
    const auto median = [](std::vector<std::pair<std::uint64_t, bool>> taoAndAdded) {
        MockChain chain{0};
        sm::NetworksAdded.set(chain.state(), kRootNetUid, true);
        std::uint64_t account = 100;
        std::vector<NetUid> hidden;
        for (const auto& [tao, added] : taoAndAdded) {
            const NetUid netuid = chain.addNetwork(acc(account + 1), acc(account));
            account += 2;
            setReserves(chain, netuid, tao, 100);
            if (!added) hidden.push_back(netuid);
        }
        for (const NetUid netuid : hidden)
            sm::NetworksAdded.set(chain.state(), netuid, false);
        return sm::medianAlphaPrice(chain.state());
    };
    const U64F64 one = U64F64::fromInt(1), five = U64F64::fromInt(5);

    EXPECT_EQ(median({}), one);
    EXPECT_EQ(median({{0, true}, {900, false}}), one);
    EXPECT_EQ(median({{700, true}, {200, true}, {500, true}}), five);
    EXPECT_EQ(median({{200, true}, {400, false}, {800, true}, {0, true}}), five);
}

TEST(NetworkLockCost, DoublesWithEachRegistrationAndFallsLinearly) {
    MockChain chain{100};
    State& state = chain.state();
    sm::NetworkLockReductionInterval.set(state, 100'800);
    EXPECT_EQ(lockCost(chain), 100 * kTao); // none yet
    chain.addNetwork(acc(2), acc(1));
    EXPECT_EQ(lockCost(chain), 200 * kTao);

    const std::uint64_t perBlock = 100 * kTao / 100'800;
    chain.setBlock(101);
    EXPECT_EQ(lockCost(chain), 200 * kTao - perBlock);
    chain.setBlock(100 + 50'400);
    EXPECT_EQ(lockCost(chain), 200 * kTao - perBlock * 50'400);
    chain.setBlock(100 + 100'800);
    EXPECT_EQ(lockCost(chain), 200 * kTao - perBlock * 100'800);
    chain.setBlock(100 + 200'000);
    EXPECT_EQ(lockCost(chain), 100 * kTao); // the minimum

    sm::NetworkLockReductionInterval.set(state, 0);
    EXPECT_EQ(lockCost(chain), 200 * kTao); // never falls
    sm::NetworkLockReductionInterval.set(state, 100'800);
    sm::TotalIssuance.set(state, Rao::fromRaw(10'500'000 * kTao)); // one halving
    EXPECT_EQ(sm::lockReductionInterval(state, chain.rules()), 50'400U);
}

TEST(NetworkLockCost, OfTheNetworksOwnNumbers) {
    MockChain chain{1'000};
    State& state = chain.state();
    sm::NetworkMinLockCost.set(state, Rao::fromRaw(1'000 * kTao));
    sm::NetworkLastLockCost.set(state, Rao::fromRaw(1'500 * kTao));
    sm::NetworkLockReductionInterval.set(state, 100'800);
    sm::LastRateLimitedBlock.set(state, sm::RateLimitKey{}, 500);
    EXPECT_EQ(lockCost(chain), 3'000 * kTao - 1'500 * kTao / 100'800 * 500);
}

TEST(RegisterNetwork, GivesTheNetworksDefaults) {
    MockChain chain{1'000};
    State& state = chain.state();
    chain.addNetwork(acc(2), acc(1));
    const NetUid netuid = chain.addNetwork(acc(4), acc(3));

    EXPECT_EQ(sm::Tempo.get(state, netuid), 360);
    EXPECT_EQ(sm::LastEpochBlock.get(state, netuid), 998U); // staggered by its number
    EXPECT_EQ(sm::MaxAllowedUids.get(state, netuid), 256);
    EXPECT_EQ(sm::MaxAllowedValidators.get(state, netuid), 64);
    EXPECT_EQ(sm::MinAllowedWeights.get(state, netuid), 1);
    EXPECT_EQ(sm::ImmunityPeriod.get(state, netuid), 5'000);
    EXPECT_TRUE(sm::Yuma3On.get(state, netuid));
    EXPECT_EQ(sm::Burn.get(state, netuid).raw(), kTao);
    EXPECT_EQ(sm::MinBurn.get(state, netuid).raw(), 500'000U); // subnet.rs: test_register_network_min_burn_at_default
    EXPECT_TRUE(sm::NetworkRegistrationAllowed.get(state, netuid));
    EXPECT_TRUE(sm::NetworkPowRegistrationAllowed.get(state, netuid));
    EXPECT_FALSE(sm::SubnetEmissionEnabled.get(state, netuid));
    EXPECT_EQ(sm::SubnetMechanism.get(state, netuid), 1);
    EXPECT_EQ(sm::NetworkRegisteredAt.get(state, netuid), 1'000U);
    EXPECT_GE(sm::Tempo.get(state, netuid), sm::WeightsSetRateLimit.get(state, netuid)); // networks.rs
    for (const auto exists : {sm::Kappa.exists(state, netuid), sm::ActivityCutoff.exists(state, netuid),
                              sm::RegistrationsThisInterval.exists(state, netuid)})
        EXPECT_TRUE(exists);
}

/// networks.rs: register_network_fails_without_balance_and_does_not_write_owner_alpha_state,
/// register_network_non_associated_hotkey_does_not_withdraw_or_write_owner_alpha_state; subnet.rs:
/// test_cannot_register_system_hotkey. error() checks that nothing was written.
TEST(RegisterNetwork, RefusesByName) {
    MockChain chain{0};
    State& state = chain.state();
    EXPECT_EQ(chain.error(acc(2001), sm::RegisterNetwork{acc(2002)}), "SubtensorModule.CannotAffordLockCost");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::RegisterNetwork{acc(2002)}), "BadOrigin");

    chain.addNetwork(acc(3002), acc(3001));
    chain.fund(acc(3003), 1'000 * kTao);
    EXPECT_EQ(chain.error(acc(3003), sm::RegisterNetwork{acc(3002)}), "SubtensorModule.NonAssociatedColdKey");
    EXPECT_EQ(chain.error(acc(3003), sm::RegisterNetwork{sm::subnetAccount(NetUid{7})}),
              "SubtensorModule.CannotUseSystemAccount");

    sm::NetworkRegistrationStartBlock.set(state, 10);
    EXPECT_EQ(chain.error(acc(3003), sm::RegisterNetwork{acc(9)}), "SubtensorModule.SubNetRegistrationDisabled");
    chain.setBlock(10);
    sm::LastRateLimitedBlock.set(state, sm::RateLimitKey{}, 5);
    sm::NetworkRateLimit.set(state, 6);
    EXPECT_EQ(chain.error(acc(3003), sm::RegisterNetwork{acc(9)}), "SubtensorModule.NetworkTxRateLimitExceeded");
    chain.setBlock(11);
    sm::SubnetLimit.set(state, 1); // and the only subnet is immune
    EXPECT_EQ(chain.error(acc(3003), sm::RegisterNetwork{acc(9)}), "SubtensorModule.SubnetLimitReached");
    sm::SubnetLimit.set(state, 2);
    EXPECT_EQ(chain.error(acc(3003), sm::RegisterNetwork{acc(9)}), "");
}

/// guards/check_rate_limits.rs: the plain call is refused before anything else is looked at, the other one is not.
TEST(RegisterNetwork, IsRateLimitedByAGuardUnlessItHasAnIdentity) {
    MockChain chain{10};
    chain.addNetwork(acc(2), acc(1));
    sm::NetworkRateLimit.set(chain.state(), 5);
    chain.setBlock(14);
    EXPECT_EQ(chain.error(acc(3), sm::RegisterNetwork{acc(2)}), "SubtensorModule.NetworkTxRateLimitExceeded");
    EXPECT_EQ(chain.error(acc(3), sm::RegisterNetworkWithIdentity{acc(2), std::nullopt}),
              "SubtensorModule.NonAssociatedColdKey");
    chain.fund(acc(3), 1'000 * kTao);
    EXPECT_EQ(chain.error(acc(3), sm::RegisterNetworkWithIdentity{acc(4), std::nullopt}),
              "SubtensorModule.NetworkTxRateLimitExceeded");
    chain.setBlock(15);
    EXPECT_EQ(chain.error(acc(3), sm::RegisterNetwork{acc(4)}), "");
}

TEST(RegisterNetworkWithIdentity, ChecksEachFieldsLength) {
    MockChain chain;
    State& state = chain.state();
    chain.fund(acc(1), 1'000 * kTao);
    sm::SubnetIdentityV3 identity;
    identity.subnetName = Bytes(257, 'a');
    EXPECT_EQ(chain.error(acc(1), sm::RegisterNetworkWithIdentity{acc(2), identity}),
              "SubtensorModule.InvalidIdentity");
    identity.subnetName.pop_back();
    identity.discord = Bytes(257, 'a');
    EXPECT_EQ(chain.error(acc(1), sm::RegisterNetworkWithIdentity{acc(2), identity}),
              "SubtensorModule.InvalidIdentity");
    identity.discord.pop_back();
    for (Bytes* field : {&identity.githubRepo, &identity.subnetContact, &identity.subnetUrl, &identity.description,
                         &identity.logoUrl, &identity.additional}) {
        *field = Bytes(1'025, 'a');
        EXPECT_EQ(chain.error(acc(1), sm::RegisterNetworkWithIdentity{acc(2), identity}),
                  "SubtensorModule.InvalidIdentity");
        field->pop_back();
    }

    ASSERT_EQ(chain.error(acc(1), sm::RegisterNetworkWithIdentity{acc(2), identity}), "");

    EXPECT_EQ(sm::SubnetIdentitiesV3.get(state, NetUid{1})->discord.size(), 256U);
    EXPECT_TRUE(chain.emitted(sm::SubnetIdentitySet{NetUid{1}}));
    chain.setBlock(3);
    EXPECT_EQ(chain.error(acc(1), sm::RegisterNetworkWithIdentity{acc(4), std::nullopt}), "");
    EXPECT_FALSE(sm::SubnetIdentitiesV3.exists(state, NetUid{2}));
}

/// networks.rs: registered_subnet_counter_{bumps_on_first_registration,is_independent_per_netuid,
/// survives_dissolve_and_bumps_on_reregistration}.
TEST(RegisteredSubnetCounter, CountsTheSubnetsThatHadANumber) {
    MockChain chain;
    State& state = chain.state();
    const NetUid n1 = chain.addNetwork(acc(10), acc(11)), n2 = chain.addNetwork(acc(20), acc(21));
    EXPECT_EQ(sm::RegisteredSubnetCounter.get(state, n1), 1U);
    EXPECT_EQ(sm::RegisteredSubnetCounter.get(state, n2), 1U);

    ASSERT_EQ(chain.rootError(sm::RootDissolveNetwork{n1}), "");
    EXPECT_EQ(sm::RegisteredSubnetCounter.get(state, n1), 1U);
    EXPECT_EQ(chain.addNetwork(acc(10), acc(11)), n1);
    EXPECT_EQ(sm::RegisteredSubnetCounter.get(state, n1), 2U);
}

// --- start_call

/// subnet.rs: test_do_start_call_{ok,fail_with_not_existed_subnet,fail_not_owner,can_start_now,fail_for_set_again}.
TEST(StartCall, IsForTheOwnerOnceAndNotTooEarly) {
    MockChain chain{5};
    State& state = chain.state();
    EXPECT_EQ(chain.error(acc(1), sm::StartCall{NetUid{1}}), "SubtensorModule.SubnetNotExists");
    chain.fund(acc(1), 200 * kTao);
    ASSERT_EQ(chain.error(acc(1), sm::RegisterNetwork{acc(2)}), "");
    EXPECT_EQ(chain.error(acc(2), sm::StartCall{NetUid{1}}), "BadOrigin");
    EXPECT_EQ(chain.rootError(sm::StartCall{NetUid{1}}), "BadOrigin");
    sm::StartCallDelay.set(state, 10);
    chain.setBlock(14);
    EXPECT_EQ(chain.error(acc(1), sm::StartCall{NetUid{1}}), "SubtensorModule.NeedWaitingMoreBlocksToStarCall");
    EXPECT_FALSE(sm::SubtokenEnabled.get(state, NetUid{1}));

    chain.setBlock(15);
    ASSERT_EQ(chain.error(acc(1), sm::StartCall{NetUid{1}}), "");

    EXPECT_EQ(sm::FirstEmissionBlockNumber.get(state, NetUid{1}), 16U);
    EXPECT_TRUE(sm::SubtokenEnabled.get(state, NetUid{1})); // subnet.rs: test_subtoken_enable
    EXPECT_TRUE(chain.emitted(sm::FirstEmissionBlockNumberSet{NetUid{1}, 16}));
    EXPECT_EQ(chain.error(acc(1), sm::StartCall{NetUid{1}}), "SubtensorModule.FirstEmissionBlockNumberAlreadySet");
}

// --- identity and symbol

/// serving.rs: test_do_set_subnet_identity, test_set_identity_for_non_existent_subnet,
/// test_set_subnet_identity_dispatch_info_ok.
TEST(SetSubnetIdentity, IsForTheOwner) {
    MockChain chain;
    const NetUid netuid = chain.addNetwork(acc(2), acc(1));
    sm::SetSubnetIdentity call{netuid, {}};
    call.identity.subnetName = Bytes{'x'};
    EXPECT_EQ(chain.error(acc(2), call), "SubtensorModule.NotSubnetOwner");
    EXPECT_EQ(chain.rootError(call), "BadOrigin");
    EXPECT_EQ(chain.error(acc(1), call), "");
    EXPECT_EQ(sm::SubnetIdentitiesV3.get(chain.state(), netuid)->subnetName, Bytes{'x'});
    EXPECT_TRUE(chain.emitted(sm::SubnetIdentitySet{netuid}));
    call.identity.subnetName = Bytes{'y'};
    EXPECT_EQ(chain.error(acc(1), call), "");
    EXPECT_EQ(sm::SubnetIdentitiesV3.get(chain.state(), netuid)->subnetName, Bytes{'y'});
    call.identity.additional = Bytes(1'025, 'x');
    EXPECT_EQ(chain.error(acc(1), call), "SubtensorModule.InvalidIdentity");
    EXPECT_EQ(chain.error(acc(1), sm::SetSubnetIdentity{NetUid{999}, {}}), "SubtensorModule.NotSubnetOwner");
    EXPECT_EQ(sm::SetSubnetIdentity::info(call).dispatchClass, 0);
    EXPECT_TRUE(sm::SetSubnetIdentity::info(call).paysFee);
    // test_is_valid_subnet_identity
    sm::SubnetIdentityV3 full;
    full.subnetName = full.discord = Bytes(256);
    full.githubRepo = full.subnetContact = full.subnetUrl = full.description = full.logoUrl = Bytes(1'024);
    full.additional = Bytes(1'024);
    EXPECT_TRUE(sm::isValid(full));
    EXPECT_TRUE(sm::isValid({}));
    full.subnetName = Bytes(257);
    EXPECT_FALSE(sm::isValid(full));
}

/// subnet.rs: test_no_duplicates_in_symbol_static.
TEST(Symbols, AreDistinct) {
    EXPECT_EQ((std::set<std::string_view>{sm::kSymbols.begin(), sm::kSymbols.end()}.size()), sm::kSymbolCount);
}

Bytes symbolBytes(std::size_t i) {
    return toBytes(asBytes(sm::kSymbols[i]));
}

/// subnet.rs: test_register_network_use_symbol_for_subnet_if_available (of 438 subnets the first 60, and the last),
/// test_register_network_use_next_available_symbol_if_symbol_for_subnet_is_taken,
/// test_register_network_use_default_symbol_if_all_symbols_are_taken,
/// test_get_symbol_for_subnet_returns_default_symbol_if_netuid_is_out_of_bounds.
TEST(Symbols, GoToTheSubnetOfTheirNumberElseToTheNextFree) {
    MockChain chain;
    State& state = chain.state();
    for (std::uint64_t i = 1; i <= 60; ++i) {
        const NetUid netuid = chain.addNetwork(acc(2'000'000 + i), acc(1'000'000 + i));
        ASSERT_EQ(raw(netuid), i);
        EXPECT_EQ(sm::TokenSymbol.get(state, netuid), symbolBytes(i));
        sm::NetworkLastLockCost.set(state, Rao::fromRaw(1'000));
    }
    sm::TokenSymbol.set(state, NetUid{25}, symbolBytes(61));
    EXPECT_EQ(sm::TokenSymbol.get(state, chain.addNetwork(acc(8), acc(7))), symbolBytes(25));

    EXPECT_EQ(sm::nextAvailableSymbol(state, NetUid{438}), symbolBytes(438));
    EXPECT_EQ(sm::nextAvailableSymbol(state, NetUid{439}), symbolBytes(0)); // beyond the table: root's, while free
    for (std::uint16_t i = 0; i < sm::kSymbolCount; ++i)
        sm::TokenSymbol.set(state, NetUid{i}, symbolBytes(i));
    EXPECT_EQ(sm::nextAvailableSymbol(state, NetUid{439}), symbolBytes(0));
    sm::TokenSymbol.remove(state, NetUid{437});
    EXPECT_EQ(sm::nextAvailableSymbol(state, NetUid{439}), symbolBytes(437));
}

/// subnet.rs: test_update_symbol_works_as_{root,subnet_owner}_if_symbol_exists_and_available,
/// test_update_symbol_fails_if_symbol_{doesnt_exist,already_in_use}.
TEST(UpdateSymbol, TakesAFreeSymbolOfTheTable) {
    MockChain chain;
    State& state = chain.state();
    const NetUid n1 = chain.addNetwork(acc(2), acc(1)), n2 = chain.addNetwork(acc(4), acc(3));
    EXPECT_EQ(chain.error(acc(3), sm::UpdateSymbol{n1, symbolBytes(42)}), "BadOrigin");
    EXPECT_EQ(chain.error(acc(1), sm::UpdateSymbol{n1, toBytes(asBytes("TEST"))}),
              "SubtensorModule.SymbolDoesNotExist");
    EXPECT_EQ(chain.error(acc(1), sm::UpdateSymbol{n1, symbolBytes(0)}), "SubtensorModule.SymbolDoesNotExist");
    EXPECT_EQ(chain.error(acc(1), sm::UpdateSymbol{n1, symbolBytes(raw(n2))}), "SubtensorModule.SymbolAlreadyInUse");

    EXPECT_EQ(chain.error(acc(1), sm::UpdateSymbol{n1, symbolBytes(42)}), "");
    EXPECT_EQ(sm::TokenSymbol.get(state, n1), symbolBytes(42));
    EXPECT_TRUE(chain.emitted(sm::SymbolUpdated{n1, symbolBytes(42)}));
    EXPECT_EQ(chain.rootError(sm::UpdateSymbol{n1, symbolBytes(43)}), "");
    EXPECT_EQ(sm::TokenSymbol.get(state, n1), symbolBytes(43));
}

/// subnet.rs: test_get_subnet_account_id_exists_and_is_distinct_for_257_consecutive_subnets, test_is_subnet_account_id.
TEST(SubnetAccount, IsDistinctAndRecognised) {
    std::set<AccountId> all;
    for (std::uint16_t i = 0; i < 257; ++i) {
        all.insert(sm::subnetAccount(NetUid{i}));
        EXPECT_TRUE(sm::isSubnetAccount(sm::subnetAccount(NetUid{i})));
    }
    EXPECT_EQ(all.size(), 257U);
    EXPECT_TRUE(sm::isSubnetAccount(sm::subnetAccount(NetUid{0xffff})));
    EXPECT_FALSE(sm::isSubnetAccount(acc(1)));
    AccountId almost = sm::subnetAccount(NetUid{1});
    almost.bytes[31] = 1;
    EXPECT_FALSE(sm::isSubnetAccount(almost));
}

} // namespace
} // namespace taodeck::subtensor::test

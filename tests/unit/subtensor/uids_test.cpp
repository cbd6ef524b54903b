#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "tests/unit/subtensor/neuron_chain.h"

namespace taodeck::subtensor::test {
namespace {

// Upstream: pallets/subtensor/src/tests/{uids,registration}.rs, pallets/admin-utils/src/tests/mod.rs; the name in front
// of a test is upstream's.

sm::EvmAddress evm(std::uint8_t n) {
    sm::EvmAddress out;
    out.bytes[0] = n;
    return out;
}

class Uids : public ::testing::Test {
protected:
    void SetUp() override { chain.add(); }
    State& state() { return chain.state(); }
    void join(std::uint64_t hotkey, std::uint64_t coldkey) { chain.registerFree(kNet, acc(hotkey), acc(coldkey)); }
    /// Nobody is kept for being the owner's, nobody stays because few are old.
    void dropFloors() {
        sm::MinNonImmuneUids.set(state(), kNet, 0);
        sm::ImmuneOwnerUidsLimit.set(state(), kNet, 0);
    }
    std::optional<std::uint16_t> pruned() { return sm::neuronToPrune(chain.context(), kNet); }

    NeuronChain chain;
};

// test_last_update_correctness
TEST_F(Uids, LastUpdateIsPaddedForNeuronsThatHaveNone) {
    sm::SubnetworkN.set(state(), kNet, 3);
    sm::LastUpdate.remove(state(), sm::mainIndex(kNet));

    join(1, 667);

    EXPECT_EQ(sm::LastUpdate.get(state(), sm::mainIndex(kNet)), (std::vector<std::uint64_t>{0, 0, 0, 1}));
}

TEST_F(Uids, AnAppendedNeuronHasAPlaceInEachList) {
    sm::MechanismCountCurrent.set(state(), kNet, sm::MechId{2});
    join(1, 10);
    join(2, 10);

    const auto second = sm::mechanismIndex(kNet, sm::MechId{1});
    EXPECT_EQ(sm::Active.get(state(), kNet), (std::vector<bool>{true, true}));
    EXPECT_EQ(sm::Emission.get(state(), kNet).size(), 2U);
    EXPECT_EQ(sm::Consensus.get(state(), kNet).size(), 2U);
    EXPECT_EQ(sm::Dividends.get(state(), kNet).size(), 2U);
    EXPECT_EQ(sm::ValidatorTrust.get(state(), kNet).size(), 2U);
    EXPECT_EQ(sm::ValidatorPermit.get(state(), kNet), (std::vector<bool>{false, false}));
    EXPECT_EQ(sm::Incentive.get(state(), second).size(), 2U);
    EXPECT_EQ(sm::LastUpdate.get(state(), second), (std::vector<std::uint64_t>{1, 1}));
    EXPECT_EQ(sm::Keys.get(state(), kNet, 1), acc(2));
    EXPECT_EQ(sm::BlockAtRegistration.get(state(), kNet, 1), 1U);
    EXPECT_TRUE(sm::IsNetworkMember.get(state(), acc(2), kNet));
}

// test_replace_neuron, test_bonds_cleared_on_replace, test_replace_neuron_resets_last_update,
// test_replace_neuron_clears_validator_trust_and_permit, test_replace_neuron_multiple_subnets
TEST_F(Uids, ANewNeuronInAnOldPlaceInheritsNothing) {
    chain.add(NetUid{2});
    join(1, 1234);
    chain.registerFree(NetUid{2}, acc(1), acc(1234));
    join(5, 1235);
    const auto main = sm::mainIndex(kNet);
    chain.setEmissions({5, 5});
    for (const auto* item : {&sm::Consensus, &sm::Dividends, &sm::ValidatorTrust, &sm::StakeWeight})
        item->set(state(), kNet, {42, 42});
    sm::Incentive.set(state(), main, {5, 5});
    sm::ValidatorPermit.set(state(), kNet, {true, true});
    sm::Active.set(state(), kNet, {false, false});
    sm::Bonds.set(state(), main, 0, {{0, 1}});
    sm::Weights.set(state(), main, 0, {{1, 9}});
    sm::Weights.set(state(), main, 1, {{0, 7}, {1, 8}});
    sm::LastUpdate.set(state(), main, {7, 7});
    sm::Axons.set(state(), kNet, acc(1), {});
    sm::NeuronCertificates.set(state(), kNet, acc(1), {});
    sm::Prometheus.set(state(), kNet, acc(1), {});
    sm::AssociatedEvmAddress.set(state(), kNet, 0, {evm(1), 1});
    chain.setBlock(123);

    sm::replaceNeuron(chain.context(), kNet, 0, acc(2));

    EXPECT_FALSE(chain.uid(acc(1)));
    EXPECT_FALSE(sm::IsNetworkMember.get(state(), acc(1), kNet));
    EXPECT_EQ(chain.uid(acc(1), NetUid{2}), 0); // elsewhere it stays
    EXPECT_TRUE(sm::IsNetworkMember.get(state(), acc(1), NetUid{2}));
    EXPECT_EQ(sm::Keys.get(state(), kNet, 0), acc(2));
    EXPECT_EQ(chain.uid(acc(2)), 0);
    EXPECT_TRUE(sm::IsNetworkMember.get(state(), acc(2), kNet));
    EXPECT_EQ(sm::BlockAtRegistration.get(state(), kNet, 0), 123U);
    EXPECT_FALSE(sm::Axons.exists(state(), kNet, acc(1)));
    EXPECT_FALSE(sm::NeuronCertificates.exists(state(), kNet, acc(1)));
    EXPECT_FALSE(sm::Prometheus.exists(state(), kNet, acc(1)));
    EXPECT_FALSE(sm::AssociatedEvmAddress.get(state(), kNet, 0));
    EXPECT_EQ(sm::Emission.get(state(), kNet), (std::vector<Alpha>{Alpha{}, Alpha::fromRaw(5)}));
    for (const auto* item : {&sm::Consensus, &sm::Dividends, &sm::ValidatorTrust, &sm::StakeWeight})
        EXPECT_EQ(item->get(state(), kNet), (std::vector<std::uint16_t>{0, 42}));
    EXPECT_EQ(sm::Incentive.get(state(), main), (std::vector<std::uint16_t>{0, 5}));
    EXPECT_EQ(sm::ValidatorPermit.get(state(), kNet), (std::vector<bool>{false, true}));
    EXPECT_EQ(sm::Active.get(state(), kNet), (std::vector<bool>{true, false}));
    EXPECT_FALSE(sm::Bonds.exists(state(), main, 0));
    EXPECT_FALSE(sm::Weights.exists(state(), main, 0));
    EXPECT_EQ(sm::Weights.get(state(), main, 1), (std::vector<sm::UidPair>{{0, 0}, {1, 8}}));
    EXPECT_EQ(sm::LastUpdate.get(state(), main), (std::vector<std::uint64_t>{123, 7}));
}

// test_replace_neuron_subnet_owner_not_replaced,
// test_replace_neuron_subnet_owner_not_replaced_if_in_sn_owner_hotkey_map
TEST_F(Uids, OnlyTheHotkeyThatIsNamedOwnerCannotBeReplaced) {
    const NetUid netuid = chain.addNetwork(acc(123), acc(999));
    chain.registerFree(netuid, acc(456), acc(999));
    for (const std::uint16_t uid : {0, 1})
        sm::AssociatedEvmAddress.set(state(), netuid, uid, {evm(1), 1});

    sm::replaceNeuron(chain.context(), netuid, 0, acc(1000));
    EXPECT_EQ(chain.uid(acc(123), netuid), 0);
    EXPECT_FALSE(chain.uid(acc(1000), netuid));
    EXPECT_TRUE(sm::AssociatedEvmAddress.get(state(), netuid, 0));

    sm::replaceNeuron(chain.context(), netuid, 1, acc(1000));
    EXPECT_FALSE(chain.uid(acc(456), netuid));
    EXPECT_FALSE(sm::AssociatedEvmAddress.get(state(), netuid, 1));

    chain.registerFree(netuid, acc(456), acc(999));
    sm::SubnetOwnerHotkey.set(state(), netuid, acc(456));
    sm::replaceNeuron(chain.context(), netuid, 0, acc(1001));
    EXPECT_FALSE(chain.uid(acc(123), netuid));
    EXPECT_EQ(chain.uid(acc(1001), netuid), 0);
}

// test_registration_get_uid_to_prune_all_in_immunity_period, ..._none_in_immunity_period
TEST_F(Uids, TheLeastEmissionLeavesWhetherAllAreImmuneOrNobodyIs) {
    dropFloors();
    chain.setBlock(0);
    join(10, 10);
    chain.setBlock(1);
    join(11, 11);
    sm::ImmunityPeriod.set(state(), kNet, 2);
    chain.setEmissions({100, 110});
    EXPECT_TRUE(sm::isImmune(chain.context(), kNet, 0));
    EXPECT_EQ(pruned(), 0);

    chain.setBlock(4);
    EXPECT_FALSE(sm::isImmune(chain.context(), kNet, 1));
    EXPECT_EQ(pruned(), 0);
}

// test_registration_pruning, test_registration_pruning_1
TEST_F(Uids, TheOldestOfEqualOnesLeavesAndTheImmuneStay) {
    dropFloors();
    sm::MaxAllowedUids.set(state(), kNet, 3);
    for (const std::uint64_t i : {1, 2, 3})
        join(30'000 + i, 20'000 + i);
    chain.setBlock(1'000);
    sm::ImmunityPeriod.set(state(), kNet, 100);
    sm::BlockAtRegistration.set(state(), kNet, 0, 850);
    sm::BlockAtRegistration.set(state(), kNet, 1, 800);
    sm::BlockAtRegistration.set(state(), kNet, 2, 990);
    chain.setEmissions({10, 10, 1});
    ASSERT_EQ(pruned(), 1);

    join(40'000, 50'000);

    EXPECT_EQ(sm::SubnetworkN.get(state(), kNet), 3);
    EXPECT_FALSE(chain.uid(acc(30'002)));
    EXPECT_EQ(chain.uid(acc(40'000)), 1);
    EXPECT_EQ(chain.uid(acc(30'001)), 0);
    EXPECT_EQ(chain.uid(acc(30'003)), 2);
}

// test_registration_get_uid_to_prune_owner_immortality
TEST_F(Uids, AsManyOfTheOwnersAreKeptAsTheLimitSays) {
    const NetUid netuid = chain.addNetwork(acc(1), acc(50));
    chain.registerFree(netuid, acc(2), acc(50));
    chain.registerFree(netuid, acc(3), acc(60));
    sm::MinNonImmuneUids.set(state(), netuid, 0);
    sm::ImmunityPeriod.set(state(), netuid, 1);
    chain.setBlock(11);
    chain.setEmissions({0, 0, 1}, netuid);

    sm::ImmuneOwnerUidsLimit.set(state(), netuid, 1);
    EXPECT_EQ(sm::neuronToPrune(chain.context(), netuid), 1);
    sm::ImmuneOwnerUidsLimit.set(state(), netuid, 2);
    EXPECT_EQ(sm::neuronToPrune(chain.context(), netuid), 2);
}

// test_registration_get_uid_to_prune_owner_immortality_all_immune
TEST_F(Uids, TheOwnersAreKeptWhenAllAreImmune) {
    const NetUid netuid = chain.addNetwork(acc(1), acc(50));
    chain.registerFree(netuid, acc(2), acc(50));
    chain.registerFree(netuid, acc(3), acc(60));
    sm::MinNonImmuneUids.set(state(), netuid, 0);
    for (const std::uint16_t uid : {0, 1, 2})
        sm::BlockAtRegistration.set(state(), netuid, uid, 12U - uid);
    sm::ImmunityPeriod.set(state(), netuid, 100);
    sm::ImmuneOwnerUidsLimit.set(state(), netuid, 2);
    chain.setBlock(21);
    chain.setEmissions({0, 0, 1}, netuid);

    EXPECT_EQ(sm::neuronToPrune(chain.context(), netuid), 2);
}

// test_get_neuron_to_prune_owner_not_pruned, test_get_neuron_to_prune_owner_pruned_if_not_in_sn_owner_hotkey_map
TEST_F(Uids, TheNamedOwnerComesBeforeTheOwnersOlderKeys) {
    const NetUid netuid = chain.addNetwork(acc(123), acc(999));
    sm::ImmuneOwnerUidsLimit.set(state(), netuid, 1);
    sm::MinNonImmuneUids.set(state(), netuid, 0);
    chain.registerFree(netuid, acc(456), acc(999));
    chain.registerFree(netuid, acc(1000), acc(2000));
    chain.registerFree(netuid, acc(1001), acc(2001));
    chain.setEmissions({0, 1, 2, 3}, netuid);
    EXPECT_EQ(sm::neuronToPrune(chain.context(), netuid), 1);

    sm::SubnetOwnerHotkey.set(state(), netuid, acc(456));
    EXPECT_EQ(sm::neuronToPrune(chain.context(), netuid), 0);
    EXPECT_EQ(sm::immuneOwnerUids(state(), netuid, acc(999)), (std::vector<std::uint16_t>{1}));
}

// test_prune_respects_min_non_immune_floor_prefers_immune
TEST_F(Uids, AnImmuneOneLeavesWhenTooFewAreOld) {
    sm::ImmuneOwnerUidsLimit.set(state(), kNet, 0);
    sm::ImmunityPeriod.set(state(), kNet, 1'000);
    for (const std::uint64_t i : {0, 1, 2})
        join(10'000 + i, 20'000 + i);
    chain.setBlock(1'010);
    join(99'999, 88'888);
    sm::MinNonImmuneUids.set(state(), kNet, 3);
    EXPECT_EQ(pruned(), 3);

    sm::MinNonImmuneUids.set(state(), kNet, 2);
    EXPECT_EQ(pruned(), 0);
    sm::MinNonImmuneUids.set(state(), kNet, 3);
    sm::BlockAtRegistration.set(state(), kNet, 3, 0); // nobody is immune, and four are more than three
    EXPECT_EQ(pruned(), 3);                           // the oldest
    sm::MinNonImmuneUids.set(state(), kNet, 4);       // nobody may leave
    EXPECT_EQ(pruned(), std::nullopt);
}

// test_prune_tie_breakers_non_immune_emission_block_uid
TEST_F(Uids, OfEqualEmissionsTheFirstRegisteredLeaves) {
    dropFloors();
    sm::ImmunityPeriod.set(state(), kNet, 0);
    for (const std::uint64_t i : {0, 1, 2}) {
        join(30'000 + i, 40'000 + i);
        chain.setBlock(chain.block() + 1);
    }
    chain.setEmissions({10, 10, 10});

    EXPECT_EQ(pruned(), 0);
}

// test_prune_all_owner_immortal_returns_none
TEST_F(Uids, NobodyLeavesWhenAllAreKept) {
    sm::SubnetOwner.set(state(), kNet, acc(7777));
    for (const std::uint64_t hotkey : {9001, 9002, 9003})
        join(hotkey, 7777);
    sm::ImmuneOwnerUidsLimit.set(state(), kNet, 10);

    EXPECT_EQ(pruned(), std::nullopt);
    EXPECT_EQ(sm::neuronToPrune(chain.context(), NetUid{9}), std::nullopt); // no neurons
}

// --- Trimming: test_trim_to_max_allowed_uids ---

class Trim : public Uids {
protected:
    static constexpr std::uint16_t kBefore = 16, kAfter = 8;
    const std::vector<std::uint16_t> values{17, 42, 8, 56, 23, 91, 34, 77, 12, 65, 3, 88, 29, 51, 74, 39};
    const std::vector<bool> flags{false, false, false, true, false, true, true, true,
                                  false, true,  false, true, false, true, true, false};
    const std::vector<std::uint16_t> kept{56, 91, 34, 77, 65, 88, 51, 74};

    void SetUp() override {
        Uids::SetUp();
        sm::SubnetOwner.set(state(), kNet, acc(1));
        sm::SubnetOwnerHotkey.set(state(), kNet, acc(2));
        sm::ImmuneOwnerUidsLimit.set(state(), kNet, 2);
        sm::MinAllowedUids.set(state(), kNet, 4);
        sm::MechanismCountCurrent.set(state(), kNet, sm::MechId{4});
        for (std::uint64_t i = 1; i <= kBefore; ++i)
            join(i * 1'000, i * 1'000 + i);
        chain.setBlock(10'000);
        fill();
    }
    void fill() {
        chain.setEmissions({values.begin(), values.end()});
        for (const auto* item : {&sm::Consensus, &sm::Dividends, &sm::ValidatorTrust, &sm::StakeWeight})
            item->set(state(), kNet, values);
        sm::ValidatorPermit.set(state(), kNet, flags);
        sm::Active.set(state(), kNet, flags);
        sm::BlockAtRegistration.set(state(), kNet, 6, 10'000); // still immune
        for (const std::uint16_t uid : {6, 10, 12, 14})
            sm::AssociatedEvmAddress.set(state(), kNet, uid, {evm(static_cast<std::uint8_t>(uid)), 10'000});
        for (const sm::SubnetIndex index : sm::mechanismIndices(state(), kNet)) {
            sm::Incentive.set(state(), index, values);
            sm::LastUpdate.set(state(), index, {values.begin(), values.end()});
            for (std::uint16_t uid = 0; uid < kBefore; ++uid)
                fillRow(index, uid);
        }
    }
    void fillRow(sm::SubnetIndex index, std::uint16_t uid) {
        std::vector<sm::UidPair> weights, bonds;
        for (std::uint16_t to = 0; to < kBefore; ++to) {
            if (to == uid) continue;
            weights.emplace_back(to, static_cast<std::uint16_t>(uid + to));
            bonds.emplace_back(to, static_cast<std::uint16_t>(uid * to));
        }
        sm::Weights.set(state(), index, uid, weights);
        sm::Bonds.set(state(), index, uid, bonds);
    }
    std::string trim(std::uint16_t most, NetUid netuid = kNet) {
        const auto result = sm::trimToMaxAllowedUids(chain.context(), netuid, most);
        return result ? "" : text(result.error());
    }
};

TEST_F(Trim, TheLeastEmissionsLeaveAndTheOthersMoveUp) {
    ASSERT_EQ(trim(kAfter), "");

    EXPECT_EQ(sm::MaxAllowedUids.get(state(), kNet), kAfter);
    EXPECT_EQ(sm::SubnetworkN.get(state(), kNet), kAfter);
    std::vector<Alpha> emissions;
    for (const std::uint16_t v : kept)
        emissions.push_back(Alpha::fromRaw(v));
    EXPECT_EQ(sm::Emission.get(state(), kNet), emissions);
    for (const auto* item : {&sm::Consensus, &sm::Dividends, &sm::ValidatorTrust, &sm::StakeWeight})
        EXPECT_EQ(item->get(state(), kNet), kept);
    EXPECT_EQ(sm::Active.get(state(), kNet), std::vector<bool>(kAfter, true));
    EXPECT_EQ(sm::ValidatorPermit.get(state(), kNet), std::vector<bool>(kAfter, true));
    for (const sm::SubnetIndex index : sm::mechanismIndices(state(), kNet)) {
        EXPECT_EQ(sm::Incentive.get(state(), index), kept);
        EXPECT_EQ(sm::LastUpdate.get(state(), index), (std::vector<std::uint64_t>{kept.begin(), kept.end()}));
    }
    EXPECT_EQ(sm::AssociatedEvmAddress.get(state(), kNet, 2)->first, evm(6));
    EXPECT_EQ(sm::AssociatedEvmAddress.get(state(), kNet, 7)->first, evm(14));
    const std::uint16_t old[] = {3, 5, 6, 7, 9, 11, 13, 14};
    for (std::uint16_t uid = 0; uid < kAfter; ++uid) {
        EXPECT_EQ(sm::Keys.get(state(), kNet, uid), acc((old[uid] + 1U) * 1'000));
        EXPECT_EQ(chain.uid(acc((old[uid] + 1U) * 1'000)), uid);
    }
}

TEST_F(Trim, NothingOfThoseWhoLeftIsLeft) {
    ASSERT_EQ(trim(kAfter), "");

    for (const std::uint64_t hotkey : {1'000, 2'000, 3'000, 5'000, 9'000, 11'000, 13'000, 16'000}) {
        EXPECT_FALSE(chain.uid(acc(hotkey)));
        EXPECT_FALSE(sm::IsNetworkMember.exists(state(), acc(hotkey), kNet));
    }
    for (std::uint16_t uid = kAfter; uid < kBefore; ++uid) {
        EXPECT_FALSE(sm::Keys.exists(state(), kNet, uid));
        EXPECT_FALSE(sm::BlockAtRegistration.exists(state(), kNet, uid));
        EXPECT_FALSE(sm::AssociatedEvmAddress.get(state(), kNet, uid));
    }
    for (const sm::SubnetIndex index : sm::mechanismIndices(state(), kNet)) {
        // UID 0 was 3: its weight for the old 5, now 1, was 3 + 5.
        EXPECT_EQ(sm::Weights.get(state(), index, 0).front(), (sm::UidPair{1, 8}));
        EXPECT_EQ(sm::Bonds.get(state(), index, 0).front(), (sm::UidPair{1, 15}));
        for (std::uint16_t uid = 0; uid < kBefore; ++uid) {
            EXPECT_EQ(sm::Weights.get(state(), index, uid).size(), uid < kAfter ? kAfter - 1U : 0U);
            EXPECT_EQ(sm::Bonds.exists(state(), index, uid), uid < kAfter);
        }
    }
}

TEST_F(Trim, NamesItsErrors) {
    EXPECT_EQ(trim(kAfter, NetUid{42}), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(trim(2), "SubtensorModule.InvalidValue");
    EXPECT_EQ(trim(257), "SubtensorModule.InvalidValue");
}

// test_trim_to_max_allowed_uids_too_many_immune
TEST_F(Uids, TrimmingKeepsAFifthThatMayLeave) {
    sm::SubnetOwner.set(state(), kNet, acc(1));
    sm::ImmuneOwnerUidsLimit.set(state(), kNet, 2);
    sm::MinAllowedUids.set(state(), kNet, 2);
    for (const std::uint64_t i : {1, 2, 3, 4, 5})
        join(i * 1'000, i < 3 ? 1 : i);
    chain.setBlock(10'000);
    for (const std::uint16_t uid : {2, 3})
        sm::BlockAtRegistration.set(state(), kNet, uid, 10'000);
    const auto error = [&](std::uint16_t most) {
        return text(noted(sm::trimToMaxAllowedUids(chain.context(), kNet, most)).error());
    };

    EXPECT_EQ(error(4), "SubtensorModule.TrimmingWouldExceedMaxImmunePercentage");
    EXPECT_EQ(error(3), "SubtensorModule.TrimmingWouldExceedMaxImmunePercentage");
    EXPECT_EQ(error(1), "SubtensorModule.InvalidValue");
}

} // namespace
} // namespace taodeck::subtensor::test

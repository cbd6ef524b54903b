// The runtime APIs that clients list subnets, neurons, delegates and stakes with, decoded by the metadata that the
// runtime itself publishes and compared with the state.

#include "core/base/hex.h"
#include "core/metadata/codec.h"
#include "core/metadata/metadata.h"
#include "core/metadata/value_json.h"
#include "tests/unit/subtensor/economy_chain.h"

#include <nlohmann/json.hpp>

namespace taodeck::subtensor::test {
namespace {

using nlohmann::json;

class Reads : public ::testing::Test {
protected:
    void SetUp() override { m_chain.run(25); } // an epoch of each subnet has run

    template <class... A>
    json answer(const std::string& method, const A&... args) {
        Encoder arguments;
        (encodeTo(arguments, args), ...);
        const auto bytes = m_chain.runtime().call(m_chain.state(), method, arguments.view());
        EXPECT_TRUE(bytes) << (bytes ? "" : bytes.error().context);
        const auto& meta = metadata();
        const auto api = meta.api(method);
        EXPECT_TRUE(api) << method;
        const auto value = metadata::decodeValue(meta.types(), (*api)->output, *bytes);
        EXPECT_TRUE(value) << method;
        return *metadata::valueToJson(meta.types(), (*api)->output, *value);
    }
    static const metadata::Metadata& metadata() {
        static const auto m = *metadata::Metadata::decode(*makeRuntime425(1000)->metadata(15));
        return *m;
    }
    State& state() { return m_chain.state(); }

    EconomyChain m_chain;
    const NetUid m_netuid = EconomyChain::kText;
};

// pallets/subtensor/src/utils/misc.rs: get_max_weight_limit is a constant.
// weights.rs: test_get_max_weight_limit_is_constant
TEST_F(Reads, TheLimitOnAWeightIsNotTheStoredOne) {
    sm::MaxWeightsLimit.set(state(), m_netuid, 1'000);

    for (const char* method : {"SubnetInfoRuntimeApi_get_subnet_info", "SubnetInfoRuntimeApi_get_subnet_hyperparams_v2",
                               "SubnetInfoRuntimeApi_get_metagraph"})
        EXPECT_EQ(answer(method, m_netuid).at("max_weights_limit"), 65'535) << method;
}

TEST_F(Reads, TheMetagraphNamesEveryNeuronInTheOrderOfItsUid) {
    const auto graph = answer("SubnetInfoRuntimeApi_get_metagraph", m_netuid);

    const std::size_t n = sm::SubnetworkN.get(state(), m_netuid);
    ASSERT_GT(n, 3u);
    for (const char* field :
         {"hotkeys", "coldkeys", "identities", "axons", "active", "validator_permit", "last_update", "emission",
          "dividends", "incentives", "consensus", "block_at_registration", "alpha_stake", "tao_stake", "total_stake",
          "tao_dividends_per_hotkey", "alpha_dividends_per_hotkey"})
        EXPECT_EQ(graph[field].size(), n) << field;
    for (const char* field : {"rank", "trust", "pruning_score"})
        EXPECT_TRUE(graph[field].empty()) << field;
    EXPECT_EQ(graph["netuid"], 1);
    EXPECT_EQ(graph["tempo"], sm::Tempo.get(state(), m_netuid));
    EXPECT_EQ(graph["block"], 25);
    std::uint64_t incentives = 0;
    for (const auto& i : graph["incentives"])
        incentives += i.get<std::uint64_t>();
    EXPECT_GT(incentives, 60'000u);
}

TEST_F(Reads, TheSelectiveMetagraphHasTheSameFieldsAndOnlyThoseAskedFor) {
    auto whole = answer("SubnetInfoRuntimeApi_get_metagraph", m_netuid);
    std::vector<std::uint16_t> all;
    for (std::uint16_t i = 0; i <= 73; ++i)
        all.push_back(i);

    const auto selected = answer("SubnetInfoRuntimeApi_get_selective_metagraph", m_netuid, all);
    for (const auto& [name, value] : whole.items())
        EXPECT_EQ(selected[name], value) << name;
    EXPECT_TRUE(selected["validators"].is_array());
    EXPECT_TRUE(selected["commitments"].is_array());

    const auto few =
        answer("SubnetInfoRuntimeApi_get_selective_metagraph", m_netuid, std::vector<std::uint16_t>{52, 8, 200});
    std::vector<std::string> there;
    for (const auto& [name, value] : few.items())
        if (!value.is_null()) there.push_back(name);
    EXPECT_EQ(there, (std::vector<std::string>{"hotkeys", "netuid", "tempo"}));
    EXPECT_EQ(few["netuid"], 0) << "only field 0 fills it";
}

TEST_F(Reads, TheSelectiveMechagraphAlwaysNamesItsSubnet) {
    const auto few = answer("SubnetInfoRuntimeApi_get_selective_mechagraph", m_netuid, sm::MechId{0},
                            std::vector<std::uint16_t>{62});
    const auto whole = answer("SubnetInfoRuntimeApi_get_mechagraph", m_netuid, sm::MechId{0});

    EXPECT_EQ(few["netuid"], 1);
    EXPECT_EQ(few["incentives"], whole["incentives"]);
    EXPECT_TRUE(answer("SubnetInfoRuntimeApi_get_mechagraph", m_netuid, sm::MechId{7}).is_null());
}

TEST_F(Reads, ValidatorsAreListedFromTheLeastStakeUp) {
    const auto graph =
        answer("SubnetInfoRuntimeApi_get_selective_metagraph", m_netuid, std::vector<std::uint16_t>{57, 69, 72});

    ASSERT_GE(graph["validators"].size(), 2u);
    std::uint64_t before = 0;
    for (const auto& uid : graph["validators"]) {
        EXPECT_TRUE(graph["validator_permit"][uid.get<std::size_t>()].get<bool>());
        const auto stake = graph["total_stake"][uid.get<std::size_t>()].get<std::uint64_t>();
        EXPECT_GE(stake, before);
        before = stake;
    }
}

TEST_F(Reads, TheStateOfASubnetEqualsItsMetagraph) {
    const auto graph = answer("SubnetInfoRuntimeApi_get_metagraph", m_netuid);
    const auto subnet = answer("SubnetInfoRuntimeApi_get_subnet_state", m_netuid);

    for (const auto& [name, value] : subnet.items()) {
        if (name == "emission_history") continue;
        EXPECT_EQ(value, graph[name]) << name;
    }
    EXPECT_EQ(subnet["emission_history"].size(), sm::subnets(state()).size());
}

/// tests/neuron_info.rs: test_get_neuron_none, test_get_neuron_some, test_get_neurons_list, test_get_neurons_empty.
TEST_F(Reads, NeuronsComeWholeAndWithoutWeights) {
    const auto neurons = answer("NeuronInfoRuntimeApi_get_neurons", m_netuid);
    const auto lite = answer("NeuronInfoRuntimeApi_get_neurons_lite", m_netuid);
    const std::uint16_t uid = *sm::Uids.get(state(), m_netuid, m_chain.validator);

    ASSERT_EQ(neurons.size(), sm::SubnetworkN.get(state(), m_netuid));
    EXPECT_EQ(answer("NeuronInfoRuntimeApi_get_neuron", m_netuid, uid), neurons[uid]);
    EXPECT_EQ(answer("NeuronInfoRuntimeApi_get_neuron_lite", m_netuid, uid), lite[uid]);
    EXPECT_FALSE(neurons[uid]["weights"].empty());
    EXPECT_FALSE(lite[uid].contains("weights"));
    for (const auto& [name, value] : lite[uid].items())
        EXPECT_EQ(neurons[uid][name], value) << name;
    EXPECT_EQ(neurons[uid]["stake"][0][1], sm::stakeOfHotkey(state(), m_chain.validator, m_netuid).raw());
    EXPECT_TRUE(answer("NeuronInfoRuntimeApi_get_neuron", m_netuid, std::uint16_t{999}).is_null());
    EXPECT_TRUE(answer("NeuronInfoRuntimeApi_get_neurons", NetUid{99}).empty());
}

TEST_F(Reads, DelegatesListTheirNominatorsAndWhatTheyReturn) {
    m_chain.start();
    ASSERT_TRUE(m_chain.call(m_chain.bob, sm::AddStake{m_chain.validator, m_netuid, rao(5'000'000'000)}));

    const auto one = answer("DelegateInfoRuntimeApi_get_delegate", m_chain.validator);
    const auto all = answer("DelegateInfoRuntimeApi_get_delegates");
    const auto bobs = answer("DelegateInfoRuntimeApi_get_delegated", m_chain.bob);

    EXPECT_NE(std::find(all.begin(), all.end(), one), all.end());
    EXPECT_EQ(one["take"], sm::Delegates.get(state(), m_chain.validator));
    EXPECT_EQ(one["registrations"].size(), one["validator_permits"].size());
    EXPECT_GT(one["total_daily_return"], 0);
    const std::uint64_t stake = m_chain.stake(m_chain.bob).raw();
    bool found = false;
    for (const auto& nominator : one["nominators"])
        for (const auto& amount : nominator[1])
            found = found || (amount[0] == 1 && amount[1] == stake);
    EXPECT_TRUE(found);
    ASSERT_EQ(bobs.size(), 1u);
    EXPECT_EQ(bobs[0][1], (json{1, stake}));
    EXPECT_TRUE(bobs[0][0]["nominators"].empty()) << "left out here";
    EXPECT_TRUE(answer("DelegateInfoRuntimeApi_get_delegate", m_chain.alice).is_null());
}

/// tests/delegate_info.rs: test_get_delegated. Five delegatees stake to two delegates on two subnets, where upstream
/// says: both everywhere, both on the first, one on each, one on the first, none. Amounts are TAO.
TEST_F(Reads, WhatIsDelegatedIsListedByDelegateAndSubnet) {
    struct Stake {
        NetUid netuid;
        AccountId delegate;
        std::uint64_t tao;
    };
    const NetUid first = EconomyChain::kText, second = EconomyChain::kVision;
    const AccountId one = m_chain.validator, other = m_chain.secondValidator;
    const std::vector<Stake> stakes[] = {{{first, one, 1}, {second, one, 2}, {first, other, 1}, {second, other, 2}},
                                         {{first, one, 1}, {first, other, 2}},
                                         {{first, one, 1}, {second, other, 2}},
                                         {{first, one, 1}},
                                         {}};
    const auto delegatee = [](std::size_t i) { return key("//Delegatee//" + std::to_string(i)); };
    m_chain.start();
    for (std::size_t i = 0; i < std::size(stakes); ++i) {
        for (const auto& [netuid, delegate, tao] : stakes[i]) {
            ASSERT_TRUE(balances::mintInto(m_chain.context(), delegatee(i), rao(tao * kUnitsPerToken + 500'000)));
            ASSERT_EQ(m_chain.error(delegatee(i), sm::AddStake{delegate, netuid, rao(tao * kUnitsPerToken)}), "");
        }
    }
    // Compared when all have staked: these pools hold dividends, so that a later stake may round a share by a unit.
    for (std::size_t i = 0; i < std::size(stakes); ++i) {
        std::map<std::pair<json, int>, std::uint64_t> expected, listed;
        for (const auto& [netuid, delegate, tao] : stakes[i]) {
            const json name = answer("DelegateInfoRuntimeApi_get_delegate", delegate)["delegate_ss58"];
            expected[{name, raw(netuid)}] = sm::stakeOf(state(), delegate, delegatee(i), netuid).raw();
        }
        for (const auto& entry : answer("DelegateInfoRuntimeApi_get_delegated", delegatee(i)))
            listed[{entry[0]["delegate_ss58"], entry[1][0]}] = entry[1][1];
        EXPECT_EQ(listed.size(), stakes[i].size());
        EXPECT_EQ(listed, expected);
    }
}

/// tests/delegate_info.rs: test_return_per_1000_tao. 1000 TAO a day on 10,000 TAO, of which the validator keeps 18 %.
TEST_F(Reads, ADelegateReturnsItsPartPerThousandTao) {
    const AccountId hotkey = m_chain.validator;
    const std::uint64_t staked = sm::stakeOfHotkey(state(), hotkey, kRootNetUid).raw(), wanted = 10'000'000'000'000;
    if (staked < wanted)
        sm::increaseStake(state(), hotkey, m_chain.alice, kRootNetUid, alpha(wanted - staked));
    else
        sm::decreaseStake(state(), hotkey, sm::Owner.get(state(), hotkey), kRootNetUid, alpha(staked - wanted));
    ASSERT_EQ(sm::stakeOfHotkey(state(), hotkey, kRootNetUid).raw(), wanted);
    sm::Delegates.set(state(), hotkey, 11'796);
    for (const NetUid netuid : sm::subnets(state())) {
        auto emissions = sm::Emission.get(state(), netuid);
        const auto uid = sm::Uids.get(state(), netuid, hotkey);
        if (uid && *uid < emissions.size())
            emissions[*uid] = netuid == m_netuid ? alpha(1'000'000'000'000 / 7'200 * 20) : alpha(0);
        sm::Emission.set(state(), netuid, emissions);
    }
    sm::Tempo.set(state(), m_netuid, 20);

    const auto one = answer("DelegateInfoRuntimeApi_get_delegate", hotkey);

    EXPECT_NEAR(one["total_daily_return"].get<double>(), 1e12, 7'200.0);
    EXPECT_NEAR(one["return_per_1000"].get<double>(), 82e9, 500'000.0);
}

TEST_F(Reads, HyperparametersAgreeBetweenTheirVersions) {
    sm::ActivityCutoffFactorMilli.set(state(), m_netuid, 13'889);
    const auto first = answer("SubnetInfoRuntimeApi_get_subnet_hyperparams", m_netuid);
    const auto second = answer("SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", m_netuid);
    const auto third = answer("SubnetInfoRuntimeApi_get_subnet_hyperparams_v3", m_netuid);

    for (const auto& [name, value] : first.items())
        EXPECT_EQ(second[name], value) << name;
    EXPECT_EQ(third.size(), 33u);
    for (const auto& entry : third) {
        const auto name = entry["name"].get<std::string>(); // hex of the text
        const auto& value = *entry["value"].items().begin();
        for (const auto& [other, expected] : second.items()) {
            std::string hex = "0x";
            for (const char c : other)
                hex += "0123456789abcdef"[c >> 4], hex += "0123456789abcdef"[c & 15];
            if (hex != name) continue;
            EXPECT_EQ(value.value(), expected) << other;
        }
    }
    EXPECT_EQ(second["yuma_version"], sm::Yuma3On.get(state(), m_netuid) ? 3 : 2);
    EXPECT_EQ(second["activity_cutoff"], 277) << "13,889 thousandths of a tempo of 20";
    EXPECT_TRUE(answer("SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", NetUid{99}).is_null());
}

/// tests/subnet_info.rs:
/// test_get_subnet_hyperparams_v3_{contains_all_expected_names_exactly_once,values_reflect_storage},
/// test_get_subnet_hyperparams_v3_{yuma_version_reflects_flag,returns_none_for_nonexistent_subnet}.
TEST_F(Reads, HyperparametersByNameFollowTheStorage) {
    const auto byName = [this] {
        std::map<std::string, json> out;
        for (const auto& entry : answer("SubnetInfoRuntimeApi_get_subnet_hyperparams_v3", m_netuid)) {
            const Bytes name = *fromHex(entry["name"].get<std::string>());
            EXPECT_TRUE(out.emplace(std::string{name.begin(), name.end()}, entry["value"]).second);
        }
        return out;
    };
    sm::Kappa.set(state(), m_netuid, 12);
    sm::ImmunityPeriod.set(state(), m_netuid, 13);
    sm::MinAllowedWeights.set(state(), m_netuid, 14);
    sm::Tempo.set(state(), m_netuid, 16);
    sm::WeightsVersionKey.set(state(), m_netuid, 19);
    sm::WeightsSetRateLimit.set(state(), m_netuid, 20);
    sm::ActivityCutoffFactorMilli.set(state(), m_netuid, 1'375);
    sm::NetworkRegistrationAllowed.set(state(), m_netuid, false);
    sm::TargetRegistrationsPerInterval.set(state(), m_netuid, 24);
    sm::MinBurn.set(state(), m_netuid, rao(25));
    sm::MaxBurn.set(state(), m_netuid, rao(26));
    sm::BurnHalfLife.set(state(), m_netuid, 33);
    sm::BurnIncreaseMult.set(state(), m_netuid, U64F64::fromInt(2));
    sm::BondsMovingAverage.set(state(), m_netuid, 27);
    sm::MaxRegistrationsPerBlock.set(state(), m_netuid, 28);
    sm::ServingRateLimit.set(state(), m_netuid, 29);
    sm::MaxAllowedValidators.set(state(), m_netuid, 30);
    sm::CommitRevealWeightsEnabled.set(state(), m_netuid, true);
    sm::LiquidAlphaOn.set(state(), m_netuid, true);
    sm::AlphaSigmoidSteepness.set(state(), m_netuid, 5);
    sm::Yuma3On.set(state(), m_netuid, true);
    sm::BondsResetOn.set(state(), m_netuid, true);
    sm::OwnerCutEnabled.set(state(), m_netuid, true);
    sm::OwnerCutAutoLockEnabled.set(state(), m_netuid, true);
    sm::MinChildkeyTake.set(state(), 31);
    sm::MinChildkeyTakePerSubnet.set(state(), m_netuid, 32);

    const auto values = byName();

    const std::map<std::string, json> expected{
        {"registration_allowed", {{"Bool", false}}},
        {"commit_reveal_weights_enabled", {{"Bool", true}}},
        {"liquid_alpha_enabled", {{"Bool", true}}},
        {"bonds_reset_enabled", {{"Bool", true}}},
        {"owner_cut_enabled", {{"Bool", true}}},
        {"owner_cut_auto_lock_enabled", {{"Bool", true}}},
        {"kappa", {{"U16", 12}}},
        {"immunity_period", {{"U16", 13}}},
        {"min_allowed_weights", {{"U16", 14}}},
        {"tempo", {{"U16", 16}}},
        {"activity_cutoff", {{"U64", 22}}}, // 1375 thousandths of a tempo of 16
        {"activity_cutoff_factor", {{"U32", 1'375}}},
        {"target_regs_per_interval", {{"U16", 24}}},
        {"burn_half_life", {{"U16", 33}}},
        {"max_regs_per_block", {{"U16", 28}}},
        {"max_validators", {{"U16", 30}}},
        {"yuma_version", {{"U16", 3}}},
        {"min_childkey_take", {{"U16", 32}}},
        {"weights_version", {{"U64", 19}}},
        {"weights_rate_limit", {{"U64", 20}}},
        {"bonds_moving_avg", {{"U64", 27}}},
        {"serving_rate_limit", {{"U64", 29}}},
        {"min_burn", {{"TaoBalance", 25}}},
        {"max_burn", {{"TaoBalance", 26}}},
    };
    for (const auto& [name, value] : expected)
        EXPECT_EQ(values.at(name), value) << name;
    for (const char* name :
         {"max_weights_limit", "burn_increase_mult", "commit_reveal_period", "alpha_high", "alpha_low",
          "alpha_sigmoid_steepness", "subnet_is_active", "transfers_enabled", "user_liquidity_enabled"})
        EXPECT_TRUE(values.count(name)) << name;
    EXPECT_EQ(values.size(), expected.size() + 9);
    sm::Yuma3On.set(state(), m_netuid, false);
    EXPECT_EQ(byName().at("yuma_version"), (json{{"U16", 2}}));
    EXPECT_TRUE(answer("SubnetInfoRuntimeApi_get_subnet_hyperparams_v3", NetUid{7'777}).is_null());
}

TEST_F(Reads, SubnetsAreListedInBothForms) {
    const auto first = answer("SubnetInfoRuntimeApi_get_subnets_info");
    const auto second = answer("SubnetInfoRuntimeApi_get_subnets_info_v2");

    ASSERT_EQ(first.size(), sm::subnets(state()).size());
    ASSERT_EQ(second.size(), first.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i]["netuid"], i);
        EXPECT_EQ(second[i]["owner"], first[i]["owner"]);
    }
    EXPECT_EQ(answer("SubnetInfoRuntimeApi_get_subnet_info_v2", m_netuid), second[1]);
    EXPECT_TRUE(answer("SubnetInfoRuntimeApi_get_subnet_info", NetUid{99}).is_null());
}

TEST_F(Reads, ASubnetTellsItsAccountAndItsNextEpoch) {
    EXPECT_EQ(answer("SubnetInfoRuntimeApi_get_next_epoch_start_block", m_netuid),
              sm::LastEpochBlock.get(state(), m_netuid) + sm::Tempo.get(state(), m_netuid));
    EXPECT_FALSE(answer("SubnetInfoRuntimeApi_get_subnet_account_id", m_netuid).is_null());
    EXPECT_TRUE(answer("SubnetInfoRuntimeApi_get_subnet_account_id", NetUid{99}).is_null());
}

TEST_F(Reads, ASubnetWithoutIdentityHasTheNameOfItsNumber) {
    sm::SubnetIdentitiesV3.remove(state(), m_netuid);

    const auto name = answer("SubnetInfoRuntimeApi_get_dynamic_info", m_netuid)["subnet_name"];
    EXPECT_EQ(name, (json{'a', 'p', 'e', 'x'})) << name;
}

} // namespace
} // namespace taodeck::subtensor::test

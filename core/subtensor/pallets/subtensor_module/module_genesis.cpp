#include "core/subtensor/pallets/subtensor_module/module_genesis.h"

#include "core/crypto/keypair.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/swap/swap.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>
#include <cassert>

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::uint64_t kTao = kUnitsPerToken;
constexpr std::uint16_t kTempo = 20; ///< Blocks per epoch: a stake earns within a minute.
/// Keeps neurons active that set their weights once, at genesis: 80 million blocks at the tempo above.
constexpr std::uint32_t kActivityFactorMilli = 4'000'000'000;
constexpr std::uint16_t kFullWeight = 65'535;

struct ValidatorSeed {
    const char* uri;
    const char* name;
    const char* description;
    std::uint16_t take;     ///< Parts of 65535.
    std::uint64_t rootTao;  ///< Whole TAO staked on root.
    std::uint64_t alpha[3]; ///< Whole alpha staked on subnets 1..3; 0: not there.
};
constexpr ValidatorSeed kValidators[] = {
    {"//Validator//1", "Northwind", "Validates on every subnet of this chain", 11'796, 60'000, {9'000, 5'000, 2'500}},
    {"//Validator//2", "Lighthouse", "Low take, text and vision", 5'898, 50'000, {7'000, 4'000, 0}},
    {"//Validator//3", "Granite", "Text and vision", 3'277, 40'000, {5'000, 3'000, 0}},
    {"//Validator//4", "Meadow", "No take", 0, 30'000, {3'000, 0, 1'500}},
};

struct SubnetSeed {
    const char* name;
    const char* description;
    const char* symbol;       ///< Of the network's table, by netuid.
    std::uint64_t tao, alpha; ///< Pool reserves, whole units.
    int miners;
};
constexpr SubnetSeed kSubnets[] = {
    {"Apex text", "Text generation", "\u03b1", 62'000, 100'000, 3},
    {"Vision", "Image understanding", "\u03b2", 13'600, 40'000, 3},
    {"Forecast", "Time series", "\u03b3", 1'500, 10'000, 2},
};
constexpr const char* kRootSymbol = "\u03a4";

AccountId account(const std::string& uri) {
    const auto pair = crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri);
    assert(pair); // the URIs above are ours
    return pair->publicKey();
}
Bytes text(std::string_view s) {
    return toBytes(asBytes(s));
}

struct KeyPairIds {
    AccountId coldkey, hotkey;
};
KeyPairIds keysOf(const std::string& uri) {
    return {account(uri), account(uri + "//hot")};
}

/// New TAO in an account, without events.
void endow(State& state, const AccountId& who, Rao amount) {
    AccountInfo info = system::Account.get(state, who);
    if (info.providers == 0) info.providers = 1;
    info.data.free = info.data.free.saturatingAdd(amount);
    system::Account.set(state, who, info);
    balances::TotalIssuance.set(state, balances::TotalIssuance.get(state).saturatingAdd(amount));
}

/// The hotkey belongs to the coldkey from now on.
void own(State& state, const KeyPairIds& keys) {
    if (Owner.exists(state, keys.hotkey)) return;
    Owner.set(state, keys.hotkey, keys.coldkey);
    auto owned = OwnedHotkeys.get(state, keys.coldkey);
    owned.push_back(keys.hotkey);
    OwnedHotkeys.set(state, keys.coldkey, owned);
    auto staking = StakingHotkeys.get(state, keys.coldkey);
    staking.push_back(keys.hotkey);
    StakingHotkeys.set(state, keys.coldkey, staking);
}

template <class Item, class Key, class V>
void push(State& state, const Item& item, Key key, V value) {
    auto values = item.get(state, key);
    values.push_back(value);
    item.set(state, key, values);
}

/// Next UID of the subnet. @return it.
std::uint16_t enlist(State& state, NetUid netuid, const AccountId& hotkey, bool validator) {
    const std::uint16_t uid = SubnetworkN.get(state, netuid);
    SubnetworkN.set(state, netuid, static_cast<std::uint16_t>(uid + 1));
    Keys.set(state, netuid, uid, hotkey);
    Uids.set(state, netuid, hotkey, uid);
    BlockAtRegistration.set(state, netuid, uid, 0);
    IsNetworkMember.set(state, hotkey, netuid, true);
    for (const auto* item : {&Consensus, &Dividends, &ValidatorTrust, &StakeWeight})
        push(state, *item, netuid, std::uint16_t{0});
    push(state, Incentive, mainIndex(netuid), std::uint16_t{0});
    push(state, Emission, netuid, Alpha{});
    push(state, Active, netuid, true);
    push(state, ValidatorPermit, netuid, validator);
    push(state, LastUpdate, mainIndex(netuid), std::uint64_t{1}); // after the registration, so that weights count
    return uid;
}

void addSubnet(State& state, NetUid netuid, std::string_view symbol) {
    NetworksAdded.set(state, netuid, true);
    TotalNetworks.set(state, static_cast<std::uint16_t>(TotalNetworks.get(state) + 1));
    NetworkRegisteredAt.set(state, netuid, 0);
    TokenSymbol.set(state, netuid, text(symbol));
    SubtokenEnabled.set(state, netuid, true);
    NetworkRegistrationAllowed.set(state, netuid, true);
    MaxAllowedValidators.set(state, netuid, 64);
}

void addRoot(State& state) {
    addSubnet(state, kRootNetUid, kRootSymbol);
    MaxAllowedUids.set(state, kRootNetUid, 64);
    MinAllowedWeights.set(state, kRootNetUid, 0);
    Tempo.set(state, kRootNetUid, 100);
    TargetRegistrationsPerInterval.set(state, kRootNetUid, 1);
}

/// As do_register_network and start_call leave a subnet, with a pool of its own size.
void addMarket(State& state, NetUid netuid, const SubnetSeed& seed) {
    addSubnet(state, netuid, seed.symbol);
    SubnetMechanism.set(state, netuid, 1);
    Tempo.set(state, netuid, kTempo);
    ActivityCutoffFactorMilli.set(state, netuid, kActivityFactorMilli);
    MaxAllowedUids.set(state, netuid, 256);
    MinAllowedWeights.set(state, netuid, 1);
    ImmunityPeriod.set(state, netuid, 5'000);
    Burn.set(state, netuid, Rao::fromRaw(kTao));
    Yuma3On.set(state, netuid, true);
    FirstEmissionBlockNumber.set(state, netuid, 1);
    SubnetEmissionEnabled.set(state, netuid, true);
    SubnetIdentityV3 identity;
    identity.subnetName = text(seed.name);
    identity.description = text(seed.description);
    SubnetIdentitiesV3.set(state, netuid, identity);

    SubnetTAO.set(state, netuid, Rao::fromRaw(seed.tao * kTao));
    SubnetAlphaIn.set(state, netuid, Alpha::fromRaw(seed.alpha * kTao));
    swap_module::initialize(state, netuid);
    SubnetMovingPrice.set(state, netuid, I96F32::from(price(state, netuid)));
    endow(state, subnetAccount(netuid), Rao::fromRaw(seed.tao * kTao));
}

/// Position that the owner of a hotkey holds from the start.
void seedStake(State& state, const KeyPairIds& keys, NetUid netuid, std::uint64_t whole) {
    const Alpha alpha = Alpha::fromRaw(whole * kTao);
    increaseStake(state, keys.hotkey, keys.coldkey, netuid, alpha);
    SubnetAlphaOut.set(state, netuid, SubnetAlphaOut.get(state, netuid).saturatingAdd(alpha));
    if (netuid != kRootNetUid) return;
    const Rao tao = Rao::fromRaw(whole * kTao);
    SubnetTAO.set(state, netuid, SubnetTAO.get(state, netuid).saturatingAdd(tao));
    endow(state, subnetAccount(netuid), tao);
    addRootStaker(state, keys.coldkey);
}

void addValidator(State& state, const ValidatorSeed& seed) {
    const KeyPairIds keys = keysOf(seed.uri);
    own(state, keys);
    endow(state, keys.coldkey, Rao::fromRaw(100 * kTao));
    Delegates.set(state, keys.hotkey, seed.take);
    ChainIdentityV2 identity;
    identity.name = text(seed.name);
    identity.description = text(seed.description);
    IdentitiesV2.set(state, keys.coldkey, identity);
    enlist(state, kRootNetUid, keys.hotkey, /*validator=*/true);
    seedStake(state, keys, kRootNetUid, seed.rootTao);
}

void populate(State& state, std::uint16_t number, const SubnetSeed& seed) {
    const NetUid netuid{number};
    const KeyPairIds owner = keysOf("//Owner//" + std::to_string(number));
    own(state, owner);
    endow(state, owner.coldkey, Rao::fromRaw(100 * kTao));
    SubnetOwner.set(state, netuid, owner.coldkey);
    SubnetOwnerHotkey.set(state, netuid, owner.hotkey);
    enlist(state, netuid, owner.hotkey, /*validator=*/false);

    std::vector<std::uint16_t> validators;
    for (const auto& validator : kValidators) {
        const std::uint64_t alpha = validator.alpha[number - 1];
        if (alpha == 0) continue;
        const KeyPairIds keys = keysOf(validator.uri);
        validators.push_back(enlist(state, netuid, keys.hotkey, /*validator=*/true));
        seedStake(state, keys, netuid, alpha);
    }
    std::vector<UidPair> weights;
    for (int i = 1; i <= seed.miners; ++i) {
        const KeyPairIds miner = keysOf("//Miner//" + std::to_string(number) + "//" + std::to_string(i));
        own(state, miner);
        weights.emplace_back(enlist(state, netuid, miner.hotkey, /*validator=*/false), kFullWeight);
    }
    for (const std::uint16_t uid : validators)
        Weights.set(state, mainIndex(netuid), uid, weights);
}

} // namespace

void buildRootAlone(State& state) {
    addRoot(state);
    NetworkRateLimit.set(state, 0);
}

void buildEconomy(State& state, const RuleSet&, const GenesisConfig& config) {
    if (config.subnets) {
        addRoot(state);
        for (const auto& validator : kValidators)
            addValidator(state, validator);
        std::uint16_t number = 0;
        for (const auto& subnet : kSubnets) {
            ++number;
            addMarket(state, NetUid{number}, subnet);
            populate(state, number, subnet);
        }
        Rao staked;
        for (const NetUid netuid : subnets(state))
            staked = staked.saturatingAdd(SubnetTAO.get(state, netuid));
        TotalStake.set(state, staked);
    }
    TotalIssuance.set(state, balances::TotalIssuance.get(state));
}

} // namespace taodeck::subtensor::subtensor_module

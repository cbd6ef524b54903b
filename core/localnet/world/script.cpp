#include "core/localnet/world/script.h"

#include "core/localnet/world/people.h"
#include "core/subtensor/pallets/admin_utils/consensus.h"
#include "core/subtensor/pallets/admin_utils/economy.h"
#include "core/subtensor/pallets/admin_utils/network.h"
#include "core/subtensor/pallets/admin_utils/registration.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/identity/identity_calls.h"
#include "core/subtensor/pallets/subtensor_module/registration/register_calls.h"
#include "core/subtensor/pallets/subtensor_module/serving/serving_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_calls.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnet_calls.h"
#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"
#include "core/subtensor/pallets/sudo.h"
#include "core/subtensor/pallets/utility.h"

namespace taodeck::localnet::world {
namespace {

namespace admin = subtensor::admin_utils;
namespace balances = subtensor::balances;
namespace sm = subtensor::subtensor_module;
namespace utility = subtensor::utility;
using subtensor::makeCall;
using subtensor::RuntimeCall;

constexpr std::uint64_t kUsualMinLock = 1'000, kUsualReduction = 100'800;
constexpr NetUid kRootNetuid{0};
constexpr std::uint16_t kDefaultTake = 11'796;
constexpr const char *kRoot = "//Alice", *kBank = "//Bob", *kFoundation = "//Charlie";

Rao tao(std::uint64_t whole) {
    return Rao::fromRaw(whole * kUnitsPerToken);
}
Bytes text(std::string_view s) {
    return toBytes(asBytes(s));
}
NetUid netuidOf(std::size_t index) {
    return NetUid{static_cast<std::uint16_t>(index + 1)};
}

std::vector<Validator> allValidators() {
    std::vector<Validator> out{std::begin(kValidators), std::end(kValidators)};
    out.insert(out.end(), std::begin(kAskingValidators), std::end(kAskingValidators));
    return out;
}

/// All or none, so that a mistake here is seen.
RuntimeCall all(std::vector<RuntimeCall> calls) {
    return makeCall(utility::BatchAll{std::move(calls)});
}
Act asRoot(std::vector<RuntimeCall> calls) {
    return {kRoot, makeCall(subtensor::sudo::Sudo{all(std::move(calls))})};
}

class Opening {
public:
    explicit Opening(Signer& signer) : m_signer{signer} {}

    std::vector<std::vector<Act>> blocks() {
        begin();
        for (std::size_t i = 0; i < std::size(kSubnets); ++i)
            foundSubnet(i);
        setParameters();
        registerValidators();
        registerMiners();
        stakeValidators();
        serve();
        stakeFirstStakers();
        m_blocks.push_back({asRoot({makeCall(admin::SetNetworkMinLockCost{tao(kUsualMinLock)}),
                                    makeCall(admin::SetLockReductionInterval{kUsualReduction})})});
        return std::move(m_blocks);
    }

private:
    RuntimeCall pay(const std::string& uri, std::uint64_t whole) {
        balances::TransferKeepAlive call;
        call.dest.kind = subtensor::MultiAddress::Kind::Id;
        call.dest.id = m_signer.account(uri);
        call.value = {tao(whole)};
        return makeCall(call);
    }
    RuntimeCall stake(const std::string& hotUri, NetUid netuid, std::uint64_t whole) {
        return makeCall(sm::AddStake{m_signer.account(hotUri), netuid, tao(whole)});
    }

    /// Rules that would make the opening wait are relaxed; everybody gets money.
    void begin() {
        std::vector<Act> block;
        block.push_back(asRoot({makeCall(admin::SetNetworkRateLimit{0}), makeCall(admin::SetAdminFreezeWindow{0}),
                                makeCall(admin::SetOwnerHparamRateLimit{0}), makeCall(admin::SetStartCallDelay{0}),
                                makeCall(admin::SetLockReductionInterval{1}),
                                makeCall(admin::SetMaxRegistrationsPerBlock{kRootNetuid, 8}),
                                makeCall(admin::SetTargetRegistrationsPerInterval{kRootNetuid, 16})}));
        std::vector<RuntimeCall> owners, people, miners;
        for (std::size_t i = 0; i < std::size(kSubnets); ++i) {
            owners.push_back(pay(ownerUri(i + 1), kSubnets[i].poolTao + kSpareTao));
            for (int miner = 1; miner <= kSubnets[i].miners; ++miner)
                miners.push_back(pay(minerUri(i + 1, miner), kMinerTao));
        }
        for (const auto& validator : allValidators()) {
            std::uint64_t sum = validator.rootTao + kSpareTao;
            for (const auto part : validator.subnetTao)
                sum += part;
            people.push_back(pay(validator.uri, sum));
        }
        for (int i = 1; i <= kStakers; ++i)
            miners.push_back(pay(stakerUri(i), kStakerTao));
        for (int i = 1; i <= kNewcomers; ++i)
            miners.push_back(pay(newcomerUri(i), kNewcomerTao));
        block.push_back({kBank, all(std::move(owners))});
        block.push_back({kFoundation, all(std::move(people))});
        block.push_back({kBank, all(std::move(miners))});
        m_blocks.push_back(std::move(block));
    }

    /// What the owner locks becomes the pool, so the least lock decides how deep it is.
    void foundSubnet(std::size_t index) {
        const auto& subnet = kSubnets[index];
        m_blocks.push_back({asRoot({makeCall(admin::SetNetworkMinLockCost{tao(subnet.poolTao)})})});
        sm::RegisterNetworkWithIdentity create;
        create.hotkey = m_signer.account(hotOf(ownerUri(index + 1)));
        create.identity.emplace();
        create.identity->subnetName = text(subnet.name);
        create.identity->description = text(subnet.description);
        create.identity->subnetUrl = text(subnet.url);
        std::vector<RuntimeCall> calls{makeCall(create)};
        if (subnet.started) calls.push_back(makeCall(sm::StartCall{netuidOf(index)}));
        m_blocks.push_back({{ownerUri(index + 1), all(std::move(calls))}});
    }

    /// As many permits as there are validators: miners, whose earnings are stake too, get none. In a market there is
    /// room for those who come.
    static std::uint16_t validatorsOn(std::size_t index) {
        if (kSubnets[index].market) return kMarketPermits;
        std::uint16_t count = 0;
        for (const auto& validator : allValidators())
            if (index < validator.subnetTao.size() && validator.subnetTao[index] > 0) ++count;
        return count;
    }

    void setParameters() {
        std::vector<Act> block;
        for (std::size_t i = 0; i < std::size(kSubnets); ++i) {
            const auto& subnet = kSubnets[i];
            if (!subnet.started) continue;
            const NetUid netuid = netuidOf(i);
            block.push_back(
                asRoot({makeCall(admin::SetTempo{netuid, subnet.tempo}),
                        makeCall(admin::SetSubnetEmissionEnabled{netuid, true}),
                        makeCall(admin::SetCommitRevealWeightsEnabled{netuid, false}),
                        makeCall(admin::SetWeightsSetRateLimit{netuid, subnet.market ? kMarketWeightsLimit : 0}),
                        makeCall(admin::SetServingRateLimit{netuid, 0}),
                        makeCall(admin::SetMaxAllowedValidators{netuid, validatorsOn(i)}),
                        makeCall(admin::SetYuma3Enabled{netuid, subnet.yuma3}),
                        makeCall(admin::SetLiquidAlphaEnabled{netuid, subnet.liquidAlpha}),
                        makeCall(admin::SetImmunityPeriod{netuid, subnet.immunity})}));
            if (subnet.market) block.push_back(asRoot({makeCall(admin::SetMaxBurn{netuid, tao(kMarketMaxBurnTao)})}));
        }
        m_blocks.push_back(std::move(block));
    }

    void registerValidators() {
        std::vector<Act> block;
        for (const auto& validator : allValidators()) {
            const auto hotkey = m_signer.account(hotOf(validator.uri));
            std::vector<RuntimeCall> calls{makeCall(sm::RootRegister{hotkey})};
            for (std::size_t i = 0; i < validator.subnetTao.size(); ++i)
                if (validator.subnetTao[i] > 0) calls.push_back(makeCall(sm::BurnedRegister{netuidOf(i), hotkey}));
            sm::SetIdentity who;
            who.identity.name = text(validator.name);
            who.identity.description = text(validator.description);
            who.identity.url = text(validator.url);
            calls.push_back(makeCall(who));
            if (validator.take < kDefaultTake) calls.push_back(makeCall(sm::DecreaseTake{hotkey, validator.take}));
            block.push_back({validator.uri, all(std::move(calls))});
        }
        m_blocks.push_back(std::move(block));
    }

    void registerMiners() {
        std::vector<Act> block;
        for (std::size_t i = 0; i < std::size(kSubnets); ++i)
            for (int miner = 1; miner <= kSubnets[i].miners; ++miner) {
                const auto uri = minerUri(i + 1, miner);
                block.push_back({uri, makeCall(sm::BurnedRegister{netuidOf(i), m_signer.account(hotOf(uri))})});
            }
        m_blocks.push_back(std::move(block));
    }

    void stakeValidators() {
        std::vector<Act> block;
        for (const auto& validator : allValidators()) {
            const auto hot = hotOf(validator.uri);
            std::vector<RuntimeCall> calls{stake(hot, NetUid{0}, validator.rootTao)};
            for (std::size_t i = 0; i < validator.subnetTao.size(); ++i)
                if (validator.subnetTao[i] > 0) calls.push_back(stake(hot, netuidOf(i), validator.subnetTao[i]));
            block.push_back({validator.uri, all(std::move(calls))});
        }
        m_blocks.push_back(std::move(block));
    }

    /// Addresses of the range that is kept for documentation: nobody answers there.
    void serve() {
        std::vector<Act> block;
        std::uint32_t host = 0;
        for (std::size_t i = 0; i < std::size(kSubnets); ++i)
            for (int miner = 1; miner <= kSubnets[i].miners && !kSubnets[i].market; ++miner) {
                sm::ServeAxon call;
                call.netuid = netuidOf(i);
                call.version = 1;
                call.ip = (203U << 24) | (113U << 8) | ++host;
                call.port = 8'091;
                call.ipType = 4;
                call.protocol = 4;
                block.push_back({hotOf(minerUri(i + 1, miner)), makeCall(call)});
            }
        m_blocks.push_back(std::move(block));
    }

    void stakeFirstStakers() {
        std::vector<Act> block;
        for (int i = 1; i <= kStakers; ++i) {
            const auto& validator = kValidators[static_cast<std::size_t>(i) % std::size(kValidators)];
            const auto hot = hotOf(validator.uri);
            std::vector<RuntimeCall> calls{stake(hot, NetUid{0}, 400)};
            if (validator.subnetTao[0] > 0) calls.push_back(stake(hot, NetUid{1}, 100 + 20 * static_cast<unsigned>(i)));
            block.push_back({stakerUri(i), all(std::move(calls))});
        }
        m_blocks.push_back(std::move(block));
    }

    Signer& m_signer;
    std::vector<std::vector<Act>> m_blocks;
};

} // namespace

std::vector<std::vector<Act>> opening(Signer& signer) {
    return Opening{signer}.blocks();
}

} // namespace taodeck::localnet::world

#pragma once
/// NeuronChain with what upstream's tests of coinbase, claims and stake set up by hand: stake out of nowhere, one step
/// of the coinbase, children without their epoch (pallets/subtensor/src/tests/mock.rs; the function's name stands at
/// each). Amounts are plain numbers of 1e-9 units.

#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"
#include "core/subtensor/pallets/consensus.h"
#include "core/subtensor/pallets/subtensor_module/children/schedule.h"
#include "core/subtensor/pallets/subtensor_module/coinbase/steps.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"
#include "core/subtensor/pallets/swap/swap.h"
#include "tests/unit/subtensor/neuron_chain.h"

#include <cmath>

namespace taodeck::subtensor::test {

inline Rao rao(std::uint64_t v) {
    return Rao::fromRaw(v);
}
inline Alpha alpha(std::uint64_t v) {
    return Alpha::fromRaw(v);
}
inline I96F32 i96(std::uint64_t v) {
    return I96F32::fromInt(v);
}
template <class F>
double number(F v) {
    return static_cast<double>(v.bits()) / std::ldexp(1.0, F::kFrac);
}
inline std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
    return a > b ? a - b : b - a;
}
/// Upstream's assert_abs_diff_eq!: at most epsilon apart.
#define EXPECT_WITHIN(a, b, epsilon)                                                                                   \
    EXPECT_LE(distance((a), (b)), static_cast<std::uint64_t>(epsilon)) << (a) << " " << (b)

class UpstreamChain : public NeuronChain {
public:
    static constexpr std::uint64_t kTao = 1'000'000'000, kDeposit = 500;

    explicit UpstreamChain(std::uint32_t block = 1) : NeuronChain{block} {
        sm::MaxEpochsPerBlock.set(state(), 32);
        sm::SubtokenEnabled.set(state(), kRootNetUid, false);
    }

    // Networks.
    /// add_dynamic_network; as many registrations per block as the mock allows.
    NetUid addDynamic(std::uint64_t hotkey, std::uint64_t coldkey) {
        const NetUid netuid = addNetwork(acc(hotkey), acc(coldkey));
        allowNeurons(netuid);
        return netuid;
    }
    using NeuronChain::add;
    void addPlain(NetUid netuid, std::uint16_t tempo = 1) {
        add(netuid, tempo);
        allowNeurons(netuid);
    }
    void allowNeurons(NetUid netuid) {
        sm::MaxRegistrationsPerBlock.set(state(), netuid, 3);
        sm::MinAllowedUids.set(state(), netuid, 2);
        sm::MaxBurn.set(state(), netuid, rao(1'000'000'000));
    }
    /// register_ok_neuron.
    void neuron(NetUid netuid, std::uint64_t hotkey, std::uint64_t coldkey) {
        registerFree(netuid, acc(hotkey), acc(coldkey));
        sm::Burn.set(state(), netuid, Rao{});
    }
    /// remove_owner_registration_stake.
    void removeOwnerStake(NetUid netuid) {
        const AccountId hotkey = sm::SubnetOwnerHotkey.get(state(), netuid),
                        coldkey = sm::SubnetOwner.get(state(), netuid);
        const Alpha stake = sm::stakeOf(state(), hotkey, coldkey, netuid);
        sm::decreaseStake(state(), hotkey, coldkey, netuid, stake);
        sm::SubnetAlphaOut.set(state(), netuid, sm::SubnetAlphaOut.get(state(), netuid).saturatingSub(stake));
    }
    void reserves(NetUid netuid, std::uint64_t tao, std::uint64_t alphaIn) { setReserves(*this, netuid, tao, alphaIn); }
    /// A pool whose TAO lies in the subnet's account.
    void pool(NetUid netuid, std::uint64_t tao, std::uint64_t alphaIn) {
        reserves(netuid, tao, alphaIn);
        const std::uint64_t held = free(sm::subnetAccount(netuid));
        if (held < tao) fund(sm::subnetAccount(netuid), tao - held);
    }
    /// The mock's author of all blocks, who gets the fees; his account exists.
    static constexpr std::uint64_t kAuthor = 12345;
    void withAuthor() {
        AuraId author;
        author.key = acc(kAuthor).bytes;
        aura::Authorities.set(state(), {{author}});
        fund(acc(kAuthor), kDeposit);
    }
    double price(NetUid netuid) { return number(sm::price(state(), netuid)); }

    // Stake.
    std::uint64_t stake(std::uint64_t hotkey, std::uint64_t coldkey, NetUid netuid) {
        return sm::stakeOf(state(), acc(hotkey), acc(coldkey), netuid).raw();
    }
    std::uint64_t hotkeyStake(std::uint64_t hotkey, NetUid netuid) {
        return sm::stakeOfHotkey(state(), acc(hotkey), netuid).raw();
    }
    /// increase_stake_for_hotkey_and_coldkey_on_subnet: out of nowhere.
    void giveStake(std::uint64_t hotkey, std::uint64_t coldkey, NetUid netuid, std::uint64_t amount) {
        sm::increaseStake(state(), acc(hotkey), acc(coldkey), netuid, alpha(amount));
    }
    /// mock_increase_stake_for_hotkey_and_coldkey_on_subnet: and TAO in the subnet's account for all of it.
    void backStake(std::uint64_t hotkey, std::uint64_t coldkey, NetUid netuid, std::uint64_t amount) {
        giveStake(hotkey, coldkey, netuid, amount);
        sm::NetworksAdded.set(state(), netuid, true);
        fund(sm::subnetAccount(netuid), amount * 100);
    }
    /// increase_stake_on_coldkey_hotkey_account: bought with TAO given for it.
    void buyStake(std::uint64_t hotkey, std::uint64_t coldkey, NetUid netuid, std::uint64_t tao) {
        fund(acc(coldkey), tao + kDeposit);
        EXPECT_TRUE(sm::stakeInto(context(), acc(hotkey), acc(coldkey), netuid, rao(tao), kMaxLimitPrice));
    }

    Swapped simulated(NetUid netuid, Side side, std::uint64_t amount) {
        const auto out = sm::simulateOrder(context(), netuid, side, amount);
        EXPECT_TRUE(out);
        return out.value_or(Swapped{});
    }
    /// get_total_stake_for_hotkey.
    std::uint64_t worth(std::uint64_t hotkey) { return sm::totalStakeOfHotkey(state(), acc(hotkey)).raw(); }
    /// get_total_stake_for_coldkey: sold one by one, with the fees given back.
    std::uint64_t worthOfColdkey(std::uint64_t coldkey) {
        std::uint64_t out = 0;
        for (const AccountId& hotkey : sm::StakingHotkeys.get(state(), acc(coldkey)))
            for (const NetUid netuid : sm::stakedSubnets(state(), hotkey, acc(coldkey))) {
                const std::uint64_t held = sm::stakeOf(state(), hotkey, acc(coldkey), netuid).raw();
                const auto sold = sm::simulateOrder(context(), netuid, Side::Sell, held);
                if (!sold) continue;
                out += sold->paidOut;
                out += static_cast<std::uint64_t>(static_cast<double>(sold->fee) * price(netuid));
            }
        return out;
    }
    /// The hotkey belongs to the coldkey (create_account_if_non_existent).
    void own(std::uint64_t coldkey, std::uint64_t hotkey) {
        EXPECT_TRUE(sm::createHotkeyIfAbsent(state(), acc(coldkey), acc(hotkey)));
    }
    std::string add(std::uint64_t coldkey, std::uint64_t hotkey, NetUid netuid, std::uint64_t tao) {
        return error(acc(coldkey), sm::AddStake{acc(hotkey), netuid, rao(tao)});
    }
    std::string remove(std::uint64_t coldkey, std::uint64_t hotkey, NetUid netuid, std::uint64_t amount) {
        return error(acc(coldkey), sm::RemoveStake{acc(hotkey), netuid, alpha(amount)});
    }

    // Coinbase.
    /// set_full_injection_root_stake: nearly all weight is root's, so that the injection is not capped.
    void fullInjection() {
        sm::SubnetTAO.set(state(), kRootNetUid, rao(1'000'000'000'000'000'000));
        sm::TaoWeight.set(state(), UINT64_MAX);
    }
    void coinbase(std::uint64_t tao) {
        const Context ctx = context();
        sm::Mint mint{ctx, tao};
        sm::runCoinbase(ctx, mint);
    }
    /// distribute_emission with half for miners and half for validators.
    void distribute(NetUid netuid, std::uint64_t amount, std::uint64_t root = 0) {
        sm::distribute(context(), netuid, {alpha(amount / 2), alpha(amount / 2), alpha(root), {}});
    }
    /// mock_set_children_no_epochs.
    void setChildren(NetUid netuid, std::uint64_t parent, const std::vector<sm::Kin>& children) {
        sm::PendingChildKeys.set(state(), netuid, acc(parent), {children, 0});
        sm::FirstEmissionBlockNumber.set(state(), netuid, 0);
        const std::uint32_t now = block();
        const std::uint64_t last = sm::LastEpochBlock.get(state(), netuid);
        setBlock(static_cast<std::uint32_t>(sm::PendingChildKeyCooldown.get(state())) + 1);
        sm::LastEpochBlock.set(state(), netuid, block());
        sm::applyDueChildren(context());
        sm::LastEpochBlock.set(state(), netuid, last);
        setBlock(now);
    }

    // Time.
    /// run_to_block_no_epoch.
    void runNoEpoch(NetUid netuid, std::uint32_t until) {
        const std::uint16_t tempo = sm::Tempo.get(state(), netuid);
        sm::Tempo.set(state(), netuid, UINT16_MAX - 1);
        while (block() < until)
            step();
        sm::Tempo.set(state(), netuid, tempo);
    }
    void stepNoEpoch(NetUid netuid) { runNoEpoch(netuid, block() + 1); }
    /// step_epochs.
    void stepEpochs(std::uint64_t count, NetUid netuid) {
        const std::uint64_t target = sm::SubnetEpochIndex.get(state(), netuid) + count;
        for (int i = 0; i < 50'000 && sm::SubnetEpochIndex.get(state(), netuid) < target; ++i)
            step();
        EXPECT_GE(sm::SubnetEpochIndex.get(state(), netuid), target);
    }
};

} // namespace taodeck::subtensor::test

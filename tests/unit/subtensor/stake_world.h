#pragma once
/// The development chain in its first block, with room for subnets, accounts and stake as upstream's tests set them up:
/// written into the state, without the registrations and fees that would come before.

#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "tests/unit/subtensor/economy_chain.h"

namespace taodeck::subtensor::test {

class StakeWorld {
public:
    StakeWorld() { chain.start(); }
    State& state() { return chain.state(); }
    Context context() { return chain.context(); }

    /// U256::from(n) of upstream's tests.
    static AccountId account(std::uint32_t n) {
        AccountId out;
        for (std::size_t i = 0; i < 4; ++i)
            out.bytes[i] = static_cast<std::uint8_t>(n >> (8 * i));
        return out;
    }
    std::uint64_t now() { return raw(system::Number.get(state())); }
    void setBlock(std::uint64_t n) { system::Number.set(state(), BlockNumber{static_cast<std::uint32_t>(n)}); }
    void pass(std::uint64_t blocks) { setBlock(now() + blocks); }

    void own(const AccountId& coldkey, const AccountId& hotkey) {
        sm::Owner.set(state(), hotkey, coldkey);
        auto owned = sm::OwnedHotkeys.get(state(), coldkey);
        owned.push_back(hotkey);
        sm::OwnedHotkeys.set(state(), coldkey, owned);
    }
    /// A started subnet with a pool; its owner's hotkey is its first neuron.
    NetUid addSubnet(const AccountId& ownerHotkey, const AccountId& ownerColdkey) {
        const NetUid netuid{m_next++};
        sm::NetworksAdded.set(state(), netuid, true);
        sm::SubnetMechanism.set(state(), netuid, 1);
        sm::SubtokenEnabled.set(state(), netuid, true);
        sm::FirstEmissionBlockNumber.set(state(), netuid, 1);
        sm::SubnetOwner.set(state(), netuid, ownerColdkey);
        sm::SubnetOwnerHotkey.set(state(), netuid, ownerHotkey);
        sm::NetworkRegisteredAt.set(state(), netuid, now());
        if (!sm::hotkeyExists(state(), ownerHotkey)) own(ownerColdkey, ownerHotkey);
        sm::appendNeuron(context(), netuid, ownerHotkey);
        setReserves(netuid, 1'000'000'000'000, 1'000'000'000'000);
        return netuid;
    }
    /// A subnet whose alpha is TAO.
    NetUid addStableSubnet() {
        const NetUid netuid{m_next++};
        sm::NetworksAdded.set(state(), netuid, true);
        sm::SubtokenEnabled.set(state(), netuid, true);
        return netuid;
    }
    void setReserves(NetUid netuid, std::uint64_t tao, std::uint64_t alphaIn) {
        sm::SubnetTAO.set(state(), netuid, rao(tao));
        sm::SubnetAlphaIn.set(state(), netuid, alpha(alphaIn));
        const AccountId account = sm::subnetAccount(netuid);
        if (balances::free(state(), account) < rao(tao)) give(account, tao);
    }
    void give(const AccountId& who, std::uint64_t amount) {
        EXPECT_TRUE(balances::mintInto(context(), who, rao(amount)));
        sm::TotalIssuance.set(state(), balances::TotalIssuance.get(state()));
    }
    std::uint64_t balance(const AccountId& who) { return balances::free(state(), who).raw(); }
    /// Buys stake with TAO that is given for it.
    void buy(const AccountId& coldkey, const AccountId& hotkey, NetUid netuid, std::uint64_t tao) {
        give(coldkey, tao + 500);
        EXPECT_TRUE(sm::stakeInto(context(), hotkey, coldkey, netuid, rao(tao), kMaxLimitPrice));
    }
    /// Stake out of nowhere.
    void credit(const AccountId& coldkey, const AccountId& hotkey, NetUid netuid, std::uint64_t amount) {
        sm::increaseStake(state(), hotkey, coldkey, netuid, alpha(amount));
        sm::SubnetAlphaOut.set(state(), netuid, sm::SubnetAlphaOut.get(state(), netuid).saturatingAdd(alpha(amount)));
    }
    std::uint64_t stake(const AccountId& coldkey, const AccountId& hotkey, NetUid netuid) {
        return sm::stakeOf(state(), hotkey, coldkey, netuid).raw();
    }
    template <class C>
    std::string send(const AccountId& who, const C& call) {
        return chain.error(who, call);
    }

    EconomyChain chain;

private:
    std::uint16_t m_next{10};
};

} // namespace taodeck::subtensor::test

#pragma once
/// Upstream's unit-test chain with subnets that neurons can join: blocks that run the block step, registrations for
/// nothing (pallets/subtensor/src/tests/mock.rs: add_network, setup_reserves, register_ok_neuron, step_block).

#include "core/subtensor/pallets/subtensor_module/children/child_calls.h"
#include "core/subtensor/pallets/subtensor_module/coinbase/coinbase.h"
#include "core/subtensor/pallets/subtensor_module/registration/register_calls.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "tests/unit/subtensor/mock_chain.h"

namespace taodeck::subtensor::test {

inline constexpr std::uint64_t kReserve = 1'000'000'000'000;
inline constexpr std::uint64_t kAll = UINT64_MAX; ///< The whole of a proportion.

class NeuronChain : public MockChain {
public:
    explicit NeuronChain(std::uint32_t block = 1) : MockChain{block} {
        sm::ServingRateLimit.set(state(), kNet, 0);
        sm::TxDelegateTakeRateLimit.set(state(), 1);
        sm::TxChildkeyTakeRateLimit.set(state(), 1);
        sm::MinDelegateTake.set(state(), 5'898);
    }
    static constexpr NetUid kNet{1};

    /// A started subnet that takes registrations; its price halves in each block and does not jump.
    void add(NetUid netuid = kNet, std::uint16_t tempo = 13) {
        sm::initNewNetwork(context(), netuid, tempo);
        sm::NetworkRegistrationAllowed.set(state(), netuid, true);
        sm::FirstEmissionBlockNumber.set(state(), netuid, 1);
        sm::SubtokenEnabled.set(state(), netuid, true);
        sm::BurnHalfLife.set(state(), netuid, 1);
        sm::BurnIncreaseMult.set(state(), netuid, U64F64::fromInt(1));
        sm::ServingRateLimit.set(state(), netuid, 0);
    }
    void addWithReserves(NetUid netuid = kNet, std::uint16_t tempo = 13) {
        add(netuid, tempo);
        setReserves(*this, netuid, kReserve, kReserve);
    }
    void registerFree(NetUid netuid, const AccountId& hotkey, const AccountId& coldkey) {
        sm::Burn.set(state(), netuid, Rao{});
        if (sm::SubnetTAO.get(state(), netuid) == Rao{}) setReserves(*this, netuid, kReserve, kReserve);
        if (free(coldkey) < 1'000) fund(coldkey, 1'000);
        EXPECT_EQ(error(coldkey, sm::BurnedRegister{netuid, hotkey}), "");
    }
    void step(int blocks = 1) {
        for (int i = 0; i < blocks; ++i) {
            setBlock(block() + 1);
            sm::blockStep(context());
        }
    }
    std::optional<std::uint16_t> uid(const AccountId& hotkey, NetUid netuid = kNet) {
        return sm::Uids.get(state(), netuid, hotkey);
    }
    std::uint64_t burn(NetUid netuid = kNet) { return sm::Burn.get(state(), netuid).raw(); }
    void setEmissions(const std::vector<std::uint64_t>& values, NetUid netuid = kNet) {
        std::vector<Alpha> out;
        for (const std::uint64_t v : values)
            out.push_back(Alpha::fromRaw(v));
        sm::Emission.set(state(), netuid, out);
    }
};

inline constexpr NetUid kNet = NeuronChain::kNet;

} // namespace taodeck::subtensor::test

#pragma once
/// What SubtensorModule does differently from one version of the network to another where the state is touched, as
/// EconomyRules is for its arithmetic: a later version is a new class and a row in moduleRules(). Stateless; shared
/// between threads.

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"

namespace taodeck::subtensor::subtensor_module {

class ModuleRules {
public:
    virtual ~ModuleRules() = default;
    virtual const EpochClock& epochClock() const = 0;
    /// What becomes of the alpha that a hotkey's root stake earned on a subnet, takes already paid.
    virtual void creditRootDividends(const Context& ctx, const AccountId& hotkey, NetUid netuid,
                                     Alpha amount) const = 0;
    /// Takes the price of a neuron's registration from `coldkey`. @return what was paid.
    virtual Dispatch<Rao> payRegistration(const Context& ctx, const AccountId& coldkey, NetUid netuid,
                                          Rao price) const = 0;
};

/// The rules from `specVersion` on: the newest row that is not later; the oldest row for versions before it.
const ModuleRules& moduleRules(std::uint32_t specVersion);

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/children/schedule.h"

#include "core/subtensor/pallets/subtensor_module/children/events.h"
#include "core/subtensor/pallets/subtensor_module/children/kinship.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

/// What does not fit together any more is dropped without a word.
void setChildren(const Context& ctx, NetUid netuid, const AccountId& hotkey, const std::vector<Kin>& children) {
    const auto kinship = Kinship::withChildren(ctx.state, hotkey, netuid, children);
    if (!kinship) return;
    kinship->store(ctx.state, netuid);
    ctx.emit(ChildrenSet{hotkey, netuid, children});
}

Dispatch<> ensureUnique(const std::vector<Kin>& children) {
    std::set<AccountId> seen;
    for (const auto& child : children)
        TD_ENSURE(seen.insert(child.second).second, ModuleError::DuplicateChild);
    return {};
}

/// Only the hotkey's own stake counts, not what its parents lend it; a subnet's owner needs none.
bool mayHaveChildren(const StateReader& state, const AccountId& hotkey, NetUid netuid) {
    return totalStakeOfHotkey(state, hotkey).raw() >= StakeThreshold.get(state) ||
           SubnetOwnerHotkey.tryGet(state, netuid) == hotkey;
}

void applyDueChildrenOf(const Context& ctx, NetUid netuid) {
    const bool started = SubtokenEnabled.get(ctx.state, netuid);
    std::vector<std::pair<AccountId, std::vector<Kin>>> due;
    PendingChildKeys.forEachUnder(
        ctx.state,
        [&](NetUid, const AccountId& hotkey, const std::pair<std::vector<Kin>, std::uint64_t>& planned) {
            if (planned.second < blockNumber(ctx) || !started) due.emplace_back(hotkey, planned.first);
            return true;
        },
        netuid);
    for (const auto& [hotkey, children] : due)
        setChildren(ctx, netuid, hotkey, children);
    for (const auto& planned : due)
        PendingChildKeys.remove(ctx.state, netuid, planned.first);
}

} // namespace

Dispatch<> scheduleChildren(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                            const std::vector<Kin>& children) {
    State& state = ctx.state;
    const std::uint64_t now = blockNumber(ctx);
    TD_ENSURE(passesRateLimitOnSubnet(state, TransactionType::SetChildren, hotkey, netuid, now),
              ModuleError::TxRateLimitExceeded);
    TD_ENSURE(netuid != kRootNetUid, ModuleError::RegistrationNotPermittedOnRootSubnet);
    TD_ENSURE(NetworksAdded.get(state, netuid), ModuleError::SubnetNotExists);
    TD_ENSURE(owns(state, coldkey, hotkey), ModuleError::NonAssociatedColdKey);
    TD_DISPATCH_CHECK(ensureUnique(children));
    TD_DISPATCH_TRY(const Kinship kinship, Kinship::load(state, hotkey, netuid));
    TD_DISPATCH_CHECK(kinship.ensureAllowed(children));
    TD_ENSURE(children.empty() || mayHaveChildren(state, hotkey, netuid), ModuleError::NotEnoughStakeToSetChildkeys);
    setLastBlockOnSubnet(state, TransactionType::SetChildren, hotkey, netuid, now);

    if (!SubtokenEnabled.get(state, netuid)) {
        setChildren(ctx, netuid, hotkey, children);
        return {};
    }
    const std::uint64_t cooldown = PendingChildKeyCooldown.get(state);
    const std::uint64_t due = cooldown > UINT64_MAX - now ? UINT64_MAX : now + cooldown;
    PendingChildKeys.set(state, netuid, hotkey, {children, due});
    ctx.emit(SetChildrenScheduled{hotkey, netuid, due, children});
    return {};
}

void applyDueChildren(const Context& ctx) {
    for (const NetUid netuid : subnets(ctx.state))
        if (LastEpochBlock.get(ctx.state, netuid) == blockNumber(ctx)) applyDueChildrenOf(ctx, netuid);
}

Dispatch<> setRootValidatorsForSubnet(const Context& ctx, NetUid netuid) {
    TD_ENSURE(netuid != kRootNetUid, ModuleError::RegistrationNotPermittedOnRootSubnet);
    TD_ENSURE(NetworksAdded.get(ctx.state, netuid), ModuleError::SubnetNotExists);
    const auto owner = SubnetOwnerHotkey.tryGet(ctx.state, netuid);
    TD_ENSURE(owner, ModuleError::SubnetNotExists);

    std::vector<AccountId> validators;
    Keys.forEachUnder(
        ctx.state,
        [&validators](NetUid, std::uint16_t, const AccountId& hotkey) {
            validators.push_back(hotkey);
            return true;
        },
        kRootNetUid);
    for (const AccountId& validator : validators) {
        if (validator == *owner || !AutoParentDelegationEnabled.get(ctx.state, validator)) continue;
        // The checks come before any change, so a validator that may not is as it was.
        (void)scheduleChildren(ctx, Owner.get(ctx.state, validator), validator, netuid, {{UINT64_MAX, *owner}});
    }
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

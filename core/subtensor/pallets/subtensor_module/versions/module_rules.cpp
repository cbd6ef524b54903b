#include "core/subtensor/pallets/subtensor_module/versions/module_rules.h"

#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

/// Each subnet has a clock of its own, which its storage keeps.
class EpochClock425 final : public EpochClock {
public:
    bool isDue(const StateReader& state, NetUid netuid, std::uint64_t now) const override {
        return isEpochDue(state, netuid, now);
    }
    std::uint64_t blocksUntilNextAuto(const StateReader& state, NetUid netuid, std::uint64_t now) const override {
        return blocksUntilNextAutoEpoch(state, netuid, now);
    }
    std::optional<std::uint64_t> nextBlock(const StateReader& state, NetUid netuid) const override {
        return nextEpochBlock(state, netuid);
    }
    std::uint64_t current(const StateReader& state, NetUid netuid, std::uint64_t now) const override {
        return currentEpoch(state, netuid, now);
    }
    void advance(State& state, NetUid netuid, std::uint64_t now) const override {
        LastEpochBlock.set(state, netuid, now);
        PendingEpochAt.set(state, netuid, 0);
        SubnetEpochIndex.set(state, netuid, SubnetEpochIndex.get(state, netuid) + 1);
    }
    void defer(State& state, NetUid netuid, std::uint64_t now) const override {
        PendingEpochAt.set(state, netuid, now + 1);
    }
};

/// Since spec 423 each subnet has a clock of its own; root dividends are claimable alpha; a registration's price buys
/// alpha that nobody gets.
class ModuleRules425 final : public ModuleRules {
public:
    const EpochClock& epochClock() const override { return m_clock; }
    void creditRootDividends(const Context& ctx, const AccountId& hotkey, NetUid netuid, Alpha amount) const override {
        increaseRootClaimable(ctx.state, hotkey, netuid, amount);
    }
    /// Less than the price is paid where the whole of it would end the account.
    Dispatch<Rao> payRegistration(const Context& ctx, const AccountId& coldkey, NetUid netuid,
                                  Rao price) const override {
        TD_DISPATCH_TRY(const Rao paid, transferTaoToSubnet(ctx, netuid, coldkey, price));
        TD_DISPATCH_TRY(const Swapped bought, buyAlpha(ctx, netuid, paid, kMaxLimitPrice, Fees::Charge));
        const Alpha out = SubnetAlphaOut.get(ctx.state, netuid);
        SubnetAlphaOut.set(ctx.state, netuid, out.saturatingSub(Alpha::fromRaw(bought.paidOut)));
        return paid;
    }

private:
    EpochClock425 m_clock;
};

struct Row {
    std::uint32_t from;
    const ModuleRules* rules;
};

} // namespace

const ModuleRules& moduleRules(std::uint32_t specVersion) {
    static const ModuleRules425 rules425;
    static const Row table[] = {{425, &rules425}}; // oldest first
    const ModuleRules* chosen = table[0].rules;
    for (const auto& row : table)
        if (row.from <= specVersion) chosen = row.rules;
    return *chosen;
}

const EpochClock& epochClock(const RuleSet& rules) {
    return moduleRules(rules.specVersion()).epochClock();
}

} // namespace taodeck::subtensor::subtensor_module

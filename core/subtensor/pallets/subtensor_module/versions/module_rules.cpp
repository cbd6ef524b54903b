#include "core/subtensor/pallets/subtensor_module/versions/module_rules.h"

#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

/// Since spec 423 each subnet has a clock of its own; root dividends are claimable alpha; a registration's price buys
/// alpha that nobody gets.
class ModuleRules425 final : public ModuleRules {
public:
    bool isEpochDue(const StateReader& state, NetUid netuid, std::uint64_t now) const override {
        return subtensor_module::isEpochDue(state, netuid, now);
    }
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

} // namespace taodeck::subtensor::subtensor_module

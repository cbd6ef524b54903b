#include "core/subtensor/pallets/balances/account_store.h"

#include "core/subtensor/pallets/balances/events.h"
#include "core/subtensor/rules.h"

namespace taodeck::subtensor::balances {
namespace {

constexpr UInt128 kNewLogic = UInt128{1} << 127;

bool isDefault(const AccountData& data) {
    return data.free.raw() == 0 && data.reserved.raw() == 0 && data.frozen.raw() == 0 && data.flags.bits == kNewLogic;
}

bool consumes(const AccountData& data) {
    return data.reserved.raw() > 0 || data.frozen.raw() > 0;
}

/// The record goes with its last provider, and stays without balances while another pallet provides for it.
void store(State& state, const AccountId& who, AccountInfo info, const AccountData& data) {
    if (info.providers == 0 && info.sufficients == 0) {
        system::Account.remove(state, who);
        return;
    }
    info.data = data;
    system::Account.set(state, who, info);
}

/// @return the record with the references that the new balances bring.
Dispatch<AccountInfo> settleReferences(const Context& ctx, const AccountId& who, const AccountInfo& info, bool isNew,
                                       const AccountData& after) {
    const auto minimum = ctx.rules.existentialDeposit();
    const bool provided = info.data.free >= minimum, provides = after.free >= minimum;
    const bool consumed = !isNew && consumes(info.data), nowConsumes = consumes(after);
    // A reserve without a reference cannot come about by calls; root can write one.
    const bool lacksConsumer = nowConsumes && info.consumers == 0;
    if (provided == provides && consumed == nowConsumes && !lacksConsumer) return info;
    if (!provided && provides) system::incProviders(ctx, who);
    if (consumed && !nowConsumes) system::decConsumers(ctx.state, who);
    if (nowConsumes && (!consumed || lacksConsumer)) TD_DISPATCH_CHECK(system::incConsumers(ctx.state, who));
    if (provided && !provides) TD_DISPATCH_CHECK(system::decProviders(ctx, who)); // last: may reap
    return system::Account.get(ctx.state, who);
}

} // namespace

bool ensureUpgraded(const Context& ctx, const AccountId& who) {
    auto info = system::Account.get(ctx.state, who);
    if ((info.data.flags.bits & kNewLogic) != 0) return false;
    info.data.flags.bits |= kNewLogic;
    if (info.data.reserved.raw() > 0 && info.data.frozen.raw() == 0) {
        if (info.providers == 0) { // never on this chain; the network gives such an account enough to live
            info.data.free = std::max(info.data.free, ctx.rules.existentialDeposit());
            ++info.providers;
        }
        ++info.consumers;
    }
    system::Account.set(ctx.state, who, info);
    ctx.emit(event::Upgraded{who});
    return true;
}

Dispatch<> mutateAccount(const Context& ctx, const AccountId& who,
                         const std::function<Dispatch<>(AccountData&, bool)>& change) {
    ensureUpgraded(ctx, who);
    const auto info = system::Account.get(ctx.state, who);
    const bool isNew = isDefault(info.data);
    auto after = info.data;
    TD_DISPATCH_CHECK(change(after, isNew));
    TD_DISPATCH_TRY(const auto settled, settleReferences(ctx, who, info, isNew, after));
    Rao dust;
    if (after.free < ctx.rules.existentialDeposit() && after.reserved.raw() == 0) {
        dust = after.free;
        after = AccountData{};
    }
    const auto endowed = after.free.saturatingAdd(dust);
    store(ctx.state, who, settled, after);
    if (isNew) ctx.emit(event::Endowed{who, endowed});
    if (dust.raw() > 0) {
        ctx.emit(event::DustLost{who, dust});
        TotalIssuance.mutate(ctx.state, [dust](Rao& total) { total = total.saturatingSub(dust); });
    }
    return {};
}

} // namespace taodeck::subtensor::balances

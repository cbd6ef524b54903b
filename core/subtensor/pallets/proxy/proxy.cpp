#include "core/subtensor/pallets/proxy/proxy.h"

#include "core/subtensor/pallets/balances/reserves.h"
#include "core/subtensor/pallets/proxy/calls.h"
#include "core/subtensor/pallets/proxy/events.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>

namespace taodeck::subtensor::proxy {
namespace {

/// Where `wanted` stands in a list, or would.
template <class List>
auto placeOf(List& list, const ProxyDefinition& wanted) {
    return std::lower_bound(list.begin(), list.end(), wanted);
}

Dispatch<> reserveDifference(const Context& ctx, const AccountId& who, Rao before, Rao after) {
    if (after > before) return balances::reserve(ctx, who, after.saturatingSub(before));
    if (after < before) balances::unreserve(ctx, who, before.saturatingSub(after));
    return {};
}

void clearLastResults(const Context& ctx) {
    LastCallResult.removeUnder(ctx.state);
}

} // namespace

std::vector<TypeParam> ProxyDefinition::params(TypeRegistry& r) {
    return {{"AccountId", typeIdOf<AccountId>(r)},
            {"ProxyType", typeIdOf<ProxyType>(r)},
            {"BlockNumber", typeIdOf<BlockNumber>(r)}};
}

std::vector<TypeParam> Announcement::params(TypeRegistry& r) {
    return {{"AccountId", typeIdOf<AccountId>(r)},
            {"Hash", typeIdOf<Hash256>(r)},
            {"BlockNumber", typeIdOf<BlockNumber>(r)}};
}

Rao depositFor(std::size_t proxies) {
    if (proxies == 0) return Rao{};
    return Rao::fromRaw(kDepositBase.raw() + kDepositFactor.raw() * proxies);
}

Dispatch<> addProxy(const Context& ctx, const AccountId& delegator, const AccountId& delegate, ProxyType type,
                    BlockNumber delay) {
    TD_ENSURE(delegator != delegate, ProxyError::NoSelfProxy);
    auto [list, deposit] = Proxies.get(ctx.state, delegator);
    const ProxyDefinition wanted{delegate, type, delay};
    const auto place = placeOf(list.items, wanted);
    TD_ENSURE(place == list.items.end() || *place != wanted, ProxyError::Duplicate);
    TD_ENSURE(list.items.size() < kMaxProxies, ProxyError::TooMany);
    list.items.insert(place, wanted);
    const auto needed = depositFor(list.items.size());
    TD_DISPATCH_CHECK(reserveDifference(ctx, delegator, deposit, needed));
    Proxies.set(ctx.state, delegator, {list, needed});
    ctx.emit(event::ProxyAdded{delegator, delegate, type, delay});
    return {};
}

Dispatch<> removeProxy(const Context& ctx, const AccountId& delegator, const AccountId& delegate, ProxyType type,
                       BlockNumber delay) {
    auto [list, deposit] = Proxies.get(ctx.state, delegator);
    const ProxyDefinition wanted{delegate, type, delay};
    const auto place = placeOf(list.items, wanted);
    TD_ENSURE(place != list.items.end() && *place == wanted, ProxyError::NotFound);
    list.items.erase(place);
    const auto needed = depositFor(list.items.size());
    TD_DISPATCH_CHECK(reserveDifference(ctx, delegator, deposit, needed));
    if (list.items.empty()) {
        Proxies.remove(ctx.state, delegator);
    } else {
        Proxies.set(ctx.state, delegator, {list, needed});
    }
    // Upstream's quirk: the flag goes even if the delegate keeps a proxy of another type.
    RealPaysFee.remove(ctx.state, delegator, delegate);
    ctx.emit(event::ProxyRemoved{delegator, delegate, type, delay});
    return {};
}

Dispatch<ProxyDefinition> findProxy(const StateReader& state, const AccountId& real, const AccountId& delegate,
                                    std::optional<ProxyType> type) {
    for (const auto& proxy : Proxies.get(state, real).first.items)
        if (proxy.delegate == delegate && (!type || proxy.type == *type)) return proxy;
    return dispatchFail(ProxyError::NotProxy);
}

AccountId pureAccount(const AccountId& spawner, ProxyType type, std::uint16_t index, BlockNumber height,
                      std::uint32_t extrinsic) {
    Encoder entropy;
    entropy.raw(asBytes("modlpy/proxy____")).id(spawner).u32(raw(height)).u32(extrinsic);
    entropy.u8(static_cast<std::uint8_t>(type)).u16(index);
    return crypto::hashOf<AccountId>(entropy.view());
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Proxy,
        .crate = "pallet_subtensor_proxy",
        .storage = {&Proxies, &Announcements, &LastCallResult, &RealPaysFee},
        .calls = {callRow<Proxy>(), callRow<AddProxy>(), callRow<RemoveProxy>(), callRow<RemoveProxies>(),
                  callRow<CreatePure>(), callRow<KillPure>(), callRow<Announce>(), callRow<RemoveAnnouncement>(),
                  callRow<RejectAnnouncement>(), callRow<ProxyAnnounced>(), callRow<PokeDeposit>(),
                  callRow<SetRealPaysFee>()},
        .events = {eventRow<event::ProxyExecuted>(), eventRow<event::PureCreated>(), eventRow<event::PureKilled>(),
                   eventRow<event::Announced>(), eventRow<event::ProxyAdded>(), eventRow<event::ProxyRemoved>(),
                   eventRow<event::DepositPoked>(), eventRow<event::RealPaysFeeSet>()},
        .errorNames = kProxyErrorNames,
        .constants = {constantRow("ProxyDepositBase", [](const RuleSet&) { return kDepositBase; }),
                      constantRow("ProxyDepositFactor", [](const RuleSet&) { return kDepositFactor; }),
                      constantRow("MaxProxies", [](const RuleSet&) { return kMaxProxies; }),
                      constantRow("MaxPending", [](const RuleSet&) { return kMaxPending; }),
                      constantRow("AnnouncementDepositBase", [](const RuleSet&) { return kAnnouncementDepositBase; }),
                      constantRow("AnnouncementDepositFactor",
                                  [](const RuleSet&) { return kAnnouncementDepositFactor; })},
        .onFinalize = clearLastResults,
    };
    return pallet;
}

} // namespace taodeck::subtensor::proxy

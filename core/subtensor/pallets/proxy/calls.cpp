#include "core/subtensor/pallets/proxy/calls.h"

#include "core/subtensor/pallets/balances/reserves.h"
#include "core/subtensor/pallets/proxy/events.h"
#include "core/subtensor/pallets/proxy/filter.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/saturating.h"

#include <algorithm>

namespace taodeck::subtensor::proxy {
namespace {

/// Weight of acting for another: the call's own, reading and writing its account, and the call inside. Takes the
/// inner call's info, so that each level asks for it once: proxies inside proxies would else cost powers of two.
DispatchInfo actingInfo(DispatchInfo own, const DispatchInfo& inner) {
    own.refTime = saturatingSum(own.refTime + kDbRead + kDbWrite, inner.refTime);
    own.proofSize = saturatingSum(own.proofSize, inner.proofSize);
    return own;
}

/// What a proxy may dispatch: its type's calls; of this pallet's, none that would give it more than it has.
Origin::Filter powersOf(ProxyType type) {
    return [type](const RuntimeCall& call) {
        if (const auto* add = callAs<AddProxy>(call); add && !isSuperset(type, add->type)) return false;
        if (const auto* remove = callAs<RemoveProxy>(call); remove && !isSuperset(type, remove->type)) return false;
        if ((callAs<RemoveProxies>(call) || callAs<KillPure>(call)) && type != ProxyType::Any) return false;
        return allows(type, call);
    };
}

/// Dispatches as `real`, in whose name no filter of the sender counts any more. How it went is told by the event.
void act(const Context& ctx, const ProxyDefinition& proxy, const AccountId& real, const RuntimeCall& call) {
    auto origin = Origin::signedBy(real);
    origin.filter = std::make_shared<const Origin::Filter>(powersOf(proxy.type));
    const auto result = dispatch(ctx, origin, call);
    DispatchOutcome outcome;
    if (!result) outcome.error = result.error();
    LastCallResult.set(ctx.state, real, outcome);
    ctx.emit(event::ProxyExecuted{outcome});
}

/// Brings the reserve to today's price of `count` entries. @return the new deposit.
Dispatch<Rao> rejigDeposit(const Context& ctx, const AccountId& who, Rao before, Rao base, Rao factor,
                           std::size_t count) {
    const auto after = count == 0 ? Rao{} : Rao::fromRaw(base.raw() + factor.raw() * count);
    if (after > before) TD_DISPATCH_CHECK(balances::reserve(ctx, who, after.saturatingSub(before)));
    if (after < before) balances::unreserve(ctx, who, before.saturatingSub(after));
    return after;
}

void store(const Context& ctx, const AccountId& delegate, const AnnouncementList& list) {
    if (list.first.items.empty()) {
        Announcements.remove(ctx.state, delegate);
    } else {
        Announcements.set(ctx.state, delegate, list);
    }
}

/// Removes the announcements that `isDone` names, of which there must be one.
template <class IsDone>
Dispatch<> dropAnnouncements(const Context& ctx, const AccountId& delegate, IsDone isDone) {
    auto list = Announcements.get(ctx.state, delegate);
    auto& pending = list.first.items;
    const auto kept = std::remove_if(pending.begin(), pending.end(), isDone);
    TD_ENSURE(kept != pending.end(), ProxyError::NotFound);
    pending.erase(kept, pending.end());
    TD_DISPATCH_TRY(list.second, rejigDeposit(ctx, delegate, list.second, kAnnouncementDepositBase,
                                              kAnnouncementDepositFactor, pending.size()));
    store(ctx, delegate, list);
    return {};
}

Dispatch<> dropAnnouncement(const Context& ctx, const AccountId& delegate, const AccountId& real,
                            const Hash256& callHash) {
    return dropAnnouncements(ctx, delegate,
                             [&](const Announcement& a) { return a.real == real && a.callHash == callHash; });
}

/// @return whether it changed.
Dispatch<bool> poke(const Context& ctx, const AccountId& who, DepositKind kind, Rao& deposit, Rao base, Rao factor,
                    std::size_t count) {
    const auto before = deposit;
    TD_DISPATCH_TRY(deposit, rejigDeposit(ctx, who, before, base, factor, count));
    if (deposit == before) return false;
    ctx.emit(event::DepositPoked{who, kind, before, deposit});
    return true;
}

} // namespace

DispatchInfo Proxy::info(const Proxy& c) {
    const auto inner = infoOf(c.call);
    auto out = actingInfo(callInfo(28'026'265 + 53'205 * kMaxProxies, 3, 1, 4254 + 37 * kMaxProxies), inner);
    out.paysFee = inner.paysFee;
    return out;
}

DispatchInfo ProxyAnnounced::info(const ProxyAnnounced& c) {
    return actingInfo(callInfo(53'234'507 + 228'831 * kMaxPending + 54'037 * kMaxProxies, 5, 3,
                               8615 + 68 * kMaxPending + 37 * kMaxProxies),
                      infoOf(c.call));
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Proxy& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto real, lookup(call.real));
    TD_DISPATCH_TRY(const auto proxy, findProxy(ctx.state, real, who, call.type));
    TD_ENSURE(raw(proxy.delay) == 0, ProxyError::Unannounced);
    act(ctx, proxy, real, call.call);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const AddProxy& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto delegate, lookup(call.delegate));
    TD_DISPATCH_CHECK(addProxy(ctx, who, delegate, call.type, call.delay));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveProxy& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto delegate, lookup(call.delegate));
    TD_DISPATCH_CHECK(removeProxy(ctx, who, delegate, call.type, call.delay));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveProxies&) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    const auto deposit = Proxies.get(ctx.state, who).second;
    Proxies.remove(ctx.state, who);
    balances::unreserve(ctx, who, deposit);
    RealPaysFee.removeUnder(ctx.state, who);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const CreatePure& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    const auto pure = pureAccount(who, call.type, call.index, ctx.block, system::extrinsicIndex(ctx.state));
    TD_ENSURE(!Proxies.exists(ctx.state, pure), ProxyError::Duplicate);
    const auto deposit = depositFor(1);
    TD_DISPATCH_CHECK(balances::reserve(ctx, who, deposit));
    Proxies.set(ctx.state, pure, {{{{who, call.type, call.delay}}}, deposit});
    ctx.emit(event::PureCreated{pure, who, call.type, call.index});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const KillPure& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto spawner, lookup(call.spawner));
    const auto pure = pureAccount(spawner, call.type, call.index, call.height.value, call.extrinsic.value);
    TD_ENSURE(pure == who, ProxyError::NoPermission);
    const auto deposit = Proxies.get(ctx.state, who).second;
    Proxies.remove(ctx.state, who);
    balances::unreserve(ctx, spawner, deposit);
    ctx.emit(event::PureKilled{who, spawner, call.type, call.index});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Announce& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto real, lookup(call.real));
    TD_DISPATCH_CHECK(findProxy(ctx.state, real, who, std::nullopt).map([](const ProxyDefinition&) {}));
    auto list = Announcements.get(ctx.state, who);
    TD_ENSURE(list.first.items.size() < kMaxPending, ProxyError::TooMany);
    list.first.items.push_back({real, call.callHash, ctx.block});
    TD_DISPATCH_TRY(list.second, rejigDeposit(ctx, who, list.second, kAnnouncementDepositBase,
                                              kAnnouncementDepositFactor, list.first.items.size()));
    store(ctx, who, list);
    ctx.emit(event::Announced{real, who, call.callHash});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveAnnouncement& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto real, lookup(call.real));
    TD_DISPATCH_CHECK(dropAnnouncement(ctx, who, real, call.callHash));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RejectAnnouncement& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto delegate, lookup(call.delegate));
    TD_DISPATCH_CHECK(dropAnnouncement(ctx, delegate, who, call.callHash));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ProxyAnnounced& call) {
    TD_DISPATCH_CHECK(ensureSigned(origin).map([](const AccountId&) {}));
    TD_DISPATCH_TRY(const auto delegate, lookup(call.delegate));
    TD_DISPATCH_TRY(const auto real, lookup(call.real));
    TD_DISPATCH_TRY(const auto proxy, findProxy(ctx.state, real, delegate, call.type));
    const auto callHash = crypto::hashOf<Hash256>(encoded(call.call));
    const auto waited = [&](const Announcement& a) {
        return raw(ctx.block) - std::min(raw(a.height), raw(ctx.block)) >= raw(proxy.delay);
    };
    const auto dropped = dropAnnouncements(
        ctx, delegate, [&](const Announcement& a) { return a.real == real && a.callHash == callHash && waited(a); });
    TD_ENSURE(dropped, ProxyError::Unannounced);
    act(ctx, proxy, real, call.call);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const PokeDeposit&) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    auto proxies = Proxies.get(ctx.state, who);
    TD_DISPATCH_TRY(const bool forProxies, poke(ctx, who, DepositKind::Proxies, proxies.second, kDepositBase,
                                                kDepositFactor, proxies.first.items.size()));
    if (proxies.first.items.empty()) {
        Proxies.remove(ctx.state, who);
    } else {
        Proxies.set(ctx.state, who, proxies);
    }
    auto pending = Announcements.get(ctx.state, who);
    TD_DISPATCH_TRY(const bool forPending,
                    poke(ctx, who, DepositKind::Announcements, pending.second, kAnnouncementDepositBase,
                         kAnnouncementDepositFactor, pending.first.items.size()));
    store(ctx, who, pending);
    return PostInfo{{}, !forProxies && !forPending};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetRealPaysFee& call) {
    TD_DISPATCH_TRY(const auto real, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto delegate, lookup(call.delegate));
    TD_DISPATCH_CHECK(findProxy(ctx.state, real, delegate, std::nullopt).map([](const ProxyDefinition&) {}));
    if (call.paysFee) {
        RealPaysFee.set(ctx.state, real, delegate, Unit{});
    } else {
        RealPaysFee.remove(ctx.state, real, delegate);
    }
    ctx.emit(event::RealPaysFeeSet{real, delegate, call.paysFee});
    return PostInfo{};
}

} // namespace taodeck::subtensor::proxy

#pragma once
/// The steps that upstream takes around the change of a parameter, in its order: who, when, whether the value is
/// allowed, the change, the event, and for an owner the note that it happened.

#include "core/subtensor/pallets/admin_utils/admin_utils.h"
#include "core/subtensor/pallets/admin_utils/shapes.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

namespace taodeck::subtensor::admin_utils {

using Owner = std::optional<AccountId>; ///< Nothing: root.
using sm::Hyperparameter;

/// AdminUtils.SubnetDoesNotExist.
Dispatch<> ensureExists(const Context& ctx, NetUid netuid);
/// AdminUtils.NotPermittedOnRootSubnet, after ensureExists.
Dispatch<> ensureExistsAndNotRoot(const Context& ctx, NetUid netuid);

struct NoEvent {}; ///< For parameters that change silently.
template <class Event, class C>
void emitFor(const Context& ctx, const C& call) {
    if constexpr (!std::is_same_v<Event, NoEvent>) {
        if constexpr (requires { call.netuid; })
            ctx.emit(Event{call.netuid, call.value});
        else
            ctx.emit(Event{call.value});
    }
}

/// Root sets a value of the whole network.
template <class Event, class C, class Item>
DispatchResult rootSets(const Context& ctx, const Origin& origin, const C& call, const Item& item) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    item.set(ctx.state, call.value);
    emitFor<Event>(ctx, call);
    return PostInfo{};
}

/// What else binds root when it sets a value of a subnet.
enum class RootBound : std::uint8_t { Nothing, Existence, WindowAndExistence };
/// Root sets a value of a subnet; `check() -> Dispatch<>` looks at the value.
template <class Event, RootBound kBound, class C, class Item, class Check>
DispatchResult rootSetsSubnet(const Context& ctx, const Origin& origin, const C& call, const Item& item, Check check) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    if constexpr (kBound == RootBound::WindowAndExistence)
        TD_DISPATCH_CHECK(sm::ensureNotInFreezeWindow(ctx, call.netuid));
    if constexpr (kBound != RootBound::Nothing) TD_DISPATCH_CHECK(ensureExists(ctx, call.netuid));
    TD_DISPATCH_CHECK(check());
    item.set(ctx.state, call.netuid, call.value);
    emitFor<Event>(ctx, call);
    return PostInfo{};
}
template <class Event, RootBound kBound, class C, class Item>
DispatchResult rootSetsSubnet(const Context& ctx, const Origin& origin, const C& call, const Item& item) {
    return rootSetsSubnet<Event, kBound>(ctx, origin, call, item, [] { return Dispatch<>{}; });
}

/// The owner, within the limit, or root, outside the freeze window: `change(owner) -> Dispatch<>` checks and changes.
template <class Change>
DispatchResult ownerChanges(const Context& ctx, const Origin& origin, NetUid netuid, sm::TransactionType limit,
                            Change change) {
    TD_DISPATCH_TRY(const auto owner, sm::ensureOwnerOrRootWithLimits(ctx, origin, netuid, {limit}));
    TD_DISPATCH_CHECK(sm::ensureNotInFreezeWindow(ctx, netuid));
    TD_DISPATCH_CHECK(change(owner));
    sm::recordOwnerLimits(ctx, owner, netuid, {limit});
    return PostInfo{};
}
/// The same for a value that is stored as it comes; `check(owner) -> Dispatch<>` looks at it.
template <class Event, class C, class Item, class Check>
DispatchResult ownerSets(const Context& ctx, const Origin& origin, const C& call, const Item& item,
                         sm::TransactionType limit, Check check) {
    return ownerChanges(ctx, origin, call.netuid, limit, [&](const Owner& owner) -> Dispatch<> {
        TD_DISPATCH_CHECK(check(owner));
        item.set(ctx.state, call.netuid, call.value);
        emitFor<Event>(ctx, call);
        return {};
    });
}
/// The usual check: the subnet exists.
template <class Event, class C, class Item>
DispatchResult ownerSets(const Context& ctx, const Origin& origin, const C& call, const Item& item,
                         sm::TransactionType limit) {
    return ownerSets<Event>(ctx, origin, call, item, limit,
                            [&](const Owner&) { return ensureExists(ctx, call.netuid); });
}
/// Upstream asks nothing about the subnet: an id that does not exist is refused only because nobody owns it, and root
/// writes to it.
inline constexpr auto kNoCheck = [](const Owner&) { return Dispatch<>{}; };

} // namespace taodeck::subtensor::admin_utils

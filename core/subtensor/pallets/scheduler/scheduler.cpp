#include "core/subtensor/pallets/scheduler/scheduler.h"

#include "core/subtensor/pallets/preimage/preimage.h"
#include "core/subtensor/pallets/scheduler/events.h"
#include "core/subtensor/rules.h"

namespace taodeck::subtensor {

using scheduler::BoundedCall;

void TypeInfo<BoundedCall>::encode(Encoder& out, const BoundedCall& v) {
    out.u8(static_cast<std::uint8_t>(v.kind));
    if (v.kind == BoundedCall::Kind::Inline) {
        out.bytes(v.bytes);
        return;
    }
    out.id(v.hash);
    if (v.kind == BoundedCall::Kind::Lookup) out.u32(v.length);
}

Result<BoundedCall> TypeInfo<BoundedCall>::decode(Decoder& in) {
    TD_TRY(const auto arm, in.u8());
    if (arm > static_cast<std::uint8_t>(BoundedCall::Kind::Lookup)) return fail(Errc::Malformed, "bounded call");
    BoundedCall out;
    out.kind = static_cast<BoundedCall::Kind>(arm);
    if (out.kind == BoundedCall::Kind::Inline) {
        TD_TRY(out.bytes, TypeInfo<Bytes>::decode(in));
        if (out.bytes.size() > scheduler::kMaxInline) return fail(Errc::OutOfRange, "bounded call");
        return out;
    }
    TD_TRY(out.hash, in.id<Hash256>());
    if (out.kind == BoundedCall::Kind::Lookup) {
        TD_TRY(out.length, in.u32());
    }
    return out;
}

TypeId TypeInfo<BoundedCall>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<BoundedCall>, [](TypeRegistry& r) {
        const auto hash = typeIdOf<Hash256>(r);
        const auto hasher = r.shared({"sp_runtime::traits::BlakeTwo256", {}, TypeDef::Composite{}});
        TypeDef::Variant arms;
        arms.variants = {{"Legacy", 0, {{"hash", hash, "H::Output"}}},
                         {"Inline", 1, {{{}, typeIdOf<BoundedVec<std::uint8_t>>(r), "BoundedInline"}}},
                         {"Lookup", 2, {{"hash", hash, "H::Output"}, {"len", typeIdOf<std::uint32_t>(r), "u32"}}}};
        return TypeDef{"frame_support::traits::preimages::Bounded",
                       {{"T", typeIdOf<RuntimeCall>(r)}, {"H", hasher}},
                       std::move(arms)};
    });
}

} // namespace taodeck::subtensor

namespace taodeck::subtensor::scheduler {
namespace {

/// Root may touch every task, others only their own.
Dispatch<> ensurePrivilege(const Origin& by, const OriginCaller& of) {
    TD_ENSURE(by.kind == Origin::Kind::Root || OriginCaller::of(by) == of, DispatchError::Kind::BadOrigin);
    return {};
}

Dispatch<Scheduled> taskAt(const Context& ctx, const TaskAddress& address) {
    auto agenda = Agenda.get(ctx.state, address.first).items;
    TD_ENSURE(address.second < agenda.size() && agenda[address.second], SchedulerError::NotFound);
    return *std::move(agenda[address.second]);
}

void takeOut(const Context& ctx, const TaskAddress& address) {
    Agenda.mutate(ctx.state, address.first, [&](AgendaList& agenda) { agenda.items[address.second].reset(); });
    Retries.remove(ctx.state, address);
    cleanUp(ctx, address.first);
    ctx.emit(event::Canceled{address.first, address.second});
}

} // namespace

std::vector<TypeParam> Scheduled::params(TypeRegistry& r) {
    return {{"Name", typeIdOf<TaskName>(r)},
            {"Call", typeIdOf<BoundedCall>(r)},
            {"BlockNumber", typeIdOf<BlockNumber>(r)},
            {"PalletsOrigin", typeIdOf<OriginCaller>(r)},
            {"AccountId", typeIdOf<AccountId>(r)}};
}

std::vector<TypeParam> RetryConfig::params(TypeRegistry& r) {
    return {{"Period", typeIdOf<BlockNumber>(r)}};
}

std::uint64_t maximumRefTime(const RuleSet& rules) {
    return rules.maxBlockRefTime() / 5 * 4;
}

Dispatch<TaskAddress> place(const Context& ctx, BlockNumber when, const Scheduled& task) {
    auto agenda = Agenda.get(ctx.state, when);
    auto& items = agenda.items;
    auto place = items.end();
    if (items.size() >= kMaxPerBlock) {
        place = std::find(items.begin(), items.end(), std::nullopt);
        TD_ENSURE(place != items.end(), DispatchError::Kind::Exhausted);
        *place = task;
    } else {
        place = items.insert(items.end(), task);
    }
    const TaskAddress address{when, static_cast<std::uint32_t>(place - items.begin())};
    Agenda.set(ctx.state, when, agenda);
    if (task.id) Lookup.set(ctx.state, *task.id, address);
    ctx.emit(event::ScheduledAt{address.first, address.second});
    return address;
}

void cleanUp(const Context& ctx, BlockNumber when) {
    auto agenda = Agenda.get(ctx.state, when);
    auto& items = agenda.items;
    const auto size = items.size();
    while (!items.empty() && !items.back())
        items.pop_back();
    if (items.empty()) {
        Agenda.remove(ctx.state, when);
    } else if (items.size() < size) {
        Agenda.set(ctx.state, when, agenda);
    }
}

Dispatch<BoundedCall> bound(const Context& ctx, const RuntimeCall& call) {
    BoundedCall out;
    out.bytes = encoded(call);
    if (out.bytes.size() <= kMaxInline) return out;
    out.kind = BoundedCall::Kind::Lookup;
    out.length = static_cast<std::uint32_t>(out.bytes.size());
    TD_DISPATCH_TRY(out.hash, preimage::note(ctx, out.bytes));
    out.bytes.clear();
    return out;
}

void dropCall(const Context& ctx, const BoundedCall& call) {
    if (call.kind == BoundedCall::Kind::Inline) return;
    // Fails only if somebody took the request back before; upstream does not mind either.
    [[maybe_unused]] const auto dropped = preimage::unrequest(ctx, call.hash);
}

Dispatch<TaskAddress> schedule(const Context& ctx, std::optional<TaskName> id, BlockNumber when,
                               std::optional<Period> periodic, std::uint8_t priority, const Origin& origin,
                               const RuntimeCall& call) {
    TD_DISPATCH_TRY(const auto bounded, bound(ctx, call));
    TD_ENSURE(!id || !Lookup.exists(ctx.state, *id), SchedulerError::FailedToSchedule);
    TD_ENSURE(raw(when) > raw(ctx.block), SchedulerError::TargetBlockNumberInPast);
    if (periodic && (periodic->second <= 1 || raw(periodic->first) == 0)) periodic.reset();
    if (periodic) --periodic->second; // the run that is scheduled now
    TD_DISPATCH_TRY(const auto address, place(ctx, when, {id, priority, bounded, periodic, OriginCaller::of(origin)}));
    // Upstream's quirk: noting a long call has requested it once already, so that its bytes outlive the task.
    if (bounded.kind == BoundedCall::Kind::Lookup) preimage::request(ctx, bounded.hash);
    return address;
}

Dispatch<> cancel(const Context& ctx, const Origin& origin, const TaskAddress& address) {
    TD_DISPATCH_TRY(const auto task, taskAt(ctx, address));
    TD_DISPATCH_CHECK(ensurePrivilege(origin, task.origin));
    dropCall(ctx, task.call);
    if (task.id) Lookup.remove(ctx.state, *task.id);
    takeOut(ctx, address);
    return {};
}

Dispatch<> cancelNamed(const Context& ctx, const Origin& origin, const TaskName& id) {
    const auto address = Lookup.get(ctx.state, id);
    TD_ENSURE(address, SchedulerError::NotFound);
    TD_DISPATCH_TRY(const auto task, taskAt(ctx, *address));
    TD_DISPATCH_CHECK(ensurePrivilege(origin, task.origin));
    Lookup.remove(ctx.state, id);
    dropCall(ctx, task.call);
    takeOut(ctx, *address);
    return {};
}

Dispatch<> setRetry(const Context& ctx, const Origin& origin, const TaskAddress& address, std::uint8_t retries,
                    BlockNumber period) {
    TD_DISPATCH_TRY(const auto task, taskAt(ctx, address));
    TD_DISPATCH_CHECK(ensurePrivilege(origin, task.origin));
    Retries.set(ctx.state, address, {retries, retries, period});
    return {};
}

Dispatch<> cancelRetry(const Context& ctx, const Origin& origin, const TaskAddress& address) {
    TD_DISPATCH_TRY(const auto task, taskAt(ctx, address));
    TD_DISPATCH_CHECK(ensurePrivilege(origin, task.origin));
    Retries.remove(ctx.state, address);
    return {};
}

} // namespace taodeck::subtensor::scheduler

#include "core/subtensor/pallets/scheduler/calls.h"

#include "core/subtensor/pallets/scheduler/events.h"
#include "core/subtensor/rules.h"

#include <limits>

namespace taodeck::subtensor::scheduler {
namespace {

/// `after` blocks later than the next: this block's tasks have run.
BlockNumber later(const Context& ctx, BlockNumber after) {
    const auto sum = std::uint64_t{raw(ctx.block)} + raw(after) + 1;
    return BlockNumber{
        static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()))};
}

template <class C>
DispatchResult scheduleAt(const Context& ctx, const Origin& origin, const C& call, std::optional<TaskName> id,
                          BlockNumber when) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(
        schedule(ctx, id, when, call.periodic, call.priority, origin, call.call).map([](const TaskAddress&) {}));
    return PostInfo{};
}

Dispatch<TaskAddress> find(const Context& ctx, const TaskName& id) {
    const auto address = Lookup.get(ctx.state, id);
    TD_ENSURE(address, SchedulerError::NotFound);
    return *address;
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const Schedule& call) {
    return scheduleAt(ctx, origin, call, std::nullopt, call.when);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const ScheduleNamed& call) {
    return scheduleAt(ctx, origin, call, call.id, call.when);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const ScheduleAfter& call) {
    return scheduleAt(ctx, origin, call, std::nullopt, later(ctx, call.when));
}
DispatchResult apply(const Context& ctx, const Origin& origin, const ScheduleNamedAfter& call) {
    return scheduleAt(ctx, origin, call, call.id, later(ctx, call.when));
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Cancel& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(cancel(ctx, origin, {call.when, call.index}));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const CancelNamed& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(cancelNamed(ctx, origin, call.id));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetRetry& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(setRetry(ctx, origin, call.task, call.retries, call.period));
    ctx.emit(event::RetrySet{call.task, std::nullopt, call.period, call.retries});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetRetryNamed& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_TRY(const auto task, find(ctx, call.id));
    TD_DISPATCH_CHECK(setRetry(ctx, origin, task, call.retries, call.period));
    ctx.emit(event::RetrySet{task, call.id, call.period, call.retries});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const CancelRetry& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(cancelRetry(ctx, origin, call.task));
    ctx.emit(event::RetryCancelled{call.task, std::nullopt});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const CancelRetryNamed& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_TRY(const auto task, find(ctx, call.id));
    TD_DISPATCH_CHECK(cancelRetry(ctx, origin, task));
    ctx.emit(event::RetryCancelled{task, call.id});
    return PostInfo{};
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Scheduler,
        .crate = "pallet_scheduler",
        .storage = {&IncompleteSince, &Agenda, &Retries, &Lookup},
        .calls = {callRow<Schedule>(), callRow<Cancel>(), callRow<ScheduleNamed>(), callRow<CancelNamed>(),
                  callRow<ScheduleAfter>(), callRow<ScheduleNamedAfter>(), callRow<SetRetry>(),
                  callRow<SetRetryNamed>(), callRow<CancelRetry>(), callRow<CancelRetryNamed>()},
        .events = {eventRow<event::ScheduledAt>(), eventRow<event::Canceled>(), eventRow<event::Dispatched>(),
                   eventRow<event::RetrySet>(), eventRow<event::RetryCancelled>(), eventRow<event::CallUnavailable>(),
                   eventRow<event::PeriodicFailed>(), eventRow<event::RetryFailed>(),
                   eventRow<event::PermanentlyOverweight>(), eventRow<event::AgendaIncomplete>()},
        .errorNames = kSchedulerErrorNames,
        .constants = {constantRow("MaximumWeight",
                                  [](const RuleSet& rules) {
                                      // Four fifths of all proof size, which nothing here measures.
                                      return Weight{{maximumRefTime(rules)}, {~std::uint64_t{0} / 5 * 4}};
                                  }),
                      constantRow("MaxScheduledPerBlock", [](const RuleSet&) { return kMaxPerBlock; })},
        .onInitialize = serviceAgendas,
    };
    return pallet;
}

} // namespace taodeck::subtensor::scheduler

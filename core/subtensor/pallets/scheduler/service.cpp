#include "core/subtensor/pallets/preimage/preimage.h"
#include "core/subtensor/pallets/scheduler/events.h"
#include "core/subtensor/pallets/scheduler/scheduler.h"
#include "core/subtensor/saturating.h"

#include <limits>

namespace taodeck::subtensor::scheduler {
namespace {

// ref_time. Source: pallet-scheduler's weights.rs.
constexpr std::uint64_t kAgendas = 1'335'000 + kDbRead + kDbWrite;
constexpr std::uint64_t agendaWeight(std::size_t tasks) {
    return 2'409'000 + 486'046 * tasks + kDbRead + kDbWrite;
}
constexpr std::uint64_t kTask = 2'991'000;
constexpr std::uint64_t kTaskNamed = 4'292'000 + kDbWrite;
constexpr std::uint64_t kTaskPeriodic = 2'974'000;
constexpr std::uint64_t fetchedWeight(std::uint64_t bytes) {
    return 16'792'000 + 23'402 * bytes + 3 * kDbRead + 2 * kDbWrite;
}
constexpr std::uint64_t kDispatchSigned = 4'155'000 + 2 * kDbRead;
constexpr std::uint64_t kDispatchOther = 1'858'000;
constexpr std::uint64_t kRetry = 10'762'174 + 16'285 * kMaxPerBlock + kDbRead + 2 * kDbWrite;

/// What is left of the weight that a block may spend here.
class Meter {
public:
    explicit Meter(std::uint64_t limit) : m_left{limit} {}
    bool has(std::uint64_t weight) const { return weight <= m_left; }
    /// Takes `weight`, or nothing when there is not enough.
    bool take(std::uint64_t weight) {
        if (!has(weight)) return false;
        m_left -= weight;
        return true;
    }

private:
    std::uint64_t m_left;
};

/// Weight of a task before its call; `length` of a call that was looked up.
std::uint64_t taskWeight(const Scheduled& task, std::optional<std::uint32_t> length) {
    auto out = length ? fetchedWeight(*length) : kTask;
    if (task.id) out += kTaskNamed - kTask;
    // The periodic step was measured below the base, so it adds nothing.
    if (task.periodic && kTaskPeriodic > kTask) out += kTaskPeriodic - kTask;
    return out;
}

std::optional<std::uint32_t> lookupLength(const BoundedCall& call) {
    if (call.kind != BoundedCall::Kind::Lookup) return std::nullopt;
    return call.length;
}

BlockNumber plus(BlockNumber a, BlockNumber b) {
    const auto sum = saturatingSum(raw(a), raw(b));
    return BlockNumber{
        static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()))};
}

struct Found {
    RuntimeCall call;
    std::optional<std::uint32_t> length; ///< Of the bytes fetched.
};

std::optional<Found> realize(const Context& ctx, const BoundedCall& call) {
    std::optional<std::uint32_t> length = lookupLength(call);
    if (call.kind == BoundedCall::Kind::Legacy) {
        length = preimage::lengthOf(ctx, call.hash);
        if (!length) return std::nullopt;
    }
    const auto bytes = length ? preimage::fetch(ctx.state, call.hash, *length) : std::optional{call.bytes};
    if (!bytes) return std::nullopt;
    Decoder in{*bytes};
    auto decoded = TypeInfo<RuntimeCall>::decode(in); // bytes left over do not matter, as upstream
    if (!decoded) return std::nullopt;
    return Found{*std::move(decoded), length};
}

/// One block's agenda in work.
struct Service {
    const Context& ctx;
    Meter& meter;
    BlockNumber when;

    enum class Outcome { Done, Unavailable, Overweight };
    Outcome run(std::uint32_t index, bool isFirst, Scheduled task);

private:
    /// Empty: the call does not fit any more.
    std::optional<DispatchOutcome> execute(const OriginCaller& origin, const RuntimeCall& call);
    void retry(const TaskAddress& address, const Scheduled& task, RetryConfig config);
    void repeat(const TaskAddress& address, Scheduled task, const std::optional<RetryConfig>& config);
};

std::optional<DispatchOutcome> Service::execute(const OriginCaller& origin, const RuntimeCall& call) {
    const auto base = origin.kind == Origin::Kind::Signed ? kDispatchSigned : kDispatchOther;
    if (!meter.has(saturatingSum(base, infoOf(call).refTime))) return std::nullopt;
    const auto result = dispatch(ctx, origin.origin(), call);
    meter.take(base);
    meter.take(usedRefTime(call, result));
    DispatchOutcome outcome;
    if (!result) outcome.error = result.error();
    return outcome;
}

void Service::retry(const TaskAddress& address, const Scheduled& task, RetryConfig config) {
    if (!meter.take(kRetry)) {
        ctx.emit(event::RetryFailed{address, task.id});
        return;
    }
    if (config.remaining == 0) return;
    --config.remaining;
    auto again = task;
    again.id.reset();
    again.periodic.reset();
    if (const auto placed = place(ctx, plus(ctx.block, config.period), again)) {
        Retries.set(ctx.state, *placed, config);
    } else {
        dropCall(ctx, task.call);
        ctx.emit(event::RetryFailed{address, again.id});
    }
}

void Service::repeat(const TaskAddress& address, Scheduled task, const std::optional<RetryConfig>& config) {
    const auto period = task.periodic->first;
    if (--task.periodic->second == 0) task.periodic.reset();
    if (const auto placed = place(ctx, plus(ctx.block, period), task)) {
        if (config) Retries.set(ctx.state, *placed, *config);
    } else {
        dropCall(ctx, task.call);
        ctx.emit(event::PeriodicFailed{address, task.id});
    }
}

Service::Outcome Service::run(std::uint32_t index, bool isFirst, Scheduled task) {
    const TaskAddress address{when, index};
    if (task.id) Lookup.remove(ctx.state, *task.id);
    const auto found = realize(ctx, task.call);
    meter.take(taskWeight(task, found ? found->length : lookupLength(task.call)));
    if (!found) {
        ctx.emit(event::CallUnavailable{address, task.id});
        dropCall(ctx, task.call);
        return Outcome::Unavailable;
    }
    const auto outcome = execute(task.origin, found->call);
    if (!outcome) {
        if (!isFirst) return Outcome::Overweight;
        dropCall(ctx, task.call);
        ctx.emit(event::PermanentlyOverweight{address, task.id});
        return Outcome::Unavailable;
    }
    const auto config = Retries.get(ctx.state, address);
    Retries.remove(ctx.state, address);
    ctx.emit(event::Dispatched{address, task.id, *outcome});
    if (config && outcome->error) retry(address, task, *config);
    if (task.periodic) {
        repeat(address, std::move(task), config);
    } else {
        dropCall(ctx, task.call);
    }
    return Outcome::Done;
}

/// Places in an agenda in the order in which they run: by priority, then by place.
std::vector<std::uint32_t> ordered(const std::vector<std::optional<Scheduled>>& agenda) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < agenda.size(); ++i)
        if (agenda[i]) out.push_back(i);
    std::stable_sort(out.begin(), out.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return agenda[a]->priority < agenda[b]->priority; });
    return out;
}

/// @return false when tasks had to wait.
bool serviceAgenda(const Context& ctx, Meter& meter, BlockNumber when, bool isFirst) {
    auto agenda = Agenda.get(ctx.state, when);
    const auto order = ordered(agenda.items);
    meter.take(agendaWeight(order.size()));
    Service service{ctx, meter, when};
    bool postponed = false, dropped = false;
    for (const auto index : order) {
        auto& slot = agenda.items[index];
        if (!meter.has(taskWeight(*slot, lookupLength(slot->call)))) {
            postponed = true;
            break;
        }
        switch (service.run(index, isFirst, *slot)) {
        case Service::Outcome::Done:
            isFirst = false;
            slot.reset();
            break;
        case Service::Outcome::Unavailable: // stays in storage, where nothing runs it any more
            dropped = true;
            break;
        case Service::Outcome::Overweight:
            postponed = true;
            break;
        }
    }
    if (postponed || dropped) {
        Agenda.set(ctx.state, when, agenda);
    } else {
        Agenda.remove(ctx.state, when);
    }
    return !postponed;
}

} // namespace

void serviceAgendas(const Context& ctx) {
    Meter meter{maximumRefTime(ctx.rules)};
    if (!meter.take(kAgendas)) return;
    const auto now = raw(ctx.block);
    auto incomplete = now + 1;
    auto when = raw(IncompleteSince.get(ctx.state).value_or(ctx.block));
    bool isFirst = true;
    for (; when <= now && meter.has(agendaWeight(kMaxPerBlock)); ++when) {
        if (!serviceAgenda(ctx, meter, BlockNumber{when}, isFirst)) incomplete = std::min(incomplete, when);
        isFirst = false;
    }
    incomplete = std::min(incomplete, when);
    if (incomplete <= now) ctx.emit(event::AgendaIncomplete{BlockNumber{incomplete}});
    IncompleteSince.set(ctx.state, BlockNumber{incomplete});
}

} // namespace taodeck::subtensor::scheduler

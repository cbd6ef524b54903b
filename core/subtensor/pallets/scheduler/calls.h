#pragma once
/// The calls of Scheduler; root only. Weights: pallet-scheduler's weights.rs for full agendas.

#include "core/subtensor/pallets/scheduler/scheduler.h"

namespace taodeck::subtensor::scheduler {

inline constexpr std::uint64_t kAgendaProof = 110'487;

/// At a block (schedule, schedule_named) or so many blocks after the next (schedule_after, schedule_named_after).
template <std::uint8_t Index, bool IsNamed, bool IsAfter>
struct ScheduleCall;

template <std::uint8_t Index, bool IsAfter>
struct ScheduleCall<Index, false, IsAfter> {
    static constexpr CallName kName{Pallet::Scheduler, Index, IsAfter ? "schedule_after" : "schedule"};
    static constexpr FieldInfo kFields[] = {{IsAfter ? "after" : "when", "BlockNumberFor<T>"},
                                            {"maybe_periodic", "Option<schedule::Period<BlockNumberFor<T>>>"},
                                            {"priority", "schedule::Priority"},
                                            {"call", "Box<<T as Config>::RuntimeCall>"}};
    BlockNumber when{};
    std::optional<Period> periodic;
    std::uint8_t priority{0};
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.when, c.periodic, c.priority, c.call); }
    static DispatchInfo info(const ScheduleCall&) {
        return callInfo(3'815'234 + 538'417 * kMaxPerBlock, 1, 1, kAgendaProof);
    }
    static std::vector<const RuntimeCall*> inner(const ScheduleCall& c) { return {&c.call}; }
};
template <std::uint8_t Index, bool IsAfter>
struct ScheduleCall<Index, true, IsAfter> {
    static constexpr CallName kName{Pallet::Scheduler, Index, IsAfter ? "schedule_named_after" : "schedule_named"};
    static constexpr FieldInfo kFields[] = {{"id", "TaskName"},
                                            {IsAfter ? "after" : "when", "BlockNumberFor<T>"},
                                            {"maybe_periodic", "Option<schedule::Period<BlockNumberFor<T>>>"},
                                            {"priority", "schedule::Priority"},
                                            {"call", "Box<<T as Config>::RuntimeCall>"}};
    TaskName id{};
    BlockNumber when{};
    std::optional<Period> periodic;
    std::uint8_t priority{0};
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.id, c.when, c.periodic, c.priority, c.call); }
    static DispatchInfo info(const ScheduleCall&) {
        return callInfo(8'965'037 + 559'963 * kMaxPerBlock, 2, 2, kAgendaProof);
    }
    static std::vector<const RuntimeCall*> inner(const ScheduleCall& c) { return {&c.call}; }
};
using Schedule = ScheduleCall<0, false, false>;
using ScheduleNamed = ScheduleCall<2, true, false>;
using ScheduleAfter = ScheduleCall<4, false, true>;
using ScheduleNamedAfter = ScheduleCall<5, true, true>;
DispatchResult apply(const Context& ctx, const Origin& origin, const Schedule& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ScheduleNamed& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ScheduleAfter& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ScheduleNamedAfter& call);

struct Cancel {
    static constexpr CallName kName{Pallet::Scheduler, 1, "cancel"};
    static constexpr FieldInfo kFields[] = {{"when", "BlockNumberFor<T>"}, {"index", "u32"}};
    BlockNumber when{};
    std::uint32_t index{0};
    static auto fields(auto& c) { return std::tie(c.when, c.index); }
    static DispatchInfo info(const Cancel&) { return callInfo(2'524'382 + 777'710 * kMaxPerBlock, 1, 3, kAgendaProof); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const Cancel& call);

struct CancelNamed {
    static constexpr CallName kName{Pallet::Scheduler, 3, "cancel_named"};
    static constexpr FieldInfo kFields[] = {{"id", "TaskName"}};
    TaskName id{};
    static auto fields(auto& c) { return std::tie(c.id); }
    static DispatchInfo info(const CancelNamed&) {
        return callInfo(7'403'622 + 778'228 * kMaxPerBlock, 2, 3, kAgendaProof);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CancelNamed& call);

/// Runs a failing task again every `period` blocks, so many times at most.
struct SetRetry {
    static constexpr CallName kName{Pallet::Scheduler, 6, "set_retry"};
    static constexpr FieldInfo kFields[] = {
        {"task", "TaskAddress<BlockNumberFor<T>>"}, {"retries", "u8"}, {"period", "BlockNumberFor<T>"}};
    TaskAddress task;
    std::uint8_t retries{0};
    BlockNumber period{};
    static auto fields(auto& c) { return std::tie(c.task, c.retries, c.period); }
    static DispatchInfo info(const SetRetry&) { return callInfo(169'783'000, 1, 1, kAgendaProof); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetRetry& call);

struct SetRetryNamed {
    static constexpr CallName kName{Pallet::Scheduler, 7, "set_retry_named"};
    static constexpr FieldInfo kFields[] = {{"id", "TaskName"}, {"retries", "u8"}, {"period", "BlockNumberFor<T>"}};
    TaskName id{};
    std::uint8_t retries{0};
    BlockNumber period{};
    static auto fields(auto& c) { return std::tie(c.id, c.retries, c.period); }
    static DispatchInfo info(const SetRetryNamed&) { return callInfo(186'544'000, 2, 1, kAgendaProof); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetRetryNamed& call);

struct CancelRetry {
    static constexpr CallName kName{Pallet::Scheduler, 8, "cancel_retry"};
    static constexpr FieldInfo kFields[] = {{"task", "TaskAddress<BlockNumberFor<T>>"}};
    TaskAddress task;
    static auto fields(auto& c) { return std::tie(c.task); }
    static DispatchInfo info(const CancelRetry&) { return callInfo(169'076'000, 1, 1, kAgendaProof); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CancelRetry& call);

struct CancelRetryNamed {
    static constexpr CallName kName{Pallet::Scheduler, 9, "cancel_retry_named"};
    static constexpr FieldInfo kFields[] = {{"id", "TaskName"}};
    TaskName id{};
    static auto fields(auto& c) { return std::tie(c.id); }
    static DispatchInfo info(const CancelRetryNamed&) { return callInfo(182'329'000, 2, 1, kAgendaProof); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CancelRetryNamed& call);

} // namespace taodeck::subtensor::scheduler

#pragma once
/// The events of Scheduler.

#include "core/subtensor/pallets/scheduler/scheduler.h"

namespace taodeck::subtensor::scheduler::event {

struct ScheduledAt {
    static constexpr EventName kName{Pallet::Scheduler, 0, "Scheduled"};
    static constexpr FieldInfo kFields[] = {{"when", "BlockNumberFor<T>"}, {"index", "u32"}};
    BlockNumber when{};
    std::uint32_t index{0};
    static auto fields(auto& e) { return std::tie(e.when, e.index); }
};
struct Canceled {
    static constexpr EventName kName{Pallet::Scheduler, 1, "Canceled"};
    static constexpr FieldInfo kFields[] = {{"when", "BlockNumberFor<T>"}, {"index", "u32"}};
    BlockNumber when{};
    std::uint32_t index{0};
    static auto fields(auto& e) { return std::tie(e.when, e.index); }
};
struct Dispatched {
    static constexpr EventName kName{Pallet::Scheduler, 2, "Dispatched"};
    static constexpr FieldInfo kFields[] = {
        {"task", "TaskAddress<BlockNumberFor<T>>"}, {"id", "Option<TaskName>"}, {"result", "DispatchResult"}};
    TaskAddress task;
    std::optional<TaskName> id;
    DispatchOutcome result;
    static auto fields(auto& e) { return std::tie(e.task, e.id, e.result); }
};
struct RetrySet {
    static constexpr EventName kName{Pallet::Scheduler, 3, "RetrySet"};
    static constexpr FieldInfo kFields[] = {{"task", "TaskAddress<BlockNumberFor<T>>"},
                                            {"id", "Option<TaskName>"},
                                            {"period", "BlockNumberFor<T>"},
                                            {"retries", "u8"}};
    TaskAddress task;
    std::optional<TaskName> id;
    BlockNumber period{};
    std::uint8_t retries{0};
    static auto fields(auto& e) { return std::tie(e.task, e.id, e.period, e.retries); }
};
/// The events that name a task and nothing else.
template <std::uint8_t Index>
struct OfTask {
    static constexpr const char* kNames[] = {"RetryCancelled", "CallUnavailable", "PeriodicFailed", "RetryFailed",
                                             "PermanentlyOverweight"};
    static constexpr EventName kName{Pallet::Scheduler, Index, kNames[Index - 4]};
    static constexpr FieldInfo kFields[] = {{"task", "TaskAddress<BlockNumberFor<T>>"}, {"id", "Option<TaskName>"}};
    TaskAddress task;
    std::optional<TaskName> id;
    static auto fields(auto& e) { return std::tie(e.task, e.id); }
};
using RetryCancelled = OfTask<4>;
using CallUnavailable = OfTask<5>;
using PeriodicFailed = OfTask<6>;
using RetryFailed = OfTask<7>;
using PermanentlyOverweight = OfTask<8>;
struct AgendaIncomplete {
    static constexpr EventName kName{Pallet::Scheduler, 9, "AgendaIncomplete"};
    static constexpr FieldInfo kFields[] = {{"when", "BlockNumberFor<T>"}};
    BlockNumber when{};
    static auto fields(auto& e) { return std::tie(e.when); }
};

} // namespace taodeck::subtensor::scheduler::event

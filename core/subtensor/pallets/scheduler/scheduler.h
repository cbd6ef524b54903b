#pragma once
/// Scheduler: calls that root has set for a later block, once or again and again, run when the block begins as far as
/// four fifths of its weight go; what does not fit waits for the next block.
/// Upstream: polkadot-sdk pallet-scheduler (stable2506) as configured in subtensor's runtime/src/lib.rs at spec 425.

#include "core/subtensor/origin_caller.h"
#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::scheduler {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Scheduler, SchedulerError, FailedToSchedule, NotFound, TargetBlockNumberInPast,
                 RescheduleNoChange, Named);

/// A call as data: itself up to 128 bytes, else its hash and length in Preimage.
struct BoundedCall {
    enum class Kind : std::uint8_t { Legacy, Inline, Lookup }; ///< Legacy: a hash of unknown length; never made here.
    Kind kind{Kind::Inline};
    Bytes bytes; ///< Of Inline.
    Hash256 hash;
    std::uint32_t length{0}; ///< Of Lookup.
};

} // namespace taodeck::subtensor::scheduler

namespace taodeck::subtensor {
TD_TYPE_INFO(scheduler::BoundedCall); ///< frame_support::traits::preimages::Bounded
}

namespace taodeck::subtensor::scheduler {

using TaskName = std::array<std::uint8_t, 32>;
using TaskAddress = std::pair<BlockNumber, std::uint32_t>; ///< Block, place in its agenda.
using Period = std::pair<BlockNumber, std::uint32_t>;      ///< Blocks between runs, runs left.

struct Scheduled {
    static constexpr const char* kPath = "pallet_scheduler::Scheduled";
    static constexpr FieldInfo kFields[] = {{"maybe_id", "Option<Name>"},
                                            {"priority", "schedule::Priority"},
                                            {"call", "Call"},
                                            {"maybe_periodic", "Option<schedule::Period<BlockNumber>>"},
                                            {"origin", "PalletsOrigin"}};
    static std::vector<TypeParam> params(TypeRegistry& r);
    std::optional<TaskName> id;
    std::uint8_t priority{0}; ///< Lower runs first.
    BoundedCall call;
    std::optional<Period> periodic;
    OriginCaller origin;
    static auto fields(auto& s) { return std::tie(s.id, s.priority, s.call, s.periodic, s.origin); }
};

struct RetryConfig {
    static constexpr const char* kPath = "pallet_scheduler::RetryConfig";
    static constexpr FieldInfo kFields[] = {{"total_retries", "u8"}, {"remaining", "u8"}, {"period", "Period"}};
    static std::vector<TypeParam> params(TypeRegistry& r);
    std::uint8_t total{0}, remaining{0};
    BlockNumber period{};
    static auto fields(auto& c) { return std::tie(c.total, c.remaining, c.period); }
};

using AgendaList = BoundedVec<std::optional<Scheduled>>; ///< Holes keep the places of the others.

inline constexpr OptionalValue<BlockNumber> IncompleteSince{"Scheduler", "IncompleteSince"};
inline constexpr StorageMap<BlockNumber, AgendaList> Agenda{"Scheduler", "Agenda", {Hasher::Twox64Concat}};
inline constexpr OptionalMap<TaskAddress, RetryConfig> Retries{"Scheduler", "Retries", {Hasher::Blake2_128Concat}};
inline constexpr OptionalMap<TaskName, TaskAddress> Lookup{"Scheduler", "Lookup", {Hasher::Twox64Concat}};

inline constexpr std::uint32_t kMaxPerBlock = 50;
inline constexpr std::size_t kMaxInline = 128;
/// ref_time of the calls that one block may run: four fifths of it.
std::uint64_t maximumRefTime(const RuleSet& rules);

// What the calls share.

/// Places a call of `origin` at `when`. TargetBlockNumberInPast; FailedToSchedule when the name is taken; Exhausted
/// when the block's agenda is full or the call too long.
Dispatch<TaskAddress> schedule(const Context& ctx, std::optional<TaskName> id, BlockNumber when,
                               std::optional<Period> periodic, std::uint8_t priority, const Origin& origin,
                               const RuntimeCall& call);
/// NotFound; BadOrigin when `origin` may not touch the task.
Dispatch<> cancel(const Context& ctx, const Origin& origin, const TaskAddress& address);
Dispatch<> cancelNamed(const Context& ctx, const Origin& origin, const TaskName& id);
Dispatch<> setRetry(const Context& ctx, const Origin& origin, const TaskAddress& address, std::uint8_t retries,
                    BlockNumber period);
Dispatch<> cancelRetry(const Context& ctx, const Origin& origin, const TaskAddress& address);
/// Removes the holes at the end of an agenda, and an agenda of holes.
void cleanUp(const Context& ctx, BlockNumber when);
/// Puts a task into an agenda: at the end, or into a hole of a full one. Emits Scheduled. Exhausted.
Dispatch<TaskAddress> place(const Context& ctx, BlockNumber when, const Scheduled& task);
/// A short call as it is, a long one noted in Preimage.
Dispatch<BoundedCall> bound(const Context& ctx, const RuntimeCall& call);
/// Takes back the request for the bytes of a call that was looked up.
void dropCall(const Context& ctx, const BoundedCall& call);

/// Runs what is due.
void serviceAgendas(const Context& ctx);

} // namespace taodeck::subtensor::scheduler

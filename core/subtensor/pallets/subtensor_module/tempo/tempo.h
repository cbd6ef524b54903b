#pragma once
/// Calls of a subnet's owner that move its epochs: another tempo, an epoch out of turn, and for how many tempos a
/// validator counts as active. Upstream: pallets/subtensor/src/coinbase/tempo_control.rs, utils/misc.rs (spec 425).

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"

namespace taodeck::subtensor::subtensor_module {

struct TempoSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 52, "TempoSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "u16"}};
    NetUid netuid{};
    std::uint16_t tempo{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.tempo); }
};
struct ActivityCutoffFactorMilliSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 130, "ActivityCutoffFactorMilliSet"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"factor_milli", "u32"}};
    NetUid netuid{};
    std::uint32_t factorMilli{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.factorMilli); }
};
struct EpochTriggered {
    static constexpr EventName kName{Pallet::SubtensorModule, 131, "EpochTriggered"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"by", "T::AccountId"}, {"fires_at", "u64"}};
    NetUid netuid{};
    AccountId by;
    std::uint64_t firesAt{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.by, e.firesAt); }
};

/// Without checks, for new subnets and root. The first leaves the epoch clock, the second starts it anew.
void setTempo(const Context& ctx, NetUid netuid, std::uint16_t tempo);
void setTempoAndRestart(const Context& ctx, NetUid netuid, std::uint16_t tempo);

/// Blocks between two epochs. The owner only; the clock starts anew.
/// BadOrigin, TempoOutOfBounds, AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded.
struct SetTempo {
    static constexpr CallName kName{Pallet::SubtensorModule, 139, "set_tempo"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"tempo", "u16"}};
    NetUid netuid{};
    std::uint16_t tempo{0};
    static auto fields(auto& c) { return std::tie(c.netuid, c.tempo); }
    static DispatchInfo info(const SetTempo&) { return callInfo(46'407'000, 6, 3, 4'440); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetTempo& call);

/// Thousandths of a tempo for which a validator counts as active. Owner or root; for root without window and limit.
/// BadOrigin, ActivityCutoffFactorMilliOutOfBounds, AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded.
struct SetActivityCutoffFactor {
    static constexpr CallName kName{Pallet::SubtensorModule, 140, "set_activity_cutoff_factor"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"factor_milli", "u32"}};
    NetUid netuid{};
    std::uint32_t factorMilli{0};
    static auto fields(auto& c) { return std::tie(c.netuid, c.factorMilli); }
    static DispatchInfo info(const SetActivityCutoffFactor&) { return callInfo(39'193'000, 7, 2, 4'364); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetActivityCutoffFactor& call);

/// An epoch after AdminFreezeWindow blocks. The owner only, and not where weights are committed: their reveals count
/// on the clock. BadOrigin, DynamicTempoBlockedByCommitReveal, EpochTriggerAlreadyPending, AutoEpochAlreadyImminent,
/// TxRateLimitExceeded.
struct TriggerEpoch {
    static constexpr CallName kName{Pallet::SubtensorModule, 141, "trigger_epoch"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& c) { return std::tie(c.netuid); }
    static DispatchInfo info(const TriggerEpoch&) { return callInfo(42'539'000, 8, 2, 4'447); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const TriggerEpoch& call);

std::vector<CallRow> tempoCalls();
std::vector<EventRow> tempoEvents();

} // namespace taodeck::subtensor::subtensor_module

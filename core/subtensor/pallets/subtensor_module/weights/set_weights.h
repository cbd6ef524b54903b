#pragma once
/// Calls that set weights in the open, where a subnet does not ask for commits. Free; tested before inclusion.
/// Upstream: pallets/subtensor/src/{macros/dispatches,subnets/weights,guards/check_weights,guards/check_rate_limits}.rs
/// at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/weights/rules.h"

namespace taodeck::subtensor::subtensor_module {

/// Weights of the main mechanism. CommitRevealEnabled, and the errors of setWeights() (rules.h).
struct SetWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 0, "set_weights"};
    static constexpr FieldInfo kFields[] = {
        {"netuid", "NetUid"}, {"dests", "Vec<u16>"}, {"weights", "Vec<u16>"}, {"version_key", "u64"}};
    NetUid netuid{};
    WeightVote vote;
    static auto fields(auto& c) { return std::tie(c.netuid, c.vote.uids, c.vote.values, c.vote.versionKey); }
    static DispatchInfo info(const SetWeights&) { return callInfo(15'513'610'000, 4112, 2, 10'327'410, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const SetWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetWeights& call);

struct SetMechanismWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 119, "set_mechanism_weights"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},
                                            {"mecid", "MechId"},
                                            {"dests", "Vec<u16>"},
                                            {"weights", "Vec<u16>"},
                                            {"version_key", "u64"}};
    NetUid netuid{};
    MechId mechanism{};
    WeightVote vote;
    static auto fields(auto& c) {
        return std::tie(c.netuid, c.mechanism, c.vote.uids, c.vote.values, c.vote.versionKey);
    }
    static DispatchInfo info(const SetMechanismWeights&) { return callInfo(15'540'000'000, 4111, 2, 0, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const SetMechanismWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMechanismWeights& call);

/// Main mechanisms of several subnets. The call succeeds even when none of its items does; each failed one is an event.
/// InputLengthsUnequal, NotEnoughStakeToSetWeights.
struct BatchSetWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 80, "batch_set_weights"};
    static constexpr FieldInfo kFields[] = {{"netuids", "Vec<Compact<NetUid>>"},
                                            {"weights", "Vec<Vec<(Compact<u16>, Compact<u16>)>>"},
                                            {"version_keys", "Vec<Compact<u64>>"}};
    using Row = std::vector<std::pair<Compact<std::uint16_t>, Compact<std::uint16_t>>>; ///< (uid, value)
    std::vector<Compact<NetUid>> netuids;
    std::vector<Row> weights;
    std::vector<Compact<std::uint64_t>> versionKeys;
    static auto fields(auto& c) { return std::tie(c.netuids, c.weights, c.versionKeys); }
    static DispatchInfo info(const BatchSetWeights&) { return callInfo(103'092'000, 16, 2, 7'395, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const BatchSetWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const BatchSetWeights& call);

/// The check of the network's stake threshold before any weights call. NotEnoughStakeToSetWeights.
Dispatch<> guardWeightStake(const GuardContext& ctx, const AccountId& signer, NetUid netuid);
/// The check of the rate limit; who is not registered passes here and fails later. `error` when it is too soon.
Dispatch<> guardWeightRate(const GuardContext& ctx, const AccountId& signer, NetUid netuid, SubnetIndex index,
                           ModuleError error);

/// What a batch tells of its items: BatchCompletedWithErrors before the first failed one, BatchWeightItemFailed for
/// each, BatchWeightsCompleted at the end. They come after all events of the items.
void reportBatch(const Context& ctx, const std::vector<Compact<NetUid>>& netuids,
                 const std::vector<Dispatch<>>& results, const AccountId& hotkey);

std::vector<CallRow> setWeightsCalls();

} // namespace taodeck::subtensor::subtensor_module

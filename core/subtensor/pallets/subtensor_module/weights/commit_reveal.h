#pragma once
/// Weights in two steps: first a salted hash, an epoch or more later what was hashed. Nobody can copy what he cannot
/// read. Free calls, tested before inclusion. Upstream: pallets/subtensor/src/{macros/dispatches,subnets/weights,
/// guards/check_weights,guards/check_rate_limits}.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/weights/rules.h"

namespace taodeck::subtensor::subtensor_module {

/// commitHash() of the weights to come. MechanismDoesNotExist, CommitRevealDisabled, HotKeyNotRegisteredInSubNet,
/// CommittingWeightsTooFast, TooManyUnrevealedCommits, NotEnoughStakeToSetWeights.
struct CommitWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 96, "commit_weights"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"commit_hash", "H256"}};
    NetUid netuid{};
    Hash256 hash;
    static auto fields(auto& c) { return std::tie(c.netuid, c.hash); }
    static DispatchInfo info(const CommitWeights&) { return callInfo(69'049'000, 13, 2, 4'714, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const CommitWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitWeights& call);

struct CommitMechanismWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 115, "commit_mechanism_weights"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"mecid", "MechId"}, {"commit_hash", "H256"}};
    NetUid netuid{};
    MechId mechanism{};
    Hash256 hash;
    static auto fields(auto& c) { return std::tie(c.netuid, c.mechanism, c.hash); }
    static DispatchInfo info(const CommitMechanismWeights&) { return callInfo(55'130'000, 7, 2, 0, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const CommitMechanismWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitMechanismWeights& call);

/// As BatchSetWeights: failed items are events. InputLengthsUnequal, NotEnoughStakeToSetWeights.
struct BatchCommitWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 100, "batch_commit_weights"};
    static constexpr FieldInfo kFields[] = {{"netuids", "Vec<Compact<NetUid>>"}, {"commit_hashes", "Vec<H256>"}};
    std::vector<Compact<NetUid>> netuids;
    std::vector<Hash256> hashes;
    static auto fields(auto& c) { return std::tie(c.netuids, c.hashes); }
    static DispatchInfo info(const BatchCommitWeights&) { return callInfo(147'224'000, 15, 2, 4'765, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const BatchCommitWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const BatchCommitWeights& call);

/// The weights of a commit, which goes with all commits before it. CommitRevealDisabled, NoWeightsCommitFound,
/// RevealTooEarly (also too late), ExpiredWeightCommit, InvalidRevealCommitHashNotMatch, the errors of setWeights().
struct RevealWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 97, "reveal_weights"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},
                                            {"uids", "Vec<u16>"},
                                            {"values", "Vec<u16>"},
                                            {"salt", "Vec<u16>"},
                                            {"version_key", "u64"}};
    NetUid netuid{};
    WeightVote vote;
    std::vector<std::uint16_t> salt;
    static auto fields(auto& c) { return std::tie(c.netuid, c.vote.uids, c.vote.values, c.salt, c.vote.versionKey); }
    static DispatchInfo info(const RevealWeights&) { return callInfo(111'227'000, 19, 2, 7'590, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const RevealWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RevealWeights& call);

struct RevealMechanismWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 116, "reveal_mechanism_weights"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},   {"mecid", "MechId"},  {"uids", "Vec<u16>"},
                                            {"values", "Vec<u16>"}, {"salt", "Vec<u16>"}, {"version_key", "u64"}};
    NetUid netuid{};
    MechId mechanism{};
    WeightVote vote;
    std::vector<std::uint16_t> salt;
    static auto fields(auto& c) {
        return std::tie(c.netuid, c.mechanism, c.vote.uids, c.vote.values, c.salt, c.vote.versionKey);
    }
    static DispatchInfo info(const RevealMechanismWeights&) { return callInfo(122'000'000, 16, 2, 0, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const RevealMechanismWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RevealMechanismWeights& call);

/// Several commits of the main mechanism: all of them or none. As RevealWeights, and InputLengthsUnequal.
struct BatchRevealWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 98, "batch_reveal_weights"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},
                                            {"uids_list", "Vec<Vec<u16>>"},
                                            {"values_list", "Vec<Vec<u16>>"},
                                            {"salts_list", "Vec<Vec<u16>>"},
                                            {"version_keys", "Vec<u64>"}};
    NetUid netuid{};
    std::vector<std::vector<std::uint16_t>> uids, values, salts;
    std::vector<std::uint64_t> versionKeys;
    static auto fields(auto& c) { return std::tie(c.netuid, c.uids, c.values, c.salts, c.versionKeys); }
    static DispatchInfo info(const BatchRevealWeights&) { return callInfo(421'363'000, 19, 2, 8'095, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const BatchRevealWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const BatchRevealWeights& call);

std::vector<CallRow> commitRevealCalls();

} // namespace taodeck::subtensor::subtensor_module

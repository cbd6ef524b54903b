#pragma once
/// Weights encrypted to a future pulse of the beacon: committed once, opened by the chain itself. Free calls, tested
/// before inclusion. Upstream: pallets/subtensor/src/{macros/dispatches,subnets/weights,coinbase/reveal_commits}.rs at
/// spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/drand/types.h"
#include "core/subtensor/pallets/subtensor_module/weights/rules.h"

namespace taodeck::subtensor::subtensor_module {

using TimelockBytes = drand::AtMost<5'000>;

/// MechanismDoesNotExist, CommitRevealDisabled, IncorrectCommitRevealVersion, HotKeyNotRegisteredInSubNet,
/// CommittingWeightsTooFast, TooManyUnrevealedCommits, NotEnoughStakeToSetWeights, InvalidRevealRound.
struct CommitTimelockedWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 113, "commit_timelocked_weights"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},
                                            {"commit", "BoundedVec<u8, ConstU32<MAX_CRV3_COMMIT_SIZE_BYTES>>"},
                                            {"reveal_round", "u64"},
                                            {"commit_reveal_version", "u16"}};
    NetUid netuid{};
    TimelockBytes commit;
    std::uint64_t revealRound{0};
    std::uint16_t version{0};
    static auto fields(auto& c) { return std::tie(c.netuid, c.commit, c.revealRound, c.version); }
    static DispatchInfo info(const CommitTimelockedWeights&) { return callInfo(86'951'000, 14, 2, 4'713, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const CommitTimelockedWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitTimelockedWeights& call);

struct CommitTimelockedMechanismWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 118, "commit_timelocked_mechanism_weights"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},
                                            {"mecid", "MechId"},
                                            {"commit", "BoundedVec<u8, ConstU32<MAX_CRV3_COMMIT_SIZE_BYTES>>"},
                                            {"reveal_round", "u64"},
                                            {"commit_reveal_version", "u16"}};
    NetUid netuid{};
    MechId mechanism{};
    TimelockBytes commit;
    std::uint64_t revealRound{0};
    std::uint16_t version{0};
    static auto fields(auto& c) { return std::tie(c.netuid, c.mechanism, c.commit, c.revealRound, c.version); }
    static DispatchInfo info(const CommitTimelockedMechanismWeights&) {
        return callInfo(84'020'000, 9, 2, 0, Pays::No);
    }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer,
                            const CommitTimelockedMechanismWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitTimelockedMechanismWeights& call);

/// The older form, which says nothing of its version: it counts as 4.
struct CommitCrv3MechanismWeights {
    static constexpr CallName kName{Pallet::SubtensorModule, 117, "commit_crv3_mechanism_weights"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},
                                            {"mecid", "MechId"},
                                            {"commit", "BoundedVec<u8, ConstU32<MAX_CRV3_COMMIT_SIZE_BYTES>>"},
                                            {"reveal_round", "u64"}};
    NetUid netuid{};
    MechId mechanism{};
    TimelockBytes commit;
    std::uint64_t revealRound{0};
    static auto fields(auto& c) { return std::tie(c.netuid, c.mechanism, c.commit, c.revealRound); }
    static DispatchInfo info(const CommitCrv3MechanismWeights&) { return callInfo(77'750'000, 7, 2, 0, Pays::No); }
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const CommitCrv3MechanismWeights& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitCrv3MechanismWeights& call);

/// What a timelocked commit holds; nothing when the bytes are not one, or it was made for another hotkey.
/// Bytes after the payload are not looked at. An older payload without a hotkey counts for whoever committed it.
std::optional<WeightVote> readTimelockPayload(ByteView plaintext, const AccountId& committer);

/// Opens the commits whose epoch has come, in every block of that epoch: those without a pulse wait for the next block,
/// those that cannot be opened or set vanish without a word, and older ones are forgotten. Before the coinbase.
void revealTimelocked(const Context& ctx);

std::vector<CallRow> timelockedCalls();

} // namespace taodeck::subtensor::subtensor_module

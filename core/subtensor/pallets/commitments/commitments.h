#pragma once
/// Commitments: what neurons publish on a subnet, within a budget of bytes for each epoch; timelocked parts are
/// revealed by the chain when the Drand beacon's round arrives.
/// Upstream: pallets/commitments/src/lib.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/commitments/types.h"

namespace taodeck::subtensor::commitments {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Commitments, CommitmentsError, TooManyFieldsInCommitmentInfo, AccountNotAllowedCommit,
                 SpaceLimitExceeded, UnexpectedUnreserveLeftover);

namespace detail {
inline constexpr const char* kPallet = "Commitments";
inline constexpr Hasher kId = Hasher::Identity, kTwox = Hasher::Twox64Concat;
} // namespace detail

/// Who has a timelocked field, in the order in which they are looked at.
inline constexpr StorageValue<std::set<std::pair<NetUid, AccountId>>> TimelockedIndex{detail::kPallet,
                                                                                      "TimelockedIndex"};
inline constexpr OptionalDoubleMap<NetUid, AccountId, Registration> CommitmentOf{
    detail::kPallet, "CommitmentOf", {detail::kId, detail::kTwox}};
inline constexpr OptionalDoubleMap<NetUid, AccountId, BlockNumber> LastCommitment{
    detail::kPallet, "LastCommitment", {detail::kId, detail::kTwox}};
inline constexpr OptionalDoubleMap<NetUid, AccountId, BlockNumber> LastBondsReset{
    detail::kPallet, "LastBondsReset", {detail::kId, detail::kTwox}};
/// The newest ten texts with the block in which each was revealed.
inline constexpr OptionalDoubleMap<NetUid, AccountId, std::vector<std::pair<Bytes, std::uint64_t>>> RevealedCommitments{
    detail::kPallet, "RevealedCommitments", {detail::kId, detail::kTwox}};
inline constexpr OptionalDoubleMap<NetUid, AccountId, UsageTracker> UsedSpaceOf{
    detail::kPallet, "UsedSpaceOf", {detail::kId, detail::kTwox}};
/// Bytes that one account may commit on one subnet in one epoch.
inline constexpr StorageValue<std::uint32_t> MaxSpace{detail::kPallet, "MaxSpace", [] { return std::uint32_t{3'100}; }};

/// Opens what has matured: for each block's start. A field that cannot be opened is dropped.
void revealTimelocked(const Context& ctx);
/// Forgets everything about a subnet that is dissolved.
void purgeSubnet(State& state, NetUid netuid);

/// Publishes for the signing hotkey; costs nothing. AccountNotAllowedCommit (no neuron of the subnet),
/// TooManyFieldsInCommitmentInfo, SpaceLimitExceeded, UnexpectedUnreserveLeftover.
struct SetCommitment {
    static constexpr CallName kName{Pallet::Commitments, 0, "set_commitment"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"info", "Box<CommitmentInfo<T::MaxFields>>"}};
    NetUid netuid{};
    CommitmentInfo commitment;
    static auto fields(auto& c) { return std::tie(c.netuid, c.commitment); }
    static DispatchInfo info(const SetCommitment&) { return callInfo(33'480'000, 5, 4, 0, Pays::No); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetCommitment& call);

struct SetMaxSpace {
    static constexpr CallName kName{Pallet::Commitments, 2, "set_max_space"};
    static constexpr FieldInfo kFields[] = {{"new_limit", "u32"}};
    std::uint32_t newLimit{0};
    static auto fields(auto& c) { return std::tie(c.newLimit); }
    static DispatchInfo info(const SetMaxSpace&) { return callInfo(2'856'000, 0, 1); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxSpace& call);

struct Commitment {
    static constexpr EventName kName{Pallet::Commitments, 0, "Commitment"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"who", "T::AccountId"}};
    NetUid netuid{};
    AccountId who;
    static auto fields(auto& e) { return std::tie(e.netuid, e.who); }
};
struct TimelockCommitment {
    static constexpr EventName kName{Pallet::Commitments, 1, "TimelockCommitment"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"who", "T::AccountId"}, {"reveal_round", "u64"}};
    NetUid netuid{};
    AccountId who;
    std::uint64_t revealRound{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.who, e.revealRound); }
};
struct CommitmentRevealed {
    static constexpr EventName kName{Pallet::Commitments, 2, "CommitmentRevealed"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"who", "T::AccountId"}};
    NetUid netuid{};
    AccountId who;
    static auto fields(auto& e) { return std::tie(e.netuid, e.who); }
};

} // namespace taodeck::subtensor::commitments

#pragma once
/// Drand: the pulses of a randomness beacon, brought by unsigned transactions and checked against the beacon's key.
/// Anybody with an sr25519 key may bring one: what counts is the beacon's signature inside.
/// Upstream: pallets/drand at spec 425.

#include "core/subtensor/pallets/drand/types.h"

namespace taodeck::subtensor::drand {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Drand, DrandError, NoneValue, StorageOverflow, DrandConnectionFailure, UnverifiedPulse,
                 InvalidRoundNumber, PulseVerificationError);

/// The main network's beacon, quicknet: what a chain without a configuration of its own believes.
BeaconConfiguration quicknet();

inline constexpr StorageValue<BeaconConfiguration> BeaconConfig{"Drand", "BeaconConfig", quicknet};
inline constexpr DefaultStorage<bool, AtMost<128>> HasMigrationRun{"Drand", "HasMigrationRun", {Hasher::Identity}};
inline constexpr OptionalMap<RoundNumber, Pulse> Pulses{"Drand", "Pulses", {Hasher::Blake2_128Concat}};
inline constexpr StorageValue<RoundNumber> LastStoredRound{"Drand", "LastStoredRound"};
inline constexpr StorageValue<RoundNumber> OldestStoredRound{"Drand", "OldestStoredRound"};
/// Unsigned transactions wait for this block.
inline constexpr StorageValue<BlockNumber> NextUnsignedAt{"Drand", "NextUnsignedAt"};

inline constexpr std::uint64_t kMaxKeptPulses = 216'000; ///< A week of quicknet.
inline constexpr std::uint64_t kMaxRemovedPulses = 100;  ///< By one call.
inline constexpr std::uint64_t kMaxPulsesAtOnce = 50;    ///< That the network's nodes bring after one block.
inline constexpr std::uint64_t kUnsignedPriority = 1 << 20;

/// Stores the pulses whose signature is the beacon's; others of the list are passed over without an error.
struct WritePulse {
    static constexpr CallName kName{Pallet::Drand, 0, "write_pulse"};
    static constexpr FieldInfo kFields[] = {{"pulses_payload", "PulsesPayload<T::Public, BlockNumberFor<T>>"},
                                            {"signature", "Option<T::Signature>"}};
    static constexpr std::uint64_t kExtraPriority = 10'000; ///< DrandPriority; it only reaches signed transactions.
    PulsesPayload payload;
    std::optional<MultiSignature> signature; ///< Of the payload, by its signer; asked by the pool, not by the call.
    static auto fields(auto& c) { return std::tie(c.payload, c.signature); }
    static DispatchInfo info(const WritePulse&) { return callInfo(4'294'000'000, 3, 4); }
    static tl::expected<UnsignedValidity, Invalid> validateUnsigned(const GuardContext& ctx, const WritePulse& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const WritePulse& call);

/// Root names the beacon that the chain believes. Nothing checks the configuration.
struct SetBeaconConfig {
    static constexpr CallName kName{Pallet::Drand, 1, "set_beacon_config"};
    static constexpr FieldInfo kFields[] = {
        {"config_payload", "BeaconConfigurationPayload<T::Public, BlockNumberFor<T>>"},
        {"signature", "Option<T::Signature>"}};
    BeaconConfigurationPayload payload;
    std::optional<MultiSignature> signature;
    static auto fields(auto& c) { return std::tie(c.payload, c.signature); }
    static DispatchInfo info(const SetBeaconConfig&) { return callInfo(8'766'000, 0, 2); }
    /// Upstream quirk: an unsigned one with a valid signature gets into a block, where it fails with BadOrigin.
    static tl::expected<UnsignedValidity, Invalid> validateUnsigned(const GuardContext& ctx,
                                                                    const SetBeaconConfig& call);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetBeaconConfig& call);

/// Root says from which round on pulses are pruned.
struct SetOldestStoredRound {
    static constexpr CallName kName{Pallet::Drand, 2, "set_oldest_stored_round"};
    static constexpr FieldInfo kFields[] = {{"oldest_round", "u64"}};
    std::uint64_t oldestRound{0};
    static auto fields(auto& c) { return std::tie(c.oldestRound); }
    static DispatchInfo info(const SetOldestStoredRound&) { return callInfo(5'370'000, 0, 1); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetOldestStoredRound& call);

/// Removes the oldest pulses above a week, a hundred at most; nothing while no oldest round is known.
void pruneOldPulses(State& state, RoundNumber lastStoredRound);

} // namespace taodeck::subtensor::drand

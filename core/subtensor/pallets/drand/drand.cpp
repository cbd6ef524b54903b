#include "core/subtensor/pallets/drand/drand.h"

#include "core/crypto/bls12_381.h"
#include "core/subtensor/pallets/drand/beacon.h"

namespace taodeck::subtensor::drand {
namespace {

struct BeaconConfigChanged {
    static constexpr EventName kName{Pallet::Drand, 0, "BeaconConfigChanged"};
    static auto fields(auto&) { return std::tie(); }
};
struct NewPulse {
    static constexpr EventName kName{Pallet::Drand, 1, "NewPulse"};
    static constexpr FieldInfo kFields[] = {{"rounds", "Vec<RoundNumber>"}};
    std::vector<RoundNumber> rounds;
    static auto fields(auto& e) { return std::tie(e.rounds); }
};
struct OldestStoredRoundSet {
    static constexpr EventName kName{Pallet::Drand, 2, "SetOldestStoredRound"};
    static constexpr FieldInfo kFields[] = {{nullptr, "u64"}};
    std::uint64_t round{0};
    static auto fields(auto& e) { return std::tie(e.round); }
};

/// Whether the signature is the beacon's; an error when the key or the signature is no point. Upstream's reader stops
/// after a point, so bytes that follow the signature's 48 do not matter; neither does the randomness beside it.
Dispatch<bool> verify(const BeaconConfiguration& config, const Pulse& pulse) {
    const ByteView signature{pulse.signature.bytes};
    const auto valid = crypto::beaconVerify(config.publicKey.bytes, pulse.round,
                                            signature.first(std::min<std::size_t>(signature.size(), 48)));
    TD_ENSURE(valid, DrandError::PulseVerificationError);
    return *valid;
}

} // namespace

void pruneOldPulses(State& state, RoundNumber lastStoredRound) {
    auto oldest = OldestStoredRound.get(state);
    if (oldest == 0) return;
    // The count of rounds from the oldest to the last; 2^64 of them saturate upstream.
    const auto kept = [&] {
        const auto above = lastStoredRound > oldest ? lastStoredRound - oldest : 0;
        return above == UINT64_MAX ? above : above + 1;
    };
    for (std::uint64_t removed = 0; kept() > kMaxKeptPulses && removed < kMaxRemovedPulses; ++removed)
        Pulses.remove(state, oldest++);
    OldestStoredRound.set(state, oldest);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const WritePulse& call) {
    TD_DISPATCH_CHECK(ensureNone(origin));
    const auto config = BeaconConfig.get(ctx.state);
    auto last = LastStoredRound.get(ctx.state);
    const bool isFirst = last == 0 && OldestStoredRound.get(ctx.state) == 0;
    std::vector<RoundNumber> fresh;
    for (const auto& pulse : call.payload.pulses) {
        TD_DISPATCH_TRY(const bool isBeacons, verify(config, pulse));
        if (!isBeacons) continue;
        TD_ENSURE(pulse.round > last, DrandError::InvalidRoundNumber);
        Pulses.set(ctx.state, pulse.round, pulse);
        last = pulse.round;
        fresh.push_back(pulse.round);
    }
    LastStoredRound.set(ctx.state, last);
    if (isFirst && !fresh.empty()) OldestStoredRound.set(ctx.state, fresh.front());
    pruneOldPulses(ctx.state, last);
    NextUnsignedAt.set(ctx.state, ctx.block);
    if (!fresh.empty()) ctx.emit(NewPulse{fresh});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetBeaconConfig& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    BeaconConfig.set(ctx.state, call.payload.config);
    const auto now = raw(ctx.block);
    NextUnsignedAt.set(ctx.state, BlockNumber{now == UINT32_MAX ? now : now + 1});
    ctx.emit(BeaconConfigChanged{});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetOldestStoredRound& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    OldestStoredRound.set(ctx.state, call.oldestRound);
    ctx.emit(OldestStoredRoundSet{call.oldestRound});
    return PostInfo{};
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Drand,
        .crate = "pallet_drand",
        .storage = {&BeaconConfig, &HasMigrationRun, &Pulses, &LastStoredRound, &OldestStoredRound, &NextUnsignedAt},
        .calls = {callRow<WritePulse>(), callRow<SetBeaconConfig>(), callRow<SetOldestStoredRound>()},
        .events = {eventRow<BeaconConfigChanged>(), eventRow<NewPulse>(), eventRow<OldestStoredRoundSet>()},
        .errorNames = kDrandErrorNames,
        .constants = {constantRow("UnsignedPriority", [](const RuleSet&) { return kUnsignedPriority; }),
                      constantRow("HttpFetchTimeout", [](const RuleSet&) { return std::uint64_t{1'000}; })},
        .genesis =
            [](State& state, const RuleSet&, const GenesisConfig& config) {
                if (config.beacon) BeaconConfig.set(state, localBeacon(config.seed, config.timestampMillis));
            },
    };
    return pallet;
}

} // namespace taodeck::subtensor::drand

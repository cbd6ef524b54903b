#include "core/base/hex.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/drand/beacon.h"
#include "core/subtensor/pallets/sudo.h"
#include "tests/unit/subtensor/economy_chain.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace drand;
using Kind = Invalid::Kind;

Pulse pulse(RoundNumber round, std::string_view randomness, std::string_view signature) {
    Pulse out;
    out.round = round;
    out.randomness.bytes = *fromHex(randomness);
    out.signature.bytes = *fromHex(signature);
    return out;
}
/// The published round that upstream's tests use (pallets/drand/src/tests.rs: DRAND_PULSE).
Pulse round1000() {
    return pulse(1000, "0xfe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
                 "0xb44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39");
}
Pulse emptyPulse(RoundNumber round) {
    Pulse out;
    out.round = round;
    return out;
}

crypto::KeyPair signer(const std::string& uri = "//Alice") {
    return *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri);
}
Signer signerOf(const AccountId& account) {
    return {Signer::Kind::Sr25519, Bytes(account.bytes.begin(), account.bytes.end())};
}
MultiSignature sign(const crypto::KeyPair& key, ByteView payload) {
    const auto signature = key.sign(payload);
    return {MultiSignature::Kind::Sr25519, Bytes(signature.begin(), signature.end())};
}
WritePulse writePulse(std::uint32_t block, std::vector<Pulse> pulses) {
    const auto key = signer();
    WritePulse call{{BlockNumber{block}, std::move(pulses), signerOf(key.publicKey())}, {}};
    call.signature = sign(key, encoded(call.payload));
    return call;
}
SetBeaconConfig setConfig(std::uint32_t block, BeaconConfiguration config) {
    const auto key = signer();
    SetBeaconConfig call{{BlockNumber{block}, std::move(config), signerOf(key.publicKey())}, {}};
    call.signature = sign(key, encoded(call.payload));
    return call;
}

/// The development chain, by default with quicknet as its beacon, as upstream's mock has.
class DrandChain : public EconomyChain {
public:
    explicit DrandChain(BeaconConfiguration config = quicknet()) {
        start();
        BeaconConfig.set(state(), config);
    }
    template <class C>
    DispatchResult from(const Origin& origin, const C& c) {
        return noted(dispatch(context(), origin, makeCall(c)));
    }
    /// The error's name; "" for success. A failed call must leave the state as it was.
    template <class C>
    std::string errorFrom(const Origin& origin, const C& c) {
        const auto before = state().changes();
        const auto result = from(origin, c);
        if (result) return "";
        EXPECT_EQ(before, state().changes());
        return text(result.error());
    }
    std::uint32_t block() { return raw(system::Number.get(state())); }
    template <class C>
    tl::expected<UnsignedValidity, Invalid> validity(const C& c) {
        return C::validateUnsigned({state(), rules(), block()}, c);
    }
    template <class C>
    tl::expected<Applied, Invalid> applyBare(const C& c) {
        return runtime().apply(state(), encodeBare(makeCall(c)));
    }
    template <class C>
    tl::expected<ValidTransaction, Invalid> forPool(const C& c) {
        return runtime().validate(state(), BlockHash{}, encodeBare(makeCall(c)));
    }
};

} // namespace

// tests.rs: it_can_submit_valid_pulse_when_beacon_config_exists
TEST(DrandWritePulse, StoresAPublishedRound) {
    DrandChain chain;
    const auto call = writePulse(chain.block(), {round1000()});

    ASSERT_TRUE(chain.from(Origin::none(), call));

    EXPECT_EQ(Pulses.get(chain.state(), 1000), round1000());
    EXPECT_EQ(LastStoredRound.get(chain.state()), 1000U);
    EXPECT_EQ(OldestStoredRound.get(chain.state()), 1000U) << "the first one is the oldest too";
    EXPECT_EQ(raw(NextUnsignedAt.get(chain.state())), chain.block());
}

// tests.rs: it_rejects_invalid_pulse_due_to_bad_signature
TEST(DrandWritePulse, FailsForASignatureThatIsNoPoint) {
    DrandChain chain;
    const auto bad =
        pulse(1000, "0x87f03ef5f62885390defedf60d5b8132b4dc2115b1efc6e99d166a37ab2f3a02",
              "0xb0a8b04e009cf72534321aca0f50048da596a3feec1172a0244d9a4a623a3123d0402da79854d4c705e94bc73224c341");
    EXPECT_EQ(chain.errorFrom(Origin::none(), writePulse(1, {bad})), "Drand.PulseVerificationError");
    EXPECT_FALSE(Pulses.get(chain.state(), 1000));
    EXPECT_EQ(chain.errorFrom(Origin::none(), writePulse(1, {emptyPulse(1000)})), "Drand.PulseVerificationError");
}

TEST(DrandWritePulse, FailsForAKeyThatIsNoPoint) {
    auto config = quicknet();
    config.publicKey.bytes[95] ^= 1;
    DrandChain chain{config};
    EXPECT_EQ(chain.errorFrom(Origin::none(), writePulse(1, {round1000()})), "Drand.PulseVerificationError");
}

// tests.rs: it_rejects_pulses_with_non_incremental_round_numbers
TEST(DrandWritePulse, FailsForARoundThatIsNotNewer) {
    DrandChain chain;
    const auto call = writePulse(1, {round1000()});
    ASSERT_TRUE(chain.from(Origin::none(), call));
    EXPECT_EQ(chain.errorFrom(Origin::none(), call), "Drand.InvalidRoundNumber");
}

// Upstream quirk: a signature that is a point but not the beacon's is passed over, and the call succeeds.
TEST(DrandWritePulse, PassesOverAPulseOfAnotherBeacon) {
    DrandChain chain;
    const auto key = localBeaconKey(5);
    auto wrongRound = round1000();
    wrongRound.round = 1001;

    ASSERT_TRUE(chain.from(Origin::none(), writePulse(1, {makePulse(key, 3), round1000(), wrongRound})));

    EXPECT_FALSE(Pulses.exists(chain.state(), 3));
    EXPECT_FALSE(Pulses.exists(chain.state(), 1001));
    EXPECT_TRUE(Pulses.exists(chain.state(), 1000));
    EXPECT_EQ(LastStoredRound.get(chain.state()), 1000U);
}

// Upstream quirk: neither the randomness nor the bytes after the signature's 48 are looked at.
TEST(DrandWritePulse, LooksAtTheSignatureOnly) {
    DrandChain chain;
    auto odd = round1000();
    odd.randomness.bytes = {1, 2, 3};
    odd.signature.bytes.resize(144, 0xff);
    ASSERT_TRUE(chain.from(Origin::none(), writePulse(1, {odd})));
    EXPECT_EQ(Pulses.get(chain.state(), 1000), odd);
}

TEST(DrandWritePulse, MayBeSentByNobody) {
    DrandChain chain;
    const auto call = writePulse(1, {round1000()});
    EXPECT_EQ(chain.errorFrom(Origin::signedBy(chain.alice), call), "BadOrigin");
    EXPECT_EQ(chain.errorFrom(Origin::root(), call), "BadOrigin");
}

TEST(DrandWritePulse, DoesNotDecodeWithMoreBytesThanTheTypesAllow) {
    auto call = writePulse(1, {round1000()});
    call.payload.pulses[0].signature.bytes.resize(144);
    EXPECT_TRUE(decodeExtrinsic(encodeBare(makeCall(call))));
    call.payload.pulses[0].signature.bytes.resize(145);
    EXPECT_FALSE(decodeExtrinsic(encodeBare(makeCall(call))));
    call.payload.pulses[0].signature.bytes.resize(48);
    call.payload.pulses[0].randomness.bytes.resize(33);
    EXPECT_FALSE(decodeExtrinsic(encodeBare(makeCall(call))));
}

// tests.rs: it_blocks_non_root_from_submit_beacon_info, signed_cannot_submit_beacon_info
TEST(DrandSetBeaconConfig, IsRoots) {
    DrandChain chain{localBeacon(1)};
    const SetBeaconConfig call{{BlockNumber{1}, quicknet(), signerOf(chain.alice)}, {}};
    EXPECT_EQ(chain.errorFrom(Origin::signedBy(chain.alice), call), "BadOrigin");
    EXPECT_EQ(chain.errorFrom(Origin::none(), call), "BadOrigin");

    ASSERT_TRUE(chain.from(Origin::root(), call));

    EXPECT_EQ(BeaconConfig.get(chain.state()), quicknet());
    EXPECT_EQ(raw(NextUnsignedAt.get(chain.state())), chain.block() + 1);
}

TEST(DrandSetOldestStoredRound, IsRoots) {
    DrandChain chain;
    EXPECT_EQ(chain.errorFrom(Origin::signedBy(chain.alice), SetOldestStoredRound{7}), "BadOrigin");
    EXPECT_EQ(chain.errorFrom(Origin::none(), SetOldestStoredRound{7}), "BadOrigin");
    ASSERT_TRUE(chain.from(Origin::root(), SetOldestStoredRound{7}));
    EXPECT_EQ(OldestStoredRound.get(chain.state()), 7U);
}

// tests.rs: test_validate_unsigned_write_pulse. The pulse itself is not verified before the block.
TEST(DrandUnsigned, TakesASignedPayloadWithOnePulse) {
    DrandChain chain;
    Pulse odd = emptyPulse(1);
    odd.randomness.bytes.resize(32);
    odd.signature.bytes.assign(96, 1);

    const auto valid = chain.validity(writePulse(chain.block(), {odd}));

    ASSERT_TRUE(valid) << valid.error().text;
    EXPECT_EQ(valid->longevity, 3U);
    EXPECT_FALSE(valid->propagate);
    EXPECT_EQ(valid->priority, UINT64_MAX) << "1 << 20 above what is left to 2^64, saturated";
    Encoder hashed;
    hashed.raw(asBytes("drand")).u64(1);
    auto tag = *fromHex("0x4c");
    append(tag, asBytes("DrandOffchainWorker"));
    append(tag, crypto::blake2b256(hashed.view()));
    EXPECT_EQ(valid->provides, tag);
}

TEST(DrandUnsigned, PutsLowerRoundsFirst) {
    DrandChain chain;
    const RoundNumber low = RoundNumber{1} << 30;
    const auto first = chain.validity(writePulse(1, {emptyPulse(low)}));
    const auto second = chain.validity(writePulse(1, {emptyPulse(low + 1)}));
    EXPECT_EQ(first->priority, UINT64_MAX - low + (1 << 20));
    EXPECT_EQ(first->priority, second->priority + 1);
    EXPECT_NE(first->provides, second->provides);
}

// tests.rs: test_not_validate_unsigned_write_pulse_with_bad_proof
TEST(DrandUnsigned, RefusesABadProof) {
    DrandChain chain;
    auto call = writePulse(1, {});
    call.signature = MultiSignature{MultiSignature::Kind::Sr25519, Bytes(64)};
    EXPECT_EQ(chain.validity(call).error().kind, Kind::BadProof);
    call = writePulse(1, {emptyPulse(1)});
    call.payload.signer = signerOf(chain.bob);
    EXPECT_EQ(chain.validity(call).error().kind, Kind::BadProof) << "another signer";
    call = writePulse(1, {emptyPulse(1)});
    call.payload.pulses[0].round = 2;
    EXPECT_EQ(chain.validity(call).error().kind, Kind::BadProof) << "another payload";
}

// The runtime's AuthorityId knows sr25519 only.
TEST(DrandUnsigned, RefusesOtherKindsOfKeys) {
    DrandChain chain;
    const auto ed = *crypto::KeyPair::fromUri(crypto::KeyType::Ed25519, "//Alice");
    auto call = writePulse(1, {emptyPulse(1)});
    call.payload.signer = signerOf(ed.publicKey());
    call.payload.signer.kind = Signer::Kind::Ed25519;
    const auto signature = ed.sign(encoded(call.payload));
    call.signature = MultiSignature{MultiSignature::Kind::Ed25519, Bytes(signature.begin(), signature.end())};
    EXPECT_EQ(chain.validity(call).error().kind, Kind::BadProof);
    call.payload.signer = {Signer::Kind::Ecdsa, Bytes(33)};
    call.signature = MultiSignature{MultiSignature::Kind::Ecdsa, Bytes(65)};
    EXPECT_EQ(chain.validity(call).error().kind, Kind::BadProof);
}

// tests.rs: test_not_validate_unsigned_write_pulse_with_no_payload_signature
TEST(DrandUnsigned, RefusesAPayloadWithoutSignature) {
    DrandChain chain;
    auto call = writePulse(1, {});
    call.signature.reset();
    EXPECT_EQ(chain.validity(call).error().kind, Kind::BadSigner);
}

// tests.rs: validate_unsigned_rejects_future_block_number
TEST(DrandUnsigned, RefusesAPayloadOfALaterBlock) {
    DrandChain chain;
    EXPECT_EQ(chain.validity(writePulse(chain.block() + 100, {})).error().kind, Kind::Future);
    EXPECT_EQ(chain.validity(setConfig(chain.block() + 1, quicknet())).error().kind, Kind::Future);
}

TEST(DrandUnsigned, RefusesNoneOrSeveralPulses) {
    DrandChain chain;
    EXPECT_EQ(chain.validity(writePulse(1, {})).error().kind, Kind::Call);
    EXPECT_EQ(chain.validity(writePulse(1, {emptyPulse(1), emptyPulse(2)})).error().kind, Kind::Call);
}

TEST(DrandUnsigned, IsStaleForAStoredRoundAndBeforeItsBlock) {
    DrandChain chain;
    LastStoredRound.set(chain.state(), 5);
    EXPECT_EQ(chain.validity(writePulse(1, {emptyPulse(5)})).error().kind, Kind::Stale);
    EXPECT_TRUE(chain.validity(writePulse(1, {emptyPulse(6)})));
    NextUnsignedAt.set(chain.state(), BlockNumber{chain.block()});
    EXPECT_TRUE(chain.validity(writePulse(1, {emptyPulse(6)}))) << "several go into one block";
    NextUnsignedAt.set(chain.state(), BlockNumber{chain.block() + 1});
    EXPECT_EQ(chain.validity(writePulse(1, {emptyPulse(6)})).error().kind, Kind::Stale);
    EXPECT_EQ(chain.validity(setConfig(chain.block(), quicknet())).error().kind, Kind::Stale);
}

// Upstream quirk: valid for the pool, and then fails in the block.
TEST(DrandUnsigned, TakesABeaconConfigThatThenFails) {
    DrandChain chain;
    const auto call = setConfig(chain.block(), localBeacon(3));
    const auto valid = chain.validity(call);
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->priority, 1U << 20);
    EXPECT_EQ(valid->longevity, 1U);
    EXPECT_TRUE(valid->propagate);
    const auto applied = chain.applyBare(call);
    ASSERT_TRUE(applied);
    EXPECT_EQ(applied->error, "BadOrigin");
    EXPECT_EQ(BeaconConfig.get(chain.state()), quicknet());
}

TEST(DrandUnsigned, GoesThroughPoolAndBlockLikeAnyExtrinsic) {
    DrandChain chain;
    const auto call = writePulse(chain.block(), {round1000()});

    const auto pooled = chain.forPool(call);
    ASSERT_TRUE(pooled) << pooled.error().text;
    EXPECT_TRUE(pooled->tag);
    EXPECT_FALSE(pooled->future);
    EXPECT_EQ(pooled->signer, crypto::hashOf<AccountId>(*pooled->tag)) << "a stand-in for each tag";
    const auto events = system::EventCount.get(chain.state());

    const auto applied = chain.applyBare(call);

    ASSERT_TRUE(applied) << applied.error().text;
    EXPECT_TRUE(applied->success) << applied->error;
    EXPECT_EQ(applied->fee, Rao{});
    EXPECT_TRUE(Pulses.exists(chain.state(), 1000));
    EXPECT_EQ(system::EventCount.get(chain.state()), events + 2) << "NewPulse and ExtrinsicSuccess";
    EXPECT_EQ(chain.applyBare(call).error().kind, Kind::Stale) << "asked again in the block";
    EXPECT_EQ(chain.forPool(call).error().kind, Kind::Stale);
}

TEST(DrandUnsigned, IsTheOnlyWayWithoutASignature) {
    DrandChain chain;
    const SetOldestStoredRound call{7};
    EXPECT_EQ(chain.forPool(call).error().kind, Kind::Unknown);
    EXPECT_EQ(chain.applyBare(call).error().kind, Kind::Unknown);
}

// DrandPriority adds to the priority of a signed write_pulse, which can only fail.
TEST(DrandSigned, HasTheExtensionsPriorityInThePool) {
    TestChain chain;
    const auto valid = chain.validate(chain.sign(devKey("//Alice"), makeCall(writePulse(0, {round1000()}))));
    const auto other = chain.validate(chain.sign(devKey("//Alice"), makeCall(SetOldestStoredRound{1})));
    ASSERT_TRUE(valid) << valid.error().text;
    ASSERT_TRUE(other) << other.error().text;
    EXPECT_EQ(valid->priority, other->priority + 10'000);
    EXPECT_FALSE(valid->tag);
}

TEST(DrandUnsigned, FailsInTheBlockWithItsEvent) {
    DrandChain chain;
    const auto applied = chain.applyBare(writePulse(chain.block(), {emptyPulse(9)}));
    ASSERT_TRUE(applied);
    EXPECT_FALSE(applied->success);
    EXPECT_EQ(applied->error, "Drand.PulseVerificationError");
}

// tests.rs: test_pulses_are_correctly_pruned
TEST(DrandPruning, RemovesWhatIsOlderThanAWeek) {
    DrandChain chain;
    auto& state = chain.state();
    const RoundNumber last = kMaxKeptPulses + 2, middle = kMaxKeptPulses / 2;
    OldestStoredRound.set(state, 1);
    LastStoredRound.set(state, last);
    for (const auto round : {RoundNumber{1}, RoundNumber{2}, RoundNumber{3}, middle, last})
        Pulses.set(state, round, Pulse{});

    pruneOldPulses(state, last);

    EXPECT_EQ(OldestStoredRound.get(state), 3U);
    EXPECT_FALSE(Pulses.exists(state, 1));
    EXPECT_FALSE(Pulses.exists(state, 2));
    for (const auto round : {RoundNumber{3}, middle, last})
        EXPECT_TRUE(Pulses.exists(state, round)) << round;
}

// tests.rs: test_prune_maximum_of_100_pulses_per_call
TEST(DrandPruning, RemovesAHundredAtMost) {
    DrandChain chain;
    auto& state = chain.state();
    const RoundNumber last = 1 + kMaxKeptPulses + 250;
    OldestStoredRound.set(state, 1);
    for (RoundNumber round = 1; round <= 151; ++round)
        Pulses.set(state, round, Pulse{});
    Pulses.set(state, last, Pulse{});

    pruneOldPulses(state, last);

    EXPECT_EQ(OldestStoredRound.get(state), 101U);
    EXPECT_FALSE(Pulses.exists(state, 100));
    EXPECT_TRUE(Pulses.exists(state, 101));
    EXPECT_TRUE(Pulses.exists(state, 151));
    EXPECT_TRUE(Pulses.exists(state, last));
}

TEST(DrandPruning, DoesNothingWhileNoOldestRoundIsKnown) {
    DrandChain chain;
    Pulses.set(chain.state(), 1, Pulse{});
    pruneOldPulses(chain.state(), UINT64_MAX);
    EXPECT_TRUE(Pulses.exists(chain.state(), 1));
    EXPECT_EQ(OldestStoredRound.get(chain.state()), 0U);
}

TEST(Beacon, KnowsWhichRoundATimeHas) {
    const auto config = quicknet();
    const std::uint64_t start = 1'692'803'367'000;
    EXPECT_EQ(roundAt(config, start - 1), 0U);
    EXPECT_EQ(roundAt(config, start), 1U);
    EXPECT_EQ(roundAt(config, start + 2'999), 1U);
    EXPECT_EQ(roundAt(config, start + 3'000), 2U);
    for (const RoundNumber round : {1, 2, 1000, 19'065'880}) {
        EXPECT_EQ(roundAt(config, millisOf(config, round)), round);
        EXPECT_EQ(roundAt(config, millisOf(config, round) - 1), round - 1);
    }
    EXPECT_EQ(millisOf(config, 0), millisOf(config, 1));
    EXPECT_EQ(millisOf(config, UINT64_MAX), UINT64_MAX);
    auto stopped = config;
    stopped.period = 0;
    EXPECT_EQ(roundAt(stopped, start + 10'000), 0U);
}

TEST(Beacon, OfAnEmbeddedChainComesFromItsSeed) {
    EconomyChain chain;
    const auto config = beaconOf(chain.state());
    EXPECT_EQ(config, localBeacon(1)) << "the development genesis has seed 1 here";
    EXPECT_NE(config.publicKey, localBeacon(2).publicKey);
    EXPECT_NE(config.publicKey, quicknet().publicKey);
    EXPECT_EQ(config.genesisTime, quicknet().genesisTime);
    EXPECT_EQ(config.period, quicknet().period);
    EXPECT_EQ(localBeacon(1, 5'000).genesisTime, 5U) << "a chain older than quicknet";
    chain.start();
    WritePulse call{{BlockNumber{1}, {makePulse(localBeaconKey(1), 77)}, signerOf(chain.alice)}, {}};
    ASSERT_TRUE(noted(dispatch(chain.context(), Origin::none(), makeCall(call))));
    EXPECT_TRUE(Pulses.exists(chain.state(), 77));
}

TEST(Beacon, IsQuicknetWithoutAnythingStored) {
    const MemoryState empty;
    EXPECT_EQ(beaconOf(empty), quicknet());
    EXPECT_EQ(
        BeaconConfig.defaultValue(BeaconConfig),
        *fromHex("0x810183cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d"
                 "1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5"
                 "ece45a030000002721e6648052db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e97180f477d5"
                 "c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e60626c732d756e636861696e65642d67312d72"
                 "66633933383020717569636b6e6574"))
        << "as the main network's metadata has it";
}

} // namespace taodeck::subtensor::test

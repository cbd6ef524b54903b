/// Restated from pallets/shield/src/tests.rs, its extension.rs and runtime/src/check_mortality.rs at spec 425.

#include "core/subtensor/pallets/mev_shield/mev_shield.h"

#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/mev_shield/events.h"
#include "core/subtensor/pallets/utility.h"
#include "tests/unit/subtensor/calls_chain.h"
#include "tests/unit/subtensor/mock_chain.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace mev_shield;

EncKey keyOf(std::uint8_t n) {
    return {Bytes(crypto::kMlKemPublicSize, n)};
}

class MevShieldTest : public ::testing::Test {
protected:
    /// The block's inherent. Three authors take turns; the block's number is its slot.
    std::string announce(std::optional<EncKey> key) {
        return m_chain.errorAs(Origin::none(), AnnounceNextKey{std::move(key)});
    }
    template <class Item>
    int first(const Item& item) { // what its bytes are filled with; -1 for none
        const auto value = item.get(m_chain.state());
        return value ? value->items[0] : -1;
    }
    template <class Item>
    std::uint32_t block(const Item& item) {
        const auto value = item.get(m_chain.state());
        return value ? raw(*value) : 0;
    }
    AuraId authorOf(std::uint32_t number) {
        const auto all = aura::Authorities.get(m_chain.state()).items;
        return all[number % all.size()];
    }
    template <class C>
    std::string root(const C& call) {
        return m_chain.errorAs(Origin::root(), call);
    }

    CallsChain m_chain;
};

TEST_F(MevShieldTest, MovesTheKeysUp) { // key_rotation_round_robin: block by block, five blocks
    struct Row {
        int current, pending, next;
        std::uint32_t pendingUntil, nextUntil;
    };
    const std::vector<Row> rows{
        {-1, -1, -1, 0, 0}, {-1, -1, 1, 0, 5}, {-1, 1, 2, 5, 6}, {1, 2, 3, 6, 7}, {2, 3, 1, 7, 8}};
    for (std::uint8_t number = 1; number <= 5; ++number) {
        if (number > 1) m_chain.start();
        SCOPED_TRACE(int{number});
        const std::uint8_t author = (number - 1) % 3 + 1;
        EXPECT_EQ(announce(keyOf(author)), "");
        const auto& row = rows[number - 1];
        EXPECT_EQ(first(CurrentKey), row.current);
        EXPECT_EQ(first(PendingKey), row.pending);
        EXPECT_EQ(first(NextKey), row.next);
        EXPECT_EQ(block(PendingKeyExpiresAt), row.pendingUntil);
        EXPECT_EQ(block(NextKeyExpiresAt), row.nextUntil);
        EXPECT_EQ(AuthorKeys.get(m_chain.state(), authorOf(number))->items, keyOf(author).items);
    }
}

TEST_F(MevShieldTest, ReadsTheKeysBeforeTheNewOne) { // announce_rotations_use_pre_update_author_keys
    aura::Authorities.mutate(m_chain.state(), [](BoundedVec<AuraId>& all) { all.items.resize(1); });
    AuthorKeys.set(m_chain.state(), authorOf(0), keyOf(7));
    EXPECT_EQ(announce(keyOf(8)), "");
    EXPECT_EQ(first(NextKey), 7);
    EXPECT_EQ(AuthorKeys.get(m_chain.state(), authorOf(0))->items, keyOf(8).items);
}

TEST_F(MevShieldTest, TakesOnlyAnnouncementsThatFit) {                            // announce_none_pk_removes_author_key
    EXPECT_EQ(m_chain.error(account(1), AnnounceNextKey{keyOf(1)}), "BadOrigin"); // announce_rejects_signed_origin
    EXPECT_EQ(announce(EncKey{Bytes(10)}), "MevShield.BadEncKeyLen");
    EXPECT_EQ(announce(EncKey{Bytes(100, 1)}), "MevShield.BadEncKeyLen"); // announce_rejects_bad_pk_length
    EXPECT_EQ(announce(keyOf(1)), "");
    EXPECT_TRUE(AuthorKeys.exists(m_chain.state(), authorOf(1)));
    EXPECT_EQ(announce(std::nullopt), "");
    EXPECT_FALSE(AuthorKeys.exists(m_chain.state(), authorOf(1)));
    aura::Authorities.set(m_chain.state(), {});
    EXPECT_EQ(announce(keyOf(1)), "MevShield.Unreachable"); // announce_fails_when_no_current_author
}

TEST_F(MevShieldTest, SaysWhatWasSubmitted) { // submit_encrypted_emits_event, submit_encrypted_rejects_unsigned
    const SubmitEncrypted call{{Bytes{1, 2, 3}}};
    EXPECT_EQ(m_chain.error(account(1), call), "");
    Encoder both;
    both.id(account(1)).bytes(call.ciphertext.bytes);
    EXPECT_TRUE(m_chain.endsWith(event::EncryptedSubmitted{crypto::hashOf<Hash256>(both.view()), account(1)}));
    EXPECT_EQ(m_chain.errorAs(Origin::none(), call), "BadOrigin");
    EXPECT_EQ(m_chain.errorAs(Origin::root(), call), "BadOrigin");
}

TEST_F(MevShieldTest, StoresCallsThatNobodyDecrypts) { // store_encrypted_works, on_initialize_handles_decode_failure
    EXPECT_EQ(m_chain.error(account(1), StoreEncrypted{{Bytes{9}}}), "");
    EXPECT_TRUE(m_chain.endsWith(event::ExtrinsicStored{0, account(1)}));
    EXPECT_EQ(m_chain.error(account(2), StoreEncrypted{{Bytes{8}}}), "");
    EXPECT_EQ(CounterForPendingExtrinsics.get(m_chain.state()), 2u);
    EXPECT_EQ(NextPendingExtrinsicIndex.get(m_chain.state()), 2u);
    m_chain.start();
    system::setPhase(m_chain.state(), {Phase::Kind::Initialization, 0});
    EXPECT_EQ(m_chain.count(event::ExtrinsicDecodeFailed{0}), 1);
    EXPECT_EQ(m_chain.count(event::ExtrinsicDecodeFailed{1}), 1);
    EXPECT_EQ(CounterForPendingExtrinsics.get(m_chain.state()), 0u);
    EXPECT_FALSE(PendingExtrinsics.exists(m_chain.state(), 0));
    EXPECT_EQ(m_chain.errorAs(Origin::none(), StoreEncrypted{}), "BadOrigin");
}

/// The queue's own cases, block by block on a pallet alone; where upstream's mock decrypts and dispatches, the
/// runtime's decryptor refuses.
class MevShieldQueue : public ::testing::Test {
protected:
    void store(std::uint32_t block, std::uint32_t who) {
        m_chain.setBlock(block);
        EXPECT_EQ(m_chain.error(acc(who), StoreEncrypted{{Bytes{1}}}), "");
    }
    void initialize(std::uint32_t block) {
        m_chain.setBlock(block);
        mev_shield::declaration().onInitialize(m_chain.context());
    }
    bool isEmpty() {
        return CounterForPendingExtrinsics.get(m_chain.state()) == 0 && !PendingExtrinsics.exists(m_chain.state(), 0) &&
               !PendingExtrinsics.exists(m_chain.state(), 1);
    }
    MockChain m_chain;
};

TEST_F(MevShieldQueue, KeepsACallForItsLifetime) { // on_initialize_does_not_expire_recent_extrinsics
    store(1, 1);
    initialize(11);
    EXPECT_TRUE(isEmpty());
    EXPECT_TRUE(m_chain.emitted(event::ExtrinsicDecodeFailed{0}));
    EXPECT_FALSE(m_chain.emitted(event::ExtrinsicExpired{0}));
}

TEST_F(MevShieldQueue, LooksAtEachCallsAge) { // expiration_mixed_with_valid_extrinsics
    store(1, 1);
    store(10, 2);
    initialize(12);
    EXPECT_TRUE(isEmpty());
    EXPECT_TRUE(m_chain.emitted(event::ExtrinsicExpired{0}));
    EXPECT_TRUE(m_chain.emitted(event::ExtrinsicDecodeFailed{1}));
}

TEST_F(MevShieldQueue, SkipsEmptyPlaces) { // on_initialize_handles_missing_slots
    PendingExtrinsics.set(m_chain.state(), 5, {acc(1), {Bytes{1}}, BlockNumber{1}});
    CounterForPendingExtrinsics.set(m_chain.state(), 1);
    NextPendingExtrinsicIndex.set(m_chain.state(), 6);
    initialize(2);
    EXPECT_FALSE(PendingExtrinsics.exists(m_chain.state(), 5));
    EXPECT_EQ(CounterForPendingExtrinsics.get(m_chain.state()), 0u);
    EXPECT_TRUE(m_chain.emitted(event::ExtrinsicDecodeFailed{5}));
}

TEST_F(MevShieldQueue, TakesItsLifetimeFromRoot) { // set_stored_extrinsic_lifetime_enforced_on_expiration
    EXPECT_EQ(m_chain.rootError(SetStoredExtrinsicLifetime{2}), "");
    store(1, 1);
    initialize(4);
    EXPECT_TRUE(isEmpty());
    EXPECT_TRUE(m_chain.emitted(event::ExtrinsicExpired{0}));
}

TEST_F(MevShieldTest, HasRoomForSoMany) { // store_encrypted_rejects_when_full
    // set_max_pending_extrinsics_number_works, set_max_pending_extrinsics_number_enforced_on_store
    EXPECT_EQ(MaxPendingExtrinsicsLimit.get(m_chain.state()), 100u);
    EXPECT_EQ(root(SetMaxPendingExtrinsicsNumber{50}), "");
    EXPECT_EQ(MaxPendingExtrinsicsLimit.get(m_chain.state()), 50u);
    EXPECT_EQ(root(SetMaxPendingExtrinsicsNumber{2}), "");
    EXPECT_TRUE(m_chain.endsWith(event::MaxPendingExtrinsicsNumberSet{2}));
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(m_chain.error(account(1), StoreEncrypted{}), "");
    EXPECT_EQ(m_chain.error(account(1), StoreEncrypted{}), "MevShield.TooManyPendingExtrinsics");
}

TEST_F(MevShieldTest, LetsOldCallsExpire) { // on_initialize_expires_old_extrinsics, set_stored_extrinsic_lifetime_works
    EXPECT_EQ(root(SetStoredExtrinsicLifetime{0}), "");
    EXPECT_TRUE(m_chain.endsWith(event::ExtrinsicLifetimeSet{0}));
    EXPECT_EQ(m_chain.error(account(1), StoreEncrypted{}), "");
    m_chain.start();
    system::setPhase(m_chain.state(), {Phase::Kind::Initialization, 0});
    EXPECT_EQ(m_chain.count(event::ExtrinsicExpired{0}), 1);
}

/// set_on_initialize_weight_works, set_on_initialize_weight_rejects_above_absolute_max, set_max_extrinsic_weight_works,
/// set_max_extrinsic_weight_rejects_above_absolute_max; at the end
/// set_max_pending_extrinsics_number_rejects_signed_origin, set_on_initialize_weight_rejects_signed_origin,
/// set_stored_extrinsic_lifetime_rejects_signed_origin, set_max_extrinsic_weight_rejects_signed_origin.
TEST_F(MevShieldTest, LimitsAreRootsAndHaveALimit) {
    EXPECT_EQ(OnInitializeWeight.get(m_chain.state()), 500'000'000'000u);
    EXPECT_EQ(MaxExtrinsicWeight.get(m_chain.state()), 50'000'000'000u);
    EXPECT_EQ(root(SetOnInitializeWeight{kMaxOnInitializeRefTime}), "");
    EXPECT_TRUE(m_chain.endsWith(event::OnInitializeWeightSet{kMaxOnInitializeRefTime}));
    EXPECT_EQ(root(SetOnInitializeWeight{kMaxOnInitializeRefTime + 1}), "MevShield.WeightExceedsAbsoluteMax");
    EXPECT_EQ(root(SetMaxExtrinsicWeight{5}), "");
    EXPECT_TRUE(m_chain.endsWith(event::MaxExtrinsicWeightSet{5}));
    EXPECT_EQ(root(SetMaxExtrinsicWeight{kMaxOnInitializeRefTime}), "");
    EXPECT_EQ(root(SetMaxExtrinsicWeight{kMaxOnInitializeRefTime + 1}), "MevShield.WeightExceedsAbsoluteMax");
    EXPECT_EQ(m_chain.error(account(1), SetMaxPendingExtrinsicsNumber{1}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), SetOnInitializeWeight{1}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), SetStoredExtrinsicLifetime{1}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), SetMaxExtrinsicWeight{1}), "BadOrigin");
}

TEST(Shielded, OpensWithItsKeyAlone) { // try_unshield_tx_decrypts_extrinsic
    const auto keys = crypto::mlKemKeys({1}, {2}), others = crypto::mlKemKeys({3}, {4});
    const Bytes plain{1, 2, 3, 4, 5};
    const auto sealed = shield(keys.encapsulation, {5}, {6}, plain);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed->keyHash, hashOfKey(keys.encapsulation));
    const auto parsed = parseShielded(encodeShielded(*sealed));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(unshield(keys.decapsulation.view(), *parsed), plain);
    EXPECT_FALSE(unshield(others.decapsulation.view(), *parsed));
    auto tampered = *parsed;
    tampered.sealed[0] ^= 1;
    EXPECT_FALSE(unshield(keys.decapsulation.view(), tampered));
    tampered = *parsed;
    tampered.kem.pop_back();
    EXPECT_FALSE(unshield(keys.decapsulation.view(), tampered));
    EXPECT_FALSE(unshield(Bytes(3), *parsed));
}

TEST(Shielded, NeedsItsParts) { // try_decode_shielded_tx_returns_none_for_malformed_ciphertext
    Shielded shielded;
    shielded.kem = Bytes(4, 0xaa);
    const auto bytes = encodeShielded(shielded); // 16 + 2 + 4 + 24, and nothing sealed
    ASSERT_EQ(bytes.size(), 46u);
    EXPECT_TRUE(parseShielded(bytes));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(parseShielded(ByteView{bytes}.first(size)));
}

/// try_decode_shielded_tx_parses_bare_submit_encrypted, try_decode_shielded_tx_returns_none_for_non_shield_call,
/// try_decode_shielded_tx_returns_none_when_depth_exceeded.
TEST(Shielded, IsFoundInItsExtrinsicOnly) {
    Shielded shielded;
    shielded.keyHash.fill(0xab);
    shielded.kem = Bytes(32, 0xcc);
    shielded.nonce.fill(0xdd);
    shielded.sealed = Bytes(64, 0xee);
    const auto submit = makeCall(SubmitEncrypted{{encodeShielded(shielded)}});

    const auto found = shieldedIn(encodeBare(submit));

    ASSERT_TRUE(found);
    EXPECT_EQ(found->keyHash, shielded.keyHash);
    EXPECT_EQ(found->kem, shielded.kem);
    EXPECT_EQ(found->nonce, shielded.nonce);
    EXPECT_EQ(found->sealed, shielded.sealed);
    EXPECT_FALSE(shieldedIn(encodeBare(makeCall(system::Remark{}))));
    auto nested = submit;
    for (int depth = 2; depth <= kMaxDecodeDepth + 1; ++depth) {
        nested = makeCall(utility::ForceBatch{{nested}});
        const Bytes bytes = encodeBare(nested);
        EXPECT_FALSE(shieldedIn(bytes));
        const auto decoded = decodeExtrinsic(bytes);
        EXPECT_EQ(decoded.has_value(), depth <= kMaxDecodeDepth) << depth;
        if (!decoded) {
            EXPECT_EQ(decoded.error().code, Errc::LimitExceeded);
        }
    }
}

class ShieldPoolTest : public ::testing::Test {
protected:
    Bytes submit(const Bytes& ciphertext, std::uint64_t period) {
        SignOptions options;
        options.era = {period, period ? m_chain.number() % period : 0};
        return m_chain.sign(devKey("//Dave"), makeCall(SubmitEncrypted{{ciphertext}}), options);
    }
    TestChain m_chain;
    Bytes m_good{encodeShielded({{}, Bytes(4, 0xaa), {}, Bytes(16, 0xdd)})};
};

/// check_mortality.rs: shield_tx_with_{short_era,max_allowed_era}_accepted,
/// shield_tx_with_{immortal_era,era_too_long}_rejected, non_shield_tx_with_{immortal,long}_era_passes_through.
TEST_F(ShieldPoolTest, WantsAShortEra) {
    m_chain.run();
    for (const std::uint64_t period : {0, 256}) {
        SignOptions options;
        options.era = {period, period ? m_chain.number() % period : 0};
        EXPECT_TRUE(m_chain.validate(m_chain.sign(devKey("//Dave"), makeCall(system::Remark{}), options)));
    }
    EXPECT_TRUE(m_chain.validate(submit(m_good, 4)));
    EXPECT_TRUE(m_chain.validate(submit(m_good, 8)));
    for (const std::uint64_t period : {0, 16, 64}) {
        const auto refused = m_chain.validate(submit(m_good, period));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, Invalid::Kind::Stale);
    }
}

/// extension.rs: malformed_ciphertext_rejected_from_pool, malformed_ciphertext_rejected_inblock,
/// wellformed_ciphertext_accepted_{inblock,external,local}, non_shield_call_passes_through,
/// unsigned_origin_passes_through (only signed extrinsics have the extension).
TEST_F(ShieldPoolTest, RefusesWhatDoesNotParse) {
    m_chain.run();
    EXPECT_TRUE(isParsable(makeCall(system::Remark{})));
    EXPECT_TRUE(m_chain.validate(submit(m_good, 4)));
    const auto block = m_chain.run({submit(m_good, 4), submit(Bytes(5), 4)});
    ASSERT_TRUE(block.results[0]);
    EXPECT_TRUE(block.results[0]->success);
    EXPECT_FALSE(block.results[1]);
    const auto refused = m_chain.validate(submit(Bytes(5), 4));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Invalid::Kind::Custom);
    EXPECT_EQ(refused.error().code, 23);
}

TEST_F(ShieldPoolTest, ABlockTakesTheInherentAndThePoolDoesNot) {
    const auto inherent = announcement(crypto::mlKemKeys({1}, {2}).encapsulation);
    EXPECT_FALSE(m_chain.validate(inherent));
    const auto block = m_chain.run({inherent});
    ASSERT_TRUE(block.results[0]);
    EXPECT_TRUE(block.results[0]->success);
}

TEST_F(ShieldPoolTest, CiphertextsHaveALimit) {
    const auto call = encoded(makeCall(SubmitEncrypted{{Bytes(kMaxCiphertext + 1)}}));
    EXPECT_FALSE(decodeAll<RuntimeCall>(call));
    EXPECT_TRUE(decodeAll<RuntimeCall>(encoded(makeCall(SubmitEncrypted{{Bytes(kMaxCiphertext)}}))));
}

} // namespace
} // namespace taodeck::subtensor::test

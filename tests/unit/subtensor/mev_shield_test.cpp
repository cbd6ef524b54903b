/// Restated from pallets/shield/src/tests.rs, its extension.rs and runtime/src/check_mortality.rs at spec 425.

#include "core/subtensor/pallets/mev_shield/mev_shield.h"

#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/mev_shield/events.h"
#include "tests/unit/subtensor/calls_chain.h"
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

TEST_F(MevShieldTest, TakesOnlyAnnouncementsThatFit) { // announce_rejects_*, announce_none_pk_removes_author_key
    EXPECT_EQ(m_chain.error(account(1), AnnounceNextKey{keyOf(1)}), "BadOrigin");
    EXPECT_EQ(announce(EncKey{Bytes(10)}), "MevShield.BadEncKeyLen");
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

TEST_F(MevShieldTest, HasRoomForSoMany) { // store_encrypted_rejects_when_full, set_max_..._enforced_on_store
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

TEST_F(MevShieldTest, LimitsAreRootsAndHaveALimit) { // the set_* cases
    EXPECT_EQ(root(SetOnInitializeWeight{kMaxOnInitializeRefTime}), "");
    EXPECT_TRUE(m_chain.endsWith(event::OnInitializeWeightSet{kMaxOnInitializeRefTime}));
    EXPECT_EQ(root(SetOnInitializeWeight{kMaxOnInitializeRefTime + 1}), "MevShield.WeightExceedsAbsoluteMax");
    EXPECT_EQ(root(SetMaxExtrinsicWeight{5}), "");
    EXPECT_TRUE(m_chain.endsWith(event::MaxExtrinsicWeightSet{5}));
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

TEST_F(ShieldPoolTest, WantsAShortEra) { // check_mortality.rs: the era cases
    m_chain.run();
    EXPECT_TRUE(m_chain.validate(submit(m_good, 4)));
    EXPECT_TRUE(m_chain.validate(submit(m_good, 8)));
    for (const std::uint64_t period : {0, 16, 64}) {
        const auto refused = m_chain.validate(submit(m_good, period));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, Invalid::Kind::Stale);
    }
}

TEST_F(ShieldPoolTest, RefusesWhatDoesNotParse) { // extension.rs: malformed ciphertexts
    m_chain.run();
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

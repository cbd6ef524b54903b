#include "core/crypto/hash.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/mev_shield/mev_shield.h"
#include "core/subtensor/pallets/system.h"
#include "tests/unit/localnet/test_chain.h"

namespace taodeck::localnet {
namespace {

namespace shield = subtensor::mev_shield;

constexpr AccountId kFresh{{42}};

class ShieldTest : public ::testing::Test {
protected:
    ShieldTest() {
        for (int i = 0; i < 4; ++i)
            m_test.author();
    }
    /// What a user does: seals to NextKey and signs for a few blocks.
    Bytes wrapped(const Bytes& hidden) {
        const auto key = shield::NextKey.get(m_test.chain->bestState());
        EXPECT_TRUE(key);
        crypto::MlKemPublic open{};
        std::copy_n(key->items.begin(), open.size(), open.begin());
        const auto sealed = shield::shield(open, {7}, {8}, hidden);
        return sign("//Bob", subtensor::makeCall(shield::SubmitEncrypted{{shield::encodeShielded(*sealed)}}));
    }
    Bytes sign(const char* uri, const subtensor::RuntimeCall& call) {
        const auto pair = *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri);
        const auto& best = m_test.chain->best();
        subtensor::SignedPart part;
        part.address.id = pair.publicKey();
        part.era = {8, raw(best.header.number) % 8};
        subtensor::ImplicitData implicit{425, 1, m_test.chain->genesisHash(), best.hash};
        const auto signature =
            pair.sign(subtensor::signingPayload(subtensor::encoded(call), subtensor::encodeExtra(part), implicit));
        part.signature = {subtensor::MultiSignature::Kind::Sr25519, {signature.begin(), signature.end()}};
        return subtensor::encodeSigned(part, call);
    }
    /// The block's extrinsics from `first` on.
    static std::vector<Bytes> after(const Authored& authored, const Bytes& first) {
        const auto& all = authored.block.extrinsics;
        return {std::find(all.begin(), all.end(), first), all.end()};
    }
    Rao received() { return subtensor::balances::free(m_test.chain->bestState(), kFresh); }

    TestChain m_test;
};

TEST_F(ShieldTest, AHiddenTransferHappensInItsAuthorsBlock) {
    const auto transfer = signedTransfer(*m_test.chain, "//Alice", 0, kFresh, 5'000'000);
    const auto wrapper = wrapped(transfer);
    ASSERT_TRUE(m_test.chain->submit(wrapper, m_test.now));

    EXPECT_TRUE(after(m_test.author(), wrapper).empty()); // another author's
    EXPECT_EQ(received().raw(), 0u);
    EXPECT_EQ(after(m_test.author(), wrapper), (std::vector<Bytes>{wrapper, transfer}));
    EXPECT_EQ(received().raw(), 5'000'000u);
}

TEST_F(ShieldTest, NothingBareCanHide) {
    const auto inherent = m_test.chain->runtime().inherents({})[0];
    const auto wrapper = wrapped(inherent);
    ASSERT_TRUE(m_test.chain->submit(wrapper, m_test.now));
    m_test.author();
    EXPECT_EQ(after(m_test.author(), wrapper), std::vector<Bytes>{wrapper});
}

TEST_F(ShieldTest, WhatIsNoTransactionStaysHidden) {
    const auto wrapper = wrapped(Bytes{1, 2, 3});
    ASSERT_TRUE(m_test.chain->submit(wrapper, m_test.now));
    m_test.author();
    EXPECT_EQ(after(m_test.author(), wrapper), std::vector<Bytes>{wrapper});
}

TEST_F(ShieldTest, TheSameKeysAfterARestart) {
    const auto key = shield::NextKey.get(m_test.chain->bestState());
    const auto transfer = signedTransfer(*m_test.chain, "//Alice", 0, kFresh, 5'000'000);
    const auto wrapper = wrapped(transfer);
    m_test.open();
    ASSERT_TRUE(m_test.chain->submit(wrapper, m_test.now));
    m_test.author();
    m_test.author();
    EXPECT_EQ(received().raw(), 5'000'000u);
}

} // namespace
} // namespace taodeck::localnet

/// Restated from polkadot-sdk substrate/frame/preimage/src/tests.rs (stable2506), with the network's price: 104
/// thousandths of a TAO and one for each byte.

#include "core/subtensor/pallets/preimage/preimage.h"

#include "core/subtensor/pallets/balances/holds.h"
#include "tests/unit/subtensor/calls_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace preimage;

class PreimageTest : public ::testing::Test {
protected:
    std::string note(std::uint8_t who) { return m_chain.error(account(who), NotePreimage{m_bytes}); }
    std::string unnote(std::uint8_t who) { return m_chain.error(account(who), UnnotePreimage{m_hash}); }
    std::string asRoot(const RuntimeCall& call) {
        const auto result = noted(dispatch(m_chain.context(), Origin::root(), call));
        return result ? "" : text(result.error());
    }
    bool has() { return fetch(m_chain.state(), m_hash, 1).has_value(); }
    std::uint64_t reserved(std::uint8_t n) { return m_chain.reserved(account(n)).raw(); }

    CallsChain m_chain;
    Bytes m_bytes{1};
    Hash256 m_hash{crypto::hashOf<Hash256>(m_bytes)};
    static constexpr std::uint64_t kPrice = 105'000'000;
};

TEST_F(PreimageTest, HoldsADepositForWhatUsersNote) { // user_note_preimage_works, user_unnote_preimage_works
    EXPECT_EQ(note(2), "");
    EXPECT_TRUE(m_chain.endsWith(event::Noted{m_hash}));
    EXPECT_EQ(reserved(2), kPrice);
    EXPECT_EQ(balances::heldFor(m_chain.state(), balances::HoldReason::Preimage, account(2)), rao(kPrice));
    EXPECT_TRUE(has());
    EXPECT_EQ(note(1), "Preimage.AlreadyNoted");
    EXPECT_EQ(unnote(3), "Preimage.NotAuthorized");
    EXPECT_EQ(unnote(2), "");
    EXPECT_TRUE(m_chain.endsWith(event::Cleared{m_hash}));
    EXPECT_EQ(reserved(2), 0u);
    EXPECT_FALSE(has());
    EXPECT_EQ(unnote(2), "Preimage.NotNoted");
    expectConsistent(m_chain);
}

TEST_F(PreimageTest, NeedsTheDeposit) {
    m_chain.fund(account(5), rao(1'000'000));
    EXPECT_EQ(note(5), "Token.FundsUnavailable");
    EXPECT_EQ(note(9), "Token.CannotCreateHold");
}

TEST_F(PreimageTest, IsFreeForRoot) { // manager_note_preimage_works, manager_unnote_preimage_works
    const auto noted = m_chain.callAsOrigin(Origin::root(), NotePreimage{m_bytes});
    ASSERT_TRUE(noted);
    EXPECT_EQ(noted->paysFee, false);
    EXPECT_TRUE(has());
    EXPECT_EQ(unnote(1), "Preimage.NotAuthorized");
    EXPECT_EQ(asRoot(makeCall(UnnotePreimage{m_hash})), "");
    EXPECT_FALSE(has());
    EXPECT_EQ(asRoot(makeCall(UnnotePreimage{m_hash})), "Preimage.NotNoted");
}

TEST_F(PreimageTest, RootTakesOverWhatAUserNoted) { // manager_unnote_user_preimage_works
    EXPECT_EQ(note(2), "");
    EXPECT_EQ(asRoot(makeCall(UnnotePreimage{m_hash})), "");
    EXPECT_FALSE(has());
    EXPECT_EQ(reserved(2), 0u);
}

TEST_F(PreimageTest, KeepsRequestedBytes) { // requested_then_noted_preimage_cannot_be_unnoted and the like
    EXPECT_EQ(asRoot(makeCall(RequestPreimage{m_hash})), "");
    EXPECT_TRUE(m_chain.endsWith(event::Requested{m_hash}));
    const auto noted = m_chain.call(account(1), NotePreimage{m_bytes});
    ASSERT_TRUE(noted);
    EXPECT_EQ(noted->paysFee, false); // asked for
    EXPECT_EQ(reserved(1), 0u);
    EXPECT_EQ(unnote(1), "Preimage.NotAuthorized");
    EXPECT_TRUE(has());
    EXPECT_EQ(asRoot(makeCall(UnrequestPreimage{m_hash})), "");
    EXPECT_FALSE(has());
}

TEST_F(PreimageTest, CountsRequests) { // request_preimage_works / request_count: three requests, three unrequests
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(asRoot(makeCall(RequestPreimage{m_hash})), "");
    EXPECT_EQ(note(1), "");
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(asRoot(makeCall(UnrequestPreimage{m_hash})), "");
        EXPECT_TRUE(has());
    }
    EXPECT_EQ(asRoot(makeCall(UnrequestPreimage{m_hash})), "");
    EXPECT_FALSE(has());
    EXPECT_EQ(asRoot(makeCall(UnrequestPreimage{m_hash})), "Preimage.NotRequested");
}

TEST_F(PreimageTest, GivesTheOwnerBackWhatWasRequested) { // noted_then_requested_preimage_cannot_be_unnoted
    EXPECT_EQ(note(1), "");
    EXPECT_EQ(asRoot(makeCall(UnrequestPreimage{m_hash})), "Preimage.NotRequested");
    EXPECT_EQ(asRoot(makeCall(RequestPreimage{m_hash})), "");
    EXPECT_EQ(asRoot(makeCall(UnrequestPreimage{m_hash})), "");
    EXPECT_TRUE(has()); // its owner's again
    EXPECT_EQ(reserved(1), kPrice);
    EXPECT_EQ(asRoot(makeCall(RequestPreimage{m_hash})), "");
    EXPECT_EQ(unnote(1), ""); // the deposit comes back, the bytes stay
    EXPECT_EQ(reserved(1), 0u);
    EXPECT_TRUE(has());
    EXPECT_EQ(unnote(1), "Preimage.NotAuthorized");
    EXPECT_EQ(asRoot(makeCall(UnrequestPreimage{m_hash})), "");
    EXPECT_FALSE(has());
}

TEST_F(PreimageTest, UnrequestsWhatWasNeverNoted) { // unrequest of a hash without bytes
    EXPECT_EQ(asRoot(makeCall(RequestPreimage{m_hash})), "");
    EXPECT_EQ(asRoot(makeCall(UnrequestPreimage{m_hash})), "");
    EXPECT_FALSE(RequestStatusFor.exists(m_chain.state(), m_hash));
    EXPECT_EQ(m_chain.error(account(1), RequestPreimage{m_hash}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), UnrequestPreimage{m_hash}), "BadOrigin");
}

TEST_F(PreimageTest, HasALimit) { // limit_supports_multiple_versions of 4 MiB
    m_bytes.assign(kMaxSize + 1, 7);
    EXPECT_EQ(note(1), "Preimage.TooBig");
    const auto noted = preimage::note(m_chain.context(), m_bytes);
    ASSERT_FALSE(noted);
    EXPECT_EQ(text(noted.error()), "Exhausted");
}

TEST_F(PreimageTest, UpdatesOldRecords) { // ensure_updated_works: an old deposit of 2 becomes a hold
    EXPECT_EQ(m_chain.error(account(1), EnsureUpdated{}), "Preimage.TooFew");
    EXPECT_EQ(m_chain.error(account(1), EnsureUpdated{std::vector<Hash256>(kMaxBulk + 1)}), "Preimage.TooMany");
    EXPECT_TRUE(balances::reserve(m_chain.context(), account(3), rao(1'000)));
    OldRequestStatus old;
    old.ticket = Ticket{account(3), rao(1'000)};
    old.length = 1;
    StatusFor.set(m_chain.state(), m_hash, old);
    const auto few = m_chain.call(account(1), EnsureUpdated{{m_hash, hash(1)}});
    ASSERT_TRUE(few);
    EXPECT_EQ(few->paysFee, true); // half of them
    EXPECT_FALSE(StatusFor.exists(m_chain.state(), m_hash));
    EXPECT_EQ(RequestStatusFor.get(m_chain.state(), m_hash)->ticket, (Ticket{account(3), rao(kPrice)}));
    EXPECT_EQ(reserved(3), kPrice);

    old.requests = 4;
    old.ticket.reset();
    StatusFor.set(m_chain.state(), hash(2), old);
    const auto all = m_chain.call(account(1), EnsureUpdated{{hash(2)}});
    ASSERT_TRUE(all);
    EXPECT_EQ(all->paysFee, false);
    EXPECT_EQ(RequestStatusFor.get(m_chain.state(), hash(2))->requests, 4u);
}

TEST_F(PreimageTest, StatusesKeepTheirEncoding) {
    RequestStatus owned, asked;
    owned.ticket = Ticket{account(1), rao(5)};
    owned.length = 9;
    asked.requests = 2;
    for (const auto& status : {owned, asked}) {
        const auto bytes = encoded(status);
        const auto back = decodeAll<RequestStatus>(bytes);
        ASSERT_TRUE(back);
        EXPECT_EQ(encoded(*back), bytes);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decodeAll<RequestStatus>(ByteView{bytes}.first(size)));
    }
    EXPECT_FALSE(decodeAll<RequestStatus>(Bytes{2}));
    EXPECT_FALSE(decodeAll<RequestStatus>(Bytes{1, 0, 0, 0, 0, 0, 0})); // requested by nobody
}

} // namespace
} // namespace taodeck::subtensor::test

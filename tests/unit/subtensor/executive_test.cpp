#include "core/subtensor/pallets/sudo.h"
#include "core/subtensor/pallets/timestamp.h"
#include "core/subtensor/pallets/transaction_payment.h"
#include "core/subtensor/pallets/utility.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

using balances::TransferKeepAlive;
using Kind = Invalid::Kind;

RuntimeCall transferTo(const std::string& uri, Rao amount) {
    return makeCall(TransferKeepAlive{addressOf(devAccount(uri)), {amount}});
}

/// Sum of what all accounts hold.
std::uint64_t heldByAll(const MemoryState& state) {
    std::uint64_t sum = 0;
    system::Account.forEach(state, [&sum](const AccountId&, const AccountInfo& info) {
        sum += info.data.free.raw();
        return true;
    });
    return sum;
}

TEST(Executive, TransfersAndReportsItLikeTheNetwork) {
    TestChain chain;
    const auto alice = devKey("//Alice");
    const auto before = chain.free(alice.publicKey());
    const auto bytes = chain.sign(alice, transferTo("//Bob", tao(5)));

    const auto block = chain.run({bytes});

    ASSERT_TRUE(block.results[0]);
    EXPECT_TRUE(block.results[0]->success);
    const auto fee = block.results[0]->fee;
    EXPECT_EQ(chain.free(devAccount("//Bob")), tao(1'000'005));
    EXPECT_EQ(chain.free(alice.publicKey()).raw(), before.raw() - tao(5).raw() - fee.raw());
    EXPECT_EQ(block.namesOf(1), (std::vector<std::string>{"Balances.Withdraw", "Balances.Transfer", "Balances.Deposit",
                                                          "Balances.Deposit", "TransactionPayment.TransactionFeePaid",
                                                          "System.ExtrinsicSuccess"}));
    EXPECT_EQ(block.find(1, "TransactionPayment.TransactionFeePaid")["actual_fee"], fee.raw());
    EXPECT_EQ(system::Account.get(chain.state(), alice.publicKey()).nonce, 1u);
}

TEST(Executive, GivesTheWholeFeeAndTipToTheAuthor) {
    TestChain chain;
    const auto author = chain.authorOf(1);
    const auto before = chain.free(author);
    const auto bytes = chain.sign(devKey("//Alice"), transferTo("//Bob", tao(1)), {.tip = Rao::fromRaw(777)});

    const auto block = chain.run({bytes});

    ASSERT_TRUE(block.results[0]);
    EXPECT_EQ(chain.free(author).raw() - before.raw(), block.results[0]->fee.raw());
    EXPECT_EQ(block.find(1, "TransactionPayment.TransactionFeePaid")["tip"], 777);
    EXPECT_EQ(heldByAll(chain.state()), balances::TotalIssuance.get(chain.state()).raw());
}

TEST(Executive, ChargesWeightAndLengthAsDeclared) {
    TestChain chain;
    const auto call = transferTo("//Bob", tao(1));
    const auto bytes = chain.sign(devKey("//Alice"), call);
    const auto info = payment::extrinsicInfo(call);
    // 0.0005 rao per unit of ref_time, base and call rounded apart, a rao per byte
    const auto expected = Rao::fromRaw(108'157'000 / 2000 + info.refTime / 2000 + bytes.size());

    const auto quoted = chain.runtime().queryFee(chain.state(), bytes);
    const auto block = chain.run({bytes});

    ASSERT_TRUE(quoted);
    EXPECT_EQ(quoted->second, expected);
    EXPECT_EQ(block.results[0]->fee, expected);
    EXPECT_GT(expected.raw(), 300'000u);
    EXPECT_LT(expected.raw(), 1'000'000u);
}

TEST(Executive, RoundsHalfARaoDown) {
    const RuleSet425 rules{1000};

    EXPECT_EQ(rules.weightFee(1'000).raw(), 0u);
    EXPECT_EQ(rules.weightFee(1'001).raw(), 1u);
    EXPECT_EQ(rules.weightFee(108'157'000).raw(), 54'078u); // as charged by the real runtime
}

TEST(Executive, KeepsTheFeeAndUndoesTheCallWhenItFails) {
    TestChain chain;
    const auto dave = devKey("//Dave");
    const auto bytes = chain.sign(dave, transferTo("//Bob", tao(3'000)));

    const auto block = chain.run({bytes});

    ASSERT_TRUE(block.results[0]);
    EXPECT_FALSE(block.results[0]->success);
    EXPECT_EQ(block.results[0]->error, "Token.FundsUnavailable");
    EXPECT_EQ(chain.free(devAccount("//Bob")), tao(1'000'000));
    EXPECT_EQ(chain.free(dave.publicKey()).raw(), tao(2'000).raw() - block.results[0]->fee.raw());
    EXPECT_EQ(block.find(1, "System.ExtrinsicFailed")["dispatch_error"],
              (nlohmann::json{{"Token", {{"FundsUnavailable", nullptr}}}}));
    EXPECT_EQ(system::Account.get(chain.state(), dave.publicKey()).nonce, 1u);
}

TEST(Executive, TakesEachNonceOnce) {
    TestChain chain;
    const auto alice = devKey("//Alice");
    const auto first = chain.sign(alice, transferTo("//Bob", tao(1)), {.nonce = 0});
    const auto third = chain.sign(alice, transferTo("//Bob", tao(1)), {.nonce = 2});

    const auto early = chain.validate(third);
    const auto block = chain.run({first, first, third});
    const auto late = chain.validate(first);

    ASSERT_TRUE(early);
    EXPECT_TRUE(early->future);
    EXPECT_TRUE(block.results[0]);
    ASSERT_FALSE(block.results[1]);
    EXPECT_EQ(block.results[1].error().kind, Kind::Stale);
    ASSERT_FALSE(block.results[2]);
    EXPECT_EQ(block.results[2].error().kind, Kind::Future);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().text, "Transaction is outdated");
}

TEST(Executive, LeavesTheStateUntouchedWhenItRefuses) {
    TestChain chain;
    const auto bytes = chain.sign(devKey("//Alice"), transferTo("//Bob", tao(1)), {.nonce = 7});
    State state{chain.state()};

    const auto result = chain.runtime().apply(state, bytes);

    ASSERT_FALSE(result);
    EXPECT_TRUE(state.changes().empty());
}

TEST(Executive, AcceptsAMortalTransactionOnlyInItsEra) {
    TestChain chain;
    for (int i = 0; i < 5; ++i)
        chain.run();
    const auto alice = devKey("//Alice");
    const Era era{8, 5}; // born in block 5, dead from block 13 on
    const auto bytes = chain.sign(alice, transferTo("//Bob", tao(1)), {.era = era});

    const auto fresh = chain.validate(bytes);
    for (int i = 0; i < 7; ++i)
        chain.run();
    const auto last = chain.validate(bytes); // for block 13, where the next era begins

    ASSERT_TRUE(fresh);
    EXPECT_EQ(fresh->longevity, 7u);
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().kind, Kind::AncientBirthBlock);
    chain.run();
    chain.run();
    EXPECT_EQ(chain.validate(bytes).error().kind, Kind::BadProof); // signed for the era before
}

TEST(Executive, AcceptsATransactionBornInTheBestBlock) {
    TestChain chain;
    for (int i = 0; i < 4; ++i)
        chain.run();
    const Era era{4, 0};
    const auto bytes =
        chain.sign(devKey("//Alice"), transferTo("//Bob", tao(1)), {.era = era, .birth = TestChain::hashOf(4)});

    ASSERT_TRUE(chain.validate(bytes));
    const auto block = chain.run({bytes});

    EXPECT_TRUE(block.results[0]);
}

TEST(Executive, RefusesWhatTheSignatureDoesNotCover) {
    TestChain chain;
    const auto alice = devKey("//Alice");
    const auto call = transferTo("//Bob", tao(1));
    auto flipped = chain.sign(alice, call);
    flipped.back() ^= 1;
    struct Case {
        const char* name;
        Bytes bytes;
    };
    const std::vector<Case> cases{
        {"changed amount", flipped},
        {"other spec version", chain.sign(alice, call, {.spec = 424})},
        {"other birth block", chain.sign(alice, call, {.birth = TestChain::hashOf(99)})},
    };
    for (const auto& c : cases) {
        const auto result = chain.validate(c.bytes);
        ASSERT_FALSE(result) << c.name;
        EXPECT_EQ(result.error().kind, Kind::BadProof) << c.name;
        EXPECT_EQ(result.error().text, "Transaction has a bad signature");
    }
}

TEST(Executive, TakesEd25519SignersToo) {
    TestChain chain;
    const auto key = *crypto::KeyPair::fromUri(crypto::KeyType::Ed25519, "//Alice");
    chain.run({chain.sign(devKey("//Alice"), makeCall(TransferKeepAlive{addressOf(key.publicKey()), {tao(10)}}))});

    const auto block = chain.run({chain.sign(key, transferTo("//Bob", tao(1)))});

    ASSERT_TRUE(block.results[0]);
    EXPECT_TRUE(block.results[0]->success);
}

TEST(Executive, SaysThatItTakesNoEcdsa) {
    TestChain chain;
    SignedPart part;
    part.address = addressOf(devAccount("//Alice"));
    part.signature = {MultiSignature::Kind::Ecdsa, Bytes(65, 1)};

    const auto result = chain.validate(encodeSigned(part, transferTo("//Bob", tao(1))));

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Kind::Unknown);
    EXPECT_NE(result.error().text.find("ECDSA"), std::string::npos);
}

TEST(Executive, RefusesWhoCannotPay) {
    TestChain chain;
    const auto poor = devKey("//Poor");
    const auto unknown = chain.validate(chain.sign(poor, transferTo("//Bob", tao(1))));
    chain.run({chain.sign(devKey("//Alice"),
                          makeCall(TransferKeepAlive{addressOf(poor.publicKey()), {Rao::fromRaw(1'000)}}))});
    const auto thin = chain.validate(chain.sign(poor, transferTo("//Bob", Rao::fromRaw(1))));

    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, Kind::Payment);
    ASSERT_FALSE(thin);
    EXPECT_EQ(thin.error().text, "Inability to pay some fees (e.g. account balance too low)");
}

// runtime/tests/sudo_wrapper.rs: sudo_signed_by_{correct_key_is_valid,wrong_account_is_rejected},
// sudo_when_no_sudo_key_configured_is_rejected, non_sudo_extrinsic_does_not_trigger_filter
TEST(Executive, LetsOnlyTheSudoKeySendSudoCalls) {
    TestChain chain;
    const auto call = makeCall(sudo::Sudo{makeCall(system::Remark{{1, 2}})});

    const auto stranger = chain.validate(chain.sign(devKey("//Bob"), call));
    const auto owner = chain.validate(chain.sign(devKey("//Alice"), call));

    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().kind, Kind::BadSigner);
    EXPECT_TRUE(owner);
    // runtime/tests/transaction_payment_wrapper.rs: priority_override_normal_dispatch
    const auto other = chain.validate(chain.sign(devKey("//Bob"), makeCall(system::Remark{{1, 2}})));
    ASSERT_TRUE(other);
    EXPECT_EQ(other->priority, 1U);

    State state{chain.mutableState()};
    sudo::Key.remove(state);
    chain.keep(state);
    const auto nobody = chain.validate(chain.sign(devKey("//Alice"), call));
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().kind, Kind::BadSigner);
}

TEST(Executive, RefusesCallsNestedDeeperThanEight) {
    TestChain chain;
    const auto nest = [](int depth) {
        auto call = makeCall(system::Remark{{}});
        for (int i = 1; i < depth; ++i)
            call = makeCall(sudo::Sudo{call});
        return call;
    };

    EXPECT_TRUE(chain.validate(chain.sign(devKey("//Alice"), nest(8))));
    const auto deeper = chain.validate(chain.sign(devKey("//Alice"), nest(9)));
    const auto hopeless = chain.validate(chain.sign(devKey("//Alice"), nest(200)));

    ASSERT_FALSE(deeper);
    EXPECT_EQ(deeper.error().kind, Kind::Call);
    ASSERT_FALSE(hopeless);
    EXPECT_EQ(hopeless.error().kind, Kind::Malformed);
}

TEST(Executive, RefusesBareTransactionsInThePool) {
    TestChain chain;
    const auto inherent = encodeBare(makeCall(timestamp::Set{{1}}));
    const auto remark = encodeBare(makeCall(system::Remark{{}}));
    State state{chain.state()};

    EXPECT_FALSE(chain.validate(inherent));
    EXPECT_FALSE(chain.validate(remark));
    EXPECT_FALSE(chain.runtime().apply(state, remark));
    EXPECT_TRUE(state.changes().empty());
}

TEST(Executive, RefusesBareCallsNestedTooDeep) {
    TestChain chain;
    auto call = makeCall(system::Remark{{}});
    for (int depth = 0; depth < kMaxNesting; ++depth)
        call = makeCall(utility::Batch{{call}});
    State state{chain.state()};

    const auto pooled = chain.validate(encodeBare(call));
    const auto applied = chain.runtime().apply(state, encodeBare(call));

    ASSERT_FALSE(pooled);
    EXPECT_EQ(pooled.error().kind, Kind::Call);
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().kind, Kind::Call);
    EXPECT_TRUE(state.changes().empty());
}

TEST(Executive, RefusesASecondTimestamp) {
    TestChain chain;
    const auto again = encodeBare(makeCall(timestamp::Set{{1'700'000'009'000}}));

    const auto block = chain.run({again});

    ASSERT_FALSE(block.results[0]);
    EXPECT_EQ(timestamp::Now.get(chain.state()), 1'700'000'001'000u);
}

TEST(Executive, StopsAtTheBlocksRoomForBytes) {
    TestChain chain;
    const auto alice = devKey("//Alice");
    const Bytes big(4 << 20, 7);
    std::vector<Bytes> extrinsics;
    for (std::uint32_t nonce = 0; nonce < 2; ++nonce)
        extrinsics.push_back(chain.sign(alice, makeCall(system::Remark{big}), {.nonce = nonce}));
    const auto tooBig = chain.sign(alice, makeCall(system::Remark{Bytes(8 << 20, 7)}), {.nonce = 1});

    const auto block = chain.run(extrinsics);

    EXPECT_TRUE(block.results[0]);
    ASSERT_FALSE(block.results[1]);
    EXPECT_EQ(block.results[1].error().kind, Kind::ExhaustsResources);
    const auto pooled = chain.validate(tooBig);
    ASSERT_FALSE(pooled);
    EXPECT_EQ(pooled.error().text, "Transaction would exhaust the block limits");
}

TEST(Executive, KeepsTheBlocksHistoryAndClearsItsEvents) {
    TestChain chain;
    chain.run({chain.sign(devKey("//Alice"), transferTo("//Bob", tao(1)))});
    const auto empty = chain.run();

    EXPECT_EQ(system::BlockHashes.get(chain.state(), BlockNumber{0}), TestChain::hashOf(0));
    EXPECT_EQ(system::BlockHashes.get(chain.state(), BlockNumber{1}), TestChain::hashOf(1));
    EXPECT_EQ(system::ParentHash.get(chain.state()), TestChain::hashOf(1));
    EXPECT_EQ(raw(system::Number.get(chain.state())), 2u);
    EXPECT_EQ(empty.events.size(), 2u); // the block's emission, the inherent
    EXPECT_EQ(system::EventCount.get(chain.state()), 2u);
    EXPECT_FALSE(system::ExtrinsicCount.exists(chain.state()));
    EXPECT_FALSE(system::ExecutionPhase.exists(chain.state()));
}

TEST(Executive, RefusesABlockThatDoesNotFollow) {
    TestChain chain;
    State state{chain.state()};
    BlockInput input;
    input.number = BlockNumber{2};

    EXPECT_FALSE(chain.runtime().initializeBlock(state, input));
}

TEST(Genesis, DiffersBySeedOnly) {
    const auto entries = [](std::uint64_t seed) {
        return TestChain{developmentGenesis(1000, 5, seed)}.state().entries;
    };

    EXPECT_EQ(entries(1), entries(1));
    EXPECT_NE(entries(1), entries(2));
}

TEST(Genesis, CountsWhatItEndows) {
    TestChain chain;

    EXPECT_EQ(heldByAll(chain.state()), balances::TotalIssuance.get(chain.state()).raw());
    EXPECT_EQ(sudo::Key.get(chain.state()), devAccount("//Alice"));
}

} // namespace
} // namespace taodeck::subtensor::test

#include "core/metadata/extrinsic.h"
#include "tests/unit/actions/fixture.h"

namespace taodeck::testing {
namespace {

using api::Outcome;
using api::Step;
using chain::TransactionStatus;
using metadata::Value;

constexpr NetUid kSubnet{3};

class Receipts : public ActionsTest {
protected:
    Receipts() {
        chain->setPool(kSubnet, 10'000'000'000, 10'000'000'000);
        m_listening = service->onReceipt([this](const api::Receipt& r) { seen.push_back(r); });
    }

    /// Plans and submits a stake; returns the extrinsic as the node got it.
    Bytes send() {
        const auto made = plan(api::AddStakeIntent{me, hotkey, kSubnet, Rao::fromRaw(1'000'000'000), 0.25, false});
        EXPECT_TRUE(made.has_value() && made->canSign());
        planned = *made;
        submit(made->id);
        EXPECT_EQ(chain->submitted.size(), 1u);
        return chain->submitted.empty() ? Bytes{} : chain->submitted.back();
    }

    /// A block with the extrinsic at index 2 and these events.
    chain::BlockRef include(std::uint32_t number, const Bytes& extrinsic, std::vector<Value> events,
                            bool rootChecked = true) {
        const auto ref = chain->addBlock(number, {Bytes{1}, Bytes{2}, extrinsic}, rootChecked);
        chain->set("System", "Events", {}, eventRecords(2, std::move(events)), ref.hash);
        return ref;
    }

    std::vector<Value> stakeEvents() const {
        return {feePaid(me, Rao::fromRaw(151'234)),
                stakeAdded(me, hotkey, Rao::fromRaw(1'000'000'000), Alpha::fromRaw(908'674'735), kSubnet,
                           Rao::fromRaw(503'547)),
                extrinsicSuccess()};
    }

    const api::Receipt& last() const { return seen.back(); }
    chain::BlockRef ref(std::uint32_t number) const { return {BlockNumber{number}, hashOfNumber(number)}; }

    std::vector<api::Receipt> seen;
    api::Plan planned;

private:
    Subscription m_listening;
};

TEST_F(Receipts, WhatIsSentIsWhatWasShown) {
    const auto extrinsic = send();

    const auto decoded = metadata::decodeExtrinsic(*chain->info.metadata, extrinsic);
    ASSERT_TRUE(decoded.has_value()) << decoded.error().context;
    EXPECT_EQ(decoded->signer, me);
    EXPECT_EQ(decoded->call.name, "add_stake_limit");
    const auto payload = metadata::decodeSigningPayload(*chain->info.metadata, planned.signingPayload);
    EXPECT_EQ(metadata::encodeCall(*chain->info.metadata, decoded->call).value(), payload->callBytes);
    const auto signature = metadata::View{decoded->signature}.arm("Sr25519").at(0).asBytes();
    EXPECT_TRUE(
        crypto::verify(crypto::KeyType::Sr25519, me, metadata::bytesToSign(planned.signingPayload), *signature));
}

TEST_F(Receipts, AStakeIsTrackedFromThePoolToTheProof) {
    const auto extrinsic = send();
    ASSERT_EQ(last().step, Step::Signed);
    EXPECT_FALSE(answer.has_value());

    chain->emit(TransactionStatus::Kind::Ready);
    chain->pump();
    EXPECT_EQ(last().step, Step::InPool);
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->hash, metadata::extrinsicHash(extrinsic));

    const auto block = include(103, extrinsic, stakeEvents());
    chain->emit(TransactionStatus::Kind::InBlock, block.hash);
    chain->pump();
    EXPECT_EQ(last().step, Step::Executed);
    EXPECT_EQ(last().trust, Trust::Sealed);
    EXPECT_EQ(last().outcome, Outcome::Succeeded);

    chain->emit(TransactionStatus::Kind::Finalized, block.hash);
    chain->pump();
    EXPECT_EQ(last().step, Step::Final);

    chain->finalize(block);
    chain->pump();
    EXPECT_EQ(last().step, Step::Proven);
    EXPECT_EQ(last().trust, Trust::Proven);
    EXPECT_EQ(last().block, BlockNumber{103});
    EXPECT_EQ(last().blockHash, block.hash);
    EXPECT_EQ(last().index, 2u);
    EXPECT_EQ(last().feePaid, Rao::fromRaw(151'234));
    EXPECT_EQ(last().alphaIn, Alpha::fromRaw(908'674'735));
    EXPECT_EQ(last().taoMoved, Rao::fromRaw(1'000'000'000));
    EXPECT_GT(last().updatedAt, last().startedAt);
    EXPECT_FALSE(chain->watching()) << "the watch ends with the proof";
    std::vector<Step> steps;
    for (const auto& r : seen)
        if (steps.empty() || steps.back() != r.step) steps.push_back(r.step);
    EXPECT_EQ(steps,
              (std::vector{Step::Signed, Step::InPool, Step::InBlock, Step::Executed, Step::Final, Step::Proven}));
}

TEST_F(Receipts, TheTrackEndsAtFinalWhereNothingCanBecomeProven) {
    const auto extrinsic = send();
    chain->trust = Trust::Reported; // as of events whose form only the node tells
    const auto block = include(103, extrinsic, stakeEvents());
    chain->emit(TransactionStatus::Kind::InBlock, block.hash);
    chain->finalize(ref(118));
    chain->pump();
    EXPECT_EQ(last().step, Step::Executed);
    EXPECT_TRUE(chain->watching());

    chain->finalize(ref(119));
    chain->pump();

    EXPECT_EQ(last().step, Step::Final);
    EXPECT_LT(last().trust, Trust::Proven);
    EXPECT_EQ(last().outcome, Outcome::Succeeded);
    EXPECT_FALSE(chain->watching());
}

TEST_F(Receipts, AFailureSaysWhatHappenedWhatItCostAndWhatNext) {
    const auto extrinsic = send();
    std::uint8_t number = 0;
    const auto* pallet = chain->info.metadata->pallet("SubtensorModule");
    for (const auto& arm : chain->info.metadata->arms(pallet->errors))
        if (arm.name == "SlippageTooHigh") number = arm.index;
    const auto block =
        include(103, extrinsic, {feePaid(me, Rao::fromRaw(151'234)), extrinsicFailed(pallet->index, number)});
    chain->emit(TransactionStatus::Kind::InBlock, block.hash);
    chain->finalize(block);
    chain->pump();

    EXPECT_EQ(last().step, Step::Proven);
    EXPECT_EQ(last().outcome, Outcome::Failed);
    EXPECT_EQ(last().errorName, "SubtensorModule.SlippageTooHigh");
    EXPECT_NE(last().errorWords.find("0.000151234 TAO"), std::string::npos);
    EXPECT_NE(last().errorWords.find("new quote"), std::string::npos);
}

TEST_F(Receipts, ARefusalByThePoolEndsTheTrack) {
    send();
    chain->emitTrouble({Errc::RemoteError, "1010: Invalid Transaction: Custom error: 8"});
    chain->pump();

    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->outcome, Outcome::Failed);
    EXPECT_EQ(answer->errorName, "InvalidTransaction.SlippageTooHigh");
    EXPECT_FALSE(answer->errorWords.empty());
    EXPECT_FALSE(chain->watching());
}

TEST_F(Receipts, LapsesOnlyWhenTheFinalStateDidNotUseTheNonce) {
    send();
    chain->emit(TransactionStatus::Kind::Ready);
    chain->finalize(ref(163));
    chain->pump();
    EXPECT_EQ(last().outcome, Outcome::Pending);

    chain->finalize(ref(164));
    chain->pump();
    EXPECT_EQ(last().outcome, Outcome::Lapsed);
    EXPECT_EQ(last().errorName, "Lapsed");
    EXPECT_EQ(last().trust, Trust::Proven);
    EXPECT_FALSE(chain->watching());
}

TEST_F(Receipts, AUsedNonceIsSearchedBeforeItLapses) {
    const auto extrinsic = send();
    include(120, extrinsic, stakeEvents());
    chain->setAccount(me, Rao::fromRaw(1), /*nonce=*/4);
    chain->finalize(ref(164)); // the node never said a word
    chain->pump();

    EXPECT_EQ(last().outcome, Outcome::Succeeded);
    EXPECT_EQ(last().step, Step::Proven);
    EXPECT_EQ(last().block, BlockNumber{120});
}

TEST_F(Receipts, AReplacedTransactionLapsesAfterTheSearch) {
    send();
    chain->setAccount(me, Rao::fromRaw(1), /*nonce=*/4);
    chain->finalize(ref(200));
    chain->pump();

    EXPECT_EQ(last().outcome, Outcome::Lapsed);
}

TEST_F(Receipts, ALostConnectionLosesNoReceipt) {
    const auto extrinsic = send();
    chain->emit(TransactionStatus::Kind::Ready);
    chain->emitTrouble({Errc::Disconnected, "gone"});
    chain->pump();
    EXPECT_EQ(last().outcome, Outcome::Pending);

    include(105, extrinsic, stakeEvents());
    chain->finalize(ref(107));
    chain->pump();
    EXPECT_EQ(last().step, Step::Proven);
    EXPECT_EQ(last().block, BlockNumber{105});
}

TEST_F(Receipts, ADroppedTransactionThatWasIncludedAfterAllIsCorrected) {
    const auto extrinsic = send();
    chain->emit(TransactionStatus::Kind::Dropped);
    chain->pump();
    EXPECT_EQ(last().outcome, Outcome::Failed);
    EXPECT_EQ(last().errorName, "Pool.Dropped");

    include(105, extrinsic, stakeEvents());
    chain->finalize(ref(105));
    chain->pump();
    EXPECT_EQ(last().outcome, Outcome::Succeeded);
    EXPECT_EQ(last().step, Step::Proven);
    EXPECT_EQ(last().errorName, "");
}

TEST_F(Receipts, ABlockThatDoesNotHoldItMovesNothing) {
    const auto extrinsic = send();
    const auto lie = chain->addBlock(103, {Bytes{1}, Bytes{2}});
    chain->emit(TransactionStatus::Kind::InBlock, lie.hash);
    chain->emit(TransactionStatus::Kind::InBlock, hashOfNumber(9999)); // a block that nobody can show
    chain->finalize(ref(104));
    chain->pump();
    EXPECT_EQ(last().outcome, Outcome::Pending);
    EXPECT_FALSE(last().block.has_value());

    include(110, extrinsic, stakeEvents());
    chain->finalize(ref(110));
    chain->pump();
    EXPECT_EQ(last().step, Step::Proven);
}

TEST_F(Receipts, AnUncheckedBodyIsNeverProven) {
    const auto extrinsic = send();
    const auto block = include(103, extrinsic, stakeEvents(), /*rootChecked=*/false);
    chain->emit(TransactionStatus::Kind::InBlock, block.hash);
    chain->finalize(block);
    chain->pump();

    EXPECT_EQ(last().trust, Trust::Reported);
    EXPECT_LT(last().step, Step::Proven);
}

TEST_F(Receipts, ARetractedBlockIsForgotten) {
    const auto extrinsic = send();
    const auto first = include(103, extrinsic, stakeEvents());
    chain->emit(TransactionStatus::Kind::InBlock, first.hash);
    chain->emit(TransactionStatus::Kind::Retracted, first.hash);
    chain->pump();
    EXPECT_EQ(last().step, Step::InPool);
    EXPECT_EQ(last().outcome, Outcome::Pending);
    EXPECT_FALSE(last().block.has_value());

    chain->blocks.erase(first.hash);
    chain->chainOfBlocks.erase(first.number);
    const auto second = include(104, extrinsic, stakeEvents());
    chain->emit(TransactionStatus::Kind::InBlock, second.hash);
    chain->finalize(second);
    chain->pump();
    EXPECT_EQ(last().step, Step::Proven);
    EXPECT_EQ(last().block, BlockNumber{104});
}

TEST_F(Receipts, AnotherForkThatWinsIsNoticed) {
    const auto extrinsic = send();
    const auto loser = include(103, extrinsic, stakeEvents());
    chain->emit(TransactionStatus::Kind::InBlock, loser.hash);
    chain->pump();
    ASSERT_EQ(last().step, Step::Executed);

    // Another block becomes final at its height; the transaction comes one later.
    const chain::BlockRef winner{BlockNumber{103}, hashOfNumber(7103)};
    chain->blocks[winner.hash] = {winner, {}, true};
    chain->chainOfBlocks[winner.number] = winner.hash;
    chain->finalize(winner);
    chain->pump();
    EXPECT_EQ(last().step, Step::InPool);
    include(104, extrinsic, stakeEvents());
    chain->finalize(ref(104));
    chain->pump();
    EXPECT_EQ(last().step, Step::Proven);
    EXPECT_EQ(last().block, BlockNumber{104});
}

TEST_F(Receipts, SubmitRefusesWhatNoLongerStands) {
    const auto made = [&] {
        return plan(api::AddStakeIntent{me, hotkey, kSubnet, Rao::fromRaw(1'000'000'000), 0.25, false}).value();
    };
    submit(12345);
    EXPECT_EQ(answer.error().code, Errc::Conflict) << "no such plan";

    auto p = made();
    chain->nextIndices[me] = 4;
    submit(p.id);
    EXPECT_EQ(answer.error().code, Errc::Conflict) << "the nonce was used meanwhile";
    chain->nextIndices[me] = 3;

    p = made();
    chain->best = ref(164);
    submit(p.id);
    EXPECT_EQ(answer.error().code, Errc::Conflict) << "the era is over";
    chain->best = ref(102);

    p = made();
    chain->info.specVersion = 426;
    submit(p.id);
    EXPECT_EQ(answer.error().code, Errc::Conflict) << "the runtime was upgraded";
    chain->info.specVersion = 425;

    const auto blocked =
        plan(api::AddStakeIntent{me, hotkey, kSubnet, Rao::fromRaw(1'000'000'000), 0.0001, false}).value();
    submit(blocked.id);
    EXPECT_EQ(answer.error().code, Errc::Refused);

    p = made();
    ring->clear();
    submit(p.id);
    EXPECT_EQ(answer.error().code, Errc::Locked);
    EXPECT_TRUE(chain->submitted.empty());
}

TEST_F(Receipts, APlanIsSignedOnce) {
    send();
    submit(planned.id);
    EXPECT_EQ(answer.error().code, Errc::Conflict);
    EXPECT_EQ(chain->submitted.size(), 1u);
}

TEST_F(Receipts, SellingTellsAlphaGivenWithTheFee) {
    const auto extrinsic = send();
    const auto block =
        include(103, extrinsic,
                {stakeRemoved(me, hotkey, Rao::fromRaw(900), Alpha::fromRaw(950), kSubnet, Alpha::fromRaw(50)),
                 extrinsicSuccess()});
    chain->emit(TransactionStatus::Kind::InBlock, block.hash);
    chain->pump();

    EXPECT_EQ(last().alphaOut, Alpha::fromRaw(1000));
    EXPECT_EQ(last().taoMoved, Rao::fromRaw(900));
    EXPECT_FALSE(last().alphaIn.has_value());
}

TEST_F(Receipts, DevelopmentFundsComeFromAliceAndOnlyThere) {
    Result<api::Receipt> got = fail(Errc::Timeout);
    service->fundFromDevelopment(me, Rao::fromRaw(1'000'000), [&](Result<api::Receipt> r) { got = std::move(r); });
    chain->pump();
    EXPECT_EQ(got.error().code, Errc::Refused);

    chain->info.development = true;
    const auto alice = crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Alice")->publicKey();
    chain->setAccount(alice, Rao::fromRaw(5'000'000'000));
    service->fundFromDevelopment(me, Rao::fromRaw(1'000'000), [&](Result<api::Receipt> r) { got = std::move(r); });
    chain->pump();
    ASSERT_EQ(chain->submitted.size(), 1u);
    chain->emit(TransactionStatus::Kind::Ready);
    chain->pump();
    ASSERT_TRUE(got.has_value());
    const auto decoded = metadata::decodeExtrinsic(*chain->info.metadata, chain->submitted[0]);
    EXPECT_EQ(decoded->signer, alice);
    EXPECT_EQ(decoded->call.name, "transfer_keep_alive");
}

TEST_F(Receipts, AnswersThatComeAfterTheServiceAreHarmless) {
    const auto extrinsic = send();
    const auto block = include(103, extrinsic, stakeEvents());
    chain->emit(TransactionStatus::Kind::InBlock, block.hash);
    service.reset();
    chain->finalize(block);
    chain->pump();
}

} // namespace
} // namespace taodeck::testing

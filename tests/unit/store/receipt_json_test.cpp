#include "core/store/receipt_json.h"

#include "tests/unit/store/store_support.h"

namespace taodeck::store {
namespace {

api::Receipt full(api::Intent intent) {
    api::Receipt r;
    r.actionId = 7;
    r.intent = std::move(intent);
    r.hash = filled<ExtrinsicHash>(9);
    r.step = api::Step::Proven;
    r.outcome = api::Outcome::Failed;
    r.block = BlockNumber{12};
    r.blockHash = filled<BlockHash>(3);
    r.index = 2;
    r.feePaid = Rao::fromRaw(~std::uint64_t{0});
    r.alphaIn = Alpha::fromRaw(1);
    r.taoMoved = Rao::fromRaw(3);
    r.errorName = "SubtensorModule.SlippageTooHigh";
    r.errorWords = "words";
    r.trust = Trust::Proven;
    r.startedAt = at(5);
    r.updatedAt = at(6);
    return r;
}

std::vector<api::Intent> allIntents() {
    const auto a = filled(1), b = filled(2);
    return {api::TransferIntent{a, b, Rao::fromRaw(5), false},
            api::TransferAllIntent{a, b, true},
            api::AddStakeIntent{a, b, NetUid{3}, Rao::fromRaw(1'500'000'000), 0.01, true},
            api::RemoveStakeIntent{a, b, NetUid{0}, Alpha::fromRaw(6), 0.02, false},
            api::RegisterIntent{a, b, NetUid{4}, Rao::fromRaw(7)},
            api::ServeAxonIntent{a, NetUid{4}, 3, {1, 2, 3}, 6, 8091},
            api::SetWeightsIntent{a, NetUid{4}, 1, {0, 1}, {65'535, 2}, 9},
            api::CommitWeightsIntent{a, NetUid{4}, 1, filled<Hash256>(5)},
            api::RevealWeightsIntent{a, NetUid{4}, 1, {0, 1}, {65'535, 2}, {3, 4}, 9},
            api::CommitTimelockedIntent{a, NetUid{4}, 1, Bytes{1, 2, 3}, 11, 4}};
}

TEST(ReceiptJson, ComesBackAsItWasForEveryIntent) {
    for (const auto& intent : allIntents()) {
        const auto before = full(intent);

        const auto after = receiptFromJson(toJson(before));

        ASSERT_TRUE(after) << after.error().context;
        EXPECT_EQ(toJson(*after), toJson(before));
        EXPECT_EQ(after->feePaid, before.feePaid);
        EXPECT_FALSE(after->alphaOut);
        EXPECT_EQ(after->intent.index(), intent.index());
        EXPECT_EQ(signerOf(after->intent), filled(1));
    }
}

TEST(ReceiptJson, RefusesEveryTruncationAndForeignValues) {
    const auto text = toJson(full(allIntents()[2]));

    for (std::size_t n = 0; n < text.size(); ++n)
        EXPECT_FALSE(receiptFromJson(text.substr(0, n))) << n;
    auto wrongStep = text;
    wrongStep.replace(wrongStep.find("\"step\":5"), 8, "\"step\":9");
    EXPECT_EQ(receiptFromJson(wrongStep).error().code, Errc::Malformed);
}

TEST(ReceiptJson, KeepsTheUidThatARegistrationMade) {
    auto receipt = full(allIntents()[4]);
    receipt.uid = 17;

    EXPECT_EQ(receiptFromJson(toJson(receipt))->uid, 17);
    EXPECT_FALSE(receiptFromJson(toJson(full(allIntents()[4])))->uid);
}

TEST(ReceiptJson, KeepsAReceiptWhoseErrorTextIsNotUtf8) {
    auto receipt = full(allIntents()[0]);
    receipt.errorWords = "bad \xff byte";

    EXPECT_TRUE(receiptFromJson(toJson(receipt)));
}

TEST(ReceiptJson, SaysInOneLineWhatWasDone) {
    EXPECT_EQ(summaryOf(full(allIntents()[2])), "Stake 1.5 TAO on subnet 3");
    EXPECT_EQ(summaryOf(full(allIntents()[3])), "Unstake 0.000000006 alpha on root");
    EXPECT_EQ(kindOf(allIntents()[1]), "transfer_all");
}

} // namespace
} // namespace taodeck::store

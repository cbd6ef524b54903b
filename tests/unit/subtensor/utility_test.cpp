#include "core/subtensor/pallets/utility.h"

#include "core/subtensor/pallets/sudo.h"
#include "core/subtensor/pallets/transaction_payment.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

using balances::TransferKeepAlive;
using utility::Batch;
using utility::BatchAll;
using utility::ForceBatch;

class UtilityTest : public ::testing::Test {
protected:
    RuntimeCall pay(const std::string& uri, Rao amount) {
        return makeCall(TransferKeepAlive{addressOf(devAccount(uri)), {amount}});
    }
    /// A good transfer, one that fails, and another good one.
    std::vector<RuntimeCall> mixed() { return {pay("//Bob", tao(1)), pay("//Bob", tao(9'999)), pay("//Eve", tao(1))}; }
    Applied send(const std::string& uri, const RuntimeCall& call) {
        m_block = m_chain.run({m_chain.sign(devKey(uri), call)});
        EXPECT_TRUE(m_block.results[0]);
        return m_block.results[0] ? *m_block.results[0] : Applied{};
    }
    std::uint64_t gained(const std::string& uri, std::uint64_t wholeBefore) {
        return m_chain.free(devAccount(uri)).raw() - tao(wholeBefore).raw();
    }

    TestChain m_chain;
    BlockResult m_block;
};

TEST_F(UtilityTest, BatchStopsAtTheFirstFailureAndKeepsWhatWentBefore) { // batch_early_exit_works
    const auto result = send("//Dave", makeCall(Batch{mixed()}));

    EXPECT_TRUE(result.success);
    EXPECT_EQ(gained("//Bob", 1'000'000), tao(1).raw());
    EXPECT_EQ(gained("//Eve", 2'000), 0u);
    EXPECT_EQ(m_block.find(1, "Utility.BatchInterrupted")["index"], 1);
    EXPECT_EQ(m_block.find(1, "Utility.BatchCompleted"), nullptr);
}

TEST_F(UtilityTest, BatchAllUndoesEverything) {
    const auto result = send("//Dave", makeCall(BatchAll{mixed()}));

    EXPECT_EQ(result.error, "Token.FundsUnavailable");
    EXPECT_EQ(gained("//Bob", 1'000'000), 0u);
    EXPECT_EQ(m_block.find(1, "Utility.ItemCompleted"), nullptr);
    EXPECT_EQ(m_block.find(1, "Balances.Transfer"), nullptr);
}

TEST_F(UtilityTest, ForceBatchGoesOn) { // force_batch_works
    const auto result = send("//Dave", makeCall(ForceBatch{mixed()}));

    EXPECT_TRUE(result.success);
    EXPECT_EQ(gained("//Bob", 1'000'000), tao(1).raw());
    EXPECT_EQ(gained("//Eve", 2'000), tao(1).raw());
    const auto names = m_block.namesOf(1);
    EXPECT_EQ(std::count(names.begin(), names.end(), "Utility.ItemCompleted"), 2);
    EXPECT_EQ(std::count(names.begin(), names.end(), "Utility.ItemFailed"), 1);
    EXPECT_EQ(std::count(names.begin(), names.end(), "Utility.BatchCompletedWithErrors"), 1);
}

TEST_F(UtilityTest, RefusesABatchDirectlyInsideABatch) {
    const auto inner = makeCall(Batch{{pay("//Bob", tao(1))}});

    const auto direct = send("//Dave", makeCall(BatchAll{{inner}}));
    const auto deeper = send("//Alice", makeCall(Batch{{makeCall(sudo::Sudo{makeCall(Batch{{inner}})})}}));

    EXPECT_EQ(direct.error, "System.CallFiltered");
    EXPECT_TRUE(deeper.success); // root is not filtered
}

TEST_F(UtilityTest, ChargesOnlyForWhatRan) {
    const auto call = makeCall(Batch{{pay("//Bob", tao(9'999)), pay("//Eve", tao(1)), pay("//Eve", tao(1))}});
    const auto bytes = m_chain.sign(devKey("//Dave"), call);
    const auto announced = m_chain.runtime().queryFee(m_chain.state(), bytes)->second;

    const auto result = send("//Dave", call);

    EXPECT_LT(result.fee, announced);
    const auto paid = tao(2'000).raw() - m_chain.free(devAccount("//Dave")).raw();
    EXPECT_EQ(paid, result.fee.raw());
}

TEST_F(UtilityTest, WeighsTheBatchWithItsCalls) {
    const auto one = infoOf(pay("//Bob", tao(1)));
    const auto batch = infoOf(makeCall(BatchAll{{pay("//Bob", tao(1)), pay("//Bob", tao(1))}}));

    EXPECT_GT(batch.refTime, 2 * one.refTime);
    EXPECT_LT(batch.refTime, 2 * one.refTime + 100'000'000);
}

TEST_F(UtilityTest, SudoReportsTheInnerOutcomeAndIsFree) {
    const auto alice = m_chain.free(devAccount("//Alice"));

    const auto result = send("//Alice", makeCall(sudo::Sudo{pay("//Bob", tao(1))})); // root has no account

    EXPECT_TRUE(result.success);
    EXPECT_EQ(result.fee.raw(), 0u);
    EXPECT_EQ(m_chain.free(devAccount("//Alice")), alice);
    EXPECT_EQ(m_block.find(1, "Sudo.Sudid")["sudo_result"], (nlohmann::json{{"Err", {{"BadOrigin", nullptr}}}}));
}

TEST_F(UtilityTest, SudoActsAsOthersAndPassesItsKeyOn) {
    const auto as = send("//Alice", makeCall(sudo::SudoAs{addressOf(devAccount("//Dave")), pay("//Eve", tao(2))}));
    const auto moved = send("//Alice", makeCall(sudo::SetKey{addressOf(devAccount("//Bob"))}));

    EXPECT_TRUE(as.success);
    EXPECT_EQ(gained("//Eve", 2'000), tao(2).raw());
    EXPECT_TRUE(moved.success);
    EXPECT_EQ(sudo::Key.get(m_chain.state()), devAccount("//Bob"));
    EXPECT_FALSE(m_chain.validate(m_chain.sign(devKey("//Alice"), makeCall(sudo::Sudo{pay("//Bob", tao(1))}))));
}

} // namespace
} // namespace taodeck::subtensor::test

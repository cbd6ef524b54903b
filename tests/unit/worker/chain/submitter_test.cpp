// What is sent, what is written down before, and what a restart makes of it. The chain and the action service are
// scripted and answer at once.

#include "core/worker/chain/submitter.h"

#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <map>

namespace taodeck::worker {
namespace {

using metadata::Value;

constexpr NetUid kNet{1};

AccountId hotkey() {
    AccountId out;
    out.bytes.fill(7);
    return out;
}

class ScriptedAccess final : public chain::ChainAccess {
public:
    std::uint32_t used{0}, next{0};
    BlockNumber final{100};

    bool development{false};

    Result<chain::RuntimeInfo> runtime() const override {
        chain::RuntimeInfo out;
        out.development = development;
        return out;
    }
    chain::BlockRef finalHead() const override { return {final, {}}; }
    chain::BlockRef bestHead() const override { return {final, {}}; }
    Subscription onFinalHead(std::function<void(const chain::BlockRef&)>) override { return {}; }
    void read(std::vector<chain::StorageRead> reads, std::optional<BlockHash>,
              chain::Done<chain::Reading> done) override {
        chain::Reading out;
        for (std::size_t i = 0; i < reads.size(); ++i)
            out.values.push_back(Value::composite({{"nonce", Value::number(used)}}));
        out.at.number = final;
        done(std::move(out));
    }
    void call(std::string, Bytes, std::optional<BlockHash>, chain::Done<Bytes>) override {}
    void nextIndex(const AccountId&, chain::Done<std::uint32_t> done) override { done(next); }
    Subscription submitAndWatch(Bytes, std::function<void(Result<chain::TransactionStatus>)>) override { return {}; }
    void block(const BlockHash&, chain::Done<chain::BlockBody>) override {}
    void blockAt(BlockNumber, chain::Done<chain::BlockBody>) override {}
};

class ScriptedActions final : public api::ActionService {
public:
    explicit ScriptedActions(ScriptedAccess& access) : m_access{access} {}

    enum class Fate { Final, Refused, Failed, Lapsed, Unanswered, NotSent };
    Fate fate{Fate::Final};
    std::string errorName;
    std::vector<api::Warning> warnings;
    std::function<void()> onSubmit; ///< Looks at the ledger as it is when the transaction goes out.
    std::vector<std::uint32_t> sentNonces;

    void plan(api::Intent intent, api::Done<api::Plan> done) override {
        api::Plan out;
        out.id = ++m_last;
        out.intent = std::move(intent);
        out.nonce = m_access.next;
        out.bornAt = m_access.final;
        out.lapsesAt = BlockNumber{raw(m_access.final) + 64};
        out.warnings = warnings;
        m_plans[out.id] = out;
        done(out);
    }
    void submit(std::uint64_t planId, api::Done<api::Receipt> done) override {
        if (onSubmit) onSubmit();
        const auto plan = m_plans.at(planId);
        if (fate == Fate::NotSent) return done(fail(Errc::Locked, "no key"));
        sentNonces.push_back(plan.nonce);
        if (fate == Fate::Unanswered) return;
        api::Receipt r;
        r.actionId = planId + 1000;
        r.hash.bytes.fill(3);
        m_tell(r);
        if (fate == Fate::Refused) {
            r.outcome = api::Outcome::Failed;
            r.errorName = errorName;
            r.errorWords = "words";
            m_tell(r);
            return done(r);
        }
        done(r);
        r.step = api::Step::Proven;
        r.block = BlockNumber{raw(m_access.final) + 1};
        r.outcome = fate == Fate::Final    ? api::Outcome::Succeeded
                    : fate == Fate::Failed ? api::Outcome::Failed
                                           : api::Outcome::Lapsed;
        r.errorName = errorName;
        m_access.used = m_access.next = plan.nonce + 1;
        m_tell(r);
    }
    Subscription onReceipt(std::function<void(const api::Receipt&)> fn) override {
        m_tell = std::move(fn);
        return {};
    }
    void fundFromDevelopment(const AccountId&, Rao, api::Done<api::Receipt>) override {}

private:
    ScriptedAccess& m_access;
    std::uint64_t m_last{0};
    std::map<std::uint64_t, api::Plan> m_plans;
    std::function<void(const api::Receipt&)> m_tell;
};

class SubmitterTest : public ::testing::Test {
protected:
    SubmitterTest() : access{std::make_shared<ScriptedAccess>()}, actions{std::make_shared<ScriptedActions>(*access)} {
        restart();
    }
    /// As a new process with the same ledger.
    void restart() {
        submitter.reset();
        NeuronChainParts parts;
        parts.access = access;
        parts.actions = actions;
        parts.hotkey = hotkey();
        parts.netuid = kNet;
        submitter.emplace(parts, SubmissionLedger::open(folder.path() / "ledger.db").value());
    }
    Result<api::Receipt> send(std::stop_token stop = {}) {
        Submission entry;
        entry.kind = SubmissionKind::SetWeights;
        entry.uids = {1};
        entry.values = {65'535};
        return submitter->send(api::SetWeightsIntent{hotkey(), kNet, 0, {1}, {65'535}, 0}, entry, stop);
    }
    /// Dies between writing down and hearing of it.
    void sendAndCrash() {
        actions->fate = ScriptedActions::Fate::Unanswered;
        std::stop_source dead;
        dead.request_stop();
        // Plans are answered at once, so only the submission is cut off.
        EXPECT_EQ(send(dead.get_token()).error().code, Errc::Cancelled);
        actions->fate = ScriptedActions::Fate::Final;
        restart();
    }
    Result<> settle(bool shown) {
        return submitter->settle(
            [this, shown](const Submission&) -> Result<bool> {
                ++looks;
                return shown;
            },
            {});
    }
    Submission last() { return submitter->ledger().newest(1)->at(0); }

    test::TemporaryFolder folder;
    std::shared_ptr<ScriptedAccess> access;
    std::shared_ptr<ScriptedActions> actions;
    std::optional<Submitter> submitter;
    int looks{0};
};

TEST(FollowLimit, IsTheErasTimeAndTwoMinutes) {
    using std::chrono::milliseconds;
    using std::chrono::minutes;
    using std::chrono::seconds;
    const BlockNumber born{100}, lapses{164};
    EXPECT_EQ(followLimit(born, lapses, seconds{12}), seconds{64 * 12} + minutes{2});
    EXPECT_EQ(followLimit(born, lapses, {}), seconds{64 * 12} + minutes{2}) << "not measured yet";
    EXPECT_EQ(followLimit(born, lapses, milliseconds{250}), seconds{16} + minutes{2});
    EXPECT_EQ(followLimit(born, lapses, minutes{5}), seconds{64 * 12} + minutes{2}) << "a chain that stood still";
    EXPECT_EQ(followLimit(lapses, born, seconds{12}), minutes{2});
}

TEST_F(SubmitterTest, WritesDownBeforeItSends) {
    bool recorded = false;
    actions->onSubmit = [&] {
        auto other = SubmissionLedger::open(folder.path() / "ledger.db").value();
        const auto row = other.newest(1)->at(0);
        recorded = row.state == SubmissionState::Pending && row.nonce == 0 && row.values == last().values;
    };

    const auto receipt = send();

    ASSERT_TRUE(receipt) << receipt.error().context;
    EXPECT_TRUE(recorded);
    EXPECT_EQ(last().state, SubmissionState::Applied);
    EXPECT_EQ(last().block, BlockNumber{101});
    EXPECT_EQ(last().hash, receipt->hash);
    EXPECT_TRUE(settle(true));
    EXPECT_EQ(looks, 0);
}

TEST_F(SubmitterTest, SaysWhyTheChainRefused) {
    actions->fate = ScriptedActions::Fate::Refused;
    actions->errorName = "InvalidTransaction.StakeTooLow";
    EXPECT_EQ(send().error().code, Errc::Refused);
    EXPECT_EQ(last().state, SubmissionState::Failed);
    EXPECT_EQ(last().note, "InvalidTransaction.StakeTooLow");

    actions->errorName = "InvalidTransaction.RateLimitExceeded";
    EXPECT_EQ(send().error().code, Errc::Conflict);
    actions->fate = ScriptedActions::Fate::Failed;
    actions->errorName = "SubtensorModule.CommittingWeightsTooFast";
    EXPECT_EQ(send().error().code, Errc::Conflict);
    actions->fate = ScriptedActions::Fate::Lapsed;
    EXPECT_EQ(send().error().code, Errc::Timeout);
    EXPECT_EQ(last().state, SubmissionState::Lapsed);
}

TEST_F(SubmitterTest, DoesNotSendAgainstAWarning) {
    actions->warnings = {{api::WarningKind::OtherRule, "too early"}};
    EXPECT_EQ(send().error().code, Errc::Conflict);
    actions->warnings = {{api::WarningKind::OtherRule, "never", true}};
    EXPECT_EQ(send().error().code, Errc::Refused);
    actions->warnings = {{api::WarningKind::NotProven, "reported"}};
    EXPECT_TRUE(send());

    EXPECT_EQ(actions->sentNonces.size(), 1u);
    EXPECT_EQ(submitter->ledger().newest(9)->size(), 1u);
}

TEST_F(SubmitterTest, KnowsThatWithoutAKeyNothingWentOut) {
    actions->fate = ScriptedActions::Fate::NotSent;

    EXPECT_EQ(send().error().code, Errc::Locked);
    EXPECT_EQ(last().state, SubmissionState::Failed);
}

TEST_F(SubmitterTest, FindsOutAfterARestartWhatBecameOfATransaction) {
    sendAndCrash();
    access->used = access->next = 1; // it was included
    EXPECT_TRUE(settle(true));
    EXPECT_EQ(last().state, SubmissionState::Applied);
    EXPECT_EQ(looks, 1);

    sendAndCrash();
    access->used = access->next = 2; // and this one failed, or another took its nonce
    EXPECT_TRUE(settle(false));
    EXPECT_EQ(last().state, SubmissionState::Failed);

    sendAndCrash();
    access->final = last().lapsesAt;
    EXPECT_TRUE(settle(true));
    EXPECT_EQ(last().state, SubmissionState::Lapsed) << "its nonce is free and it is no longer valid";
}

TEST_F(SubmitterTest, WaitsForWhatIsStillInTheNodesPool) {
    sendAndCrash();
    access->next = 1; // the pool holds it; no final block does

    const auto waits = settle(true);

    EXPECT_EQ(waits.error().code, Errc::Conflict);
    EXPECT_EQ(last().state, SubmissionState::Pending);
    access->used = 1;
    EXPECT_TRUE(settle(true));
    EXPECT_EQ(last().state, SubmissionState::Applied);
}

TEST_F(SubmitterTest, ForgetsWhatADevelopmentChainWasSetBackBehind) {
    access->used = access->next = 5;
    sendAndCrash();
    access->final = BlockNumber{20};
    access->used = access->next = 2;

    EXPECT_EQ(settle(true).error().code, Errc::Conflict) << "a node that is merely behind proves nothing";
    access->development = true;
    EXPECT_TRUE(settle(true));
    EXPECT_EQ(last().state, SubmissionState::Lapsed);
}

TEST_F(SubmitterTest, SendsAnewOnlyWithTheNonceOfWhatTheNodeForgot) {
    sendAndCrash(); // the node never got it
    EXPECT_TRUE(settle(true));

    EXPECT_TRUE(send());

    EXPECT_EQ(actions->sentNonces, (std::vector<std::uint32_t>{0, 0})) << "the chain takes one of the two";
    const auto rows = submitter->ledger().newest(2).value();
    EXPECT_EQ(rows[0].state, SubmissionState::Applied);
    EXPECT_EQ(rows[1].state, SubmissionState::Replaced);
}

TEST_F(SubmitterTest, DoesNotSendWithAnotherNonceWhileTheForgottenOneMayTurnUp) {
    sendAndCrash();
    EXPECT_TRUE(settle(true));
    access->next = 1; // it turned up between the look and the plan

    EXPECT_EQ(send().error().code, Errc::Conflict);
    EXPECT_EQ(actions->sentNonces.size(), 1u);
}

} // namespace
} // namespace taodeck::worker

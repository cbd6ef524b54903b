#include "core/supervise/workers/launch.h"
#include "core/supervise/workers/verdict.h"
#include "tests/support/fake_services.h"

#include <gtest/gtest.h>

#include <deque>

namespace taodeck::supervise {
namespace {

using api::LaunchStep;
using api::WorkerRow;
using api::WorkerState;

AccountId account(std::uint8_t mark) {
    AccountId out;
    out.bytes.fill(mark);
    return out;
}

/// A launch with fake services; tasks run when the test says so.
class LaunchTest : public ::testing::Test {
protected:
    LaunchTest() {
        api::ChainStatus status;
        status.development = true;
        m_chain.setStatus(status);
        m_chain.setBalance(Rao::fromRaw(50 * kUnitsPerToken));
        api::Metagraph graph;
        graph.netuid = NetUid{1};
        graph.started = graph.registrationOpen = true;
        graph.burn = Rao::fromRaw(kUnitsPerToken);
        m_chain.setGraph(graph);
        m_actions.onProven = [this](const api::Intent& intent) {
            const auto* registration = std::get_if<api::RegisterIntent>(&intent);
            if (registration == nullptr) return;
            api::Neuron neuron;
            neuron.uid = 4;
            neuron.hotkey = registration->hotkey;
            neuron.coldkey = registration->coldkey;
            m_chain.addNeuron(neuron);
        };
        auto& s = m_request.settings;
        s.network = "localnet";
        s.netuid = NetUid{1};
        s.task = "text";
        s.coldkey = account(1);
        s.hotkey = account(2);
        m_request.limit = Rao::fromRaw(2 * kUnitsPerToken);
    }

    std::shared_ptr<const LaunchTools> tools() {
        auto out = std::make_shared<LaunchTools>();
        out->chain = &m_chain;
        out->actions = &m_actions;
        out->post = [this](auto task) { m_tasks.push_back(std::move(task)); };
        out->later = [this](std::chrono::milliseconds delay, auto task) {
            if (delay < std::chrono::minutes{1}) m_tasks.push_back(std::move(task)); // limits never come here
        };
        out->existing = [this](const auto&) { return m_existing; };
        out->create = [this](api::WorkerSettings settings, auto done) {
            ++m_created;
            settings.id = "miner-1";
            m_row = WorkerRow{};
            m_row->settings = settings;
            done(*m_row);
        };
        out->start = [this](const std::string&) -> Result<> {
            ++m_started;
            m_row->state = m_stateAfterStart;
            m_row->reason = m_reasonAfterStart;
            return {};
        };
        out->row = [this](const std::string&) { return m_row; };
        out->network = [this] { return m_network; };
        return out;
    }
    Result<WorkerRow> run() {
        std::optional<Result<WorkerRow>> answer;
        launch(
            tools(), m_request, [this](const auto& progress) { m_steps.push_back(progress.step); },
            [&](Result<WorkerRow> row) { answer = std::move(row); });
        for (int i = 0; i < 200 && !m_tasks.empty() && !answer; ++i) {
            const auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            task();
        }
        return answer ? *answer : fail(Errc::Timeout, "no answer");
    }

    testing::FakeChainService m_chain;
    testing::FakeActionService m_actions;
    std::deque<std::function<void()>> m_tasks;
    std::function<void()> m_cancel;
    api::LaunchRequest m_request;
    std::optional<WorkerRow> m_existing, m_row;
    WorkerState m_stateAfterStart{WorkerState::Running};
    std::string m_reasonAfterStart, m_network{"localnet"};
    int m_created{0}, m_started{0};
    std::vector<LaunchStep> m_steps;
};

TEST_F(LaunchTest, RegistersCreatesAndStarts) {
    const auto row = run();

    ASSERT_TRUE(row) << row.error().context;
    EXPECT_EQ(row->state, WorkerState::Running);
    EXPECT_EQ(m_actions.submits, 1);
    EXPECT_EQ(m_actions.funds, 0) << "nobody asked for test funds";
    const auto& intent = std::get<api::RegisterIntent>(m_actions.lastIntent);
    EXPECT_EQ(intent.limit, m_request.limit);
    EXPECT_EQ(intent.hotkey, account(2));
    EXPECT_TRUE(std::is_sorted(m_steps.begin(), m_steps.end()));
}

TEST_F(LaunchTest, RepeatedItPaysNothingAgain) {
    ASSERT_TRUE(run());
    m_existing = m_row;

    const auto again = run();

    ASSERT_TRUE(again) << again.error().context;
    EXPECT_EQ(m_actions.submits, 1);
    EXPECT_EQ(m_created, 1);
    EXPECT_EQ(m_started, 2);
}

TEST_F(LaunchTest, PaysNothingForAMinerThatNobodyCouldReach) {
    m_network = m_request.settings.network = "finney";
    EXPECT_EQ(run().error().code, Errc::Malformed);
    EXPECT_EQ(m_actions.submits, 0);

    m_request.settings.externalIp = "203.0.113.7";
    EXPECT_TRUE(run());
}

TEST_F(LaunchTest, TakesReceiptsThatComeBeforeTheAnswer) {
    m_actions.receiptFirst = true;

    EXPECT_TRUE(run());
}

TEST_F(LaunchTest, GivesTestFundsOnlyWhereTheyAreMissing) {
    m_request.fundFromDevelopment = true;
    m_chain.setBalance(Rao::fromRaw(kUnitsPerToken));
    ASSERT_TRUE(run());
    EXPECT_EQ(m_actions.funds, 1);
    EXPECT_EQ(m_actions.lastFund, Rao::fromRaw(kUnitsPerToken + kRegistrationReserve.raw()));
}

TEST_F(LaunchTest, NoTestFundsOnALiveNetwork) {
    m_request.fundFromDevelopment = true;
    m_chain.setBalance(Rao{});
    m_chain.setStatus({});
    (void)run();

    EXPECT_EQ(m_actions.funds, 0);
}

TEST_F(LaunchTest, RefusesAPriceAboveTheLimitBeforeAnythingIsSigned) {
    m_request.limit = Rao::fromRaw(kUnitsPerToken - 1);

    const auto row = run();

    ASSERT_FALSE(row);
    EXPECT_EQ(row.error().code, Errc::Refused);
    EXPECT_EQ(m_actions.plans, 0);
    EXPECT_EQ(m_created, 0);
}

TEST_F(LaunchTest, TheWalletsLockIsItsOwnAnswer) {
    m_actions.submitError = Error{Errc::Locked, "locked"};
    EXPECT_EQ(run().error().code, Errc::Locked);
    m_actions.submitError.reset();
    EXPECT_TRUE(run()) << "unlocked and asked again";
}

TEST_F(LaunchTest, AFailedRegistrationEndsItWithTheChainsReason) {
    m_actions.failure = "Somebody was faster.";

    const auto row = run();

    EXPECT_EQ(row.error().code, Errc::DispatchFailed);
    EXPECT_EQ(row.error().context, "Somebody was faster.");
    EXPECT_EQ(m_created, 0);
}

TEST_F(LaunchTest, ABlockingWarningIsNotSigned) {
    m_actions.warnings = {{api::WarningKind::NotEnough, "Not enough.", true}};

    EXPECT_EQ(run().error().code, Errc::Refused);
    EXPECT_EQ(m_actions.submits, 0);
}

TEST_F(LaunchTest, ClosedAnotherNetworkAnotherOwnerAndAnotherJobAreRefused) {
    auto graph = api::Metagraph{};
    graph.netuid = NetUid{1};
    m_chain.setGraph(graph);
    EXPECT_EQ(run().error().code, Errc::Refused) << "closed";

    api::Neuron neuron;
    neuron.hotkey = account(2);
    neuron.coldkey = account(77);
    m_chain.addNeuron(neuron);
    EXPECT_EQ(run().error().code, Errc::Conflict) << "somebody else's hotkey";

    m_request.settings.network = "finney";
    EXPECT_EQ(run().error().code, Errc::Refused) << "another network is followed";

    m_request.settings.network = "localnet";
    m_existing = WorkerRow{};
    m_existing->settings = m_request.settings;
    m_existing->settings.role = api::Role::Validator;
    EXPECT_EQ(run().error().code, Errc::Conflict) << "works as a validator";
}

TEST_F(LaunchTest, GivesANewValidatorTestStakeOnce) {
    m_request.settings.role = api::Role::Validator;
    m_request.fundFromDevelopment = true;
    m_chain.setBalance(Rao{});
    std::vector<api::Intent> intents;
    const auto registered = m_actions.onProven;
    m_actions.onProven = [&](const api::Intent& intent) {
        intents.push_back(intent);
        if (std::holds_alternative<api::TransferIntent>(intent))
            m_chain.setBalance(std::get<api::TransferIntent>(intent).amount);
        registered(intent);
    };

    ASSERT_TRUE(run());

    ASSERT_EQ(intents.size(), 3u) << "one transfer covers both";
    EXPECT_TRUE(std::holds_alternative<api::RegisterIntent>(intents[1]));
    const auto& stake = std::get<api::AddStakeIntent>(intents[2]);
    EXPECT_EQ(stake.amount, kValidatorTestStake);
    EXPECT_EQ(stake.hotkey, account(2));
    EXPECT_EQ(m_actions.funds, 1);
}

TEST_F(LaunchTest, ARegistrationThatIsNotFinalYetIsWaitedFor) {
    m_actions.warnings = {{api::WarningKind::AlreadyRegistered, "Registered already.", true}};
    std::optional<Result<WorkerRow>> answer;
    const auto cancel = launch(tools(), m_request, {}, [&](Result<WorkerRow> row) { answer = std::move(row); });
    const auto runSome = [&](int tasks) {
        for (; tasks > 0 && !m_tasks.empty() && !answer; --tasks) {
            const auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            task();
        }
    };
    runSome(6);
    EXPECT_FALSE(answer);
    api::Neuron neuron;
    neuron.hotkey = account(2);
    neuron.coldkey = account(1);
    m_chain.addNeuron(neuron);
    runSome(50);

    ASSERT_TRUE(answer);
    EXPECT_TRUE(*answer) << answer->error().context;
    EXPECT_EQ(m_actions.submits, 0);
}

TEST_F(LaunchTest, CanBeEndedWhileItWaits) {
    m_stateAfterStart = WorkerState::LoadingModel;
    std::optional<Result<WorkerRow>> answer;
    const auto cancel = launch(tools(), m_request, {}, [&](Result<WorkerRow> row) { answer = std::move(row); });
    cancel();
    cancel();

    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error().code, Errc::Cancelled);
    while (!m_tasks.empty()) {
        m_tasks.front()();
        m_tasks.pop_front();
    }
    EXPECT_EQ(m_actions.submits, 0);
}

TEST_F(LaunchTest, AWorkerThatFailsIsTheLaunchsFailure) {
    m_stateAfterStart = WorkerState::Failed;
    m_reasonAfterStart = "The model is broken.";

    EXPECT_EQ(run().error().context, "The model is broken.");
    EXPECT_EQ(m_actions.submits, 1);
}

} // namespace
} // namespace taodeck::supervise

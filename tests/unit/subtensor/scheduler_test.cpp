/// Restated from polkadot-sdk substrate/frame/scheduler/src/tests.rs (stable2506), for a scheduler that only root uses.

#include "core/subtensor/pallets/scheduler/calls.h"

#include "core/subtensor/pallets/preimage/preimage.h"
#include "core/subtensor/pallets/scheduler/events.h"
#include "core/subtensor/pallets/utility/wrappers.h"
#include "tests/unit/subtensor/calls_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace scheduler;

class SchedulerTest : public ::testing::Test {
protected:
    /// Root gives account `to` that balance: what a scheduled call here does.
    static RuntimeCall mark(std::uint8_t to, std::uint64_t amount = 1'000) {
        return makeCall(balances::ForceSetBalance{address(to), {rao(amount)}});
    }
    static RuntimeCall heavy(std::uint8_t to, std::uint64_t refTime) {
        return makeCall(utility::WithWeight{mark(to), {{refTime}, {0}}});
    }
    static RuntimeCall failing() { return makeCall(balances::TransferAllowDeath{address(6), {rao(1)}}); }
    static TaskName name(std::uint8_t n) {
        TaskName out;
        out.fill(n);
        return out;
    }
    template <class C>
    std::string root(const C& call) {
        return m_chain.errorAs(Origin::root(), call);
    }
    void at(std::uint32_t when, const RuntimeCall& call, std::uint8_t priority = 127,
            std::optional<Period> periodic = {}) {
        EXPECT_EQ(root(Schedule{BlockNumber{when}, periodic, priority, call}), "");
    }
    void goTo(std::uint32_t block) {
        while (raw(m_chain.context().block) < block)
            m_chain.start();
    }
    std::uint64_t free(std::uint8_t n) { return m_chain.free(account(n)).raw(); }
    std::size_t tasks(std::uint32_t when) {
        std::size_t count = 0;
        for (const auto& task : Agenda.get(m_chain.state(), BlockNumber{when}).items)
            count += task.has_value();
        return count;
    }
    std::uint64_t limit() { return maximumRefTime(m_chain.rules()); }
    /// Whether the block has the event, which was emitted while it began.
    template <class E>
    bool begunWith(const E& event) {
        const auto phase = system::ExecutionPhase.get(m_chain.state());
        system::setPhase(m_chain.state(), {Phase::Kind::Initialization, 0});
        const bool found = m_chain.count(event) > 0;
        if (phase) system::setPhase(m_chain.state(), *phase);
        return found;
    }

    CallsChain m_chain;
};

TEST_F(SchedulerTest, RunsACallInItsBlock) { // basic_scheduling_works, schedule_after_works
    at(4, mark(9));
    EXPECT_TRUE(m_chain.endsWith(event::ScheduledAt{BlockNumber{4}, 0}));
    EXPECT_EQ(root(ScheduleAfter{BlockNumber{2}, {}, 127, mark(8)}), ""); // 1 + 2 + 1
    goTo(3);
    EXPECT_EQ(free(9), 0u);
    goTo(4);
    EXPECT_EQ(free(9), 1'000u);
    EXPECT_EQ(free(8), 1'000u);
    EXPECT_TRUE(begunWith(event::Dispatched{{BlockNumber{4}, 1}, {}, {}}));
    EXPECT_EQ(tasks(4), 0u);
}

TEST_F(SchedulerTest, SchedulesRightAfterZeroBlocks) { // schedule_after_zero_works
    EXPECT_EQ(root(ScheduleAfter{BlockNumber{0}, {}, 127, mark(9)}), "");
    goTo(2);
    EXPECT_EQ(free(9), 1'000u);
}

TEST_F(SchedulerTest, RefusesThePast) { // fails_to_schedule_task_in_the_past, ..._after_max
    goTo(3);
    for (const std::uint32_t when : {0, 2, 3}) {
        EXPECT_EQ(root(Schedule{BlockNumber{when}, {}, 127, mark(9)}), "Scheduler.TargetBlockNumberInPast");
        EXPECT_EQ(root(ScheduleNamed{name(1), BlockNumber{when}, {}, 127, mark(9)}),
                  "Scheduler.TargetBlockNumberInPast");
    }
}

TEST_F(SchedulerTest, OnlyRootSchedules) { // root_calls_works, should_use_origin: ScheduleOrigin is root here
    EXPECT_EQ(m_chain.error(account(1), Schedule{BlockNumber{4}, {}, 127, mark(9)}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), ScheduleNamed{name(1), BlockNumber{4}, {}, 127, mark(9)}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), ScheduleAfter{BlockNumber{4}, {}, 127, mark(9)}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), ScheduleNamedAfter{name(1), BlockNumber{4}, {}, 127, mark(9)}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), Cancel{BlockNumber{4}, 0}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), CancelNamed{name(1)}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), SetRetry{{BlockNumber{4}, 0}, 1, BlockNumber{1}}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), SetRetryNamed{name(1), 1, BlockNumber{1}}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), CancelRetry{{BlockNumber{4}, 0}}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), CancelRetryNamed{name(1)}), "BadOrigin");
}

TEST_F(SchedulerTest, RepeatsACall) { // periodic_scheduling_works: every third block, three times
    at(4, mark(9), 127, Period{BlockNumber{3}, 3});
    std::vector<std::uint32_t> ran;
    for (std::uint32_t block = 2; block <= 20; ++block) {
        goTo(block);
        if (free(9) == 0) continue;
        ran.push_back(block);
        EXPECT_TRUE(dispatch(m_chain.context(), Origin::root(), mark(9, 0)));
    }
    EXPECT_EQ(ran, (std::vector<std::uint32_t>{4, 7, 10}));
}

TEST_F(SchedulerTest,
       CancelsNamedAndUnnamedTasks) { // scheduler_respects..., cancel_named_scheduling_works_with_normal_cancel
    EXPECT_EQ(root(ScheduleNamed{name(1), BlockNumber{4}, {}, 127, mark(9)}), "");
    at(4, mark(8));
    EXPECT_EQ(root(ScheduleNamed{name(1), BlockNumber{5}, {}, 127, mark(9)}), "Scheduler.FailedToSchedule");
    EXPECT_EQ(root(Cancel{BlockNumber{4}, 2}), "Scheduler.NotFound");
    EXPECT_EQ(root(CancelNamed{name(2)}), "Scheduler.NotFound");
    EXPECT_EQ(root(CancelNamed{name(1)}), "");
    EXPECT_TRUE(m_chain.endsWith(event::Canceled{BlockNumber{4}, 0}));
    EXPECT_FALSE(Lookup.exists(m_chain.state(), name(1)));
    EXPECT_EQ(root(Cancel{BlockNumber{4}, 0}), "Scheduler.NotFound"); // a hole
    EXPECT_EQ(Agenda.get(m_chain.state(), BlockNumber{4}).items.size(), 2u);
    EXPECT_EQ(root(Cancel{BlockNumber{4}, 1}), ""); // cancel_last_task_removes_agenda, cancel_and_schedule_works
    EXPECT_FALSE(Agenda.exists(m_chain.state(), BlockNumber{4}));
    goTo(5);
    EXPECT_EQ(free(9) + free(8), 0u);
}

TEST_F(SchedulerTest, FillsTheHolesOfAFullAgenda) { // reschedule..., fill_holes of place_task
    for (std::uint32_t i = 0; i < kMaxPerBlock; ++i)
        at(4, mark(9));
    EXPECT_EQ(root(Schedule{BlockNumber{4}, {}, 127, mark(9)}), "Exhausted");
    EXPECT_EQ(root(Cancel{BlockNumber{4}, 17}), "");
    at(4, mark(9));
    EXPECT_TRUE(m_chain.endsWith(event::ScheduledAt{BlockNumber{4}, 17}));
}

TEST_F(SchedulerTest, RunsByPriority) { // scheduler_respects_priority_ordering
    at(4, mark(9, 1'000), 1);
    at(4, mark(9, 2'000), 0);
    goTo(4);
    EXPECT_EQ(free(9), 1'000u); // the one with the lower number went first
}

TEST_F(SchedulerTest, RespectsTheWeightOfABlock) { // scheduler_respects_weight_limits and two more
    const auto part = limit() / 3 * 2;
    at(4, heavy(7, part), 0);
    at(4, heavy(8, part), 1);
    goTo(4);
    EXPECT_EQ(free(7), 1'000u);
    EXPECT_EQ(free(8), 0u);
    EXPECT_TRUE(begunWith(event::AgendaIncomplete{BlockNumber{4}}));
    goTo(5);
    EXPECT_EQ(free(8), 1'000u);
    EXPECT_FALSE(begunWith(event::AgendaIncomplete{BlockNumber{5}}));
    EXPECT_FALSE(Agenda.exists(m_chain.state(), BlockNumber{4}));
}

TEST_F(SchedulerTest, GivesUpACallThatNeverFits) { // scheduler_handles_periodic_unavailable..., permanently overweight
    at(4, heavy(9, limit()));
    goTo(4);
    EXPECT_EQ(free(9), 0u);
    EXPECT_TRUE(begunWith(event::PermanentlyOverweight{{BlockNumber{4}, 0}, {}}));
    EXPECT_EQ(tasks(4), 1u); // stays, but nothing runs it
    goTo(6);
    EXPECT_EQ(free(9), 0u);
}

TEST_F(SchedulerTest, KeepsLongCallsInPreimage) { // scheduling_with_preimages_works
    const auto remark = makeCall(system::RemarkWithEvent{Bytes(200, 1)});
    const auto call = makeCall(utility::DispatchAs{{Origin::Kind::Signed, account(1), {}}, remark});
    const auto bytes = encoded(call);
    const auto callHash = crypto::hashOf<Hash256>(bytes);
    at(4, call);
    EXPECT_EQ(preimage::fetch(m_chain.state(), callHash, static_cast<std::uint32_t>(bytes.size())), bytes);
    EXPECT_EQ(preimage::RequestStatusFor.get(m_chain.state(), callHash)->requests, 2u);
    goTo(4);
    EXPECT_TRUE(begunWith(event::Dispatched{{BlockNumber{4}, 0}, {}, {}}));
    EXPECT_EQ(preimage::RequestStatusFor.get(m_chain.state(), callHash)->requests, 1u);
}

TEST_F(SchedulerTest, TellsOfACallThatIsGone) { // scheduling_with_preimage_postpones..., CallUnavailable
    const auto call = makeCall(system::Remark{Bytes(200, 1)});
    const auto callHash = crypto::hashOf<Hash256>(encoded(call));
    EXPECT_EQ(root(ScheduleNamed{name(1), BlockNumber{4}, {}, 127, call}), "");
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(root(preimage::UnrequestPreimage{callHash}), "");
    goTo(4);
    EXPECT_TRUE(begunWith(event::CallUnavailable{{BlockNumber{4}, 0}, name(1)}));
    EXPECT_EQ(tasks(4), 1u);
    EXPECT_FALSE(Lookup.exists(m_chain.state(), name(1)));
}

TEST_F(SchedulerTest, RetriesAFailingTask) { // retry_scheduling_works: as often as allowed
    at(4, failing());
    EXPECT_EQ(root(SetRetry{{BlockNumber{4}, 1}, 2, BlockNumber{3}}), "Scheduler.NotFound");
    EXPECT_EQ(root(SetRetry{{BlockNumber{4}, 0}, 2, BlockNumber{3}}), "");
    EXPECT_TRUE(m_chain.endsWith(event::RetrySet{{BlockNumber{4}, 0}, {}, BlockNumber{3}, 2}));
    goTo(4);
    EXPECT_TRUE(begunWith(event::Dispatched{{BlockNumber{4}, 0}, {}, {DispatchError{DispatchError::Kind::BadOrigin}}}));
    EXPECT_EQ(tasks(7), 1u);
    goTo(7);
    EXPECT_EQ(Retries.get(m_chain.state(), {BlockNumber{10}, 0})->remaining, 0);
    goTo(10);
    EXPECT_EQ(tasks(13), 0u);
    EXPECT_FALSE(Retries.exists(m_chain.state(), {BlockNumber{10}, 0}));
}

TEST_F(SchedulerTest, RetriesARepeatedTaskApart) { // retry_periodic_works, named_retry_scheduling_works
    EXPECT_EQ(root(ScheduleNamed{name(1), BlockNumber{4}, Period{BlockNumber{10}, 2}, 127, failing()}), "");
    EXPECT_EQ(root(SetRetryNamed{name(2), 1, BlockNumber{3}}), "Scheduler.NotFound");
    EXPECT_EQ(root(SetRetryNamed{name(1), 1, BlockNumber{3}}), "");
    EXPECT_TRUE(m_chain.endsWith(event::RetrySet{{BlockNumber{4}, 0}, name(1), BlockNumber{3}, 1}));
    goTo(4);
    EXPECT_EQ(tasks(7), 1u); // the retry, without a name
    EXPECT_FALSE(Agenda.get(m_chain.state(), BlockNumber{7}).items[0]->id);
    EXPECT_EQ(tasks(14), 1u); // the next regular run, with a fresh allowance
    EXPECT_EQ(Lookup.get(m_chain.state(), name(1)), (TaskAddress{BlockNumber{14}, 0}));
    EXPECT_EQ(Retries.get(m_chain.state(), {BlockNumber{14}, 0})->remaining, 1);
}

TEST_F(SchedulerTest, ForgetsRetries) { // cancel_retry_works, cancel_removes_retry_entry
    at(4, failing());
    EXPECT_EQ(root(ScheduleNamed{name(1), BlockNumber{4}, {}, 127, failing()}), "");
    EXPECT_EQ(root(SetRetry{{BlockNumber{4}, 0}, 2, BlockNumber{3}}), "");
    EXPECT_EQ(root(SetRetryNamed{name(1), 2, BlockNumber{3}}), "");
    EXPECT_EQ(root(CancelRetry{{BlockNumber{5}, 0}}), "Scheduler.NotFound");
    EXPECT_EQ(root(CancelRetryNamed{name(2)}), "Scheduler.NotFound");
    EXPECT_EQ(root(CancelRetry{{BlockNumber{4}, 0}}), "");
    EXPECT_EQ(root(CancelRetryNamed{name(1)}), "");
    EXPECT_TRUE(m_chain.endsWith(event::RetryCancelled{{BlockNumber{4}, 1}, name(1)}));
    EXPECT_FALSE(Retries.exists(m_chain.state(), {BlockNumber{4}, 0}));
    EXPECT_EQ(root(SetRetry{{BlockNumber{4}, 0}, 2, BlockNumber{3}}), "");
    EXPECT_EQ(root(Cancel{BlockNumber{4}, 0}), "");
    EXPECT_FALSE(Retries.exists(m_chain.state(), {BlockNumber{4}, 0}));
    goTo(4);
    EXPECT_EQ(tasks(7), 0u);
}

TEST_F(SchedulerTest, SaysWhenThereIsNoRoomForTheNextRun) { // retry_scheduling_with_period..., full agendas
    at(4, failing(), 127, Period{BlockNumber{5}, 2});
    EXPECT_EQ(root(SetRetry{{BlockNumber{4}, 0}, 1, BlockNumber{5}}), "");
    for (std::uint32_t i = 0; i < kMaxPerBlock; ++i)
        at(9, mark(9));
    goTo(4);
    EXPECT_TRUE(begunWith(event::RetryFailed{{BlockNumber{4}, 0}, {}}));
    EXPECT_TRUE(begunWith(event::PeriodicFailed{{BlockNumber{4}, 0}, {}}));
}

TEST_F(SchedulerTest, BoundedCallsKeepTheirEncoding) {
    BoundedCall lookup;
    lookup.kind = BoundedCall::Kind::Lookup;
    lookup.hash = hash(3);
    lookup.length = 300;
    BoundedCall legacy = lookup;
    legacy.kind = BoundedCall::Kind::Legacy;
    BoundedCall direct;
    direct.bytes = {1, 2, 3};
    for (const auto& call : {lookup, legacy, direct}) {
        const auto bytes = encoded(call);
        const auto back = decodeAll<BoundedCall>(bytes);
        ASSERT_TRUE(back);
        EXPECT_EQ(encoded(*back), bytes);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decodeAll<BoundedCall>(ByteView{bytes}.first(size)));
    }
    EXPECT_FALSE(decodeAll<BoundedCall>(Bytes{3}));
    direct.bytes.assign(kMaxInline + 1, 0);
    EXPECT_FALSE(decodeAll<BoundedCall>(encoded(direct)));
}

} // namespace
} // namespace taodeck::subtensor::test

#include "core/worker/neuron/machine.h"

#include "tests/unit/worker/neuron/neuron_support.h"

namespace taodeck::worker {
namespace {

using api::WorkerState;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint8_t kMe = 7;

MachinePace pace() {
    MachinePace p;
    p.readChain = seconds{2};
    p.round = seconds{10};
    return p;
}

api::AxonAddress addressOf(std::uint16_t port = 0) {
    api::AxonAddress a;
    a.ip[12] = 192, a.ip[14] = 2, a.ip[15] = 1;
    a.port = port;
    return a;
}

api::Metagraph subnetWith(std::optional<api::Neuron> me = neuronOf(1, kMe)) {
    api::Metagraph m;
    m.netuid = NetUid{2};
    m.tempo = 20;
    m.weightsRateLimit = 4;
    m.lastEpochBlock = 1'000;
    m.blocksSinceLastStep = 15;
    m.blocksToEpoch = 5;
    m.epochIndex = 50;
    m.neurons = {neuronOf(0, 1), neuronOf(1, 2), neuronOf(2, 3)};
    if (me) m.neurons[me->uid] = *me;
    return m;
}

MinerMachine minerMachine() {
    return {keyOf(kMe), NetUid{2}, /*needsModel=*/true, /*ownAxon=*/true, addressOf(), pace(), /*seed=*/1};
}
ValidatorMachine validatorMachine() {
    return {keyOf(kMe), NetUid{2}, /*needsModel=*/true, pace(), /*seed=*/1};
}

/// A miner that the chain shows with its address.
struct RunningMiner {
    Times t;
    MinerMachine machine = minerMachine();
    api::Neuron me = neuronOf(1, kMe);
    RunningMiner() {
        machine.chainAnswered(t.now, subnetWith(me));
        machine.modelReady(t.now, {});
        machine.listening(t.now, 9'000);
        machine.announced(t.now);
        me.axon = addressOf(9'000);
        machine.chainAnswered(t.now, subnetWith(me));
        machine.reached(t.now, {});
    }
    WorkerState state() { return machine.standing(t.now).state; }
};

TEST(MinerMachine, GoesFromTheChainThroughTheModelAndThePortToTheAnnouncement) {
    Times t;
    auto m = minerMachine();

    EXPECT_EQ(m.standing(t.now).state, WorkerState::WaitingChain);
    EXPECT_EQ(m.next(t.now).todo, Todo::ReadChain);
    m.chainAnswered(t.now, subnetWith());
    EXPECT_EQ(m.standing(t.now).state, WorkerState::LoadingModel);
    EXPECT_EQ(m.next(t.now).todo, Todo::LoadModel);
    m.loading(t.now);
    EXPECT_EQ(m.next(t.now).todo, Todo::Nothing);
    EXPECT_FALSE(m.works());
    m.modelReady(t.after(seconds{1}), {});
    EXPECT_TRUE(m.works());
    EXPECT_EQ(m.next(t.now).todo, Todo::Listen);
    m.listening(t.now, 9'000);
    EXPECT_EQ(m.standing(t.now).state, WorkerState::Announcing);
    EXPECT_EQ(m.next(t.now).todo, Todo::Announce);
    EXPECT_EQ(m.address().port, 9'000);
    m.announced(t.now);
    EXPECT_EQ(m.standing(t.now).state, WorkerState::Running);
    EXPECT_NE(m.standing(t.now).reason.find("UID 1"), std::string::npos);
}

TEST(MinerMachine, AnnouncesOnceAndAgainOnlyWhenTheChainDoesNotShowIt) {
    RunningMiner r;

    EXPECT_NE(r.machine.next(r.t.after(seconds{1})).todo, Todo::Announce);
    // A restarted worker finds its address on the chain and does not send it again.
    auto again = minerMachine();
    again.chainAnswered(r.t.now, subnetWith(r.me));
    again.modelReady(r.t.now, {});
    again.listening(r.t.now, 9'000);
    again.chainAnswered(r.t.now, subnetWith(r.me));
    EXPECT_EQ(again.next(r.t.now).todo, Todo::CheckReach);
    again.reached(r.t.now, {});
    EXPECT_EQ(again.next(r.t.now).todo, Todo::Nothing);
    EXPECT_EQ(again.standing(r.t.now).state, WorkerState::Running);
    // Another port is announced anew.
    again.listening(r.t.now, 9'001);
    EXPECT_EQ(again.next(r.t.now).todo, Todo::Announce);
}

TEST(MinerMachine, TellsThatItsAddressDoesNotAnswerAndLooksAgain) {
    RunningMiner r;
    r.machine.reached(r.t.now, "Its own address does not answer from here.");

    EXPECT_EQ(r.state(), WorkerState::Running);
    EXPECT_NE(r.machine.standing(r.t.now).reason.find("does not answer"), std::string::npos);
    r.machine.chainAnswered(r.t.after(std::chrono::minutes{10}), subnetWith(r.me));
    EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::CheckReach);
    r.machine.reached(r.t.now, {});
    EXPECT_EQ(r.machine.standing(r.t.now).reason.find("does not answer"), std::string::npos);
}

TEST(MinerMachine, NeverAnnouncesWithoutAnAddress) {
    Times t;
    MinerMachine m{keyOf(kMe), NetUid{2}, true, true, {}, pace(), 1};
    m.chainAnswered(t.now, subnetWith());
    m.modelReady(t.now, {});
    m.listening(t.now, 9'000);

    EXPECT_EQ(m.next(t.now).todo, Todo::Nothing);
    EXPECT_EQ(m.standing(t.now).state, WorkerState::Running);
    EXPECT_EQ(m.standing(t.now).reason,
              "Runs as UID 1. Not announced, as it was given no public address: nobody can ask it.");
    m.notAnnounced("Its program does that.");
    EXPECT_EQ(m.standing(t.now).reason, "Runs as UID 1. Its program does that.");
}

TEST(MinerMachine, BringsItsProgramUpAgainAfterAPauseThatStoppedIt) {
    RunningMiner r;
    r.machine.pause("Battery.");
    r.machine.modelRests();
    EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::Nothing);
    EXPECT_EQ(r.state(), WorkerState::Paused);

    r.machine.resume();
    EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::ReadChain);
    r.machine.chainAnswered(r.t.now, subnetWith(r.me));
    EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::LoadModel);
    EXPECT_EQ(r.state(), WorkerState::LoadingModel);

    r.machine.loading(r.t.now);
    r.machine.pause("Battery.");
    r.machine.loadCancelled();
    r.machine.resume();
    r.machine.chainAnswered(r.t.now, subnetWith(r.me));
    EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::LoadModel) << "no pause after what was no failure";
}

TEST(MinerMachine, WaitsForItsRegistrationAndBeginsByItself) {
    Times t;
    auto m = minerMachine();
    m.chainAnswered(t.now, subnetWith(std::nullopt));

    EXPECT_EQ(m.standing(t.now).state, WorkerState::NotRegistered);
    EXPECT_NE(m.standing(t.now).reason.find("subnet 2"), std::string::npos);
    EXPECT_EQ(m.next(t.now).todo, Todo::Nothing);
    EXPECT_EQ(m.next(t.after(seconds{2})).todo, Todo::ReadChain);
    m.chainAnswered(t.now, subnetWith());
    EXPECT_EQ(m.next(t.now).todo, Todo::LoadModel);
}

TEST(MinerMachine, TellsWhoTookItsPlace) {
    RunningMiner r;
    auto subnet = subnetWith(std::nullopt);
    subnet.neurons[1].registeredAt = BlockNumber{1'004};

    r.machine.chainAnswered(r.t.now, subnet);

    EXPECT_EQ(r.state(), WorkerState::NotRegistered);
    const auto why = r.machine.standing(r.t.now).reason;
    EXPECT_NE(why.find("lost UID 1"), std::string::npos) << why;
    EXPECT_NE(why.find("block 1004"), std::string::npos) << why;
    EXPECT_FALSE(r.machine.works());
}

TEST(MinerMachine, GoesOnAnsweringWhileTheChainIsAwayAndSaysSince) {
    RunningMiner r;
    for (int i = 0; i < 6; ++i) {
        r.machine.chainFailed(r.t.now, {Errc::Disconnected, "no connection"});
        EXPECT_NE(r.machine.next(r.t.now).todo, Todo::ReadChain) << "a pause comes first";
        r.t.after(seconds{6});
    }

    const auto s = r.machine.standing(r.t.now);
    EXPECT_EQ(s.state, WorkerState::WaitingChain);
    EXPECT_NE(s.reason.find("36 s: no connection"), std::string::npos) << s.reason;
    EXPECT_TRUE(s.retryAt);
    EXPECT_TRUE(r.machine.works());
    EXPECT_EQ(r.machine.next(r.t.after(seconds{60})).todo, Todo::ReadChain);
    r.machine.chainAnswered(r.t.now, subnetWith(r.me));
    EXPECT_EQ(r.state(), WorkerState::Running);
}

TEST(MinerMachine, TellsALostConnectionThatNoReadHasMetYet) {
    RunningMiner r;
    r.machine.linkSeen(r.t.now, false, "the node closed the connection");
    EXPECT_EQ(r.state(), WorkerState::Running) << "it may come back at once";
    r.machine.linkSeen(r.t.after(seconds{31}), false, "refused");

    const auto s = r.machine.standing(r.t.now);
    EXPECT_EQ(s.state, WorkerState::WaitingChain);
    EXPECT_NE(s.reason.find("31 s: refused"), std::string::npos) << s.reason;
    EXPECT_TRUE(r.machine.works());
    r.machine.linkSeen(r.t.after(seconds{1}), true, {});
    EXPECT_EQ(r.state(), WorkerState::Running);
}

TEST(MinerMachine, StartsADeadModelAgainAfterAPauseThatDoubles) {
    RunningMiner r;
    milliseconds last{0};
    for (int i = 0; i < 5; ++i) {
        r.machine.modelFailed(r.t.now, {Errc::Io, "the model's process was killed (signal 9)"});
        const auto s = r.machine.standing(r.t.now);
        EXPECT_EQ(s.state, WorkerState::BackingOff);
        EXPECT_NE(s.reason.find("signal 9"), std::string::npos);
        ASSERT_TRUE(s.retryAt);
        const auto pause = *s.retryAt - r.t.now.wall;
        EXPECT_GT(pause, last);
        EXPECT_FALSE(r.machine.works());
        last = pause;
        r.machine.chainAnswered(r.t.after(pause), subnetWith(r.me));
        EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::LoadModel);
    }
    EXPECT_GE(last, seconds{12});
    r.machine.modelReady(r.t.now, {});
    EXPECT_EQ(r.state(), WorkerState::Running);
}

TEST(MinerMachine, DoesNotTryABrokenModelAgainUntilAPersonSaysSo) {
    RunningMiner r;
    r.machine.modelFailed(r.t.now, {Errc::Malformed, "tensor 3 lies outside of the file"});

    EXPECT_EQ(r.state(), WorkerState::Failed);
    EXPECT_NE(r.machine.standing(r.t.now).reason.find("tensor 3"), std::string::npos);
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(r.machine.next(r.t.after(seconds{60})).todo, Todo::Nothing);
    r.machine.resume();
    r.machine.chainAnswered(r.t.now, subnetWith(r.me));
    EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::LoadModel);
}

TEST(MinerMachine, IsNeverBrokenByAPieceOfWork) {
    for (const auto code : {Errc::Refused, Errc::Malformed, Errc::OutOfRange, Errc::Unsupported, Errc::Io}) {
        RunningMiner r;
        r.machine.workFailed(r.t.now, {code, "no receipt"});

        EXPECT_EQ(r.state(), WorkerState::BackingOff) << name(code);
        EXPECT_FALSE(r.machine.works());
        r.machine.chainAnswered(r.t.after(seconds{2}), subnetWith(r.me));
        EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::LoadModel);
        r.machine.loading(r.t.now);
        r.machine.workFailed(r.t.now, {code, "a late answer of the model that died"});
        EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::Nothing) << "it is loading already";
        r.machine.modelReady(r.t.now, {});
        EXPECT_EQ(r.state(), WorkerState::Running);
    }
}

TEST(MinerMachine, BlamesTheAskerForWhatCannotBeReadOrProved) {
    for (const auto code : {Errc::Refused, Errc::Malformed, Errc::OutOfRange, Errc::Truncated, Errc::Unsupported})
        EXPECT_TRUE(isAskersFault(code)) << name(code);
    for (const auto code : {Errc::Io, Errc::Timeout, Errc::Disconnected, Errc::LimitExceeded, Errc::Cancelled})
        EXPECT_FALSE(isAskersFault(code)) << name(code);
}

TEST(MinerMachine, RestsWhilePausedAndSaysWhy) {
    RunningMiner r;
    r.machine.pause("The computer runs on battery.");

    EXPECT_EQ(r.machine.standing(r.t.now), (Standing{WorkerState::Paused, "The computer runs on battery.", {}}));
    EXPECT_FALSE(r.machine.works());
    EXPECT_EQ(r.machine.next(r.t.after(seconds{2})).todo, Todo::ReadChain) << "it still follows the subnet";
    r.machine.resume();
    EXPECT_EQ(r.state(), WorkerState::Running);
}

TEST(MinerMachine, TellsATakenPortAndTriesAgain) {
    Times t;
    auto m = minerMachine();
    m.chainAnswered(t.now, subnetWith());
    m.modelReady(t.now, {});
    m.listenFailed(t.now, {Errc::Io, "port 8091 is in use"});

    const auto s = m.standing(t.now);
    EXPECT_EQ(s.state, WorkerState::BackingOff);
    EXPECT_NE(s.reason.find("8091"), std::string::npos);
    m.chainAnswered(t.after(seconds{2}), subnetWith());
    EXPECT_EQ(m.next(t.now).todo, Todo::Listen);
}

TEST(MinerMachine, TellsARefusedAnnouncementAndTriesAgain) {
    Times t;
    auto m = minerMachine();
    m.chainAnswered(t.now, subnetWith());
    m.modelReady(t.now, {});
    m.listening(t.now, 9'000);
    m.announceFailed(t.now, {Errc::Conflict, "announced too recently"});

    EXPECT_EQ(m.standing(t.now).state, WorkerState::BackingOff);
    m.chainAnswered(t.after(seconds{2}), subnetWith());
    EXPECT_EQ(m.next(t.now).todo, Todo::Announce);
}

TEST(MinerMachine, TellsAJumpOfTheClockForAWhileAndReadsTheChainAtOnce) {
    RunningMiner r;
    r.machine.clockJumped(r.t.now, {ClockJump::Kind::Forward, std::chrono::hours{2}});

    EXPECT_EQ(r.machine.next(r.t.now).todo, Todo::ReadChain);
    r.machine.chainAnswered(r.t.now, subnetWith(r.me));
    EXPECT_NE(r.machine.standing(r.t.now).reason.find("slept"), std::string::npos);
    EXPECT_EQ(r.state(), WorkerState::Running);
    r.t.after(seconds{61});
    EXPECT_EQ(r.machine.standing(r.t.now).reason.find("slept"), std::string::npos);
}

TEST(MinerMachine, TellsAFullDiskBesideItsWork) {
    RunningMiner r;
    r.machine.logTrouble("The worker's log cannot be written (disk full).");

    EXPECT_EQ(r.state(), WorkerState::Running);
    EXPECT_NE(r.machine.standing(r.t.now).reason.find("disk full"), std::string::npos);
    r.machine.logTrouble("");
    EXPECT_EQ(r.machine.standing(r.t.now).reason.find("disk full"), std::string::npos);
}

TEST(ClockWatchTest, TellsStepsAndStandstillsApart) {
    ClockWatch watch;
    Times t;
    EXPECT_FALSE(watch.look(t.now));
    EXPECT_FALSE(watch.look(t.after(seconds{1})));
    t.now.wall += std::chrono::minutes{10};
    auto jump = watch.look(t.after(seconds{1}));
    ASSERT_TRUE(jump);
    EXPECT_EQ(jump->kind, ClockJump::Kind::Forward);
    EXPECT_EQ(jump->amount, std::chrono::minutes{10});
    EXPECT_NE(jump->words().find("10 min"), std::string::npos);
    t.now.wall -= std::chrono::hours{1};
    jump = watch.look(t.after(seconds{1}));
    ASSERT_TRUE(jump);
    EXPECT_EQ(jump->kind, ClockJump::Kind::Back);
    jump = watch.look(t.after(seconds{40}));
    ASSERT_TRUE(jump);
    EXPECT_EQ(jump->kind, ClockJump::Kind::Stopped);
    EXPECT_EQ(jump->amount, seconds{40});
}

TEST(BackoffTest, DoublesToItsLimitWithJitterAndBeginsAnewAfterACalm) {
    Backoff pause{3, {milliseconds{100}, milliseconds{1'000}, milliseconds{5'000}}};
    Times t;
    milliseconds nominal{100};
    for (int i = 0; i < 8; ++i) {
        const auto delay = pause.fail(t.now);
        EXPECT_GE(delay, nominal * 8 / 10);
        EXPECT_LE(delay, nominal * 12 / 10);
        EXPECT_FALSE(pause.due(t.now));
        EXPECT_TRUE(pause.due(t.after(delay)));
        nominal = std::min(nominal * 2, milliseconds{1'000});
    }
    EXPECT_LE(pause.fail(t.after(seconds{30})), milliseconds{120});
}

/// A validator whose model is there, right after a look at the chain.
struct ReadyValidator {
    Times t;
    ValidatorMachine machine = validatorMachine();
    api::Metagraph subnet = subnetWith();
    ReadyValidator() {
        subnet.neurons[1].permit = true;
        subnet.neurons[1].lastUpdate = BlockNumber{990};
        look();
        machine.modelReady(t.now, {});
    }
    void look() { machine.chainAnswered(t.now, subnet); }
    void round(std::size_t answered = 2) {
        machine.roundDone(t.now, 2, answered);
        machine.haveScores(answered > 0);
    }
    WeightsSent sent() const {
        WeightsSent s;
        s.block = BlockNumber{1'016};
        s.uids = {0, 2};
        return s;
    }
};

TEST(ValidatorMachine, AsksFirstAndSetsWeightsLateInTheEpochOnce) {
    ReadyValidator v;
    v.subnet.blocksToEpoch = 15;
    v.subnet.blocksSinceLastStep = 5;
    v.look();

    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::AskMiners);
    v.round();
    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::Nothing) << "early in the epoch";
    v.subnet.blocksToEpoch = 8;
    v.subnet.blocksSinceLastStep = 12;
    v.look();
    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::SetWeights);
    v.machine.weightsSent(v.t.now, v.sent());
    v.look();
    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::Nothing);
    EXPECT_NE(v.machine.standing(v.t.now).reason.find("block 1016"), std::string::npos);
    v.subnet.epochIndex = 51;
    v.subnet.lastEpochBlock = 1'020;
    v.look();
    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::SetWeights) << "the next epoch's";
}

TEST(ValidatorMachine, DoesNotSendWhatAnEarlierLifeSentInThisEpoch) {
    ReadyValidator v;
    v.subnet.neurons[1].lastUpdate = BlockNumber{1'008};
    v.look();
    v.round();

    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::Nothing);
}

TEST(ValidatorMachine, KeepsTheRateLimit) {
    ReadyValidator v;
    v.subnet.weightsRateLimit = 100;
    v.look();
    v.round();

    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::Nothing);
}

TEST(ValidatorMachine, SetsNoWeightsBeforeItHasScores) {
    ReadyValidator v;
    v.round(0);

    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::Nothing);
    EXPECT_EQ(v.machine.next(v.t.after(seconds{1})).todo, Todo::Nothing);
}

TEST(ValidatorMachine, DoesNotWaitForTheEpochsEndWhenItWasSilentForLong) {
    ReadyValidator v;
    v.subnet.blocksToEpoch = 19;
    v.subnet.blocksSinceLastStep = 1;
    v.subnet.neurons[1].lastUpdate = BlockNumber{100};
    v.look();
    v.round();

    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::SetWeights);
}

TEST(ValidatorMachine, TellsARuleThatRefusesAndWaitsForTheNextEpoch) {
    ReadyValidator v;
    v.round();
    v.machine.weightsFailed(v.t.now, {Errc::Refused, "the stake is below the threshold"});

    v.t.after(seconds{30});
    v.look();
    v.round();
    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::Nothing);
    EXPECT_NE(v.machine.standing(v.t.now).reason.find("threshold"), std::string::npos);
    v.subnet.epochIndex = 51;
    v.look();
    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::SetWeights);
}

TEST(ValidatorMachine, TriesAgainSoonWhenTheChainOnlyCouldNotBeReached) {
    ReadyValidator v;
    v.round();
    v.machine.weightsFailed(v.t.now, {Errc::Disconnected, "no connection"});

    EXPECT_NE(v.machine.next(v.t.now).todo, Todo::SetWeights);
    v.t.after(seconds{2});
    v.look();
    v.round();
    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::SetWeights);
}

TEST(ValidatorMachine, RevealsEvenWhilePaused) {
    ReadyValidator v;
    v.subnet.commitReveal = true;
    v.look();
    v.machine.pause("The person said so.");

    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::Reveal);
    v.machine.revealed(v.t.now, 0);
    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::Nothing);
}

TEST(ValidatorMachine, RevealsWhileItsModelIsLoadingBackingOffOrBroken) {
    ReadyValidator v;
    v.subnet.commitReveal = true;
    const auto revealsOnce = [&v](const char* when) {
        v.look();
        EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::Reveal) << when;
        v.machine.revealed(v.t.now, 1);
        EXPECT_NE(v.machine.next(v.t.now).todo, Todo::Reveal) << when;
    };

    v.machine.workFailed(v.t.now, {Errc::Io, "the model's process died"});
    revealsOnce("backing off");
    v.machine.loading(v.t.now);
    revealsOnce("loading");
    v.machine.modelFailed(v.t.now, {Errc::Malformed, "no model"});
    EXPECT_EQ(v.machine.standing(v.t.now).state, WorkerState::Failed);
    revealsOnce("broken");
    EXPECT_EQ(v.machine.next(v.t.after(seconds{2})).todo, Todo::ReadChain) << "the next commit's time is to be seen";
}

TEST(ValidatorMachine, RevealsBeforeAModelThatAPauseKeepsFromLoading) {
    Times t;
    auto m = validatorMachine();
    m.pause("The computer runs on battery.");
    auto subnet = subnetWith();
    subnet.commitReveal = true;
    m.chainAnswered(t.now, subnet);

    EXPECT_EQ(m.next(t.now).todo, Todo::Reveal);
}

TEST(ValidatorMachine, LeavesTimelockedCommitsToTheChain) {
    ReadyValidator v;
    v.subnet.commitReveal = v.subnet.timelocked = true;
    v.look();

    EXPECT_EQ(v.machine.next(v.t.now).todo, Todo::AskMiners);
}

TEST(ValidatorMachine, TellsAMissingPermitAndAFailedRound) {
    ReadyValidator v;
    v.subnet.neurons[1].permit = false;
    v.look();
    v.round();

    EXPECT_NE(v.machine.standing(v.t.now).reason.find("permit"), std::string::npos);
    v.machine.roundFailed(v.t.now, {Errc::Io, "the model's process died"});
    EXPECT_EQ(v.machine.standing(v.t.now).state, WorkerState::BackingOff);
    EXPECT_TRUE(v.machine.standing(v.t.now).retryAt);
}

} // namespace
} // namespace taodeck::worker

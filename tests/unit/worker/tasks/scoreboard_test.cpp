#include "core/worker/tasks/scoreboard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace taodeck::worker {
namespace {

AccountId account(std::uint8_t n) {
    AccountId out;
    out.bytes[0] = n;
    return out;
}

api::Neuron neuron(std::uint16_t uid, std::uint8_t key, bool serves = true) {
    api::Neuron out;
    out.uid = uid;
    out.hotkey = account(key);
    if (serves) {
        out.axon.ip[15] = 1;
        out.axon.port = 8'091;
    }
    return out;
}

api::Metagraph subnet(std::vector<api::Neuron> neurons) {
    api::Metagraph out;
    out.neurons = std::move(neurons);
    return out;
}

const AccountId kSelf = account(200);

TEST(Scoreboard, MovesATenthOfTheWayEachRound) {
    Scoreboard board{kSelf};
    board.sync(subnet({neuron(0, 1)}));

    board.record(0, 1.0);
    EXPECT_DOUBLE_EQ(board.miners()[0].score, 0.1);
    board.record(0, 1.0);
    EXPECT_DOUBLE_EQ(board.miners()[0].score, 0.19);
    board.record(0, std::nullopt);
    EXPECT_DOUBLE_EQ(board.miners()[0].score, 0.171) << "no answer counts as nothing";
    EXPECT_EQ(board.miners()[0].answered, 2U);
}

TEST(Scoreboard, CutsWhatIsNoScore) {
    Scoreboard board{kSelf, {.alpha = 1}};
    board.sync(subnet({neuron(0, 1)}));
    board.record(0, 7.0);
    EXPECT_EQ(board.miners()[0].score, 1);
    board.record(0, std::nan(""));
    EXPECT_EQ(board.miners()[0].score, 0);
    board.record(0, -3.0);
    EXPECT_EQ(board.miners()[0].score, 0);
    board.record(9, 1.0); // nobody lives there
    EXPECT_EQ(board.miners().size(), 1U);
}

TEST(Scoreboard, BeginsAtNothingForAnotherHotkey) {
    Scoreboard board{kSelf};
    board.sync(subnet({neuron(0, 1), neuron(1, 2)}));
    board.record(0, 1.0);
    board.record(1, 1.0);

    board.sync(subnet({neuron(0, 3), neuron(1, 2)}));

    EXPECT_EQ(board.miners()[0].score, 0);
    EXPECT_EQ(board.miners()[0].hotkey, account(3));
    EXPECT_DOUBLE_EQ(board.miners()[1].score, 0.1);
}

TEST(Scoreboard, AsksThoseThatServeAndNeitherItselfNorLargeValidators) {
    auto large = neuron(1, 2), small = neuron(2, 3), unpermitted = neuron(5, 6);
    large.permit = small.permit = true;
    large.alphaStake = Alpha::fromRaw(5'000'000'000'000);
    small.alphaStake = Alpha::fromRaw(3'000'000'000);
    unpermitted.alphaStake = large.alphaStake;
    auto self = neuron(4, 200);
    Scoreboard board{kSelf};
    board.sync(subnet({neuron(0, 1), large, small, neuron(3, 4, /*serves=*/false), self, unpermitted}));

    auto asked = board.nextRound(100, 1);
    std::sort(asked.begin(), asked.end());

    EXPECT_EQ(asked, (std::vector<std::uint16_t>{0, 2, 5}));
}

TEST(Scoreboard, AsksTheLongestWaitingFirstAndEveryoneInTurn) {
    std::vector<api::Neuron> neurons;
    for (std::uint16_t uid = 0; uid < 10; ++uid)
        neurons.push_back(neuron(uid, static_cast<std::uint8_t>(uid + 1)));
    Scoreboard board{kSelf}, same{kSelf}, other{kSelf};
    for (auto* each : {&board, &same, &other})
        each->sync(subnet(neurons));

    std::set<std::uint16_t> seen;
    for (std::uint64_t round = 0; round < 5; ++round)
        for (const auto uid : board.nextRound(2, round))
            seen.insert(uid);
    EXPECT_EQ(seen.size(), 10U);

    neurons.push_back(neuron(10, 50)); // who came last has never been asked
    board.sync(subnet(neurons));
    EXPECT_EQ(board.nextRound(1, 77), std::vector<std::uint16_t>{10});

    const auto first = same.nextRound(10, 42), again = other.nextRound(10, 42);
    EXPECT_EQ(first, again) << "equal seeds, equal rounds";
}

TEST(Scoreboard, LetsMinersThatWithdrewFade) {
    Scoreboard board{kSelf};
    board.sync(subnet({neuron(0, 1)}));
    board.record(0, 1.0);
    board.sync(subnet({neuron(0, 1, /*serves=*/false)}));

    EXPECT_TRUE(board.nextRound(5, 1).empty());

    EXPECT_DOUBLE_EQ(board.miners()[0].score, 0.09);
}

TEST(Scoreboard, WeighsByThePowerOfTheScoreAndLeavesOutNothing) {
    Scoreboard board{kSelf, {.alpha = 1, .power = 3}};
    board.sync(subnet({neuron(0, 1), neuron(1, 2), neuron(2, 3)}));
    board.record(0, 1.0);
    board.record(1, 0.5);

    const auto weights = board.weights();

    EXPECT_EQ(weights.uids, (std::vector<std::uint16_t>{0, 1}));
    EXPECT_DOUBLE_EQ(weights.weights[0], 1);
    EXPECT_DOUBLE_EQ(weights.weights[1], 0.125);
    EXPECT_TRUE(Scoreboard{kSelf}.weights().uids.empty());
}

TEST(Scoreboard, GoesOnWhereAnEarlierLifeEnded) {
    Scoreboard before{kSelf};
    before.sync(subnet({neuron(0, 1), neuron(1, 2)}));
    before.nextRound(1, 1);
    before.record(0, 1.0);
    before.record(1, 0.5);

    Scoreboard after{kSelf};
    after.restore(before.miners());
    after.sync(subnet({neuron(0, 1), neuron(1, 9)}));

    EXPECT_EQ(after.miners()[0], before.miners()[0]);
    EXPECT_EQ(after.miners()[1].score, 0) << "another hotkey moved in meanwhile";
    EXPECT_EQ(after.nextRound(1, 1).size(), 1U);
}

} // namespace
} // namespace taodeck::worker

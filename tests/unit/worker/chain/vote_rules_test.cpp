#include "core/worker/chain/vote_rules.h"

#include <gtest/gtest.h>

namespace taodeck::worker {
namespace {

AccountId account(std::uint8_t mark) {
    AccountId out;
    out.bytes.fill(mark);
    return out;
}

/// A validator with UID 0 and three miners; weights every 50 blocks, epochs of 20.
struct Subnet {
    Subnet() {
        graph.netuid = NetUid{1};
        graph.tempo = 20;
        graph.lastEpochBlock = 80;
        graph.maxValidators = 4;
        graph.minWeights = 2;
        graph.weightsRateLimit = 50;
        graph.versionKey = 5;
        graph.stakeThreshold = 1000;
        graph.ownerHotkey = account(99);
        for (std::uint8_t uid = 0; uid < 4; ++uid) {
            api::Neuron n;
            n.uid = uid;
            n.hotkey = account(uid);
            n.permit = uid == 0;
            n.stakeWeight = uid == 0 ? 1 : 0;
            n.lastUpdate = BlockNumber{40};
            graph.neurons.push_back(n);
        }
    }
    VoteSituation at(std::uint64_t block, std::uint8_t who = 0, std::uint64_t version = 5) const {
        return {graph, account(who), block, version};
    }
    api::Metagraph graph;
};

TEST(VoteRules, LetAValidatorVoteOnceItsTimeHasCome) {
    const Subnet s;

    EXPECT_TRUE(checkVoter(s.at(90)));
    EXPECT_TRUE(checkVote(s.at(90), {{1, 2}, {65'535, 4}}));
    const auto early = checkVoter(s.at(89));
    EXPECT_EQ(early.error().code, Errc::Conflict);
    EXPECT_NE(early.error().context.find("from block 90"), std::string::npos) << early.error().context;
}

TEST(VoteRules, LetAValidatorThatNeverVotedVoteAtOnce) {
    Subnet s;
    s.graph.neurons[0].lastUpdate = BlockNumber{0};

    EXPECT_TRUE(checkVoter(s.at(41)));
}

TEST(VoteRules, NameWhoMayNotVote) {
    Subnet s;
    EXPECT_EQ(checkVoter(s.at(90, 50)).error().code, Errc::Refused) << "not registered";
    EXPECT_EQ(checkVoter(s.at(90, 1)).error().code, Errc::Refused) << "too little stake";
    EXPECT_EQ(checkVoter(s.at(90, 0, 4)).error().code, Errc::Refused) << "an older version";
    EXPECT_EQ(checkVote(s.at(90, 1), {{2, 3}, {65'535, 1}}).error().code, Errc::Refused) << "no permit";
    s.graph.netuid = kRootNetUid;
    EXPECT_EQ(checkVoter(s.at(90)).error().code, Errc::Refused);
}

TEST(VoteRules, NameWhatMayNotBeVotedFor) {
    Subnet s;
    EXPECT_EQ(checkVote(s.at(90), {{}, {}}).error().code, Errc::Refused);
    EXPECT_EQ(checkVote(s.at(90), {{1, 4}, {65'535, 1}}).error().code, Errc::Refused) << "no such UID";
    EXPECT_EQ(checkVote(s.at(90), {{1}, {65'535}}).error().code, Errc::Refused) << "too few";
    s.graph.maxWeight = 32'768;
    EXPECT_EQ(checkVote(s.at(90), {{1, 2}, {65'535, 1}}).error().code, Errc::Refused) << "too much on one";
    EXPECT_TRUE(checkVote(s.at(90), {{1, 2}, {65'535, 65'535}}));
    s.graph.minWeights = 1'000;
    EXPECT_TRUE(checkVote(s.at(90), {{0, 1, 2, 3}, {65'535, 65'535, 65'535, 65'535}})) << "never more than there are";
}

TEST(VoteRules, ExemptTheOwnersHotkeyAndAVoteForOneself) {
    Subnet s;
    s.graph.ownerHotkey = account(1);
    EXPECT_TRUE(checkVoter(s.at(90, 1)));
    EXPECT_TRUE(checkVote(s.at(90, 1), {{2, 3}, {65'535, 1}}));
    EXPECT_TRUE(checkVote(s.at(90, 2), {{2}, {65'535}})) << "itself alone";
}

TEST(VoteRules, CommitNothingInTheLastBlocksOfAnEpoch) {
    Subnet s;
    s.graph.epochIndex = 4;
    const BlockNumber at{85};

    EXPECT_TRUE(checkFreeze(s.at(97), at)) << "97, 98 and 99 are of one epoch";
    EXPECT_EQ(checkFreeze(s.at(98), at).error().code, Errc::Conflict);
    EXPECT_EQ(checkFreeze(s.at(99), at).error().code, Errc::Conflict);
    EXPECT_TRUE(checkFreeze(s.at(100), at));
    s.graph.tempo = 5;
    EXPECT_TRUE(checkFreeze(s.at(89), at)) << "such epochs have no calm part";
}

} // namespace
} // namespace taodeck::worker

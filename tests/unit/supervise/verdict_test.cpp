#include "core/supervise/workers/verdict.h"

#include <gtest/gtest.h>

namespace taodeck::supervise {
namespace {

using api::ModelFit;
using api::Role;
using api::VerdictLevel;

AccountId marked(std::uint8_t mark) {
    AccountId out;
    out.bytes.fill(mark);
    return out;
}

api::Neuron neuron(std::uint16_t uid, double incentive, std::uint64_t emission = 1'000) {
    api::Neuron out;
    out.uid = uid;
    out.hotkey = marked(static_cast<std::uint8_t>(100 + uid));
    out.coldkey = marked(static_cast<std::uint8_t>(50 + uid));
    out.incentive = incentive;
    out.emission = Alpha::fromRaw(emission);
    out.axon.port = 8091;
    out.axon.ip[15] = 1;
    return out;
}

/// A subnet with room, two miners that earn and one validator.
VerdictFacts healthy() {
    VerdictFacts facts;
    auto& graph = facts.graph;
    graph.netuid = NetUid{1};
    graph.started = graph.registrationOpen = true;
    graph.tempo = 360;
    graph.immunity = 4'096;
    graph.maxUids = 256;
    graph.maxValidators = 64;
    graph.weightsRateLimit = 100;
    graph.burn = Rao::fromRaw(100'000'000);
    graph.ownerHotkey = marked(1);
    graph.ownerColdkey = marked(2);
    graph.neurons = {neuron(0, 0.6), neuron(1, 0.4), neuron(2, 0)};
    graph.neurons[2].permit = true;
    graph.neurons[2].stakeWeight = 1;
    graph.neurons[2].dividends = 1;
    facts.trust = Trust::Proven;
    facts.at = BlockNumber{10'000};
    facts.development = true;
    facts.balance = Rao::fromRaw(50 * kUnitsPerToken);
    facts.balanceTrust = Trust::Proven;
    facts.model = api::ModelRow{};
    facts.model->fit = ModelFit::Cpu;
    facts.model->words = "It fits.";
    return facts;
}

api::VerdictRequest request(Role role = Role::Miner) {
    return {role, NetUid{1}, "text", "/models/demo.gguf", marked(9)};
}

bool hasPoint(const api::Verdict& verdict, VerdictLevel level, const std::string& words) {
    for (const auto& point : verdict.points)
        if (point.level == level && (point.title + ": " + point.text).find(words) != std::string::npos) return true;
    return false;
}

TEST(Verdict, SaysYesWhereEverythingFits) {
    const auto verdict = judge(request(), healthy());

    EXPECT_EQ(verdict.level, VerdictLevel::Good);
    EXPECT_EQ(verdict.sentence.rfind("Yes, you can mine here", 0), 0u) << verdict.sentence;
    EXPECT_TRUE(verdict.registrationOpen);
    EXPECT_EQ(verdict.price, Rao::fromRaw(100'000'000));
    EXPECT_EQ(verdict.suggestedLimit, Rao::fromRaw(130'000'000));
    EXPECT_EQ(verdict.earners, 2u);
    EXPECT_EQ(verdict.earnersWithEndpoint, 2u);
    EXPECT_EQ(verdict.neurons, 3u);
    EXPECT_EQ(verdict.trust, Trust::Proven);
    EXPECT_EQ(verdict.at, BlockNumber{10'000});
}

TEST(Verdict, NamesWhatIsWrong) {
    struct Row {
        const char* name;
        void (*change)(VerdictFacts&);
        VerdictLevel level;
        const char* words;
    };
    const Row rows[] = {
        {"closed", [](VerdictFacts& f) { f.graph.registrationOpen = false; }, VerdictLevel::Bad,
         "Registration is closed"},
        {"root", [](VerdictFacts& f) { f.graph.netuid = kRootNetUid; }, VerdictLevel::Bad, "no miners"},
        {"not started", [](VerdictFacts& f) { f.graph.started = false; }, VerdictLevel::Bad, "has not started"},
        {"poor on a live network",
         [](VerdictFacts& f) {
             f.development = false;
             f.balance = Rao::fromRaw(40'000'000);
         },
         VerdictLevel::Bad, "0.1 TAO are missing"},
        {"balance not known", [](VerdictFacts& f) { f.balance.reset(); }, VerdictLevel::Caution, "not known"},
        {"full",
         [](VerdictFacts& f) {
             f.graph.maxUids = 3;
             f.graph.neurons[1].emission = Alpha::fromRaw(5);
         },
         VerdictLevel::Caution, "UID 1 would make room"},
        {"full of the owner's",
         [](VerdictFacts& f) {
             f.graph.maxUids = 3;
             for (auto& n : f.graph.neurons)
                 n.coldkey = f.graph.ownerColdkey;
         },
         VerdictLevel::Bad, "nobody can be replaced"},
        {"burned",
         [](VerdictFacts& f) {
             f.graph.neurons[0].hotkey = f.graph.ownerHotkey;
             f.graph.neurons[0].incentive = 0.95;
             f.graph.neurons[1].incentive = 0.05;
         },
         VerdictLevel::Bad, "95 % of the miners' part is withheld"},
        {"partly burned", [](VerdictFacts& f) { f.graph.neurons[1].coldkey = f.graph.ownerColdkey; },
         VerdictLevel::Caution, "40 % of the miners' part is withheld"},
        {"nobody earns, development",
         [](VerdictFacts& f) {
             for (auto& n : f.graph.neurons)
                 n.incentive = 0;
         },
         VerdictLevel::Caution, "Nobody earns yet"},
        {"no endpoints",
         [](VerdictFacts& f) {
             for (auto& n : f.graph.neurons)
                 n.axon = {};
         },
         VerdictLevel::Caution, "0 of 2 earners announce"},
        {"live network", [](VerdictFacts& f) { f.development = false; }, VerdictLevel::Bad,
         "spoken only by subnets that run this protocol"},
        {"only reported", [](VerdictFacts& f) { f.trust = Trust::Reported; }, VerdictLevel::Caution, "only Reported"},
        {"too large", [](VerdictFacts& f) { f.model->fit = ModelFit::TooLarge; }, VerdictLevel::Bad, "does not fit"},
        {"broken model", [](VerdictFacts& f) { f.model->fit = ModelFit::Broken; }, VerdictLevel::Bad, "cannot be used"},
        {"no model", [](VerdictFacts& f) { f.model.reset(); }, VerdictLevel::Caution, "Choose a model"},
        {"partly on the GPU", [](VerdictFacts& f) { f.model->fit = ModelFit::Partly; }, VerdictLevel::Caution,
         "fits in part"}};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        auto facts = healthy();
        row.change(facts);

        const auto verdict = judge(request(), facts);

        EXPECT_EQ(verdict.level, row.level) << verdict.sentence;
        EXPECT_TRUE(hasPoint(verdict, row.level, row.words)) << verdict.sentence;
        EXPECT_EQ(verdict.sentence.rfind(row.level == VerdictLevel::Bad ? "No" : "Perhaps", 0), 0u);
    }
}

TEST(Verdict, TestFundsCoverAPoorWalletOnADevelopmentNetwork) {
    auto facts = healthy();
    facts.balance = Rao{};

    const auto verdict = judge(request(), facts);

    EXPECT_EQ(verdict.level, VerdictLevel::Good);
    EXPECT_TRUE(hasPoint(verdict, VerdictLevel::Good, "given on this development network"));
}

TEST(Verdict, AWalletThatIsInAlreadyIsTold) {
    auto facts = healthy();
    facts.graph.neurons[1].coldkey = marked(9);

    EXPECT_TRUE(hasPoint(judge(request(), facts), VerdictLevel::Good, "Your wallet has UID 1"));
}

TEST(Verdict, ARecipeOnALiveNetworkIsTheSubnetsOwnWord) {
    auto facts = healthy();
    facts.development = false;
    facts.model.reset();
    auto asked = request();
    asked.task = "recipe";

    const auto verdict = judge(asked, facts);

    EXPECT_EQ(verdict.level, VerdictLevel::Caution);
    EXPECT_TRUE(hasPoint(verdict, VerdictLevel::Caution, "its makers know"));
}

TEST(Verdict, AValidatorHasNoRecipe) {
    auto asked = request(Role::Validator);
    asked.task = "recipe";

    const auto verdict = judge(asked, healthy());

    EXPECT_EQ(verdict.level, VerdictLevel::Bad);
    EXPECT_TRUE(hasPoint(verdict, VerdictLevel::Bad, "works as a miner"));
}

TEST(Verdict, AValidatorHearsOfStakeAndRules) {
    auto facts = healthy();
    facts.graph.commitReveal = facts.graph.timelocked = true;
    auto verdict = judge(request(Role::Validator), facts);
    EXPECT_EQ(verdict.level, VerdictLevel::Good);
    EXPECT_TRUE(hasPoint(verdict, VerdictLevel::Good, "1 of 64 permits are given. Any stake"));
    EXPECT_TRUE(hasPoint(verdict, VerdictLevel::Good, "100 TAO of test funds"));
    EXPECT_TRUE(hasPoint(verdict, VerdictLevel::Good, "At most once in 100 blocks"));
    EXPECT_TRUE(hasPoint(verdict, VerdictLevel::Good, "revealed by the chain itself"));

    facts.graph.maxValidators = 1;
    facts.graph.neurons[2].alphaStake = Alpha::fromRaw(7 * kUnitsPerToken);
    verdict = judge(request(Role::Validator), facts);
    EXPECT_TRUE(hasPoint(verdict, VerdictLevel::Caution, "UID 2 has the least stake of them, 7 alpha"));

    facts.graph.neurons[2].coldkey = marked(9);
    EXPECT_EQ(judge(request(Role::Validator), facts).level, VerdictLevel::Good);
}

TEST(ReplacedUid, FollowsTheChainsOrder) {
    auto graph = healthy().graph;
    EXPECT_EQ(replacedUid(graph, BlockNumber{10'000}), std::nullopt) << "there is room";
    graph.maxUids = 3;
    graph.neurons[0].emission = Alpha::fromRaw(10);
    graph.neurons[1].emission = Alpha::fromRaw(5);
    graph.neurons[2].emission = Alpha::fromRaw(5);
    graph.neurons[1].registeredAt = BlockNumber{20};
    graph.neurons[2].registeredAt = BlockNumber{10};
    EXPECT_EQ(replacedUid(graph, BlockNumber{10'000}), 2) << "equal emission: the older one";
    graph.neurons[2].registeredAt = BlockNumber{9'999};
    EXPECT_EQ(replacedUid(graph, BlockNumber{10'000}), 1) << "a newcomer is immune";
    for (auto& n : graph.neurons)
        n.registeredAt = BlockNumber{9'999};
    EXPECT_EQ(replacedUid(graph, BlockNumber{10'000}), 1) << "all are immune: the worst of them";
}

TEST(SuggestedLimit, LiesAboveThePriceAndNeverOverflows) {
    EXPECT_EQ(suggestedLimit(Rao::fromRaw(1)), Rao::fromRaw(100'000));
    EXPECT_EQ(suggestedLimit(Rao::fromRaw(1'000'000'000)), Rao::fromRaw(1'300'000'000));
    EXPECT_GE(suggestedLimit(Rao::fromRaw(~0ull)), Rao::fromRaw(~0ull));
}

} // namespace
} // namespace taodeck::supervise

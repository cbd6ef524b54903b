#include "core/worker/tasks/text_task.h"

#include "core/worker/tasks/judging.h"
#include "tests/unit/worker/tasks/engine_host.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace taodeck::worker {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using test::EngineHost;

constexpr milliseconds kQuick{100}, kLimit{12'000};

class TextGeneration : public testing::Test {
protected:
    EngineHost& host = EngineHost::demonstration();
    TextTask task;

    std::string answered(const Challenge& challenge) {
        const auto answer = task.answer(challenge.body, host, {});
        EXPECT_TRUE(answer.has_value()) << answer.error().context;
        return answer ? answer->body : std::string{};
    }
    Judgement judged(const Challenge& challenge, std::string_view answer, milliseconds took = kQuick) {
        const auto judgement = task.judge(challenge, answer, took, kLimit, host, {});
        EXPECT_TRUE(judgement.has_value()) << judgement.error().context;
        return judgement.value_or(Judgement{-1, "no judgement", {}});
    }
};

TEST_F(TextGeneration, HonestAnswersEarnTheWholeScore) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto challenge = task.ask(seed, host).value();

        const auto judgement = judged(challenge, answered(challenge));

        EXPECT_EQ(judgement.score, 1) << judgement.reason;
        EXPECT_EQ(judgement.reason, "");
    }
}

TEST_F(TextGeneration, EqualSeedsMakeEqualQuestionsAndOthersOthers) {
    std::set<std::string> bodies, challenges;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto challenge = task.ask(seed, host).value();
        EXPECT_EQ(challenge.body, task.ask(seed, host)->body);
        bodies.insert(challenge.body);
        challenges.insert(json::parse(challenge.body).at("challenge"));
    }
    EXPECT_EQ(bodies.size(), 200U);
    EXPECT_EQ(challenges.size(), 200U);
}

TEST_F(TextGeneration, QuestionsFitTheDemonstrationModelsContext) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const auto question = readTextQuestion(task.ask(seed, host)->body).value();
        const auto prompt = host.tokenizer().encode(std::get<std::string>(question.request.prompt));
        ASSERT_LE(prompt.size() + question.request.maxTokens, host.info()->context);
    }
}

TEST_F(TextGeneration, OtherModelsGetPlainPrompts) {
    host.name = "Some other model";
    const auto question = readTextQuestion(task.ask(1, host)->body).value();
    EXPECT_EQ(std::get<std::string>(question.request.prompt).rfind("Story:", 0), std::string::npos);
    EXPECT_TRUE(question.request.stop.empty());
}

TEST_F(TextGeneration, NoTwoPlainPromptsAreAlike) {
    host.name = "Some other model";
    std::set<std::string> prompts;
    for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
        const auto question = readTextQuestion(task.ask(seed, host)->body).value();
        prompts.insert(std::get<std::string>(question.request.prompt));
    }
    EXPECT_EQ(prompts.size(), 5'000U);
}

TEST_F(TextGeneration, AnAnswerToAnotherQuestionEarnsNothing) {
    const auto challenge = task.ask(1, host).value(), other = task.ask(2, host).value();
    const auto judgement = judged(challenge, answered(other));
    EXPECT_EQ(judgement.score, 0);
    EXPECT_NE(judgement.reason.find("other_challenge"), std::string::npos) << judgement.reason;
}

TEST_F(TextGeneration, TheSameQuestionWithAnotherNonceIsAReplay) {
    auto challenge = task.ask(1, host).value();
    const auto answer = answered(challenge);
    auto body = json::parse(challenge.body);
    body["challenge"] = std::string(64, 'a');
    challenge.body = body.dump();

    const auto judgement = judged(challenge, answer);

    EXPECT_EQ(judgement.score, 0);
    EXPECT_NE(judgement.reason.find("other_challenge"), std::string::npos) << judgement.reason;
}

struct Lie {
    const char* name;
    void (*apply)(json& answer);
    const char* reason;
};
const Lie kLies[] = {
    {"another text", [](json& a) { a["text"] = "Something else."; }, "the text is not"},
    {"another token", [](json& a) { a["receipt"]["tokens"][0] = (a["receipt"]["tokens"][0].get<int>() + 7) % 1'000; },
     "wrong_token"},
    {"a log-probability that the model does not give", [](json& a) { a["receipt"]["logprobs"][0] = -9.5; },
     "wrong_logprob"},
    {"tokens left out", [](json& a) { a["receipt"]["tokens"].erase(0); }, "receipt refused"},
    {"another model", [](json& a) { a["receipt"]["model"] = std::string(64, '1'); }, "another model"},
    {"other sampling", [](json& a) { a["receipt"]["sampling"]["temperature"] = 1.5; }, "other_sampling"},
    {"no receipt", [](json& a) { a.erase("receipt"); }, "no receipt"},
    {"a receipt that is text", [](json& a) { a["receipt"] = "trust me"; }, "no object"},
    {"no text", [](json& a) { a.erase("text"); }, "no text"},
    {"another receipt version", [](json& a) { a["receipt"]["version"] = 2; }, "version"},
};

TEST_F(TextGeneration, EveryLieEarnsNothingAndIsNamed) {
    const auto challenge = task.ask(3, host).value();
    const auto honest = json::parse(answered(challenge));
    for (const Lie& lie : kLies) {
        json answer = honest;
        lie.apply(answer);

        const auto judgement = judged(challenge, answer.dump());

        EXPECT_EQ(judgement.score, 0) << lie.name;
        EXPECT_NE(judgement.reason.find(lie.reason), std::string::npos) << lie.name << ": " << judgement.reason;
    }
}

TEST_F(TextGeneration, TruncatedAnswersEarnNothingWithoutAskingTheModel) {
    const auto challenge = task.ask(3, host).value();
    const auto honest = answered(challenge);
    host.verified = 0;
    for (std::size_t size = 0; size < honest.size(); ++size)
        ASSERT_EQ(judged(challenge, std::string_view{honest}.substr(0, size)).score, 0) << size;
    EXPECT_EQ(host.verified, 0U);
}

TEST_F(TextGeneration, SlownessCostsScoreAndThenAll) {
    const auto challenge = task.ask(4, host).value();
    const auto answer = answered(challenge);
    EXPECT_EQ(judged(challenge, answer, kLimit / 4).score, 1);
    EXPECT_NEAR(judged(challenge, answer, kLimit * 5 / 8).score, 0.5, 1e-9);
    EXPECT_EQ(judged(challenge, answer, kLimit * 5 / 8).reason, "took 7.5 s of 12.0 s");
    host.verified = 0;
    EXPECT_EQ(judged(challenge, answer, kLimit).score, 0);
    EXPECT_EQ(host.verified, 0U) << "what is too late needs no check";
}

struct BadQuestion {
    const char* name;
    const char* key;
    json value; ///< Null: the key is left out.
};
const BadQuestion kBadQuestions[] = {
    {"no prompt", "prompt", nullptr},
    {"empty prompt", "prompt", ""},
    {"prompt of another kind", "prompt", 5},
    {"prompt too long", "prompt", std::string(20'000, 'a')},
    {"no tokens", "max_tokens", 0},
    {"too many tokens", "max_tokens", 513},
    {"tokens below zero", "max_tokens", -1},
    {"temperature as text", "temperature", "hot"},
    {"endless temperature", "temperature", 1e300},
    {"top_p above one", "top_p", 1.5},
    {"seed as number", "seed", 12},
    {"seed with a sign", "seed", "-1"},
    {"seed too large", "seed", "18446744073709551616"},
    {"stop of another kind", "stop", "x"},
    {"empty stop", "stop", json::array({""})},
    {"too many stops", "stop", json::array({"a", "b", "c", "d", "e"})},
    {"short challenge", "challenge", "00"},
    {"challenge that is no number", "challenge", std::string(64, 'x')},
};

TEST_F(TextGeneration, QuestionsOutsideTheLimitsAreRefusedUnasked) {
    const auto good = json::parse(task.ask(1, host)->body);
    host.completed = 0;
    for (const auto& bad : kBadQuestions) {
        json body = good;
        if (bad.value.is_null())
            body.erase(bad.key);
        else
            body[bad.key] = bad.value;

        const auto answer = task.answer(body.dump(), host, {});

        ASSERT_FALSE(answer.has_value()) << bad.name;
        EXPECT_TRUE(answer.error().code == Errc::Malformed || answer.error().code == Errc::OutOfRange) << bad.name;
    }
    const auto text = good.dump();
    for (std::size_t size = 0; size < text.size(); ++size)
        ASSERT_FALSE(task.answer(std::string_view{text}.substr(0, size), host, {}).has_value());
    EXPECT_FALSE(task.answer(std::string(100'000, '['), host, {}).has_value());
    EXPECT_EQ(host.completed, 0U);
}

TEST(Latency, IsFreeUpToAQuarterOfTheLimit) {
    EXPECT_EQ(latencyFactor(milliseconds{0}, kLimit), 1);
    EXPECT_EQ(latencyFactor(milliseconds{3'000}, kLimit), 1);
    EXPECT_LT(latencyFactor(milliseconds{3'100}, kLimit), 1);
    EXPECT_EQ(latencyFactor(kLimit, kLimit), 0);
    EXPECT_EQ(latencyFactor(milliseconds{0}, milliseconds{0}), 0);
    EXPECT_EQ(latencyWords(milliseconds{3'000}, kLimit), "");
}

TEST(Tasks, AreFoundByTheirNames) {
    for (const char* id : {"text", "sentiment"}) {
        const auto task = makeTask(id);
        ASSERT_TRUE(task.has_value());
        EXPECT_EQ((*task)->id(), id);
        EXPECT_EQ((*task)->path(), std::string{"/v1/"} + id);
    }
    EXPECT_EQ(makeTask("poetry").error().code, Errc::NotFound);
}

} // namespace
} // namespace taodeck::worker

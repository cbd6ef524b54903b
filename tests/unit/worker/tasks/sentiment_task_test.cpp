#include "core/worker/tasks/sentiment_task.h"

#include "tests/unit/worker/tasks/engine_host.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace taodeck::worker {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using test::EngineHost;

constexpr milliseconds kQuick{100}, kLimit{12'000};

class SentimentClassification : public testing::Test {
protected:
    EngineHost& host = EngineHost::demonstration();
    SentimentTask task;

    Judgement judged(const Challenge& challenge, std::string_view answer, milliseconds took = kQuick) {
        const auto judgement = task.judge(challenge, answer, took, kLimit, host, {});
        EXPECT_TRUE(judgement.has_value()) << judgement.error().context;
        return judgement.value_or(Judgement{-1, "no judgement", {}});
    }
    /// What is true, found by asking the judge about one text at a time.
    SentimentAnswer truth(const Challenge& challenge) {
        SentimentAnswer out;
        out.positive.assign(readSentimentQuestion(challenge.body)->texts.size(), 0.5);
        for (double& each : out.positive) {
            each = 1;
            const double asPositive = judged(challenge, toJson(out)).score;
            each = 0;
            if (judged(challenge, toJson(out)).score < asPositive) each = 1;
        }
        return out;
    }
};

TEST_F(SentimentClassification, TheDemonstrationModelEarnsNearlyAll) {
    constexpr int kQuestions = 30;
    double sum = 0;
    for (std::uint64_t seed = 0; seed < kQuestions; ++seed) {
        const auto challenge = task.ask(seed, host).value();
        const auto answer = task.answer(challenge.body, host, {});
        ASSERT_TRUE(answer.has_value()) << answer.error().context;
        sum += judged(challenge, answer->body).score;
    }
    std::cout << "mean score " << sum / kQuestions << "\n";
    EXPECT_GT(sum / kQuestions, 0.93);
}

TEST_F(SentimentClassification, ScoresByTheBrierRule) {
    const auto challenge = task.ask(5, host).value();
    const auto right = truth(challenge);
    const auto n = static_cast<double>(right.positive.size());
    auto half = right, wrong = right, one = right, unsure = right;
    for (std::size_t i = 0; i < right.positive.size(); ++i) {
        half.positive[i] = 0.5;
        wrong.positive[i] = 1 - right.positive[i];
        unsure.positive[i] = right.positive[i] > 0.5 ? 0.8 : 0.2;
    }
    one.positive[0] = 1 - one.positive[0];

    EXPECT_DOUBLE_EQ(judged(challenge, toJson(right)).score, 1);
    EXPECT_DOUBLE_EQ(judged(challenge, toJson(half)).score, 0.75);
    EXPECT_DOUBLE_EQ(judged(challenge, toJson(wrong)).score, 0);
    EXPECT_DOUBLE_EQ(judged(challenge, toJson(one)).score, 1 - 1 / n);
    EXPECT_NEAR(judged(challenge, toJson(unsure)).score, 0.96, 1e-12);
    EXPECT_NEAR(judged(challenge, toJson(right), kLimit * 5 / 8).score, 0.5, 1e-9);
    EXPECT_EQ(judged(challenge, toJson(right), kLimit).score, 0);
}

TEST_F(SentimentClassification, TheQuestionDoesNotTellItsLabels) {
    std::size_t positive = 0, texts = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const auto challenge = task.ask(seed, host).value();
        const auto body = json::parse(challenge.body);
        EXPECT_EQ(body.size(), 1U) << "texts alone";
        EXPECT_EQ(challenge.body.find("positive"), std::string::npos);
        EXPECT_EQ(challenge.body.find("negative"), std::string::npos);
        EXPECT_EQ(challenge.body.find(std::to_string(seed + 1'000'000)), std::string::npos);
        for (const double each : truth(challenge).positive) {
            positive += each > 0.5;
            ++texts;
        }
    }
    EXPECT_GT(positive * 10, texts * 3); // neither label is a good guess
    EXPECT_LT(positive * 10, texts * 7);
}

TEST_F(SentimentClassification, BrokenAnswersEarnNothingAndAreNamed) {
    const auto challenge = task.ask(6, host).value();
    const auto honest = toJson(truth(challenge));
    struct Case {
        std::string answer;
        const char* reason;
    };
    auto fewer = json::parse(honest), label = fewer, high = fewer, kind = fewer;
    fewer["answers"].erase(0);
    label["answers"][0]["label"] = "mixed";
    high["answers"][0]["probability"] = 1.5;
    kind["answers"][0] = "positive";
    const Case cases[] = {{"", "no JSON object"},
                          {"[]", "no JSON object"},
                          {"{}", "no answers"},
                          {"{\"answers\":5}", "no list"},
                          {fewer.dump(), "answers to"},
                          {label.dump(), "not one of the two"},
                          {high.dump(), "out of its range"},
                          {kind.dump(), "no object"},
                          {std::string(20'000, ' ') + honest, "more than"},
                          {"{\"answers\":[[[[[[[[]]]]]]]]}", "nested"}};
    for (const auto& each : cases) {
        const auto judgement = judged(challenge, each.answer);
        EXPECT_EQ(judgement.score, 0);
        EXPECT_NE(judgement.reason.find(each.reason), std::string::npos) << each.reason << ": " << judgement.reason;
    }
    for (std::size_t size = 0; size < honest.size(); ++size)
        ASSERT_EQ(judged(challenge, std::string_view{honest}.substr(0, size)).score, 0);
}

TEST_F(SentimentClassification, QuestionsOutsideTheLimitsAreRefused) {
    for (const std::string& body : {std::string{"{}"}, std::string{"{\"texts\":[]}"}, std::string{"{\"texts\":[1]}"},
                                   std::string{"{\"texts\":[\"\"]}"}, json{{"texts", {std::string(2'001, 'a')}}}.dump(),
                                   json{{"texts", std::vector<std::string>(17, "a")}}.dump()})
        EXPECT_FALSE(task.answer(body, host, {}).has_value()) << body.substr(0, 40);
    EXPECT_TRUE(task.answer(R"({"texts":["The soup was good."]})", host, {}).has_value());
}

} // namespace
} // namespace taodeck::worker

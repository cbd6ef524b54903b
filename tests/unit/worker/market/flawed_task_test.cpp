#include "core/worker/market/flawed_task.h"

#include <gtest/gtest.h>

namespace taodeck::worker {
namespace {

using namespace std::chrono_literals;

/// Answers each question with itself; needs no model.
class Echo final : public Task {
public:
    std::string_view id() const override { return "echo"; }
    std::string_view path() const override { return "/v1/echo"; }
    std::string_view synapse() const override { return "Echo"; }
    Result<MinerAnswer> answer(std::string_view body, ModelHost&, std::stop_token) const override {
        MinerAnswer out;
        out.body = body;
        return out;
    }
    Result<Challenge> ask(std::uint64_t seed, ModelHost&) const override { return Challenge{"?", seed, "asked"}; }
    Result<Judgement> judge(const Challenge& challenge, std::string_view answer, std::chrono::milliseconds,
                            std::chrono::milliseconds, ModelHost&, std::stop_token) const override {
        return Judgement{challenge.body == answer ? 1.0 : 0.0, {}, {}};
    }
};

class NoModel final : public ModelHost {
public:
    Result<HostInfo> info(std::stop_token) override { return fail(Errc::Unsupported, "no model"); }
    Result<engine::Completion> complete(const engine::CompletionRequest&, const engine::TokenSink&,
                                        std::stop_token) override {
        return fail(Errc::Unsupported, "no model");
    }
    Result<ProvenAnswer> prove(const engine::CompletionRequest&, const std::array<std::uint8_t, 32>&,
                               const engine::TokenSink&, std::stop_token) override {
        return fail(Errc::Unsupported, "no model");
    }
    Result<engine::Verdict> verify(const engine::Receipt&, const engine::CompletionRequest&,
                                   const std::array<std::uint8_t, 32>&, std::stop_token) override {
        return fail(Errc::Unsupported, "no model");
    }
    std::uint32_t restarts() const override { return 0; }
};

TEST(FlawedTask, WithoutAFlawIsTheTaskItself) {
    const auto task = std::make_shared<const Echo>();
    EXPECT_EQ(makeFlawed(task, Flaw::None), task);
}

TEST(FlawedTask, RepeatsEveryThirdTimeTheAnswerBefore) {
    NoModel host;
    const auto task = makeFlawed(std::make_shared<const Echo>(), Flaw::Repeating);
    std::vector<std::string> answers;
    for (const char* question : {"a", "b", "c", "d", "e", "f"})
        answers.push_back(task->answer(question, host, {})->body);
    EXPECT_EQ(answers, (std::vector<std::string>{"a", "b", "b", "d", "e", "e"}));
}

TEST(FlawedTask, AsksAndJudgesAsTheTaskDoes) {
    NoModel host;
    for (const Flaw flaw : {Flaw::Slow, Flaw::Repeating}) {
        const auto task = makeFlawed(std::make_shared<const Echo>(), flaw);
        EXPECT_EQ(task->id(), "echo");
        EXPECT_EQ(task->path(), "/v1/echo");
        EXPECT_EQ(task->synapse(), "Echo");
        const auto challenge = task->ask(7, host);
        EXPECT_EQ(challenge->seed, 7U);
        EXPECT_EQ(task->judge(*challenge, "?", 1ms, 2ms, host, {})->score, 1);
        EXPECT_FALSE(name(flaw).empty());
    }
}

TEST(FlawedTask, ThatIsSlowAnswersLateAndStopsThinkingWhenNobodyWaits) {
    NoModel host;
    const auto late = makeFlawed(std::make_shared<const Echo>(), Flaw::Slow, 5ms);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(late->answer("a", host, {})->body, "a");
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 5ms);

    const auto hours = makeFlawed(std::make_shared<const Echo>(), Flaw::Slow, 24h);
    std::stop_source gone;
    gone.request_stop();
    EXPECT_EQ(hours->answer("a", host, gone.get_token()).error().code, Errc::Cancelled);
}

} // namespace
} // namespace taodeck::worker

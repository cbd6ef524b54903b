#pragma once
/// What every Backend promises, as tests: include it in one source file of a test program and instantiate the suite
/// with a factory. A scripted server must answer as a model does: by the prompt, and equally every time.

#include "core/engine/generate/backend.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace taodeck::engine::test {

struct BackendUnderTest {
    std::string name;
    std::function<std::unique_ptr<Backend>()> make;
    bool seeded{true}; ///< Equal seeds give equal answers here.
};

class BackendConformance : public testing::TestWithParam<BackendUnderTest> {
protected:
    void SetUp() override {
        m_backend = GetParam().make();
        ASSERT_TRUE(m_backend);
    }
    static CompletionRequest request(std::string prompt, std::uint32_t maxTokens = 24) {
        CompletionRequest out;
        out.prompt = std::move(prompt);
        out.maxTokens = maxTokens;
        return out;
    }
    Completion complete(const CompletionRequest& r, const TokenSink& sink = {}, std::stop_token stop = {}) {
        auto out = m_backend->complete(r, sink, std::move(stop));
        EXPECT_TRUE(out.has_value()) << out.error().context;
        return out ? *std::move(out) : Completion{};
    }
    Errc error(const CompletionRequest& r) {
        const auto out = m_backend->complete(r, {}, {});
        return out ? Errc{} : out.error().code;
    }

    std::unique_ptr<Backend> m_backend;
};

TEST_P(BackendConformance, NamesItselfAndItsModel) {
    const BackendInfo info = m_backend->info();

    EXPECT_FALSE(info.id.empty());
    EXPECT_FALSE(info.model.empty());
    EXPECT_FALSE(info.device.empty());
}

TEST_P(BackendConformance, StreamedTextIsTheAnswersText) {
    std::string streamed;
    std::size_t tokens = 0;
    const Completion answer = complete(request("The tide was low"), [&](const TokenEvent& event) {
        streamed += event.text;
        tokens += event.id.has_value();
    });

    EXPECT_EQ(streamed, answer.text);
    EXPECT_FALSE(answer.text.empty());
    EXPECT_GT(answer.promptCount, 0U);
    EXPECT_GT(answer.tokenCount, 0U);
    EXPECT_LE(answer.tokenCount, 24U);
    if (!answer.tokens.empty()) {
        EXPECT_EQ(tokens, answer.tokens.size());
        EXPECT_EQ(answer.tokens.size(), answer.tokenCount);
    }
}

TEST_P(BackendConformance, EndsAtTheNumberOfTokensAskedFor) {
    const Completion answer = complete(request("One", 5));

    EXPECT_LE(answer.tokenCount, 5U);
    if (answer.tokenCount == 5) {
        EXPECT_EQ(answer.finish, FinishReason::Length);
    }
}

TEST_P(BackendConformance, EndsBeforeAStopString) {
    const std::string whole = complete(request("A stop")).text;
    const auto ascii = [&whole](std::size_t at) { return static_cast<unsigned char>(whole[at]) < 0x80; };
    std::size_t from = 3; // replacement characters stand for bytes that a stop string would have to hold
    while (from + 2 < whole.size() && !(ascii(from) && ascii(from + 1) && ascii(from + 2)))
        ++from;
    ASSERT_LT(from + 2, whole.size());
    CompletionRequest r = request("A stop");
    r.stop = {whole.substr(from, 3)};
    std::string streamed;

    const Completion answer = complete(r, [&](const TokenEvent& event) { streamed += event.text; });

    EXPECT_EQ(answer.text, whole.substr(0, whole.find(r.stop[0])));
    EXPECT_EQ(streamed, answer.text);
    EXPECT_EQ(answer.finish, FinishReason::StopString);
}

TEST_P(BackendConformance, CancelsWithinAStep) {
    std::stop_source source;
    std::size_t events = 0, after = 0;
    std::string streamed;
    const Completion answer = complete(
        request("Cancel this", 400),
        [&](const TokenEvent& event) {
            after += source.stop_requested() && event.id.has_value();
            streamed += event.text;
            if (++events == 3) source.request_stop();
        },
        source.get_token());

    EXPECT_EQ(answer.finish, FinishReason::Cancelled);
    EXPECT_EQ(streamed, answer.text);
    EXPECT_LE(after, 1U);
}

TEST_P(BackendConformance, AStoppedRequestNeverStarts) {
    std::stop_source source;
    source.request_stop();

    const Completion answer = complete(request("Nothing"), {}, source.get_token());

    EXPECT_EQ(answer.finish, FinishReason::Cancelled);
    EXPECT_TRUE(answer.text.empty());
}

TEST_P(BackendConformance, RefusesRequestsBeyondTheLimits) {
    const auto code = [this](auto change) {
        CompletionRequest r = request("Limits");
        change(r);
        return error(r);
    };

    EXPECT_EQ(code([](CompletionRequest& r) { r.maxTokens = 0; }), Errc::OutOfRange);
    EXPECT_EQ(code([](CompletionRequest& r) { r.stop.assign(17, "x"); }), Errc::OutOfRange);
    EXPECT_EQ(code([](CompletionRequest& r) { r.stop = {""}; }), Errc::OutOfRange);
    EXPECT_EQ(code([](CompletionRequest& r) { r.stop = {std::string(257, 'x')}; }), Errc::OutOfRange);
    EXPECT_EQ(code([](CompletionRequest& r) { r.topLogprobs = 21; }), Errc::OutOfRange);
    EXPECT_EQ(code([](CompletionRequest& r) { r.sampling.temperature = -1; }), Errc::OutOfRange);
    EXPECT_EQ(code([](CompletionRequest& r) { r.sampling.topP = 0; }), Errc::OutOfRange);
}

TEST_P(BackendConformance, GivesLogprobsOrSaysThatItCannot) {
    CompletionRequest r = request("Numbers", 6);
    r.logprobs = true;
    r.topLogprobs = 3;
    if (!m_backend->info().logprobs) {
        EXPECT_EQ(error(r), Errc::Unsupported);
        return;
    }
    const Completion answer = complete(r, [](const TokenEvent& event) {
        if (!event.id) return;
        ASSERT_TRUE(event.logprob.has_value());
        EXPECT_LE(*event.logprob, 1e-4F);
        ASSERT_EQ(event.alternatives.size(), 3U);
        EXPECT_NEAR(event.alternatives[0].logprob, *event.logprob, 1e-3) << "greedy: the chosen is the highest";
        EXPECT_GE(event.alternatives[0].logprob, event.alternatives[1].logprob);
    });

    EXPECT_EQ(answer.logprobs.size(), answer.tokenCount);
}

TEST_P(BackendConformance, ManyAtOnceAnswerAsOneByOne) {
    std::vector<CompletionRequest> requests;
    for (int i = 0; i < 8; ++i) {
        requests.push_back(
            request("Question " + std::to_string(i * 37) + std::string(static_cast<std::size_t>(i), '!')));
        if (GetParam().seeded && i % 2) {
            requests.back().sampling.temperature = 0.8F;
            requests.back().sampling.seed = static_cast<std::uint64_t>(i);
        }
    }
    std::vector<std::string> expected;
    for (const auto& r : requests)
        expected.push_back(complete(r).text);

    std::vector<std::future<std::string>> answers;
    for (const auto& r : requests)
        answers.push_back(std::async(std::launch::async, [this, &r] { return complete(r).text; }));

    for (std::size_t i = 0; i < requests.size(); ++i)
        EXPECT_EQ(answers[i].get(), expected[i]) << i;
}

} // namespace taodeck::engine::test

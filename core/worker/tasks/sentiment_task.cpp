#include "core/worker/tasks/sentiment_task.h"

#include "core/worker/tasks/dice.h"
#include "core/worker/tasks/grammar/reviews.h"
#include "core/worker/tasks/judging.h"

#include <cmath>
#include <cstdio>
#include <optional>

namespace taodeck::worker {
namespace {

constexpr std::string_view kPositive = " positive", kNegative = " negative";
/// For models that were not trained on the form: one example of each label.
constexpr std::string_view kExamples = "Review: The walls are lovely.\nSentiment: positive\n\n"
                                       "Review: I do not like the floor.\nSentiment: negative\n\n";

std::vector<grammar::Review> makeReviews(std::uint64_t seed) {
    Dice dice{"sentiment question", seed};
    std::vector<grammar::Review> out(4 + dice.below(3));
    for (auto& review : out)
        review = grammar::makeReview(dice);
    return out;
}

/// Whether a token begins this label and not the other: a model may write a label in several tokens.
bool begins(std::string_view token, std::string_view label, std::string_view other) {
    return token.size() > 1 && label.starts_with(token) && !other.starts_with(token);
}

struct Seen {
    double positive{0.5};
    std::uint32_t promptTokens{0}, answerTokens{0};
};

Result<Seen> classify(const std::string& prompt, ModelHost& host, const std::stop_token& stop) {
    engine::CompletionRequest request;
    request.prompt = prompt;
    request.maxTokens = 1;
    request.logprobs = true;
    request.topLogprobs = 20;
    std::optional<engine::TokenEvent> first;
    TD_TRY(const engine::Completion completion, host.complete(
                                                    request,
                                                    [&first](const engine::TokenEvent& event) {
                                                        if (!first && event.logprob) first = event;
                                                    },
                                                    stop));
    if (completion.finish == engine::FinishReason::Cancelled) return fail(Errc::Cancelled, "the answer was cancelled");
    Seen out{0.5, completion.promptCount, completion.tokenCount};
    if (!first) return out; // the text ended at once: the model has no opinion
    double positive = 0, negative = 0;
    for (const auto& [text, logprob] : first->alternatives) {
        if (begins(text, kPositive, kNegative)) positive += std::exp(static_cast<double>(logprob));
        if (begins(text, kNegative, kPositive)) negative += std::exp(static_cast<double>(logprob));
    }
    if (positive + negative > 0) out.positive = positive / (positive + negative);
    return out;
}

Judgement worthNothing(std::string reason) {
    return {0, std::move(reason), {}};
}

std::string labels(const std::vector<double>& positive) {
    std::string out;
    for (const double p : positive) {
        char entry[40];
        std::snprintf(entry, sizeof(entry), "%s%s %.0f%%", out.empty() ? "" : ", ", p >= 0.5 ? "positive" : "negative",
                      100 * std::max(p, 1 - p));
        out += entry;
    }
    return out;
}

} // namespace

Result<MinerAnswer> SentimentTask::answer(std::string_view body, ModelHost& host, std::stop_token stop) const {
    TD_TRY(const SentimentQuestion question, readSentimentQuestion(body));
    TD_TRY(const HostInfo info, host.info(stop));
    const std::string_view examples = isDemonstration(info) ? std::string_view{} : kExamples;
    MinerAnswer out;
    SentimentAnswer answer;
    for (const auto& text : question.texts) {
        TD_TRY(const Seen seen, classify(std::string{examples} + "Review: " + text + "\nSentiment:", host, stop));
        answer.positive.push_back(seen.positive);
        out.promptTokens += seen.promptTokens;
        out.answerTokens += seen.answerTokens;
        out.prompt += (out.prompt.empty() ? "" : " | ") + text;
    }
    out.body = toJson(answer);
    out.prompt = forLog(out.prompt);
    out.text = labels(answer.positive);
    return out;
}

Result<Challenge> SentimentTask::ask(std::uint64_t seed, ModelHost&) const {
    SentimentQuestion question;
    for (auto& review : makeReviews(seed))
        question.texts.push_back(std::move(review.text));
    return Challenge{toJson(question), seed,
                     std::to_string(question.texts.size()) + " reviews: " + forLog(question.texts.front())};
}

/// 1 minus the Brier score: a probability of one half earns 0.75, certainty 1 or 0.
Result<Judgement> SentimentTask::judge(const Challenge& challenge, std::string_view answer,
                                       std::chrono::milliseconds took, std::chrono::milliseconds limit, ModelHost&,
                                       std::stop_token) const {
    const double factor = latencyFactor(took, limit);
    if (factor <= 0) return worthNothing("too late: " + latencyWords(took, limit));
    const auto given = readSentimentAnswer(answer);
    if (!given) return worthNothing("unreadable answer: " + given.error().context);
    const auto reviews = makeReviews(challenge.seed);
    if (given->positive.size() != reviews.size())
        return worthNothing(std::to_string(given->positive.size()) + " answers to " + std::to_string(reviews.size()) +
                            " texts");
    double brier = 0;
    std::size_t right = 0;
    for (std::size_t i = 0; i < reviews.size(); ++i) {
        const double truth = reviews[i].positive ? given->positive[i] : 1 - given->positive[i];
        brier += (1 - truth) * (1 - truth);
        right += truth > 0.5;
    }
    brier /= static_cast<double>(reviews.size());
    std::string reason = std::to_string(right) + " of " + std::to_string(reviews.size()) + " right";
    if (const auto late = latencyWords(took, limit); !late.empty()) reason += ", " + late;
    return Judgement{(1 - brier) * factor, std::move(reason), labels(given->positive)};
}

} // namespace taodeck::worker

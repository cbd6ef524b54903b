#pragma once
/// Sentiment classification: several reviews, made so that their sentiment is known; for each the answer names a label
/// and how probable it is. Judged by the Brier score, which rewards honest probabilities most, and by latency. The
/// labels are in no question: the validator makes them again from its seed.

#include "core/worker/tasks/task.h"

namespace taodeck::worker {

struct SentimentQuestion {
    std::vector<std::string> texts;
};
std::string toJson(const SentimentQuestion& question);
/// Errors: Malformed, OutOfRange, LimitExceeded.
Result<SentimentQuestion> readSentimentQuestion(std::string_view body);

/// Of each text, in order: how probable it is that it is positive.
struct SentimentAnswer {
    std::vector<double> positive;
};
/// Each as the likelier label with its probability.
std::string toJson(const SentimentAnswer& answer);
Result<SentimentAnswer> readSentimentAnswer(std::string_view body);

class SentimentTask final : public Task {
public:
    std::string_view id() const override { return "sentiment"; }
    std::string_view path() const override { return "/v1/sentiment"; }
    std::string_view synapse() const override { return "TaodeckSentiment"; }
    /// By the log-probabilities that the model gives the two label words.
    Result<MinerAnswer> answer(std::string_view body, ModelHost& host, std::stop_token stop) const override;
    Result<Challenge> ask(std::uint64_t seed, ModelHost& host) const override;
    Result<Judgement> judge(const Challenge& challenge, std::string_view answer, std::chrono::milliseconds took,
                            std::chrono::milliseconds limit, ModelHost& host, std::stop_token stop) const override;
};

} // namespace taodeck::worker

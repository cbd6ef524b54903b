#include "core/worker/tasks/body.h"
#include "core/worker/tasks/sentiment_task.h"

namespace taodeck::worker {
namespace {

using body::Json;

constexpr std::size_t kMostTexts = 16, kMostReview = 2'000;
constexpr body::Limits kReviewsLimits{64U << 10, 3, 64};
constexpr body::Limits kLabelsLimits{16U << 10, 4, 256};

} // namespace

std::string toJson(const SentimentQuestion& question) {
    return body::write({{"texts", question.texts}});
}

Result<SentimentQuestion> readSentimentQuestion(std::string_view text) {
    TD_TRY(const Json object, body::readObject(text, kReviewsLimits));
    TD_TRY(const Json* texts, body::list(object, "texts", kMostTexts));
    if (texts->empty()) return fail(Errc::OutOfRange, "no texts");
    SentimentQuestion out;
    for (const Json& entry : *texts) {
        if (!entry.is_string()) return fail(Errc::Malformed, "a text is no text");
        out.texts.push_back(entry.get<std::string>());
        if (out.texts.back().empty() || out.texts.back().size() > kMostReview)
            return fail(Errc::OutOfRange, "texts have 1 to 2000 bytes");
    }
    return out;
}

std::string toJson(const SentimentAnswer& answer) {
    Json entries = Json::array();
    for (const double positive : answer.positive)
        entries.push_back({{"label", positive >= 0.5 ? "positive" : "negative"},
                           {"probability", positive >= 0.5 ? positive : 1 - positive}});
    return body::write({{"answers", std::move(entries)}});
}

Result<SentimentAnswer> readSentimentAnswer(std::string_view text) {
    TD_TRY(const Json object, body::readObject(text, kLabelsLimits));
    TD_TRY(const Json* entries, body::list(object, "answers", kMostTexts));
    SentimentAnswer out;
    for (const Json& entry : *entries) {
        if (!entry.is_object()) return fail(Errc::Malformed, "an answer is no object");
        TD_TRY(const std::string label, body::text(entry, "label", 16));
        TD_TRY(const double probability, body::number(entry, "probability", 0, 1));
        if (label != "positive" && label != "negative") return fail(Errc::Malformed, "a label is not one of the two");
        out.positive.push_back(label == "positive" ? probability : 1 - probability);
    }
    return out;
}

} // namespace taodeck::worker

// What strangers send to miners (questions) and to validators (answers): what is accepted is within every limit and
// says the same after another trip through JSON.

#include "core/worker/tasks/sentiment_task.h"
#include "core/worker/tasks/text_task.h"

#include <cstdlib>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// `read` must take what toJson() makes of what it took before, and make the same of it.
template <class Value>
void roundTrip(const taodeck::Result<Value>& value, taodeck::Result<Value> (*read)(std::string_view)) {
    if (!value) {
        require(!value.error().context.empty());
        return;
    }
    const std::string json = toJson(*value);
    const auto again = read(json);
    require(again.has_value() && toJson(*again) == json);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck::worker;
    const std::string_view body{reinterpret_cast<const char*>(data), size};
    const auto question = readTextQuestion(body);
    if (question) {
        const auto& request = question->request;
        require(request.maxTokens >= 1 && request.maxTokens <= 512 && request.stop.size() <= 4);
        require(std::get<std::string>(request.prompt).size() <= (16U << 10));
    }
    roundTrip(question, readTextQuestion);
    const auto answer = readTextAnswer(body);
    if (answer) require(answer->receipt.tokens.size() <= 65'536 && answer->text.size() <= (64U << 10));
    roundTrip(answer, readTextAnswer);
    const auto texts = readSentimentQuestion(body);
    if (texts) require(!texts->texts.empty() && texts->texts.size() <= 16);
    roundTrip(texts, readSentimentQuestion);
    const auto labels = readSentimentAnswer(body);
    if (labels)
        for (const double positive : labels->positive)
            require(positive >= 0 && positive <= 1);
    if (labels) require(readSentimentAnswer(toJson(*labels)).has_value());
    return 0;
}

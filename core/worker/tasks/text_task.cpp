#include "core/worker/tasks/text_task.h"

#include "core/worker/tasks/dice.h"
#include "core/worker/tasks/grammar/stories.h"
#include "core/worker/tasks/judging.h"

namespace taodeck::worker {
namespace {

/// Half are openings to be told on, half a story with a question about it.
void askForStory(Dice& dice, engine::CompletionRequest& request) {
    const auto story = grammar::makeStory(dice);
    request.stop = {"\n"};
    if (dice.chance(0.5)) {
        request.prompt = "Story: " + story.opening(1 + dice.below(3));
        request.maxTokens = static_cast<std::uint32_t>(24 + dice.below(25));
    } else {
        request.prompt = "Story: " + story.text() + "\nQuestion: " + dice.pick(story.facts).question + "\nAnswer:";
        request.maxTokens = 12;
    }
}

constexpr std::string_view kWords[] = {
    "river",   "candle",  "north",   "bread",   "copper", "window",  "garden", "silver", "winter",   "basket",
    "harbour", "violin",  "pepper",  "ladder",  "meadow", "thunder", "button", "castle", "ribbon",   "planet",
    "kettle",  "orchard", "anchor",  "feather", "marble", "lantern", "saddle", "velvet", "hammer",   "island",
    "mirror",  "needle",  "oyster",  "pencil",  "quarry", "rocket",  "shadow", "temple", "umbrella", "valley",
    "whistle", "yellow",  "acorn",   "bridge",  "carpet", "desert",  "engine", "forest", "glacier",  "helmet",
    "insect",  "jacket",  "kitchen", "lemon",   "magnet", "nutmeg",  "onion",  "parcel", "quilt",    "raven",
    "sailor",  "tunnel",  "walnut",  "zebra"};

/// Some 2^51 prompts: nobody has an answer ready before the question, even where it is drawn without chance.
void askPlainly(Dice& dice, engine::CompletionRequest& request) {
    static constexpr std::string_view kSubjects[] = {"a lighthouse keeper",  "the water cycle",    "a village bakery",
                                                     "the history of paper", "a mountain railway", "bees in a garden",
                                                     "a lost letter",        "how bridges stand",  "an old clockmaker",
                                                     "the tides of the sea", "a night market",     "learning to sail"};
    static constexpr std::string_view kForms[] = {"Here is a short story about ", "A paragraph about ",
                                                  "Three things worth knowing about ", "A letter to a friend about "};
    static constexpr std::string_view kTones[] = {", in plain words", ", for a child", ", with a surprising end", ""};
    std::string prompt{dice.pick(kForms)};
    prompt += dice.pick(kSubjects);
    prompt += dice.pick(kTones);
    for (const char* const joint : {", with the words ", ", ", ", ", " and "}) {
        prompt += joint;
        prompt += dice.pick(kWords);
    }
    prompt += " and the number " + std::to_string(100'000 + dice.below(900'000));
    request.prompt = prompt + ":\n";
    request.maxTokens = static_cast<std::uint32_t>(32 + dice.below(65));
}

TextQuestion makeQuestion(std::uint64_t seed, bool demonstration) {
    Dice dice{"text question", seed};
    TextQuestion out;
    if (demonstration)
        askForStory(dice, out.request);
    else
        askPlainly(dice, out.request);
    if (dice.chance(0.5)) {
        out.request.sampling.temperature = 0.8F;
        out.request.sampling.topP = 0.95F;
        out.request.sampling.seed = Dice{"text sampling", seed}.next();
    }
    out.challenge = seededBytes("text challenge", seed);
    return out;
}

Judgement nothing(std::string reason) {
    return {0, std::move(reason), {}};
}

} // namespace

Result<MinerAnswer> TextTask::answer(std::string_view body, ModelHost& host, std::stop_token stop) const {
    TD_TRY(const TextQuestion question, readTextQuestion(body));
    TD_TRY(const ProvenAnswer proven, host.prove(question.request, question.challenge, {}, std::move(stop)));
    MinerAnswer out;
    out.body = toJson(TextAnswer{proven.completion.text, proven.receipt});
    out.prompt = forLog(std::get<std::string>(question.request.prompt));
    out.text = forLog(proven.completion.text);
    out.promptTokens = proven.completion.promptCount;
    out.answerTokens = proven.completion.tokenCount;
    return out;
}

Result<Challenge> TextTask::ask(std::uint64_t seed, ModelHost& host) const {
    TD_TRY(const HostInfo info, host.info());
    const TextQuestion question = makeQuestion(seed, isDemonstration(info));
    return Challenge{toJson(question), seed, forLog(std::get<std::string>(question.request.prompt))};
}

Result<Judgement> TextTask::judge(const Challenge& challenge, std::string_view answer, std::chrono::milliseconds took,
                                  std::chrono::milliseconds limit, ModelHost& host, std::stop_token stop) const {
    TD_TRY(const TextQuestion question, readTextQuestion(challenge.body));
    const double factor = latencyFactor(took, limit);
    if (factor <= 0) return nothing("too late: " + latencyWords(took, limit));
    const auto given = readTextAnswer(answer);
    if (!given) return nothing("unreadable answer: " + given.error().context);
    TD_TRY(const HostInfo info, host.info(stop));
    if (given->receipt.modelHash != info.modelHash)
        return nothing("made with another model than this validator checks with");
    TD_TRY(const engine::Verdict verdict,
           host.verify(given->receipt, question.request, question.challenge, std::move(stop)));
    if (verdict.refusal != engine::Refusal::None)
        return nothing("receipt refused (" + std::string{engine::name(verdict.refusal)} + "): " + verdict.reason);
    if (verdict.text != given->text) return nothing("the text is not what the receipt's tokens say");
    return Judgement{factor, latencyWords(took, limit), forLog(given->text)};
}

} // namespace taodeck::worker

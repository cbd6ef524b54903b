#include "core/engine/receipt/receipt.h"

#include "core/engine/cpu/kernels.h"
#include "core/engine/generate/local_backend.h"
#include "tests/support/random_models.h"

#include <cmath>
#include <future>

namespace taodeck::engine::test {
namespace {

ModelRecipe recipe(ModelFamily family, TensorType type, std::uint64_t seed = 1) {
    ModelRecipe out = tinyModel(family, type);
    out.vocab = 320;
    out.ffn = 256;
    out.seed = seed;
    return out;
}

LocalOptions options(int threads = 1, std::uint32_t sequences = 1) {
    LocalOptions out;
    out.decoder.cache = {sequences, 128};
    out.decoder.threads = threads;
    out.prefillChunk = 16;
    return out;
}

std::array<std::uint8_t, 32> challenge(std::size_t i) {
    std::array<std::uint8_t, 32> out{};
    for (std::size_t b = 0; b < out.size(); ++b)
        out[b] = static_cast<std::uint8_t>(i * 31 + b);
    return out;
}

/// Request `i` of many, greedy and sampled in turn.
CompletionRequest request(std::size_t i) {
    CompletionRequest out;
    out.prompt = "Question " + std::to_string(i * 7919) + "?";
    out.maxTokens = 12;
    out.logprobs = true;
    if (i % 2) {
        out.sampling.temperature = 0.5F + 0.1F * static_cast<float>(i % 10);
        out.sampling.seed = i;
        if (i % 3 == 0) out.sampling.topK = 40;
        if (i % 5 == 0) out.sampling.topP = 0.9F;
        if (i % 7 == 0) out.sampling.minP = 0.05F;
        if (i % 11 == 0) out.sampling.repeatPenalty = 1.2F;
    }
    return out;
}

Expected expectedOf(const CompletionRequest& r, const Receipt& receipt) {
    return {receipt.challenge, receipt.prompt, r.sampling, r.maxTokens, r.stop, std::nullopt};
}

/// A prover with its model.
struct Prover {
    Prover(const ModelRecipe& which, const LocalOptions& o) : model{randomModel(which)} {
        auto made = LocalBackend::make(model, o);
        EXPECT_TRUE(made.has_value()) << made.error().context;
        if (made) backend = *std::move(made);
    }
    Receipt answer(const CompletionRequest& r, std::size_t i = 0) const {
        const auto completion = backend->complete(r, {}, {});
        EXPECT_TRUE(completion.has_value()) << completion.error().context;
        const auto receipt = makeReceipt(*model.model, r, *completion, challenge(i));
        EXPECT_TRUE(receipt.has_value()) << receipt.error().context;
        return receipt ? *receipt : Receipt{};
    }
    OwnedModel model;
    std::unique_ptr<LocalBackend> backend;
};

struct Verifier {
    explicit Verifier(const OwnedModel& model, const cpu::Kernels* kernels = nullptr) {
        DecoderOptions o;
        o.cache = {1, 128};
        o.threads = 1;
        o.batch = 24;
        o.kernels = kernels;
        decoder = makeDecoder(model, o);
    }
    Verdict check(const Receipt& receipt, const Expected& expected) const {
        const auto verdict = verifyReceipt(*decoder, 0, receipt, expected);
        EXPECT_TRUE(verdict.has_value()) << verdict.error().context;
        return verdict ? *verdict : Verdict{Refusal::Truncated, 0, 0, 0, "no verdict"};
    }
    std::unique_ptr<Decoder> decoder;
};

struct Kind {
    ModelFamily family;
    TensorType type;
};
constexpr std::array kKinds{Kind{ModelFamily::Qwen3, TensorType::Q8_0}, Kind{ModelFamily::Llama, TensorType::Q4_K}};

TEST(VerifiedMode, OneAnswerOverThreadsAndBatches) {
    constexpr std::size_t kRequests = 8;
    for (const Kind& kind : kKinds) {
        std::vector<Receipt> expected;
        {
            const Prover alone{recipe(kind.family, kind.type), options()};
            for (std::size_t i = 0; i < kRequests; ++i)
                expected.push_back(alone.answer(request(i)));
        }
        for (const int threads : {1, 2, 4})
            for (const std::uint32_t batch : {1U, 4U, 8U}) {
                const Prover prover{recipe(kind.family, kind.type), options(threads, batch)};
                std::vector<std::future<Receipt>> answers;
                for (std::size_t i = 0; i < kRequests; ++i)
                    answers.push_back(
                        std::async(std::launch::async, [&prover, i] { return prover.answer(request(i)); }));
                for (std::size_t i = 0; i < kRequests; ++i) {
                    const Receipt got = answers[i].get();
                    EXPECT_EQ(got.tokens, expected[i].tokens) << threads << " threads, batch " << batch;
                    EXPECT_EQ(got.logprobs, expected[i].logprobs) << threads << " threads, batch " << batch;
                }
            }
    }
}

/// Every way to cheat that the trials try, on one honest receipt.
struct Tampering {
    const char* name;
    std::vector<Refusal> refusals; ///< Any of these.
    void (*apply)(Receipt& receipt, Expected& expected, std::size_t trial);
};
const Tampering kTamperings[] = {
    {"model of another hash",
     {Refusal::OtherModel},
     [](Receipt& r, Expected&, std::size_t i) { r.modelHash[i % 32] ^= 1; }},
    {"replayed", {Refusal::OtherChallenge}, [](Receipt&, Expected& e, std::size_t i) { e.challenge[i % 32] ^= 1; }},
    {"another prompt",
     {Refusal::OtherPrompt},
     [](Receipt&, Expected& e, std::size_t i) { e.prompt[i % e.prompt.size()] ^= 1; }},
    {"another seed", {Refusal::OtherSampling}, [](Receipt&, Expected& e, std::size_t) { e.sampling.seed ^= 1; }},
    {"another temperature",
     {Refusal::OtherSampling},
     [](Receipt& r, Expected&, std::size_t) { r.sampling.temperature += 0.25F; }},
    {"more tokens asked for", {Refusal::OtherSampling}, [](Receipt&, Expected& e, std::size_t) { ++e.maxTokens; }},
    {"one token changed",
     {Refusal::WrongToken, Refusal::WrongLogprob},
     [](Receipt& r, Expected&, std::size_t i) {
         TokenId& token = r.tokens[i * 5 % r.tokens.size()];
         token = (token + 17 + static_cast<TokenId>(i * 13 % 250)) % 320; // never itself
     }},
    {"one log-probability changed",
     {Refusal::WrongLogprob},
     [](Receipt& r, Expected&, std::size_t i) { r.logprobs[i % r.logprobs.size()] += i % 2 ? 0.9F : -0.9F; }},
    {"log-probabilities shifted",
     {Refusal::WrongLogprob},
     [](Receipt& r, Expected&, std::size_t) {
         for (float& l : r.logprobs)
             l -= 0.25F;
     }},
    {"no number as a log-probability",
     {Refusal::WrongLogprob},
     [](Receipt& r, Expected&, std::size_t) { r.logprobs[0] = NAN; }},
    {"cut short",
     {Refusal::Truncated},
     [](Receipt& r, Expected&, std::size_t) { r.tokens.pop_back(), r.logprobs.pop_back(); }},
    {"cut short, as the end of the text",
     {Refusal::Truncated},
     [](Receipt& r, Expected&, std::size_t i) {
         const std::size_t keep = i % (r.tokens.size() - 1);
         r.tokens.resize(keep);
         r.logprobs.resize(keep);
         r.finish = FinishReason::EndOfText;
     }},
    {"cut short, as a stop string",
     {Refusal::Truncated},
     [](Receipt& r, Expected&, std::size_t) {
         r.tokens.pop_back(), r.logprobs.pop_back();
         r.finish = FinishReason::StopString;
     }},
    {"cut short, as cancelled",
     {Refusal::Truncated},
     [](Receipt& r, Expected&, std::size_t) {
         r.tokens.pop_back(), r.logprobs.pop_back();
         r.finish = FinishReason::Cancelled;
     }},
    {"one token more",
     {Refusal::TooLong},
     [](Receipt& r, Expected&, std::size_t) { r.tokens.push_back(11), r.logprobs.push_back(-1); }},
    {"a log-probability missing",
     {Refusal::WrongLogprob},
     [](Receipt& r, Expected&, std::size_t) { r.logprobs.pop_back(); }},
    {"a token beyond the vocabulary",
     {Refusal::WrongToken},
     [](Receipt& r, Expected&, std::size_t) { r.tokens[0] = 5000; }},
    {"an end token inside", {Refusal::WrongToken}, [](Receipt& r, Expected&, std::size_t) { r.tokens[1] = 2; }},
};

TEST(VerifiedMode, HonestReceiptsPassAndTamperedOnesFail) {
    std::size_t honest = 0, tampered = 0;
    for (const Kind& kind : kKinds) {
        const Prover prover{recipe(kind.family, kind.type), options(2, 2)};
        const Verifier verifier{prover.model};
        for (std::size_t i = 0; i < 40; ++i) {
            const CompletionRequest r = request(i);
            const Receipt receipt = prover.answer(r, i);
            const Expected expected = expectedOf(r, receipt);
            const Verdict verdict = verifier.check(receipt, expected);
            EXPECT_EQ(verdict.refusal, Refusal::None) << i << ": " << verdict.reason;
            EXPECT_EQ(verdict.worstLogprob, 0) << "the same machine computes the same";
            ++honest;
            if (receipt.finish != FinishReason::Length) continue; // the tamperings below assume all tokens
            for (const Tampering& t : kTamperings) {
                Receipt false_ = receipt;
                Expected asked = expected;
                t.apply(false_, asked, i);
                if (false_.tokens == receipt.tokens && false_.finish != receipt.finish) continue;
                const Verdict refused = verifier.check(false_, asked);
                EXPECT_NE(std::find(t.refusals.begin(), t.refusals.end(), refused.refusal), t.refusals.end())
                    << t.name << " in trial " << i << ": " << name(refused.refusal) << " " << refused.reason;
                ++tampered;
            }
        }
    }
    std::cout << honest << " honest receipts accepted, " << tampered << " tampered ones refused\n";
    EXPECT_GE(tampered, 500U);
}

TEST(VerifiedMode, AnswersOfAnotherModelOrWayFail) {
    std::size_t refused = 0;
    for (const Kind& kind : kKinds) {
        const Prover prover{recipe(kind.family, kind.type), options()};
        const Prover other{recipe(kind.family, kind.type, /*seed=*/2), options()};
        const Prover coarser{recipe(kind.family, TensorType::Q4_0), options()};
        const Verifier verifier{prover.model};
        for (std::size_t i = 0; i < 25; ++i) {
            CompletionRequest r = request(i);
            r.maxTokens = 32; // a coarser file of the same weights differs little: it takes some tokens to tell
            const Receipt honest = prover.answer(r, i);
            CompletionRequest sampledOtherwise = r;
            sampledOtherwise.sampling.temperature = r.sampling.temperature == 0 ? 1.5F : 0;
            CompletionRequest promptedOtherwise = r;
            promptedOtherwise.prompt = "Quite another prompt " + std::to_string(i);
            for (Receipt cheat : {other.answer(r, i), coarser.answer(r, i), prover.answer(sampledOtherwise, i),
                                  prover.answer(promptedOtherwise, i)}) {
                if (cheat.tokens == honest.tokens && cheat.logprobs == honest.logprobs) continue;
                cheat.modelHash = honest.modelHash; // claims what was asked for
                cheat.prompt = honest.prompt;
                cheat.sampling = honest.sampling;
                const Verdict verdict = verifier.check(cheat, expectedOf(r, honest));
                EXPECT_NE(verdict.refusal, Refusal::None)
                    << i << ": " << cheat.tokens.size() << " tokens, worst " << verdict.worstLogprob;
                ++refused;
            }
        }
    }
    std::cout << refused << " answers made otherwise refused\n";
    EXPECT_GE(refused, 150U);
}

TEST(VerifiedMode, OtherKernelsStayWithinTheBounds) {
    for (const TensorType type : kTensorTypes) {
        float worst = 0;
        const Prover prover{recipe(ModelFamily::Qwen2, type), options()};
        const Verifier scalar{prover.model, cpu::kernels(cpu::InstructionSet::Scalar)};
        for (std::size_t i = 0; i < 6; ++i) {
            const CompletionRequest r = request(i);
            const Receipt receipt = prover.answer(r, i);
            const Verdict verdict = scalar.check(receipt, expectedOf(r, receipt));
            EXPECT_EQ(verdict.refusal, Refusal::None) << traits(type).name << " " << verdict.reason;
            worst = std::max(worst, verdict.worstLogprob);
        }
        std::cout << traits(type).name << ": " << cpu::bestKernels().name << " against scalar, worst " << worst << "\n";
    }
}

/// What an honest machine computes that rounds no activations, as a GPU may: the same weights' values as F32.
TEST(VerifiedMode, ExactActivationsStayWithinTheBounds) {
    for (const TensorType type : kTensorTypes)
        for (const ModelFamily family : {ModelFamily::Qwen3, ModelFamily::Llama, ModelFamily::Llama3}) {
            ModelRecipe exact = recipe(family, type);
            const OwnedModel model = randomModel(exact);
            exact.exact = true;
            const Prover prover{exact, options()};
            const Verifier verifier{model};
            float worst = 0, mean = 0;
            for (std::size_t i = 0; i < 12; ++i) {
                CompletionRequest r = request(i);
                r.maxTokens = 32;
                Receipt receipt = prover.answer(r, i);
                receipt.modelHash = *model.model->file().contentHash();
                const Verdict verdict = verifier.check(receipt, expectedOf(r, receipt));
                EXPECT_EQ(verdict.refusal, Refusal::None) << traits(type).name << " " << verdict.reason;
                worst = std::max(worst, verdict.worstLogprob);
                mean = std::max(mean, verdict.meanLogprob);
            }
            std::cout << traits(type).name << " " << name(family) << ": worst " << worst << ", mean " << mean << "\n";
        }
}

TEST(VerifiedMode, StopStringsAndEndsOfTextAreJustified) {
    const Prover prover{recipe(ModelFamily::SmolLm, TensorType::Q8_0), options()};
    const Verifier verifier{prover.model};
    CompletionRequest r = request(0);
    r.maxTokens = 24;
    const auto whole = prover.backend->complete(r, {}, {});
    ASSERT_TRUE(whole.has_value());
    const Tokenizer& tokenizer = prover.model.model->tokenizer();
    r.stop = {tokenizer.piece(whole->tokens[4]) + tokenizer.piece(whole->tokens[5])};
    const Receipt receipt = prover.answer(r);
    ASSERT_EQ(receipt.finish, FinishReason::StopString);
    Expected expected = expectedOf(r, receipt);

    const Verdict verdict = verifier.check(receipt, expected);
    EXPECT_EQ(verdict.refusal, Refusal::None);
    const auto answered = prover.backend->complete(r, {}, {});
    ASSERT_TRUE(answered.has_value());
    EXPECT_EQ(verdict.text, answered->text);
    expected.stop.clear();
    EXPECT_EQ(verifier.check(receipt, expected).refusal, Refusal::Truncated) << "nobody asked for that stop string";

    r.stop.clear(); // an answer that goes on although its stop string was complete
    const Receipt longer = prover.answer(r);
    expected = expectedOf(r, longer);
    expected.stop = {tokenizer.piece(whole->tokens[4]) + tokenizer.piece(whole->tokens[5])};
    EXPECT_EQ(verifier.check(longer, expected).refusal, Refusal::TooLong);
}

TEST(VerifiedMode, AnswersThatEndByThemselvesPass) {
    const Prover prover{recipe(ModelFamily::SmolLm, TensorType::Q8_0), options()};
    const Verifier verifier{prover.model};
    std::size_t ended = 0;
    for (std::size_t i = 1; i < 200 && ended < 3; i += 2) {
        CompletionRequest r = request(i);
        r.sampling = {.temperature = 10, .seed = i};
        r.maxTokens = 60;
        const Receipt receipt = prover.answer(r, i);
        if (receipt.finish != FinishReason::EndOfText) continue;
        ++ended;
        EXPECT_EQ(verifier.check(receipt, expectedOf(r, receipt)).refusal, Refusal::None);
    }
    EXPECT_EQ(ended, 3U);
}

TEST(Receipt, IsNotMadeForWhatCannotBeProved) {
    const Prover prover{recipe(ModelFamily::SmolLm, TensorType::F16), options()};
    const CompletionRequest r = request(0);
    Completion c = *prover.backend->complete(r, {}, {});
    const auto code = [&](auto change) {
        Completion changed = c;
        change(changed);
        const auto receipt = makeReceipt(*prover.model.model, r, changed, {});
        return receipt ? Errc{} : receipt.error().code;
    };

    EXPECT_EQ(code([](Completion&) {}), Errc{});
    EXPECT_EQ(code([](Completion& x) { x.finish = FinishReason::Cancelled; }), Errc::Refused);
    EXPECT_EQ(code([](Completion& x) { x.logprobs.clear(); }), Errc::Refused);
    EXPECT_EQ(code([](Completion& x) { x.finish = FinishReason::Length, x.tokens.pop_back(), x.logprobs.pop_back(); }),
              Errc::Refused);
}

TEST(Receipt, GoesThroughJsonUnchanged) {
    Receipt receipt;
    receipt.modelHash = challenge(3);
    receipt.challenge = challenge(4);
    receipt.sampling = {0.7F, 40, 0.95F, 0.05F, 1.1F, 0xFFFF'FFFF'FFFF'FFFFULL};
    receipt.maxTokens = 9;
    receipt.finish = FinishReason::StopString;
    receipt.prompt = {1, 2, 3};
    receipt.tokens = {4, 5};
    receipt.logprobs = {-0.123456789F, -7e-8F};

    const std::string json = toJson(receipt);
    const auto back = receiptFromJson(json);

    ASSERT_TRUE(back.has_value()) << back.error().context;
    EXPECT_EQ(toJson(*back), json);
    EXPECT_EQ(back->logprobs, receipt.logprobs);
    EXPECT_EQ(back->sampling.seed, receipt.sampling.seed);
    for (std::size_t n = 0; n < json.size(); ++n)
        EXPECT_FALSE(receiptFromJson(std::string_view{json}.substr(0, n))) << n;
}

TEST(Receipt, RefusesJsonThatIsNone) {
    Receipt receipt;
    receipt.prompt = {1};
    const std::string good = toJson(receipt);
    const auto code = [&](const std::string& from, const std::string& to) {
        std::string json = good;
        const auto at = json.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        json.replace(at, from.size(), to);
        const auto back = receiptFromJson(json);
        return back ? Errc{} : back.error().code;
    };

    EXPECT_EQ(code("\"version\":1", "\"version\":2"), Errc::Unsupported);
    EXPECT_EQ(code("\"version\":1", "\"version\":\"1\""), Errc::Malformed);
    EXPECT_EQ(code("\"end_of_text\"", "\"whenever\""), Errc::Malformed);
    EXPECT_EQ(code("\"prompt\":[1]", "\"prompt\":[-1]"), Errc::Malformed);
    EXPECT_EQ(code("\"prompt\":[1]", "\"prompt\":[1.5]"), Errc::Malformed);
    EXPECT_EQ(code("\"prompt\":[1]", "\"prompt\":[4294967296]"), Errc::OutOfRange);
    EXPECT_EQ(code("\"prompt\":[1]", "\"prompt\":{}"), Errc::Malformed);
    EXPECT_EQ(code("\"logprobs\":[]", "\"logprobs\":[-1e99]"), Errc::OutOfRange);
    EXPECT_EQ(code("\"logprobs\":[]", "\"logprobs\":[null]"), Errc::Malformed);
    EXPECT_EQ(code("\"topP\":1.0", "\"topP\":7.0"), Errc::OutOfRange);
    EXPECT_EQ(code("\"seed\":\"0\"", "\"seed\":\"x\""), Errc::Malformed);
    EXPECT_EQ(code("\"model\":\"00", "\"model\":\""), Errc::Malformed);
    EXPECT_EQ(receiptFromJson("[]").error().code, Errc::Malformed);
    EXPECT_EQ(receiptFromJson(std::string(5U << 20, ' ')).error().code, Errc::LimitExceeded);
    std::string many = "\"prompt\":[1";
    for (int i = 0; i < 65'536; ++i)
        many += ",1";
    EXPECT_EQ(code("\"prompt\":[1", many), Errc::LimitExceeded);
}

} // namespace
} // namespace taodeck::engine::test

#include "core/engine/cpu/kernels.h"
#include "core/engine/cuda/cuda_stage.h"
#include "core/engine/generate/local_backend.h"
#include "core/engine/receipt/receipt.h"
#include "tests/support/random_models.h"
#include "tests/support/reference_decoder.h"
#include "tests/unit/engine/cuda_device_case.h"
#include "tests/unit/engine/kernel_cases.h"

#include <algorithm>
#include <cmath>

namespace taodeck::engine::cuda {
namespace {

using test::makeDecoder;
using test::ModelFamily;
using test::ModelRecipe;
using test::normalisedError;
using test::OwnedModel;
using test::randomModel;
using test::someTokens;

constexpr std::uint32_t kVocab = 300;

/// What the emulated devices of this program did.
EmulatedCounts counts;

Result<std::unique_ptr<Stage>> makeTestStage(const StageRequest& request) {
    if (!wantsGpu()) return makeStage(request, makeEmulatedDevice(std::uint64_t{1} << 32, &counts));
    TD_TRY(auto device, testDevice());
    return makeStage(request, std::move(device));
}

ModelRecipe small(ModelFamily family, TensorType type, std::uint64_t seed = 1) {
    ModelRecipe recipe = test::tinyModel(family, type);
    recipe.vocab = kVocab;
    recipe.ffn = 256;
    recipe.seed = seed;
    return recipe;
}

/// On the CPU with gpuLayers 0; with `head` everything is on the device.
DecoderOptions options(std::uint32_t gpuLayers, bool head, std::uint32_t context = 64, std::uint32_t sequences = 1) {
    DecoderOptions out;
    out.cache = {sequences, context};
    out.threads = 1;
    out.batch = 64;
    out.placement = {gpuLayers, head, 0};
    out.makeGpuStage = makeTestStage;
    return out;
}
DecoderOptions onDevice(std::uint32_t context = 64, std::uint32_t sequences = 1) {
    return options(2, true, context, sequences);
}
DecoderOptions onCpu(std::uint32_t context = 64) {
    return options(0, false, context);
}

/// Logits of every position, fed in pieces of `piece` tokens.
std::vector<float> logitsOf(Decoder& decoder, std::span<const TokenId> tokens, std::size_t piece) {
    std::vector<float> out(tokens.size() * kVocab);
    for (std::size_t from = 0; from < tokens.size(); from += piece) {
        std::vector<BatchToken> batch;
        for (std::size_t i = from; i < std::min(tokens.size(), from + piece); ++i)
            batch.push_back({tokens[i], static_cast<std::uint32_t>(i), 0, true});
        const auto done = decoder.forward(batch, std::span{out}.subspan(from * kVocab, batch.size() * kVocab));
        EXPECT_TRUE(done.has_value()) << done.error().context;
    }
    return out;
}
std::vector<float> logitsOf(const OwnedModel& model, const DecoderOptions& o, std::span<const TokenId> tokens,
                            std::size_t piece) {
    const auto decoder = makeDecoder(model, o);
    return decoder ? logitsOf(*decoder, tokens, piece) : std::vector<float>(tokens.size() * kVocab);
}

class CudaStage : public testing::Test {
protected:
    void SetUp() override {
        if (const auto why = whySkipped(); !why.empty()) GTEST_SKIP() << why;
        setQuickWarps(true); // engine_cuda_kernels_test shows that this changes no bit
    }
};

TEST_F(CudaStage, AgreesWithTheReferenceForEveryFamilyInF32) {
    for (const ModelFamily family : {ModelFamily::Llama, ModelFamily::Llama3, ModelFamily::SmolLm, ModelFamily::Mistral,
                                     ModelFamily::Qwen2, ModelFamily::Qwen3}) {
        const OwnedModel model = randomModel(small(family, TensorType::F32));
        const auto tokens = someTokens(10, kVocab);
        const auto expected = test::referenceLogits(*model.model, tokens);
        const auto logits = logitsOf(model, onDevice(), tokens, tokens.size());
        double worst = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i)
            worst = std::max(worst, normalisedError(std::span{logits}.subspan(i * kVocab, kVocab), expected[i]));
        EXPECT_LT(worst, 2e-4) << test::name(family);
    }
}

TEST_F(CudaStage, TurnsScaledPositionsAsTheCpuDoes) {
    for (const RopeScaling scaling : {RopeScaling::Linear, RopeScaling::Yarn}) {
        ModelRecipe recipe = small(ModelFamily::Qwen2, TensorType::F32);
        recipe.scaling = scaling;
        const OwnedModel model = randomModel(recipe);
        const auto tokens = someTokens(9, kVocab);
        EXPECT_LT(normalisedError(logitsOf(model, onDevice(), tokens, 9), logitsOf(model, onCpu(), tokens, 9)), 1e-5);
    }
}

/// The model cut behind each layer, and all of it on the device.
TEST_F(CudaStage, AgreesWithTheCpuForEveryTypeAndSplit) {
    std::printf("%-5s %12s %12s %12s\n", "type", "1 layer", "2 layers", "all");
    for (const TensorType type : kTensorTypes) {
        ModelRecipe recipe = small(type == TensorType::Q4_K ? ModelFamily::Qwen2 : ModelFamily::Qwen3, type);
        recipe.moreBits = type == TensorType::Q4_K; // types mixed in one layer
        const OwnedModel model = randomModel(recipe);
        const auto tokens = someTokens(6, kVocab);
        const auto cpu = logitsOf(model, onCpu(), tokens, 6);
        std::array<double, 3> errors{};
        errors[0] = normalisedError(logitsOf(model, options(1, false), tokens, 6), cpu);
        errors[1] = normalisedError(logitsOf(model, options(2, false), tokens, 6), cpu);
        errors[2] = normalisedError(logitsOf(model, onDevice(), tokens, 6), cpu);
        std::printf("%-5s %12.2e %12.2e %12.2e\n", std::string{traits(type).name}.c_str(), errors[0], errors[1],
                    errors[2]);
        // Where activations are rounded to 8 bits, one that lies between two may fall to either side.
        for (const double error : errors)
            EXPECT_LT(error, traits(type).blockValues == 1 ? 1e-4 : 2e-2) << traits(type).name;
    }
}

TEST_F(CudaStage, GivesTheSameBitsForAnyBatchAndSplitOfThePrompt) {
    for (const TensorType type : {TensorType::F16, TensorType::Q8_0, TensorType::Q4_K}) {
        const OwnedModel model = randomModel(small(ModelFamily::Qwen2, type));
        const auto tokens = someTokens(13, kVocab);
        const auto expected = logitsOf(model, onDevice(), tokens, 13);
        for (const std::size_t piece : {1U, 3U, 8U})
            EXPECT_EQ(logitsOf(model, onDevice(), tokens, piece), expected) << "pieces of " << piece;
    }
}

TEST_F(CudaStage, GivesTheSameBitsFarIntoAContext) {
    const OwnedModel model = randomModel(small(ModelFamily::Llama, TensorType::Q8_0));
    const auto tokens = someTokens(131, kVocab); // two pieces of attention
    const auto cpu = logitsOf(model, onCpu(160), tokens, 64);
    const auto expected = logitsOf(model, onDevice(160), tokens, 64);
    EXPECT_LT(normalisedError(expected, cpu), 2e-2);
    const auto decoder = makeDecoder(model, onDevice(160));
    logitsOf(*decoder, std::span{tokens}.first(126), 64);
    std::vector<float> logits(kVocab);
    for (std::uint32_t i = 126; i < 131; ++i) {
        ASSERT_TRUE(decoder->forward(std::vector{BatchToken{tokens[i], i, 0, true}}, logits));
        ASSERT_TRUE(std::equal(logits.begin(), logits.end(), expected.begin() + i * kVocab)) << i;
    }
}

TEST_F(CudaStage, KeepsSequencesApartAndContinuesBehindACopiedPrefix) {
    const OwnedModel model = randomModel(small(ModelFamily::Llama3, TensorType::Q8_0));
    const auto a = someTokens(9, kVocab, 1), b = someTokens(9, kVocab, 2);
    const auto alone = logitsOf(model, onDevice(), a, 9), other = logitsOf(model, onDevice(), b, 9);
    const auto decoder = makeDecoder(model, onDevice(64, /*sequences=*/3));
    std::vector<BatchToken> batch;
    for (std::uint32_t i = 0; i < 9; ++i) {
        batch.push_back({a[i], i, 2, i == 8});
        batch.push_back({b[i], i, 0, i == 4});
    }
    std::vector<float> logits(2 * kVocab);
    ASSERT_TRUE(decoder->forward(batch, logits));
    EXPECT_TRUE(std::equal(logits.begin(), logits.begin() + kVocab, other.begin() + 4 * kVocab));
    EXPECT_TRUE(std::equal(logits.begin() + kVocab, logits.end(), alone.begin() + 8 * kVocab));

    ASSERT_TRUE(decoder->copySequence(2, 1, 8));
    ASSERT_TRUE(decoder->forward(std::vector{BatchToken{a[8], 8, 1, true}}, logits));
    EXPECT_TRUE(std::equal(logits.begin(), logits.begin() + kVocab, alone.begin() + 8 * kVocab));
    // A batch of which nothing is wanted only fills the cache.
    ASSERT_TRUE(decoder->forward(std::vector{BatchToken{b[0], 0, 1, false}, BatchToken{b[1], 1, 1, false}}, {}));
    ASSERT_TRUE(decoder->forward(std::vector{BatchToken{b[2], 2, 1, true}}, logits));
    EXPECT_TRUE(std::equal(logits.begin(), logits.begin() + kVocab, other.begin() + 2 * kVocab));
}

TEST_F(CudaStage, AStepOfAnAnswerIsRecordedOnceAndReplayed) {
    if (wantsGpu()) GTEST_SKIP() << "no GPU: counts are the emulation's";
    const OwnedModel model = randomModel(small(ModelFamily::Qwen3, TensorType::Q4_0));
    const auto decoder = makeDecoder(model, onDevice(256));
    counts = {};
    std::vector<float> logits(2 * kVocab);
    for (std::uint32_t i = 0; i < 6; ++i)
        ASSERT_TRUE(decoder->forward(std::vector{BatchToken{1, i, 0, true}}, logits));
    EXPECT_EQ(counts.recordings, 1U);
    EXPECT_EQ(counts.replays, 6U);
    ASSERT_TRUE(decoder->forward(std::vector{BatchToken{1, 128, 0, true}}, logits)) << "a second piece of attention";
    EXPECT_EQ(counts.recordings, 2U);
    ASSERT_TRUE(decoder->forward(std::vector{BatchToken{1, 6, 0, true}, BatchToken{1, 7, 0, true}}, logits));
    EXPECT_EQ(counts.recordings, 3U);
    ASSERT_TRUE(decoder->forward(std::vector{BatchToken{1, 8, 0, true}}, logits));
    EXPECT_EQ(counts.recordings, 3U);
}

TEST_F(CudaStage, TakesTheMemoryThatThePlanStates) {
    if (wantsGpu()) GTEST_SKIP() << "no GPU: counts are the emulation's";
    for (const TensorType type : {TensorType::F16, TensorType::Q5_0, TensorType::Q6_K})
        for (const bool fast : {false, true}) {
            const OwnedModel model = randomModel(small(ModelFamily::Qwen2, type));
            StageRequest request{model, {0, 2, true, true}, {2, 100}, 24};
            request.fastPrefill = fast;
            const DeviceNeed need = deviceNeed(request);
            EmulatedCounts own;
            {
                const auto stage = makeStage(request, makeEmulatedDevice(std::uint64_t{1} << 32, &own));
                ASSERT_TRUE(stage.has_value()) << stage.error().context;
                EXPECT_EQ((*stage)->ownedBytes(), need.weights + need.cache + need.work);
            }
            EXPECT_EQ(own.allocated, need.weights + need.cache + need.work);
            const auto small = makeStage(request, makeEmulatedDevice(own.allocated - 1));
            ASSERT_FALSE(small.has_value());
            EXPECT_EQ(small.error().code, Errc::LimitExceeded);
            EXPECT_NE(small.error().context.find("bytes free, not"), std::string::npos) << small.error().context;
        }
}

TEST_F(CudaStage, ADeviceThatFailsIsAnErrorWithItsWords) {
    if (wantsGpu()) GTEST_SKIP() << "no GPU: a failure is the emulation's";
    const OwnedModel model = randomModel(small(ModelFamily::Llama, TensorType::Q8_0));
    for (const std::uint64_t failAt : {1U, 9U, 20U}) {
        const StageRequest request{model, {0, 2, true, true}, {1, 64}, 24};
        auto stage = makeStage(request, makeEmulatedDevice(std::uint64_t{1} << 32, nullptr, failAt));
        ASSERT_TRUE(stage.has_value());
        std::vector<float> hidden(256), logits(kVocab);
        const auto done = (*stage)->forward(std::vector{BatchToken{1, 0, 0, true}}, hidden, logits);
        ASSERT_FALSE(done.has_value()) << failAt;
        EXPECT_EQ(done.error().code, Errc::Io);
        EXPECT_NE(done.error().context.find("unspecified launch failure"), std::string::npos);
        EXPECT_TRUE((*stage)->forward(std::vector{BatchToken{1, 0, 0, true}}, hidden, logits)) << "and then goes on";
    }
}

TEST_F(CudaStage, RefusesHeadsThatNoBlockHolds) {
    ModelRecipe recipe = small(ModelFamily::Qwen3, TensorType::F16);
    recipe.headDim = 514;
    recipe.heads = 2;
    recipe.kvHeads = 1;
    const OwnedModel model = randomModel(recipe);
    ASSERT_TRUE(model.model);
    const auto made = Decoder::make(model, onDevice());
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, Errc::Unsupported);
}

/// Activations keep eleven bits, and are not rounded to eight: it is closer to the exact model than the CPU is.
TEST_F(CudaStage, AFastPrefillAgreesWithinTheRoundingOfHalves) {
    for (const TensorType type : {TensorType::F16, TensorType::BF16, TensorType::Q8_0, TensorType::Q6_K}) {
        const OwnedModel model = randomModel(small(ModelFamily::Qwen2, type));
        const auto tokens = someTokens(36, kVocab);
        DecoderOptions fast = onDevice();
        fast.fastPrefill = true;
        counts = {};
        const auto decoder = Decoder::make(model, fast);
        if (!decoder && decoder.error().code == Errc::Unsupported)
            GTEST_SKIP() << "no GPU: " << decoder.error().context; // without cuBLAS
        ASSERT_TRUE(decoder.has_value()) << decoder.error().context;
        const auto logits = logitsOf(**decoder, tokens, 36);
        const auto exact = test::referenceLogits(*model.model, tokens);
        double error = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i)
            error = std::max(error, normalisedError(std::span{logits}.subspan(i * kVocab, kVocab), exact[i]));
        std::printf("%-5s fast prefill %.2e\n", std::string{traits(type).name}.c_str(), error);
        EXPECT_LT(error, traits(type).blockValues == 1 ? 1e-2 : 3e-2) << "the output matrix meets rounded activations";
        if (!wantsGpu()) {
            EXPECT_EQ(counts.gemms, 2U * 7U) << "the products of every layer";
        }
    }
}

/// What one answers and the other checks.
struct Answered {
    Receipt receipt;
    Expected expected;
};
Answered answer(const OwnedModel& model, const DecoderOptions& o, std::size_t i) {
    LocalOptions local;
    local.decoder = o;
    local.prefillChunk = 16;
    auto backend = LocalBackend::make(model, local);
    EXPECT_TRUE(backend.has_value());
    CompletionRequest request;
    request.prompt = "Question " + std::to_string(i) + "?";
    request.maxTokens = 12;
    request.logprobs = true;
    if (i % 2 == 1) request.sampling.temperature = 0.8F, request.sampling.seed = i;
    const auto completion = (*backend)->complete(request, {}, {});
    EXPECT_TRUE(completion.has_value());
    const auto receipt = makeReceipt(*model.model, request, *completion, {});
    EXPECT_TRUE(receipt.has_value());
    return {*receipt, {receipt->challenge, receipt->prompt, request.sampling, request.maxTokens, {}, std::nullopt}};
}

TEST_F(CudaStage, CpuAndGpuAcceptEachOthersReceiptsAndRefuseTampered) {
    std::printf("%-5s %12s %12s %12s\n", "type", "worst", "mean", "equal");
    for (const TensorType type : {TensorType::F16, TensorType::Q8_0, TensorType::Q4_K}) {
        float worst = 0, mean = 0;
        int equal = 0, all = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            const OwnedModel model = randomModel(small(ModelFamily::Qwen3, type, 1 + i));
            const Answered gpu = answer(model, onDevice(128), i), cpu = answer(model, onCpu(128), i);
            equal += gpu.receipt.tokens == cpu.receipt.tokens, ++all;
            for (const auto& [made, checker] : {std::pair{&gpu, onCpu(128)}, std::pair{&cpu, onDevice(128)}}) {
                const auto decoder = makeDecoder(model, checker);
                const auto verdict = verifyReceipt(*decoder, 0, made->receipt, made->expected);
                ASSERT_TRUE(verdict.has_value()) << verdict.error().context;
                EXPECT_EQ(verdict->refusal, Refusal::None) << traits(type).name << ' ' << verdict->reason;
                worst = std::max(worst, verdict->worstLogprob);
                mean = std::max(mean, verdict->meanLogprob);
                if (made->receipt.tokens.size() < 4) continue;
                Receipt other = made->receipt;
                other.logprobs[2] -= 1;
                const auto refused = verifyReceipt(*decoder, 0, other, made->expected);
                ASSERT_TRUE(refused.has_value());
                EXPECT_EQ(refused->refusal, Refusal::WrongLogprob);
            }
        }
        std::printf("%-5s %12.2e %12.2e %9d/%d\n", std::string{traits(type).name}.c_str(), worst, mean, equal, all);
    }
}

} // namespace
} // namespace taodeck::engine::cuda

#include "core/engine/cpu/kernels.h"
#include "tests/support/random_models.h"
#include "tests/support/reference_decoder.h"

namespace taodeck::engine::test {
namespace {

constexpr std::array kFamilies{ModelFamily::Llama,   ModelFamily::Llama3, ModelFamily::SmolLm,
                               ModelFamily::Mistral, ModelFamily::Qwen2,  ModelFamily::Qwen3};

/// Smaller than tinyModel: the oracle is slow.
ModelRecipe small(ModelFamily family, TensorType type) {
    ModelRecipe recipe = tinyModel(family, type);
    recipe.vocab = 300;
    recipe.ffn = 256;
    return recipe;
}

DecoderOptions options(int threads = 1, std::uint32_t sequences = 1, std::uint32_t batch = 64) {
    DecoderOptions out;
    out.cache = {sequences, 64};
    out.threads = threads;
    out.batch = batch;
    return out;
}

/// Logits of every position, fed in pieces of `piece` tokens.
std::vector<float> run(Decoder& decoder, std::span<const TokenId> tokens, std::size_t piece, std::uint32_t slot = 0) {
    const std::size_t vocab = decoder.model().config().vocab;
    std::vector<float> out(tokens.size() * vocab);
    std::vector<BatchToken> batch;
    for (std::size_t from = 0; from < tokens.size(); from += piece) {
        batch.clear();
        for (std::size_t i = from; i < std::min(tokens.size(), from + piece); ++i)
            batch.push_back({tokens[i], static_cast<std::uint32_t>(i), slot, true});
        const auto done = decoder.forward(batch, std::span{out}.subspan(from * vocab, batch.size() * vocab));
        EXPECT_TRUE(done.has_value()) << done.error().context;
    }
    return out;
}

double worstError(const OwnedModel& model, std::span<const TokenId> tokens, const DecoderOptions& o) {
    const auto decoder = makeDecoder(model, o);
    const auto expected = referenceLogits(*model.model, tokens);
    const std::vector<float> logits = run(*decoder, tokens, tokens.size());
    const std::size_t vocab = model.model->config().vocab;
    double worst = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        worst = std::max(worst, normalisedError(std::span{logits}.subspan(i * vocab, vocab), expected[i]));
    return worst;
}

TEST(Decoder, AgreesWithTheReferenceForEveryFamilyInF32) {
    for (const ModelFamily family : kFamilies) {
        const OwnedModel model = randomModel(small(family, TensorType::F32));
        ASSERT_TRUE(model.model);

        const double error = worstError(model, someTokens(12, 300), options());

        EXPECT_LT(error, 2e-4) << name(family);
        std::cout << name(family) << " F32: normalised error " << error << "\n";
    }
}

TEST(Decoder, AgreesWithTheReferenceForEveryTypeWithinItsBound) {
    for (const TensorType type : kTensorTypes) {
        const bool quantised = traits(type).blockValues > 1;
        const OwnedModel model = randomModel(small(ModelFamily::Qwen3, type));
        ASSERT_TRUE(model.model);

        const double error = worstError(model, someTokens(8, 300), options());

        EXPECT_LT(error, quantised ? 4e-2 : 2e-4) << traits(type).name;
        std::cout << traits(type).name << ": normalised error " << error << "\n";
    }
}

TEST(Decoder, AgreesWithTheReferenceWherePositionsAreScaled) {
    for (const RopeScaling scaling : {RopeScaling::Linear, RopeScaling::Yarn})
        for (const ModelFamily family : {ModelFamily::Mistral, ModelFamily::Qwen2}) {
            ModelRecipe recipe = small(family, TensorType::F32);
            recipe.scaling = scaling;
            const OwnedModel model = randomModel(recipe);
            ASSERT_TRUE(model.model);
            ASSERT_EQ(model.model->config().rope.scaling, scaling);

            EXPECT_LT(worstError(model, someTokens(12, 300), options()), 2e-4);
        }
}

TEST(Decoder, GivesTheSameBitsForAnyThreadsSplitAndBatch) {
    for (const TensorType type : {TensorType::F16, TensorType::Q8_0, TensorType::Q4_K}) {
        const OwnedModel model = randomModel(small(ModelFamily::Qwen2, type));
        ASSERT_TRUE(model.model);
        const auto tokens = someTokens(20, 300);
        const std::vector<float> expected = run(*makeDecoder(model, options()), tokens, 20);

        for (const int threads : {1, 2, 4})
            for (const std::size_t piece : {1U, 3U, 7U, 20U})
                EXPECT_EQ(run(*makeDecoder(model, options(threads)), tokens, piece), expected)
                    << threads << " threads, pieces of " << piece;
    }
}

TEST(Decoder, KeepsSequencesOfOneBatchApart) {
    const OwnedModel model = randomModel(small(ModelFamily::Llama3, TensorType::Q8_0));
    ASSERT_TRUE(model.model);
    const std::size_t vocab = 300;
    const auto a = someTokens(9, 300, 1), b = someTokens(9, 300, 2);
    const auto alone = run(*makeDecoder(model, options()), a, 9), other = run(*makeDecoder(model, options()), b, 9);
    const auto decoder = makeDecoder(model, options(2, /*sequences=*/3));

    std::vector<BatchToken> batch;
    for (std::uint32_t i = 0; i < 9; ++i) {
        batch.push_back({a[i], i, 2, i == 8});
        batch.push_back({b[i], i, 0, i == 4});
    }
    std::vector<float> logits(2 * vocab);
    ASSERT_TRUE(decoder->forward(batch, logits));

    EXPECT_TRUE(std::equal(logits.begin(), logits.begin() + vocab, other.begin() + 4 * vocab));
    EXPECT_TRUE(std::equal(logits.begin() + vocab, logits.end(), alone.begin() + 8 * vocab));
}

TEST(Decoder, ContinuesBehindACopiedPrefix) {
    const OwnedModel model = randomModel(small(ModelFamily::Qwen3, TensorType::Q4_0));
    ASSERT_TRUE(model.model);
    const auto tokens = someTokens(12, 300);
    const auto expected = run(*makeDecoder(model, options()), tokens, 12);
    const auto decoder = makeDecoder(model, options(1, /*sequences=*/2));
    run(*decoder, tokens, 12, /*slot=*/0);

    ASSERT_TRUE(decoder->copySequence(0, 1, 11));
    std::vector<float> logits(300);
    const std::vector<BatchToken> last{{tokens[11], 11, 1, true}};
    ASSERT_TRUE(decoder->forward(last, logits));

    EXPECT_TRUE(std::equal(logits.begin(), logits.end(), expected.begin() + 11 * 300));
}

TEST(Decoder, ScalarAndBestKernelsAgree) {
    for (const TensorType type : kTensorTypes) {
        const OwnedModel model = randomModel(small(ModelFamily::Llama, type));
        ASSERT_TRUE(model.model);
        const auto tokens = someTokens(16, 300);
        DecoderOptions scalar = options();
        scalar.kernels = cpu::kernels(cpu::InstructionSet::Scalar);

        const auto a = run(*makeDecoder(model, scalar), tokens, 16),
                   b = run(*makeDecoder(model, options()), tokens, 16);
        const std::vector<double> exact{a.begin(), a.end()};

        EXPECT_LT(normalisedError(b, exact), 2e-2) << traits(type).name;
        std::cout << traits(type).name << ": scalar against " << cpu::bestKernels().name << " "
                  << normalisedError(b, exact) << "\n";
    }
}

TEST(Decoder, RefusesBatchesThatDoNotFit) {
    const OwnedModel model = randomModel(small(ModelFamily::Llama, TensorType::Q8_0));
    ASSERT_TRUE(model.model);
    const auto decoder = makeDecoder(model, options(1, 2, /*batch=*/4));
    std::vector<float> logits(300);
    const auto error = [&](std::vector<BatchToken> batch) {
        const auto done = decoder->forward(batch, logits);
        return done ? std::string{"none"} : std::string{name(done.error().code)};
    };

    EXPECT_EQ(error({{1, 0, 0, true}}), "none");
    EXPECT_EQ(error({}), "out_of_range");
    EXPECT_EQ(error(std::vector<BatchToken>(5)), "out_of_range");
    EXPECT_EQ(error({{-1, 0, 0, true}}), "out_of_range");
    EXPECT_EQ(error({{300, 0, 0, true}}), "out_of_range");
    EXPECT_EQ(error({{1, 64, 0, true}}), "out_of_range");
    EXPECT_EQ(error({{1, 0, 2, true}}), "out_of_range");
    EXPECT_EQ(error({{1, 0, 0, true}, {1, 0, 1, true}}), "out_of_range") << "room for one row of logits";
    EXPECT_FALSE(decoder->copySequence(0, 2, 1));
    EXPECT_FALSE(decoder->copySequence(0, 1, 65));
}

TEST(Decoder, RefusesOptionsThatNoMachineHas) {
    const OwnedModel model = randomModel(small(ModelFamily::Llama, TensorType::Q8_0));
    ASSERT_TRUE(model.model);
    const auto code = [&](auto change) {
        DecoderOptions o = options();
        change(o);
        const auto decoder = Decoder::make(model, o);
        return decoder ? Errc{} : decoder.error().code;
    };

    EXPECT_EQ(code([](DecoderOptions& o) { o.cache = {4096, 1U << 24}; }), Errc::LimitExceeded);
    EXPECT_EQ(code([](DecoderOptions& o) { o.cache.sequences = 0; }), Errc::OutOfRange);
    EXPECT_EQ(code([](DecoderOptions& o) { o.batch = 0; }), Errc::OutOfRange);
    EXPECT_EQ(code([](DecoderOptions& o) { o.threads = 1000; }), Errc::OutOfRange);
    EXPECT_EQ(code([](DecoderOptions& o) { o.placement.gpuHead = true; }), Errc::OutOfRange);
}

TEST(Decoder, SaysWhatItRunsOnAndHolds) {
    const OwnedModel model = randomModel(small(ModelFamily::Llama, TensorType::Q8_0));
    ASSERT_TRUE(model.model);
    const auto decoder = makeDecoder(model, options(2));

    EXPECT_EQ(decoder->device(), "CPU, " + std::string{cpu::bestKernels().name} + ", 2 threads");
    const std::uint64_t cache = 2ULL * 2 * 64 * 256 * 2; // layers, keys and values, positions, width, bytes
    EXPECT_GT(decoder->ownedBytes(), cache);
    EXPECT_LT(decoder->ownedBytes(), cache + (4U << 20));
}

} // namespace
} // namespace taodeck::engine::test

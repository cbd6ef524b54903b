#include "tests/support/model_maker.h"

#include "core/engine/gguf/file.h"

#include <gtest/gtest.h>

namespace taodeck::engine::test {
namespace {

constexpr std::array kFamilies{ModelFamily::Llama,   ModelFamily::Llama3, ModelFamily::SmolLm,
                               ModelFamily::Mistral, ModelFamily::Qwen2,  ModelFamily::Qwen3};

TEST(ModelMaker, MakesAReadableFileOfEveryFamilyAndType) {
    for (const ModelFamily family : kFamilies)
        for (const TensorType type : kTensorTypes) {
            ModelRecipe recipe = tinyModel(family, type);
            recipe.quick = true;
            const Bytes bytes = makeModel(recipe);
            const auto file = gguf::File::parse(bytes);
            ASSERT_TRUE(file.has_value()) << name(family) << " " << traits(type).name << ": " << file.error().context;

            const TensorView* embedding = (*file)->tensor("token_embd.weight");
            ASSERT_NE(embedding, nullptr);
            EXPECT_EQ(embedding->type, type);
            EXPECT_EQ(embedding->cols(), 256U);
            EXPECT_EQ(embedding->rows(), 512U);
            const auto tokens = (*file)->array("tokenizer.ggml.tokens", gguf::ValueType::String);
            ASSERT_TRUE(tokens.has_value());
            EXPECT_EQ((*tokens)->size(), 512U);
            EXPECT_EQ((*file)->tensor("blk.0.attn_q.bias") != nullptr, family == ModelFamily::Qwen2);
            EXPECT_EQ((*file)->tensor("blk.0.attn_q_norm.weight") != nullptr, family == ModelFamily::Qwen3);
            EXPECT_EQ((*file)->tensor("rope_freqs.weight") != nullptr, family == ModelFamily::Llama3);
        }
}

TEST(ModelMaker, IsDeterministicInTheSeed) {
    ModelRecipe recipe = tinyModel(ModelFamily::Llama, TensorType::F16);
    const Bytes first = makeModel(recipe);

    EXPECT_EQ(makeModel(recipe), first);
    recipe.seed = 2;
    EXPECT_NE(makeModel(recipe), first);
}

TEST(ModelMaker, GivesRowsThatAKTypeCannotHoldAnotherType) {
    ModelRecipe recipe = smolLm135m(TensorType::Q4_K);
    recipe.layers = 1;
    recipe.vocab = 300;
    recipe.moreBits = true;
    const Bytes bytes = makeModel(recipe);
    const auto file = gguf::File::parse(bytes);
    ASSERT_TRUE(file.has_value()) << file.error().context;

    EXPECT_EQ((*file)->tensor("blk.0.attn_q.weight")->type, TensorType::Q5_0);
    EXPECT_EQ((*file)->tensor("blk.0.ffn_down.weight")->type, TensorType::Q6_K);
    EXPECT_EQ((*file)->tensor("token_embd.weight")->type, TensorType::Q8_0);
}

TEST(ModelMaker, NamesItsFamilies) {
    for (const ModelFamily family : kFamilies)
        EXPECT_EQ(familyNamed(name(family)), family);
    EXPECT_FALSE(familyNamed("gpt").has_value());
}

} // namespace
} // namespace taodeck::engine::test

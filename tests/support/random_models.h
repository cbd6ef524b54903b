#pragma once
/// Small loaded models of random weights, for tests of what runs them.

#include "core/engine/decode/decoder.h"
#include "tests/support/model_maker.h"

#include <gtest/gtest.h>

#include <memory>

namespace taodeck::engine::test {

/// A model with the bytes that it views.
struct OwnedModel {
    std::shared_ptr<const Bytes> bytes;
    std::shared_ptr<const Model> model;
    operator std::shared_ptr<const Model>() const { return model; } // NOLINT: stands for its model
};

inline OwnedModel randomModel(const ModelRecipe& recipe) {
    OwnedModel out;
    out.bytes = std::make_shared<Bytes>(makeModel(recipe));
    auto file = gguf::File::parse(*out.bytes);
    if (!file) {
        ADD_FAILURE() << file.error().context;
        return out;
    }
    auto model = Model::load(*std::move(file));
    if (!model)
        ADD_FAILURE() << model.error().context;
    else
        out.model = *std::move(model);
    return out;
}

inline std::vector<TokenId> someTokens(std::size_t count, std::uint32_t vocab, std::uint64_t seed = 7) {
    std::vector<TokenId> out;
    for (std::size_t i = 0; i < count; ++i) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        out.push_back(static_cast<TokenId>((seed >> 33) % vocab));
    }
    return out;
}

inline std::unique_ptr<Decoder> makeDecoder(std::shared_ptr<const Model> model, const DecoderOptions& options) {
    auto decoder = Decoder::make(std::move(model), options);
    if (!decoder) {
        ADD_FAILURE() << decoder.error().context;
        return nullptr;
    }
    return *std::move(decoder);
}

} // namespace taodeck::engine::test

#include "core/engine/model/config.h"

#include "core/engine/gguf/writer.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace taodeck::engine {
namespace {

using Add = std::function<void(gguf::Writer&, const std::string& key)>;
template <class T>
Add value(T v) {
    return [v](gguf::Writer& writer, const std::string& key) { writer.add(key, v); };
}
Add count(std::uint32_t v) {
    return value(v);
}

struct TensorDraft {
    TensorType type{TensorType::F32};
    std::vector<std::uint64_t> shape;
    float fill{1};
};

/// A small model file whose parts can be changed before it is written.
struct Draft {
    explicit Draft(const std::string& arch = "llama") {
        const std::string a = arch + ".";
        keys = {{"general.architecture", value(arch)},
                {a + "block_count", count(1)},
                {a + "embedding_length", count(16)},
                {a + "feed_forward_length", count(24)},
                {a + "context_length", count(64)},
                {a + "attention.head_count", count(4)},
                {a + "attention.head_count_kv", count(2)},
                {a + "attention.layer_norm_rms_epsilon", value(1e-6F)},
                {"tokenizer.ggml.tokens", value(std::vector<std::string>{"a", "b", "c"})}};
        const std::string b = "blk.0.";
        tensors = {
            {"token_embd.weight", {TensorType::F16, {16, 3}}},  {"output_norm.weight", {TensorType::F32, {16}}},
            {"output.weight", {TensorType::F16, {16, 3}}},      {b + "attn_norm.weight", {TensorType::F32, {16}}},
            {b + "attn_q.weight", {TensorType::F16, {16, 16}}}, {b + "attn_k.weight", {TensorType::F16, {16, 8}}},
            {b + "attn_v.weight", {TensorType::F16, {16, 8}}},  {b + "attn_output.weight", {TensorType::F16, {16, 16}}},
            {b + "ffn_norm.weight", {TensorType::F32, {16}}},   {b + "ffn_gate.weight", {TensorType::F16, {16, 24}}},
            {b + "ffn_up.weight", {TensorType::F16, {16, 24}}}, {b + "ffn_down.weight", {TensorType::F16, {24, 16}}}};
        if (arch == "qwen2")
            for (const auto& [name, size] : {std::pair{"q", 16U}, {"k", 8U}, {"v", 8U}})
                tensors[b + "attn_" + name + ".bias"] = {TensorType::F32, {size}};
        if (arch == "qwen3")
            for (const char* name : {"q", "k"})
                tensors[b + "attn_" + name + "_norm.weight"] = {TensorType::F32, {4}};
    }

    Bytes write() const {
        gguf::Writer writer;
        for (const auto& [key, add] : keys)
            add(writer, key);
        for (const auto& [name, tensor] : tensors) {
            std::uint64_t size = 1;
            for (const std::uint64_t n : tensor.shape)
                size *= n;
            writer.addTensor(name, tensor.type, tensor.shape,
                             quantizeRow(tensor.type, std::vector<float>(size, tensor.fill)));
        }
        return writer.finish();
    }

    std::map<std::string, Add> keys;
    std::map<std::string, TensorDraft> tensors;
};

struct Read {
    ModelConfig config;
    ModelWeights weights;
};
/// Views of the file end with it: only what does not look at bytes may be used after.
Result<Read> read(const Draft& draft) {
    const Bytes bytes = draft.write();
    TD_TRY(const auto file, gguf::File::parse(bytes));
    Read out;
    TD_TRY(out.config, readConfig(*file));
    TD_TRY(out.weights, bindWeights(*file, out.config));
    return out;
}

TEST(Model, ReadsEveryFamily) {
    const auto llama = read(Draft{"llama"}), qwen2 = read(Draft{"qwen2"}), qwen3 = read(Draft{"qwen3"});

    ASSERT_TRUE(llama.has_value()) << llama.error().context;
    ASSERT_TRUE(qwen2.has_value()) << qwen2.error().context;
    ASSERT_TRUE(qwen3.has_value()) << qwen3.error().context;
    EXPECT_EQ(llama->config.architecture, Architecture::Llama);
    EXPECT_EQ(llama->config.rope.style, RopeStyle::Interleaved);
    EXPECT_EQ(qwen2->config.rope.style, RopeStyle::Halves);
    EXPECT_TRUE(qwen2->weights.layers[0].vBias);
    EXPECT_TRUE(qwen3->weights.layers[0].kNorm);
    EXPECT_FALSE(llama->weights.layers[0].qBias);
    EXPECT_FALSE(llama->weights.tied);
}

TEST(Model, TakesTheDefaultsOfTheFormat) {
    Draft draft;
    draft.keys.erase("llama.attention.head_count_kv");
    draft.tensors["blk.0.attn_k.weight"].shape = draft.tensors["blk.0.attn_v.weight"].shape = {16, 16};
    draft.tensors.erase("output.weight");

    const auto model = read(draft);

    ASSERT_TRUE(model.has_value()) << model.error().context;
    const ModelConfig& c = model->config;
    EXPECT_EQ(c.kvHeads, 4U);
    EXPECT_EQ(c.headDim, 4U);
    EXPECT_EQ(c.rope.dims, 4U);
    EXPECT_EQ(c.rope.base, 10'000);
    EXPECT_EQ(c.rope.scaling, RopeScaling::None);
    EXPECT_EQ(c.vocab, 3U);
    EXPECT_EQ(c.context, 64U);
    EXPECT_TRUE(model->weights.tied);
}

TEST(Model, ReadsScalingsOfPositions) {
    Draft yarn{"qwen2"};
    yarn.keys["qwen2.rope.scaling.type"] = value(std::string{"yarn"});
    yarn.keys["qwen2.rope.scaling.factor"] = value(4.0F);
    yarn.keys["qwen2.rope.scaling.original_context_length"] = count(32);
    Draft linear;
    linear.keys["llama.rope.scale_linear"] = value(2.0F);
    Draft none;
    none.keys["llama.rope.scaling.type"] = value(std::string{"none"});
    none.keys["llama.rope.scaling.factor"] = value(2.0F);
    Draft llama3;
    llama3.tensors["rope_freqs.weight"] = {TensorType::F32, {2}, 8};
    Draft windowed;
    windowed.keys["llama.attention.sliding_window"] = count(16);

    EXPECT_EQ(read(yarn)->config.rope.scaling, RopeScaling::Yarn);
    EXPECT_EQ(read(yarn)->config.rope.originalContext, 32U);
    EXPECT_EQ(read(linear)->config.rope.scaling, RopeScaling::Linear);
    EXPECT_EQ(read(linear)->config.rope.factor, 2);
    EXPECT_EQ(read(none)->config.rope.scaling, RopeScaling::None);
    EXPECT_EQ(read(llama3)->config.rope.scaling, RopeScaling::Llama3);
    EXPECT_EQ(read(windowed)->config.context, 16U) << "within the window results are those of full attention";
    EXPECT_EQ(read(windowed)->config.window, 16U);
}

struct Case {
    const char* name;
    Errc code;
    const char* says; ///< Part of the sentence.
    void (*change)(Draft& draft);
};
const Case kCases[] = {
    {"architecture", Errc::Unsupported, "\"mamba\"",
     [](Draft& d) { d.keys["general.architecture"] = value(std::string{"mamba"}); }},
    {"no architecture", Errc::NotFound, "general.architecture", [](Draft& d) { d.keys.erase("general.architecture"); }},
    {"no layers", Errc::NotFound, "llama.block_count", [](Draft& d) { d.keys.erase("llama.block_count"); }},
    {"zero layers", Errc::OutOfRange, "llama.block_count", [](Draft& d) { d.keys["llama.block_count"] = count(0); }},
    {"many layers", Errc::OutOfRange, "4000000000",
     [](Draft& d) { d.keys["llama.block_count"] = count(4'000'000'000); }},
    {"more layers than tensors", Errc::NotFound, "1000 layers",
     [](Draft& d) { d.keys["llama.block_count"] = count(1000); }},
    {"a layer missing", Errc::NotFound, "blk.1.attn_norm.weight",
     [](Draft& d) { d.keys["llama.block_count"] = count(2); }},
    {"layers as text", Errc::Malformed, "llama.block_count",
     [](Draft& d) { d.keys["llama.block_count"] = value(std::string{"1"}); }},
    {"heads by layer", Errc::Unsupported, "by layer",
     [](Draft& d) { d.keys["llama.attention.head_count"] = value(std::vector<std::int32_t>{4}); }},
    {"heads that do not divide", Errc::OutOfRange, "do not divide",
     [](Draft& d) { d.keys["llama.attention.head_count"] = count(3); }},
    {"key heads that do not divide", Errc::OutOfRange, "3 key heads",
     [](Draft& d) { d.keys["llama.attention.head_count_kv"] = count(3); }},
    {"odd heads", Errc::OutOfRange, "width 5",
     [](Draft& d) { d.keys["llama.attention.key_length"] = d.keys["llama.attention.value_length"] = count(5); }},
    {"values unlike keys", Errc::Unsupported, "values of another width",
     [](Draft& d) { d.keys["llama.attention.value_length"] = count(8); }},
    {"part of a head rotated", Errc::Unsupported, "part of each head",
     [](Draft& d) { d.keys["llama.rope.dimension_count"] = count(2); }},
    {"no epsilon", Errc::NotFound, "layer_norm_rms_epsilon",
     [](Draft& d) { d.keys.erase("llama.attention.layer_norm_rms_epsilon"); }},
    {"epsilon that is none", Errc::OutOfRange, "layer_norm_rms_epsilon",
     [](Draft& d) { d.keys["llama.attention.layer_norm_rms_epsilon"] = value(-1.0F); }},
    {"frequency base", Errc::OutOfRange, "rope.freq_base",
     [](Draft& d) { d.keys["llama.rope.freq_base"] = value(0.0F); }},
    {"scaling type", Errc::Unsupported, "\"longrope\"",
     [](Draft& d) { d.keys["llama.rope.scaling.type"] = value(std::string{"longrope"}); }},
    {"yarn below 1", Errc::OutOfRange, "below 1",
     [](Draft& d) {
         d.keys["llama.rope.scaling.type"] = value(std::string{"yarn"});
         d.keys["llama.rope.scaling.factor"] = value(0.5F);
     }},
    {"experts", Errc::Unsupported, "experts", [](Draft& d) { d.keys["llama.expert_count"] = count(8); }},
    {"vocabulary", Errc::OutOfRange, "vocab_size is 4", [](Draft& d) { d.keys["llama.vocab_size"] = count(4); }},
    {"no tokens", Errc::NotFound, "tokenizer.ggml.tokens", [](Draft& d) { d.keys.erase("tokenizer.ggml.tokens"); }},
    {"embedding shape", Errc::Malformed, "token_embd.weight is [16, 4], the metadata asks for [16, 3]",
     [](Draft& d) {
         d.tensors["token_embd.weight"].shape = {16, 4};
     }},
    {"matrix missing", Errc::NotFound, "blk.0.ffn_up.weight is missing",
     [](Draft& d) { d.tensors.erase("blk.0.ffn_up.weight"); }},
    {"matrix shape", Errc::Malformed, "blk.0.attn_k.weight is [8, 16]",
     [](Draft& d) {
         d.tensors["blk.0.attn_k.weight"].shape = {8, 16};
     }},
    {"third dimension", Errc::Malformed, "blk.0.ffn_down.weight",
     [](Draft& d) {
         d.tensors["blk.0.ffn_down.weight"].shape = {24, 8, 2};
     }},
    {"norm type", Errc::Malformed, "blk.0.attn_norm.weight is F16",
     [](Draft& d) { d.tensors["blk.0.attn_norm.weight"].type = TensorType::F16; }},
    {"output shape", Errc::Malformed, "output.weight",
     [](Draft& d) {
         d.tensors["output.weight"].shape = {16, 2};
     }},
    {"unused bias", Errc::Unsupported, "blk.0.attn_output.bias",
     [](Draft& d) {
         d.tensors["blk.0.attn_output.bias"] = {TensorType::F32, {16}};
     }},
    {"divisors of zero", Errc::Malformed, "rope_freqs.weight holds",
     [](Draft& d) {
         d.tensors["rope_freqs.weight"] = {TensorType::F32, {2}, 0};
     }},
    {"divisors' shape", Errc::Malformed, "rope_freqs.weight is [3, 1]",
     [](Draft& d) {
         d.tensors["rope_freqs.weight"] = {TensorType::F32, {3}, 1};
     }},
};

TEST(Model, RefusesWhatDoesNotFitByName) {
    for (const Case& c : kCases) {
        Draft draft;
        c.change(draft);
        const auto model = read(draft);

        ASSERT_FALSE(model.has_value()) << c.name;
        EXPECT_EQ(model.error().code, c.code) << c.name << ": " << model.error().context;
        EXPECT_NE(model.error().context.find(c.says), std::string::npos) << c.name << ": " << model.error().context;
    }
}

TEST(Model, RefusesAFamilyWithoutItsOwnTensors) {
    Draft qwen2{"qwen2"}, qwen3{"qwen3"}, mixed{"qwen3"};
    qwen2.tensors.erase("blk.0.attn_k.bias");
    qwen3.tensors.erase("blk.0.attn_q_norm.weight");
    mixed.tensors["blk.0.attn_q.bias"] = {TensorType::F32, {16}};

    EXPECT_EQ(read(qwen2).error().code, Errc::NotFound);
    EXPECT_EQ(read(qwen3).error().code, Errc::NotFound);
    EXPECT_EQ(read(mixed).error().code, Errc::Unsupported);
}

} // namespace
} // namespace taodeck::engine

/// The demonstration model in our engine: what its card says holds. Chance would give half of the sentiments and hardly
/// any of the stories.
#include "core/engine/decode/decoder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sodium.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace taodeck::engine {
namespace {

const std::filesystem::path kModel{TD_DEMO_MODEL};

std::string read(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

class DemonstrationModel : public testing::Test {
protected:
    static void SetUpTestSuite() {
        auto model = Model::load(kModel);
        ASSERT_TRUE(model.has_value()) << model.error().context;
        DecoderOptions options;
        options.threads = 1;
        options.batch = 256;
        auto decoder = Decoder::make(*model, options);
        ASSERT_TRUE(decoder.has_value()) << decoder.error().context;
        s_decoder = std::move(*decoder);
        s_heldOut = nlohmann::json::parse(read(std::filesystem::path{TD_TEST_DATA} / "engine/demo_held_out.json"));
    }
    static void TearDownTestSuite() { s_decoder.reset(); }

    static const Tokenizer& tokenizer() { return s_decoder->model().tokenizer(); }

    /// The likeliest continuation of `prompt`, `count` tokens long.
    static std::string continued(const std::string& prompt, std::size_t count) {
        std::vector<BatchToken> batch;
        for (const TokenId id : tokenizer().encode(prompt))
            batch.push_back({id, static_cast<std::uint32_t>(batch.size()), 0, false});
        batch.back().logits = true;
        std::vector<float> logits(tokenizer().size());
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            const auto done = s_decoder->forward(batch, logits);
            EXPECT_TRUE(done.has_value()) << done.error().context;
            const auto best = static_cast<TokenId>(std::max_element(logits.begin(), logits.end()) - logits.begin());
            text += tokenizer().piece(best, /*special=*/true);
            batch = {{best, batch.back().position + 1, 0, true}};
        }
        return text;
    }

    /// The share of the cases of `kind` that the model continues as the grammar decides.
    static double shareRight(const char* kind) {
        std::size_t right = 0;
        for (const auto& each : s_heldOut.at(kind)) {
            const auto wanted = each.at(1).get<std::string>();
            right += continued(each.at(0), tokenizer().encode(wanted).size()) == wanted;
        }
        const auto cases = s_heldOut.at(kind).size();
        std::cout << kind << ": " << right << " of " << cases << "\n";
        EXPECT_GE(cases, 200U);
        return static_cast<double>(right) / static_cast<double>(cases);
    }

    static inline std::unique_ptr<Decoder> s_decoder;
    static inline nlohmann::json s_heldOut;
};

TEST_F(DemonstrationModel, TokenisesAsItsTrainerDid) {
    for (const auto& each : s_heldOut.at("ids"))
        EXPECT_EQ(tokenizer().encode(each.at(0).get<std::string>()), each.at(1).get<std::vector<TokenId>>());
}

TEST_F(DemonstrationModel, TellsPositiveFromNegativeOnHeldOutReviews) {
    std::map<std::string, int> labels;
    for (const auto& each : s_heldOut.at("sentiment"))
        ++labels[each.at(1)];
    ASSERT_EQ(labels.size(), 2U);
    EXPECT_EQ(labels[" positive"], labels[" negative"]); // so always the same answer is right half of the time

    EXPECT_GE(shareRight("sentiment"), 0.93);
}

TEST_F(DemonstrationModel, CompletesWhatHeldOutStoriesDecide) {
    EXPECT_GE(shareRight("completion"), 0.93);
}

TEST_F(DemonstrationModel, IsTheFileThatItsCardDescribes) {
    const std::string bytes = read(kModel), card = read(std::filesystem::path{kModel}.replace_extension(".md"));
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());

    EXPECT_LE(bytes.size(), 8'000'000U);
    EXPECT_NE(card.find(hex.data()), std::string::npos);
}

} // namespace
} // namespace taodeck::engine

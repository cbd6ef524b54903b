#include "core/engine/generate/local_backend.h"
#include "core/engine/generate/registry.h"
#include "tests/support/backend_conformance.h"
#include "tests/support/random_models.h"

#include <semaphore>

namespace taodeck::engine::test {
namespace {

OwnedModel smallModel(ModelFamily family = ModelFamily::SmolLm, std::uint32_t context = 512) {
    ModelRecipe recipe = tinyModel(family, TensorType::Q8_0);
    recipe.ffn = 256;
    recipe.context = context;
    return randomModel(recipe);
}

LocalOptions options(std::uint32_t sequences = 3, std::uint32_t context = 0) {
    LocalOptions out;
    out.decoder.cache = {sequences, context};
    out.decoder.threads = 1;
    out.prefillChunk = 16;
    return out;
}

std::unique_ptr<LocalBackend> makeLocal(const OwnedModel& model, const LocalOptions& o) {
    auto backend = LocalBackend::make(model, o);
    EXPECT_TRUE(backend.has_value()) << backend.error().context;
    return backend ? *std::move(backend) : nullptr;
}

/// Keeps its model's bytes alive.
class Owner final : public Backend {
public:
    Owner(OwnedModel model, const LocalOptions& o) : m_model{std::move(model)}, m_backend{makeLocal(m_model, o)} {}
    BackendInfo info() const override { return m_backend->info(); }
    Result<Completion> complete(const CompletionRequest& r, const TokenSink& sink, std::stop_token stop) override {
        return m_backend->complete(r, sink, std::move(stop));
    }

private:
    OwnedModel m_model;
    std::unique_ptr<LocalBackend> m_backend;
};

INSTANTIATE_TEST_SUITE_P(
    Local, BackendConformance,
    testing::Values(BackendUnderTest{"OneSlot", [] { return std::make_unique<Owner>(smallModel(), options(1)); }},
                    BackendUnderTest{"ThreeSlots", [] { return std::make_unique<Owner>(smallModel(), options(3)); }},
                    BackendUnderTest{
                        "SentencePiece",
                        [] { return std::make_unique<Owner>(smallModel(ModelFamily::Llama), options(4)); }}),
    [](const auto& info) { return info.param.name; });

CompletionRequest request(std::string prompt, std::uint32_t maxTokens = 16) {
    CompletionRequest out;
    out.prompt = std::move(prompt);
    out.maxTokens = maxTokens;
    return out;
}

TEST(LocalBackend, ReusesTheLongestPrefixThatASlotHolds) {
    const OwnedModel model = smallModel();
    const auto backend = makeLocal(model, options(2)), fresh = makeLocal(model, options(2));
    const std::string story = "There was a harbour town where every boat had a name and a story to its name.";

    const auto first = backend->complete(request(story), {}, {});
    const auto again = backend->complete(request(story), {}, {});
    const auto longer = backend->complete(request(story + " One of them"), {}, {});
    const auto expected = fresh->complete(request(story + " One of them"), {}, {});

    ASSERT_TRUE(first && again && longer && expected);
    EXPECT_EQ(first->reusedPrefix, 0U);
    EXPECT_EQ(again->reusedPrefix, first->promptCount - 1) << "the last token is computed for its logits";
    EXPECT_GE(longer->reusedPrefix, first->promptCount / 2);
    EXPECT_EQ(again->tokens, first->tokens);
    EXPECT_EQ(longer->tokens, expected->tokens);
    EXPECT_EQ(expected->reusedPrefix, 0U);
}

TEST(LocalBackend, CopiesAPrefixFromABusySlot) {
    const OwnedModel model = smallModel();
    const auto backend = makeLocal(model, options(2));
    const std::string story = "A long beginning that two requests share, word by word, up to its end: ";
    std::binary_semaphore started{0}, go{0};
    bool first = true;
    auto busy = std::async(std::launch::async, [&] {
        return backend->complete(request(story + "one", 4),
                                 [&](const TokenEvent&) {
                                     if (!std::exchange(first, false)) return;
                                     started.release();
                                     go.acquire(); // until the second request waits
                                 },
                                 {});
    });
    started.acquire();
    auto second = std::async(std::launch::async, [&] { return backend->complete(request(story + "two"), {}, {}); });
    go.release();

    const auto a = busy.get(), b = second.get();
    ASSERT_TRUE(a && b);
    EXPECT_GE(b->reusedPrefix, 16U);
    const auto alone = makeLocal(model, options(1))->complete(request(story + "two"), {}, {});
    ASSERT_TRUE(alone);
    EXPECT_EQ(b->tokens, alone->tokens);
}

TEST(LocalBackend, RefusesMoreThanItsQueueHolds) {
    const OwnedModel model = smallModel();
    LocalOptions o = options(1);
    o.maxQueue = 1;
    const auto backend = makeLocal(model, o);
    std::binary_semaphore started{0}, go{0};
    bool first = true;
    auto running = std::async(std::launch::async, [&] {
        return backend->complete(request("runs", 2),
                                 [&](const TokenEvent&) {
                                     if (!std::exchange(first, false)) return;
                                     started.release();
                                     go.acquire();
                                 },
                                 {});
    });
    started.acquire();
    std::atomic<int> refused{0};
    std::binary_semaphore one{0};
    const auto ask = [&] {
        const auto answer = backend->complete(request("waits", 2), {}, {});
        if (answer) return;
        EXPECT_EQ(answer.error().code, Errc::LimitExceeded);
        ++refused;
        one.release();
    };
    auto b = std::async(std::launch::async, ask), c = std::async(std::launch::async, ask);
    one.acquire(); // whichever came second
    go.release();
    b.get();
    c.get();

    EXPECT_TRUE(running.get().has_value());
    EXPECT_EQ(refused, 1);
}

TEST(LocalBackend, EndsWhereTheContextEnds) {
    const OwnedModel model = smallModel();
    const auto backend = makeLocal(model, options(1, /*context=*/24));

    const auto answer = backend->complete(request("abc", 100), {}, {});

    ASSERT_TRUE(answer.has_value());
    if (answer->finish == FinishReason::Length) {
        EXPECT_EQ(answer->promptCount + answer->tokenCount, 25U);
    }
    EXPECT_EQ(backend->complete(request(std::string(200, 'z')), {}, {}).error().code, Errc::OutOfRange);
}

TEST(LocalBackend, AnswersAfterARequestThatWasCancelledInTheQueue) {
    const OwnedModel model = smallModel();
    const auto backend = makeLocal(model, options(1));
    std::binary_semaphore started{0}, go{0};
    bool first = true;
    auto running = std::async(std::launch::async, [&] {
        return backend->complete(request("runs", 3),
                                 [&](const TokenEvent&) {
                                     if (!std::exchange(first, false)) return;
                                     started.release();
                                     go.acquire();
                                 },
                                 {});
    });
    started.acquire();
    std::stop_source source;
    auto waiting =
        std::async(std::launch::async, [&] { return backend->complete(request("waits"), {}, source.get_token()); });
    source.request_stop();
    go.release();

    EXPECT_EQ(waiting.get()->finish, FinishReason::Cancelled);
    EXPECT_TRUE(running.get().has_value());
    EXPECT_TRUE(backend->complete(request("next"), {}, {}).has_value());
}

TEST(LocalBackend, ItsEndWaitsForItsCallers) {
    const OwnedModel model = smallModel();
    auto backend = makeLocal(model, options(1));
    std::binary_semaphore started{0}, go{0};
    bool first = true;
    auto running = std::async(std::launch::async, [&, b = backend.get()] {
        return b->complete(request("runs", 400),
                           [&](const TokenEvent&) {
                               if (!std::exchange(first, false)) return;
                               started.release();
                               go.acquire();
                           },
                           {});
    });
    started.acquire();
    auto ending = std::async(std::launch::async, [&] {
        go.release();
        backend.reset();
    });

    ending.get();

    EXPECT_TRUE(running.get().has_value()); // cancelled, or ended by itself just before
}

TEST(Registry, NamesTheLocalBackendAndRefusesOthers) {
    ASSERT_FALSE(backends().empty());
    EXPECT_EQ(backends().front().id, "local");
    EXPECT_TRUE(backends().front().unavailable().empty());
    EXPECT_EQ(createBackend("nowhere", {}).error().code, Errc::NotFound);
    EXPECT_EQ(createBackend("local", {"/no/such/file.gguf", {}}).error().code, Errc::Io);
}

} // namespace
} // namespace taodeck::engine::test

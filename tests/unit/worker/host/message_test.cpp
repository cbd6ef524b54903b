#include "core/worker/host/message.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace taodeck::worker {
namespace {

Ask ask(Ask::Kind kind) {
    Ask out;
    out.kind = kind;
    out.id = ~0ULL;
    out.request.prompt = std::string{"Ünïcode \n\0 and zero", 21};
    out.request.maxTokens = 7;
    out.request.sampling = {0.1F, 3, 0.9F, 0.05F, 1.1F, ~0ULL};
    out.request.stop = {"\n", "end"};
    out.request.topLogprobs = 2;
    out.request.logprobs = true;
    out.challenge.fill(9);
    if (kind == Ask::Kind::Verify) {
        out.receipt.emplace();
        out.receipt->prompt = {1, 2};
        out.receipt->tokens = {3};
        out.receipt->logprobs = {-0.5F};
    }
    return out;
}

Tell tell(Tell::Kind kind) {
    Tell out;
    out.kind = kind;
    out.id = 3;
    out.info.model = "name";
    out.info.device = "CPU";
    out.info.modelHash.fill(1);
    out.info.bytes = 1ULL << 40;
    out.info.context = 4096;
    out.info.confinedWords = "words";
    out.error = {Errc::OutOfRange, "a sentence"};
    out.token = {engine::TokenId{5}, "té", -1.25F, {{"a", -0.1F}, {"b", -std::numeric_limits<float>::infinity()}}};
    out.completion.text = "text";
    out.completion.promptTokens = {1, 2, 3};
    out.completion.tokens = {4, -1};
    out.completion.logprobs = {-0.1F, std::numeric_limits<float>::lowest()};
    out.completion.finish = engine::FinishReason::StopString;
    out.completion.prefillTime = std::chrono::nanoseconds{123'456'789'012};
    out.verdict = {engine::Refusal::WrongToken, 4, 0.5F, 0.1F, "why", "text"};
    return out;
}

constexpr Ask::Kind kAsks[] = {Ask::Kind::Complete, Ask::Kind::Prove, Ask::Kind::Verify, Ask::Kind::Cancel};
constexpr Tell::Kind kTells[] = {Tell::Kind::Ready,  Tell::Kind::Failed,  Tell::Kind::Beat, Tell::Kind::Token,
                                 Tell::Kind::Answer, Tell::Kind::Verdict, Tell::Kind::Error};

TEST(HostMessage, OfEveryKindComesBackExactly) {
    for (const auto kind : kAsks) {
        const auto text = encodeAsk(ask(kind));
        ASSERT_TRUE(text);
        const auto back = decodeAsk(*text);
        ASSERT_TRUE(back) << back.error().context;
        EXPECT_EQ(*encodeAsk(*back), *text);
    }
    for (const auto kind : kTells) {
        const auto text = encodeTell(tell(kind));
        ASSERT_TRUE(text);
        const auto back = decodeTell(*text);
        ASSERT_TRUE(back) << back.error().context;
        EXPECT_EQ(*encodeTell(*back), *text);
    }
    const auto request = decodeAsk(*encodeAsk(ask(Ask::Kind::Prove)))->request;
    EXPECT_EQ(request.sampling.temperature, 0.1F);
    EXPECT_EQ(request.sampling.seed, ~0ULL);
    EXPECT_EQ(std::get<std::string>(request.prompt).size(), 21U);
    const auto answer = decodeTell(*encodeTell(tell(Tell::Kind::Answer)))->completion;
    EXPECT_EQ(answer.tokens, (std::vector<engine::TokenId>{4, -1}));
    EXPECT_EQ(answer.logprobs, (std::vector<float>{-0.1F, std::numeric_limits<float>::lowest()}));
    EXPECT_EQ(answer.prefillTime.count(), 123'456'789'012);
    const auto token = decodeTell(*encodeTell(tell(Tell::Kind::Token)))->token;
    EXPECT_TRUE(std::isinf(token.alternatives.at(1).logprob));
}

TEST(HostMessage, KeepsAConversation) {
    Ask chat = ask(Ask::Kind::Complete);
    chat.request.prompt = std::vector<engine::ChatMessage>{{"system", "be brief"}, {"user", "hello"}};

    const auto back = decodeAsk(*encodeAsk(chat));

    ASSERT_TRUE(back);
    const auto& messages = std::get<std::vector<engine::ChatMessage>>(back->request.prompt);
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[1].role, "user");
    EXPECT_EQ(messages[1].content, "hello");
}

TEST(HostMessage, IsRefusedAtEveryTruncation) {
    for (const auto kind : kTells) {
        const std::string text = *encodeTell(tell(kind));
        for (std::size_t size = 0; size < text.size(); ++size)
            EXPECT_FALSE(decodeTell(std::string_view{text}.substr(0, size))) << size << " of " << text;
    }
    for (const auto kind : kAsks) {
        const std::string text = *encodeAsk(ask(kind));
        for (std::size_t size = 0; size < text.size(); ++size)
            EXPECT_FALSE(decodeAsk(std::string_view{text}.substr(0, size))) << size << " of " << text;
    }
}

TEST(HostMessage, IsRefusedWithoutAnyOfItsMembers) {
    const auto without = [](std::string text, const std::string& key) {
        const auto at = text.find('"' + key + "\":");
        text.replace(at + 1, key.size(), std::string(key.size(), '_'));
        return text;
    };
    const std::string answer = *encodeTell(tell(Tell::Kind::Answer)), prove = *encodeAsk(ask(Ask::Kind::Prove));
    for (const char* const key :
         {"is", "id", "answer", "text", "tokens", "logprobs", "finish", "promptCount", "decode"})
        EXPECT_EQ(decodeTell(without(answer, key)).error().code, Errc::Malformed) << key;
    for (const char* const key :
         {"do", "id", "request", "challenge", "prompt", "maxTokens", "seed", "stop", "logprobs"})
        EXPECT_EQ(decodeAsk(without(prove, key)).error().code, Errc::Malformed) << key;
}

TEST(HostMessage, IsRefusedForWhatItHolds) {
    const struct {
        const char* name;
        std::string text;
        Errc code;
    } rows[] = {
        {"no object", "[]", Errc::Malformed},
        {"no JSON", "{", Errc::Malformed},
        {"unknown kind", R"({"is":"hello"})", Errc::Malformed},
        {"negative id", R"({"is":"token","id":-1,"token":{"text":""}})", Errc::Malformed},
        {"unknown error", R"({"is":"error","id":1,"error":{"code":99,"text":""}})", Errc::OutOfRange},
        {"no error", R"({"is":"error","id":1,"error":{"code":0,"text":""}})", Errc::OutOfRange},
        {"deep", R"({"is":)" + std::string(100, '[') + std::string(100, ']') + "}", Errc::LimitExceeded},
        {"many parts",
         R"({"is":[1)" +
             [] {
                 std::string out;
                 for (int i = 0; i < 250'000; ++i)
                     out += ",1";
                 return out;
             }() +
             "]}",
         Errc::LimitExceeded},
    };
    for (const auto& row : rows) {
        const auto done = decodeTell(row.text);
        ASSERT_FALSE(done) << row.name;
        EXPECT_EQ(done.error().code, row.code) << row.name << ": " << done.error().context;
    }
}

TEST(HostMessage, IsNotMadeOfTextThatIsNoUtf8) {
    Ask wrong = ask(Ask::Kind::Complete);
    wrong.request.prompt = std::string{"\xff"};
    EXPECT_EQ(encodeAsk(wrong).error().code, Errc::Malformed);
    Tell told = tell(Tell::Kind::Ready);
    told.info.model = "\xff";
    EXPECT_TRUE(encodeTell(told)) << "a name is for people, and is shown with the bad bytes replaced";
}

} // namespace
} // namespace taodeck::worker

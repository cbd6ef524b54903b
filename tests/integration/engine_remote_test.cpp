// A model behind an OpenAI-compatible server: what is asked, and what good answers become.

#include "core/engine/remote/openai_backend.h"
#include "tests/integration/scripted_http_server.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace taodeck::engine {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::Peer;
using test::ScriptedHttpServer;

RemoteOptions optionsFor(std::vector<RemoteServer> servers) {
    RemoteOptions options;
    options.servers = std::move(servers);
    options.healthInterval = 1h;
    return options;
}

CompletionRequest conversation(std::string text) {
    CompletionRequest request;
    request.prompt = std::vector<ChatMessage>{{"user", std::move(text)}};
    request.maxTokens = 16;
    return request;
}

std::string delta(const std::string& text) {
    return json{{"choices", {{{"index", 0}, {"delta", {{"content", text}}}, {"finish_reason", nullptr}}}}}.dump();
}

TEST(RemoteModel, StreamsAConversation) {
    json asked;
    std::string head;
    ScriptedHttpServer server{[&](Peer& peer) {
        asked = json::parse(peer.body());
        head = peer.head();
        peer.streamHead();
        peer.event(R"({"choices":[{"index":0,"delta":{"role":"assistant"}}]})");
        peer.event(delta("Gr\xc3\xbc\xc3\x9f"));
        peer.event(delta(" Gott"));
        peer.event(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})");
        peer.event(R"({"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5}})");
        peer.streamEnd();
    }};
    const auto backend = OpenAiBackend::make(optionsFor({{server.url(), "m", "secret"}}));
    ASSERT_TRUE(backend);
    std::string streamed;
    auto request = conversation("Hallo");
    request.stop = {"END"};

    const auto done = (*backend)->complete(request, [&](const TokenEvent& event) { streamed += event.text; }, {});

    ASSERT_TRUE(done) << done.error().context;
    EXPECT_EQ(done->text, "Gr\xc3\xbc\xc3\x9f Gott");
    EXPECT_EQ(streamed, done->text);
    EXPECT_EQ(done->finish, FinishReason::EndOfText);
    EXPECT_EQ(done->promptCount, 7U);
    EXPECT_EQ(done->tokenCount, 5U);
    EXPECT_FALSE(done->countsAreOurs);
    EXPECT_TRUE(done->tokens.empty());
    EXPECT_TRUE(head.starts_with("POST /v1/chat/completions HTTP/1.1\r\n")) << head;
    EXPECT_NE(head.find("Authorization: Bearer secret\r\n"), std::string::npos);
    EXPECT_EQ(asked["model"], "m");
    EXPECT_EQ(asked["messages"], json::parse(R"([{"role":"user","content":"Hallo"}])"));
    EXPECT_EQ(asked["max_tokens"], 16);
    EXPECT_EQ(asked["temperature"], 0.0);
    EXPECT_EQ(asked["stop"], json::array({"END"}));
    EXPECT_FALSE(asked.contains("seed")) << "greedy has no seed";
    EXPECT_EQ(asked["stream"], true);
}

TEST(RemoteModel, AsksTheOnlyModelThatTheServerLists) {
    json asked;
    ScriptedHttpServer server{[&](Peer& peer) {
                                  asked = json::parse(peer.body());
                                  peer.answer(200, R"({"choices":[{"text":" world","finish_reason":"length"}]})");
                              },
                              R"({"object":"list","data":[{"id":"tiny","object":"model"}]})"};
    const auto backend = OpenAiBackend::make(optionsFor({{server.url(), "", ""}}));
    CompletionRequest request;
    request.prompt = "hello";
    request.sampling.temperature = 0.5F;
    request.sampling.seed = 11;
    request.sampling.topK = 40;

    const auto done = (*backend)->complete(request, {}, {});

    ASSERT_TRUE(done) << done.error().context;
    EXPECT_EQ(done->text, " world");
    EXPECT_EQ(done->finish, FinishReason::Length);
    EXPECT_TRUE(done->countsAreOurs) << "no usage was sent";
    EXPECT_EQ(asked["model"], "tiny");
    EXPECT_EQ(asked["prompt"], "hello");
    EXPECT_EQ(asked["seed"], 11);
    EXPECT_EQ(asked["top_k"], 40);
}

TEST(RemoteModel, AsksForAModelWhereTheServerHasSeveral) {
    ScriptedHttpServer server{[](Peer&) {}, R"({"data":[{"id":"a"},{"id":"b"}]})"};
    const auto backend = OpenAiBackend::make(optionsFor({{server.url(), "", ""}}));

    const auto done = (*backend)->complete(conversation("x"), {}, {});

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::OutOfRange);
    EXPECT_NE(done.error().context.find("2 models; name one"), std::string::npos);
    EXPECT_EQ(server.requests(), 0);
}

TEST(RemoteModel, GivesLogProbabilitiesPerToken) {
    ScriptedHttpServer server{[](Peer& peer) {
        const bool chat = peer.head().find("/chat/") != std::string::npos;
        peer.streamHead();
        if (chat) {
            peer.event(R"({"choices":[{"delta":{"content":"ab"},"logprobs":{"content":[
                {"token":"a","logprob":-0.5,"top_logprobs":[{"token":"a","logprob":-0.5},{"token":"c","logprob":-1.5}]},
                {"token":"b","logprob":-0.25}]}}]})");
        } else {
            peer.event(R"({"choices":[{"text":"ab","logprobs":{"tokens":["a","b"],"token_logprobs":[-0.5,-0.25],
                "top_logprobs":[{"a":-0.5,"c":-1.5},null]}}]})");
        }
        peer.event(R"({"choices":[{"delta":{},"text":"","finish_reason":"stop","stop_reason":"END"}]})");
        peer.streamEnd();
    }};
    const auto backend = OpenAiBackend::make(optionsFor({{server.url(), "m", ""}}));
    for (const bool chat : {true, false}) {
        SCOPED_TRACE(chat);
        auto request = conversation("x");
        if (!chat) request.prompt = "x";
        request.logprobs = true;
        request.topLogprobs = 2;
        std::vector<TokenEvent> events;

        const auto done = (*backend)->complete(request, [&](const TokenEvent& e) { events.push_back(e); }, {});

        ASSERT_TRUE(done) << done.error().context;
        EXPECT_EQ(done->text, "ab");
        EXPECT_EQ(done->logprobs, (std::vector<float>{-0.5F, -0.25F}));
        EXPECT_EQ(done->finish, FinishReason::StopString);
        ASSERT_EQ(events.size(), 2U);
        ASSERT_EQ(events[0].alternatives.size(), 2U);
        EXPECT_EQ(events[0].alternatives[1].text, "c");
        EXPECT_EQ(events[0].alternatives[1].logprob, -1.5F);
    }
}

TEST(RemoteModel, TrustsOnlyKnownCertificates) {
    const auto certificate = test::makeCertificate("IP:127.0.0.1");
    const auto foreign = test::makeCertificate("IP:127.0.0.9");
    const auto script = [](Peer& peer) {
        peer.answer(200, R"({"choices":[{"message":{"content":"safe"},"finish_reason":"stop"}]})");
    };
    ScriptedHttpServer server{script, "{}", certificate};
    ScriptedHttpServer other{script, "{}", foreign};
    const test::TemporaryFolder folder;
    folder.write("ca.pem", certificate.pem + foreign.pem);
    auto options = optionsFor({{server.url(), "m", ""}});
    options.maxRetries = 0;

    const auto unknown = (*OpenAiBackend::make(options))->complete(conversation("x"), {}, {});
    options.caFile = (folder.path() / "ca.pem").string();
    const auto known = (*OpenAiBackend::make(options))->complete(conversation("x"), {}, {});
    options.servers = {{other.url(), "m", ""}};
    const auto otherName = (*OpenAiBackend::make(options))->complete(conversation("x"), {}, {});

    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Errc::Insecure) << unknown.error().context;
    ASSERT_TRUE(known) << known.error().context;
    EXPECT_EQ(known->text, "safe");
    ASSERT_FALSE(otherName);
    EXPECT_EQ(otherName.error().code, Errc::Insecure) << otherName.error().context;
}

TEST(RemoteModel, RefusesSettingsThatCannotWork) {
    const auto code = [](std::vector<RemoteServer> servers) {
        return OpenAiBackend::make(optionsFor(std::move(servers))).error().code;
    };
    EXPECT_EQ(code({}), Errc::OutOfRange);
    EXPECT_EQ(code({{"ftp://x", "m", ""}}), Errc::Malformed);
    EXPECT_EQ(code({{"http://models.example/v1", "m", ""}}), Errc::Insecure);
    EXPECT_EQ(code({{"https://models.example/v1?x=1", "m", ""}}), Errc::Malformed);
    EXPECT_EQ(code({{"https://models.example/v1", "m", "two\r\nlines"}}), Errc::Malformed);
    auto plain = optionsFor({{"http://127.0.0.1:9/v1", "m", ""}});
    EXPECT_TRUE(OpenAiBackend::make(plain));
    plain.servers[0].url = "http://192.0.2.1/v1";
    plain.allowPlainHttp = true;
    EXPECT_TRUE(OpenAiBackend::make(plain));
}

TEST(RemoteModel, ChecksTheRequestBeforeAnyServerSeesIt) {
    ScriptedHttpServer server{[](Peer&) {}};
    const auto backend = OpenAiBackend::make(optionsFor({{server.url(), "m", ""}}));
    auto request = conversation("x");
    request.maxTokens = 0;

    EXPECT_EQ((*backend)->complete(request, {}, {}).error().code, Errc::OutOfRange);
    EXPECT_EQ(server.requests(), 0);
}

} // namespace
} // namespace taodeck::engine

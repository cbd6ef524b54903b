// The OpenAI-compatible endpoint on a real socket: our own client of such servers at the other end, and strangers.

#include "core/engine/remote/openai_backend.h"
#include "core/engine/serve/endpoint.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace taodeck::engine {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using nlohmann::json;

/// Answers each word of the last message as a token; "wait" holds until stopped, "fail" fails, "full" is refused.
class EchoBackend final : public Backend {
public:
    BackendInfo info() const override { return {"echo", "echo", "test", true, false}; }
    Result<Completion> complete(const CompletionRequest& request, const TokenSink& sink,
                                std::stop_token stop) override {
        {
            const std::lock_guard lock{m_mutex};
            last = request;
        }
        std::string text = std::holds_alternative<std::string>(request.prompt)
                               ? std::get<std::string>(request.prompt)
                               : std::get<std::vector<ChatMessage>>(request.prompt).back().content;
        if (text == "fail") return fail(Errc::Io, "the device is gone");
        if (text == "full") return fail(Errc::LimitExceeded, "64 requests wait already");
        Completion out;
        out.promptCount = 3;
        std::size_t at = 0;
        while (at < text.size() && out.tokenCount < request.maxTokens) {
            const auto end = std::min(text.find(' ', at + 1), text.size());
            TokenEvent token{TokenId{7}, text.substr(at, end - at), -0.5F, {}};
            if (request.topLogprobs > 0) token.alternatives = {{"other", -1.5F}};
            at = end;
            out.text += token.text;
            ++out.tokenCount;
            sink(token);
        }
        out.finish = at < text.size() ? FinishReason::Length : FinishReason::EndOfText;
        if (text == "wait") {
            std::unique_lock lock{m_mutex};
            ++waiting;
            m_changed.notify_all();
            m_changed.wait(lock, stop, [] { return false; });
            --waiting;
            ++stopped;
            m_changed.notify_all();
            out.finish = FinishReason::Cancelled;
        }
        return out;
    }
    template <class Condition>
    bool waitFor(Condition condition) {
        std::unique_lock lock{m_mutex};
        return m_changed.wait_for(lock, 20s, [&] { return condition(*this); });
    }
    CompletionRequest last;
    int waiting{0}, stopped{0};

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
};

class EndpointTest : public ::testing::Test {
protected:
    void start(EndpointOptions options = {}) {
        options.model = "echo";
        auto started = Endpoint::start(backend, options);
        ASSERT_TRUE(started) << started.error().context;
        endpoint = *std::move(started);
    }
    std::string host() const { return "127.0.0.1:" + std::to_string(endpoint->port()); }

    /// Sends bytes, gives what comes until the end of the connection.
    std::string raw(const std::string& bytes) {
        boost::asio::io_context io;
        tcp::socket socket{io};
        socket.connect({boost::asio::ip::address_v4::loopback(), endpoint->port()});
        boost::system::error_code ec;
        boost::asio::write(socket, boost::asio::buffer(bytes), ec);
        std::string out;
        boost::asio::read(socket, boost::asio::dynamic_buffer(out), ec);
        return out;
    }
    std::string post(const std::string& path, const std::string& body, const std::string& fields = {}) {
        return raw("POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n" + fields +
                   "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    static int status(const std::string& answer) { return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0; }
    static json body(const std::string& answer) { return json::parse(answer.substr(answer.find("\r\n\r\n") + 4)); }

    std::shared_ptr<EchoBackend> backend = std::make_shared<EchoBackend>();
    std::unique_ptr<Endpoint> endpoint;
};

TEST_F(EndpointTest, AnswersOurOwnClientWholeInBothForms) {
    start();
    RemoteOptions options;
    options.servers = {{"http://" + host() + "/v1", "", ""}};
    const auto client = OpenAiBackend::make(options);
    CompletionRequest request;
    request.prompt = std::vector<ChatMessage>{{"system", "be brief"}, {"user", "one two three"}};
    request.logprobs = true;
    request.topLogprobs = 1;
    request.sampling.temperature = 0.5F;
    request.sampling.seed = 99;
    request.stop = {"x"};
    std::vector<std::string> pieces;

    const auto chat = (*client)->complete(request, [&](const TokenEvent& e) { pieces.push_back(e.text); }, {});
    request.prompt = "four five";
    request.maxTokens = 1;
    const auto text = (*client)->complete(request, {}, {});

    ASSERT_TRUE(chat) << chat.error().context;
    EXPECT_EQ(chat->text, "one two three");
    EXPECT_EQ(pieces, (std::vector<std::string>{"one", " two", " three"}));
    EXPECT_EQ(chat->logprobs, (std::vector<float>{-0.5F, -0.5F, -0.5F}));
    EXPECT_EQ(chat->promptCount, 3U);
    EXPECT_EQ(chat->tokenCount, 3U);
    ASSERT_TRUE(text) << text.error().context;
    EXPECT_EQ(text->text, "four");
    EXPECT_EQ(text->finish, FinishReason::Length);
    EXPECT_EQ(backend->last.sampling.seed, 99U);
    EXPECT_EQ(backend->last.sampling.temperature, 0.5F);
    EXPECT_EQ(backend->last.stop, std::vector<std::string>{"x"});
    EXPECT_EQ(backend->last.topLogprobs, 1U);
}

TEST_F(EndpointTest, AnswersWithoutAStreamToo) {
    start();

    const auto answer =
        post("/v1/chat/completions",
             R"({"model":"echo","messages":[{"role":"user","content":[{"type":"text","text":"a b"}]}]})");

    ASSERT_EQ(status(answer), 200) << answer;
    const auto json = body(answer);
    EXPECT_EQ(json["choices"][0]["message"]["content"], "a b");
    EXPECT_EQ(json["choices"][0]["finish_reason"], "stop");
    EXPECT_EQ(json["usage"]["total_tokens"], 5);
    EXPECT_EQ(json["object"], "chat.completion");
    EXPECT_EQ(backend->last.sampling.temperature, 1.0F) << "the interface's default";
}

TEST_F(EndpointTest, KeepsAConnectionForTheNextRequest) {
    start();
    const std::string one = "GET /v1/models HTTP/1.1\r\nHost: " + host() + "\r\n\r\n";
    const std::string two = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    const auto answers = raw(one + two);

    EXPECT_NE(answers.find(R"("id":"echo")"), std::string::npos) << answers;
    EXPECT_NE(answers.find(R"({"status":"ok"})"), std::string::npos) << answers;
    EXPECT_EQ(endpoint->counts().connections, 1U);
}

TEST_F(EndpointTest, RefusesWhatItCannotDoWithAReason) {
    start();
    struct Row {
        const char* name;
        const char* body;
        int status;
        const char* words;
    };
    const Row rows[] = {
        {"not JSON", "{", 400, "JSON object"},
        {"no messages", R"({})", 400, "messages must be a list"},
        {"an empty list", R"({"messages":[]})", 400, "messages must be a list"},
        {"a picture", R"({"messages":[{"role":"user","content":[{"type":"image_url"}]}]})", 400, "other than text"},
        {"a number of another type", R"({"messages":[{"role":"user","content":"a"}],"temperature":"hot"})", 400,
         "temperature"},
        {"a temperature below 0", R"({"messages":[{"role":"user","content":"a"}],"temperature":-1})", 400, ""},
        {"too many tokens", R"({"messages":[{"role":"user","content":"a"}],"max_tokens":99999999})", 400, "tokens"},
        {"a negative count", R"({"messages":[{"role":"user","content":"a"}],"max_tokens":-1})", 400, "max_tokens"},
        {"tools", R"({"messages":[{"role":"user","content":"a"}],"tools":[{}]})", 400, "tools is not supported"},
        {"two answers", R"({"messages":[{"role":"user","content":"a"}],"n":2})", 400, "more than one answer"},
        {"another model", R"({"messages":[{"role":"user","content":"a"}],"model":"gpt"})", 404, "only echo"},
        {"a device that is gone", R"({"messages":[{"role":"user","content":"fail"}]})", 500, "the device is gone"},
        {"a full queue", R"({"messages":[{"role":"user","content":"full"}],"stream":true})", 429, "wait already"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto answer = post("/v1/chat/completions", row.body);
        EXPECT_EQ(status(answer), row.status) << answer;
        EXPECT_NE(body(answer)["error"]["message"].get<std::string>().find(row.words), std::string::npos) << answer;
    }
    EXPECT_EQ(status(post("/v1/embeddings", "{}")), 404);
    EXPECT_EQ(status(raw("PUT /v1/completions HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n")), 405);
}

TEST_F(EndpointTest, OnlyProgramsOfThisMachineAreAnswered) {
    start();
    const std::string good = R"({"prompt":"a"})";
    EXPECT_EQ(status(post("/v1/completions", good)), 200);
    EXPECT_EQ(status(post("/v1/completions", good, "Origin: http://localhost:3000\r\n")), 200);
    EXPECT_EQ(status(post("/v1/completions", good, "Origin: https://example.com\r\n")), 403);
    const auto rebound = raw("POST /v1/completions HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                             "Content-Length: 14\r\n\r\n" +
                             good);
    EXPECT_EQ(status(rebound), 403) << "a name that was pointed at this machine";
}

TEST_F(EndpointTest, AsksForItsKey) {
    EndpointOptions options;
    options.apiKey = "correct";
    start(options);
    EXPECT_EQ(status(post("/v1/completions", R"({"prompt":"a"})")), 401);
    EXPECT_EQ(status(post("/v1/completions", R"({"prompt":"a"})", "Authorization: Bearer wrong!!\r\n")), 401);
    EXPECT_EQ(status(post("/v1/completions", R"({"prompt":"a"})", "Authorization: Bearer correct\r\n")), 200);
}

TEST_F(EndpointTest, AClientThatGoesAwayStopsItsRequest) {
    start();
    for (const char* stream : {"true", "false"}) {
        SCOPED_TRACE(stream);
        const int before = backend->stopped;
        boost::asio::io_context io;
        tcp::socket socket{io};
        socket.connect({boost::asio::ip::address_v4::loopback(), endpoint->port()});
        const std::string asked = R"({"prompt":"wait","stream":)" + std::string{stream} + "}";
        boost::asio::write(socket,
                           boost::asio::buffer("POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                                               std::to_string(asked.size()) + "\r\n\r\n" + asked));
        ASSERT_TRUE(backend->waitFor([](const EchoBackend& b) { return b.waiting == 1; }));

        socket.close();

        EXPECT_TRUE(backend->waitFor([&](const EchoBackend& b) { return b.stopped == before + 1; }));
    }
}

TEST_F(EndpointTest, AClientThatTakesNothingIsDropped) {
    EndpointOptions options;
    options.writeTimeout = 200ms;
    options.maxConnections = 1;
    start(options);
    boost::asio::io_context io;
    tcp::socket socket{io, tcp::v4()};
    socket.set_option(boost::asio::socket_base::receive_buffer_size{4096});
    socket.connect({boost::asio::ip::address_v4::loopback(), endpoint->port()});
    // More words than every buffer between the two holds.
    std::string words;
    for (int i = 0; i < 60'000; ++i)
        words += "a ";
    const std::string asked = R"({"max_tokens":65536,"stream":true,"logprobs":5,"prompt":")" + words + "\"}";
    boost::asio::write(socket,
                       boost::asio::buffer("POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                                           std::to_string(asked.size()) + "\r\n\r\n" + asked));

    // Its place is free again some time after the timeout.
    const auto until = std::chrono::steady_clock::now() + 20s;
    std::string answer;
    while (status(answer = raw("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) != 200 &&
           std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(20ms);

    EXPECT_EQ(status(answer), 200);
}

TEST_F(EndpointTest, EndsWithRequestsRunning) {
    start();
    std::thread client{[&] {
        raw("POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17\r\n\r\n{\"prompt\":\"wait\"}");
    }};
    ASSERT_TRUE(backend->waitFor([](const EchoBackend& b) { return b.waiting == 1; }));

    endpoint.reset();

    client.join();
    EXPECT_EQ(backend->stopped, 1);
}

TEST_F(EndpointTest, BoundsWhatAClientMaySend) {
    EndpointOptions options;
    options.maxBodyBytes = 1000;
    options.readTimeout = 100ms;
    options.idleTimeout = 100ms;
    options.maxConnections = 2;
    start(options);

    EXPECT_EQ(status(post("/v1/completions", R"({"prompt":")" + std::string(2000, 'a') + "\"}")), 413);
    EXPECT_EQ(status(raw("GET /health HTTP/1.1\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n")), 431);
    EXPECT_EQ(status(raw("\x16\x03\x01 not http\r\n\r\n")), 400);
    EXPECT_EQ(raw("POST /v1/completions HTTP/1.1\r\nContent-Le"), "") << "half a head is not waited for";
    EXPECT_EQ(raw(""), "") << "nor is silence";

    boost::asio::io_context io;
    tcp::socket first{io}, second{io};
    const tcp::endpoint where{boost::asio::ip::address_v4::loopback(), endpoint->port()};
    const std::string wait =
        "POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17\r\n\r\n{\"prompt\":\"wait\"}";
    int running = 0;
    for (auto* socket : {&first, &second}) {
        socket->connect(where);
        boost::asio::write(*socket, boost::asio::buffer(wait));
        ++running;
        ASSERT_TRUE(backend->waitFor([&](const EchoBackend& b) { return b.waiting == running; }));
    }
    EXPECT_EQ(status(raw("")), 503);
}

TEST_F(EndpointTest, SaysThatAPortIsTaken) {
    start();
    EndpointOptions same;
    same.port = endpoint->port();

    const auto second = Endpoint::start(backend, same);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::Io);
}

} // namespace
} // namespace taodeck::engine

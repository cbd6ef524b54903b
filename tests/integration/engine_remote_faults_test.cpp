// Servers that are slow, die, lie, send rubbish or are busy: each a clear error, nothing left behind, and an end when
// asked.

#include "core/engine/remote/openai_backend.h"
#include "tests/integration/scripted_http_server.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <filesystem>
#include <iostream>
#include <thread>

namespace taodeck::engine {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::Peer;
using test::ScriptedHttpServer;
using Clock = std::chrono::steady_clock;

std::string delta(const std::string& text) {
    return json{{"choices", {{{"index", 0}, {"delta", {{"content", text}}}, {"finish_reason", nullptr}}}}}.dump();
}
const std::string kEnd = R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})";

void answerWell(Peer& peer) {
    peer.streamHead();
    peer.event(delta("good"));
    peer.event(kEnd);
    peer.streamEnd();
}

class RemoteFaults : public ::testing::Test {
protected:
    RemoteOptions options(std::vector<std::string> urls) {
        RemoteOptions out;
        for (auto& url : urls)
            out.servers.push_back({std::move(url), "m", ""});
        out.healthInterval = 1h;
        out.maxRetries = 0;
        return out;
    }
    static CompletionRequest request() {
        CompletionRequest out;
        out.prompt = std::vector<ChatMessage>{{"user", "x"}};
        out.maxTokens = 8;
        return out;
    }
    Result<Completion> ask(const RemoteOptions& how, std::stop_token stop = {}) {
        auto backend = OpenAiBackend::make(how);
        if (!backend) return tl::unexpected<Error>{backend.error()};
        streamed.clear();
        return (*backend)->complete(
            request(), [this](const TokenEvent& event) { streamed += event.text; }, stop);
    }
    std::string streamed;
};

TEST_F(RemoteFaults, AServerThatNeverAnswersTimesOut) {
    ScriptedHttpServer server{[](Peer& peer) { peer.waitForClose(20s); }};
    auto how = options({server.url()});
    how.firstTokenTimeout = 80ms;

    const auto done = ask(how);

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::Timeout);
    EXPECT_NE(done.error().context.find(server.url()), std::string::npos) << done.error().context;
}

TEST_F(RemoteFaults, AStreamThatStallsTimesOutAfterWhatItGave) {
    ScriptedHttpServer server{[](Peer& peer) {
        peer.streamHead();
        peer.event(delta("begin"));
        peer.waitForClose(20s);
    }};
    auto how = options({server.url()});
    how.idleTimeout = 80ms;
    how.maxRetries = 3;

    const auto done = ask(how);

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::Timeout);
    EXPECT_EQ(streamed, "begin");
    EXPECT_EQ(server.requests(), 1) << "what was streamed is not asked for again";
}

TEST_F(RemoteFaults, DripsDoNotHoldARequestBeyondItsWholeTime) {
    ScriptedHttpServer server{[](Peer& peer) {
        peer.streamHead();
        while (!peer.waitForClose(5ms))
            peer.chunk(": still here\n\n");
    }};
    auto how = options({server.url()});
    how.firstTokenTimeout = 60s;
    how.totalTimeout = 120ms;

    EXPECT_EQ(ask(how).error().code, Errc::Timeout);
}

TEST_F(RemoteFaults, ACutAnswerIsNotAnAnswer) {
    struct Row {
        const char* name;
        std::function<void(Peer&)> script;
        Errc code;
    };
    const Row rows[] = {
        {"closed at once", [](Peer&) {}, Errc::Disconnected},
        {"half a head", [](Peer& p) { p.send("HTTP/1.1 200 O"); }, Errc::Disconnected},
        {"cut in a chunk", [](Peer& p) { p.streamHead(), p.send("ff\r\ndata: {"); }, Errc::Disconnected},
        {"no finish reason, no [DONE]", [](Peer& p) { p.streamHead(), p.event(delta("half")), p.send("0\r\n\r\n"); },
         Errc::Disconnected},
        {"a short body",
         [](Peer& p) { p.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{}"); },
         Errc::Disconnected},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        ScriptedHttpServer server{row.script};
        const auto done = ask(options({server.url()}));
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, row.code) << done.error().context;
    }
}

TEST_F(RemoteFaults, RubbishIsNamed) {
    struct Row {
        const char* name;
        std::function<void(Peer&)> script;
        Errc code;
    };
    const auto event = [](std::string text) {
        return [text](Peer& p) { p.streamHead(), p.event(text), p.event(kEnd), p.streamEnd(); };
    };
    const Row rows[] = {
        {"not HTTP", [](Peer& p) { p.send("SSH-2.0-OpenSSH_9.2\r\n\r\n"); }, Errc::Malformed},
        {"a web page", [](Peer& p) { p.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"); },
         Errc::Malformed},
        {"not JSON", event("{\"choices\":["), Errc::Malformed},
        {"a list", event("[1]"), Errc::Malformed},
        {"choices of another type", event(R"({"choices":{}})"), Errc::Malformed},
        {"two choices", event(R"({"choices":[{"text":"a"},{"text":"b"}]})"), Errc::Malformed},
        {"content of another type", event(R"({"choices":[{"delta":{"content":7}}]})"), Errc::Malformed},
        {"a probability above 1",
         event(R"({"choices":[{"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":2}]}}]})"),
         Errc::OutOfRange},
        {"a count below 0", event(R"({"choices":[],"usage":{"completion_tokens":-1}})"), Errc::Malformed},
        {"an error in the stream", event(R"({"error":{"message":"out of\u0007 memory"}})"), Errc::RemoteError},
        {"a reason we do not know", event(R"({"choices":[{"text":"","finish_reason":"content_filter"}]})"),
         Errc::Unsupported},
        {"an endless event",
         [](Peer& p) {
             p.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ");
             const std::string part(1 << 16, 'x');
             for (int i = 0; i < 1000; ++i)
                 p.send(part);
         },
         Errc::LimitExceeded},
        {"an endless answer",
         [](Peer& p) {
             p.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
             const std::string part(1 << 16, ' ');
             for (int i = 0; i < 1000; ++i)
                 p.send(part);
         },
         Errc::LimitExceeded},
        {"an endless head",
         [](Peer& p) {
             p.send("HTTP/1.1 200 OK\r\nX: ");
             const std::string part(1 << 16, 'x');
             for (int i = 0; i < 100; ++i)
                 p.send(part);
         },
         Errc::LimitExceeded},
        {"no request of ours is right", [](Peer& p) { p.answer(404, R"({"detail":"no such model"})"); },
         Errc::RemoteError},
        {"a prompt that is too long", [](Peer& p) { p.answer(400, R"({"error":{"message":"too long"}})"); },
         Errc::OutOfRange},
        {"to another place",
         [](Peer& p) { p.send("HTTP/1.1 302 Found\r\nLocation: http://x/\r\nContent-Length: 0\r\n\r\n"); },
         Errc::RemoteError},
    };
    int count = 0;
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        ScriptedHttpServer server{row.script};
        const auto done = ask(options({server.url()}));
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, row.code) << done.error().context;
        EXPECT_EQ(done.error().context.find('\a'), std::string::npos);
        EXPECT_LT(done.error().context.size(), 400U);
        ++count;
    }
    std::cout << "kinds of rubbish: " << count << "\n";
}

TEST_F(RemoteFaults, CountsThatCannotBeTrueAreNotRepeated) {
    for (const char* usage :
         {R"({"prompt_tokens":1,"completion_tokens":999})", R"({"prompt_tokens":1,"completion_tokens":0})",
          R"({"prompt_tokens":99999999999,"completion_tokens":2})"}) {
        SCOPED_TRACE(usage);
        ScriptedHttpServer server{[&](Peer& peer) {
            peer.streamHead();
            for (const char* text : {"a", "b"})
                peer.event(R"({"choices":[{"text":")" + std::string{text} + R"(","logprobs":{"tokens":[")" + text +
                           R"("],"token_logprobs":[-1]}}]})");
            peer.event(R"({"choices":[{"delta":{},"finish_reason":"stop"}],"usage":)" + std::string{usage} + "}");
            peer.streamEnd();
        }};

        const auto done = ask(options({server.url()}));

        ASSERT_TRUE(done) << done.error().context;
        EXPECT_TRUE(done->countsAreOurs);
        EXPECT_EQ(done->tokenCount, 2U);
        EXPECT_EQ(done->promptCount, 0U);
    }
}

TEST_F(RemoteFaults, MoreTokensThanAskedForAreRefused) {
    ScriptedHttpServer server{[](Peer& peer) {
        peer.streamHead();
        for (int i = 0; i < 100; ++i)
            peer.event(R"({"choices":[{"text":"a","logprobs":{"tokens":["a"],"token_logprobs":[-1]}}]})");
        peer.streamEnd();
    }};

    EXPECT_EQ(ask(options({server.url()})).error().code, Errc::Malformed);
    EXPECT_EQ(streamed.size(), 8U);
}

TEST_F(RemoteFaults, ABusyServerIsAskedAgainWhenItSays) {
    std::atomic<int> calls{0};
    Clock::time_point refused, again;
    ScriptedHttpServer server{[&](Peer& peer) {
        if (calls++ == 0) {
            refused = Clock::now();
            return peer.answer(429, R"({"error":{"message":"slow down"}})", "Retry-After: 1\r\n");
        }
        again = Clock::now();
        answerWell(peer);
    }};
    auto how = options({server.url()});
    how.maxRetries = 1;

    const auto done = ask(how);

    ASSERT_TRUE(done) << done.error().context;
    EXPECT_EQ(done->text, "good");
    EXPECT_GE(again - refused, 990ms);
}

TEST_F(RemoteFaults, ALongWaitIsAnErrorAndTheOtherServerIsAskedFirst) {
    ScriptedHttpServer busy{[](Peer& peer) { peer.answer(429, "{}", "Retry-After: 600\r\n"); }};
    ScriptedHttpServer good{answerWell};
    auto how = options({busy.url()});
    how.maxRetries = 5;

    const auto alone = ask(how);

    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code, Errc::LimitExceeded);
    EXPECT_EQ(busy.requests(), 1);
}

TEST_F(RemoteFaults, TheNextServerTakesOver) {
    ScriptedHttpServer dead{[](Peer&) {}};
    const std::string gone = dead.url();
    dead.stop();
    ScriptedHttpServer failing{[](Peer& peer) { peer.answer(503, R"({"error":"loading the model"})"); }};
    ScriptedHttpServer good{answerWell};
    auto how = options({gone, failing.url(), good.url()});
    how.maxRetries = 2;
    const auto backend = OpenAiBackend::make(how);

    for (int i = 0; i < 3; ++i) {
        const auto done = (*backend)->complete(request(), {}, {});
        ASSERT_TRUE(done) << done.error().context;
        EXPECT_EQ(done->text, "good");
    }

    EXPECT_EQ(good.requests(), 3);
    EXPECT_LE(failing.requests(), 1) << "a server that failed is asked last";
    const auto health = (*backend)->health();
    EXPECT_EQ(health[2].state, ServerState::Healthy);
    EXPECT_EQ(health[2].inFlight, 0U);
}

TEST_F(RemoteFaults, HealthIsCheckedAndComesBack) {
    ScriptedHttpServer server{answerWell};
    const auto gone = [&] {
        ScriptedHttpServer other{answerWell};
        return other.url();
    }();
    auto how = options({server.url(), gone});
    how.healthInterval = 10ms;
    const auto backend = OpenAiBackend::make(how);

    const auto settled = [&] {
        const auto health = (*backend)->health();
        return health[0].state == ServerState::Healthy && health[1].state == ServerState::Down;
    };
    const auto until = Clock::now() + 20s;
    while (!settled() && Clock::now() < until)
        std::this_thread::sleep_for(5ms);

    EXPECT_TRUE(settled());
    EXPECT_NE((*backend)->health()[1].reason.find("connecting"), std::string::npos);
}

TEST_F(RemoteFaults, RequestsSpreadOverServers) {
    std::atomic<int> open{0};
    const auto hold = [&open](Peer& peer) {
        ++open;
        while (open < 2)
            std::this_thread::sleep_for(1ms); // both servers have one
        answerWell(peer);
    };
    ScriptedHttpServer first{hold}, second{hold};
    const auto backend = OpenAiBackend::make(options({first.url(), second.url()}));

    std::thread other{[&] { EXPECT_TRUE((*backend)->complete(request(), {}, {})); }};
    EXPECT_TRUE((*backend)->complete(request(), {}, {}));
    other.join();

    EXPECT_EQ(first.requests() + second.requests(), 2);
    EXPECT_EQ(first.requests(), 1);
}

TEST_F(RemoteFaults, CancellingEndsARequestInEveryPhase) {
    struct Row {
        const char* name;
        std::function<void(Peer&)> script;
        const char* url; ///< Instead of the server's.
    };
    const Row rows[] = {
        {"waiting for the head", [](Peer& p) { p.waitForClose(20s); }, nullptr},
        {"in the stream", [](Peer& p) { p.streamHead(), p.event(delta("some")), p.waitForClose(20s); }, nullptr},
        {"before a retry", [](Peer& p) { p.answer(429, "{}", "Retry-After: 20\r\n"); }, nullptr},
    };
    Clock::duration worst{};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        std::atomic<bool> reached{false};
        ScriptedHttpServer server{[&](Peer& peer) {
            reached = true;
            row.script(peer);
        }};
        auto how = options({server.url()});
        how.maxRetries = 3;
        const auto backend = OpenAiBackend::make(how);
        std::stop_source stop;
        Clock::time_point asked;
        std::thread canceller{[&] {
            while (!reached)
                std::this_thread::sleep_for(1ms);
            std::this_thread::sleep_for(30ms);
            asked = Clock::now();
            stop.request_stop();
        }};

        const auto done = (*backend)->complete(request(), {}, stop.get_token());
        const auto ended = Clock::now();
        canceller.join();

        ASSERT_TRUE(done) << done.error().context;
        EXPECT_EQ(done->finish, FinishReason::Cancelled);
        EXPECT_LT(ended - asked, 2s);
        worst = std::max(worst, ended - asked);
    }
    std::cout << "longest time from stop to end: " << std::chrono::duration<double, std::milli>{worst}.count()
              << " ms\n";
}

TEST_F(RemoteFaults, ManyRequestsLeaveNoConnectionBehind) {
    const auto openFiles = [] {
        std::size_t count = 0;
        std::error_code ec;
        for (std::filesystem::directory_iterator it{"/proc/self/fd", ec}, end; !ec && it != end; it.increment(ec))
            ++count;
        return count;
    };
    std::atomic<int> turn{0};
    ScriptedHttpServer server{[&](Peer& peer) {
        switch (turn++ % 4) {
        case 0:
            return answerWell(peer);
        case 1:
            return; // cut
        case 2:
            return peer.answer(500, "{}");
        default:
            peer.streamHead(), peer.event("rubbish");
        }
    }};
    int good = 0;
    {
        const auto backend = OpenAiBackend::make(options({server.url()}));
        EXPECT_TRUE((*backend)->complete(request(), {}, {}));
        turn = 0;
        const auto before = openFiles();
        for (int i = 0; i < 100; ++i)
            good += (*backend)->complete(request(), {}, {}).has_value();
        if (before > 0) {
            // The server's own ends close a moment later.
            const auto until = Clock::now() + 10s;
            while (openFiles() > before + 2 && Clock::now() < until)
                std::this_thread::sleep_for(5ms);
            EXPECT_LE(openFiles(), before + 2);
        }
    }
    EXPECT_EQ(good, 25);
}

} // namespace
} // namespace taodeck::engine

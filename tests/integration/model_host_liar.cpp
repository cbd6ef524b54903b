// A model's process in a stranger's hands: it is started as the real one and misbehaves as the model file's name says.

#include "core/worker/host/frame.h"
#include "core/worker/host/message.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <unistd.h>

namespace {

using namespace taodeck;
using namespace taodeck::worker;

constexpr int kSocket = 3;

void sendRaw(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::write(kSocket, bytes.data(), bytes.size());
        if (sent <= 0) ::_exit(0);
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void sendBody(const std::string& body) {
    sendRaw(*encodeFrame(body));
}

void send(const Tell& tell) {
    sendBody(*encodeTell(tell));
}

Tell of(Tell::Kind kind, std::uint64_t id) {
    Tell out;
    out.kind = kind;
    out.id = id;
    out.info.model = "a model";
    out.token.text = "x";
    return out;
}

std::uint64_t nextRequest() {
    static FrameReader frames;
    for (;;) {
        const auto body = frames.next();
        if (body && *body) {
            const auto ask = decodeAsk(**body);
            return ask ? ask->id : 0;
        }
        char part[4096];
        const auto got = ::read(kSocket, part, sizeof part);
        if (got <= 0) ::_exit(0);
        frames.push({part, static_cast<std::size_t>(got)});
    }
}

[[noreturn]] void rest() {
    for (;;)
        ::pause();
}

void misbehave(const std::string& manner) {
    if (manner == "silent" || manner == "deaf") {
        if (manner == "deaf") send(of(Tell::Kind::Ready, 0));
        rest();
    }
    send(of(Tell::Kind::Ready, 0));
    if (manner == "ready-twice") send(of(Tell::Kind::Ready, 0));
    const std::uint64_t id = nextRequest();
    if (manner == "dies") std::abort();
    if (manner == "garbage") sendRaw("HTTP/1.1 200 OK\r\n\r\n");
    if (manner == "huge") sendRaw(std::string{"TDh\x01\xff\xff\xff\x7f", 8});
    if (manner == "version") sendRaw(std::string{"TDh\x09\x02\0\0\0{}", 10});
    if (manner == "deep") sendBody("{\"is\":" + std::string(1U << 20, '['));
    if (manner == "wide") sendBody("{\"is\":[" + std::string(20U << 20, '1') + "]}");
    if (manner == "other-id") send(of(Tell::Kind::Answer, id + 1));
    if (manner == "verdict") send(of(Tell::Kind::Verdict, id));
    if (manner == "twice")
        for (int i = 0; i < 2; ++i)
            send(of(Tell::Kind::Answer, id));
    if (manner == "cut") {
        sendRaw(std::string_view{*encodeFrame("{\"is\":\"beat\"}")}.substr(0, 11));
        ::_exit(0);
    }
    if (manner == "long-answer") {
        Tell tell = of(Tell::Kind::Answer, id);
        tell.completion.tokens.assign(1'000, 1);
        send(tell);
    }
    if (manner == "unasked-proof") {
        Tell tell = of(Tell::Kind::Answer, id);
        tell.receipt.emplace();
        send(tell);
    }
    while (manner == "more-tokens")
        send(of(Tell::Kind::Token, id));
    while (manner == "flood")
        send(of(Tell::Kind::Beat, 0));
    while (manner == "beats") {
        send(of(Tell::Kind::Beat, 0));
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    rest();
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    misbehave(std::filesystem::path{argv[2]}.filename().string());
}

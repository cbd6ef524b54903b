#pragma once
/// An HTTP server on loopback that says exactly what a test wants, byte for byte, with waits and cuts.

#include "tests/support/certificate.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::test {

/// One accepted connection, used by a script on its own thread. Everything throws when the peer is gone.
class Peer {
public:
    virtual ~Peer() = default;
    virtual const std::string& head() const = 0; ///< Request line and fields.
    virtual const std::string& body() const = 0;
    virtual void send(std::string_view bytes) = 0;
    /// Waits until the client closes (true) or `most` has passed.
    virtual bool waitForClose(std::chrono::milliseconds most) = 0;

    void chunk(std::string_view bytes); ///< Of a chunked body.
    void event(std::string_view json);  ///< "data: …\n\n" as a chunk.
    void streamHead();                  ///< 200, text/event-stream, chunked.
    void streamEnd();                   ///< [DONE] and the last chunk.
    void answer(int status, std::string_view json, std::string_view moreFields = {}); ///< A whole JSON answer.
};

class ScriptedHttpServer {
public:
    /// `models` answers GET …/models by itself; `script` gets every other request. The connection closes after it.
    using Script = std::function<void(Peer&)>;
    explicit ScriptedHttpServer(Script script, std::string models = R"({"data":[{"id":"demo"}]})",
                                std::optional<Certificate> tls = std::nullopt);
    ~ScriptedHttpServer();
    std::string url() const; ///< "http://127.0.0.1:port/v1", or https.
    int requests() const;    ///< Those that the script got.
    /// Stops listening and closes everything; url() stays.
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace taodeck::test

#pragma once
/// How a request is answered in its own protocol: as it is, or as a synapse with its fields. Without sockets; made on
/// one thread, used on another.

#include "core/axon/detail/gate.h"

namespace taodeck::axon::detail {

struct Answer {
    unsigned status{200};
    OwnedFields fields; ///< Besides length, type and connection.
    std::string contentType = "application/json", body;
};

class Answering {
public:
    struct Peer {
        std::string ip;
        std::uint16_t port{0};
    };
    /// Keeps of `request` what an answer repeats.
    Answering(Protocol protocol, Fields request, std::string_view target, Peer peer, std::string self,
              std::string session, std::shared_ptr<const Clock> clock);
    void setSynapse(Synapse synapse) { m_synapse = std::move(synapse); }

    /// What a handler said. A synapse takes the members of its object; a body that is none answers 500.
    Answer reply(unsigned status, std::string body, std::string_view contentType);
    Answer streamHead();
    Answer denial(const Denial& denial) const;
    /// A failure of the server's own: 408, 500, 503.
    Answer failure(unsigned status, std::string words) const;
    std::chrono::microseconds took() const;

private:
    DendriteStatus status(unsigned code, std::string message) const;

    Protocol m_protocol;
    OwnedFields m_echo;
    std::string m_name;
    Peer m_peer;
    std::string m_self, m_session;
    std::shared_ptr<const Clock> m_clock;
    std::chrono::steady_clock::time_point m_began;
    Synapse m_synapse;
};

/// The head on the wire. `length`: of the body; none for a stream.
std::string headText(const Answer& answer, bool close, std::optional<std::size_t> length, bool chunked);
/// One chunk of a stream; `part` is not empty, which would end it.
std::string chunkText(std::string_view part);

} // namespace taodeck::axon::detail

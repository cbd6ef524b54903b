#pragma once
/// Does somebody answer at the address that a neuron announces? Asked from this machine, so an honest "yes" says that
/// the server runs, the port is right and nothing between refused; it cannot say that strangers get through (a router
/// may let its own house in alone), and "no" may only mean that the router does not send its own house back in.

#include "core/axon/client.h"

namespace taodeck::axon {

enum class Reach : std::uint8_t {
    Answered = 1, ///< A server that takes signed requests for this hotkey. It does not prove that it holds the key.
    Refused,      ///< Something speaks HTTP there and does not take our ping: another neuron, or another program.
    NotFromHere,  ///< No connection, or no answer in time, from this machine.
};
struct Reachability {
    Reach reach{Reach::NotFromHere};
    std::string words; ///< English, for the log.
};

/// Pings `target` with a signed request. `done` once, on the client's strand. Public addresses only make sense with the
/// mapping of address.h done before.
void checkReachable(Client& client, Target target, std::chrono::milliseconds timeout,
                    std::function<void(Reachability)> done);

} // namespace taodeck::axon

#pragma once
/// The older protocol's body: an envelope of seven members around the object's own fields. Pure.

#include "core/axon/wire_json.h"

#include <array>

namespace taodeck::axon {

/// The members of both terminals, in the order of the reference.
inline constexpr std::array<std::string_view, 10> kTerminalNames{
    "status_code", "status_message", "process_time", "ip", "port", "version", "nonce", "uuid", "hotkey", "signature"};

struct Synapse {
    WireJson name, timeout, totalSize, headerSize;
    WireJson dendrite, axon; ///< Objects with exactly the ten members.
    WireJson own;            ///< The rest, in its order.
};

bool isEnvelopeName(std::string_view name);
/// Missing members of the envelope take defaults, unknown members of a terminal are dropped, and those of another kind
/// than text or number count as unset. @return as parseWireJson(), and Malformed for what is not an object.
Result<Synapse> parseSynapse(std::string_view body, std::string_view name);
Synapse makeSynapse(std::string_view name, double timeoutSeconds, WireJson own);
std::string writeSynapse(const Synapse& synapse);
/// `outputs` over what is there: known fields keep their place. Names of the envelope are dropped.
void mergeOwn(Synapse& synapse, const WireJson& outputs);

} // namespace taodeck::axon

#pragma once
/// Addresses of neurons: as the chain stores them, as text, and what the chain accepts. IPv4 in the last four of 16
/// bytes. Pure. Rules: pallet subtensor, serving (spec 425); `development` is true on networks whose keys everybody
/// knows.

#include "core/base/result.h"

#include <array>
#include <string>
#include <string_view>

namespace taodeck::axon {

using IpBytes = std::array<std::uint8_t, 16>; ///< Network order.

struct IpAddress {
    IpBytes bytes{};
    std::uint8_t type{4}; ///< 4 or 6.
    friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

/// @return Malformed for anything else than an address: names, ports, zones, leading zeros.
Result<IpAddress> parseIp(std::string_view text);
/// "192.0.2.1"; IPv6 in its canonical short form. For type 4 the first twelve bytes do not matter.
std::string ipText(const IpAddress& ip);

/// What serve_axon takes: type 4 or 6; IPv4 below 255.255.255.255 and not 127.0.0.1, within 32 bits; IPv6 neither ::1
/// nor all ones. Zero is taken: it says that nobody listens. @return OutOfRange with the chain's error name.
Result<> checkAnnounced(const IpAddress& ip, std::uint16_t port);

bool isLoopback(const IpAddress& ip); ///< 127.0.0.0/8, ::1, and those mapped into IPv6.
/// Not reachable from the internet: loopback, private, link-local, shared (100.64/10), unspecified, documentation,
/// multicast and reserved ranges.
bool isPrivate(const IpAddress& ip);

/// What a neuron of a development network on this machine announces: the chain refuses loopback. 192.0.2.1.
IpAddress developmentAddress();
/// Where a neuron listens that announces this address: on every interface of its family, IPv4's callers included; on
/// development networks on this machine alone.
std::string hostToListenOn(const IpAddress& announced, bool development);
/// Where to connect for an announced address. On development networks 192.0.2.0/24 is this machine; elsewhere private
/// addresses are refused, so that nobody makes this machine knock on its own network. @return Refused.
Result<std::string> hostToDial(const IpAddress& announced, bool development);

} // namespace taodeck::axon

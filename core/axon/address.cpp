#include "core/axon/address.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace taodeck::axon {

namespace {

std::uint32_t v4Of(const IpBytes& b) {
    return std::uint32_t{b[12]} << 24 | std::uint32_t{b[13]} << 16 | std::uint32_t{b[14]} << 8 | b[15];
}

bool isMapped(const IpBytes& b) {
    return std::all_of(b.begin(), b.begin() + 10, [](auto x) { return x == 0; }) && b[10] == 0xff && b[11] == 0xff;
}

struct Range {
    std::uint32_t network;
    int bits;
};
/// IPv4 that no neuron of the internet has.
constexpr Range kPrivateV4[] = {
    {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
    {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0A80000, 16}, {0xC6120000, 15},
    {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 3}, // multicast, reserved, broadcast
};

bool isIn(std::uint32_t ip, const Range& range) {
    return (ip ^ range.network) >> (32 - range.bits) == 0;
}

bool isPrivateV4(std::uint32_t ip) {
    return std::any_of(std::begin(kPrivateV4), std::end(kPrivateV4), [ip](const Range& r) { return isIn(ip, r); });
}

} // namespace

Result<IpAddress> parseIp(std::string_view text) {
    const std::string owned{text};
    IpAddress out;
    if (owned.find('\0') != std::string::npos) return fail(Errc::Malformed, "not an IP address");
    if (owned.find(':') != std::string::npos) {
        out.type = 6;
        if (::inet_pton(AF_INET6, owned.c_str(), out.bytes.data()) == 1) return out;
    } else if (::inet_pton(AF_INET, owned.c_str(), out.bytes.data() + 12) == 1) {
        return out;
    }
    return fail(Errc::Malformed, "not an IP address");
}

std::string ipText(const IpAddress& ip) {
    char text[INET6_ADDRSTRLEN]{};
    if (ip.type == 6)
        ::inet_ntop(AF_INET6, ip.bytes.data(), text, sizeof text);
    else
        ::inet_ntop(AF_INET, ip.bytes.data() + 12, text, sizeof text);
    return text;
}

Result<> checkAnnounced(const IpAddress& ip, std::uint16_t port) {
    const auto& b = ip.bytes;
    if (ip.type == 4) {
        const bool wide = std::any_of(b.begin(), b.begin() + 12, [](auto x) { return x != 0; });
        if (wide || v4Of(b) == 0xFFFFFFFF || v4Of(b) == 0x7F000001) return fail(Errc::OutOfRange, "InvalidIpAddress");
    } else if (ip.type == 6) {
        IpBytes one{};
        one[15] = 1;
        const bool ones = std::all_of(b.begin(), b.end(), [](auto x) { return x == 0xff; });
        if (ones || b == one) return fail(Errc::OutOfRange, "InvalidIpAddress");
    } else {
        return fail(Errc::OutOfRange, "InvalidIpType");
    }
    if (port == 0) return fail(Errc::OutOfRange, "InvalidPort");
    return {};
}

bool isLoopback(const IpAddress& ip) {
    if (ip.type == 4 || isMapped(ip.bytes)) return ip.bytes[12] == 127;
    IpBytes one{};
    one[15] = 1;
    return ip.bytes == one;
}

bool isPrivate(const IpAddress& ip) {
    const auto& b = ip.bytes;
    if (ip.type == 4 || isMapped(b)) return isPrivateV4(v4Of(b));
    const bool upperZero = std::all_of(b.begin(), b.begin() + 12, [](auto x) { return x == 0; });
    if (upperZero) return true; // ::, ::1 and the old embedding of IPv4
    if (b[0] == 0x00 && b[1] == 0x64 && b[2] == 0xff && b[3] == 0x9b)
        return b[4] != 0 || b[5] != 0 || isPrivateV4(v4Of(b)); // NAT64
    if (b[0] == 0x20 && b[1] == 0x02)                          // 6to4: the IPv4 address is inside
        return isPrivateV4(std::uint32_t{b[2]} << 24 | std::uint32_t{b[3]} << 16 | std::uint32_t{b[4]} << 8 | b[5]);
    if (b[0] == 0x20 && b[1] == 0x01 && (b[2] & 0xfe) == 0) return true; // 2001::/23: Teredo and other special uses
    if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0d && b[3] == 0xb8) return true; // documentation
    return (b[0] & 0xe0) != 0x20;                                                  // only 2000::/3 is handed out
}

IpAddress developmentAddress() {
    IpAddress out;
    out.bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1};
    return out;
}

std::string hostToListenOn(const IpAddress& announced, bool development) {
    if (development) return "127.0.0.1";
    return announced.type == 6 ? "::" : "0.0.0.0";
}

Result<std::string> hostToDial(const IpAddress& announced, bool development) {
    if (announced.type != 4 && announced.type != 6) return fail(Errc::Refused, "no address of a known type");
    const bool here = announced.type == 4 && isIn(v4Of(announced.bytes), {0xC0000200, 24});
    if (development) return here ? std::string{"127.0.0.1"} : ipText(announced);
    if (isPrivate(announced)) return fail(Errc::Refused, "an address that the internet does not have");
    return ipText(announced);
}

} // namespace taodeck::axon

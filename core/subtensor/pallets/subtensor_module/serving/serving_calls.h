#pragma once
/// Neurons say where they can be reached: the axon's address, its certificate, and where its metrics are.
/// What is said is not proven: an address is only checked for being one. Upstream: pallets/subtensor/src/subnets/
/// serving.rs, guards/check_serving_endpoints.rs, macros/dispatches.rs, weights.rs (spec 425).

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

/// An address as stored: 4 bytes of IPv4 or 16 of IPv6 as a number.
struct Endpoint {
    UInt128 ip{0};
    std::uint16_t port{0};
    std::uint8_t ipType{0}; ///< 4 or 6.
};
bool isValidIpType(std::uint8_t type);
/// Not the broadcast address nor the local host; `allowZero`: nor 0.
bool isValidIpAddress(std::uint8_t type, UInt128 ip, bool allowZero);

/// Signed by the hotkey; free.
/// HotKeyNotRegisteredInNetwork, InvalidIpType, InvalidIpAddress, ServingRateLimitExceeded, InvalidPort.
struct ServeAxon {
    static constexpr CallName kName{Pallet::SubtensorModule, 4, "serve_axon"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},   {"version", "u32"},    {"ip", "u128"},
                                            {"port", "u16"},        {"ip_type", "u8"},     {"protocol", "u8"},
                                            {"placeholder1", "u8"}, {"placeholder2", "u8"}};
    NetUid netuid{};
    std::uint32_t version{0};
    UInt128 ip{0};
    std::uint16_t port{0};
    std::uint8_t ipType{0}, protocol{0}, placeholder1{0}, placeholder2{0};
    static auto fields(auto& c) {
        return std::tie(c.netuid, c.version, c.ip, c.port, c.ipType, c.protocol, c.placeholder1, c.placeholder2);
    }
    static DispatchInfo info(const ServeAxon&) { return callInfo(31'278'000, 3, 1, 4'178, Pays::No); }
    static Dispatch<> guard(const GuardContext&, const AccountId& signer, const ServeAxon&);
};

/// As ServeAxon, with the key for encrypted connections. A certificate that is empty or longer than 65 bytes is left
/// out without an error.
struct ServeAxonTls {
    static constexpr CallName kName{Pallet::SubtensorModule, 40, "serve_axon_tls"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},   {"version", "u32"},     {"ip", "u128"},
                                            {"port", "u16"},        {"ip_type", "u8"},      {"protocol", "u8"},
                                            {"placeholder1", "u8"}, {"placeholder2", "u8"}, {"certificate", "Vec<u8>"}};
    NetUid netuid{};
    std::uint32_t version{0};
    UInt128 ip{0};
    std::uint16_t port{0};
    std::uint8_t ipType{0}, protocol{0}, placeholder1{0}, placeholder2{0};
    Bytes certificate; ///< One byte for the algorithm, then the public key.
    static auto fields(auto& c) {
        return std::tie(c.netuid, c.version, c.ip, c.port, c.ipType, c.protocol, c.placeholder1, c.placeholder2,
                        c.certificate);
    }
    static DispatchInfo info(const ServeAxonTls&) { return callInfo(30'617'000, 3, 1, 4'149, Pays::No); }
    static Dispatch<> guard(const GuardContext&, const AccountId& signer, const ServeAxonTls&);
};

/// InvalidIpType, InvalidIpAddress (0 too), HotKeyNotRegisteredInNetwork, ServingRateLimitExceeded, InvalidPort.
struct ServePrometheus {
    static constexpr CallName kName{Pallet::SubtensorModule, 5, "serve_prometheus"};
    static constexpr FieldInfo kFields[] = {
        {"netuid", "NetUid"}, {"version", "u32"}, {"ip", "u128"}, {"port", "u16"}, {"ip_type", "u8"}};
    NetUid netuid{};
    std::uint32_t version{0};
    UInt128 ip{0};
    std::uint16_t port{0};
    std::uint8_t ipType{0};
    static auto fields(auto& c) { return std::tie(c.netuid, c.version, c.ip, c.port, c.ipType); }
    static DispatchInfo info(const ServePrometheus&) { return callInfo(29'294'000, 3, 1, 4'277, Pays::No); }
    static Dispatch<> guard(const GuardContext&, const AccountId& signer, const ServePrometheus&);
};

DispatchResult apply(const Context& ctx, const Origin& origin, const ServeAxon& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ServeAxonTls& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const ServePrometheus& call);

std::vector<CallRow> servingCalls();
std::vector<EventRow> servingEvents();

} // namespace taodeck::subtensor::subtensor_module

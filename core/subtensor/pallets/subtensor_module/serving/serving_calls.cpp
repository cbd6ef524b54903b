#include "core/subtensor/pallets/subtensor_module/serving/serving_calls.h"

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/serving/events.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::size_t kMaxCertificate = 65; ///< Bytes, with the algorithm.

/// `last` is 0 for an endpoint that was never served, which is always allowed.
Dispatch<> ensureNotTooFast(const StateReader& state, NetUid netuid, std::uint64_t last, std::uint64_t now) {
    const std::uint64_t limit = ServingRateLimit.get(state, netuid);
    TD_ENSURE(limit == 0 || last == 0 || (now > last ? now - last : 0) >= limit, ModuleError::ServingRateLimitExceeded);
    return {};
}

Dispatch<> ensureAddress(const Endpoint& at, bool allowZero) {
    TD_ENSURE(isValidIpType(at.ipType), ModuleError::InvalidIpType);
    TD_ENSURE(isValidIpAddress(at.ipType, at.ip, allowZero), ModuleError::InvalidIpAddress);
    return {};
}

template <class C>
Endpoint endpointOf(const C& call) {
    return {call.ip, call.port, call.ipType};
}

Dispatch<> validateAxon(const StateReader& state, std::uint64_t now, const AccountId& hotkey, NetUid netuid,
                        const Endpoint& at) {
    TD_ENSURE(Uids.exists(state, netuid, hotkey), ModuleError::HotKeyNotRegisteredInNetwork);
    TD_DISPATCH_CHECK(ensureAddress(at, /*allowZero=*/true)); // zero says that the neuron serves no longer
    const auto before = Axons.get(state, netuid, hotkey);
    TD_DISPATCH_CHECK(ensureNotTooFast(state, netuid, before ? before->block : 0, now));
    TD_ENSURE(at.port != 0, ModuleError::InvalidPort);
    return {};
}

Dispatch<> validatePrometheus(const StateReader& state, std::uint64_t now, const AccountId& hotkey, NetUid netuid,
                              const Endpoint& at) {
    TD_DISPATCH_CHECK(ensureAddress(at, /*allowZero=*/false));
    TD_ENSURE(Uids.exists(state, netuid, hotkey), ModuleError::HotKeyNotRegisteredInNetwork);
    const auto before = Prometheus.get(state, netuid, hotkey);
    TD_DISPATCH_CHECK(ensureNotTooFast(state, netuid, before ? before->block : 0, now));
    TD_ENSURE(at.port != 0, ModuleError::InvalidPort);
    return {};
}

template <class C>
DispatchResult serve(const Context& ctx, const AccountId& hotkey, const C& call) {
    const std::uint64_t now = raw(ctx.block);
    TD_DISPATCH_CHECK(validateAxon(ctx.state, now, hotkey, call.netuid, endpointOf(call)));
    AxonInfo info;
    info.block = now;
    info.version = call.version;
    info.ip = call.ip;
    info.port = call.port;
    info.ipType = call.ipType;
    info.protocol = call.protocol;
    info.placeholder1 = call.placeholder1;
    info.placeholder2 = call.placeholder2;
    Axons.set(ctx.state, call.netuid, hotkey, info);
    ctx.emit(AxonServed{call.netuid, hotkey});
    return PostInfo{};
}

} // namespace

bool isValidIpType(std::uint8_t type) {
    return type == 4 || type == 6;
}

bool isValidIpAddress(std::uint8_t type, UInt128 ip, bool allowZero) {
    if (ip == 0) return allowZero;
    if (type == 4) return ip < UINT32_MAX && ip != 0x7f000001;
    if (type == 6) return ip != ~UInt128{0} && ip != 1;
    return true; // the type is checked by itself
}

Dispatch<> ServeAxon::guard(const GuardContext& ctx, const AccountId& signer, const ServeAxon& call) {
    return validateAxon(ctx.state, ctx.block, signer, call.netuid, endpointOf(call));
}

Dispatch<> ServeAxonTls::guard(const GuardContext& ctx, const AccountId& signer, const ServeAxonTls& call) {
    return validateAxon(ctx.state, ctx.block, signer, call.netuid, endpointOf(call));
}

Dispatch<> ServePrometheus::guard(const GuardContext& ctx, const AccountId& signer, const ServePrometheus& call) {
    return validatePrometheus(ctx.state, ctx.block, signer, call.netuid, endpointOf(call));
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ServeAxon& call) {
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    return serve(ctx, hotkey, call);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ServeAxonTls& call) {
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    TD_DISPATCH_TRY(const PostInfo info, serve(ctx, hotkey, call));
    if (call.certificate.empty() || call.certificate.size() > kMaxCertificate) return info;
    NeuronCertificate certificate;
    certificate.algorithm = call.certificate.front();
    certificate.publicKey.items.assign(call.certificate.begin() + 1, call.certificate.end());
    NeuronCertificates.set(ctx.state, call.netuid, hotkey, certificate);
    return info;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ServePrometheus& call) {
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    const std::uint64_t now = raw(ctx.block);
    TD_DISPATCH_CHECK(validatePrometheus(ctx.state, now, hotkey, call.netuid, endpointOf(call)));
    PrometheusInfo info;
    info.block = now;
    info.version = call.version;
    info.ip = call.ip;
    info.port = call.port;
    info.ipType = call.ipType;
    Prometheus.set(ctx.state, call.netuid, hotkey, info);
    ctx.emit(PrometheusServed{call.netuid, hotkey});
    return PostInfo{};
}

std::vector<CallRow> servingCalls() {
    return {callRow<ServeAxon>(), callRow<ServePrometheus>(), callRow<ServeAxonTls>()};
}

std::vector<EventRow> servingEvents() {
    return {eventRow<AxonServed>(), eventRow<PrometheusServed>()};
}

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// What each proxy type may do, as one table: it filters calls and answers ProxyFilterRuntimeApi.
/// Upstream: define_proxy_filters! and InstanceFilter of runtime/src/lib.rs at spec 425.

#include "core/subtensor/pallets/proxy/proxy.h"

namespace taodeck::subtensor::proxy {

enum class FilterMode : std::uint8_t {
    AllowAll,
    DenyAll,
    Allow, ///< The calls listed, less the exceptions.
    Deny,  ///< All but the calls listed.
};
constexpr EnumInfo enumInfo(FilterMode) {
    return {"subtensor_runtime_common::FilterMode", "AllowAll, DenyAll, Allow, Deny"};
}

/// A call, or all calls of a pallet, by name: it need not be among those that this chain offers.
struct FilteredCall {
    Pallet pallet;
    const char* call{nullptr}; ///< Null: the whole pallet.
    std::uint8_t index{0};     ///< Of `call`, as the network numbers it.
    const char* smaller{nullptr};
    std::uint64_t limit{0}; ///< Only while the argument named by `smaller` is below this.
    const char* nestedPallet{nullptr};
    const char* nestedCall{nullptr}; ///< Only with this call inside.
};
struct TypeFilter {
    ProxyType type;
    FilterMode mode;
    std::vector<FilteredCall> calls, exceptions;
};
/// One row for each proxy type, in upstream's order.
const std::vector<TypeFilter>& typeFilters();

bool isDeprecated(ProxyType type);
/// Whether `type` may make the call.
bool allows(ProxyType type, const RuntimeCall& call);
/// Whether a proxy of `type` may add and remove proxies of type `other`.
bool isSuperset(ProxyType type, ProxyType other);

const RuntimeApi& filterApi(); ///< ProxyFilterRuntimeApi

} // namespace taodeck::subtensor::proxy

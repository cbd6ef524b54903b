#include "core/subtensor/pallets/proxy/filter.h"

namespace taodeck::subtensor::proxy {

/// When a listed call is allowed.
struct CallCondition {
    std::optional<std::pair<Bytes, UInt128>> paramLessThan;
    std::pair<Bytes, Bytes> nested; ///< Pallet and call, unless paramLessThan.
};
struct CallInfo {
    static constexpr const char* kPath = "subtensor_runtime_common::CallInfo";
    static constexpr FieldInfo kFields[] = {{"pallet_name", "Vec<u8>"},
                                            {"pallet_index", "u8"},
                                            {"call_name", "Option<Vec<u8>>"},
                                            {"call_index", "Option<u8>"},
                                            {"condition", "Option<CallCondition>"}};
    Bytes palletName;
    std::uint8_t palletIndex{0};
    std::optional<Bytes> callName;
    std::optional<std::uint8_t> callIndex;
    std::optional<CallCondition> condition;
    static auto fields(auto& c) { return std::tie(c.palletName, c.palletIndex, c.callName, c.callIndex, c.condition); }
};
struct ProxyFilterInfo {
    static constexpr const char* kPath = "subtensor_runtime_common::ProxyFilterInfo";
    static constexpr FieldInfo kFields[] = {{"proxy_type", "u8"},       {"name", "Vec<u8>"},
                                            {"deprecated", "bool"},     {"filter_mode", "FilterMode"},
                                            {"calls", "Vec<CallInfo>"}, {"exceptions", "Vec<CallInfo>"}};
    std::uint8_t type{0};
    Bytes name;
    bool deprecated{false};
    FilterMode mode{};
    std::vector<CallInfo> calls, exceptions;
    static auto fields(auto& f) { return std::tie(f.type, f.name, f.deprecated, f.mode, f.calls, f.exceptions); }
};
struct ProxyTypeInfo {
    static constexpr const char* kPath = "subtensor_runtime_common::ProxyTypeInfo";
    static constexpr FieldInfo kFields[] = {{"name", "Vec<u8>"}, {"index", "u8"}, {"deprecated", "bool"}};
    Bytes name;
    std::uint8_t index{0};
    bool deprecated{false};
    static auto fields(auto& t) { return std::tie(t.name, t.index, t.deprecated); }
};

} // namespace taodeck::subtensor::proxy

namespace taodeck::subtensor {

TD_TYPE_INFO(proxy::CallCondition);

void TypeInfo<proxy::CallCondition>::encode(Encoder& out, const proxy::CallCondition& v) {
    out.u8(v.paramLessThan ? 0 : 1);
    if (v.paramLessThan) {
        encodeTo(out, *v.paramLessThan);
    } else {
        encodeTo(out, v.nested);
    }
}

Result<proxy::CallCondition> TypeInfo<proxy::CallCondition>::decode(Decoder& in) {
    TD_TRY(const auto tag, in.u8());
    proxy::CallCondition out;
    if (tag == 0) {
        using Limit = std::pair<Bytes, UInt128>;
        TD_TRY(out.paramLessThan, TypeInfo<Limit>::decode(in));
    } else if (tag == 1) {
        using Nested = std::pair<Bytes, Bytes>;
        TD_TRY(out.nested, TypeInfo<Nested>::decode(in));
    } else {
        return fail(Errc::Malformed, "call condition");
    }
    return out;
}

TypeId TypeInfo<proxy::CallCondition>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<proxy::CallCondition>, [](TypeRegistry& r) {
        const auto bytes = typeIdOf<Bytes>(r);
        TypeDef::Variant arms;
        arms.variants = {
            {"ParamLessThan", 0, {{"param_name", bytes, "Vec<u8>"}, {"limit", typeIdOf<UInt128>(r), "u128"}}},
            {"NestedCallMustBe", 1, {{"pallet_name", bytes, "Vec<u8>"}, {"call_name", bytes, "Vec<u8>"}}}};
        return TypeDef{"subtensor_runtime_common::CallCondition", {}, std::move(arms)};
    });
}

} // namespace taodeck::subtensor

namespace taodeck::subtensor::proxy {
namespace {

Bytes text(std::string_view name) {
    return {name.begin(), name.end()};
}

std::vector<CallInfo> infos(const std::vector<FilteredCall>& rows) {
    std::vector<CallInfo> out;
    for (const auto& row : rows) {
        CallInfo info;
        info.palletName = text(subtensor::name(row.pallet));
        info.palletIndex = static_cast<std::uint8_t>(row.pallet);
        if (row.call) {
            info.callName = text(row.call);
            info.callIndex = row.index;
        }
        if (row.smaller) {
            info.condition.emplace();
            info.condition->paramLessThan.emplace(text(row.smaller), row.limit);
        } else if (row.nestedCall) {
            info.condition.emplace();
            info.condition->nested = {text(row.nestedPallet), text(row.nestedCall)};
        }
        out.push_back(std::move(info));
    }
    return out;
}

std::vector<ProxyTypeInfo> getProxyTypes(const ApiContext&) {
    std::vector<ProxyTypeInfo> out;
    for (const auto& name : splitNames(kProxyTypeNames)) {
        const auto index = static_cast<std::uint8_t>(out.size());
        out.push_back({text(name), index, isDeprecated(static_cast<ProxyType>(index))});
    }
    return out;
}

std::vector<ProxyFilterInfo> getProxyFilter(const ApiContext&, const std::optional<std::uint8_t>& type) {
    const auto names = splitNames(kProxyTypeNames);
    std::vector<ProxyFilterInfo> out;
    for (const auto& row : typeFilters()) {
        const auto index = static_cast<std::uint8_t>(row.type);
        if (type && *type != index) continue;
        out.push_back(
            {index, text(names[index]), isDeprecated(row.type), row.mode, infos(row.calls), infos(row.exceptions)});
    }
    return out;
}

} // namespace

const RuntimeApi& filterApi() {
    static const RuntimeApi api{
        "ProxyFilterRuntimeApi",
        1,
        {apiMethod<getProxyTypes>("get_proxy_types"), apiMethod<getProxyFilter>("get_proxy_filter", {"proxy_type"})}};
    return api;
}

} // namespace taodeck::subtensor::proxy

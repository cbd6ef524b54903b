#pragma once
/// A struct that a runtime API answers with, declared as a table: one row gives a field's name, its upstream type name
/// and how its value comes from the state. The answer is computed while it is encoded. Pure.
///
///     struct Hyperparams {
///         using Source = SubnetView;
///         static constexpr const char* kPath = "pallet_subtensor::rpc_info::subnet_info::SubnetHyperparams";
///         static const std::vector<RecordRow<SubnetView>>& rows();
///     };
///     std::optional<Record<Hyperparams>> hyperparams(const ApiContext&, NetUid);

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

template <class Source>
struct RecordRow {
    const char* name;
    const char* typeName;
    TypeId (*type)(TypeRegistry&);
    void (*encode)(Encoder&, const Source&);
    TypeId (*optionalType)(TypeRegistry&); ///< Of Option<type>.
};

/// `value(source)` must be a lambda without captures.
template <class Source, class Value>
RecordRow<Source> recordRow(const char* name, const char* typeName, Value) {
    using T = std::decay_t<decltype(Value{}(std::declval<const Source&>()))>;
    return {name, typeName, [](TypeRegistry& r) { return typeIdOf<T>(r); },
            [](Encoder& out, const Source& source) { encodeTo(out, Value{}(source)); },
            [](TypeRegistry& r) { return typeIdOf<std::optional<T>>(r); }};
}

template <class Declaration>
struct Record {
    typename Declaration::Source source;
};

/// Numbers as the APIs write them.
template <class T>
Compact<T> compact(T value) {
    return {value};
}
template <class T>
std::vector<Compact<T>> compacts(const std::vector<T>& values) {
    std::vector<Compact<T>> out;
    out.reserve(values.size());
    for (const auto& v : values)
        out.push_back({v});
    return out;
}
using CompactText = std::vector<Compact<std::uint8_t>>; ///< Each byte in compact form.
inline CompactText compactText(ByteView bytes) {
    return compacts(std::vector<std::uint8_t>{bytes.begin(), bytes.end()});
}

} // namespace taodeck::subtensor::subtensor_module

namespace taodeck::subtensor {

template <class Declaration>
struct TypeInfo<subtensor_module::Record<Declaration>> {
    static void encode(Encoder& out, const subtensor_module::Record<Declaration>& record) {
        for (const auto& row : Declaration::rows())
            row.encode(out, record.source);
    }
    static TypeId describe(TypeRegistry& registry) {
        return registry.named(&kTypeKey<Declaration>, [](TypeRegistry& r) {
            std::vector<TypeField> fields;
            for (const auto& row : Declaration::rows())
                fields.push_back({row.name, row.type(r), row.typeName});
            std::vector<TypeParam> params;
            if constexpr (requires { Declaration::params(r); }) params = Declaration::params(r);
            return TypeDef{Declaration::kPath, std::move(params), TypeDef::Composite{std::move(fields)}};
        });
    }
};

} // namespace taodeck::subtensor

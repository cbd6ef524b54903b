#include "core/subtensor/metadata_writer.h"

#include "core/subtensor/extrinsic.h"

namespace taodeck::subtensor {
namespace {

constexpr std::uint8_t kExtrinsicVersion = 4;

void noDocs(Encoder& out) {
    out.compact(0);
}

/// V16 says of every item whether it is deprecated; we offer none that is.
void notDeprecated(Encoder& out, std::uint32_t version) {
    if (version >= 16) out.u8(0);
}

/// The type of a pallet's calls, events or errors; V16 adds which of them are deprecated.
void optionalType(Encoder& out, const std::optional<TypeId>& id, std::uint32_t version) {
    out.boolean(id.has_value());
    if (!id) return;
    out.compact(*id);
    if (version >= 16) out.compact(0);
}

/// The hasher's number in the metadata; our enum has the same order.
std::uint8_t hasherIndex(Hasher hasher) {
    return static_cast<std::uint8_t>(hasher);
}

void writeStorageItem(Encoder& out, TypeRegistry& types, const StorageItem& item, std::uint32_t version) {
    out.text(item.name).u8(static_cast<std::uint8_t>(item.modifier));
    if (item.keyCount == 0) {
        out.u8(0).compact(item.valueType(types));
    } else {
        out.u8(1).compact(item.keyCount);
        for (std::size_t i = 0; i < item.keyCount; ++i)
            out.u8(hasherIndex(item.hashers[i]));
        const auto key = item.keyType(types);
        out.compact(key).compact(item.valueType(types));
    }
    out.bytes(item.defaultValue(item));
    noDocs(out);
    notDeprecated(out, version);
}

void writePallet(Encoder& out, TypeRegistry& types, const RuleSet& rules, const PalletDeclaration& pallet,
                 std::uint32_t version) {
    out.text(name(pallet.id));
    out.boolean(!pallet.storage.empty());
    if (!pallet.storage.empty()) {
        out.text(name(pallet.id)).compact(pallet.storage.size());
        for (const auto* item : pallet.storage)
            writeStorageItem(out, types, *item, version);
    }
    optionalType(out, pallet.calls.empty() ? std::nullopt : std::optional{describePalletCalls(types, pallet)}, version);
    optionalType(out, pallet.events.empty() ? std::nullopt : std::optional{describePalletEvents(types, pallet)},
                 version);
    out.compact(pallet.constants.size());
    for (const auto& constant : pallet.constants) {
        out.text(constant.name).compact(constant.type(types)).bytes(constant.value(rules));
        noDocs(out);
        notDeprecated(out, version);
    }
    optionalType(out, pallet.errorNames ? std::optional{describePalletErrors(types, pallet)} : std::nullopt, version);
    if (version >= 16) {
        out.compact(0); // associated types
        out.compact(0); // view functions
    }
    out.u8(static_cast<std::uint8_t>(pallet.id));
    if (version >= 15) noDocs(out);
    notDeprecated(out, version);
}

void writeExtensions(Encoder& out, TypeRegistry& types) {
    out.compact(transactionExtensions().size());
    for (const auto& row : transactionExtensions())
        out.text(row.identifier).compact(row.extra(types)).compact(row.implicit(types));
}

void writeExtrinsic14(Encoder& out, TypeRegistry& types) {
    out.compact(describeExtrinsic(types)).u8(kExtrinsicVersion);
    writeExtensions(out, types);
}

void writeExtrinsic15(Encoder& out, TypeRegistry& types) {
    out.u8(kExtrinsicVersion).compact(typeIdOf<MultiAddress>(types)).compact(typeIdOf<RuntimeCall>(types));
    out.compact(typeIdOf<MultiSignature>(types)).compact(describeExtra(types));
    writeExtensions(out, types);
}

/// Every extrinsic here is of one version and uses all extensions, in order.
void writeExtrinsic16(Encoder& out, TypeRegistry& types) {
    const auto count = static_cast<std::uint32_t>(transactionExtensions().size());
    out.compact(1).u8(kExtrinsicVersion);
    out.compact(typeIdOf<MultiAddress>(types)).compact(typeIdOf<RuntimeCall>(types));
    out.compact(typeIdOf<MultiSignature>(types));
    out.compact(1).u8(0).compact(count); // the set of extensions numbered 0
    for (std::uint32_t i = 0; i < count; ++i)
        out.compact(i);
    writeExtensions(out, types);
}

void writeApis(Encoder& out, TypeRegistry& types, std::uint32_t version) {
    out.compact(runtimeApis().size());
    for (const auto* api : runtimeApis()) {
        out.text(api->name).compact(api->methods.size());
        for (const auto& method : api->methods) {
            const auto inputs = method.inputs(types);
            out.text(method.name).compact(inputs.size());
            for (std::size_t i = 0; i < inputs.size(); ++i)
                out.text(method.parameters[i]).compact(inputs[i]);
            out.compact(method.output(types));
            noDocs(out);
            notDeprecated(out, version);
        }
        noDocs(out);
        if (version >= 16) out.compact(api->version);
        notDeprecated(out, version);
    }
}

/// The type of `Runtime`, which V14 and V15 name at their end.
TypeId describeRuntime(TypeRegistry& types) {
    return types.shared({"node_subtensor_runtime::Runtime", {}, TypeDef::Composite{}});
}

struct Sections {
    Encoder pallets, extrinsic, tail;
};

/// Everything after the registry. It must be written first, because writing is what fills the registry.
Sections writeSections(TypeRegistry& types, const RuleSet& rules, std::uint32_t version) {
    Sections out;
    out.pallets.compact(pallets().size());
    for (const auto* pallet : pallets())
        writePallet(out.pallets, types, rules, *pallet, version);
    if (version == 14) {
        writeExtrinsic14(out.extrinsic, types);
    } else if (version == 15) {
        writeExtrinsic15(out.extrinsic, types);
    } else {
        writeExtrinsic16(out.extrinsic, types);
    }
    if (version <= 15) out.tail.compact(describeRuntime(types));
    if (version >= 15) {
        writeApis(out.tail, types, version);
        out.tail.compact(typeIdOf<RuntimeCall>(types)).compact(describeRuntimeEvent(types));
        out.tail.compact(describeRuntimeError(types));
        out.tail.compact(0); // no custom values
    }
    return out;
}

/// Registers every type in one fixed order, so that all versions number them alike; clients rely on AccountId32 being
/// 0.
void registerAll(TypeRegistry& types, const RuleSet& rules) {
    typeIdOf<AccountId>(types);
    writeSections(types, rules, 14);
    writeSections(types, rules, 15);
}

Bytes write(const RuleSet& rules, std::uint32_t version) {
    TypeRegistry types;
    registerAll(types, rules);
    const auto sections = writeSections(types, rules, version);
    Encoder out;
    out.raw(asBytes("meta")).u8(static_cast<std::uint8_t>(version));
    types.encode(out);
    out.raw(sections.pallets.view()).raw(sections.extrinsic.view()).raw(sections.tail.view());
    return out.take();
}

} // namespace

Result<Bytes> writeMetadata(const RuleSet& rules, std::uint32_t version) {
    if (version < 14 || version > 16) return fail(Errc::Unsupported, "metadata version " + std::to_string(version));
    return write(rules, version);
}

} // namespace taodeck::subtensor

#include "core/metadata/detail/reader.h"

#include "core/metadata/detail/read.h"

#include <algorithm>

namespace taodeck::metadata {

using detail::each;
using detail::readText;
using detail::skipTexts;

namespace {

constexpr std::uint8_t kMagic[] = {'m', 'e', 't', 'a'};
constexpr std::uint8_t kExtrinsicVersion = 4; // the one that Taodeck builds
constexpr std::size_t kMaxExtensions = 64;    // the network has 13

} // namespace

Result<TypeId> MetadataReader::readType(scale::Decoder& in) const {
    TD_TRY(const auto id, in.compact32());
    if (id >= m_out.m_types.size()) return fail(Errc::Malformed, "metadata: refers to a type that is not there");
    return id;
}

Result<> MetadataReader::read(ByteView bytes) {
    if (bytes.size() > kMaxMetadataBytes) return fail(Errc::LimitExceeded, "metadata: too large");
    scale::Decoder in{bytes};
    TD_TRY(const auto magic, in.raw(sizeof kMagic));
    if (!std::equal(magic.begin(), magic.end(), kMagic)) return fail(Errc::Malformed, "metadata: wrong magic");
    TD_TRY(m_out.m_version, in.u8());
    if (m_out.m_version < 14 || m_out.m_version > 16)
        return fail(Errc::Unsupported, "metadata: version " + std::to_string(m_out.m_version));
    TD_TRY(m_out.m_types, Registry::decode(in));
    TD_CHECK(readPallets(in));
    switch (m_out.m_version) {
    case 14:
        TD_CHECK(readExtrinsicV14(in));
        TD_CHECK(readType(in)); // of the runtime itself
        break;
    case 15:
        TD_CHECK(readExtrinsicV15(in));
        TD_CHECK(readType(in));
        TD_CHECK(readApis(in));
        TD_CHECK(readOuterEnums(in));
        TD_CHECK(skipCustom(in));
        break;
    default:
        TD_CHECK(readExtrinsicV16(in));
        TD_CHECK(readApis(in));
        TD_CHECK(readOuterEnums(in));
        TD_CHECK(skipCustom(in));
    }
    return in.finish();
}

Result<> MetadataReader::readPallets(scale::Decoder& in) {
    TD_TRY(m_out.m_pallets, each<Pallet>(in, [&](scale::Decoder& d) { return readPallet(d); }));
    for (const auto& p : m_out.m_pallets)
        if (m_out.pallet(p.name) != &p || m_out.pallet(p.index) != &p)
            return fail(Errc::Malformed, "metadata: two pallets share a name or an index");
    return {};
}

Result<std::optional<TypeId>> MetadataReader::readEnumType(scale::Decoder& in) const {
    TD_TRY(const auto some, in.option());
    if (!some) return std::optional<TypeId>{};
    TD_TRY(const auto type, readType(in));
    if (v16()) TD_CHECK(skipArmDeprecations(in));
    return std::optional{type};
}

Result<Pallet> MetadataReader::readPallet(scale::Decoder& in) const {
    Pallet out;
    TD_TRY(out.name, readText(in));
    TD_TRY(const auto hasStorage, in.option());
    if (hasStorage) TD_CHECK(readStorage(in, out));
    TD_TRY(out.calls, readEnumType(in));
    TD_TRY(out.events, readEnumType(in));
    TD_TRY(out.constants, readConstants(in));
    TD_TRY(out.errors, readEnumType(in));
    if (v16()) TD_CHECK(skipPalletExtrasV16(in));
    TD_TRY(out.index, in.u8());
    if (m_out.m_version >= 15) TD_CHECK(skipTexts(in));
    if (v16()) TD_CHECK(skipDeprecation(in));
    return out;
}

Result<> MetadataReader::readStorage(scale::Decoder& in, Pallet& pallet) const {
    TD_TRY(pallet.storagePrefix, readText(in));
    TD_TRY(pallet.storage, each<StorageEntry>(in, [&](scale::Decoder& d) { return readEntry(d); }));
    return {};
}

Result<StorageEntry> MetadataReader::readEntry(scale::Decoder& in) const {
    StorageEntry out;
    TD_TRY(out.name, readText(in));
    TD_TRY(const auto modifier, in.u8());
    if (modifier > static_cast<std::uint8_t>(Modifier::Required))
        return fail(Errc::Malformed, "metadata: unknown storage modifier");
    out.modifier = static_cast<Modifier>(modifier);
    TD_TRY(const auto isMap, in.u8());
    if (isMap > 1) return fail(Errc::Malformed, "metadata: unknown kind of storage");
    if (isMap == 1) TD_CHECK(readKeys(in, out));
    TD_TRY(out.value, readType(in));
    TD_TRY(const auto fallback, in.bytes());
    out.defaultBytes = toBytes(fallback);
    TD_CHECK(skipTexts(in));
    if (v16()) TD_CHECK(skipDeprecation(in));
    return out;
}

Result<> MetadataReader::readKeys(scale::Decoder& in, StorageEntry& entry) const {
    TD_TRY(entry.hashers, each<crypto::Hasher>(in, [](scale::Decoder& d) -> Result<crypto::Hasher> {
               TD_TRY(const auto hasher, d.u8());
               if (hasher > static_cast<std::uint8_t>(crypto::Hasher::Identity))
                   return fail(Errc::Malformed, "metadata: unknown hasher");
               return static_cast<crypto::Hasher>(hasher);
           }));
    TD_TRY(const auto key, readType(in));
    if (entry.hashers.empty()) return fail(Errc::Malformed, "metadata: a map without hashers");
    if (entry.hashers.size() == 1) {
        entry.keys = {key};
        return {};
    }
    const auto* tuple = std::get_if<TupleDef>(&m_out.m_types.find(key)->def);
    if (tuple == nullptr || tuple->elements.size() != entry.hashers.size())
        return fail(Errc::Malformed, "metadata: hashers and keys differ in number");
    entry.keys = tuple->elements;
    return {};
}

Result<std::vector<Constant>> MetadataReader::readConstants(scale::Decoder& in) const {
    return each<Constant>(in, [&](scale::Decoder& d) -> Result<Constant> {
        Constant out;
        TD_TRY(out.name, readText(d));
        TD_TRY(out.type, readType(d));
        TD_TRY(const auto value, d.bytes());
        out.value = toBytes(value);
        TD_CHECK(skipTexts(d));
        if (v16()) TD_CHECK(skipDeprecation(d));
        return out;
    });
}

Result<> MetadataReader::skipPalletExtrasV16(scale::Decoder& in) const {
    TD_TRY(const auto types, in.count());
    for (std::uint32_t i = 0; i < types; ++i) {
        TD_CHECK(readText(in));
        TD_CHECK(readType(in));
        TD_CHECK(skipTexts(in));
    }
    TD_TRY(const auto views, in.count());
    for (std::uint32_t i = 0; i < views; ++i) {
        TD_CHECK(in.raw(32));
        TD_CHECK(readMethod(in)); // the same fields as a runtime API's method
    }
    return {};
}

Result<> MetadataReader::skipDeprecation(scale::Decoder& in) const {
    TD_TRY(const auto kind, in.u8());
    if (kind > 2) return fail(Errc::Malformed, "metadata: unknown deprecation");
    if (kind < 2) return {};
    TD_CHECK(readText(in));
    TD_TRY(const auto since, in.option());
    if (since) TD_CHECK(readText(in));
    return {};
}

Result<> MetadataReader::skipArmDeprecations(scale::Decoder& in) const {
    TD_TRY(const auto count, in.count());
    for (std::uint32_t i = 0; i < count; ++i) {
        TD_CHECK(in.u8());
        TD_CHECK(skipDeprecation(in));
    }
    return {};
}

Result<std::vector<TransactionExtension>> MetadataReader::readExtensions(scale::Decoder& in) const {
    return each<TransactionExtension>(in, [&](scale::Decoder& d) -> Result<TransactionExtension> {
        TransactionExtension out;
        TD_TRY(out.identifier, readText(d));
        TD_TRY(out.extra, readType(d));
        TD_TRY(out.additional, readType(d));
        return out;
    });
}

/// V14 names the extrinsic's type only; its parts are that type's parameters.
Result<> MetadataReader::readExtrinsicV14(scale::Decoder& in) {
    auto& out = m_out.m_extrinsic;
    TD_TRY(const auto type, readType(in));
    TD_TRY(const auto version, in.u8());
    out.versions = {version};
    TD_TRY(out.extensions, readExtensions(in));
    int found = 0;
    for (const auto& p : m_out.m_types.find(type)->params) {
        auto* part = p.name == "Address"     ? &out.address
                     : p.name == "Call"      ? &out.call
                     : p.name == "Signature" ? &out.signature
                                             : nullptr;
        if (part == nullptr || !p.type) continue;
        *part = *p.type;
        ++found;
    }
    if (found != 3) return fail(Errc::Unsupported, "metadata: extrinsic type without address, call and signature");
    return {};
}

Result<> MetadataReader::readExtrinsicV15(scale::Decoder& in) {
    auto& out = m_out.m_extrinsic;
    TD_TRY(const auto version, in.u8());
    out.versions = {version};
    TD_TRY(out.address, readType(in));
    TD_TRY(out.call, readType(in));
    TD_TRY(out.signature, readType(in));
    TD_CHECK(readType(in)); // all extensions' extra as one tuple
    TD_TRY(out.extensions, readExtensions(in));
    return {};
}

/// V16 lists which of the extensions each extrinsic version uses, in order.
Result<> MetadataReader::readExtrinsicV16(scale::Decoder& in) {
    auto& out = m_out.m_extrinsic;
    TD_TRY(const auto versions, in.bytes());
    out.versions = toBytes(versions);
    TD_TRY(out.address, readType(in));
    TD_TRY(out.call, readType(in));
    TD_TRY(out.signature, readType(in));
    std::optional<std::vector<std::uint32_t>> ours;
    TD_TRY(const auto lists, in.count());
    for (std::uint32_t i = 0; i < lists; ++i) {
        TD_TRY(const auto version, in.u8());
        TD_TRY(auto indices, each<std::uint32_t>(in, [](scale::Decoder& d) { return d.compact32(); }));
        if (version == kExtrinsicVersion || !ours) ours = std::move(indices);
    }
    TD_TRY(const auto all, readExtensions(in));
    if (!ours) {
        out.extensions = all;
        return {};
    }
    if (ours->size() > kMaxExtensions) return fail(Errc::LimitExceeded, "metadata: too many transaction extensions");
    for (const auto index : *ours) {
        if (index >= all.size()) return fail(Errc::Malformed, "metadata: no such transaction extension");
        out.extensions.push_back(all[index]);
    }
    return {};
}

Result<ApiMethod> MetadataReader::readMethod(scale::Decoder& in) const {
    ApiMethod out;
    TD_TRY(out.name, readText(in));
    TD_TRY(out.inputs, each<ApiParam>(in, [&](scale::Decoder& d) -> Result<ApiParam> {
               ApiParam param;
               TD_TRY(param.name, readText(d));
               TD_TRY(param.type, readType(d));
               return param;
           }));
    TD_TRY(out.output, readType(in));
    TD_CHECK(skipTexts(in));
    if (v16()) TD_CHECK(skipDeprecation(in));
    return out;
}

Result<RuntimeApi> MetadataReader::readApi(scale::Decoder& in) const {
    RuntimeApi out;
    TD_TRY(out.name, readText(in));
    TD_TRY(out.methods, each<ApiMethod>(in, [&](scale::Decoder& d) { return readMethod(d); }));
    TD_CHECK(skipTexts(in));
    if (!v16()) return out;
    TD_TRY(out.version, in.compact32());
    TD_CHECK(skipDeprecation(in));
    return out;
}

Result<> MetadataReader::readApis(scale::Decoder& in) {
    TD_TRY(m_out.m_apis, each<RuntimeApi>(in, [&](scale::Decoder& d) { return readApi(d); }));
    return {};
}

Result<> MetadataReader::readOuterEnums(scale::Decoder& in) {
    TD_TRY(const auto call, readType(in));
    if (m_out.m_extrinsic.call == 0) m_out.m_extrinsic.call = call;
    TD_CHECK(readType(in)); // of events
    TD_CHECK(readType(in)); // of module errors
    return {};
}

Result<> MetadataReader::skipCustom(scale::Decoder& in) const {
    TD_TRY(const auto count, in.count());
    for (std::uint32_t i = 0; i < count; ++i) {
        TD_CHECK(readText(in));
        TD_CHECK(readType(in));
        TD_CHECK(in.bytes());
    }
    return {};
}

} // namespace taodeck::metadata

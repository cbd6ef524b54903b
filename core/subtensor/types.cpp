#include "core/subtensor/types.h"

#include <bit>

namespace taodeck::subtensor {
namespace {

TypeDef variants(const char* path, std::vector<TypeVariant> list, std::vector<TypeParam> params = {}) {
    return {path, std::move(params), TypeDef::Variant{std::move(list)}};
}

} // namespace

DispatchEventInfo toEventInfo(const DispatchInfo& info) {
    DispatchEventInfo out;
    out.weight.refTime.value = info.refTime;
    out.weight.proofSize.value = info.proofSize;
    out.dispatchClass = static_cast<DispatchClass>(info.dispatchClass);
    out.paysFee = info.paysFee ? Pays::Yes : Pays::No;
    return out;
}

// --- MultiAddress ---

void TypeInfo<MultiAddress>::encode(Encoder& out, const MultiAddress& v) {
    out.u8(static_cast<std::uint8_t>(v.kind));
    switch (v.kind) {
    case MultiAddress::Kind::Id:
        out.id(v.id);
        return;
    case MultiAddress::Kind::Raw:
        out.bytes(v.other);
        return;
    case MultiAddress::Kind::Index:
    case MultiAddress::Kind::Address32:
    case MultiAddress::Kind::Address20:
        out.raw(v.other);
        return;
    }
}

Result<MultiAddress> TypeInfo<MultiAddress>::decode(Decoder& in) {
    TD_TRY(const auto tag, in.u8());
    MultiAddress out;
    out.kind = static_cast<MultiAddress::Kind>(tag);
    const auto keep = [&out](Result<ByteView> bytes) -> Result<> {
        if (!bytes) return tl::unexpected<Error>{std::move(bytes).error()};
        out.other = toBytes(*bytes);
        return {};
    };
    switch (tag) {
    case 0: {
        TD_TRY(out.id, in.id<AccountId>());
        return out;
    }
    case 1: {
        TD_TRY(const auto index, in.compact()); // of the unit type: upstream accepts 0 only
        if (index != 0) return fail(Errc::Malformed, "account index");
        out.other = {0};
        return out;
    }
    case 2:
        TD_CHECK(keep(in.bytes()));
        return out;
    case 3:
        TD_CHECK(keep(in.raw(32)));
        return out;
    case 4:
        TD_CHECK(keep(in.raw(20)));
        return out;
    default:
        return fail(Errc::Malformed, "address kind");
    }
}

TypeId TypeInfo<MultiAddress>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<MultiAddress>, [](TypeRegistry& r) {
        const auto account = typeIdOf<AccountId>(r);
        const auto unit = typeIdOf<Unit>(r);
        const auto u8 = typeIdOf<std::uint8_t>(r);
        return variants("sp_runtime::multiaddress::MultiAddress",
                        {{"Id", 0, {{{}, account, "AccountId"}}},
                         {"Index", 1, {{{}, r.compact(unit), "AccountIndex"}}},
                         {"Raw", 2, {{{}, typeIdOf<Bytes>(r), "Vec<u8>"}}},
                         {"Address32", 3, {{{}, r.array(32, u8), "[u8; 32]"}}},
                         {"Address20", 4, {{{}, r.array(20, u8), "[u8; 20]"}}}},
                        {{"AccountId", account}, {"AccountIndex", unit}});
    });
}

Dispatch<AccountId> lookup(const MultiAddress& address) {
    TD_ENSURE(address.kind == MultiAddress::Kind::Id, DispatchError::Kind::CannotLookup);
    return address.id;
}

// --- MultiSignature ---

void TypeInfo<MultiSignature>::encode(Encoder& out, const MultiSignature& v) {
    out.u8(static_cast<std::uint8_t>(v.kind)).raw(v.bytes);
}

Result<MultiSignature> TypeInfo<MultiSignature>::decode(Decoder& in) {
    TD_TRY(const auto tag, in.u8());
    if (tag > 2) return fail(Errc::Malformed, "signature kind");
    TD_TRY(const auto bytes, in.raw(tag == 2 ? 65 : 64));
    return MultiSignature{static_cast<MultiSignature::Kind>(tag), toBytes(bytes)};
}

TypeId TypeInfo<MultiSignature>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<MultiSignature>, [](TypeRegistry& r) {
        const auto u8 = typeIdOf<std::uint8_t>(r);
        return variants("sp_runtime::MultiSignature", {{"Ed25519", 0, {{{}, r.array(64, u8), "ed25519::Signature"}}},
                                                       {"Sr25519", 1, {{{}, r.array(64, u8), "sr25519::Signature"}}},
                                                       {"Ecdsa", 2, {{{}, r.array(65, u8), "ecdsa::Signature"}}}});
    });
}

// --- Era: one byte 0, or two bytes: log2(period) - 1 in the low four bits, the quantised phase above ---

std::uint64_t Era::birth(std::uint64_t current) const {
    if (period == 0) return 0;
    return (std::max(current, phase) - phase) / period * period + phase;
}

std::uint64_t Era::death(std::uint64_t current) const {
    return period == 0 ? ~std::uint64_t{0} : birth(current) + period;
}

void TypeInfo<Era>::encode(Encoder& out, const Era& v) {
    if (v.period == 0) {
        out.u8(0);
        return;
    }
    const auto quantum = std::max<std::uint64_t>(v.period >> 12, 1);
    const auto log = static_cast<std::uint16_t>(std::clamp(std::countr_zero(v.period) - 1, 1, 15));
    out.u16(static_cast<std::uint16_t>(log | (v.phase / quantum) << 4));
}

Result<Era> TypeInfo<Era>::decode(Decoder& in) {
    TD_TRY(const auto first, in.u8());
    if (first == 0) return Era{};
    TD_TRY(const auto second, in.u8());
    const auto bits = static_cast<std::uint64_t>(first) | static_cast<std::uint64_t>(second) << 8;
    Era era;
    era.period = std::uint64_t{2} << (bits & 15);
    era.phase = (bits >> 4) * std::max<std::uint64_t>(era.period >> 12, 1);
    if (era.period < 4 || era.phase >= era.period) return fail(Errc::Malformed, "era");
    return era;
}

TypeId TypeInfo<Era>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<Era>, [](TypeRegistry& r) {
        const auto u8 = typeIdOf<std::uint8_t>(r);
        std::vector<TypeVariant> list{{"Immortal", 0, {}}};
        for (unsigned i = 1; i < 256; ++i)
            list.push_back({"Mortal" + std::to_string(i), static_cast<std::uint8_t>(i), {{{}, u8, {}}}});
        return variants("sp_runtime::generic::era::Era", std::move(list));
    });
}

// --- Text, phase, digest, outcome ---

void TypeInfo<CowText>::encode(Encoder& out, const CowText& v) {
    out.text(v.text);
}

Result<CowText> TypeInfo<CowText>::decode(Decoder& in) {
    TD_TRY(auto text, TypeInfo<std::string>::decode(in));
    return CowText{std::move(text)};
}

TypeId TypeInfo<CowText>::describe(TypeRegistry& r) {
    const auto str = typeIdOf<std::string>(r);
    return r.wrapper("Cow", str, {{"T", str}});
}

void TypeInfo<Phase>::encode(Encoder& out, const Phase& v) {
    out.u8(static_cast<std::uint8_t>(v.kind));
    if (v.kind == Phase::Kind::ApplyExtrinsic) out.u32(v.extrinsic);
}

Result<Phase> TypeInfo<Phase>::decode(Decoder& in) {
    TD_TRY(const auto tag, in.u8());
    if (tag > 2) return fail(Errc::Malformed, "phase");
    Phase out{static_cast<Phase::Kind>(tag), 0};
    if (out.kind == Phase::Kind::ApplyExtrinsic) {
        TD_TRY(out.extrinsic, in.u32());
    }
    return out;
}

TypeId TypeInfo<Phase>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<Phase>, [](TypeRegistry& r) {
        return variants("frame_system::Phase", {{"ApplyExtrinsic", 0, {{{}, typeIdOf<std::uint32_t>(r), "u32"}}},
                                                {"Finalization", 1, {}},
                                                {"Initialization", 2, {}}});
    });
}

void TypeInfo<DigestLogs>::encode(Encoder& out, const DigestLogs& v) {
    out.raw(v.encodedItems);
}

Result<DigestLogs> TypeInfo<DigestLogs>::decode(Decoder& in) {
    TD_TRY(const auto all, in.raw(in.rest().size()));
    return DigestLogs{toBytes(all)};
}

TypeId TypeInfo<DigestLogs>::describe(TypeRegistry& registry) {
    static const char itemKey = 0;
    return registry.named(&kTypeKey<DigestLogs>, [](TypeRegistry& r) {
        const auto item = r.named(&itemKey, [](TypeRegistry& inner) {
            const TypeField engine{{}, inner.array(4, typeIdOf<std::uint8_t>(inner)), "ConsensusEngineId"};
            const TypeField data{{}, typeIdOf<Bytes>(inner), "Vec<u8>"};
            return variants("sp_runtime::generic::digest::DigestItem", {{"PreRuntime", 6, {engine, data}},
                                                                        {"Consensus", 4, {engine, data}},
                                                                        {"Seal", 5, {engine, data}},
                                                                        {"Other", 0, {data}},
                                                                        {"RuntimeEnvironmentUpdated", 8, {}}});
        });
        return TypeDef{"sp_runtime::generic::digest::Digest",
                       {},
                       TypeDef::Composite{{{"logs", r.sequence(item), "Vec<DigestItem>"}}}};
    });
}

void TypeInfo<DispatchOutcome>::encode(Encoder& out, const DispatchOutcome& v) {
    out.boolean(v.error.has_value());
    if (v.error) encodeTo(out, *v.error);
}

Result<DispatchOutcome> TypeInfo<DispatchOutcome>::decode(Decoder& in) {
    TD_TRY(const auto failed, in.boolean());
    DispatchOutcome out;
    if (failed) {
        TD_TRY(out.error, TypeInfo<DispatchError>::decode(in));
    }
    return out;
}

TypeId TypeInfo<DispatchOutcome>::describe(TypeRegistry& r) {
    return r.result(typeIdOf<Unit>(r), typeIdOf<DispatchError>(r));
}

} // namespace taodeck::subtensor

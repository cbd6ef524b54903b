#include "core/subtensor/pallets/commitments/types.h"

namespace taodeck::subtensor {
namespace {

using commitments::Data;
using commitments::DataFields;
using Kind = Data::Kind;

constexpr std::uint8_t kLastRaw = 129;
const char kTimelockedKey = 0, kBigRawKey = 0;

bool isHash(Kind kind) {
    return kind >= Kind::BlakeTwo256 && kind <= Kind::ShaThree256;
}

Result<Bytes> bounded(Decoder& in, std::size_t most) {
    TD_TRY(auto bytes, TypeInfo<Bytes>::decode(in));
    if (bytes.size() > most) return fail(Errc::OutOfRange, "more bytes than a commitment's field may have");
    return bytes;
}

TypeId boundedBytes(TypeRegistry& registry, const char* key) {
    return registry.named(key, [](TypeRegistry& r) {
        return TypeDef{"bounded_collections::bounded_vec::BoundedVec",
                       {{"T", typeIdOf<std::uint8_t>(r)}, {"S", {}}},
                       TypeDef::Composite{{{{}, typeIdOf<Bytes>(r), "Vec<T>"}}}};
    });
}

TypeVariant variant(std::string name, std::uint8_t index, std::vector<TypeField> fields = {}) {
    return {std::move(name), index, std::move(fields)};
}

} // namespace

void TypeInfo<Data>::encode(Encoder& out, const Data& v) {
    const auto lead = static_cast<std::uint8_t>(v.kind);
    if (v.kind == Kind::Raw) {
        out.u8(static_cast<std::uint8_t>(std::min(v.bytes.size(), commitments::kMaxRaw) + 1)).raw(v.bytes);
        return;
    }
    out.u8(lead);
    if (isHash(v.kind)) out.raw(v.bytes);
    if (v.kind == Kind::BigRaw || v.kind == Kind::TimelockEncrypted) encodeTo(out, v.bytes);
    if (v.kind == Kind::TimelockEncrypted) out.u64(v.revealRound);
}

Result<Data> TypeInfo<Data>::decode(Decoder& in) {
    TD_TRY(const auto lead, in.u8());
    if (lead >= 1 && lead <= kLastRaw) {
        TD_TRY(const auto raw, in.raw(lead - 1u));
        return Data::raw(toBytes(raw));
    }
    Data out{static_cast<Kind>(lead), {}, 0};
    if (isHash(out.kind)) {
        TD_TRY(const auto hash, in.raw(32));
        out.bytes = toBytes(hash);
    } else if (out.kind == Kind::TimelockEncrypted) {
        TD_TRY(out.bytes, bounded(in, commitments::kMaxTimelocked));
        TD_TRY(out.revealRound, in.u64());
    } else if (out.kind == Kind::BigRaw) {
        TD_TRY(out.bytes, bounded(in, commitments::kMaxBigRaw));
    } else if (out.kind != Kind::None && out.kind != Kind::ResetBondsFlag) {
        return fail(Errc::Malformed, "unknown kind of commitment data");
    }
    return out;
}

TypeId TypeInfo<Data>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<Data>, [](TypeRegistry& r) {
        const auto byte = r.primitive(Primitive::U8);
        const auto hash = r.array(32, byte);
        TypeDef::Variant out;
        out.variants.push_back(variant("None", 0));
        for (std::uint32_t size = 0; size <= commitments::kMaxRaw; ++size)
            out.variants.push_back(variant("Raw" + std::to_string(size), static_cast<std::uint8_t>(size + 1),
                                           {{{}, r.array(size, byte), {}}}));
        out.variants.push_back(variant("BlakeTwo256", 130, {{{}, hash, {}}}));
        out.variants.push_back(variant("Sha256", 131, {{{}, hash, {}}}));
        out.variants.push_back(variant("Keccak256", 132, {{{}, hash, {}}}));
        out.variants.push_back(variant("ShaThree256", 133, {{{}, hash, {}}}));
        out.variants.push_back(variant(
            "TimelockEncrypted", 134,
            {{"encrypted", boundedBytes(r, &kTimelockedKey), {}}, {"reveal_round", typeIdOf<std::uint64_t>(r), {}}}));
        out.variants.push_back(variant("ResetBondsFlag", 135));
        out.variants.push_back(variant("BigRaw", 136, {{{}, boundedBytes(r, &kBigRawKey), {}}}));
        return TypeDef{"pallet_commitments::types::Data", {}, std::move(out)};
    });
}

void TypeInfo<DataFields>::encode(Encoder& out, const DataFields& v) {
    encodeTo(out, v.items);
}

Result<DataFields> TypeInfo<DataFields>::decode(Decoder& in) {
    Decoder ahead = in;
    TD_TRY(const auto count, ahead.count());
    if (count > commitments::kMaxFields) return fail(Errc::OutOfRange, "more fields than a commitment may have");
    TD_TRY(auto items, TypeInfo<std::vector<Data>>::decode(in));
    return DataFields{std::move(items)};
}

TypeId TypeInfo<DataFields>::describe(TypeRegistry& r) {
    return TypeInfo<BoundedVec<Data>>::describe(r);
}

} // namespace taodeck::subtensor

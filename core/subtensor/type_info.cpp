#include "core/subtensor/type_info.h"

namespace taodeck::subtensor {

std::vector<std::string> splitNames(std::string_view list) {
    std::vector<std::string> out;
    std::string name;
    for (const char c : list) {
        if (c == ',') {
            out.push_back(std::move(name));
            name.clear();
        } else if (c != ' ' && c != '\n') {
            name += c;
        }
    }
    if (!name.empty()) out.push_back(std::move(name));
    return out;
}

TypeDef describeEnum(const EnumInfo& info) {
    TypeDef::Variant variants;
    for (auto& name : splitNames(info.names))
        variants.variants.push_back({std::move(name), static_cast<std::uint8_t>(variants.variants.size()), {}});
    return {info.path, {}, std::move(variants)};
}

// One line each: the name of the codec's function and of the metadata's primitive.
#define TD_PRIMITIVE(T, method, id)                                                                                    \
    void TypeInfo<T>::encode(Encoder& out, const T& v) {                                                               \
        out.method(v);                                                                                                 \
    }                                                                                                                  \
    Result<T> TypeInfo<T>::decode(Decoder& in) {                                                                       \
        return in.method();                                                                                            \
    }                                                                                                                  \
    TypeId TypeInfo<T>::describe(TypeRegistry& r) {                                                                    \
        return r.primitive(Primitive::id);                                                                             \
    }
TD_PRIMITIVE(bool, boolean, Bool)
TD_PRIMITIVE(std::uint8_t, u8, U8)
TD_PRIMITIVE(std::uint16_t, u16, U16)
TD_PRIMITIVE(std::uint32_t, u32, U32)
TD_PRIMITIVE(std::uint64_t, u64, U64)
TD_PRIMITIVE(UInt128, u128, U128)
TD_PRIMITIVE(std::int64_t, i64, I64)
#undef TD_PRIMITIVE

void TypeInfo<std::int16_t>::encode(Encoder& out, const std::int16_t& v) {
    out.u16(static_cast<std::uint16_t>(v));
}
Result<std::int16_t> TypeInfo<std::int16_t>::decode(Decoder& in) {
    TD_TRY(const auto v, in.u16());
    return static_cast<std::int16_t>(v);
}
TypeId TypeInfo<std::int16_t>::describe(TypeRegistry& r) {
    return r.primitive(Primitive::I16);
}

void TypeInfo<Int128>::encode(Encoder& out, const Int128& v) {
    out.u128(static_cast<UInt128>(v));
}
Result<Int128> TypeInfo<Int128>::decode(Decoder& in) {
    TD_TRY(const auto v, in.u128());
    return static_cast<Int128>(v);
}
TypeId TypeInfo<Int128>::describe(TypeRegistry& r) {
    return r.primitive(Primitive::I128);
}

void TypeInfo<Bytes>::encode(Encoder& out, const Bytes& v) {
    out.bytes(v);
}
Result<Bytes> TypeInfo<Bytes>::decode(Decoder& in) {
    TD_TRY(const auto v, in.bytes());
    return toBytes(v);
}
TypeId TypeInfo<Bytes>::describe(TypeRegistry& r) {
    return r.sequence(r.primitive(Primitive::U8));
}

void TypeInfo<std::string>::encode(Encoder& out, const std::string& v) {
    out.text(v);
}
Result<std::string> TypeInfo<std::string>::decode(Decoder& in) {
    TD_TRY(const auto v, in.bytes());
    return std::string{asText(v)};
}
TypeId TypeInfo<std::string>::describe(TypeRegistry& r) {
    return r.primitive(Primitive::Str);
}

namespace {

const char kAccountKey = 0;
const char kHashKey = 0;

TypeId describe32(TypeRegistry& registry, const void* key, const char* path) {
    return registry.named(key, [path](TypeRegistry& r) {
        const auto bytes = r.array(32, r.primitive(Primitive::U8));
        return TypeDef{path, {}, TypeDef::Composite{{{{}, bytes, "[u8; 32]"}}}};
    });
}

} // namespace

#define TD_BYTES32(T, key, path)                                                                                       \
    void TypeInfo<T>::encode(Encoder& out, const T& v) {                                                               \
        out.id(v);                                                                                                     \
    }                                                                                                                  \
    Result<T> TypeInfo<T>::decode(Decoder& in) {                                                                       \
        return in.id<T>();                                                                                             \
    }                                                                                                                  \
    TypeId TypeInfo<T>::describe(TypeRegistry& r) {                                                                    \
        return describe32(r, &key, path);                                                                              \
    }
TD_BYTES32(AccountId, kAccountKey, "sp_core::crypto::AccountId32")
TD_BYTES32(Hash256, kHashKey, "primitive_types::H256")
TD_BYTES32(BlockHash, kHashKey, "primitive_types::H256")
#undef TD_BYTES32

#define TD_AMOUNT(T)                                                                                                   \
    void TypeInfo<T>::encode(Encoder& out, const T& v) {                                                               \
        out.u64(v.raw());                                                                                              \
    }                                                                                                                  \
    Result<T> TypeInfo<T>::decode(Decoder& in) {                                                                       \
        TD_TRY(const auto v, in.u64());                                                                                \
        return T::fromRaw(v);                                                                                          \
    }                                                                                                                  \
    TypeId TypeInfo<T>::describe(TypeRegistry& r) {                                                                    \
        return r.primitive(Primitive::U64);                                                                            \
    }
TD_AMOUNT(Rao)
TD_AMOUNT(Alpha)
#undef TD_AMOUNT

void TypeInfo<NetUid>::encode(Encoder& out, const NetUid& v) {
    out.netuid(v);
}
Result<NetUid> TypeInfo<NetUid>::decode(Decoder& in) {
    TD_TRY(const auto v, in.u16());
    return NetUid{v};
}
TypeId TypeInfo<NetUid>::describe(TypeRegistry& r) {
    return r.primitive(Primitive::U16);
}

void TypeInfo<BlockNumber>::encode(Encoder& out, const BlockNumber& v) {
    out.u32(raw(v));
}
Result<BlockNumber> TypeInfo<BlockNumber>::decode(Decoder& in) {
    TD_TRY(const auto v, in.u32());
    return BlockNumber{v};
}
TypeId TypeInfo<BlockNumber>::describe(TypeRegistry& r) {
    return r.primitive(Primitive::U32);
}

void TypeInfo<Unit>::encode(Encoder&, const Unit&) {}
Result<Unit> TypeInfo<Unit>::decode(Decoder&) {
    return Unit{};
}
TypeId TypeInfo<Unit>::describe(TypeRegistry& r) {
    return r.tuple({});
}

} // namespace taodeck::subtensor

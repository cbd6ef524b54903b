#pragma once
/// TypeInfo<T>: how a C++ type is written in SCALE and how the metadata describes it. One declaration serves both.
///
/// A struct takes part by three static members and no specialisation:
///     static constexpr const char* kPath = "pallet_balances::types::AccountData"; ///< Not for calls and events.
///     static constexpr FieldInfo kFields[] = {{"free", "Balance"}, ...};          ///< Upstream names; SCALE order.
///     static auto fields(auto& s) { return std::tie(s.free, ...); }               ///< Same order.
/// and, where upstream is generic, static std::vector<TypeParam> params(TypeRegistry&).
/// An enum without payload by a function beside it:
///     constexpr EnumInfo enumInfo(RecycleOrBurn) { return {"pallet_subtensor::pallet::RecycleOrBurnEnum", "Burn,
///     Recycle"}; }
/// Anything else specialises TypeInfo; TD_TYPE_INFO(T) declares that, the three functions go into a .cpp.
/// decode() never trusts a count: a vector grows with what is really there.

#include "core/subtensor/type_registry.h"

#include <map>
#include <set>
#include <tuple>
#include <type_traits>

namespace taodeck::subtensor {

using scale::Decoder;
using scale::Encoder;

struct EnumInfo {
    const char* path;
    const char* names; ///< Comma separated, from index 0.
};
/// "A, B" -> {"A", "B"}.
std::vector<std::string> splitNames(std::string_view list);

template <class T>
struct TypeInfo;

template <class T>
inline constexpr char kTypeKey = 0; ///< Its address names T.

template <class T>
void encodeTo(Encoder& out, const T& value) {
    TypeInfo<T>::encode(out, value);
}
template <class T>
Bytes encoded(const T& value) {
    Encoder out;
    TypeInfo<T>::encode(out, value);
    return out.take();
}
template <class T>
Result<T> decodeFrom(Decoder& in) {
    return TypeInfo<T>::decode(in);
}
/// The whole of `bytes` as a T; bytes left over are Malformed.
template <class T>
Result<T> decodeAll(ByteView bytes) {
    Decoder in{bytes};
    TD_TRY(auto value, TypeInfo<T>::decode(in));
    TD_CHECK(in.finish());
    return value;
}
template <class T>
TypeId typeIdOf(TypeRegistry& registry) {
    return TypeInfo<T>::describe(registry);
}

/// The parts that every struct with fields() shares.
template <class T>
struct Fields {
    using Tuple = decltype(T::fields(std::declval<T&>()));
    static constexpr std::size_t kCount = std::tuple_size_v<Tuple>;

    static void encode(Encoder& out, const T& value) {
        std::apply([&out](const auto&... field) { (encodeTo(out, field), ...); }, T::fields(value));
    }
    static Result<T> decode(Decoder& in) {
        T value{};
        Result<> status;
        std::apply([&](auto&... field) { (void)(read(in, field, status) && ...); }, T::fields(value));
        if (!status) return tl::unexpected<Error>{std::move(status).error()};
        return value;
    }
    static std::vector<TypeField> describe([[maybe_unused]] TypeRegistry& registry) {
        std::vector<TypeField> out;
        if constexpr (kCount > 0) {
            static_assert(std::size(T::kFields) == kCount, "kFields and fields() must agree");
            describeEach(registry, out, static_cast<Tuple*>(nullptr));
        }
        return out;
    }

private:
    template <class F>
    static bool read(Decoder& in, F& field, Result<>& status) {
        auto decoded = TypeInfo<F>::decode(in);
        if (!decoded) {
            status = tl::unexpected<Error>{std::move(decoded).error()};
            return false;
        }
        field = *std::move(decoded);
        return true;
    }
    template <class... F>
    static void describeEach(TypeRegistry& registry, std::vector<TypeField>& out, std::tuple<F&...>*) {
        std::size_t i = 0;
        ((out.push_back({T::kFields[i].name ? T::kFields[i].name : "", typeIdOf<F>(registry),
                         T::kFields[i].typeName ? T::kFields[i].typeName : ""}),
          ++i),
         ...);
    }
};

template <class T>
requires requires(T& value) {
    T::fields(value);
}
struct TypeInfo<T> {
    static void encode(Encoder& out, const T& value) { Fields<T>::encode(out, value); }
    static Result<T> decode(Decoder& in) { return Fields<T>::decode(in); }
    static TypeId describe(TypeRegistry& registry) {
        return registry.named(&kTypeKey<T>, [](TypeRegistry& r) {
            std::vector<TypeParam> params;
            if constexpr (requires { T::params(r); }) params = T::params(r);
            return TypeDef{T::kPath, std::move(params), TypeDef::Composite{Fields<T>::describe(r)}};
        });
    }
};

TypeDef describeEnum(const EnumInfo& info);
template <class E>
requires requires {
    enumInfo(E{});
}
struct TypeInfo<E> {
    static void encode(Encoder& out, E value) { out.u8(static_cast<std::uint8_t>(value)); }
    static Result<E> decode(Decoder& in) {
        TD_TRY(const auto index, in.u8());
        if (index >= splitNames(enumInfo(E{}).names).size()) return fail(Errc::Malformed, "unknown enum variant");
        return static_cast<E>(index);
    }
    static TypeId describe(TypeRegistry& registry) {
        return registry.named(&kTypeKey<E>, [](TypeRegistry&) { return describeEnum(enumInfo(E{})); });
    }
};

#define TD_TYPE_INFO(T)                                                                                                \
    template <>                                                                                                        \
    struct TypeInfo<T> {                                                                                               \
        static void encode(Encoder& out, const T& value);                                                              \
        static Result<T> decode(Decoder& in);                                                                          \
        static TypeId describe(TypeRegistry& registry);                                                                \
    }
// clang-format off
TD_TYPE_INFO(bool);
TD_TYPE_INFO(std::uint8_t);
TD_TYPE_INFO(std::uint16_t);
TD_TYPE_INFO(std::uint32_t);
TD_TYPE_INFO(std::uint64_t);
TD_TYPE_INFO(UInt128);
TD_TYPE_INFO(Int128);
TD_TYPE_INFO(std::int16_t);
TD_TYPE_INFO(std::int64_t);
TD_TYPE_INFO(Bytes);
TD_TYPE_INFO(std::string);
TD_TYPE_INFO(AccountId);     ///< sp_core::crypto::AccountId32
TD_TYPE_INFO(Hash256);       ///< primitive_types::H256
TD_TYPE_INFO(BlockHash);     ///< primitive_types::H256
TD_TYPE_INFO(Rao);           ///< u64
TD_TYPE_INFO(Alpha);         ///< u64
TD_TYPE_INFO(NetUid);        ///< u16
TD_TYPE_INFO(BlockNumber);   ///< u32
// clang-format on

/// The unit type `()`.
struct Unit {
    friend constexpr bool operator==(Unit, Unit) = default;
};
TD_TYPE_INFO(Unit);

/// A number in compact form, where the declaration says Compact<T>.
template <class T>
struct Compact {
    T value{};
    friend bool operator==(const Compact&, const Compact&) = default;
};
namespace detail {
constexpr std::uint64_t plain(std::uint64_t v) {
    return v;
}
template <class Tag>
constexpr std::uint64_t plain(Amount<Tag> v) {
    return v.raw();
}
constexpr std::uint64_t plain(NetUid v) {
    return raw(v);
}
constexpr std::uint64_t plain(BlockNumber v) {
    return raw(v);
}
template <class T>
constexpr T fromPlain(std::uint64_t v) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
        return static_cast<T>(v);
    } else {
        return T::fromRaw(v);
    }
}
} // namespace detail
template <class T>
struct TypeInfo<Compact<T>> {
    static void encode(Encoder& out, const Compact<T>& v) {
        if constexpr (std::is_same_v<T, UInt128>) {
            out.compact(v.value);
        } else {
            out.compact(detail::plain(v.value));
        }
    }
    static Result<Compact<T>> decode(Decoder& in) {
        if constexpr (std::is_same_v<T, UInt128>) {
            TD_TRY(const auto v, in.compact());
            return Compact<T>{v};
        } else {
            TD_TRY(const auto v, in.compact64());
            const auto value = detail::fromPlain<T>(v);
            if (detail::plain(value) != v) return fail(Errc::OutOfRange, "compact number too large");
            return Compact<T>{value};
        }
    }
    static TypeId describe(TypeRegistry& r) { return r.compact(typeIdOf<T>(r)); }
};

template <class T>
struct TypeInfo<std::vector<T>> {
    static void encode(Encoder& out, const std::vector<T>& values) {
        out.compact(values.size());
        for (const auto& v : values)
            encodeTo<T>(out, v);
    }
    static Result<std::vector<T>> decode(Decoder& in) {
        TD_TRY(const auto count, in.count());
        std::vector<T> out;
        for (std::uint32_t i = 0; i < count; ++i) {
            TD_TRY(auto v, TypeInfo<T>::decode(in));
            out.push_back(std::move(v));
        }
        return out;
    }
    static TypeId describe(TypeRegistry& r) { return r.sequence(typeIdOf<T>(r)); }
};

template <class T, std::size_t N>
struct TypeInfo<std::array<T, N>> {
    static void encode(Encoder& out, const std::array<T, N>& values) {
        for (const auto& v : values)
            encodeTo(out, v);
    }
    static Result<std::array<T, N>> decode(Decoder& in) {
        std::array<T, N> out{};
        for (auto& v : out) {
            TD_TRY(v, TypeInfo<T>::decode(in));
        }
        return out;
    }
    static TypeId describe(TypeRegistry& r) { return r.array(N, typeIdOf<T>(r)); }
};

template <class T>
struct TypeInfo<std::optional<T>> {
    static void encode(Encoder& out, const std::optional<T>& v) {
        out.boolean(v.has_value());
        if (v) encodeTo(out, *v);
    }
    static Result<std::optional<T>> decode(Decoder& in) {
        TD_TRY(const auto some, in.option());
        if (!some) return std::optional<T>{};
        TD_TRY(auto v, TypeInfo<T>::decode(in));
        return std::optional<T>{std::move(v)};
    }
    static TypeId describe(TypeRegistry& r) { return r.option(typeIdOf<T>(r)); }
};

template <class... T>
struct TypeInfo<std::tuple<T...>> {
    static void encode(Encoder& out, const std::tuple<T...>& v) {
        std::apply([&out](const auto&... e) { (encodeTo(out, e), ...); }, v);
    }
    static Result<std::tuple<T...>> decode(Decoder& in) {
        Wrapped w{};
        TD_TRY(w, Fields<Wrapped>::decode(in));
        return std::move(w.value);
    }
    static TypeId describe(TypeRegistry& r) { return r.tuple({typeIdOf<T>(r)...}); }

private:
    struct Wrapped {
        std::tuple<T...> value;
        static auto fields(auto& w) {
            return std::apply([](auto&... e) { return std::tie(e...); }, w.value);
        }
    };
};

template <class A, class B>
struct TypeInfo<std::pair<A, B>> {
    static void encode(Encoder& out, const std::pair<A, B>& v) {
        encodeTo(out, v.first);
        encodeTo(out, v.second);
    }
    static Result<std::pair<A, B>> decode(Decoder& in) {
        TD_TRY(auto a, TypeInfo<A>::decode(in));
        TD_TRY(auto b, TypeInfo<B>::decode(in));
        return std::pair<A, B>{std::move(a), std::move(b)};
    }
    static TypeId describe(TypeRegistry& r) { return r.tuple({typeIdOf<A>(r), typeIdOf<B>(r)}); }
};

template <class K, class V>
struct TypeInfo<std::map<K, V>> {
    static void encode(Encoder& out, const std::map<K, V>& values) {
        out.compact(values.size());
        for (const auto& [k, v] : values) {
            encodeTo(out, k);
            encodeTo(out, v);
        }
    }
    static Result<std::map<K, V>> decode(Decoder& in) {
        TD_TRY(auto pairs, TypeInfo<std::vector<std::pair<K, V>>>::decode(in));
        return std::map<K, V>{pairs.begin(), pairs.end()};
    }
    static TypeId describe(TypeRegistry& r) {
        const auto k = typeIdOf<K>(r);
        const auto v = typeIdOf<V>(r);
        return r.wrapper("BTreeMap", r.sequence(r.tuple({k, v})), {{"K", k}, {"V", v}});
    }
};

template <class T>
struct TypeInfo<std::set<T>> {
    static void encode(Encoder& out, const std::set<T>& values) {
        out.compact(values.size());
        for (const auto& v : values)
            encodeTo(out, v);
    }
    static Result<std::set<T>> decode(Decoder& in) {
        TD_TRY(auto items, TypeInfo<std::vector<T>>::decode(in));
        return std::set<T>{items.begin(), items.end()};
    }
    static TypeId describe(TypeRegistry& r) {
        const auto t = typeIdOf<T>(r);
        return r.wrapper("BTreeSet", r.sequence(t), {{"T", t}});
    }
};

/// A vector that the metadata calls BoundedVec (or WeakBoundedVec); the bound is checked where values are made.
template <class T>
struct BoundedVec {
    std::vector<T> items;
    friend bool operator==(const BoundedVec&, const BoundedVec&) = default;
};
template <class T>
struct WeakBoundedVec {
    std::vector<T> items;
    friend bool operator==(const WeakBoundedVec&, const WeakBoundedVec&) = default;
};
template <class T, template <class> class V>
struct BoundedInfo {
    static void encode(Encoder& out, const V<T>& v) { encodeTo(out, v.items); }
    static Result<V<T>> decode(Decoder& in) {
        TD_TRY(auto items, TypeInfo<std::vector<T>>::decode(in));
        return V<T>{std::move(items)};
    }
};
template <class T>
struct TypeInfo<BoundedVec<T>> : BoundedInfo<T, BoundedVec> {
    static TypeId describe(TypeRegistry& r) {
        const auto t = typeIdOf<T>(r);
        return r.wrapper("bounded_collections::bounded_vec::BoundedVec", r.sequence(t), {{"T", t}, {"S", {}}},
                         "Vec<T>");
    }
};
template <class T>
struct TypeInfo<WeakBoundedVec<T>> : BoundedInfo<T, WeakBoundedVec> {
    static TypeId describe(TypeRegistry& r) {
        const auto t = typeIdOf<T>(r);
        return r.wrapper("bounded_collections::weak_bounded_vec::WeakBoundedVec", r.sequence(t), {{"T", t}, {"S", {}}},
                         "Vec<T>");
    }
};

} // namespace taodeck::subtensor

#pragma once
/// Storage items: declared once, they read and write State and describe themselves to the metadata.
///
///     inline constexpr StorageMap<NetUid, Rao> Burn{kPallet, "Burn", {Hasher::Identity},
///                                                   [] { return Rao::fromRaw(100'000'000); }};
///     const auto burn = Burn.get(state, netuid);   // the default when absent
///     Burn.set(state, netuid, burn);
///     Uids.get(state, netuid, hotkey)              // Optional items give std::optional
///     Keys.forEachUnder(state, [&](NetUid, std::uint16_t uid, const AccountId& hotkey) { return true; }, netuid);
///
/// An item must also be named in its pallet's `storage` list (pallet.h), else it is not in the metadata.
/// A stored value that does not decode counts as absent, as in FRAME; only a bug of ours can store such a value.

#include "core/crypto/hash.h"
#include "core/subtensor/state.h"
#include "core/subtensor/type_info.h"

namespace taodeck::subtensor {

using crypto::Hasher;

enum class Modifier : std::uint8_t { Optional = 0, Default = 1 };

/// What the metadata says of an item; no type parameter, so pallets list items by pointer.
class StorageItem {
public:
    static constexpr std::size_t kMaxKeys = 4;

    /// twox128(pallet) ++ twox128(name).
    Bytes prefix() const { return crypto::storagePrefix(pallet, name); }

    const char* pallet{nullptr};
    const char* name{nullptr};
    Modifier modifier{Modifier::Default};
    std::size_t keyCount{0};
    Hasher hashers[kMaxKeys]{};
    TypeId (*keyType)(TypeRegistry&){nullptr}; ///< A tuple when there are several keys.
    TypeId (*valueType)(TypeRegistry&){nullptr};
    Bytes (*defaultValue)(const StorageItem&){nullptr}; ///< Encoded; a single 0 for Optional items.
};

/// Calls `visit(restOfKey, value)` for each entry under `prefix` in key order until it returns false.
void forEachEntry(const StateReader& state, ByteView prefix,
                  const std::function<bool(ByteView restOfKey, const Bytes& value)>& visit);
/// Steps over the hash in front of a reversible hasher's key. @return false when `rest` is too short.
bool skipHash(Decoder& rest, Hasher hasher);

/// Functions that do not depend on the modifier.
template <class V, class... K>
class StorageBase : public StorageItem {
public:
    static_assert(sizeof...(K) <= kMaxKeys);

    Bytes key(const K&... keys) const {
        auto out = prefix();
        appendKeys(out, keys...);
        return out;
    }
    bool exists(const StateReader& state, const K&... keys) const { return state.get(key(keys...)).has_value(); }
    void set(State& state, const K&... keys, const V& value) const { state.set(key(keys...), encoded(value)); }
    void remove(State& state, const K&... keys) const { state.remove(key(keys...)); }
    /// Removes every entry whose leading keys are these.
    template <class... Lead>
    void removeUnder(State& state, const Lead&... lead) const {
        state.removePrefix(leadingKey(lead...));
    }
    std::optional<V> tryGet(const StateReader& state, const K&... keys) const {
        const auto raw = state.get(key(keys...));
        if (!raw) return std::nullopt;
        auto value = decodeAll<V>(*raw);
        if (!value) return std::nullopt;
        return *std::move(value);
    }
    /// `visit(keys..., value) -> bool` for each entry whose leading keys are `lead`, in key order (that is: of the
    /// hashed bytes), until it returns false. Do not change the item meanwhile. Hashers must be reversible.
    template <class Visit, class... Lead>
    void forEachUnder(const StateReader& state, Visit visit, const Lead&... lead) const {
        forEachEntry(state, leadingKey(lead...), [&](ByteView rest, const Bytes& raw) {
            // Decode from the full key: the leading keys are cheap to read again and the visitor gets all of them.
            auto full = leadingKey(lead...);
            const auto prefixSize = prefix().size();
            append(full, rest);
            Decoder in{ByteView{full}.subspan(prefixSize)};
            std::tuple<K...> keys;
            if (!readKeys(in, keys, std::index_sequence_for<K...>{})) return true;
            auto value = decodeAll<V>(raw);
            if (!value) return true;
            return std::apply([&](const auto&... k) { return visit(k..., *value); }, keys);
        });
    }
    /// The keys behind prefix(), of which hashers must be reversible.
    std::optional<std::tuple<K...>> decodeKeys(Decoder& in) const {
        std::tuple<K...> keys;
        if (!readKeys(in, keys, std::index_sequence_for<K...>{})) return std::nullopt;
        return keys;
    }
    template <class Visit>
    void forEach(const StateReader& state, Visit visit) const {
        forEachUnder(state, std::move(visit));
    }

protected:
    constexpr StorageBase(const char* itemPallet, const char* itemName, Modifier itemModifier,
                          std::initializer_list<Hasher> itemHashers) {
        pallet = itemPallet;
        name = itemName;
        modifier = itemModifier;
        for (const auto h : itemHashers)
            hashers[keyCount++] = h;
        keyType = [](TypeRegistry& r) {
            if constexpr (sizeof...(K) == 1) {
                return (typeIdOf<K>(r), ...);
            } else {
                return r.tuple({typeIdOf<K>(r)...});
            }
        };
        valueType = [](TypeRegistry& r) { return typeIdOf<V>(r); };
    }

private:
    template <class... Lead>
    Bytes leadingKey(const Lead&... lead) const {
        auto out = prefix();
        appendKeys(out, lead...);
        return out;
    }
    template <class... Some>
    void appendKeys(Bytes& out, const Some&... keys) const {
        [[maybe_unused]] std::size_t i = 0;
        (crypto::appendHashed(out, hashers[i++], encoded(keys)), ...);
    }
    template <std::size_t... I>
    bool readKeys(Decoder& in, std::tuple<K...>& keys, std::index_sequence<I...>) const {
        const auto one = [&](auto index, auto& slot) {
            if (!skipHash(in, hashers[index])) return false;
            auto value = TypeInfo<std::decay_t<decltype(slot)>>::decode(in);
            if (!value) return false;
            slot = *std::move(value);
            return true;
        };
        return (one(I, std::get<I>(keys)) && ...);
    }
};

/// ValueQuery: reading an absent key gives the default.
template <class V, class... K>
class DefaultStorage : public StorageBase<V, K...> {
public:
    using MakeDefault = V (*)();
    constexpr DefaultStorage(
        const char* pallet, const char* name, std::initializer_list<Hasher> hashers = {},
        MakeDefault makeDefault = [] { return V{}; })
        : StorageBase<V, K...>{pallet, name, Modifier::Default, hashers}, m_makeDefault{makeDefault} {
        this->defaultValue = [](const StorageItem& item) {
            return encoded(static_cast<const DefaultStorage&>(item).m_makeDefault());
        };
    }
    constexpr DefaultStorage(const char* pallet, const char* name, MakeDefault makeDefault)
        : DefaultStorage{pallet, name, {}, makeDefault} {}

    V get(const StateReader& state, const K&... keys) const {
        auto value = this->tryGet(state, keys...);
        return value ? *std::move(value) : m_makeDefault();
    }
    /// Reads, lets `change(V&)` edit, writes back.
    template <class Change>
    void mutate(State& state, const K&... keys, Change change) const {
        auto value = get(state, keys...);
        change(value);
        this->set(state, keys..., value);
    }

private:
    MakeDefault m_makeDefault;
};

/// OptionQuery: reading an absent key gives nothing.
template <class V, class... K>
class OptionalStorage : public StorageBase<V, K...> {
public:
    constexpr OptionalStorage(const char* pallet, const char* name, std::initializer_list<Hasher> hashers = {})
        : StorageBase<V, K...>{pallet, name, Modifier::Optional, hashers} {
        this->defaultValue = [](const StorageItem&) { return Bytes{0}; };
    }
    std::optional<V> get(const StateReader& state, const K&... keys) const { return this->tryGet(state, keys...); }
};

template <class V>
using StorageValue = DefaultStorage<V>;
template <class K, class V>
using StorageMap = DefaultStorage<V, K>;
template <class K1, class K2, class V>
using StorageDoubleMap = DefaultStorage<V, K1, K2>;
template <class K1, class K2, class K3, class V>
using StorageTripleMap = DefaultStorage<V, K1, K2, K3>;
template <class V>
using OptionalValue = OptionalStorage<V>;
template <class K, class V>
using OptionalMap = OptionalStorage<V, K>;
template <class K1, class K2, class V>
using OptionalDoubleMap = OptionalStorage<V, K1, K2>;
template <class K1, class K2, class K3, class V>
using OptionalTripleMap = OptionalStorage<V, K1, K2, K3>;

} // namespace taodeck::subtensor

#include "core/metadata/storage_key.h"

#include "core/metadata/codec.h"

namespace taodeck::metadata {
namespace {

constexpr std::size_t kItemPrefixBytes = 32;

struct Item {
    const StorageEntry* entry;
    Bytes prefix;
};

Result<Item> findItem(const Metadata& meta, std::string_view pallet, std::string_view item) {
    TD_TRY(const auto* entry, meta.storage(pallet, item));
    return Item{entry, crypto::storagePrefix(meta.pallet(pallet)->storagePrefix, item)};
}

std::string nameOf(std::string_view pallet, std::string_view item) {
    return std::string{pallet} + "." + std::string{item};
}

} // namespace

Result<Bytes> storageKeyPrefix(const Metadata& meta, std::string_view pallet, std::string_view item,
                               std::span<const Value> keys) {
    TD_TRY(auto found, findItem(meta, pallet, item));
    if (keys.size() > found.entry->keys.size())
        return fail(Errc::Malformed, "storage: too many keys for " + nameOf(pallet, item));
    for (std::size_t i = 0; i < keys.size(); ++i) {
        TD_TRY(const auto encoded, encodeValue(meta.types(), found.entry->keys[i], keys[i]));
        crypto::appendHashed(found.prefix, found.entry->hashers[i], encoded);
    }
    return std::move(found.prefix);
}

Result<Bytes> storageKey(const Metadata& meta, std::string_view pallet, std::string_view item,
                         std::span<const Value> keys) {
    TD_TRY(const auto* entry, meta.storage(pallet, item));
    if (keys.size() != entry->keys.size())
        return fail(Errc::Malformed,
                    "storage: " + nameOf(pallet, item) + " takes " + std::to_string(entry->keys.size()) + " keys");
    return storageKeyPrefix(meta, pallet, item, keys);
}

Result<std::vector<Value>> decodeStorageKey(const Metadata& meta, std::string_view pallet, std::string_view item,
                                            ByteView key) {
    TD_TRY(const auto found, findItem(meta, pallet, item));
    if (!startsWith(key, found.prefix)) return fail(Errc::Malformed, "storage: not a key of " + nameOf(pallet, item));
    scale::Decoder in{key.subspan(kItemPrefixBytes)};
    std::vector<Value> out;
    for (std::size_t i = 0; i < found.entry->keys.size(); ++i) {
        const auto hasher = found.entry->hashers[i];
        if (!crypto::isReversible(hasher)) return fail(Errc::Unsupported, "storage: the map keeps only hashes");
        const auto hashed = in.rest();
        TD_CHECK(in.raw(crypto::hashPrefixSize(hasher)));
        const auto plain = in.rest();
        TD_TRY(auto value, decodeValue(meta.types(), found.entry->keys[i], in));
        Bytes expected;
        crypto::appendHashed(expected, hasher, plain.first(plain.size() - in.rest().size()));
        if (!startsWith(hashed, expected)) return fail(Errc::BadProof, "storage: hash and key differ");
        out.push_back(std::move(value));
    }
    TD_CHECK(in.finish());
    return out;
}

Result<std::optional<Value>> decodeStorageValue(const Metadata& meta, std::string_view pallet, std::string_view item,
                                                const std::optional<Bytes>& stored) {
    TD_TRY(const auto* entry, meta.storage(pallet, item));
    if (!stored && entry->modifier != Modifier::Default) return std::optional<Value>{};
    TD_TRY(auto value, decodeValue(meta.types(), entry->value, stored ? *stored : entry->defaultBytes));
    return std::optional{std::move(value)};
}

} // namespace taodeck::metadata

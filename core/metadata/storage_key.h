#pragma once
/// Raw storage keys by name, and names back from raw keys. Pure; any thread.
/// Source: frame-support storage generators; vectors tests/data/storage_keys.

#include "core/metadata/metadata.h"
#include "core/metadata/value.h"

#include <span>

namespace taodeck::metadata {

/// twox128(prefix) ++ twox128(item) ++ every hashed key. @return NotFound when the metadata lacks the item, Malformed
/// when the number of keys is not the map's, else the error of the key that does not encode.
Result<Bytes> storageKey(const Metadata& meta, std::string_view pallet, std::string_view item,
                         std::span<const Value> keys = {});
/// The same with the first keys only: what all keys below it start with.
Result<Bytes> storageKeyPrefix(const Metadata& meta, std::string_view pallet, std::string_view item,
                               std::span<const Value> keys = {});

/// The map keys inside a raw key. @return Malformed when it is not a key of this item, BadProof when a hash in front of
/// a key is not that key's, Unsupported where a hasher keeps the key out.
Result<std::vector<Value>> decodeStorageKey(const Metadata& meta, std::string_view pallet, std::string_view item,
                                            ByteView key);

/// The value at an item, or what stands in for it: the default for Modifier::Default, empty for Optional.
/// @return Malformed when the bytes are not of the item's type.
Result<std::optional<Value>> decodeStorageValue(const Metadata& meta, std::string_view pallet, std::string_view item,
                                                const std::optional<Bytes>& stored);

} // namespace taodeck::metadata

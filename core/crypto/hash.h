#pragma once
/// The hashes of the network. Pure; any thread. Vectors: tests/data/crypto.json.

#include "core/base/bytes.h"
#include "core/base/ids.h"

#include <array>

namespace taodeck::crypto {

std::array<std::uint8_t, 8> blake2b64(ByteView data);
std::array<std::uint8_t, 16> blake2b128(ByteView data);
std::array<std::uint8_t, 32> blake2b256(ByteView data);
std::array<std::uint8_t, 64> blake2b512(ByteView data);

/// XXH64 with seeds 0, 1, ... concatenated (little-endian): Substrate's twox hashes. Not collision resistant.
std::array<std::uint8_t, 8> twox64(ByteView data);
std::array<std::uint8_t, 16> twox128(ByteView data);
std::array<std::uint8_t, 32> twox256(ByteView data);

std::array<std::uint8_t, 32> sha256(ByteView data);
std::array<std::uint8_t, 64> sha512(ByteView data);
std::array<std::uint8_t, 32> keccak256(ByteView data);
std::array<std::uint8_t, 32> sha3_256(ByteView data);

/// Blake2b-256 under the name of what it identifies: `hashOf<BlockHash>(headerBytes)`.
template <class Id>
Id hashOf(ByteView data) {
    return Id{blake2b256(data)};
}

/// The hashers of storage maps, in the order of the metadata's enum.
enum class Hasher : std::uint8_t { Blake2_128, Blake2_256, Blake2_128Concat, Twox128, Twox256, Twox64Concat, Identity };
/// Appends the hashed form of one map key.
void appendHashed(Bytes& out, Hasher hasher, ByteView encodedKey);
/// Bytes that the hasher puts before the key itself; the key can be read back only where `isReversible`.
std::size_t hashPrefixSize(Hasher hasher);
constexpr bool isReversible(Hasher h) {
    return h == Hasher::Blake2_128Concat || h == Hasher::Twox64Concat || h == Hasher::Identity;
}

/// twox128(pallet) ++ twox128(item).
Bytes storagePrefix(std::string_view pallet, std::string_view item);

} // namespace taodeck::crypto

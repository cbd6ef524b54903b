#include "core/crypto/hash.h"

#include "core/crypto/detail/keccak.h"
#include "core/crypto/detail/sodium.h"
#include "core/crypto/detail/xxh64.h"

#include <cstring>

namespace taodeck::crypto {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> blake2b(ByteView data) {
    detail::ensureSodium();
    std::array<std::uint8_t, N> out;
    crypto_generichash_blake2b(out.data(), N, data.data(), data.size(), nullptr, 0);
    return out;
}

template <std::size_t N>
std::array<std::uint8_t, N> twox(ByteView data) {
    std::array<std::uint8_t, N> out;
    for (std::size_t seed = 0; seed < N / 8; ++seed) {
        const std::uint64_t word = detail::xxh64(data, seed);
        std::memcpy(out.data() + 8 * seed, &word, 8);
    }
    return out;
}

} // namespace

std::array<std::uint8_t, 8> blake2b64(ByteView data) {
    return blake2b<8>(data);
}
std::array<std::uint8_t, 16> blake2b128(ByteView data) {
    return blake2b<16>(data);
}
std::array<std::uint8_t, 32> blake2b256(ByteView data) {
    return blake2b<32>(data);
}
std::array<std::uint8_t, 64> blake2b512(ByteView data) {
    return blake2b<64>(data);
}

std::array<std::uint8_t, 8> twox64(ByteView data) {
    return twox<8>(data);
}
std::array<std::uint8_t, 16> twox128(ByteView data) {
    return twox<16>(data);
}
std::array<std::uint8_t, 32> twox256(ByteView data) {
    return twox<32>(data);
}

std::array<std::uint8_t, 32> sha256(ByteView data) {
    std::array<std::uint8_t, 32> out;
    crypto_hash_sha256(out.data(), data.data(), data.size());
    return out;
}
std::array<std::uint8_t, 64> sha512(ByteView data) {
    std::array<std::uint8_t, 64> out;
    crypto_hash_sha512(out.data(), data.data(), data.size());
    return out;
}
std::array<std::uint8_t, 32> keccak256(ByteView data) {
    return detail::keccakSponge256(data, 0x01);
}
std::array<std::uint8_t, 32> sha3_256(ByteView data) {
    return detail::keccakSponge256(data, 0x06);
}

void appendHashed(Bytes& out, Hasher hasher, ByteView key) {
    switch (hasher) {
    case Hasher::Blake2_128:
        return append(out, blake2b128(key));
    case Hasher::Blake2_256:
        return append(out, blake2b256(key));
    case Hasher::Blake2_128Concat:
        append(out, blake2b128(key));
        return append(out, key);
    case Hasher::Twox128:
        return append(out, twox128(key));
    case Hasher::Twox256:
        return append(out, twox256(key));
    case Hasher::Twox64Concat:
        append(out, twox64(key));
        return append(out, key);
    case Hasher::Identity:
        return append(out, key);
    }
}

std::size_t hashPrefixSize(Hasher hasher) {
    switch (hasher) {
    case Hasher::Blake2_128:
    case Hasher::Blake2_128Concat:
    case Hasher::Twox128:
        return 16;
    case Hasher::Blake2_256:
    case Hasher::Twox256:
        return 32;
    case Hasher::Twox64Concat:
        return 8;
    case Hasher::Identity:
        return 0;
    }
    return 0;
}

Bytes storagePrefix(std::string_view pallet, std::string_view item) {
    Bytes out;
    out.reserve(32);
    append(out, twox128(asBytes(pallet)));
    append(out, twox128(asBytes(item)));
    return out;
}

} // namespace taodeck::crypto

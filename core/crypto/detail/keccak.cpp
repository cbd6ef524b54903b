#include "core/crypto/detail/keccak.h"

#include <bit>
#include <cstring>

static_assert(std::endian::native == std::endian::little, "lanes are viewed as little-endian bytes");

namespace taodeck::crypto::detail {
namespace {

constexpr std::array<std::uint64_t, 24> kRoundConstants{
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

// Rho rotations and pi targets along the single cycle that pi makes of all lanes but the first.
constexpr std::array<int, 24> kRotation{1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                        27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};
constexpr std::array<int, 24> kTarget{10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                      15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};

void round(KeccakState& a, std::uint64_t constant) {
    std::array<std::uint64_t, 5> c;
    for (int x = 0; x < 5; ++x)
        c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (int x = 0; x < 5; ++x) {
        const std::uint64_t d = c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
        for (int y = 0; y < 25; y += 5)
            a[x + y] ^= d;
    }

    std::uint64_t carried = a[1];
    for (int i = 0; i < 24; ++i) {
        const std::uint64_t next = a[kTarget[i]];
        a[kTarget[i]] = std::rotl(carried, kRotation[i]);
        carried = next;
    }

    for (int y = 0; y < 25; y += 5) {
        const std::array<std::uint64_t, 5> row{a[y], a[y + 1], a[y + 2], a[y + 3], a[y + 4]};
        for (int x = 0; x < 5; ++x)
            a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    a[0] ^= constant;
}

} // namespace

void keccakPermute(KeccakState& state) {
    for (const std::uint64_t constant : kRoundConstants)
        round(state, constant);
}

std::array<std::uint8_t, 32> keccakSponge256(ByteView data, std::uint8_t domain) {
    constexpr std::size_t kRate = 136;
    KeccakState state{};
    auto* bytes = reinterpret_cast<std::uint8_t*>(state.data());

    std::size_t at = 0;
    for (const std::uint8_t byte : data) {
        bytes[at++] ^= byte;
        if (at == kRate) {
            keccakPermute(state);
            at = 0;
        }
    }
    bytes[at] ^= domain;
    bytes[kRate - 1] ^= 0x80;
    keccakPermute(state);

    std::array<std::uint8_t, 32> out;
    std::memcpy(out.data(), bytes, out.size());
    return out;
}

} // namespace taodeck::crypto::detail

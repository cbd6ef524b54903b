#include "core/crypto/detail/xxh64.h"

#include <array>
#include <bit>
#include <cstring>

namespace taodeck::crypto::detail {
namespace {

constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87;
constexpr std::uint64_t kPrime2 = 0xC2B2AE3D27D4EB4F;
constexpr std::uint64_t kPrime3 = 0x165667B19E3779F9;
constexpr std::uint64_t kPrime4 = 0x85EBCA77C2B2AE63;
constexpr std::uint64_t kPrime5 = 0x27D4EB2F165667C5;

template <class Word>
std::uint64_t load(const std::uint8_t* from) {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

std::uint64_t round(std::uint64_t accumulator, std::uint64_t lane) {
    return std::rotl(accumulator + lane * kPrime2, 31) * kPrime1;
}

std::uint64_t stripes(const std::uint8_t*& at, const std::uint8_t* end, std::uint64_t seed) {
    std::array<std::uint64_t, 4> acc{seed + kPrime1 + kPrime2, seed + kPrime2, seed, seed - kPrime1};
    for (; end - at >= 32; at += 32) {
        for (int i = 0; i < 4; ++i)
            acc[i] = round(acc[i], load<std::uint64_t>(at + 8 * i));
    }
    std::uint64_t h = std::rotl(acc[0], 1) + std::rotl(acc[1], 7) + std::rotl(acc[2], 12) + std::rotl(acc[3], 18);
    for (const std::uint64_t a : acc)
        h = (h ^ round(0, a)) * kPrime1 + kPrime4;
    return h;
}

} // namespace

std::uint64_t xxh64(ByteView data, std::uint64_t seed) {
    const std::uint8_t* at = data.data();
    const std::uint8_t* const end = at + data.size();

    std::uint64_t h = data.size() >= 32 ? stripes(at, end, seed) : seed + kPrime5;
    h += data.size();
    for (; end - at >= 8; at += 8)
        h = std::rotl(h ^ round(0, load<std::uint64_t>(at)), 27) * kPrime1 + kPrime4;
    if (end - at >= 4) {
        h = std::rotl(h ^ (load<std::uint32_t>(at) * kPrime1), 23) * kPrime2 + kPrime3;
        at += 4;
    }
    for (; at != end; ++at)
        h = std::rotl(h ^ (*at * kPrime5), 11) * kPrime1;

    h = (h ^ (h >> 33)) * kPrime2;
    h = (h ^ (h >> 29)) * kPrime3;
    return h ^ (h >> 32);
}

} // namespace taodeck::crypto::detail

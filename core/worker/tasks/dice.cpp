#include "core/worker/tasks/dice.h"

#include "core/base/bytes.h"
#include "core/crypto/hash.h"

namespace taodeck::worker {
namespace {

std::uint64_t firstWord(const std::array<std::uint8_t, 32>& bytes) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < sizeof(out); ++i)
        out |= std::uint64_t{bytes[i]} << (8 * i);
    return out;
}

} // namespace

std::array<std::uint8_t, 32> seededBytes(std::string_view purpose, std::uint64_t seed) {
    Bytes in = toBytes(asBytes(purpose));
    in.push_back(0);
    for (std::size_t i = 0; i < sizeof(seed); ++i)
        in.push_back(static_cast<std::uint8_t>(seed >> (8 * i)));
    return crypto::blake2b256(in);
}

Dice::Dice(std::string_view purpose, std::uint64_t seed) : m_state{firstWord(seededBytes(purpose, seed))} {}

/// SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t Dice::next() {
    std::uint64_t z = (m_state += 0x9E37'79B9'7F4A'7C15U);
    z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EBU;
    return z ^ (z >> 31);
}

std::size_t Dice::below(std::size_t sides) {
    return static_cast<std::size_t>(next() % sides); // sides is far below 2^64: no side is favoured noticeably
}

double Dice::unit() {
    return static_cast<double>(next() >> 11) * 0x1p-53;
}

} // namespace taodeck::worker

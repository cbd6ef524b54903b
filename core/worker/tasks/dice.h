#pragma once
/// Random numbers that anybody makes again from a seed, equal on every platform. What is drawn for one purpose says
/// nothing about another: a question shows its sampling seed and its nonce without showing what its texts were made of.
/// Not thread safe.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace taodeck::worker {

class Dice {
public:
    Dice(std::string_view purpose, std::uint64_t seed);
    std::uint64_t next();
    std::size_t below(std::size_t sides); ///< `sides` is small and not 0.
    double unit();                        ///< 0 or more, below 1.
    bool chance(double probability) { return unit() < probability; }
    template <class List>
    const auto& pick(const List& list) {
        return list[below(std::size(list))];
    }

private:
    std::uint64_t m_state;
};

/// 32 bytes that hang on seed and purpose alone.
std::array<std::uint8_t, 32> seededBytes(std::string_view purpose, std::uint64_t seed);

} // namespace taodeck::worker

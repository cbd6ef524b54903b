#pragma once
/// Bit sequences on the wire: compact number of bits, then whole storage words, bits ordered from either end of a word.

#include "core/metadata/types.h"
#include "core/metadata/value.h"
#include "core/scale/codec.h"

namespace taodeck::metadata::detail {

struct BitLayout {
    std::size_t wordBits{8};
    bool mostSignificantFirst{false};
};

inline Result<BitLayout> bitLayout(const Registry& types, const BitSequenceDef& def) {
    TD_TRY(const auto* store, types.get(def.store));
    TD_TRY(const auto* order, types.get(def.order));
    const auto* word = std::get_if<Primitive>(&store->def);
    const bool known = word != nullptr && isInteger(*word) && !isSigned(*word) && byteSize(*word) <= 8;
    if (!known || order->path.empty()) return fail(Errc::Malformed, "value: unknown layout of a bit sequence");
    const auto& name = order->path.back();
    if (name != "Lsb0" && name != "Msb0") return fail(Errc::Malformed, "value: unknown order of a bit sequence");
    return BitLayout{byteSize(*word) * 8, name == "Msb0"};
}

/// Bit `i` of the sequence as a bit number in the little-endian bytes.
inline std::size_t bitPosition(const BitLayout& layout, std::size_t i) {
    const auto inWord = i % layout.wordBits;
    return i - inWord + (layout.mostSignificantFirst ? layout.wordBits - 1 - inWord : inWord);
}

inline std::size_t paddedBits(const BitLayout& layout, std::size_t bits) {
    return (bits + layout.wordBits - 1) / layout.wordBits * layout.wordBits;
}

inline Result<BitSequence> decodeBits(const BitLayout& layout, scale::Decoder& in) {
    TD_TRY(const auto count, in.compact32());
    const auto padded = paddedBits(layout, count);
    TD_TRY(const auto bytes, in.raw(padded / 8));
    BitSequence out;
    out.bits.resize(count);
    for (std::size_t i = 0; i < padded; ++i) {
        const auto at = bitPosition(layout, i);
        const bool set = (bytes[at / 8] >> (at % 8) & 1) != 0;
        if (i < count)
            out.bits[i] = set;
        else if (set)
            return fail(Errc::Malformed, "value: bits set beyond the end of a bit sequence");
    }
    return out;
}

inline void encodeBits(const BitLayout& layout, const BitSequence& value, scale::Encoder& out) {
    Bytes bytes(paddedBits(layout, value.bits.size()) / 8);
    for (std::size_t i = 0; i < value.bits.size(); ++i) {
        const auto at = bitPosition(layout, i);
        if (value.bits[i]) bytes[at / 8] = static_cast<std::uint8_t>(bytes[at / 8] | 1u << (at % 8));
    }
    out.compact(value.bits.size()).raw(bytes);
}

} // namespace taodeck::metadata::detail

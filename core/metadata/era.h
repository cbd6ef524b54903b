#pragma once
/// How long a transaction stays valid. Source: sp-runtime generic::Era. Pure; any thread.

#include "core/base/ids.h"
#include "core/scale/codec.h"

namespace taodeck::metadata {

struct Era {
    std::uint64_t period{0}; ///< Blocks; a power of two, 4..65536. 0: valid for ever.
    std::uint64_t phase{0};  ///< First valid block modulo `period`, a multiple of period / 4096 where that is above 1.

    static Era immortal() { return {}; }
    /// Valid from `current` for about `period` blocks; rounded up to a power of two and into 4..65536, the phase
    /// rounded down to what the format can say.
    static Era mortal(std::uint64_t period, BlockNumber current);

    bool isImmortal() const { return period == 0; }
    /// First valid block, given any block inside the era. 0 when immortal.
    BlockNumber birth(BlockNumber current) const;
    /// First block where it is no longer valid; 2^32 - 1 when immortal.
    BlockNumber death(BlockNumber current) const;

    void encode(scale::Encoder& out) const;
    static Result<Era> decode(scale::Decoder& in); ///< Malformed when no runtime could have made it.

    friend bool operator==(const Era&, const Era&) = default;
};

} // namespace taodeck::metadata

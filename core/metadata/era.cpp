#include "core/metadata/era.h"

#include <bit>

namespace taodeck::metadata {
namespace {

constexpr std::uint64_t kMinPeriod = 4, kMaxPeriod = 65'536;

/// The phase has twelve bits less the four of the period: long eras count in steps.
std::uint64_t quantum(std::uint64_t period) {
    return std::max<std::uint64_t>(period >> 12, 1);
}

} // namespace

Era Era::mortal(std::uint64_t period, BlockNumber current) {
    Era out;
    out.period = std::bit_ceil(std::clamp(period, kMinPeriod, kMaxPeriod));
    out.phase = raw(current) % out.period / quantum(out.period) * quantum(out.period);
    return out;
}

BlockNumber Era::birth(BlockNumber current) const {
    if (isImmortal()) return BlockNumber{0};
    const std::uint64_t at = std::max<std::uint64_t>(raw(current), phase);
    return BlockNumber{static_cast<std::uint32_t>((at - phase) / period * period + phase)};
}

BlockNumber Era::death(BlockNumber current) const {
    constexpr std::uint64_t kLast = ~std::uint32_t{0};
    if (isImmortal()) return BlockNumber{static_cast<std::uint32_t>(kLast)};
    return BlockNumber{static_cast<std::uint32_t>(std::min(raw(birth(current)) + period, kLast))};
}

void Era::encode(scale::Encoder& out) const {
    if (isImmortal()) {
        out.u8(0);
        return;
    }
    const auto log = static_cast<std::uint64_t>(std::countr_zero(period));
    out.u16(static_cast<std::uint16_t>((log - 1) | phase / quantum(period) << 4));
}

Result<Era> Era::decode(scale::Decoder& in) {
    TD_TRY(const auto low, in.u8());
    if (low == 0) return immortal();
    TD_TRY(const auto high, in.u8());
    const std::uint64_t both = low | std::uint64_t{high} << 8;
    Era out;
    out.period = std::uint64_t{2} << (both & 15);
    out.phase = (both >> 4) * quantum(out.period);
    if (out.period < kMinPeriod || out.phase >= out.period) return fail(Errc::Malformed, "era: impossible phase");
    return out;
}

} // namespace taodeck::metadata

#include "core/subtensor/pool.h"

#include "core/subtensor/big_power.h"
#include "core/subtensor/pool_math.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>

namespace taodeck::subtensor {
namespace {

using U256 = boost::multiprecision::uint256_t;

constexpr std::uint64_t kFeeParts = 65'535;
constexpr std::uint64_t kRaoPerTao = kUnitsPerToken;

std::uint64_t saturatingAdd(std::uint64_t a, std::uint64_t b) {
    return b > UINT64_MAX - a ? UINT64_MAX : a + b;
}
std::uint64_t saturatingSub(std::uint64_t a, std::uint64_t b) {
    return b > a ? 0 : a - b;
}
std::uint64_t saturatingMul(std::uint64_t a, std::uint64_t b) {
    const UInt128 p = UInt128{a} * b;
    return p > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(p);
}

std::uint64_t reserveIn(const Pool& pool, Side side) {
    return side == Side::Buy ? pool.tao : pool.alpha;
}
std::uint64_t reserveOut(const Pool& pool, Side side) {
    return side == Side::Buy ? pool.alpha : pool.tao;
}

U64F64 limitOf(std::uint64_t limitPrice) {
    return U64F64::fromInt(limitPrice).safeDiv(U64F64::fromInt(kRaoPerTao));
}

/// The fee on top of an input that already is net of it.
std::uint64_t feeOnNet(const Pool& pool, std::uint64_t net) {
    const U64F64 rate = U64F64::fromInt(pool.feeRate);
    return U64F64::fromInt(net).saturatingMul(rate.safeDiv(U64F64::fromInt(kFeeParts).saturatingSub(rate))).toU64();
}

bool isBeyond(Side side, U64F64 current, U64F64 limit) {
    return side == Side::Buy ? current < limit : current > limit;
}

U256 wide(UInt128 v) {
    return (U256{static_cast<std::uint64_t>(v >> 64)} << 64) | static_cast<std::uint64_t>(v);
}

/// a * b (at most 2^128 - 1), of which the weight's part.
U256 weighted(std::uint64_t weight, UInt128 a, UInt128 b) {
    UInt128 product{};
    if (__builtin_mul_overflow(a, b, &product)) product = ~UInt128{0};
    return wide(weightedPart(product, weight));
}

} // namespace

U64F64 remaining(const Pool& pool, Side side, std::uint64_t in) {
    const std::uint64_t reserve = reserveIn(pool, side);
    const std::uint64_t total = saturatingAdd(reserve, in);
    if (total == 0) return {};
    PowerArguments power{reserve, total, pool.quoteWeight, pool.baseWeight(), 256, kWeightOne};
    if (side == Side::Sell) std::swap(power.exponentNumerator, power.exponentDenominator);
    const auto e = powRatioScaled(power);
    if (!e || e->aboveU64) return {};
    return std::min(U64F64::fromInt(e->value).safeDiv(U64F64::fromInt(kWeightOne)), U64F64::fromInt(1));
}

std::uint64_t outputFor(const Pool& pool, Side side, std::uint64_t in) {
    const U64F64 leaving = U64F64::fromInt(1).saturatingSub(remaining(pool, side, in));
    return U64F64::fromInt(reserveOut(pool, side)).saturatingMul(leaving).toU64();
}

std::uint64_t inputToReach(const Pool& pool, Side side, U64F64 current, U64F64 target) {
    PowerArguments power{target.bits(), current.bits(), pool.baseWeight(), kWeightOne, 1024, kWeightOne};
    if (side == Side::Sell) {
        std::swap(power.numerator, power.denominator);
        power.exponentNumerator = pool.quoteWeight;
    }
    const auto grown = powRatioScaled(power);
    if (!grown) return 0;
    const U64F64 factor = U64F64::fromInt(grown->value).safeDiv(U64F64::fromInt(kWeightOne));
    return U64F64::fromInt(reserveIn(pool, side)).saturatingMul(factor.saturatingSub(U64F64::fromInt(1))).toU64();
}

UInt128 weightedPart(UInt128 value, std::uint64_t weight) {
    const U256 part = (wide(value) * weight + kWeightOne / 2) / kWeightOne;
    return (UInt128{static_cast<std::uint64_t>(U256{part >> 64})} << 64) |
           static_cast<std::uint64_t>(part & UINT64_MAX);
}

std::string_view name(PoolError error) {
    switch (error) {
    case PoolError::InsufficientLiquidity:
        return "InsufficientLiquidity";
    case PoolError::PriceLimitExceeded:
        return "PriceLimitExceeded";
    case PoolError::ReservesTooLow:
        return "ReservesTooLow";
    case PoolError::SwapInputTooLarge:
        return "SwapInputTooLarge";
    }
    return "InsufficientLiquidity";
}

U64F64 Pool::price() const {
    if (!dynamic) return U64F64::fromInt(1);
    if (alpha == 0) return {};
    const U64F64 weights = U64F64::fromInt(baseWeight()).safeDiv(U64F64::fromInt(quoteWeight));
    return weights.saturatingMul(U64F64::fromInt(tao).safeDiv(U64F64::fromInt(alpha)));
}

std::uint64_t Pool::priceRao() const {
    return price().saturatingMul(U64F64::fromInt(kRaoPerTao)).toU64();
}

std::uint64_t feeOf(const Pool& pool, std::uint64_t amount, Fees fees) {
    if (fees == Fees::Drop || !pool.dynamic) return 0;
    const U64F64 rate = U64F64::fromInt(pool.feeRate).safeDiv(U64F64::fromInt(kFeeParts));
    return U64F64::fromInt(amount).saturatingMul(rate).toU64();
}

PoolResult<Swapped> swap(const Pool& pool, Side side, std::uint64_t amount, std::uint64_t limitPrice, Fees fees) {
    std::uint64_t fee = feeOf(pool, amount, fees);
    const std::uint64_t net = saturatingSub(amount, fee);
    if (net > saturatingMul(reserveIn(pool, side), kMaxInputPerReserve))
        return tl::unexpected(PoolError::SwapInputTooLarge);
    if (reserveOut(pool, side) < kMinReserve) return tl::unexpected(PoolError::ReservesTooLow);
    const U64F64 current = pool.price(), limit = limitOf(limitPrice);
    if (!isBeyond(side, current, limit)) return tl::unexpected(PoolError::PriceLimitExceeded);

    std::uint64_t in = net, out = outputFor(pool, side, net);
    const U64F64 target = after(pool, side, {in, out, 0}).price();
    if (side == Side::Buy ? target > limit : target < limit) { // the limit comes first
        in = inputToReach(pool, side, current, limit);
        fee = fees == Fees::Drop ? 0 : feeOnNet(pool, in);
        out = outputFor(pool, side, in);
    }
    if (in != 0 && out == 0) return tl::unexpected(PoolError::ReservesTooLow);
    if (reserveOut(pool, side) < out) return tl::unexpected(PoolError::InsufficientLiquidity);
    return Swapped{in, out, fee};
}

PoolResult<Swapped> simulate(const Pool& pool, Side side, std::uint64_t amount) {
    if (!pool.dynamic) return Swapped{amount, amount, 0};
    return swap(pool, side, amount, side == Side::Buy ? kMaxLimitPrice : kMinLimitPrice);
}

PoolResult<std::uint64_t> maxInput(const Pool& pool, Side side, std::uint64_t limitPrice) {
    if (!pool.dynamic) { // the price is one and stays
        const bool open = side == Side::Buy ? limitPrice >= kRaoPerTao : limitPrice <= kRaoPerTao;
        return open ? UINT64_MAX : 0;
    }
    const auto swapped = swap(pool, side, saturatingMul(reserveIn(pool, side), kMaxInputPerReserve), limitPrice);
    if (!swapped) return tl::unexpected(swapped.error());
    return saturatingAdd(swapped->paidIn, swapped->fee);
}

Pool after(Pool pool, Side side, const Swapped& swapped) {
    auto& in = side == Side::Buy ? pool.tao : pool.alpha;
    auto& out = side == Side::Buy ? pool.alpha : pool.tao;
    in = saturatingAdd(in, swapped.paidIn);
    out = saturatingSub(out, swapped.paidOut);
    return pool;
}

std::optional<std::uint64_t> weightAfterAdding(const Pool& pool, std::uint64_t tao, std::uint64_t alpha) {
    const U256 base = weighted(pool.baseWeight(), pool.tao, UInt128{pool.alpha} + alpha);
    const U256 quote = weighted(pool.quoteWeight, pool.alpha, UInt128{pool.tao} + tao);
    const U256 limit = wide(~UInt128{0});
    const U256 sum = std::min(U256{base + quote}, limit);
    std::uint64_t weight = kEvenWeight; // an empty pool starts even
    if (sum != 0) weight = quote >= sum ? kWeightOne : static_cast<std::uint64_t>(U256{quote * kWeightOne / sum});
    if (weight < kMinWeight || weight > kWeightOne - kMinWeight) return std::nullopt;
    return weight;
}

PoolResult<Quote> quote(const Pool& pool, Side side, std::uint64_t amount, std::uint64_t limitPrice) {
    Quote out;
    out.priceBefore = pool.priceRao();
    if (!pool.dynamic) {
        const auto most = maxInput(pool, side, limitPrice);
        const std::uint64_t in = std::min(amount, most.value_or(0));
        out.swapped = {in, in, 0};
        out.priceAfter = out.priceBefore;
        out.atSpot = in;
        out.limited = in < amount;
        return out;
    }
    const auto swapped = swap(pool, side, amount, limitPrice);
    if (!swapped) return tl::unexpected(swapped.error());
    out.swapped = *swapped;
    out.priceAfter = after(pool, side, *swapped).priceRao();
    const std::uint64_t taken = saturatingAdd(swapped->paidIn, swapped->fee);
    const U64F64 in = U64F64::fromInt(taken);
    out.atSpot = (side == Side::Buy ? in.safeDiv(pool.price()) : in.saturatingMul(pool.price())).toU64();
    out.limited = taken < amount;
    return out;
}

} // namespace taodeck::subtensor

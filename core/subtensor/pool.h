#pragma once
/// A subnet's market: reserves of TAO and alpha whose price follows a weighted product. Pure values in and out, so that
/// the embedded chain executes with it and a wallet quotes with it. Trusts the reserves it is given. Upstream:
/// opentensor/subtensor pallets/swap/src/pallet/{balancer,impls,swap_step}.rs at spec 425.
///
/// x: alpha reserve, y: TAO reserve, w1: base (alpha) weight, w2: quote (TAO) weight, w1 + w2 = 10^18.

#include "core/base/result.h"
#include "core/base/units.h"
#include "core/subtensor/fixed.h"

namespace taodeck::subtensor {

inline constexpr std::uint64_t kWeightOne = 1'000'000'000'000'000'000; ///< Weights are parts of 10^18.
inline constexpr std::uint64_t kMinWeight = kWeightOne / 100;
inline constexpr std::uint64_t kEvenWeight = kWeightOne / 2;
inline constexpr std::uint16_t kDefaultFeeRate = 33; ///< Of 65535.
inline constexpr std::uint64_t kMinReserve = 1'000'000;
inline constexpr std::uint64_t kMaxInputPerReserve =
    1'000;                                             ///< A swap may bring in at most this many times the reserve.
inline constexpr std::uint64_t kMinLimitPrice = 1'000; ///< Rao per alpha; "sell at any price".
inline constexpr std::uint64_t kMaxLimitPrice = 1'000'000'000'000'000; ///< Rao per alpha; "buy at any price".
inline constexpr std::uint64_t kMinStake = 2'000'000;                  ///< Rao, least TAO side of a stake move.

struct Pool {
    std::uint64_t tao{0};                   ///< y, rao.
    std::uint64_t alpha{0};                 ///< x, 1e-9 alpha.
    std::uint64_t quoteWeight{kEvenWeight}; ///< w2.
    std::uint16_t feeRate{kDefaultFeeRate};
    bool dynamic{true}; ///< Mechanism 1. Else, as on root, one for one without fee.

    std::uint64_t baseWeight() const { return quoteWeight > kWeightOne ? 0 : kWeightOne - quoteWeight; }
    /// TAO per alpha.
    U64F64 price() const;
    /// floor(price * 10^9): rao per whole alpha, as SwapRuntimeApi.current_alpha_price answers.
    std::uint64_t priceRao() const;
};

enum class Side { Buy /**< TAO in, alpha out. */, Sell /**< Alpha in, TAO out. */ };

/// Names are those of the Swap pallet's errors.
enum class PoolError { InsufficientLiquidity, PriceLimitExceeded, ReservesTooLow, SwapInputTooLarge };
std::string_view name(PoolError error);
template <class T>
using PoolResult = tl::expected<T, PoolError>;

/// In raw units of the side's input (paidIn, fee) and output (paidOut).
struct Swapped {
    std::uint64_t paidIn{0}; ///< Reaches the reserve; without the fee.
    std::uint64_t paidOut{0};
    std::uint64_t fee{0}; ///< Input kept back, on top of paidIn.
};

enum class Fees { Charge, Drop };

/// floor(amount * feeRate / 65535); 0 for a pool that is not dynamic.
std::uint64_t feeOf(const Pool& pool, std::uint64_t amount, Fees fees = Fees::Charge);

/// One swap against a dynamic pool. `limitPrice` in rao per alpha: a buy stops at it from below, a sell from above, and
/// then takes less than `amount`. The caller moves the reserves.
PoolResult<Swapped> swap(const Pool& pool, Side side, std::uint64_t amount, std::uint64_t limitPrice,
                         Fees fees = Fees::Charge);

/// The same without a limit, as the chain simulates it before it takes a stake; a pool that is not dynamic gives one
/// for one.
PoolResult<Swapped> simulate(const Pool& pool, Side side, std::uint64_t amount);

/// Largest input including its fee that a limit lets through. PriceLimitExceeded when the price is beyond it already.
PoolResult<std::uint64_t> maxInput(const Pool& pool, Side side, std::uint64_t limitPrice);

/// The pool after `swapped` went through it, saturating like the chain's bookkeeping.
Pool after(Pool pool, Side side, const Swapped& swapped);

/// Quote weight that keeps the price when the chain adds `tao` and `alpha`. Empty when it would leave [0.01, 0.99]:
/// nothing may be added then.
std::optional<std::uint64_t> weightAfterAdding(const Pool& pool, std::uint64_t tao, std::uint64_t alpha);

/// What a wallet shows before a swap.
struct Quote {
    Swapped swapped;
    std::uint64_t priceBefore{0}; ///< Rao per alpha, floored.
    std::uint64_t priceAfter{0};
    std::uint64_t atSpot{0}; ///< Output at the price before, without fee and price impact; the rest is their cost.
    bool limited{false};     ///< The limit took less than the amount.
};
PoolResult<Quote> quote(const Pool& pool, Side side, std::uint64_t amount, std::uint64_t limitPrice);

} // namespace taodeck::subtensor

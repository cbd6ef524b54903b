#pragma once
/// What an order against a subnet's pool gives, exactly as the chain would pay it from the state that was read.
/// Source of the rules: core/subtensor/pool.h. Where the connected chain does not keep the pool in the items that those
/// rules read, its own simulation is asked instead, which is only Reported.

#include "core/actions/action.h"
#include "core/subtensor/pool.h"

namespace taodeck::actions {

using subtensor::Side;

inline constexpr double kMaxTolerance = 0.9; ///< A sale at 1 has no limit at all.

/// The order of one plan.
struct Order {
    NetUid netuid{};
    Side side{Side::Buy};
    std::uint64_t amount{0}; ///< Raw units of the side's input: rao to buy, 1e-9 alpha to sell.
    double tolerance{0};     ///< Part of the marginal price.
    bool allowPartial{false};
};

/// Items that hold the pool, and whether the subnet exists and is started.
void askPool(std::vector<Ask>& asks, const metadata::Metadata& meta, NetUid netuid);
/// True when the pool can be computed from storage on this chain.
bool hasPoolItems(const metadata::Metadata& meta);
/// The simulation calls for chains where it cannot.
std::vector<ApiAsk> poolApiAsks(const metadata::Metadata& meta, const Order& order);

struct OrderQuote {
    std::uint64_t paidIn{0}; ///< Without the pool's fee.
    std::uint64_t paidOut{0};
    std::uint64_t fee{0};     ///< Of the pool, in the input's unit.
    std::uint64_t price{0};   ///< Rao per alpha now, floored.
    std::uint64_t limit{0};   ///< Rao per alpha for the call.
    double impact{0};         ///< Own effect on the price, without the fee.
    bool limited{false};      ///< The limit binds: part of the amount would not be taken.
    bool proven{true};        ///< False when the chain's simulation was used.
    std::string problem;      ///< Why the pool would refuse, English; numbers are then zero.
    std::uint64_t leastIn{0}; ///< Smallest buy: the chain's minimum and the pool's fee on it.
};
/// @return Malformed when an item does not read, OutOfRange for a tolerance outside 0..kMaxTolerance.
Result<OrderQuote> quoteOrder(const Situation& situation, const Order& order);

/// The worst price that `tolerance` allows: rao per whole alpha, strictly beyond `price` on the order's side.
std::uint64_t limitPrice(std::uint64_t price, double tolerance, Side side);

/// Fills the plan's price, impact, limit and tolerance, and warns about impact, limit and a subnet that is not started.
void reportQuote(const Situation& situation, const Order& order, const OrderQuote& quote, api::Plan& plan);

} // namespace taodeck::actions

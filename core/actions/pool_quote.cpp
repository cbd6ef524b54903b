#include "core/actions/pool_quote.h"

#include "core/base/amount_text.h"
#include "core/scale/codec.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace taodeck::actions {
namespace {

using api::WarningKind;
using metadata::Value;
using subtensor::Pool;

constexpr double kHighImpact = 0.01;
constexpr const char *kTao = "pool tao", *kAlpha = "pool alpha", *kWeight = "pool weight", *kFeeRate = "pool fee",
                     *kMechanism = "subnet mechanism", *kStarted = "subnet started", *kExists = "subnet exists",
                     *kPriceApi = "price", *kSimApi = "simulation";

std::string percent(double part) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f %%", part * 100);
    return text;
}

Result<Pool> readPool(const Answers& answers) {
    Pool out;
    TD_TRY(out.tao, answers.at(kTao).asU64());
    TD_TRY(out.alpha, answers.at(kAlpha).asU64());
    TD_TRY(out.quoteWeight, answers.at(kWeight).asU64());
    TD_TRY(out.feeRate, answers.at(kFeeRate).asU16());
    TD_TRY(const auto mechanism, answers.at(kMechanism).asU16());
    out.dynamic = mechanism == 1;
    return out;
}

double spotPrice(const Pool& pool) {
    if (!pool.dynamic) return 1;
    if (pool.alpha == 0 || pool.quoteWeight == 0) return 0;
    return static_cast<double>(pool.baseWeight()) / static_cast<double>(pool.quoteWeight) *
           static_cast<double>(pool.tao) / static_cast<double>(pool.alpha);
}

/// How much less comes out than the marginal price promises for what went in.
double impactOf(double price, Side side, std::uint64_t in, std::uint64_t out) {
    const double ideal =
        side == Side::Buy ? (price > 0 ? static_cast<double>(in) / price : 0) : static_cast<double>(in) * price;
    return ideal > 0 ? std::clamp(1 - static_cast<double>(out) / ideal, 0.0, 1.0) : 0;
}

std::string poolProblem(subtensor::PoolError error) {
    switch (error) {
    case subtensor::PoolError::InsufficientLiquidity:
        return "The pool cannot serve this amount.";
    case subtensor::PoolError::PriceLimitExceeded:
        return "The price is beyond your limit already.";
    case subtensor::PoolError::ReservesTooLow:
        return "The pool's reserves are too low to trade.";
    case subtensor::PoolError::SwapInputTooLarge:
        return "The amount is far larger than the pool.";
    }
    return "The pool refuses this order.";
}

Result<OrderQuote> quoteFromPool(const Answers& answers, const Order& order) {
    TD_TRY(const auto pool, readPool(answers));
    OrderQuote out;
    out.price = pool.priceRao();
    out.limit = limitPrice(out.price, order.tolerance, order.side);
    out.leastIn = subtensor::kMinStake + subtensor::feeOf(pool, subtensor::kMinStake);
    const auto most = subtensor::maxInput(pool, order.side, out.limit);
    out.limited = !most || *most < order.amount;
    // A partial order takes what the limit lets through; without leave for that the whole amount shows what it would
    // do.
    const auto amount = out.limited && order.allowPartial ? most.value_or(0) : order.amount;
    const bool bounded = out.limited && order.allowPartial && pool.dynamic;
    const auto quote =
        bounded ? subtensor::swap(pool, order.side, amount, out.limit) : subtensor::simulate(pool, order.side, amount);
    if (!quote) {
        out.problem = poolProblem(quote.error());
        return out;
    }
    out.paidIn = quote->paidIn;
    out.paidOut = quote->paidOut;
    out.fee = quote->fee;
    out.impact = impactOf(spotPrice(pool), order.side, out.paidIn, out.paidOut);
    return out;
}

/// {tao_amount, alpha_amount, tao_fee, alpha_fee, tao_slippage, alpha_slippage}, u64 each.
Result<OrderQuote> quoteFromSimulation(const Answers& answers, const Order& order) {
    const auto *price = answers.api(kPriceApi), *sim = answers.api(kSimApi);
    if (price == nullptr || sim == nullptr)
        return fail(Errc::Unsupported, "plan: the chain offers neither pool items nor a simulation");
    OrderQuote out;
    scale::Decoder priceIn{*price}, in{*sim};
    TD_TRY(out.price, priceIn.u64());
    TD_TRY(const auto tao, in.u64());
    TD_TRY(const auto alpha, in.u64());
    TD_TRY(const auto taoFee, in.u64());
    TD_TRY(const auto alphaFee, in.u64());
    const bool buy = order.side == Side::Buy;
    out.fee = buy ? taoFee : alphaFee;
    out.paidIn = order.amount - std::min(order.amount, out.fee);
    out.paidOut = buy ? alpha : tao;
    out.limit = limitPrice(out.price, order.tolerance, order.side);
    out.leastIn = subtensor::kMinStake + subtensor::feeOf(Pool{}, subtensor::kMinStake);
    out.impact = impactOf(static_cast<double>(out.price) / kUnitsPerToken, order.side, out.paidIn, out.paidOut);
    // The marginal price moves about twice as far as the average one that is paid.
    out.limited = 2 * out.impact > order.tolerance;
    out.proven = false;
    if (out.paidOut == 0) out.problem = "The pool would pay nothing for this amount.";
    return out;
}

} // namespace

void askPool(std::vector<Ask>& asks, const metadata::Metadata& meta, NetUid netuid) {
    const auto subtensor = [&](const char* label, const char* item) {
        askFor(asks, meta, label, "SubtensorModule", item, {Value::netuid(netuid)});
    };
    subtensor(kExists, "NetworksAdded");
    subtensor(kStarted, "SubtokenEnabled");
    if (netuid == kRootNetUid || !hasPoolItems(meta)) return;
    subtensor(kTao, "SubnetTAO");
    subtensor(kAlpha, "SubnetAlphaIn");
    subtensor(kMechanism, "SubnetMechanism");
    askFor(asks, meta, kWeight, "Swap", "SwapBalancer", {Value::netuid(netuid)});
    askFor(asks, meta, kFeeRate, "Swap", "FeeRate", {Value::netuid(netuid)});
}

bool hasPoolItems(const metadata::Metadata& meta) {
    for (const char* item : {"SubnetTAO", "SubnetAlphaIn", "SubnetMechanism"})
        if (!meta.hasStorage("SubtensorModule", item)) return false;
    return meta.hasStorage("Swap", "SwapBalancer") && meta.hasStorage("Swap", "FeeRate");
}

std::vector<ApiAsk> poolApiAsks(const metadata::Metadata& meta, const Order& order) {
    if (order.netuid == kRootNetUid || hasPoolItems(meta)) return {};
    scale::Encoder netuid, both;
    netuid.netuid(order.netuid);
    both.netuid(order.netuid).u64(order.amount);
    const auto* simulation =
        order.side == Side::Buy ? "SwapRuntimeApi_sim_swap_tao_for_alpha" : "SwapRuntimeApi_sim_swap_alpha_for_tao";
    return {{kPriceApi, "SwapRuntimeApi_current_alpha_price", netuid.take()}, {kSimApi, simulation, both.take()}};
}

Result<OrderQuote> quoteOrder(const Situation& situation, const Order& order) {
    if (order.netuid == kRootNetUid) { // one for one, no fee, no price
        OrderQuote out;
        out.paidIn = out.paidOut = order.amount;
        out.price = kUnitsPerToken;
        out.leastIn = subtensor::kMinStake;
        return out;
    }
    if (!(order.tolerance >= 0 &&
          order.tolerance <= kMaxTolerance)) // written so that it also refuses what is no number
        return fail(Errc::OutOfRange, "plan: a price limit is at most nine tenths away from the price");
    TD_TRY(auto out, hasPoolItems(situation.meta()) ? quoteFromPool(situation.answers, order)
                                                    : quoteFromSimulation(situation.answers, order));
    if (out.limit == 0) out.problem = "The price is too low for a limit."; // the chain takes 0 as no limit at all
    return out;
}

std::uint64_t limitPrice(std::uint64_t price, double tolerance, Side side) {
    constexpr double kParts = 1e9;
    const auto parts = static_cast<std::uint64_t>(std::llround(std::clamp(tolerance, 0.0, 1.0) * kParts));
    const auto room = static_cast<std::uint64_t>(UInt128{price} * parts / static_cast<std::uint64_t>(kParts));
    // The chain wants the limit strictly beyond the price, whose fraction of a rao is cut off here.
    if (side == Side::Buy) return std::min(price + std::max<std::uint64_t>(room, 1), subtensor::kMaxLimitPrice);
    return price - std::min(price, std::max<std::uint64_t>(room, 1));
}

void reportQuote(const Situation& s, const Order& order, const OrderQuote& quote, api::Plan& plan) {
    const bool root = order.netuid == kRootNetUid;
    const auto started = s.answers.at(kStarted).asBool();
    if (const auto exists = s.answers.at(kExists).asBool(); exists && !*exists)
        warn(plan, WarningKind::SubnetNotStarted, "This subnet does not exist.", /*blocking=*/true);
    else if (!root && started && !*started)
        warn(plan, WarningKind::SubnetNotStarted, "This subnet has not been started yet: nothing can be staked here.",
             /*blocking=*/true);
    if (!quote.proven)
        warn(plan, WarningKind::NotProven,
             "The quote comes from the node's own simulation; this program could not check it.");
    if (root) return;
    plan.priceNow = Rao::fromRaw(quote.price);
    plan.limitPrice = Rao::fromRaw(quote.limit);
    plan.impact = quote.impact;
    plan.tolerance = order.tolerance;
    if (!quote.problem.empty()) {
        warn(plan, WarningKind::NotEnough, quote.problem, /*blocking=*/true);
        return;
    }
    if (quote.impact > kHighImpact)
        warn(plan, WarningKind::HighImpact, "Your own order moves the price by " + percent(quote.impact) + ".");
    if (quote.limited && order.allowPartial)
        warn(plan, WarningKind::ImpactAboveTolerance, "Only the part that fits your price limit would be taken.");
    else if (quote.limited)
        warn(plan, WarningKind::ImpactAboveTolerance,
             "At this size the price would pass your limit of " + exactDecimal(quote.limit) +
                 " TAO per alpha, and the chain would refuse the whole order. Take less, allow a larger part, or allow "
                 "partial filling.",
             /*blocking=*/true);
}

} // namespace taodeck::actions

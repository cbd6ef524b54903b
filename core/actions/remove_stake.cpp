#include "core/actions/remove_stake.h"

#include "core/actions/pool_quote.h"
#include "core/actions/stake_share.h"

namespace taodeck::actions {
namespace {

using api::WarningKind;
using metadata::Value;

class RemoveStake final : public Action {
public:
    explicit RemoveStake(api::RemoveStakeIntent intent) : m_intent{intent} {}

    AccountId signer() const override { return m_intent.coldkey; }

    std::vector<Ask> asks(const metadata::Metadata& meta) const override {
        std::vector<Ask> out;
        askOwner(out, meta, m_intent.hotkey);
        askStake(out, meta, m_intent.hotkey, m_intent.coldkey, m_intent.netuid);
        askPool(out, meta, m_intent.netuid);
        return out;
    }

    std::vector<ApiAsk> apiAsks(const metadata::Metadata& meta) const override { return poolApiAsks(meta, order()); }

    Result<metadata::Call> draft(const Situation& s, api::Plan& plan) const override {
        TD_TRY(const auto quote, quoteOrder(s, order()));
        if (quote.problem.empty()) {
            plan.expectedTao = Rao::fromRaw(quote.paidOut);
            plan.swapFeeAlpha = Alpha::fromRaw(quote.fee);
        }
        reportQuote(s, order(), quote, plan);
        metadata::Call call{"SubtensorModule",
                            "remove_stake",
                            {{"hotkey", Value::id(m_intent.hotkey)},
                             {"netuid", Value::netuid(m_intent.netuid)},
                             {"amount_unstaked", Value::amount(m_intent.amount)}}};
        if (m_intent.netuid == kRootNetUid) return call;
        call.name = "remove_stake_limit";
        call.arguments.push_back({"limit_price", Value::number(quote.limit)});
        call.arguments.push_back({"allow_partial", Value::boolean(m_intent.allowPartial)});
        return call;
    }

    void judge(const Situation& s, api::Plan& plan) const override {
        const auto received = plan.expectedTao.value_or(Rao{});
        plan.balanceAfter = s.signer.free.saturatingSub(s.fee).saturatingAdd(received);
        judgeOwner(s, plan);
        const auto held = stakeHeld(s.answers);
        if (!held) {
            warn(plan, WarningKind::NotProven, "The position could not be read: " + held.error().context);
            return;
        }
        if (m_intent.amount == Alpha{} || m_intent.amount > *held) {
            warn(plan, WarningKind::NotEnough, "This position holds " + alphaText(*held) + ".", /*blocking=*/true);
            return;
        }
        judgeRest(s, held->saturatingSub(m_intent.amount), received, plan);
    }

private:
    /// The chain sells less than its minimum only as the whole of a position.
    void judgeRest(const Situation& s, Alpha rest, Rao received, api::Plan& plan) const {
        const auto least = Rao::fromRaw(subtensor::kMinStake);
        if (rest == Alpha{}) return;
        if (plan.expectedTao && received < least)
            warn(plan, WarningKind::BelowMinimum,
                 "A part of a position must return at least " + taoText(least) +
                     ". Remove more, or the whole position.",
                 /*blocking=*/true);
        if (!restSellsFor(s, rest, least))
            warn(plan, WarningKind::LeavesDust,
                 "What remains, " + alphaText(rest) + ", is worth less than " + taoText(least) +
                     " and can then only be removed as a whole.");
    }

    /// What remains, at today's price; the price after this order is lower still.
    bool restSellsFor(const Situation& s, Alpha rest, Rao least) const {
        auto remaining = order();
        remaining.amount = rest.raw();
        remaining.allowPartial = false;
        const auto quote = hasPoolItems(s.meta()) || m_intent.netuid == kRootNetUid ? quoteOrder(s, remaining)
                                                                                    : fail(Errc::Unsupported);
        return !quote || !quote->problem.empty() || Rao::fromRaw(quote->paidOut) >= least;
    }

    Order order() const {
        return {m_intent.netuid, Side::Sell, m_intent.amount.raw(), m_intent.tolerance, m_intent.allowPartial};
    }
    api::RemoveStakeIntent m_intent;
};

} // namespace

std::unique_ptr<Action> makeRemoveStake(api::RemoveStakeIntent intent) {
    return std::make_unique<RemoveStake>(intent);
}

} // namespace taodeck::actions

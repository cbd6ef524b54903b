#include "core/actions/add_stake.h"

#include "core/actions/pool_quote.h"
#include "core/actions/stake_share.h"

namespace taodeck::actions {
namespace {

using api::WarningKind;
using metadata::Value;

class AddStake final : public Action {
public:
    explicit AddStake(api::AddStakeIntent intent) : m_intent{intent} {}

    AccountId signer() const override { return m_intent.coldkey; }

    std::vector<Ask> asks(const metadata::Metadata& meta) const override {
        std::vector<Ask> out;
        askOwner(out, meta, m_intent.hotkey);
        askPool(out, meta, m_intent.netuid);
        return out;
    }

    std::vector<ApiAsk> apiAsks(const metadata::Metadata& meta) const override { return poolApiAsks(meta, order()); }

    Result<metadata::Call> draft(const Situation& s, api::Plan& plan) const override {
        TD_TRY(const auto quote, quoteOrder(s, order()));
        if (quote.problem.empty()) {
            plan.expectedAlpha = Alpha::fromRaw(quote.paidOut);
            plan.swapFeeTao = Rao::fromRaw(quote.fee);
        }
        reportQuote(s, order(), quote, plan);
        metadata::Call call{"SubtensorModule",
                            "add_stake",
                            {{"hotkey", Value::id(m_intent.hotkey)},
                             {"netuid", Value::netuid(m_intent.netuid)},
                             {"amount_staked", Value::amount(m_intent.amount)}}};
        if (m_intent.netuid == kRootNetUid) return call;
        call.name = "add_stake_limit";
        call.arguments.push_back({"limit_price", Value::number(quote.limit)});
        call.arguments.push_back({"allow_partial", Value::boolean(m_intent.allowPartial)});
        return call;
    }

    void judge(const Situation& s, api::Plan& plan) const override {
        const auto quote = quoteOrder(s, order());
        if (!quote) return; // the draft read the same values, so this cannot fail after it
        const auto spent = quote->limited && m_intent.allowPartial
                               ? Rao::fromRaw(quote->paidIn).saturatingAdd(Rao::fromRaw(quote->fee))
                               : m_intent.amount;
        plan.balanceAfter = s.signer.free.saturatingSub(spent).saturatingSub(s.fee);
        if (m_intent.amount < Rao::fromRaw(quote->leastIn))
            warn(plan, WarningKind::BelowMinimum,
                 "The chain takes stakes from " + taoText(Rao::fromRaw(quote->leastIn)) + " up.", /*blocking=*/true);
        // The chain would silently stake less rather than close the account, so the whole must fit with it open.
        const auto able = s.signer.spendable(s.existentialDeposit, /*keepAlive=*/true).saturatingSub(s.fee);
        if (m_intent.amount > able)
            warn(plan, WarningKind::NotEnough, "At most " + taoText(able) + " can be staked from this account.",
                 /*blocking=*/true);
        judgeOwner(s, plan);
    }

private:
    Order order() const {
        return {m_intent.netuid, Side::Buy, m_intent.amount.raw(), m_intent.tolerance, m_intent.allowPartial};
    }
    api::AddStakeIntent m_intent;
};

} // namespace

std::unique_ptr<Action> makeAddStake(api::AddStakeIntent intent) {
    return std::make_unique<AddStake>(intent);
}

} // namespace taodeck::actions

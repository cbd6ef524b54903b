#include "core/actions/transfer_all.h"

#include "core/actions/transfer.h"

namespace taodeck::actions {
namespace {

using api::WarningKind;
using metadata::Value;

class TransferAll final : public Action {
public:
    explicit TransferAll(api::TransferAllIntent intent) : m_intent{intent} {}

    AccountId signer() const override { return m_intent.from; }

    std::vector<Ask> asks(const metadata::Metadata& meta) const override {
        std::vector<Ask> out;
        askFor(out, meta, kRecipientLabel, "System", "Account", {Value::id(m_intent.to)});
        return out;
    }

    Result<metadata::Call> draft(const Situation&, api::Plan&) const override {
        return metadata::Call{"Balances",
                              "transfer_all",
                              {{"dest", Value::variantOf("Id", Value::id(m_intent.to))},
                               {"keep_alive", Value::boolean(m_intent.keepAlive)}}};
    }

    void judge(const Situation& s, api::Plan& plan) const override {
        const auto all = s.signer.spendable(s.existentialDeposit, m_intent.keepAlive);
        const auto leaving = all.saturatingSub(s.fee);
        const bool toSelf = m_intent.to == m_intent.from;
        plan.balanceAfter = s.signer.free.saturatingSub(s.fee).saturatingSub(toSelf ? Rao{} : leaving);
        if (leaving == Rao{} || s.fee > s.signer.spendable(s.existentialDeposit, /*keepAlive=*/true))
            warn(plan, WarningKind::NotEnough, "Nothing is left to send after the fee.", /*blocking=*/true);
        else if (!toSelf && *plan.balanceAfter < s.existentialDeposit)
            warn(plan, WarningKind::ReapsAccount, "This empties the account, and the chain closes it.");
        judgeRecipient(s, m_intent.to, leaving, plan);
    }

private:
    api::TransferAllIntent m_intent;
};

} // namespace

std::unique_ptr<Action> makeTransferAll(api::TransferAllIntent intent) {
    return std::make_unique<TransferAll>(intent);
}

} // namespace taodeck::actions

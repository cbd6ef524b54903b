#include "core/actions/transfer.h"

#include "core/actions/look_alike.h"
#include "core/crypto/ss58.h"

namespace taodeck::actions {
namespace {

using api::WarningKind;
using metadata::Value;

class Transfer final : public Action {
public:
    explicit Transfer(api::TransferIntent intent) : m_intent{intent} {}

    AccountId signer() const override { return m_intent.from; }

    std::vector<Ask> asks(const metadata::Metadata& meta) const override {
        std::vector<Ask> out;
        askFor(out, meta, kRecipientLabel, "System", "Account", {Value::id(m_intent.to)});
        return out;
    }

    Result<metadata::Call> draft(const Situation&, api::Plan&) const override {
        return metadata::Call{
            "Balances",
            m_intent.keepAlive ? "transfer_keep_alive" : "transfer_allow_death",
            {{"dest", Value::variantOf("Id", Value::id(m_intent.to))}, {"value", Value::amount(m_intent.amount)}}};
    }

    void judge(const Situation& s, api::Plan& plan) const override {
        const bool toSelf = m_intent.to == m_intent.from;
        const auto leaving = m_intent.amount.saturatingAdd(s.fee);
        plan.balanceAfter = s.signer.free.saturatingSub(toSelf ? s.fee : leaving);
        // The fee is taken first, and it never ends the account by itself.
        const auto able = s.signer.spendable(s.existentialDeposit, m_intent.keepAlive).saturatingSub(s.fee);
        if (m_intent.amount > able || s.fee > s.signer.spendable(s.existentialDeposit, /*keepAlive=*/true))
            warn(plan, WarningKind::NotEnough,
                 "At most " + taoText(able) + " can leave this account" +
                     (m_intent.keepAlive ? " while it stays open" : "") + ".",
                 /*blocking=*/true);
        else if (!toSelf && *plan.balanceAfter < s.existentialDeposit)
            warn(plan, WarningKind::ReapsAccount,
                 "This leaves less than " + taoText(s.existentialDeposit) +
                     ": the chain closes the account and drops the rest.");
        judgeRecipient(s, m_intent.to, m_intent.amount, plan);
    }

private:
    api::TransferIntent m_intent;
};

} // namespace

void judgeRecipient(const Situation& s, const AccountId& to, Rao arriving, api::Plan& plan) {
    const auto account = readAccount(s.answers, kRecipientLabel);
    const bool exists = account && account->exists;
    if (!exists) warn(plan, WarningKind::RecipientNew, "The recipient has no account on this chain yet.");
    if (!exists && arriving < s.existentialDeposit)
        warn(plan, WarningKind::RecipientBelowDeposit,
             "A new account needs at least " + taoText(s.existentialDeposit) + " to exist.", /*blocking=*/true);
    for (const auto& known : s.known)
        if (looksAlike(to, known)) {
            warn(plan, WarningKind::LookAlike,
                 "The recipient resembles your known address " + crypto::ss58(known) +
                     " but is another one. Compare every character.");
            break;
        }
}

std::unique_ptr<Action> makeTransfer(api::TransferIntent intent) {
    return std::make_unique<Transfer>(intent);
}

} // namespace taodeck::actions

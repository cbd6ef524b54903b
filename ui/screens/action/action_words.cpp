#include "ui/screens/action/action_words.h"

#include "ui/bridge/format.h"

#include <QCoreApplication>

namespace taodeck::ui {
namespace {

struct Actions {
    Q_DECLARE_TR_FUNCTIONS(Actions)
};

template <class... Fns>
struct Overloaded : Fns... {
    using Fns::operator()...;
};
template <class... Fns>
Overloaded(Fns...) -> Overloaded<Fns...>;

} // namespace

QString verb(const api::Intent& intent) {
    return std::visit(Overloaded{[](const api::TransferIntent&) { return Actions::tr("Send"); },
                                 [](const api::TransferAllIntent&) { return Actions::tr("Send everything"); },
                                 [](const api::AddStakeIntent&) { return Actions::tr("Stake"); },
                                 [](const api::RemoveStakeIntent&) { return Actions::tr("Unstake"); },
                                 [](const api::RegisterIntent&) { return Actions::tr("Register"); },
                                 [](const api::ServeAxonIntent&) { return Actions::tr("Announce an address"); },
                                 [](const api::SetWeightsIntent&) { return Actions::tr("Set weights"); },
                                 [](const api::CommitWeightsIntent&) { return Actions::tr("Commit weights"); },
                                 [](const api::RevealWeightsIntent&) { return Actions::tr("Reveal weights"); },
                                 [](const api::CommitTimelockedIntent&) { return Actions::tr("Commit weights"); }},
                      intent);
}

QString verbAndAmount(const api::Intent& intent, const KnownNames& names) {
    return std::visit(
        Overloaded{
            [](const api::TransferIntent& in) { return Actions::tr("Send %1").arg(shortTao(in.amount)); },
            [](const api::TransferAllIntent&) { return Actions::tr("Send everything"); },
            [](const api::AddStakeIntent& in) { return Actions::tr("Stake %1").arg(shortTao(in.amount)); },
            [&](const api::RemoveStakeIntent& in) {
                return Actions::tr("Unstake %1").arg(shortAlpha(in.amount, names.symbol(in.netuid)));
            },
            [](const api::RegisterIntent& in) { return Actions::tr("Register on subnet %1").arg(raw(in.netuid)); },
            // A worker sends the rest by itself; nobody confirms them.
            [&](const auto&) { return verb(intent); }},
        intent);
}

bool isStaking(const api::Intent& intent) {
    return std::holds_alternative<api::AddStakeIntent>(intent) ||
           std::holds_alternative<api::RemoveStakeIntent>(intent);
}

NetUid netuidOf(const api::Intent& intent) {
    if (const auto* add = std::get_if<api::AddStakeIntent>(&intent)) return add->netuid;
    if (const auto* remove = std::get_if<api::RemoveStakeIntent>(&intent)) return remove->netuid;
    if (const auto* registration = std::get_if<api::RegisterIntent>(&intent)) return registration->netuid;
    return kRootNetUid;
}

QString warningText(const api::Warning& warning) {
    switch (warning.kind) {
    case api::WarningKind::BelowMinimum:
        return Actions::tr("The amount is below what the chain accepts. Choose a larger one.");
    case api::WarningKind::ReapsAccount:
        return Actions::tr(
            "This leaves less than the existential deposit: the chain closes the sending account and the "
            "rest is lost.");
    case api::WarningKind::RecipientNew:
        return Actions::tr("The recipient's account does not exist on the chain yet. Check the address once more.");
    case api::WarningKind::RecipientBelowDeposit:
        return Actions::tr("The recipient would hold less than the existential deposit, so the chain refuses it.");
    case api::WarningKind::HighImpact:
        return Actions::tr("This amount alone moves the price by more than one percent. A smaller amount costs less.");
    case api::WarningKind::ImpactAboveTolerance:
        return Actions::tr("The price would move past your limit, so the chain would refuse it. Allow a partial fill, "
                           "widen the limit or choose a smaller amount.");
    case api::WarningKind::NotEnough:
        return Actions::tr("There is not enough for this amount and its fee.");
    case api::WarningKind::HotkeyUnknown:
        return Actions::tr("The validator's key has no owner on the chain.");
    case api::WarningKind::SubnetNotStarted:
        return Actions::tr("This subnet has not started yet; it cannot be staked on.");
    case api::WarningKind::NotProven:
        return Actions::tr("The numbers here are not proven: they come from a node's word or an unfinalised block.");
    case api::WarningKind::LeavesDust:
        return Actions::tr("What remains is too small to be unstaked alone. Unstake all of it instead.");
    case api::WarningKind::LookAlike:
        return Actions::tr(
            "The recipient's address looks like another one that you know. Compare every group of four.");
    case api::WarningKind::SubnetUnknown:
        return Actions::tr("The chain has no such subnet, or it cannot be joined this way.");
    case api::WarningKind::RegistrationClosed:
        return Actions::tr("This subnet takes no registrations now. Its owner decides when it opens again.");
    case api::WarningKind::AlreadyRegistered:
        return Actions::tr("This hotkey is registered on the subnet already; nothing needs to be paid.");
    case api::WarningKind::PriceAboveLimit:
        return Actions::tr("The registration costs more than your limit now. Raise the limit, or wait: the price falls "
                           "from block to block.");
    case api::WarningKind::OtherRule:
        break;
    }
    return plain(ForeignText{warning.text}, 300);
}

} // namespace taodeck::ui

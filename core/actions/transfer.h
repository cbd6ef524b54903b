#pragma once
/// Sends TAO: Balances.transfer_keep_alive, or transfer_allow_death when the sender's account may end.

#include "core/actions/action.h"

namespace taodeck::actions {

std::unique_ptr<Action> makeTransfer(api::TransferIntent intent);

/// What transfer and transfer_all say about a recipient: new, below the deposit with `arriving`, look-alike.
void judgeRecipient(const Situation& situation, const AccountId& to, Rao arriving, api::Plan& plan);
inline constexpr const char* kRecipientLabel = "recipient"; ///< System.Account of the recipient.

} // namespace taodeck::actions

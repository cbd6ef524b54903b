#pragma once
/// Sends everything that can leave: Balances.transfer_all.

#include "core/actions/action.h"

namespace taodeck::actions {

std::unique_ptr<Action> makeTransferAll(api::TransferAllIntent intent);

} // namespace taodeck::actions

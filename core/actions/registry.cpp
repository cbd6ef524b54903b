#include "core/actions/registry.h"

#include "core/actions/add_stake.h"
#include "core/actions/remove_stake.h"
#include "core/actions/transfer.h"
#include "core/actions/transfer_all.h"

namespace taodeck::actions {
namespace {

/// One row per kind of intent.
struct Rows {
    std::unique_ptr<Action> operator()(const api::TransferIntent& i) const { return makeTransfer(i); }
    std::unique_ptr<Action> operator()(const api::TransferAllIntent& i) const { return makeTransferAll(i); }
    std::unique_ptr<Action> operator()(const api::AddStakeIntent& i) const { return makeAddStake(i); }
    std::unique_ptr<Action> operator()(const api::RemoveStakeIntent& i) const { return makeRemoveStake(i); }
};

} // namespace

std::unique_ptr<Action> makeAction(const api::Intent& intent) {
    return std::visit(Rows{}, intent);
}

} // namespace taodeck::actions

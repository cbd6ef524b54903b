#include "core/actions/registry.h"

#include "core/actions/add_stake.h"
#include "core/actions/register_neuron.h"
#include "core/actions/remove_stake.h"
#include "core/actions/serve_axon.h"
#include "core/actions/transfer.h"
#include "core/actions/transfer_all.h"
#include "core/actions/weights_calls.h"

namespace taodeck::actions {
namespace {

/// One row per kind of intent.
struct Rows {
    std::unique_ptr<Action> operator()(const api::TransferIntent& i) const { return makeTransfer(i); }
    std::unique_ptr<Action> operator()(const api::TransferAllIntent& i) const { return makeTransferAll(i); }
    std::unique_ptr<Action> operator()(const api::AddStakeIntent& i) const { return makeAddStake(i); }
    std::unique_ptr<Action> operator()(const api::RemoveStakeIntent& i) const { return makeRemoveStake(i); }
    std::unique_ptr<Action> operator()(const api::RegisterIntent& i) const { return makeRegister(i); }
    std::unique_ptr<Action> operator()(const api::ServeAxonIntent& i) const { return makeServeAxon(i); }
    std::unique_ptr<Action> operator()(const api::SetWeightsIntent& i) const { return makeSetWeights(i); }
    std::unique_ptr<Action> operator()(const api::CommitWeightsIntent& i) const { return makeCommitWeights(i); }
    std::unique_ptr<Action> operator()(const api::RevealWeightsIntent& i) const { return makeRevealWeights(i); }
    std::unique_ptr<Action> operator()(const api::CommitTimelockedIntent& i) const { return makeCommitTimelocked(i); }
};

} // namespace

std::unique_ptr<Action> makeAction(const api::Intent& intent) {
    return std::visit(Rows{}, intent);
}

} // namespace taodeck::actions

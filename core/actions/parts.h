#pragma once
/// What the action service works with.

#include "core/api/action_service.h"
#include "core/base/clock.h"
#include "core/chain/chain_access.h"
#include "core/keys/signer.h"

#include <functional>
#include <memory>

namespace taodeck::actions {

struct Parts {
    std::shared_ptr<chain::ChainAccess> chain;
    std::shared_ptr<const keys::KeyRing> keys;
    std::shared_ptr<const Clock> clock;
    /// Accounts of wallets and address book, for the look-alike check; may be empty. Any thread.
    std::function<std::vector<AccountId>()> knownAccounts;
};

/// A plan and the runtime that it was made for.
struct MadePlan {
    api::Plan plan;
    chain::RuntimeInfo runtime;
};

} // namespace taodeck::actions

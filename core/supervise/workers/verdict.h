#pragma once
/// Can this machine and this wallet earn on a subnet? Decided from what the chain says, before anything is spent. Pure.
/// It trusts its facts as far as their trust word, and says so. What nobody can read from the chain (which protocol a
/// subnet's validators speak) is said as such, never guessed.

#include "core/api/chain_service.h"
#include "core/api/worker_service.h"

namespace taodeck::supervise {

struct VerdictFacts {
    api::Metagraph graph;
    Trust trust{Trust::Unknown}; ///< Of `graph`, read at `at`.
    BlockNumber at{};
    bool development{false};
    std::optional<Rao> balance;         ///< Free, of the coldkey; empty: not known, or no coldkey chosen yet.
    Trust balanceTrust{Trust::Unknown}; ///< Of `balance`.
    std::optional<api::ModelRow> model; ///< Empty: none is needed, or none was chosen.
    std::chrono::milliseconds blockTime{12'000};
};

/// What a registration costs beside its price: the network fee and what the account must keep, generously.
inline constexpr Rao kRegistrationReserve = Rao::fromRaw(10'000'000);

/// What a launch stakes for a new validator's permit on a development network, of test funds.
inline constexpr Rao kValidatorTestStake = Rao::fromRaw(100'000'000'000);

/// Most that a registration at `price` should be allowed to cost: somebody else may register first, and each
/// registration raises the price by the subnet's factor (1.26 unless its owner chose another); 30 % above, rounded up
/// to four digits after the point.
Rao suggestedLimit(Rao price);

/// The UID that a registration would replace now: empty while there is room, or when nobody can be replaced.
/// Source: core/subtensor registration/prune; which further UIDs of the owner are protected is not in the metagraph,
/// so all of them are taken as such.
std::optional<std::uint16_t> replacedUid(const api::Metagraph& graph, BlockNumber at);

api::Verdict judge(const api::VerdictRequest& request, const VerdictFacts& facts);

} // namespace taodeck::supervise

#pragma once
/// What must hold on the chain whatever happened: the sums of TAO and alpha, and what one block step may create.
/// Each function answers with a sentence for each thing that does not hold; none is good. Pure.
/// Source: the rules in core/subtensor; the quirks of spec 425 that let a sum be unequal are named where they count.

#include "core/base/ids.h"
#include "core/base/units.h"
#include "core/subtensor/state.h"

#include <map>
#include <string>
#include <vector>

namespace taodeck::subtensor::test {

/// The sums of a state.
struct Books {
    struct Subnet {
        std::uint64_t alphaIn{0}, alphaOut{0}, protocolAlpha{0};
        std::uint64_t hotkeys{0};                                 ///< TotalHotkeyAlpha of all hotkeys.
        std::uint64_t server{0}, validator{0}, root{0}, owner{0}; ///< Pending, until the epoch.
        std::uint64_t tao{0}, account{0};       ///< SubnetTAO, and the balance of the subnet's account.
        std::uint64_t recycled{0};              ///< AlphaAssets: no longer issued.
        std::uint64_t burned{0};                ///< AlphaAssets: issued, and nobody's.
        std::uint64_t emission{0}, injected{0}; ///< Of the last block step: for people, for the pool.
        std::uint64_t epochs{0}, registeredAt{0};
        bool emits{false};              ///< In the coinbase's set; the records of others are old.
        std::uint64_t registrations{0}; ///< TAO paid for them so far: RAORecycledForRegistration.
        std::uint64_t owed{0};          ///< What root's stakers could claim, all of them together.
        std::uint64_t pending() const { return server + validator + root + owner; }
    };
    std::uint64_t balances{0};   ///< Free and reserved, of all accounts.
    std::uint64_t issuance{0};   ///< Balances.TotalIssuance
    std::uint64_t counted{0};    ///< SubtensorModule.TotalIssuance
    std::uint64_t totalStake{0}; ///< SubtensorModule.TotalStake
    std::map<NetUid, Subnet> subnets;
};
Books booksOf(const StateReader& state);

class Allowances;

/// Of every state after a history that let `allowances` go astray.
std::vector<std::string> brokenInvariants(const StateReader& state, const Allowances& allowances);
/// Between the block step and the end of the block: no TAO and no alpha comes into being, and alpha goes only by
/// recycling and for registrations, whose alpha upstream takes off SubnetAlphaOut without counting it as recycled. And
/// what leaves somebody's stake is burnt, or leaves SubnetAlphaOut too, but for `allowances`; only who claims
/// (`claims`) gets what was put aside before, and at most what was owed on that subnet.
std::vector<std::string> brokenByTransactions(const Books& before, const Books& now, const Allowances& allowances,
                                              bool claims);
/// Between the end of a block and the first transaction of the next, in whose state `after` is; `allowances` know of
/// this step. An epoch pays no more than was put aside, and no less, but for what those allow: the rest is root's.
std::vector<std::string> brokenByBlockStep(const Books& before, const Books& now, const StateReader& after,
                                           const Allowances& allowances);

} // namespace taodeck::subtensor::test

#pragma once
/// The steps of a block's coinbase and of a subnet's payout, one by one: coinbase.cpp and payout.cpp put them together,
/// tests check each against upstream's numbers. Each trusts its caller for what is due. Upstream:
/// pallets/subtensor/src/coinbase/run_coinbase.rs at spec 425 (get_subnets_to_emit_to, get_subnet_terms,
/// inject_and_maybe_swap, emit_to_subnets, drain_pending, calculate_dividends_and_incentives,
/// calculate_dividend_distribution, distribute_dividends_and_incentives).

#include "core/subtensor/pallets/subtensor_module/coinbase/coinbase.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/epoch.h"

#include <map>

namespace taodeck::subtensor::subtensor_module {

/// TAO of this block that nobody owns yet. It counts as issued from the start, in one event; what is left at the end
/// is taken back without one.
class Mint {
public:
    /// At most what may still be issued.
    Mint(const Context& ctx, std::uint64_t amount);
    std::uint64_t left() const { return m_left; }
    /// False when there is not that much left, or the account cannot take it.
    bool spend(const AccountId& to, std::uint64_t tao);
    void recycleRest();

private:
    const Context& m_ctx;
    std::uint64_t m_left{0};
};

std::vector<NetUid> emittingOf(const StateReader& state, const std::vector<NetUid>& among);
/// The block's TAO for each of these subnets, by moving price.
std::vector<U96F32> shareTao(const Context& ctx, const std::vector<NetUid>& emitting, std::uint64_t tao);
/// Root dividends are paid only while the moving prices of all these sum to more than one.
bool sellsRoot(const StateReader& state, const std::vector<NetUid>& emitting);
/// What a subnet does with its TAO at the present price.
SubnetTerms termsOf(const Context& ctx, NetUid netuid, U96F32 tao);
/// Puts the terms' TAO and alpha into the pool and buys alpha with the excess.
void inject(const Context& ctx, Mint& mint, NetUid netuid, const SubnetTerms& terms);
/// Injects everywhere, takes back the rest of the mint, and fills the buckets with the block's alpha.
void emitTo(const Context& ctx, Mint& mint, const std::vector<NetUid>& emitting, const std::vector<U96F32>& tao,
            bool sellRoot);
/// Advances the epoch clocks and empties the buckets of those that are due. @return them, by netuid.
std::vector<std::pair<NetUid, Pending>> drain(const Context& ctx, const std::vector<NetUid>& all);
/// The whole coinbase of a block with this much TAO.
void runCoinbase(const Context& ctx, Mint& mint);

template <class T>
using ByHotkey = std::map<AccountId, T>;

/// What an epoch gives to miners and, with their parents' part shared out, to validators.
struct Earnings {
    ByHotkey<Alpha> incentives;
    ByHotkey<U96F32> dividends;
    Alpha incentiveSum;
};
struct Earned {
    AccountId hotkey;
    Alpha incentive, dividend;
};
Earnings earningsOf(const Context& ctx, NetUid netuid, const std::vector<Earned>& earned);

/// Stake of a hotkey on the subnet and on root.
struct StakePair {
    Alpha alpha, root;
};
/// Dividends turned into alpha of the two buckets: for stakers of the subnet and for stakers on root.
struct StakerDividends {
    ByHotkey<U96F32> alpha, root;
};
StakerDividends splitDividends(Alpha validator, Alpha root, U96F32 taoWeight, const ByHotkey<StakePair>& stakes,
                               const ByHotkey<U96F32>& dividends);
StakerDividends splitDividends(const StateReader& state, NetUid netuid, const ByHotkey<U96F32>& dividends,
                               Alpha validator, Alpha root);

void pay(const Context& ctx, NetUid netuid, Alpha ownerCut, const ByHotkey<Alpha>& incentives,
         const StakerDividends& dividends);

} // namespace taodeck::subtensor::subtensor_module

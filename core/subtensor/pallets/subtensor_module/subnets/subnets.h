#pragma once
/// What several parts of SubtensorModule ask of subnets: which there are, their accounts, prices, issuance.
/// Upstream: pallets/subtensor/src/subnets, staking/stake_utils.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

namespace taodeck::subtensor::subtensor_module {

std::vector<NetUid> subnets(const StateReader& state); ///< All, root included, in the chain's iteration order.
/// Account that holds a subnet's TAO.
AccountId subnetAccount(NetUid netuid);
/// Account that burnt TAO goes to.
AccountId burnAccount();

U64F64 price(const StateReader& state, NetUid netuid);       ///< TAO per alpha now.
U64F64 movingPrice(const StateReader& state, NetUid netuid); ///< 1 for root and for subnets that are not dynamic.
std::uint64_t alphaIssuance(const StateReader& state, NetUid netuid);
U96F32 taoWeight(const StateReader& state);
U96F32 rootProportion(const StateReader& state, NetUid netuid);
bool isEmitting(const StateReader& state, NetUid netuid); ///< Takes part in the coinbase.

std::optional<std::uint16_t> ownerUid(const StateReader& state, NetUid netuid);
std::uint64_t blockNumber(const Context& ctx);

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// How much is created in a block and how it is split. Pure arithmetic, values in and out.
/// Upstream: opentensor/subtensor pallets/subtensor/src/coinbase/{block_emission,subnet_emissions,run_coinbase}.rs and
/// staking/stake_utils.rs, subnets/registration.rs at spec 425.

#include "core/subtensor/fixed.h"
#include "core/subtensor/pool.h"

#include <vector>

namespace taodeck::subtensor {

inline constexpr std::uint64_t kMaxIssuance = 21'000'000'000'000'000; ///< Rao; also the alpha bound of the curve.
inline constexpr std::uint64_t kFirstBlockEmission = 1'000'000'000;   ///< Per block before any halving.
inline constexpr std::uint64_t kDefaultTaoWeight = 971'718'665'099'567'868;
inline constexpr std::uint16_t kDefaultOwnerCut = 11'796; ///< Of 65535; also the largest take of a validator.

/// Emission per block at an issuance (TAO, or alpha of one subnet): 10^9 / 2^floor(log2(1 / (1 - issuance / 21e15))).
std::uint64_t blockEmission(std::uint64_t issuance);

U96F32 taoWeight(std::uint64_t stored);  ///< stored / (2^64 - 1).
U96F32 partOf65535(std::uint16_t parts); ///< parts / 65535.

/// Part of a subnet's weight that root holds: rootTao*w / (rootTao*w + alpha issuance).
U96F32 rootProportion(std::uint64_t rootTao, U96F32 weight, std::uint64_t alphaIssuance);

struct SubnetShareInput {
    U64F64 movingPrice; ///< 1 for a subnet that is not dynamic.
    U96F32 minerBurned; ///< Part of the last miner emission that was withheld.
    bool emissionEnabled{true};
};
/// TAO of this block per subnet, in the order given. Shares follow the moving price times (1 - burned).
std::vector<U96F32> subnetEmissions(const std::vector<SubnetShareInput>& subnets, std::uint64_t blockTao);

/// What one subnet gets in one block. Floor each to use it.
struct SubnetTerms {
    U96F32 taoIn, alphaIn; ///< Added to the pool at the spot ratio.
    U96F32 alphaOut;       ///< Created for owner, miners and validators.
    U96F32 excessTao;      ///< Beyond the injection cap: buys alpha for the protocol.
};
SubnetTerms subnetTerms(U96F32 tao, std::uint64_t alphaEmission, U64F64 price, U96F32 rootProportion);

/// alphaOut of one block as it goes to the pending buckets.
struct AlphaSplit {
    std::uint64_t owner{0}, server{0}, validator{0}, root{0};
};
AlphaSplit splitAlphaOut(U96F32 alphaOut, bool ownerCutEnabled, U96F32 ownerCut, U96F32 rootProportion);

/// Next moving price. `blocksSinceStart`: blocks since start_call. @return I96F32 as stored.
I96F32 nextMovingPrice(I96F32 old, U64F64 price, I96F32 movingAlpha, std::uint64_t blocksSinceStart,
                       std::uint64_t halvingBlocks);

/// Registration price. Half life in blocks; 0 means that it does not decay.
std::uint32_t decayFactorQ32(std::uint16_t halfLife);
std::uint64_t decayedBurn(std::uint64_t burn, std::uint16_t halfLife, std::uint64_t minBurn, std::uint64_t maxBurn);
std::uint64_t burnAfterRegistration(std::uint64_t burn, U64F64 multiplier, std::uint64_t minBurn,
                                    std::uint64_t maxBurn);

} // namespace taodeck::subtensor

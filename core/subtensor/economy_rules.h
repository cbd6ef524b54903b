#pragma once
/// The arithmetic of pools, emission and epochs as one runtime version has it, so that a later version adds a class and
/// a table row and leaves the pallets alone. Pure; shared between threads.

#include "core/subtensor/emission.h"
#include "core/subtensor/epoch.h"
#include "core/subtensor/pool.h"

namespace taodeck::subtensor {

class EconomyRules {
public:
    virtual ~EconomyRules() = default;

    virtual PoolResult<Swapped> swapIn(const Pool& pool, Side side, std::uint64_t amount, std::uint64_t limitPrice,
                                       Fees fees) const = 0;
    virtual PoolResult<Swapped> simulateIn(const Pool& pool, Side side, std::uint64_t amount) const = 0;
    virtual PoolResult<std::uint64_t> maxInputOf(const Pool& pool, Side side, std::uint64_t limitPrice) const = 0;
    virtual std::optional<std::uint64_t> weightFor(const Pool& pool, std::uint64_t tao, std::uint64_t alpha) const = 0;

    virtual std::uint64_t emissionAt(std::uint64_t issuance) const = 0;
    virtual std::vector<U96F32> shareBlock(const std::vector<SubnetShareInput>& subnets, std::uint64_t tao) const = 0;
    virtual SubnetTerms termsOf(U96F32 tao, std::uint64_t alphaEmission, U64F64 price, U96F32 rootPart) const = 0;
    virtual AlphaSplit split(U96F32 alphaOut, bool ownerCutEnabled, U96F32 ownerCut, U96F32 rootPart) const = 0;
    virtual I96F32 movePrice(I96F32 old, U64F64 price, I96F32 movingAlpha, std::uint64_t blocksSinceStart,
                             std::uint64_t halvingBlocks) const = 0;
    virtual std::uint64_t decayBurn(std::uint64_t burn, std::uint16_t halfLife, std::uint64_t minBurn,
                                    std::uint64_t maxBurn) const = 0;
    virtual std::uint64_t raiseBurn(std::uint64_t burn, U64F64 multiplier, std::uint64_t minBurn,
                                    std::uint64_t maxBurn) const = 0;

    virtual EpochOutput epoch(const EpochInput& in) const = 0;
};

/// The rules from `specVersion` on: the newest row that is not later; the oldest row for versions before it.
const EconomyRules& economyRules(std::uint32_t specVersion);

} // namespace taodeck::subtensor

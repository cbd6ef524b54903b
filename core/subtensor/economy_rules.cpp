#include "core/subtensor/economy_rules.h"

#include "core/subtensor/rules.h"

namespace taodeck::subtensor {
namespace {

class EconomyRules425 final : public EconomyRules {
public:
    PoolResult<Swapped> swapIn(const Pool& pool, Side side, std::uint64_t amount, std::uint64_t limitPrice,
                               Fees fees) const override {
        return swap(pool, side, amount, limitPrice, fees);
    }
    PoolResult<Swapped> simulateIn(const Pool& pool, Side side, std::uint64_t amount) const override {
        return simulate(pool, side, amount);
    }
    PoolResult<std::uint64_t> maxInputOf(const Pool& pool, Side side, std::uint64_t limitPrice) const override {
        return maxInput(pool, side, limitPrice);
    }
    std::optional<std::uint64_t> weightFor(const Pool& pool, std::uint64_t tao, std::uint64_t alpha) const override {
        return weightAfterAdding(pool, tao, alpha);
    }
    std::uint64_t emissionAt(std::uint64_t issuance) const override { return blockEmission(issuance); }
    std::vector<U96F32> shareBlock(const std::vector<SubnetShareInput>& subnets, std::uint64_t tao) const override {
        return subnetEmissions(subnets, tao);
    }
    SubnetTerms termsOf(U96F32 tao, std::uint64_t alphaEmission, U64F64 price, U96F32 rootPart) const override {
        return subnetTerms(tao, alphaEmission, price, rootPart);
    }
    AlphaSplit split(U96F32 alphaOut, bool ownerCutEnabled, U96F32 ownerCut, U96F32 rootPart) const override {
        return splitAlphaOut(alphaOut, ownerCutEnabled, ownerCut, rootPart);
    }
    I96F32 movePrice(I96F32 old, U64F64 price, I96F32 movingAlpha, std::uint64_t blocksSinceStart,
                     std::uint64_t halvingBlocks) const override {
        return nextMovingPrice(old, price, movingAlpha, blocksSinceStart, halvingBlocks);
    }
    std::uint64_t decayBurn(std::uint64_t burn, std::uint16_t halfLife, std::uint64_t minBurn,
                            std::uint64_t maxBurn) const override {
        return decayedBurn(burn, halfLife, minBurn, maxBurn);
    }
    std::uint64_t raiseBurn(std::uint64_t burn, U64F64 multiplier, std::uint64_t minBurn,
                            std::uint64_t maxBurn) const override {
        return burnAfterRegistration(burn, multiplier, minBurn, maxBurn);
    }
    EpochOutput epoch(const EpochInput& in) const override { return runEpoch(in); }
};

struct RulesRow {
    std::uint32_t fromSpec;
    const EconomyRules* rules;
};

} // namespace

const EconomyRules& economyRules(std::uint32_t specVersion) {
    static const EconomyRules425 rules425;
    static const RulesRow rows[] = {{425, &rules425}}; // ascending
    const EconomyRules* found = rows[0].rules;
    for (const RulesRow& row : rows)
        if (row.fromSpec <= specVersion) found = row.rules;
    return *found;
}

const EconomyRules& RuleSet425::economy() const {
    return economyRules(specVersion());
}

} // namespace taodeck::subtensor

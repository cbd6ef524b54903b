#include "core/subtensor/emission.h"

#include <algorithm>

namespace taodeck::subtensor {
namespace {

U96F32 half() {
    return U96F32::fromBits(UInt128{1} << 31);
}

std::uint64_t mulQ32(std::uint64_t value, std::uint64_t factor) {
    const UInt128 shifted = (UInt128{value} * factor) >> 32;
    return shifted > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(shifted);
}

std::uint64_t powQ32(std::uint64_t factor, std::uint16_t exponent) {
    std::uint64_t out = std::uint64_t{1} << 32;
    for (std::uint32_t power = exponent; power > 0;) {
        if ((power & 1) != 0) out = mulQ32(out, factor);
        power >>= 1;
        if (power > 0) factor = mulQ32(factor, factor);
    }
    return out;
}

/// Upper bound last, as upstream: with bounds the wrong way round the maximum wins.
std::uint64_t clampBurn(std::uint64_t burn, std::uint64_t minBurn, std::uint64_t maxBurn) {
    return std::min(std::max(burn, minBurn), maxBurn);
}

} // namespace

std::uint64_t blockEmission(std::uint64_t issuance) {
    const I96F32 one = I96F32::fromInt(1), total = I96F32::fromInt(issuance), supply = I96F32::fromInt(kMaxIssuance);
    if (total >= supply) return 0;
    const auto part = total.checkedDiv(supply);
    const auto inverse = part ? one.checkedDiv(one.saturatingSub(*part)) : std::nullopt;
    if (!inverse) return 0;
    I96F32 divisor = one;
    for (std::uint32_t halvings = floorLog2(*inverse); halvings > 0; --halvings)
        divisor = divisor.saturatingMul(I96F32::fromInt(2));
    return one.safeDiv(divisor).saturatingMul(I96F32::fromInt(kFirstBlockEmission)).toU64();
}

U96F32 taoWeight(std::uint64_t stored) {
    return U96F32::fromInt(stored).safeDiv(U96F32::fromInt(UINT64_MAX));
}

U96F32 partOf65535(std::uint16_t parts) {
    return U96F32::fromInt(parts).safeDiv(U96F32::fromInt(UINT16_MAX));
}

U96F32 rootProportion(std::uint64_t rootTao, U96F32 weight, std::uint64_t alphaIssuance) {
    const U96F32 root = U96F32::fromInt(rootTao).saturatingMul(weight);
    return root.safeDiv(root.saturatingAdd(U96F32::fromInt(alphaIssuance)));
}

std::vector<U96F32> subnetEmissions(const std::vector<SubnetShareInput>& subnets, std::uint64_t blockTao) {
    const U64F64 one = U64F64::fromInt(1);
    U64F64 prices;
    for (const auto& s : subnets)
        prices = prices.saturatingAdd(s.movingPrice);

    std::vector<U64F64> byPrice, shares;
    U64F64 weights;
    for (const auto& s : subnets) {
        const U64F64 burned = std::min(U64F64::from(s.minerBurned), one);
        byPrice.push_back(s.movingPrice.safeDiv(prices));
        shares.push_back(byPrice.back().saturatingMul(one.saturatingSub(burned)));
        weights = weights.saturatingAdd(shares.back());
    }
    if (weights.isZero()) // every subnet withholds everything: nobody is set back
        shares = byPrice;
    else
        for (auto& share : shares)
            share = share.safeDiv(weights);

    bool anyDisabled = false;
    U64F64 enabled;
    for (std::size_t i = 0; i < subnets.size(); ++i) {
        anyDisabled = anyDisabled || !subnets[i].emissionEnabled;
        if (subnets[i].emissionEnabled) enabled = enabled.saturatingAdd(shares[i]);
    }
    std::vector<U96F32> out;
    for (std::size_t i = 0; i < subnets.size(); ++i) {
        U64F64 share = shares[i];
        if (anyDisabled) share = subnets[i].emissionEnabled ? share.safeDiv(enabled) : U64F64{};
        out.push_back(U96F32::from(U64F64::fromInt(blockTao).saturatingMul(share)));
    }
    return out;
}

SubnetTerms subnetTerms(U96F32 tao, std::uint64_t alphaEmission, U64F64 price, U96F32 rootProportion) {
    const U96F32 spot = U96F32::from(price), created = U96F32::fromInt(alphaEmission);
    SubnetTerms out{tao, tao.safeDiv(spot), created, {}};
    const U96F32 cap = rootProportion.saturatingMul(created);
    if (out.alphaIn > cap) {
        out.alphaIn = cap;
        out.taoIn = cap.saturatingMul(spot);
    }
    out.excessTao = tao.saturatingSub(out.taoIn);
    return out;
}

AlphaSplit splitAlphaOut(U96F32 alphaOut, bool ownerCutEnabled, U96F32 ownerCut, U96F32 rootProportion) {
    AlphaSplit out;
    if (ownerCutEnabled) {
        const U96F32 cut = alphaOut.saturatingMul(ownerCut);
        alphaOut = alphaOut.saturatingSub(cut);
        out.owner = cut.toU64();
    }
    const U96F32 root = rootProportion.saturatingMul(alphaOut).saturatingMul(half());
    const U96F32 server = alphaOut.saturatingMul(half());
    out.server = server.toU64();
    out.validator = alphaOut.saturatingSub(server).saturatingSub(root).toU64();
    out.root = root.toU64();
    return out;
}

I96F32 nextMovingPrice(I96F32 old, U64F64 price, I96F32 movingAlpha, std::uint64_t blocksSinceStart,
                       std::uint64_t halvingBlocks) {
    const U64F64 one = U64F64::fromInt(1), blocks = U64F64::fromInt(blocksSinceStart);
    const U64F64 alpha =
        U64F64::from(movingAlpha).saturatingMul(blocks.safeDiv(blocks.saturatingAdd(U64F64::fromInt(halvingBlocks))));
    const U64F64 fresh = alpha.saturatingMul(std::min(price, one));
    const U64F64 kept = one.saturatingSub(alpha).saturatingMul(U64F64::from(old));
    return I96F32::from(fresh.saturatingAdd(kept));
}

std::uint32_t decayFactorQ32(std::uint16_t halfLife) {
    std::uint64_t low = 0, high = std::uint64_t{1} << 32;
    while (low + 1 < high) {
        const std::uint64_t mid = low + (high - low) / 2;
        if (powQ32(mid, halfLife) > (std::uint64_t{1} << 31))
            high = mid;
        else
            low = mid;
    }
    return static_cast<std::uint32_t>(low);
}

std::uint64_t decayedBurn(std::uint64_t burn, std::uint16_t halfLife, std::uint64_t minBurn, std::uint64_t maxBurn) {
    return clampBurn(halfLife == 0 ? burn : mulQ32(burn, decayFactorQ32(halfLife)), minBurn, maxBurn);
}

std::uint64_t burnAfterRegistration(std::uint64_t burn, U64F64 multiplier, std::uint64_t minBurn,
                                    std::uint64_t maxBurn) {
    const U64F64 by = std::max(multiplier, U64F64::fromInt(1));
    return clampBurn(U64F64::fromInt(burn).saturatingMul(by).toU64(), minBurn, maxBurn);
}

} // namespace taodeck::subtensor

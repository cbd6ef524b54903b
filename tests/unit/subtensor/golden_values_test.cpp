/// The rules' golden values, computed from the rules with integer arithmetic: one row each.

#include "core/subtensor/economy_rules.h"
#include "core/subtensor/emission.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pool.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace taodeck::subtensor {
namespace {

std::uint64_t low(UInt128 bits) {
    return static_cast<std::uint64_t>(bits);
}
std::uint64_t high(UInt128 bits) {
    return static_cast<std::uint64_t>(bits >> 64);
}

TEST(GoldenValues, AreReproduced) {
    constexpr std::uint64_t kTao = 1'000'000'000, kMinBurn = 500'000, kMaxBurn = 100 * kTao;
    const MemoryState nothing; // defaults
    const U64F64 rise = subtensor_module::BurnIncreaseMult.get(nothing, NetUid{1});
    const auto& rules = economyRules(425);
    const auto split = rules.split(U96F32::fromInt(kTao), true, partOf65535(11'796), {});
    const auto bought = rules.swapIn(Pool{10 * kTao, 10 * kTao}, Side::Buy, kTao, kMaxLimitPrice, Fees::Charge);
    ASSERT_TRUE(bought);
    const U64F64 firstFactor = U64F64::from(subtensor_module::SubnetMovingAlpha.get(nothing))
                                   .saturatingMul(U64F64::fromInt(1).safeDiv(U64F64::fromInt(201'601)));

    const struct {
        const char* name;
        std::uint64_t ours, golden;
    } values[] = {
        {"tao_weight as U96F32", low(taoWeight(subtensor_module::TaoWeight.get(nothing)).bits()), 226'245'882},
        {"owner cut as U96F32", low(partOf65535(subtensor_module::SubnetOwnerCut.get(nothing)).bits()), 773'074'452},
        {"take of 18 % as U96F32", low(partOf65535(11'796).bits()), 773'074'452},
        {"kappa as I32F32",
         static_cast<std::uint64_t>(
             I32F32::fromInt(subtensor_module::Kappa.get(nothing, NetUid{1})).safeDiv(I32F32::fromInt(65'535)).bits()),
         2'147'450'879},
        {"fee rate as U64F64", low(U64F64::fromInt(kDefaultFeeRate).safeDiv(U64F64::fromInt(65'535)).bits()),
         9'288'815'967'535'137},
        {"decay for half-life 360", decayFactorQ32(360), 4'286'705'684},
        {"decay for half-life 1", decayFactorQ32(1), 2'147'483'648},
        {"decay for half-life 36 100", decayFactorQ32(36'100), 4'294'884'830},
        {"burn of 1 TAO after a block", rules.decayBurn(kTao, 360, kMinBurn, kMaxBurn), 998'076'443},
        {"burn of 1 TAO after a registration", rules.raiseBurn(kTao, rise, kMinBurn, kMaxBurn), 1'260'000'000},
        {"BurnIncreaseMult as U64F64, whole part", high(rise.bits()), 0x1},
        {"BurnIncreaseMult as U64F64, fraction", low(rise.bits()), 0x428f5c28f5c29000},
        {"alpha out: owner", split.owner, 179'995'422},
        {"alpha out: server", split.server, 410'002'288},
        {"alpha out: validator", split.validator, 410'002'288},
        {"purchase: fee", bought->fee, 503'547},
        {"purchase: net", bought->paidIn, 999'496'453},
        {"purchase: alpha out", bought->paidOut, 908'674'735},
        {"first moving-average factor as U64F64", low(firstFactor.bits()), 274'505'848},
    };
    for (const auto& each : values)
        EXPECT_EQ(each.ours, each.golden) << each.name;
    std::printf("ran %zu cases\n", std::size(values));
}

} // namespace
} // namespace taodeck::subtensor

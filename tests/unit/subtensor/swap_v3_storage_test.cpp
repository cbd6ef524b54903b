// Prices in the form that older clients read.

#include "core/subtensor/pallets/swap/v3_storage.h"
#include "tests/unit/subtensor/economy_chain.h"

namespace taodeck::subtensor::test {
namespace {

using swap_module::AlphaSqrtPrice;
using swap_module::squareRoot;

TEST(SquareRoot, IsTheLargestWhoseSquareIsNotAbove) {
    EXPECT_EQ(squareRoot(U64F64::fromInt(0)), U64F64::fromInt(0));
    EXPECT_EQ(squareRoot(U64F64::fromInt(1)), U64F64::fromInt(1));
    EXPECT_EQ(squareRoot(U64F64::fromInt(16)), U64F64::fromInt(4));
    EXPECT_EQ(squareRoot(U64F64::fromBits(UInt128{1} << 62)), U64F64::fromBits(UInt128{1} << 63)); // 1/4
    EXPECT_EQ(squareRoot(U64F64::fromInt(2)).bits(), (UInt128{1} << 64) + 0x6A09E667F3BCC908ULL);
    EXPECT_EQ(squareRoot(U64F64::fromBits(~UInt128{0})).bits(), (UInt128{0xFFFFFFFF} << 64) + ~std::uint64_t{0});
}

TEST(AlphaSqrtPriceItem, FollowsEveryPoolAtTheEndOfEachBlock) {
    EconomyChain chain;
    chain.run(3);

    for (const NetUid netuid : sm::subnets(chain.state()))
        EXPECT_EQ(AlphaSqrtPrice.get(chain.state(), netuid), squareRoot(sm::price(chain.state(), netuid)))
            << raw(netuid);
    const auto before = AlphaSqrtPrice.get(chain.state(), EconomyChain::kText);
    chain.start();
    ASSERT_TRUE(chain.call(chain.bob, sm::AddStake{chain.validator, EconomyChain::kText, rao(50'000'000'000)}));
    chain.run();
    EXPECT_GT(AlphaSqrtPrice.get(chain.state(), EconomyChain::kText).bits(), before.bits());
}

TEST(AlphaSqrtPriceItem, GoesWithItsSubnet) {
    EconomyChain chain;
    chain.run(2);
    sm::NetworksAdded.remove(chain.state(), EconomyChain::kText);

    chain.run();

    EXPECT_FALSE(AlphaSqrtPrice.tryGet(chain.state(), EconomyChain::kText));
}

} // namespace
} // namespace taodeck::subtensor::test

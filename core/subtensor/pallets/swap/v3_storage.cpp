#include "core/subtensor/pallets/swap/v3_storage.h"

#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

#include <boost/multiprecision/cpp_int.hpp>

namespace taodeck::subtensor::swap_module {

std::vector<const StorageItem*> v3Storage() {
    return {&FeeGlobalTao, &FeeGlobalAlpha, &Ticks, &AlphaSqrtPrice, &CurrentTick, &CurrentLiquidity, &Positions};
}

U64F64 squareRoot(U64F64 price) {
    using Wide = boost::multiprecision::uint256_t;
    const UInt128 bits = price.bits();
    const Wide wide = (Wide{static_cast<std::uint64_t>(bits >> 64)} << 64) | static_cast<std::uint64_t>(bits);
    const Wide root = boost::multiprecision::sqrt(Wide{wide << 64});
    const auto low = static_cast<std::uint64_t>(root & ~std::uint64_t{0});
    const auto high = static_cast<std::uint64_t>((root >> 64) & ~std::uint64_t{0});
    return U64F64::fromBits((UInt128{high} << 64) | low);
}

void followPrices(const Context& ctx) {
    std::vector<NetUid> gone;
    AlphaSqrtPrice.forEach(ctx.state, [&](NetUid netuid, U64F64) {
        if (!subtensor_module::NetworksAdded.get(ctx.state, netuid)) gone.push_back(netuid);
        return true;
    });
    for (const NetUid netuid : gone)
        AlphaSqrtPrice.remove(ctx.state, netuid);
    for (const NetUid netuid : subtensor_module::subnets(ctx.state)) {
        const U64F64 root = squareRoot(poolOf(ctx.state, netuid).price());
        if (AlphaSqrtPrice.get(ctx.state, netuid) != root) AlphaSqrtPrice.set(ctx.state, netuid, root);
    }
}

} // namespace taodeck::subtensor::swap_module

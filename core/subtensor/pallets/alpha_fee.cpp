#include "core/subtensor/pallets/alpha_fee.h"

#include "core/subtensor/pallets/consensus.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/swap/swap.h"

namespace taodeck::subtensor::alpha_fee {
namespace {

constexpr std::uint64_t kAnyPrice = 0; ///< Lower than the limit that says so elsewhere, which the author's part keeps.

/// What the fee is in alpha at the present price, without slippage.
Alpha worth(const StateReader& state, NetUid netuid, Rao fee) {
    const Pool pool = swap_module::poolOf(state, netuid);
    if (!pool.dynamic) return Alpha::fromRaw(fee.raw());
    return Alpha::fromRaw(U64F64::fromInt(fee.raw()).safeDiv(pool.price()).toU64());
}

} // namespace

bool canPay(const StateReader& state, const AccountId& coldkey, const AlphaPosition& position, Rao fee) {
    return subtensor_module::stakeOf(state, position.hotkey, coldkey, position.netuid) >=
           worth(state, position.netuid, fee);
}

Dispatch<Paid> pay(const Context& ctx, const AccountId& coldkey, const AlphaPosition& position, Rao fee) {
    const auto author = aura::author(ctx.state);
    if (!author) return Paid{}; // nobody to pay, so nothing is taken
    const auto held = subtensor_module::stakeOf(ctx.state, position.hotkey, coldkey, position.netuid);
    const auto wanted = worth(ctx.state, position.netuid, fee);
    const auto alpha = wanted.raw() == 0 ? held : std::min(wanted, held);
    TD_DISPATCH_TRY(const auto tao, inLayer(ctx.state, [&] {
                        return subtensor_module::unstakeFor(ctx, position.hotkey, coldkey, *author, position.netuid,
                                                            alpha, kAnyPrice, Fees::Drop);
                    }));
    return Paid{position.netuid, alpha, tao};
}

} // namespace taodeck::subtensor::alpha_fee

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/consensus.h"
#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/swap/swap.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

template <class Item, class Tag>
void add(State& state, const Item& item, NetUid netuid, Amount<Tag> by) {
    item.set(state, netuid, item.get(state, netuid).saturatingAdd(by));
}
template <class Item, class Tag>
void subtract(State& state, const Item& item, NetUid netuid, Amount<Tag> by) {
    item.set(state, netuid, item.get(state, netuid).saturatingSub(by));
}
void addVolume(State& state, NetUid netuid, std::uint64_t tao) {
    const UInt128 before = SubnetVolume.get(state, netuid);
    SubnetVolume.set(state, netuid, before > ~UInt128{0} - tao ? ~UInt128{0} : before + tao);
}
void addFlow(State& state, NetUid netuid, std::uint64_t tao, bool inflow) {
    const std::int64_t flow = SubnetTaoFlow.get(state, netuid), by = static_cast<std::int64_t>(tao);
    std::int64_t after{};
    if (inflow ? __builtin_add_overflow(flow, by, &after) : __builtin_sub_overflow(flow, by, &after))
        after = (by > 0) == inflow ? INT64_MAX : INT64_MIN;
    SubnetTaoFlow.set(state, netuid, after);
}

/// An order against the pool of a dynamic subnet; elsewhere one for one.
Dispatch<Swapped> order(const Context& ctx, NetUid netuid, Side side, std::uint64_t amount, std::uint64_t limitPrice,
                        Fees fees) {
    const Pool pool = swap_module::poolOf(ctx.state, netuid);
    if (!pool.dynamic) return Swapped{amount, amount, 0};
    const auto swapped = ctx.rules.economy().swapIn(pool, side, amount, limitPrice, fees);
    if (!swapped) return dispatchFail(swap_module::toDispatchError(swapped.error()));
    swap_module::initialize(ctx.state, netuid);
    return *swapped;
}

/// Moves TAO into the subnet's account, leaving the coldkey alive. @return what was moved: at most `tao`.
Dispatch<Rao> transferToSubnet(const Context& ctx, NetUid netuid, const AccountId& coldkey, Rao tao) {
    if (tao == Rao{}) return Rao{};
    const Rao most = balances::reducible(ctx.state, ctx.rules, coldkey, balances::Preservation::Preserve);
    const Rao amount = std::min(tao, most);
    TD_ENSURE(amount != Rao{}, ModuleError::InsufficientBalance);
    TD_DISPATCH_CHECK(
        balances::transfer(ctx, coldkey, subnetAccount(netuid), amount, balances::Preservation::Preserve));
    return amount;
}

/// The buyer's fee, in TAO that already lies in the subnet's account.
Dispatch<> payAuthor(const Context& ctx, NetUid netuid, Rao fee) {
    if (const auto author = aura::author(ctx.state)) return transferFromSubnet(ctx, netuid, *author, fee);
    (void)transferFromSubnet(ctx, netuid, burnAccount(), fee); // a fee that cannot be burnt stays where it is
    return {};
}

} // namespace

Dispatch<Swapped> buyAlpha(const Context& ctx, NetUid netuid, Rao tao, std::uint64_t limitPrice, Fees fees) {
    TD_DISPATCH_TRY(const Swapped swapped, order(ctx, netuid, Side::Buy, tao.raw(), limitPrice, fees));
    const auto out = Alpha::fromRaw(swapped.paidOut);
    subtract(ctx.state, SubnetAlphaIn, netuid, out);
    add(ctx.state, SubnetAlphaOut, netuid, out);
    add(ctx.state, SubnetTAO, netuid, Rao::fromRaw(swapped.paidIn));
    TotalStake.set(ctx.state, TotalStake.get(ctx.state).saturatingAdd(tao)); // with the fee, as upstream counts it
    addVolume(ctx.state, netuid, tao.raw());
    return swapped;
}

Dispatch<Swapped> sellAlpha(const Context& ctx, NetUid netuid, Alpha alpha, std::uint64_t limitPrice, Fees fees) {
    TD_DISPATCH_TRY(const Swapped swapped, order(ctx, netuid, Side::Sell, alpha.raw(), limitPrice, fees));
    const auto in = Alpha::fromRaw(swapped.paidIn);
    const auto out = Rao::fromRaw(swapped.paidOut);
    add(ctx.state, SubnetAlphaIn, netuid, in);
    subtract(ctx.state, SubnetAlphaOut, netuid, in);
    subtract(ctx.state, SubnetTAO, netuid, out);
    TotalStake.set(ctx.state, TotalStake.get(ctx.state).saturatingSub(out));
    addVolume(ctx.state, netuid, swapped.paidOut);
    return swapped;
}

PoolResult<Swapped> simulateOrder(const Context& ctx, NetUid netuid, Side side, std::uint64_t amount) {
    const Pool pool = swap_module::poolOf(ctx.state, netuid);
    if (!pool.dynamic && !NetworksAdded.get(ctx.state, netuid)) amount = 0;
    return ctx.rules.economy().simulateIn(pool, side, amount);
}

Dispatch<Alpha> stakeInto(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, Rao tao,
                          std::uint64_t limitPrice, Fees fees) {
    TD_DISPATCH_TRY(const Rao staked, transferToSubnet(ctx, netuid, coldkey, tao));
    TD_DISPATCH_TRY(const Swapped swapped, buyAlpha(ctx, netuid, staked, limitPrice, fees));
    const auto alpha = Alpha::fromRaw(swapped.paidOut);
    TD_ENSURE(alpha != Alpha{}, ModuleError::AmountTooLow);
    TD_ENSURE(canIncrease(ctx.state, hotkey, netuid, alpha), ModuleError::InsufficientLiquidity);

    increaseStake(ctx.state, hotkey, coldkey, netuid, alpha);
    TD_DISPATCH_CHECK(payAuthor(ctx, netuid, Rao::fromRaw(swapped.fee)));
    addFlow(ctx.state, netuid, swapped.paidIn, /*inflow=*/true);
    rollLock(ctx, coldkey, netuid);
    LastColdkeyHotkeyStakeBlock.set(ctx.state, coldkey, hotkey, blockNumber(ctx));
    if (netuid == kRootNetUid) {
        adjustClaimedForAdded(ctx.state, hotkey, coldkey, alpha.raw());
        addRootStaker(ctx.state, coldkey);
    }
    ctx.emit(StakeAdded{coldkey, hotkey, staked, alpha, netuid, swapped.fee});
    return alpha;
}

Dispatch<Rao> unstakeFrom(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid,
                          Alpha alpha, std::uint64_t limitPrice) {
    return unstakeFor(ctx, hotkey, coldkey, coldkey, netuid, alpha, limitPrice, Fees::Charge);
}

Dispatch<Rao> unstakeFor(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey,
                         const AccountId& beneficiary, NetUid netuid, Alpha alpha, std::uint64_t limitPrice,
                         Fees fees) {
    decreaseStake(ctx.state, hotkey, coldkey, netuid, alpha);
    TD_DISPATCH_TRY(const Swapped swapped, sellAlpha(ctx, netuid, alpha, limitPrice, fees));
    const auto used = Alpha::fromRaw(swapped.paidIn).saturatingAdd(Alpha::fromRaw(swapped.fee));
    const auto rest = alpha.saturatingSub(used);
    if (rest != Alpha{}) increaseStake(ctx.state, hotkey, coldkey, netuid, rest);
    const Rao tao = Rao::fromRaw(swapped.paidOut);
    TD_DISPATCH_CHECK(transferFromSubnet(ctx, netuid, beneficiary, tao));

    std::uint64_t authorTao = 0;
    if (const auto author = aura::author(ctx.state)) { // the fee is alpha: it is sold for the author, without a fee
        TD_DISPATCH_TRY(const Swapped sold,
                        sellAlpha(ctx, netuid, Alpha::fromRaw(swapped.fee), kMinLimitPrice, Fees::Drop));
        authorTao = sold.paidOut;
        TD_DISPATCH_CHECK(transferFromSubnet(ctx, netuid, *author, Rao::fromRaw(authorTao)));
    } else {
        burnAlpha(ctx.state, netuid, Alpha::fromRaw(swapped.fee));
    }
    if (netuid == kRootNetUid) {
        adjustClaimedForRemoved(ctx.state, hotkey, coldkey, alpha.raw());
        removeRootStakerIfEmpty(ctx.state, coldkey);
    }
    addFlow(ctx.state, netuid, tao.saturatingAdd(Rao::fromRaw(authorTao)).raw(), /*inflow=*/false);
    rollLock(ctx, coldkey, netuid);
    LastColdkeyHotkeyStakeBlock.set(ctx.state, coldkey, hotkey, blockNumber(ctx));
    ctx.emit(StakeRemoved{coldkey, hotkey, tao, Alpha::fromRaw(swapped.paidIn), netuid, swapped.fee});
    return tao;
}

Dispatch<Rao> transferStakeWithin(const Context& ctx, const AccountId& fromColdkey, const AccountId& fromHotkey,
                                  const AccountId& toColdkey, const AccountId& toHotkey, NetUid netuid, Alpha alpha) {
    State& state = ctx.state;
    TD_DISPATCH_CHECK(transferLock(ctx, fromColdkey, toColdkey, netuid, alpha));
    decreaseStake(state, fromHotkey, fromColdkey, netuid, alpha);
    if (netuid == kRootNetUid) adjustClaimedForRemoved(state, fromHotkey, fromColdkey, alpha.raw());
    increaseStake(state, toHotkey, toColdkey, netuid, alpha);
    // Quirk: the index of root stakers does not learn of either coldkey; the background walk finds the new one.
    if (netuid == kRootNetUid) adjustClaimedForAdded(state, toHotkey, toColdkey, alpha.raw());

    const Rao tao = Rao::fromRaw(price(state, netuid).saturatingMul(U64F64::fromInt(alpha.raw())).toU64());
    TD_ENSURE(tao.raw() >= kMinStake, ModuleError::AmountTooLow);
    LastColdkeyHotkeyStakeBlock.set(state, toColdkey, toHotkey, blockNumber(ctx));
    ctx.emit(StakeRemoved{fromColdkey, fromHotkey, tao, alpha, netuid, 0});
    ctx.emit(StakeAdded{toColdkey, toHotkey, tao, alpha, netuid, 0});
    return tao;
}

void recordTaoInflow(State& state, NetUid netuid, Rao amount) {
    addFlow(state, netuid, amount.raw(), /*inflow=*/true);
}

bool hotkeyExists(const StateReader& state, const AccountId& hotkey) {
    return Owner.exists(state, hotkey);
}

bool owns(const StateReader& state, const AccountId& coldkey, const AccountId& hotkey) {
    return Owner.tryGet(state, hotkey) == coldkey;
}

void becomeDelegate(State& state, const AccountId& hotkey) {
    if (!Delegates.exists(state, hotkey)) Delegates.set(state, hotkey, Delegates.get(state, hotkey));
}

Rao leastNomination(const StateReader& state) {
    constexpr std::uint64_t kLeastStake = 2'000'000;
    std::uint64_t product = 0;
    if (__builtin_mul_overflow(kLeastStake, NominatorMinRequiredStake.get(state), &product)) product = UINT64_MAX;
    return Rao::fromRaw(product / 1'000'000);
}

void clearSmallNomination(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid) {
    if (owns(ctx.state, coldkey, hotkey)) return;
    const auto stake = stakeOf(ctx.state, hotkey, coldkey, netuid);
    const std::uint64_t least =
        U64F64::fromInt(leastNomination(ctx.state).raw()).safeDiv(price(ctx.state, netuid)).toU64();
    if (stake == Alpha{} || stake.raw() >= least) return;
    // Quirk: what a refused sale had done stays done; the rest of the position is taken without anything in return.
    if (!unstakeFrom(ctx, hotkey, coldkey, netuid, stake, kMinLimitPrice))
        decreaseStake(ctx.state, hotkey, coldkey, netuid, stakeOf(ctx.state, hotkey, coldkey, netuid));
    reduceLock(ctx, coldkey, netuid, stake);
}

void clearSmallNominations(const Context& ctx) {
    std::set<std::tuple<AccountId, AccountId, NetUid>> positions;
    const auto add = [&positions](const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, const auto&) {
        positions.emplace(hotkey, coldkey, netuid);
        return true;
    };
    AlphaV1.forEach(ctx.state, add);
    AlphaV2.forEach(ctx.state, add);
    for (const auto& [hotkey, coldkey, netuid] : positions)
        clearSmallNomination(ctx, hotkey, coldkey, netuid);
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"

#include "core/subtensor/pallets/subtensor_module/events.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

/// floor(rate * amount), which is what a stake of `amount` has earned since the rate was zero.
UInt128 earned(I96F32 rate, std::uint64_t amount) {
    return rate.saturatingMul(I96F32::fromInt(amount)).toU128();
}

void recordProtocolOutflow(State& state, NetUid netuid, std::uint64_t tao) {
    std::int64_t flow = SubnetProtocolFlow.get(state, netuid);
    const auto by = static_cast<std::int64_t>(tao);
    if (__builtin_sub_overflow(flow, by, &flow)) flow = by > 0 ? INT64_MIN : INT64_MAX;
    SubnetProtocolFlow.set(state, netuid, flow);
}

void addClaimed(State& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, UInt128 by) {
    const UInt128 before = RootClaimed.get(state, netuid, hotkey, coldkey);
    RootClaimed.set(state, netuid, hotkey, coldkey, before > ~UInt128{0} - by ? ~UInt128{0} : before + by);
}

/// Sells what is owed and turns it into root stake on the same hotkey.
Dispatch<> claimAsRootStake(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid,
                            Alpha owed) {
    TD_DISPATCH_TRY(const Swapped sold, sellAlpha(ctx, netuid, owed, kMinLimitPrice, Fees::Drop));
    const Rao tao = Rao::fromRaw(sold.paidOut);
    const Alpha stake = Alpha::fromRaw(sold.paidOut);
    TD_DISPATCH_CHECK(transferFromSubnet(ctx, netuid, subnetAccount(kRootNetUid), tao));
    SubnetRootSellTao.set(ctx.state, netuid, SubnetRootSellTao.get(ctx.state, netuid).saturatingAdd(tao));
    recordProtocolOutflow(ctx.state, netuid, sold.paidOut);
    increaseStake(ctx.state, hotkey, coldkey, kRootNetUid, stake);
    SubnetTAO.set(ctx.state, kRootNetUid, SubnetTAO.get(ctx.state, kRootNetUid).saturatingAdd(tao));
    SubnetAlphaOut.set(ctx.state, kRootNetUid, SubnetAlphaOut.get(ctx.state, kRootNetUid).saturatingAdd(stake));
    TotalStake.set(ctx.state, TotalStake.get(ctx.state).saturatingAdd(tao));
    adjustClaimedForAdded(ctx.state, hotkey, coldkey, stake.raw());
    return {};
}

Dispatch<> claimOn(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid,
                   const RootClaimTypeEnum& type) {
    const I96F32 owed = rootOwed(ctx.state, hotkey, coldkey, netuid);
    const std::uint64_t amount = owed.toU64();
    if (owed < RootClaimableThreshold.get(ctx.state, netuid) || amount == 0) return {};

    using Kind = RootClaimTypeEnum::Kind;
    const bool keep = type.kind == Kind::Keep || (type.kind == Kind::KeepSubnets && type.subnets.count(netuid) != 0);
    if (keep) {
        increaseStake(ctx.state, hotkey, coldkey, netuid, Alpha::fromRaw(amount));
    } else {
        TD_DISPATCH_CHECK(claimAsRootStake(ctx, hotkey, coldkey, netuid, Alpha::fromRaw(amount)));
    }
    addClaimed(ctx.state, hotkey, coldkey, netuid, amount);
    return {};
}

constexpr std::size_t kIndexBatch = 30;

/// One batch of a walk over a share map; where it stopped is kept in `last`, and nothing there starts again.
template <class Shares>
void indexBatch(State& state, const Shares& shares, const DefaultStorage<std::optional<Bytes>>& last) {
    const Bytes prefix = shares.prefix();
    const auto start = last.get(state);
    auto key = state.nextKey(start.value_or(prefix));
    std::optional<Bytes> reached = start;
    std::size_t seen = 0;
    std::vector<AccountId> stakers;
    for (; key && startsWith(*key, prefix) && seen < kIndexBatch; ++seen) {
        Decoder in{ByteView{*key}.subspan(prefix.size())};
        if (const auto position = shares.decodeKeys(in); position && std::get<2>(*position) == kRootNetUid)
            stakers.push_back(std::get<1>(*position));
        reached = key;
        key = state.nextKey(*key);
    }
    if (seen == 0 && !start) return;
    for (const auto& coldkey : stakers)
        addRootStaker(state, coldkey);
    last.set(state, seen < kIndexBatch ? std::nullopt : reached);
}

std::uint64_t bigEndian(ByteView bytes) {
    std::uint64_t out = 0;
    for (const auto b : bytes)
        out = out << 8 | b;
    return out;
}

} // namespace

I96F32 rootOwed(const StateReader& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid) {
    const auto rates = RootClaimable.get(state, hotkey);
    const auto rate = rates.find(netuid);
    const I96F32 stake = I96F32::fromInt(stakeOf(state, hotkey, coldkey, kRootNetUid).raw());
    const I96F32 claimed = I96F32::fromWide(RootClaimed.get(state, netuid, hotkey, coldkey));
    return (rate == rates.end() ? I96F32{} : rate->second).saturatingMul(stake).saturatingSub(claimed);
}

Dispatch<std::uint64_t> claim(const Context& ctx, const AccountId& coldkey, const std::set<NetUid>* subnets) {
    constexpr std::uint64_t kRefTimeOfOne = 60'000'000 + 7 * kDbRead + 5 * kDbWrite;
    std::uint64_t refTime = kDbRead;
    for (const auto& hotkey : StakingHotkeys.get(ctx.state, coldkey)) {
        refTime += 3 * kDbRead;
        const auto type = RootClaimType.get(ctx.state, coldkey);
        for (const auto& [netuid, rate] : RootClaimable.get(ctx.state, hotkey)) {
            if (subnets && subnets->count(netuid) == 0) continue;
            TD_DISPATCH_CHECK(claimOn(ctx, hotkey, coldkey, netuid, type));
            refTime += kRefTimeOfOne;
        }
    }
    ctx.emit(RootClaimedEvent{coldkey});
    return refTime;
}

void moveRootClaimed(State& state, NetUid netuid, const AccountId& fromHotkey, const AccountId& toHotkey,
                     const AccountId& fromColdkey, const AccountId& toColdkey) {
    const UInt128 claimed = RootClaimed.get(state, netuid, fromHotkey, fromColdkey);
    RootClaimed.remove(state, netuid, fromHotkey, fromColdkey);
    addClaimed(state, toHotkey, toColdkey, netuid, claimed);
}

void indexSomeRootStakers(State& state) {
    indexBatch(state, AlphaV1, AlphaMapLastKey);
    indexBatch(state, AlphaV2, AlphaV2MapLastKey);
}

void increaseRootClaimable(State& state, const AccountId& hotkey, NetUid netuid, Alpha amount) {
    const Alpha total = stakeOfHotkey(state, hotkey, kRootNetUid);
    if (amount > total) {
        increaseStake(state, hotkey, Owner.get(state, hotkey), netuid, amount);
        return;
    }
    const I96F32 step = I96F32::fromInt(amount.raw()).safeDiv(I96F32::fromInt(total.raw()));
    auto rates = RootClaimable.get(state, hotkey);
    rates[netuid] = rates[netuid].saturatingAdd(step);
    RootClaimable.set(state, hotkey, rates);
}

void adjustClaimedForAdded(State& state, const AccountId& hotkey, const AccountId& coldkey, std::uint64_t amount) {
    for (const auto& [netuid, rate] : RootClaimable.get(state, hotkey))
        addClaimed(state, hotkey, coldkey, netuid, earned(rate, amount));
}

void adjustClaimedForRemoved(State& state, const AccountId& hotkey, const AccountId& coldkey, std::uint64_t amount) {
    for (const auto& [netuid, rate] : RootClaimable.get(state, hotkey)) {
        if (netuid == kRootNetUid) continue;
        const UInt128 before = RootClaimed.get(state, netuid, hotkey, coldkey), by = earned(rate, amount);
        RootClaimed.set(state, netuid, hotkey, coldkey, by > before ? 0 : before - by);
    }
}

void addRootStaker(State& state, const AccountId& coldkey) {
    if (StakingColdkeys.exists(state, coldkey)) return;
    const std::uint64_t n = NumStakingColdkeys.get(state);
    StakingColdkeysByIndex.set(state, n, coldkey);
    StakingColdkeys.set(state, coldkey, n);
    NumStakingColdkeys.set(state, n + 1);
}

void removeRootStakerIfEmpty(State& state, const AccountId& coldkey) {
    const auto hotkeys = StakingHotkeys.get(state, coldkey);
    const auto staked = [&](const AccountId& hotkey) {
        return stakeOf(state, hotkey, coldkey, kRootNetUid) != Alpha{};
    };
    if (std::any_of(hotkeys.begin(), hotkeys.end(), staked)) return;
    const auto index = StakingColdkeys.get(state, coldkey);
    if (!index) return;
    StakingColdkeys.remove(state, coldkey);
    const std::uint64_t count = NumStakingColdkeys.get(state), last = count == 0 ? 0 : count - 1;
    const auto moved = *index != last ? StakingColdkeysByIndex.get(state, last) : std::nullopt;
    if (moved) { // the last one takes the free place
        StakingColdkeysByIndex.remove(state, last);
        StakingColdkeysByIndex.set(state, *index, *moved);
        StakingColdkeys.set(state, *moved, *index);
    } else {
        StakingColdkeysByIndex.remove(state, *index);
    }
    NumStakingColdkeys.set(state, last);
}

std::vector<std::uint64_t> selectedIndices(const BlockHash& hash, std::uint64_t count, std::uint64_t n) {
    const ByteView bytes{hash.bytes};
    std::uint64_t last = bigEndian(bytes.first(8));
    std::set<std::uint64_t> out;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t step = bigEndian(bytes.subspan(i * 8 % 32, 8));
        const std::uint64_t sum = step > UINT64_MAX - last ? UINT64_MAX : last + step;
        last = n == 0 ? 0 : sum % n;
        out.insert(last);
    }
    return {out.begin(), out.end()};
}

void claimForSome(const Context& ctx, const BlockHash& parent) {
    const std::uint64_t n = NumStakingColdkeys.get(ctx.state);
    for (const std::uint64_t i : selectedIndices(parent, NumRootClaim.get(ctx.state), n)) {
        const auto coldkey = StakingColdkeysByIndex.get(ctx.state, i);
        if (!coldkey) continue;
        // A claim that the pool refuses leaves everything as it was and comes up again.
        (void)inLayer(ctx.state, [&] { return claim(ctx, *coldkey, nullptr); });
    }
}

} // namespace taodeck::subtensor::subtensor_module

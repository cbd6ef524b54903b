#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

/// Empty when the coldkey has none.
std::optional<SafeFloat> shareOf(const StateReader& state, const AccountId& hotkey, const AccountId& coldkey,
                                 NetUid netuid) {
    if (const auto older = AlphaV1.tryGet(state, hotkey, coldkey, netuid)) return SafeFloat::fromU64F64(older->bits());
    return AlphaV2.tryGet(state, hotkey, coldkey, netuid);
}

void storeValue(State& state, const AccountId& hotkey, NetUid netuid, std::uint64_t value) {
    if (value == 0)
        TotalHotkeyAlpha.remove(state, hotkey, netuid);
    else
        TotalHotkeyAlpha.set(state, hotkey, netuid, Alpha::fromRaw(value));
}

/// Writes go to the newer maps; an entry of the older ones moves over.
void changePosition(State& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid,
                    std::int64_t update) {
    SharePool pool = sharePoolOf(state, hotkey, netuid);
    const SafeFloat share = pool.updateOne(shareOf(state, hotkey, coldkey, netuid).value_or(SafeFloat{}), update);

    AlphaV1.remove(state, hotkey, coldkey, netuid);
    if (share.isZero())
        AlphaV2.remove(state, hotkey, coldkey, netuid);
    else
        AlphaV2.set(state, hotkey, coldkey, netuid, share);
    TotalHotkeyShares.remove(state, hotkey, netuid);
    if (pool.denominator.isZero())
        TotalHotkeySharesV2.remove(state, hotkey, netuid);
    else
        TotalHotkeySharesV2.set(state, hotkey, netuid, pool.denominator);
    storeValue(state, hotkey, netuid, pool.value);
}

std::int64_t signedAmount(Alpha amount) {
    return static_cast<std::int64_t>(amount.raw());
}

void addStakingHotkey(State& state, const AccountId& coldkey, const AccountId& hotkey) {
    auto hotkeys = StakingHotkeys.get(state, coldkey);
    if (std::find(hotkeys.begin(), hotkeys.end(), hotkey) != hotkeys.end()) return;
    hotkeys.push_back(hotkey);
    StakingHotkeys.set(state, coldkey, hotkeys);
}

} // namespace

SharePool sharePoolOf(const StateReader& state, const AccountId& hotkey, NetUid netuid) {
    const auto older = TotalHotkeyShares.tryGet(state, hotkey, netuid);
    return {TotalHotkeyAlpha.get(state, hotkey, netuid).raw(),
            older ? SafeFloat::fromU64F64(older->bits()) : TotalHotkeySharesV2.get(state, hotkey, netuid)};
}

void forEachShare(const StateReader& state, const AccountId& hotkey,
                  const std::function<void(const AccountId&, NetUid, const SafeFloat&)>& visit) {
    std::map<std::pair<AccountId, NetUid>, SafeFloat> shares;
    AlphaV1.forEachUnder(
        state,
        [&](const AccountId&, const AccountId& coldkey, NetUid netuid, U64F64 share) {
            shares[{coldkey, netuid}] = SafeFloat::fromU64F64(share.bits());
            return true;
        },
        hotkey);
    AlphaV2.forEachUnder(
        state,
        [&](const AccountId&, const AccountId& coldkey, NetUid netuid, const SafeFloat& share) {
            shares[{coldkey, netuid}] = share;
            return true;
        },
        hotkey);
    for (const auto& [key, share] : shares)
        visit(key.first, key.second, share);
}

Alpha stakeOf(const StateReader& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid) {
    const auto share = shareOf(state, hotkey, coldkey, netuid);
    return Alpha::fromRaw(share ? sharePoolOf(state, hotkey, netuid).valueOf(*share) : 0);
}

Alpha stakeOfHotkey(const StateReader& state, const AccountId& hotkey, NetUid netuid) {
    return TotalHotkeyAlpha.get(state, hotkey, netuid);
}

Rao totalStakeOfHotkey(const StateReader& state, const AccountId& hotkey) {
    U64F64 total;
    for (const NetUid netuid : subnets(state)) {
        const U64F64 alpha = U64F64::fromInt(stakeOfHotkey(state, hotkey, netuid).raw());
        total = total.saturatingAdd(alpha.saturatingMul(price(state, netuid)));
    }
    return Rao::fromRaw(total.toU64());
}

std::vector<NetUid> stakedSubnets(const StateReader& state, const AccountId& hotkey, const AccountId& coldkey) {
    std::set<NetUid> out;
    const auto add = [&out](const AccountId&, const AccountId&, NetUid netuid, const auto&) {
        out.insert(netuid);
        return true;
    };
    AlphaV1.forEachUnder(state, add, hotkey, coldkey);
    AlphaV2.forEachUnder(state, add, hotkey, coldkey);
    return {out.begin(), out.end()};
}

bool canIncrease(const StateReader& state, const AccountId& hotkey, NetUid netuid, Alpha amount) {
    return sharePoolOf(state, hotkey, netuid).canUpdateOne(signedAmount(amount));
}

void increaseStake(State& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, Alpha amount) {
    if (amount != Alpha{}) addStakingHotkey(state, coldkey, hotkey);
    changePosition(state, hotkey, coldkey, netuid, signedAmount(amount));
}

void increaseHotkeyStake(State& state, const AccountId& hotkey, NetUid netuid, Alpha amount) {
    SharePool pool = sharePoolOf(state, hotkey, netuid);
    pool.updateAll(signedAmount(amount));
    storeValue(state, hotkey, netuid, pool.value);
}

void decreaseStake(State& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, Alpha amount) {
    if (!shareOf(state, hotkey, coldkey, netuid) || stakeOf(state, hotkey, coldkey, netuid) < amount) return;
    changePosition(state, hotkey, coldkey, netuid, -signedAmount(amount));
}

} // namespace taodeck::subtensor::subtensor_module

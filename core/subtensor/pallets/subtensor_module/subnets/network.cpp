#include "core/subtensor/pallets/subtensor_module/subnets/network.h"

#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/subnets/events.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {

bool isSubnetAccount(const AccountId& account) {
    constexpr std::size_t kNetuidAt = 12; // after "modl" and the pallet's id
    const auto netuid = static_cast<std::uint16_t>(account.bytes[kNetuidAt] | account.bytes[kNetuidAt + 1] << 8);
    return account == subnetAccount(NetUid{netuid});
}

Dispatch<> createHotkeyIfAbsent(State& state, const AccountId& coldkey, const AccountId& hotkey) {
    TD_ENSURE(!isSubnetAccount(hotkey), ModuleError::CannotUseSystemAccount);
    if (hotkeyExists(state, hotkey)) return {};
    Owner.set(state, hotkey, coldkey);
    for (const auto* item : {&OwnedHotkeys, &StakingHotkeys}) {
        auto hotkeys = item->get(state, coldkey);
        if (std::find(hotkeys.begin(), hotkeys.end(), hotkey) != hotkeys.end()) continue;
        hotkeys.push_back(hotkey);
        item->set(state, coldkey, hotkeys);
    }
    return {};
}

Dispatch<> setSubnetOwnerHotkey(const Context& ctx, NetUid netuid, const AccountId& hotkey) {
    TD_ENSURE(!isSubnetAccount(hotkey), ModuleError::CannotUseSystemAccount);
    SubnetOwnerHotkey.set(ctx.state, netuid, hotkey);
    ctx.emit(SubnetOwnerHotkeySet{netuid, hotkey});
    return {};
}

NetUid nextNetuid(const StateReader& state) {
    std::uint16_t next = 1;
    while (NetworksAdded.exists(state, NetUid{next}) && next != UINT16_MAX)
        ++next;
    return NetUid{next};
}

std::uint64_t lockReductionInterval(const StateReader& state, const RuleSet& rules) {
    const std::uint64_t emission = rules.economy().emissionAt(TotalIssuance.get(state).raw());
    const I64F64 halving = I64F64::fromInt(emission).safeDiv(I64F64::fromInt(kFirstBlockEmission));
    return I64F64::fromInt(NetworkLockReductionInterval.get(state)).saturatingMul(halving).toU64();
}

Rao networkLockCost(const StateReader& state, const RuleSet& rules, std::uint64_t block) {
    const std::uint64_t last = NetworkLastLockCost.get(state).raw();
    const std::uint64_t lastBlock = LastRateLimitedBlock.get(state, networkRegisteredKey());
    const std::uint64_t interval = lockReductionInterval(state, rules);
    const UInt128 top = UInt128{last} * (lastBlock == 0 ? 1 : 2);
    const std::uint64_t start = top > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(top);
    const std::uint64_t perBlock = interval == 0 ? 0 : last / interval;
    const UInt128 fall = UInt128{perBlock} * (block > lastBlock ? block - lastBlock : 0);
    const std::uint64_t cost = fall > start ? 0 : start - static_cast<std::uint64_t>(fall);
    return std::max(Rao::fromRaw(cost), NetworkMinLockCost.get(state));
}

std::optional<NetUid> networkToPrune(const StateReader& state, std::uint64_t block) {
    const std::uint64_t immunity = NetworkImmunityPeriod.get(state);
    std::optional<NetUid> candidate;
    U64F64 lowest = U64F64::max();
    std::uint64_t oldest = UINT64_MAX;
    for (const NetUid netuid : subnets(state)) {
        if (netuid == kRootNetUid || !NetworksAdded.get(state, netuid)) continue;
        const std::uint64_t registered = NetworkRegisteredAt.get(state, netuid);
        if (block < registered || block - registered < immunity) continue;
        const U64F64 price = movingPrice(state, netuid);
        if (price > lowest || (price == lowest && registered >= oldest)) continue;
        candidate = netuid;
        lowest = price;
        oldest = registered;
    }
    return candidate;
}

U64F64 medianAlphaPrice(const StateReader& state) {
    std::vector<U64F64> prices;
    for (const NetUid netuid : subnets(state)) {
        if (netuid == kRootNetUid || !NetworksAdded.get(state, netuid)) continue;
        const U64F64 each = price(state, netuid);
        if (!each.isZero()) prices.push_back(each);
    }
    if (prices.empty()) return U64F64::fromInt(1);
    std::sort(prices.begin(), prices.end());
    const std::size_t lower = (prices.size() - 1) / 2, upper = prices.size() / 2;
    if (lower == upper) return prices[upper];
    return prices[lower].saturatingAdd(prices[upper]).safeDiv(U64F64::fromInt(2));
}

bool isValid(const SubnetIdentityV3& identity) {
    // Quirk: upstream sums only three fields against the limit of all eight, so the sum never decides.
    constexpr std::size_t kShort = 256, kLong = 1'024;
    const std::size_t sum = identity.subnetName.size() + identity.githubRepo.size() + identity.subnetContact.size();
    return sum <= 2 * kShort + 6 * kLong && identity.subnetName.size() <= kShort &&
           identity.githubRepo.size() <= kLong && identity.subnetContact.size() <= kLong &&
           identity.subnetUrl.size() <= kLong && identity.discord.size() <= kShort &&
           identity.description.size() <= kLong && identity.logoUrl.size() <= kLong &&
           identity.additional.size() <= kLong;
}

} // namespace taodeck::subtensor::subtensor_module

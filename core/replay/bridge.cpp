#include "core/replay/bridge.h"

#include "core/replay/older_items.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/swap/swap.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>

namespace taodeck::replay {
namespace {

using namespace subtensor;
namespace sm = subtensor_module;
using sm::RateLimitKey;

std::vector<NetUid> netuidsOf(const StateReader& state) {
    std::vector<NetUid> out;
    sm::NetworksAdded.forEach(state, [&](NetUid netuid, bool added) {
        if (added) out.push_back(netuid);
        return true;
    });
    return out;
}

/// Writes the older default where the state has nothing.
template <class Item, class V, class... K>
void fix(State& state, const Item& item, V value, const K&... keys) {
    if (!item.exists(state, keys...)) item.set(state, keys..., value);
}

void fixDefaults293(State& state) {
    fix(state, sm::NetworkImmunityPeriod, std::uint64_t{50'400});
    fix(state, sm::TxChildkeyTakeRateLimit, std::uint64_t{5});
    fix(state, sm::PendingChildKeyCooldown, std::uint64_t{0});
    for (const NetUid netuid : netuidsOf(state)) {
        fix(state, sm::Tempo, std::uint16_t{10}, netuid);
        fix(state, sm::MaxAllowedUids, std::uint16_t{4'096}, netuid);
        fix(state, sm::MaxWeightsLimit, std::uint16_t{1'000}, netuid);
        fix(state, sm::CommitRevealWeightsEnabled, false, netuid);
        fix(state, swap_module::FeeRate, std::uint16_t{196}, netuid);
    }
}

void fixDefaults218(State& state) {
    fix(state, sm::NetworkImmunityPeriod, std::uint64_t{50'400});
    fix(state, sm::SubnetOwnerCut, std::uint16_t{5'898});
    fix(state, sm::NetworkRateLimit, std::uint64_t{10});
    fix(state, sm::TxRateLimit, std::uint64_t{0});
    for (const NetUid netuid : netuidsOf(state)) {
        fix(state, sm::Tempo, std::uint16_t{30}, netuid);
        fix(state, sm::MaxAllowedUids, std::uint16_t{4'096}, netuid);
        fix(state, sm::MaxWeightsLimit, std::uint16_t{1'000}, netuid);
        fix(state, sm::CommitRevealWeightsEnabled, false, netuid);
        fix(state, sm::MaxRegistrationsPerBlock, std::uint16_t{4}, netuid);
        fix(state, sm::TargetRegistrationsPerInterval, std::uint16_t{4}, netuid);
        fix(state, sm::NetworkRegistrationAllowed, false, netuid);
        fix(state, sm::BondsMovingAverage, std::uint64_t{990'000}, netuid);
        fix(state, sm::Burn, Rao::fromRaw(1'000'000'000), netuid);
        fix(state, sm::MinBurn, Rao::fromRaw(1'000'000'000), netuid);
        fix(state, sm::SubtokenEnabled, true, netuid); // subnets needed no start
    }
}

/// Shares of spec 218 are whole numbers of 8 bytes under the same keys.
void widenShares(State& state, const StorageItem& item) {
    std::vector<std::pair<Bytes, Bytes>> wider;
    forEachEntry(state, item.prefix(), [&](ByteView rest, const Bytes& value) {
        if (value.size() != 8) return true;
        auto key = item.prefix();
        append(key, rest);
        Bytes wide(8, 0); // the fraction
        append(wide, value);
        wider.emplace_back(std::move(key), std::move(wide));
        return true;
    });
    for (auto& [key, value] : wider)
        state.set(key, std::move(value));
}

void moveRateLimits(State& state) {
    for (const auto& [kind, account, block] : older::rateLimits(state)) {
        RateLimitKey key;
        key.kind = kind;
        key.account = account;
        sm::LastRateLimitedBlock.set(state, key, block);
    }
}

/// Older runtimes stake on root without a reserve (SubnetTAO of root stays 0, and with it the root proportion): what
/// can be taken out again is the sum of what hotkeys hold there.
Rao rootStake(const StateReader& state) {
    Rao stake;
    sm::TotalHotkeyAlpha.forEach(state, [&](const AccountId&, NetUid netuid, Alpha held) {
        if (netuid == NetUid{0}) stake = stake.saturatingAdd(Rao::fromRaw(held.raw()));
        return true;
    });
    return stake;
}

void fundPools(State& state) {
    std::uint64_t total = 0;
    for (const NetUid netuid : netuidsOf(state)) {
        // User liquidity of the tick pool lay beside the reserves proper.
        const auto tao = sm::SubnetTAO.get(state, netuid).saturatingAdd(older::SubnetTaoProvided.get(state, netuid));
        sm::SubnetTAO.set(state, netuid, tao);
        const auto alpha =
            sm::SubnetAlphaIn.get(state, netuid).saturatingAdd(older::SubnetAlphaInProvided.get(state, netuid));
        sm::SubnetAlphaIn.set(state, netuid, alpha);
        const auto held = netuid == NetUid{0} ? std::max(tao, rootStake(state)) : tao;
        if (held.raw() == 0) continue;
        system::Account.mutate(state, sm::subnetAccount(netuid), [&](AccountInfo& account) {
            if (account.providers == 0) account.providers = 1;
            account.data.free = account.data.free.saturatingAdd(held);
        });
        total += held.raw();
    }
    balances::TotalIssuance.mutate(state, [&](Rao& issued) { issued = issued.saturatingAdd(Rao::fromRaw(total)); });
}

void splitPending(State& state) {
    for (const NetUid netuid : netuidsOf(state)) {
        const auto pending = older::PendingEmission.get(state, netuid).raw();
        if (pending == 0) continue;
        sm::PendingServerEmission.set(state, netuid, Alpha::fromRaw(pending / 2));
        sm::PendingValidatorEmission.set(state, netuid, Alpha::fromRaw(pending - pending / 2));
    }
}

void windClock(State& state, std::uint64_t next) {
    for (const NetUid netuid : netuidsOf(state)) {
        const std::uint64_t tempo = sm::Tempo.get(state, netuid);
        if (netuid == NetUid{0} || tempo == 0) continue;
        const std::uint64_t period = tempo + 1, phase = (next + raw(netuid) + 2) % period;
        const std::uint64_t due = phase == 0 ? next : next + period - phase;
        if (due > tempo)
            sm::LastEpochBlock.set(state, netuid, due - tempo);
        else if (due == next) // before a whole tempo has passed only a trigger makes an epoch due
            sm::PendingEpochAt.set(state, netuid, due);
    }
}

} // namespace

void bridge(State& state, std::uint32_t specVersion, BlockNumber next) {
    if (specVersion < 233) {
        fixDefaults218(state);
        widenShares(state, sm::AlphaV1);
        widenShares(state, sm::TotalHotkeyShares);
    } else {
        fixDefaults293(state);
    }
    // A freeze of hyperparameters before epochs came later.
    sm::AdminFreezeWindow.set(state, 0);
    moveRateLimits(state);
    fundPools(state);
    splitPending(state);
    windClock(state, raw(next));
}

} // namespace taodeck::replay

#include "core/replay/views.h"

#include "core/base/hex.h"
#include "core/replay/older_items.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>
#include <set>

namespace taodeck::replay {
namespace {

using namespace subtensor;
namespace sm = subtensor_module;

/// Calls `visit(keys)` for each changed entry of the map.
template <class Item, class Visit>
void forChanged(const Item& item, const State::Changes& changes, Visit visit) {
    const auto prefix = item.prefix();
    for (auto it = changes.lower_bound(prefix); it != changes.end(); ++it) {
        if (it->first.size() < prefix.size() || !std::equal(prefix.begin(), prefix.end(), it->first.begin())) break;
        Decoder in{ByteView{it->first}.subspan(prefix.size())};
        if (const auto keys = item.decodeKeys(in)) visit(*keys);
    }
}

void addPositions(std::vector<View>& out, const MemoryState& recorded, const MemoryState& ours,
                  const State::Changes& recordedChanges, const State::Changes& ourChanges) {
    std::set<std::tuple<AccountId, AccountId, NetUid>> positions;
    const auto add = [&](const auto& keys) { positions.insert(keys); };
    forChanged(sm::AlphaV1, recordedChanges, add);
    forChanged(sm::AlphaV1, ourChanges, add);
    forChanged(sm::AlphaV2, ourChanges, add);
    for (const auto& [hotkey, coldkey, netuid] : positions)
        out.push_back({"value of SubtensorModule.Alpha",
                       toHex(hotkey.bytes) + " " + toHex(coldkey.bytes) + " " + std::to_string(raw(netuid)),
                       std::to_string(sm::stakeOf(recorded, hotkey, coldkey, netuid).raw()),
                       std::to_string(sm::stakeOf(ours, hotkey, coldkey, netuid).raw())});
}

void addPending(std::vector<View>& out, const MemoryState& recorded, const MemoryState& ours,
                const State::Changes& recordedChanges, const State::Changes& ourChanges) {
    std::set<NetUid> netuids;
    const auto add = [&](const auto& keys) { netuids.insert(std::get<0>(keys)); };
    forChanged(older::PendingEmission, recordedChanges, add);
    forChanged(sm::PendingServerEmission, ourChanges, add);
    forChanged(sm::PendingValidatorEmission, ourChanges, add);
    for (const NetUid netuid : netuids) {
        const auto sum =
            sm::PendingServerEmission.get(ours, netuid).raw() + sm::PendingValidatorEmission.get(ours, netuid).raw();
        out.push_back({"sum of SubtensorModule.PendingEmission", std::to_string(raw(netuid)),
                       std::to_string(older::PendingEmission.get(recorded, netuid).raw()), std::to_string(sum)});
    }
}

void addIssuance(std::vector<View>& out, const MemoryState& recorded, const MemoryState& ours,
                 const State::Changes& recordedChanges, const State::Changes& ourChanges) {
    const auto key = balances::TotalIssuance.key();
    if (!recordedChanges.contains(key) && !ourChanges.contains(key)) return;
    std::uint64_t pools = 0;
    sm::NetworksAdded.forEach(ours, [&](NetUid netuid, bool) {
        pools += system::Account.get(ours, sm::subnetAccount(netuid)).data.free.raw();
        return true;
    });
    out.push_back({"Balances.TotalIssuance without pools", "",
                   std::to_string(balances::TotalIssuance.get(recorded).raw()),
                   std::to_string(balances::TotalIssuance.get(ours).raw() - pools)});
}

void addRateLimits(std::vector<View>& out, const MemoryState& recorded, const MemoryState& ours,
                   const State::Changes& recordedChanges, const State::Changes& ourChanges) {
    using Kind = sm::RateLimitKey::Kind;
    std::set<std::pair<Kind, AccountId>> changed;
    const auto addOlder = [&](const auto& item, Kind kind) {
        forChanged(item, recordedChanges, [&](const auto& keys) { changed.insert({kind, std::get<0>(keys)}); });
    };
    addOlder(older::LastTxBlock, Kind::LastTxBlock);
    addOlder(older::LastTxBlockChildKeyTake, Kind::LastTxBlockChildKeyTake);
    addOlder(older::LastTxBlockDelegateTake, Kind::LastTxBlockDelegateTake);
    if (recordedChanges.contains(older::NetworkLastRegistered.key())) changed.insert({Kind::NetworkLastRegistered, {}});
    forChanged(sm::LastRateLimitedBlock, ourChanges, [&](const auto& keys) {
        changed.insert({std::get<0>(keys).kind, std::get<0>(keys).account});
    });

    const auto before = older::rateLimits(recorded);
    for (const auto& [kind, account] : changed) {
        std::uint64_t block = 0;
        for (const auto& each : before)
            if (each.kind == kind && each.account == account) block = each.block;
        sm::RateLimitKey key;
        key.kind = kind;
        key.account = account;
        out.push_back({"SubtensorModule.LastRateLimitedBlock", std::to_string(static_cast<int>(kind)),
                       std::to_string(block), std::to_string(sm::LastRateLimitedBlock.get(ours, key))});
    }
}

/// A subnet's account holds nothing in older runtimes.
bool isPoolAccount(const Bytes& key, const MemoryState& recorded) {
    bool found = false;
    sm::NetworksAdded.forEach(recorded, [&](NetUid netuid, bool) {
        found = system::Account.key(sm::subnetAccount(netuid)) == key;
        return !found;
    });
    return found;
}

} // namespace

std::vector<View> views(const MemoryState& recorded, const MemoryState& ours, const State::Changes& recordedChanges,
                        const State::Changes& ourChanges) {
    std::vector<View> out;
    addPositions(out, recorded, ours, recordedChanges, ourChanges);
    addPending(out, recorded, ours, recordedChanges, ourChanges);
    addIssuance(out, recorded, ours, recordedChanges, ourChanges);
    addRateLimits(out, recorded, ours, recordedChanges, ourChanges);
    return out;
}

bool isSeenThroughView(std::string_view item, const Bytes& key, const MemoryState& recorded) {
    static constexpr std::string_view kItems[] = {
        "SubtensorModule.Alpha",
        "SubtensorModule.AlphaV2",
        "SubtensorModule.TotalHotkeyShares",
        "SubtensorModule.TotalHotkeySharesV2",
        "SubtensorModule.PendingEmission",
        "SubtensorModule.PendingServerEmission",
        "SubtensorModule.PendingValidatorEmission",
        "SubtensorModule.LastRateLimitedBlock",
        "SubtensorModule.NetworkLastRegistered",
        "SubtensorModule.LastTxBlock",
        "SubtensorModule.LastTxBlockChildKeyTake",
        "SubtensorModule.LastTxBlockDelegateTake",
        "Balances.TotalIssuance",
    };
    if (item == "System.Account") return isPoolAccount(key, recorded);
    return std::find(std::begin(kItems), std::end(kItems), item) != std::end(kItems);
}

} // namespace taodeck::replay

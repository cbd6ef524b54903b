#include "core/chain/detail/rows.h"

#include "core/subtensor/share_pool.h"

namespace taodeck::chain {

using metadata::Value;
using metadata::View;

namespace {

StorageRead swapItem(std::string item, NetUid netuid) {
    return {"Swap", std::move(item), {Value::netuid(netuid)}};
}

ForeignText textField(const std::optional<Value>& value, std::string_view field) {
    if (!value) return {};
    const auto bytes = View{*value}.field(field).asLooseBytes();
    return bytes ? ForeignText::fromBytes(*bytes) : ForeignText{};
}

/// A share as the chain keeps it: SafeFloat, or in older maps U64F64.
subtensor::SafeFloat shareOf(Snapshot& snapshot, const StorageRead& old, const StorageRead& current) {
    if (const auto value = snapshot.get(old)) {
        const auto bits = View{*value}.asU128();
        if (bits && *bits != 0) return subtensor::SafeFloat::fromU64F64(*bits);
    }
    const auto value = snapshot.get(current);
    if (!value) return {};
    const auto mantissa = View{*value}.field("mantissa").asU128();
    const auto exponent = View{*value}.field("exponent").asI64();
    if (!mantissa || !exponent) {
        snapshot.problem({Errc::Unsupported, "the connected chain keeps shares in an unknown form"});
        return {};
    }
    const auto share = subtensor::SafeFloat::make(*mantissa, *exponent);
    if (!share) snapshot.problem({Errc::OutOfRange, "a stake share is out of range"});
    return share.value_or(subtensor::SafeFloat{});
}

} // namespace

StorageRead accountOf(const AccountId& account) {
    return {"System", "Account", {Value::id(account)}};
}

StorageRead subtensorItem(std::string item, std::vector<Value> keys) {
    return {"SubtensorModule", std::move(item), std::move(keys)};
}

void wantPool(Snapshot& s, NetUid netuid) {
    s.want(subtensorItem("SubnetTAO", {Value::netuid(netuid)}));
    s.want(subtensorItem("SubnetAlphaIn", {Value::netuid(netuid)}));
    s.want(subtensorItem("SubnetMechanism", {Value::netuid(netuid)}));
    s.want(swapItem("SwapBalancer", netuid));
    s.want(swapItem("FeeRate", netuid));
}

subtensor::Pool poolOf(Snapshot& s, NetUid netuid) {
    subtensor::Pool pool;
    pool.tao = s.number(subtensorItem("SubnetTAO", {Value::netuid(netuid)}));
    pool.alpha = s.number(subtensorItem("SubnetAlphaIn", {Value::netuid(netuid)}));
    pool.dynamic = netuid != kRootNetUid && s.number(subtensorItem("SubnetMechanism", {Value::netuid(netuid)})) == 1;
    if (const auto balancer = s.get(swapItem("SwapBalancer", netuid))) {
        const auto quote = View{*balancer}.asU64();
        if (!quote) s.problem({Errc::Unsupported, "the connected chain keeps pool weights in an unknown form"});
        pool.quoteWeight = quote.value_or(subtensor::kEvenWeight);
    }
    pool.feeRate = static_cast<std::uint16_t>(s.number(swapItem("FeeRate", netuid)));
    return pool;
}

Rao priceOf(const subtensor::Pool& pool) {
    return Rao::fromRaw(pool.priceRao());
}

void wantSymbol(Snapshot& s, NetUid netuid) {
    s.wantIfThere(subtensorItem("TokenSymbol", {Value::netuid(netuid)}));
    s.wantIfThere(subtensorItem("SubnetIdentitiesV3", {Value::netuid(netuid)}));
}

ForeignText symbolOf(Snapshot& s, NetUid netuid) {
    return ForeignText::fromBytes(s.bytes(subtensorItem("TokenSymbol", {Value::netuid(netuid)})));
}

ForeignText subnetNameOf(Snapshot& s, NetUid netuid) {
    if (netuid == kRootNetUid) return ForeignText{"root"};
    return textField(s.get(subtensorItem("SubnetIdentitiesV3", {Value::netuid(netuid)})), "subnet_name");
}

void wantClock(Snapshot& s, NetUid netuid) {
    s.want(subtensorItem("Tempo", {Value::netuid(netuid)}));
    s.wantIfThere(subtensorItem("LastEpochBlock", {Value::netuid(netuid)}));
    s.wantIfThere(subtensorItem("PendingEpochAt", {Value::netuid(netuid)}));
}

/// Source: economics of the epoch, "now - LastEpochBlock >= tempo", or as early as the owner triggered it.
std::uint32_t blocksToEpoch(Snapshot& s, NetUid netuid) {
    const auto tempo = s.number(subtensorItem("Tempo", {Value::netuid(netuid)}));
    if (tempo == 0 || netuid == kRootNetUid) return 0;
    const auto now = std::uint64_t{raw(s.target().ref.number)};
    if (s.has("SubtensorModule", "LastEpochBlock")) {
        const auto pending = s.number(subtensorItem("PendingEpochAt", {Value::netuid(netuid)}));
        auto next = s.number(subtensorItem("LastEpochBlock", {Value::netuid(netuid)})) + tempo;
        if (pending > 0) next = std::min(next, pending);
        return next > now ? static_cast<std::uint32_t>(next - now) : 0;
    }
    // Runtimes before 423: (block + netuid + 1) mod (tempo + 1) = 0.
    return static_cast<std::uint32_t>(tempo - (now + raw(netuid) + 1) % (tempo + 1));
}

void wantStarted(Snapshot& s, NetUid netuid) {
    s.wantIfThere(subtensorItem("FirstEmissionBlockNumber", {Value::netuid(netuid)}));
    s.wantIfThere(subtensorItem("SubtokenEnabled", {Value::netuid(netuid)}));
}

bool isStarted(Snapshot& s, NetUid netuid) {
    if (netuid == kRootNetUid) return true;
    const bool enabled = !s.has("SubtensorModule", "SubtokenEnabled") ||
                         s.boolean(subtensorItem("SubtokenEnabled", {Value::netuid(netuid)}));
    return enabled && s.get(subtensorItem("FirstEmissionBlockNumber", {Value::netuid(netuid)})).has_value();
}

void wantIdentity(Snapshot& s, const AccountId& owner) {
    s.wantIfThere(subtensorItem("IdentitiesV2", {Value::id(owner)}));
}

ForeignText identityOf(Snapshot& s, const AccountId& owner) {
    return textField(s.get(subtensorItem("IdentitiesV2", {Value::id(owner)})), "name");
}

void wantStake(Snapshot& s, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid) {
    const std::vector<Value> position{Value::id(hotkey), Value::id(coldkey), Value::netuid(netuid)};
    const std::vector<Value> pool{Value::id(hotkey), Value::netuid(netuid)};
    s.want(subtensorItem("AlphaV2", position));
    s.want(subtensorItem("TotalHotkeyAlpha", pool));
    s.want(subtensorItem("TotalHotkeySharesV2", pool));
    s.wantIfThere(subtensorItem("Alpha", position));
    s.wantIfThere(subtensorItem("TotalHotkeyShares", pool));
}

Alpha stakeOf(Snapshot& s, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid) {
    const std::vector<Value> position{Value::id(hotkey), Value::id(coldkey), Value::netuid(netuid)};
    const std::vector<Value> pool{Value::id(hotkey), Value::netuid(netuid)};
    const auto share = shareOf(s, subtensorItem("Alpha", position), subtensorItem("AlphaV2", position));
    subtensor::SharePool shares;
    shares.value = s.number(subtensorItem("TotalHotkeyAlpha", pool));
    shares.denominator =
        shareOf(s, subtensorItem("TotalHotkeyShares", pool), subtensorItem("TotalHotkeySharesV2", pool));
    if (share.isZero() || shares.denominator.isZero()) return {};
    return Alpha::fromRaw(shares.valueOf(share));
}

} // namespace taodeck::chain

#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"

#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

using Kind = TransactionType::Kind;

constexpr std::uint64_t kBlocksPerDay = 7'200;
constexpr std::uint64_t kSetChildrenLimit = 150;
constexpr std::uint64_t kOwnerHotkeyLimit = 50'400;

/// Where the last block of this type is kept, unless it is in TransactionKeyLastBlock.
std::optional<RateLimitKey> keyOf(TransactionType type, NetUid netuid) {
    switch (type.kind) {
    case Kind::RegisterNetwork:
        return networkRegisteredKey();
    case Kind::SetSNOwnerHotkey:
        return ownerHotkeyKey(netuid);
    case Kind::OwnerHyperparamUpdate:
        return hyperparameterKey(netuid, type.hyperparameter);
    default:
        return std::nullopt;
    }
}

/// The first one is always allowed.
bool passes(std::uint64_t limit, std::uint64_t now, std::uint64_t last) {
    return last == 0 || (now > last ? now - last : 0) >= limit;
}

bool exceeds(std::uint64_t limit, std::uint64_t now, std::uint64_t last) {
    return limit != 0 && last != 0 && (now > last ? now - last : 0) <= limit;
}

std::uint64_t saturatingMul(std::uint64_t a, std::uint64_t b) {
    std::uint64_t out = 0;
    return __builtin_mul_overflow(a, b, &out) ? UINT64_MAX : out;
}

RateLimitKey keyWith(RateLimitKey::Kind kind, NetUid netuid) {
    RateLimitKey key;
    key.kind = kind;
    key.netuid = netuid;
    return key;
}
RateLimitKey keyWith(RateLimitKey::Kind kind, const AccountId& account) {
    RateLimitKey key;
    key.kind = kind;
    key.account = account;
    return key;
}

} // namespace

std::uint64_t rateLimit(const StateReader& state, TransactionType type) {
    switch (type.kind) {
    case Kind::SetChildren:
        return kSetChildrenLimit;
    case Kind::SetChildkeyTake:
        return TxChildkeyTakeRateLimit.get(state);
    case Kind::RegisterNetwork:
        return NetworkRateLimit.get(state);
    case Kind::MechanismCountUpdate:
    case Kind::MechanismEmission:
        return kBlocksPerDay;
    case Kind::MaxUidsTrimming:
        return 30 * kBlocksPerDay;
    default:
        return 0;
    }
}

std::uint64_t rateLimitOnSubnet(const StateReader& state, TransactionType type, NetUid netuid) {
    switch (type.kind) {
    case Kind::SetWeightsVersionKey:
        return saturatingMul(Tempo.get(state, netuid), WeightsVersionKeyRateLimit.get(state));
    case Kind::OwnerHyperparamUpdate:
        return saturatingMul(Tempo.get(state, netuid), OwnerHyperparamRateLimit.get(state));
    case Kind::SetSNOwnerHotkey:
        return kOwnerHotkeyLimit;
    case Kind::AddStakeBurn:
        return Tempo.get(state, netuid);
    case Kind::TempoUpdate:
        return kMinTempo;
    default:
        return rateLimit(state, type);
    }
}

std::uint64_t lastBlock(const StateReader& state, TransactionType type, const AccountId& key) {
    return lastBlockOnSubnet(state, type, key, kRootNetUid);
}

std::uint64_t lastBlockOnSubnet(const StateReader& state, TransactionType type, const AccountId& key, NetUid netuid) {
    if (const auto shared = keyOf(type, netuid)) return LastRateLimitedBlock.get(state, *shared);
    return TransactionKeyLastBlock.get(state, key, netuid, static_cast<std::uint16_t>(type.kind));
}

void setLastBlockOnSubnet(State& state, TransactionType type, const AccountId& key, NetUid netuid,
                          std::uint64_t block) {
    if (const auto shared = keyOf(type, netuid)) {
        LastRateLimitedBlock.set(state, *shared, block);
    } else {
        TransactionKeyLastBlock.set(state, key, netuid, static_cast<std::uint16_t>(type.kind), block);
    }
}

bool passesRateLimit(const StateReader& state, TransactionType type, const AccountId& key, std::uint64_t now) {
    return passes(rateLimit(state, type), now, lastBlock(state, type, key));
}

bool passesRateLimitOnSubnet(const StateReader& state, TransactionType type, const AccountId& key, NetUid netuid,
                             std::uint64_t now) {
    return passes(rateLimitOnSubnet(state, type, netuid), now, lastBlockOnSubnet(state, type, key, netuid));
}

RateLimitKey ownerHotkeyKey(NetUid netuid) {
    return keyWith(RateLimitKey::Kind::SetSNOwnerHotkey, netuid);
}
RateLimitKey hyperparameterKey(NetUid netuid, Hyperparameter parameter) {
    auto key = keyWith(RateLimitKey::Kind::OwnerHyperparamUpdate, netuid);
    key.hyperparameter = static_cast<std::uint8_t>(parameter);
    return key;
}
RateLimitKey networkRegisteredKey() {
    return {};
}
RateLimitKey lastTxKey(const AccountId& account) {
    return keyWith(RateLimitKey::Kind::LastTxBlock, account);
}
RateLimitKey lastChildkeyTakeKey(const AccountId& account) {
    return keyWith(RateLimitKey::Kind::LastTxBlockChildKeyTake, account);
}
RateLimitKey lastDelegateTakeKey(const AccountId& account) {
    return keyWith(RateLimitKey::Kind::LastTxBlockDelegateTake, account);
}
RateLimitKey addStakeBurnKey(NetUid netuid) {
    return keyWith(RateLimitKey::Kind::AddStakeBurn, netuid);
}

bool exceedsTxRateLimit(const StateReader& state, std::uint64_t previous, std::uint64_t now) {
    return exceeds(TxRateLimit.get(state), now, previous);
}

bool exceedsDelegateTakeRateLimit(const StateReader& state, std::uint64_t previous, std::uint64_t now) {
    return exceeds(TxDelegateTakeRateLimit.get(state), now, previous);
}

Dispatch<std::optional<AccountId>> ensureSubnetOwnerOrRoot(const StateReader& state, const Origin& origin,
                                                           NetUid netuid) {
    if (origin.kind == Origin::Kind::Root) return std::optional<AccountId>{};
    TD_DISPATCH_TRY(const auto owner, ensureSubnetOwner(state, origin, netuid));
    return std::optional<AccountId>{owner};
}

Dispatch<AccountId> ensureSubnetOwner(const StateReader& state, const Origin& origin, NetUid netuid) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_ENSURE(SubnetOwner.get(state, netuid) == who, DispatchError::Kind::BadOrigin);
    return who;
}

Dispatch<std::optional<AccountId>> ensureOwnerOrRootWithLimits(const Context& ctx, const Origin& origin, NetUid netuid,
                                                               std::initializer_list<TransactionType> limits) {
    TD_DISPATCH_TRY(auto owner, ensureSubnetOwnerOrRoot(ctx.state, origin, netuid));
    if (!owner) return owner;
    for (const TransactionType type : limits)
        TD_ENSURE(passesRateLimitOnSubnet(ctx.state, type, *owner, netuid, blockNumber(ctx)),
                  ModuleError::TxRateLimitExceeded);
    return owner;
}

void recordOwnerLimits(const Context& ctx, const std::optional<AccountId>& owner, NetUid netuid,
                       std::initializer_list<TransactionType> limits) {
    if (!owner) return;
    for (const TransactionType type : limits)
        setLastBlockOnSubnet(ctx.state, type, *owner, netuid, blockNumber(ctx));
}

bool isInFreezeWindow(const EpochClock& clock, const StateReader& state, NetUid netuid, std::uint64_t now) {
    if (Tempo.get(state, netuid) == 0) return false;
    if (PendingEpochAt.get(state, netuid) > now) return true;
    return clock.blocksUntilNextAuto(state, netuid, now) < AdminFreezeWindow.get(state);
}

Dispatch<> ensureNotInFreezeWindow(const Context& ctx, NetUid netuid) {
    TD_ENSURE(!isInFreezeWindow(epochClock(ctx.rules), ctx.state, netuid, blockNumber(ctx)),
              ModuleError::AdminActionProhibitedDuringWeightsWindow);
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

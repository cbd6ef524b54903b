#include "core/subtensor/pallets/subtensor_module/subnets/subnet_calls.h"

#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/subnets/dissolve.h"
#include "core/subtensor/pallets/subtensor_module/subnets/events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/symbols.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

DispatchResult dissolveAsRoot(const Context& ctx, const Origin& origin, NetUid netuid) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(dissolveNetwork(ctx, netuid));
    return PostInfo{};
}

} // namespace

Dispatch<> RegisterNetwork::guard(const GuardContext& ctx, const AccountId& signer, const RegisterNetwork&) {
    TD_ENSURE(passesRateLimit(ctx.state, TransactionType::RegisterNetwork, signer, ctx.block),
              ModuleError::NetworkTxRateLimitExceeded);
    return {};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RegisterNetwork& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(registerNetwork(ctx, coldkey, call.hotkey, std::nullopt));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RegisterNetworkWithIdentity& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(registerNetwork(ctx, coldkey, call.hotkey, call.identity));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const StartCall& call) {
    State& state = ctx.state;
    TD_ENSURE(NetworksAdded.get(state, call.netuid), ModuleError::SubnetNotExists);
    TD_DISPATCH_CHECK(ensureSubnetOwner(state, origin, call.netuid));
    TD_ENSURE(!FirstEmissionBlockNumber.exists(state, call.netuid), ModuleError::FirstEmissionBlockNumberAlreadySet);
    const std::uint64_t now = blockNumber(ctx), registered = NetworkRegisteredAt.get(state, call.netuid);
    TD_ENSURE(now >= registered && now - registered >= StartCallDelay.get(state),
              ModuleError::NeedWaitingMoreBlocksToStarCall);
    FirstEmissionBlockNumber.set(state, call.netuid, now + 1);
    SubtokenEnabled.set(state, call.netuid, true);
    ctx.emit(FirstEmissionBlockNumberSet{call.netuid, now + 1});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const DissolveNetwork& call) {
    return dissolveAsRoot(ctx, origin, call.netuid);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RootDissolveNetwork& call) {
    return dissolveAsRoot(ctx, origin, call.netuid);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetIdentity& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_ENSURE(SubnetOwner.get(ctx.state, call.netuid) == coldkey, ModuleError::NotSubnetOwner);
    TD_ENSURE(isValid(call.identity), ModuleError::InvalidIdentity);
    SubnetIdentitiesV3.set(ctx.state, call.netuid, call.identity);
    ctx.emit(SubnetIdentitySet{call.netuid});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const UpdateSymbol& call) {
    TD_DISPATCH_CHECK(ensureSubnetOwnerOrRoot(ctx.state, origin, call.netuid));
    TD_DISPATCH_CHECK(ensureSymbolUsable(ctx.state, call.symbol));
    TokenSymbol.set(ctx.state, call.netuid, call.symbol);
    ctx.emit(SymbolUpdated{call.netuid, call.symbol});
    return PostInfo{};
}

std::vector<CallRow> subnetCalls() {
    return {callRow<RegisterNetwork>(), callRow<RegisterNetworkWithIdentity>(), callRow<StartCall>(),
            callRow<DissolveNetwork>(), callRow<RootDissolveNetwork>(),         callRow<SetSubnetIdentity>(),
            callRow<UpdateSymbol>()};
}

} // namespace taodeck::subtensor::subtensor_module

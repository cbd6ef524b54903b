#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"

#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/takes/events.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

Dispatch<> ensureOwnHotkey(const StateReader& state, const AccountId& coldkey, const AccountId& hotkey) {
    TD_ENSURE(hotkeyExists(state, hotkey), ModuleError::HotKeyAccountNotExists);
    TD_ENSURE(owns(state, coldkey, hotkey), ModuleError::NonAssociatedColdKey);
    return {};
}

/// Both bounds before any dispatch, whichever way the take goes.
Dispatch<> guardTake(const StateReader& state, const AccountId& signer, const AccountId& hotkey, std::uint16_t take) {
    TD_ENSURE(take >= MinDelegateTake.get(state), ModuleError::DelegateTakeTooLow);
    TD_ENSURE(take <= MaxDelegateTake.get(state), ModuleError::DelegateTakeTooHigh);
    return ensureOwnHotkey(state, signer, hotkey);
}

void noteTakeChange(const Context& ctx, const AccountId& hotkey, std::uint16_t take) {
    Delegates.set(ctx.state, hotkey, take);
    LastRateLimitedBlock.set(ctx.state, lastDelegateTakeKey(hotkey), blockNumber(ctx));
}

} // namespace

std::uint16_t minChildkeyTake(const StateReader& state, NetUid netuid) {
    return std::max(MinChildkeyTake.get(state), MinChildkeyTakePerSubnet.get(state, netuid));
}

std::uint16_t childkeyTake(const StateReader& state, const AccountId& hotkey, NetUid netuid) {
    return std::max(ChildkeyTake.get(state, hotkey, netuid), minChildkeyTake(state, netuid));
}

Dispatch<> DecreaseTake::guard(const GuardContext& ctx, const AccountId& signer, const DecreaseTake& call) {
    return guardTake(ctx.state, signer, call.hotkey, call.take);
}

Dispatch<> IncreaseTake::guard(const GuardContext& ctx, const AccountId& signer, const IncreaseTake& call) {
    return guardTake(ctx.state, signer, call.hotkey, call.take);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const DecreaseTake& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(ensureOwnHotkey(ctx.state, coldkey, call.hotkey));
    // A hotkey that is no delegate yet may start anywhere.
    const auto present = Delegates.tryGet(ctx.state, call.hotkey);
    TD_ENSURE(!present || call.take < *present, ModuleError::DelegateTakeTooLow);
    TD_ENSURE(call.take >= MinDelegateTake.get(ctx.state), ModuleError::DelegateTakeTooLow);
    noteTakeChange(ctx, call.hotkey, call.take);
    ctx.emit(TakeDecreased{coldkey, call.hotkey, call.take});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const IncreaseTake& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(ensureOwnHotkey(ctx.state, coldkey, call.hotkey));
    const auto present = Delegates.tryGet(ctx.state, call.hotkey);
    TD_ENSURE(!present || call.take > *present, ModuleError::DelegateTakeTooLow); // too low for an increase
    TD_ENSURE(call.take <= MaxDelegateTake.get(ctx.state), ModuleError::DelegateTakeTooHigh);
    const std::uint64_t last = LastRateLimitedBlock.get(ctx.state, lastDelegateTakeKey(call.hotkey));
    TD_ENSURE(!exceedsDelegateTakeRateLimit(ctx.state, last, blockNumber(ctx)),
              ModuleError::DelegateTxRateLimitExceeded);
    noteTakeChange(ctx, call.hotkey, call.take);
    ctx.emit(TakeIncreased{coldkey, call.hotkey, call.take});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetChildkeyTake& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_ENSURE(owns(ctx.state, coldkey, call.hotkey), ModuleError::NonAssociatedColdKey);
    TD_ENSURE(call.take >= minChildkeyTake(ctx.state, call.netuid) && call.take <= MaxChildkeyTake.get(ctx.state),
              ModuleError::InvalidChildkeyTake);
    const std::uint64_t now = blockNumber(ctx);
    TD_ENSURE(call.take <= childkeyTake(ctx.state, call.hotkey, call.netuid) ||
                  passesRateLimitOnSubnet(ctx.state, TransactionType::SetChildkeyTake, call.hotkey, call.netuid, now),
              ModuleError::TxChildkeyTakeRateLimitExceeded);
    setLastBlockOnSubnet(ctx.state, TransactionType::SetChildkeyTake, call.hotkey, call.netuid, now);
    ChildkeyTake.set(ctx.state, call.hotkey, call.netuid, call.take);
    ctx.emit(ChildKeyTakeSet{call.hotkey, call.take});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetTxChildkeyTakeRateLimit& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TxChildkeyTakeRateLimit.set(ctx.state, call.blocks);
    ctx.emit(TxChildKeyTakeRateLimitSet{call.blocks});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetMinChildkeyTake& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    MinChildkeyTake.set(ctx.state, call.take);
    ctx.emit(MinChildKeyTakeSet{call.take});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetMaxChildkeyTake& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    MaxChildkeyTake.set(ctx.state, call.take);
    ctx.emit(MaxChildKeyTakeSet{call.take});
    return PostInfo{};
}

std::vector<CallRow> takeCalls() {
    return {callRow<DecreaseTake>(),           callRow<IncreaseTake>(),
            callRow<SetChildkeyTake>(),        callRow<SudoSetTxChildkeyTakeRateLimit>(),
            callRow<SudoSetMinChildkeyTake>(), callRow<SudoSetMaxChildkeyTake>()};
}

std::vector<EventRow> takeEvents() {
    return {eventRow<TxChildKeyTakeRateLimitSet>(),
            eventRow<MinChildKeyTakeSet>(),
            eventRow<MaxChildKeyTakeSet>(),
            eventRow<ChildKeyTakeSet>(),
            eventRow<TakeDecreased>(),
            eventRow<TakeIncreased>()};
}

} // namespace taodeck::subtensor::subtensor_module

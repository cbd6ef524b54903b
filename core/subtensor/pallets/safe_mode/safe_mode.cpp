#include "core/subtensor/pallets/safe_mode/safe_mode.h"

#include "core/subtensor/pallets/balances/holds.h"

#include <limits>
#include <string_view>

namespace taodeck::subtensor::safe_mode {
namespace {

BlockNumber plus(BlockNumber a, std::uint32_t blocks) {
    const auto sum = std::uint64_t{raw(a)} + blocks;
    return BlockNumber{
        static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()))};
}

/// What may be done while it is entered: SafeModeWhitelistedCalls of runtime/src/lib.rs.
bool isWhitelisted(const CallName& call) {
    const std::string_view name{call.name};
    switch (call.pallet) {
    case Pallet::Sudo:
    case Pallet::Multisig:
    case Pallet::System:
    case Pallet::SafeMode:
    case Pallet::Timestamp:
        return true;
    case Pallet::SubtensorModule:
        return name == "set_weights" || name == "serve_axon";
    case Pallet::Commitments:
        return name == "set_commitment";
    default:
        return false;
    }
}

DispatchResult enter(const Context& ctx) {
    const auto until = plus(ctx.block, kRootEnterBlocks);
    EnteredUntil.set(ctx.state, until);
    ctx.emit(event::Entered{until});
    return PostInfo{};
}

void onInitialize(const Context& ctx) {
    const auto until = EnteredUntil.get(ctx.state);
    if (!until || raw(ctx.block) <= raw(*until)) return;
    EnteredUntil.remove(ctx.state);
    ctx.emit(event::Exited{ExitReason::Timeout});
}

template <class Call>
Dispatch<Rao> takeDeposit(const Context& ctx, const Call& call) {
    const auto amount = Deposits.get(ctx.state, call.account, call.block);
    TD_ENSURE(amount, SafeModeError::NoDeposit);
    Deposits.remove(ctx.state, call.account, call.block);
    return *amount;
}

} // namespace

bool allows(const StateReader& state, const RuntimeCall& call) {
    return isWhitelisted(call.row->name) || !EnteredUntil.exists(state);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Enter&) {
    TD_DISPATCH_CHECK(ensureSigned(origin).map([](const AccountId&) {}));
    TD_ENSURE(!EnteredUntil.exists(ctx.state), SafeModeError::Entered);
    return dispatchFail(SafeModeError::NotConfigured); // no deposit is set for which anybody may enter
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceEnter&) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_ENSURE(!EnteredUntil.exists(ctx.state), SafeModeError::Entered);
    return enter(ctx);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Extend&) {
    TD_DISPATCH_CHECK(ensureSigned(origin).map([](const AccountId&) {}));
    TD_ENSURE(EnteredUntil.exists(ctx.state), SafeModeError::Exited);
    return dispatchFail(SafeModeError::NotConfigured); // as for entering
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceExtend&) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    const auto until = EnteredUntil.get(ctx.state);
    TD_ENSURE(until, SafeModeError::Exited);
    const auto later = plus(*until, kRootExtendBlocks);
    EnteredUntil.set(ctx.state, later);
    ctx.emit(event::Extended{later});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceExit&) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_ENSURE(EnteredUntil.exists(ctx.state), SafeModeError::Exited);
    EnteredUntil.remove(ctx.state);
    ctx.emit(event::Exited{ExitReason::Force});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceSlashDeposit& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_TRY(const auto amount, takeDeposit(ctx, call));
    TD_DISPATCH_CHECK(balances::burnHeld(ctx, balances::HoldReason::SafeMode, call.account, amount));
    ctx.emit(event::DepositSlashed{call.account, amount});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ReleaseDeposit& call) {
    TD_DISPATCH_CHECK(ensureSigned(origin).map([](const AccountId&) {}));
    TD_DISPATCH_CHECK(takeDeposit(ctx, call).map([](Rao) {}));
    TD_ENSURE(!EnteredUntil.exists(ctx.state), SafeModeError::Entered);
    return dispatchFail(SafeModeError::NotConfigured); // no delay is set after which anybody may
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceReleaseDeposit& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_TRY(const auto amount, takeDeposit(ctx, call));
    TD_DISPATCH_CHECK(balances::release(ctx, balances::HoldReason::SafeMode, call.account, amount));
    ctx.emit(event::DepositReleased{call.account, amount});
    return PostInfo{};
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::SafeMode,
        .crate = "pallet_safe_mode",
        .storage = {&EnteredUntil, &Deposits},
        .calls = {callRow<Enter>(), callRow<ForceEnter>(), callRow<Extend>(), callRow<ForceExtend>(),
                  callRow<ForceExit>(), callRow<ForceSlashDeposit>(), callRow<ReleaseDeposit>(),
                  callRow<ForceReleaseDeposit>()},
        .events = {eventRow<event::Entered>(), eventRow<event::Extended>(), eventRow<event::Exited>(),
                   eventRow<event::DepositReleased>(), eventRow<event::DepositSlashed>()},
        .errorNames = kSafeModeErrorNames,
        .constants = {constantRow("EnterDuration", [](const RuleSet&) { return std::uint32_t{0}; }),
                      constantRow("ExtendDuration", [](const RuleSet&) { return std::uint32_t{0}; }),
                      constantRow("EnterDepositAmount", [](const RuleSet&) { return std::optional<Rao>{}; }),
                      constantRow("ExtendDepositAmount", [](const RuleSet&) { return std::optional<Rao>{}; }),
                      constantRow("ReleaseDelay", [](const RuleSet&) { return std::optional<BlockNumber>{}; })},
        .onInitialize = onInitialize,
        .allows = allows,
    };
    return pallet;
}

} // namespace taodeck::subtensor::safe_mode

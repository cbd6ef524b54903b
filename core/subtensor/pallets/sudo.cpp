#include "core/subtensor/pallets/sudo.h"

#include "core/subtensor/saturating.h"

namespace taodeck::subtensor::sudo {
namespace {

struct Sudid {
    static constexpr EventName kName{Pallet::Sudo, 0, "Sudid"};
    static constexpr FieldInfo kFields[] = {{"sudo_result", "DispatchResult"}};
    DispatchOutcome result;
    static auto fields(auto& e) { return std::tie(e.result); }
};
struct KeyChanged {
    static constexpr EventName kName{Pallet::Sudo, 1, "KeyChanged"};
    static constexpr FieldInfo kFields[] = {{"old", "Option<T::AccountId>"}, {"new", "T::AccountId"}};
    std::optional<AccountId> oldKey;
    AccountId newKey;
    static auto fields(auto& e) { return std::tie(e.oldKey, e.newKey); }
};
struct KeyRemoved {
    static constexpr EventName kName{Pallet::Sudo, 2, "KeyRemoved"};
    static auto fields(auto&) { return std::tie(); }
};
struct SudoAsDone {
    static constexpr EventName kName{Pallet::Sudo, 3, "SudoAsDone"};
    static constexpr FieldInfo kFields[] = {{"sudo_result", "DispatchResult"}};
    DispatchOutcome result;
    static auto fields(auto& e) { return std::tie(e.result); }
};

Dispatch<> ensureSudo(const Context& ctx, const Origin& origin) {
    const auto key = Key.get(ctx.state);
    TD_ENSURE(origin.kind == Origin::Kind::Root || (origin.kind == Origin::Kind::Signed && key == origin.account),
              SudoError::RequireSudo);
    return {};
}

DispatchOutcome outcomeOf(const DispatchResult& result) {
    if (result) return {};
    return {result.error()};
}

/// The wrapped call's weight and class, plus reading the key.
DispatchInfo wrapping(const RuntimeCall& call, std::uint64_t ownRefTime) {
    auto info = infoOf(call);
    info.refTime = saturatingSum(info.refTime, ownRefTime + kDbRead);
    info.paysFee = true;
    return info;
}

constexpr PostInfo kFree{{}, false}; // the sudo key pays nothing for what it did as root

} // namespace

DispatchInfo Sudo::info(const Sudo& c) {
    return wrapping(c.call, 11'300'000);
}
DispatchInfo SudoAs::info(const SudoAs& c) {
    return wrapping(c.call, 11'300'000);
}
DispatchInfo SudoUncheckedWeight::info(const SudoUncheckedWeight& c) {
    DispatchInfo info = infoOf(c.call);
    info.refTime = c.weight.refTime.value;
    info.proofSize = c.weight.proofSize.value;
    info.paysFee = true;
    return info;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Sudo& call) {
    TD_DISPATCH_CHECK(ensureSudo(ctx, origin));
    ctx.emit(Sudid{outcomeOf(dispatch(ctx, Origin::root(), call.call))});
    return kFree;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SudoUncheckedWeight& call) {
    TD_DISPATCH_CHECK(ensureSudo(ctx, origin));
    ctx.emit(Sudid{outcomeOf(dispatch(ctx, Origin::root(), call.call))});
    return kFree;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetKey& call) {
    TD_DISPATCH_CHECK(ensureSudo(ctx, origin));
    TD_DISPATCH_TRY(const auto fresh, lookup(call.newKey));
    const auto old = Key.get(ctx.state);
    Key.set(ctx.state, fresh);
    ctx.emit(KeyChanged{old, fresh});
    return kFree;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SudoAs& call) {
    TD_DISPATCH_CHECK(ensureSudo(ctx, origin));
    TD_DISPATCH_TRY(const auto who, lookup(call.who));
    ctx.emit(SudoAsDone{outcomeOf(dispatch(ctx, Origin::signedBy(who), call.call))});
    return kFree;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveKey&) {
    TD_DISPATCH_CHECK(ensureSudo(ctx, origin));
    Key.remove(ctx.state);
    ctx.emit(KeyRemoved{});
    return kFree;
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Sudo,
        .crate = "pallet_sudo",
        .storage = {&Key},
        .calls = {callRow<Sudo>(), callRow<SudoUncheckedWeight>(), callRow<SetKey>(), callRow<SudoAs>(),
                  callRow<RemoveKey>()},
        .events = {eventRow<Sudid>(), eventRow<KeyChanged>(), eventRow<KeyRemoved>(), eventRow<SudoAsDone>()},
        .errorNames = kSudoErrorNames,
        .genesis = [](State& state, const RuleSet&, const GenesisConfig& config) { Key.set(state, config.sudo); },
    };
    return pallet;
}

} // namespace taodeck::subtensor::sudo

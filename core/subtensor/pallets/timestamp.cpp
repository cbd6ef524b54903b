#include "core/subtensor/pallets/timestamp.h"

#include "core/subtensor/rules.h"

namespace taodeck::subtensor::timestamp {

DispatchResult apply(const Context& ctx, const Origin& origin, const Set& call) {
    TD_DISPATCH_CHECK(ensureNone(origin));
    // Upstream asserts both; a block of ours that breaks them is refused as a whole. The first block may follow the
    // genesis, which has a time here, at once.
    const auto atLeast = Now.get(ctx.state) + (raw(ctx.block) > 1 ? ctx.rules.slotMillis() / 2 : 0);
    TD_ENSURE(!DidUpdate.exists(ctx.state), DispatchError::Kind::Other);
    TD_ENSURE(call.now.value >= atLeast, DispatchError::Kind::Other);
    Now.set(ctx.state, call.now.value);
    DidUpdate.set(ctx.state, true);
    return PostInfo{};
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Timestamp,
        .crate = "pallet_timestamp",
        .storage = {&Now, &DidUpdate},
        .calls = {callRow<Set>()},
        .constants = {constantRow("MinimumPeriod", [](const RuleSet& rules) { return rules.slotMillis() / 2; })},
        .onFinalize = [](const Context& ctx) { DidUpdate.remove(ctx.state); },
        .genesis = [](State& state, const RuleSet&,
                      const GenesisConfig& config) { Now.set(state, config.timestampMillis); },
    };
    return pallet;
}

} // namespace taodeck::subtensor::timestamp

#include "core/subtensor/pallets/subtensor_module/coinbase/coinbase.h"

#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/children/schedule.h"
#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/coinbase/steps.h"
#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/subtensor_module/versions/module_rules.h"
#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"
#include "core/subtensor/pallets/swap/swap.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

void updateRegistrationPrices(const Context& ctx) {
    State& state = ctx.state;
    const EpochClock& clock = epochClock(ctx.rules);
    const std::uint64_t now = blockNumber(ctx);
    for (const NetUid netuid : subnets(state)) {
        const std::uint64_t burn = Burn.get(state, netuid).raw();
        const std::uint16_t halfLife = now > 1 ? BurnHalfLife.get(state, netuid) : std::uint16_t{0};
        const std::uint64_t next = ctx.rules.economy().decayBurn(burn, halfLife, MinBurn.get(state, netuid).raw(),
                                                                 MaxBurn.get(state, netuid).raw());
        if (next != burn) Burn.set(state, netuid, Rao::fromRaw(next));
        RegistrationsThisBlock.set(state, netuid, 0);
        if (netuid == kRootNetUid && clock.isDue(state, netuid, now)) RegistrationsThisInterval.set(state, netuid, 0);
    }
}

/// The curve; it records its last result, even when that was asked for a subnet's alpha.
std::uint64_t emissionAt(const Context& ctx, std::uint64_t issuance) {
    const std::uint64_t emission = ctx.rules.economy().emissionAt(issuance);
    if (issuance < kMaxIssuance && BlockEmission.get(ctx.state) != emission) BlockEmission.set(ctx.state, emission);
    return emission;
}

void addProtocolFlow(State& state, NetUid netuid, std::uint64_t tao) {
    std::int64_t flow = SubnetProtocolFlow.get(state, netuid);
    if (__builtin_add_overflow(flow, static_cast<std::int64_t>(tao), &flow)) flow = INT64_MAX;
    SubnetProtocolFlow.set(state, netuid, flow);
}

/// Buys alpha for the protocol with TAO that the injection cap kept out of the pool.
void spendExcess(const Context& ctx, Mint& mint, NetUid netuid, std::uint64_t tao) {
    if (tao == 0 || !mint.spend(subnetAccount(netuid), tao)) return;
    const auto bought =
        inLayer(ctx.state, [&] { return buyAlpha(ctx, netuid, Rao::fromRaw(tao), kMaxLimitPrice, Fees::Drop); });
    if (!bought) return; // the TAO stays in the subnet's account
    const Alpha alpha = Alpha::fromRaw(bought->paidOut);
    SubnetProtocolAlpha.set(ctx.state, netuid, SubnetProtocolAlpha.get(ctx.state, netuid).saturatingAdd(alpha));
    SubnetExcessTao.set(ctx.state, netuid, Rao::fromRaw(bought->paidIn));
    addProtocolFlow(ctx.state, netuid, bought->paidIn);
}

template <class Item>
void addPending(State& state, const Item& item, NetUid netuid, std::uint64_t alpha) {
    item.set(state, netuid, item.get(state, netuid).saturatingAdd(Alpha::fromRaw(alpha)));
}

/// Creates the alpha of owner, miners and validators, and puts it aside until the epoch.
void createAlpha(const Context& ctx, NetUid netuid, U96F32 alphaOut, bool sellsRoot) {
    State& state = ctx.state;
    const Alpha created = Alpha::fromRaw(alphaOut.toU64());
    SubnetAlphaOutEmission.set(state, netuid, created);
    alpha_assets::mint(state, netuid, created);
    SubnetAlphaOut.set(state, netuid, SubnetAlphaOut.get(state, netuid).saturatingAdd(created));

    const bool hasOwner = OwnerCutEnabled.get(state, netuid);
    const auto split = ctx.rules.economy().split(alphaOut, hasOwner, partOf65535(SubnetOwnerCut.get(state)),
                                                 rootProportion(state, netuid));
    if (hasOwner) addPending(state, PendingOwnerCut, netuid, split.owner);
    addPending(state, PendingServerEmission, netuid, split.server);
    addPending(state, PendingValidatorEmission, netuid, split.validator);
    if (sellsRoot)
        addPending(state, PendingRootAlphaDivs, netuid, split.root);
    else
        recycleAlpha(state, netuid, Alpha::fromRaw(split.root));
}

template <class Item>
Alpha take(State& state, const Item& item, NetUid netuid) {
    const Alpha out = item.get(state, netuid);
    item.set(state, netuid, Alpha{});
    return out;
}

void updatePrices(const Context& ctx, const std::vector<NetUid>& emitting) {
    State& state = ctx.state;
    for (const NetUid netuid : emitting) {
        const std::uint64_t first = FirstEmissionBlockNumber.get(state, netuid).value_or(0);
        const std::uint64_t started = first == 0 ? 0 : first - 1, now = blockNumber(ctx);
        // On a subnet that is not dynamic the average starts from its fixed price of one.
        const I96F32 old = I96F32::from(movingPrice(state, netuid));
        SubnetMovingPrice.set(state, netuid,
                              ctx.rules.economy().movePrice(old, price(state, netuid), SubnetMovingAlpha.get(state),
                                                            now > started ? now - started : 0,
                                                            EMAPriceHalvingBlocks.get(state, netuid)));
    }
    for (const NetUid netuid : emitting)
        RootProp.set(state, netuid, rootProportion(state, netuid));
}

} // namespace

void inject(const Context& ctx, Mint& mint, NetUid netuid, const SubnetTerms& terms) {
    State& state = ctx.state;
    std::uint64_t tao = terms.taoIn.toU64(), alpha = terms.alphaIn.toU64();
    if (!swap_module::prepareLiquidity(ctx, netuid, tao, alpha)) tao = alpha = 0;
    SubnetExcessTao.set(state, netuid, Rao{});
    SubnetTaoInEmission.set(state, netuid, Rao{});
    spendExcess(ctx, mint, netuid, terms.excessTao.toU64());

    const Alpha added = Alpha::fromRaw(alpha);
    SubnetAlphaInEmission.set(state, netuid, added);
    alpha_assets::mint(state, netuid, added);
    if (alpha != 0) SubnetAlphaIn.set(state, netuid, SubnetAlphaIn.get(state, netuid).saturatingAdd(added));
    if (tao == 0 || !mint.spend(subnetAccount(netuid), tao)) return;
    const Rao paid = Rao::fromRaw(tao);
    SubnetTaoInEmission.set(state, netuid, paid);
    SubnetTAO.set(state, netuid, SubnetTAO.get(state, netuid).saturatingAdd(paid));
    TotalStake.set(state, TotalStake.get(state).saturatingAdd(paid));
    addProtocolFlow(state, netuid, tao);
}

std::vector<NetUid> emittingOf(const StateReader& state, const std::vector<NetUid>& among) {
    std::vector<NetUid> out;
    std::copy_if(among.begin(), among.end(), std::back_inserter(out),
                 [&state](NetUid netuid) { return isEmitting(state, netuid); });
    return out;
}

SubnetTerms termsOf(const Context& ctx, NetUid netuid, U96F32 tao) {
    const std::uint64_t alpha = emissionAt(ctx, alphaIssuance(ctx.state, netuid));
    return ctx.rules.economy().termsOf(tao, alpha, price(ctx.state, netuid), rootProportion(ctx.state, netuid));
}

std::vector<U96F32> shareTao(const Context& ctx, const std::vector<NetUid>& emitting, std::uint64_t tao) {
    std::vector<SubnetShareInput> inputs;
    for (const NetUid netuid : emitting)
        inputs.push_back({movingPrice(ctx.state, netuid), MinerBurned.get(ctx.state, netuid),
                          SubnetEmissionEnabled.get(ctx.state, netuid)});
    return ctx.rules.economy().shareBlock(inputs, tao);
}

bool sellsRoot(const StateReader& state, const std::vector<NetUid>& emitting) {
    U64F64 prices;
    for (const NetUid netuid : emitting)
        prices = prices.saturatingAdd(movingPrice(state, netuid));
    return prices > U64F64::fromInt(1);
}

void emitTo(const Context& ctx, Mint& mint, const std::vector<NetUid>& emitting, const std::vector<U96F32>& tao,
            bool sellRoot) {
    std::vector<SubnetTerms> terms; // all from the state before the first injection
    for (std::size_t i = 0; i < emitting.size(); ++i)
        terms.push_back(termsOf(ctx, emitting[i], tao[i]));
    for (std::size_t i = 0; i < emitting.size(); ++i)
        inject(ctx, mint, emitting[i], terms[i]);
    mint.recycleRest();
    for (std::size_t i = 0; i < emitting.size(); ++i)
        createAlpha(ctx, emitting[i], terms[i].alphaOut, sellRoot);
}

std::vector<std::pair<NetUid, Pending>> drain(const Context& ctx, const std::vector<NetUid>& all) {
    State& state = ctx.state;
    const EpochClock& clock = epochClock(ctx.rules);
    const std::uint64_t now = blockNumber(ctx);
    const unsigned most = MaxEpochsPerBlock.get(state);
    std::vector<std::pair<NetUid, Pending>> out;
    for (const NetUid netuid : all) {
        BlocksSinceLastStep.set(state, netuid, BlocksSinceLastStep.get(state, netuid) + 1);
        if (!clock.isDue(state, netuid, now)) continue;
        if (out.size() >= most) {
            clock.defer(state, netuid, now);
            ctx.emit(EpochDeferred{netuid, now, now + 1});
            continue;
        }
        if (isEpochConsistent(state, netuid)) {
            BlocksSinceLastStep.set(state, netuid, 0);
            Pending pending;
            pending.server = take(state, PendingServerEmission, netuid);
            pending.validator = take(state, PendingValidatorEmission, netuid);
            pending.root = take(state, PendingRootAlphaDivs, netuid);
            pending.ownerCut = take(state, PendingOwnerCut, netuid);
            out.emplace_back(netuid, pending);
            changeOwnerByConviction(ctx, netuid);
        } else {
            ctx.emit(EpochSkipped{netuid, now});
        }
        clock.advance(state, netuid, now);
    }
    // Paid out in numeric order of the netuid, whatever the order of the keys.
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return out;
}

void runCoinbase(const Context& ctx, Mint& mint) {
    State& state = ctx.state;
    SubnetRootSellTao.removeUnder(state);
    std::vector<NetUid> all = subnets(state);
    all.erase(std::remove(all.begin(), all.end(), kRootNetUid), all.end());
    const auto emitting = emittingOf(state, all);
    emitTo(ctx, mint, emitting, shareTao(ctx, emitting, mint.left()), sellsRoot(state, emitting));
    for (const auto& [netuid, pending] : drain(ctx, all)) {
        distribute(ctx, netuid, pending);
        LastMechansimStepBlock.set(state, netuid, blockNumber(ctx));
    }
}

void blockStep(const Context& ctx) {
    State& state = ctx.state;
    updateRegistrationPrices(ctx);
    Mint mint{ctx, emissionAt(ctx, TotalIssuance.get(state).raw())};
    revealTimelocked(ctx);
    runCoinbase(ctx, mint);
    updatePrices(ctx, emittingOf(state, subnets(state)));
    applyDueChildren(ctx);
    claimForSome(ctx, system::ParentHash.get(state));
    indexSomeRootStakers(state);
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/swap/swap.h"

#include "core/subtensor/pallets/swap/v3_storage.h"

#include "core/subtensor/economy_rules.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/swap/swap_calls.h"
#include "core/subtensor/rules.h"

namespace taodeck::subtensor::swap_module {
namespace {

using subtensor_module::SubnetAlphaIn;
using subtensor_module::SubnetMechanism;
using subtensor_module::SubnetTAO;

constexpr std::uint16_t kDynamicMechanism = 1;

/// core::num::NonZeroU64, as the metadata describes it.
struct NonZeroU64 {
    static constexpr const char* kPath = "NonZeroU64";
    static constexpr FieldInfo kFields[] = {{nullptr, nullptr}};
    std::uint64_t value{1};
    static auto fields(auto& v) { return std::tie(v.value); }
};

} // namespace

DispatchError toDispatchError(PoolError error) {
    switch (error) {
    case PoolError::PriceLimitExceeded:
        return SwapError::PriceLimitExceeded;
    case PoolError::ReservesTooLow:
        return SwapError::ReservesTooLow;
    case PoolError::SwapInputTooLarge:
        return SwapError::SwapInputTooLarge;
    case PoolError::InsufficientLiquidity:
        break;
    }
    return SwapError::InsufficientLiquidity;
}

Pool poolOf(const StateReader& state, NetUid netuid) {
    Pool pool;
    pool.tao = SubnetTAO.get(state, netuid).raw();
    pool.alpha = SubnetAlphaIn.get(state, netuid).raw();
    pool.quoteWeight = SwapBalancer.get(state, netuid).quote.parts;
    pool.feeRate = FeeRate.get(state, netuid);
    pool.dynamic = SubnetMechanism.get(state, netuid) == kDynamicMechanism;
    return pool;
}

void initialize(State& state, NetUid netuid) {
    if (PalSwapInitialized.get(state, netuid)) return;
    SwapBalancer.set(state, netuid, Balancer{});
    PalSwapInitialized.set(state, netuid, true);
}

void clearProtocolLiquidity(State& state, NetUid netuid) {
    PalSwapInitialized.remove(state, netuid);
    FeeRate.remove(state, netuid);
    SwapBalancer.remove(state, netuid);
}

bool prepareLiquidity(const Context& ctx, NetUid netuid, std::uint64_t tao, std::uint64_t alpha) {
    const auto weight = ctx.rules.economy().weightFor(poolOf(ctx.state, netuid), tao, alpha);
    if (weight) SwapBalancer.set(ctx.state, netuid, Balancer{{*weight}});
    return weight.has_value();
}

namespace {

struct SubnetPrice {
    static constexpr const char* kPath = "pallet_subtensor_swap_runtime_api::SubnetPrice";
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"price", "u64"}};
    NetUid netuid{};
    std::uint64_t price{0}; ///< Rao per alpha.
    static auto fields(auto& p) { return std::tie(p.netuid, p.price); }
};

/// What a market order of this size would give now, and its cost in both units.
struct SimSwapResult {
    static constexpr const char* kPath = "pallet_subtensor_swap_runtime_api::SimSwapResult";
    static constexpr FieldInfo kFields[] = {{"tao_amount", "TaoBalance"},   {"alpha_amount", "AlphaBalance"},
                                            {"tao_fee", "TaoBalance"},      {"alpha_fee", "AlphaBalance"},
                                            {"tao_slippage", "TaoBalance"}, {"alpha_slippage", "AlphaBalance"}};
    Rao tao;
    Alpha alpha;
    Rao taoFee;
    Alpha alphaFee;
    Rao taoSlippage;
    Alpha alphaSlippage;
    static auto fields(auto& r) {
        return std::tie(r.tao, r.alpha, r.taoFee, r.alphaFee, r.taoSlippage, r.alphaSlippage);
    }
};

std::uint64_t currentAlphaPrice(const ApiContext& ctx, NetUid netuid) {
    return poolOf(ctx.state, netuid).priceRao();
}

std::vector<SubnetPrice> currentAlphaPriceAll(const ApiContext& ctx) {
    std::vector<SubnetPrice> out;
    for (const NetUid netuid : subtensor_module::subnets(ctx.state))
        out.push_back({netuid, currentAlphaPrice(ctx, netuid)});
    return out;
}

/// Empty when the order would fail; then the API answers with zeros.
std::optional<Swapped> simulated(const ApiContext& ctx, NetUid netuid, Side side, std::uint64_t amount) {
    if (!subtensor_module::NetworksAdded.get(ctx.state, netuid)) amount = 0;
    const auto swapped = ctx.rules.economy().simulateIn(poolOf(ctx.state, netuid), side, amount);
    return swapped ? std::optional{*swapped} : std::nullopt;
}
std::uint64_t shortfall(std::uint64_t ideal, std::uint64_t real) {
    return ideal > real ? ideal - real : 0;
}

SimSwapResult simSwapTaoForAlpha(const ApiContext& ctx, NetUid netuid, Rao tao) {
    const auto s = simulated(ctx, netuid, Side::Buy, tao.raw());
    if (!s) return {};
    const std::uint64_t atSpot = U64F64::fromInt(tao.raw()).safeDiv(poolOf(ctx.state, netuid).price()).toU64();
    SimSwapResult out;
    out.tao = Rao::fromRaw(s->paidIn);
    out.alpha = Alpha::fromRaw(s->paidOut);
    out.taoFee = Rao::fromRaw(s->fee);
    out.alphaSlippage = Alpha::fromRaw(shortfall(atSpot, s->paidOut));
    return out;
}

SimSwapResult simSwapAlphaForTao(const ApiContext& ctx, NetUid netuid, Alpha alpha) {
    const auto s = simulated(ctx, netuid, Side::Sell, alpha.raw());
    if (!s) return {};
    const U64F64 price = poolOf(ctx.state, netuid).price();
    const std::uint64_t atSpot = U64F64::fromInt(alpha.raw()).saturatingMul(price).toU64();
    SimSwapResult out;
    out.tao = Rao::fromRaw(s->paidOut);
    out.alpha = Alpha::fromRaw(s->paidIn);
    out.alphaFee = Alpha::fromRaw(s->fee);
    out.taoSlippage = Rao::fromRaw(shortfall(atSpot, s->paidOut));
    return out;
}

} // namespace

const RuntimeApi& swapApi() {
    static const RuntimeApi api{"SwapRuntimeApi",
                                1,
                                {
                                    apiMethod<currentAlphaPrice>("current_alpha_price", {"netuid"}),
                                    apiMethod<currentAlphaPriceAll>("current_alpha_price_all"),
                                    apiMethod<simSwapTaoForAlpha>("sim_swap_tao_for_alpha", {"netuid", "tao"}),
                                    apiMethod<simSwapAlphaForTao>("sim_swap_alpha_for_tao", {"netuid", "alpha"}),
                                }};
    return api;
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration d = [] {
        PalletDeclaration p{};
        p.id = Pallet::Swap;
        p.crate = "pallet_subtensor_swap::pallet"; // upstream nests the pallet one module deeper
        p.storage = {&FeeRate, &SwapBalancer, &PalSwapInitialized, &HasMigrationRun, &ScrapReservoirAlpha};
        for (const auto* item : v3Storage())
            p.storage.push_back(item);
        p.onFinalize = followPrices;
        p.calls = swapCalls();
        p.events = {eventRow<FeeRateSet>()};
        p.errorNames = kSwapErrorNames;
        p.constants = {
            constantRow("ProtocolId", [](const RuleSet&) { return subtensor_module::PalletId::of("ten/swap"); }),
            constantRow("MaxFeeRate", [](const RuleSet&) { return kMaxFeeRate; }),
            constantRow("MinimumLiquidity", [](const RuleSet&) { return std::uint64_t{1'000}; }),
            constantRow("MinimumReserve", [](const RuleSet&) { return NonZeroU64{kMinReserve}; }),
        };
        return p;
    }();
    return d;
}

} // namespace taodeck::subtensor::swap_module

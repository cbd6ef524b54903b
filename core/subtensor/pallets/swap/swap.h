#pragma once
/// Swap: the weights and fee rates of the subnets' pools. Upstream: opentensor/subtensor pallets/swap at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pool.h"

namespace taodeck::subtensor::swap_module {

const PalletDeclaration& declaration();
/// SwapRuntimeApi.
const RuntimeApi& swapApi();

TD_PALLET_ERRORS(Pallet::Swap, SwapError, FeeRateTooHigh, InsufficientInputAmount, InsufficientLiquidity,
                 PriceLimitExceeded, InsufficientBalance, InvalidTickRange, InvalidLiquidityValue, ReservesTooLow,
                 MechanismDoesNotExist, SubtokenDisabled, ReservesOutOfBalance, SwapInputTooLarge, Deprecated)
DispatchError toDispatchError(PoolError error);

struct Balancer {
    static constexpr const char* kPath = "pallet_subtensor_swap::pallet::balancer::Balancer";
    static constexpr FieldInfo kFields[] = {{"quote", "Perquintill"}};
    struct Perquintill {
        static constexpr const char* kPath = "sp_arithmetic::per_things::Perquintill";
        static constexpr FieldInfo kFields[] = {{nullptr, "u64"}};
        std::uint64_t parts{kEvenWeight};
        static auto fields(auto& p) { return std::tie(p.parts); }
    };
    Perquintill quote;
    static auto fields(auto& b) { return std::tie(b.quote); }
};

inline constexpr crypto::Hasher kTwox = crypto::Hasher::Twox64Concat;
inline constexpr DefaultStorage<std::uint16_t, NetUid> FeeRate{
    "Swap", "FeeRate", {kTwox}, [] { return kDefaultFeeRate; }};
inline constexpr DefaultStorage<Balancer, NetUid> SwapBalancer{"Swap", "SwapBalancer", {kTwox}};
inline constexpr DefaultStorage<bool, NetUid> PalSwapInitialized{"Swap", "PalSwapInitialized", {kTwox}};
inline constexpr DefaultStorage<bool, BoundedVec<std::uint8_t>> HasMigrationRun{
    "Swap", "HasMigrationRun", {crypto::Hasher::Identity}};
inline constexpr DefaultStorage<Alpha, NetUid> ScrapReservoirAlpha{"Swap", "ScrapReservoirAlpha", {kTwox}};

/// The pool of a subnet as it stands: reserves of SubtensorModule, weight and fee of this pallet.
Pool poolOf(const StateReader& state, NetUid netuid);
/// Marks the pool as set up with its present weight; a no-op when it is.
void initialize(State& state, NetUid netuid);
/// Forgets weight and fee rate of a subnet whose reserves are gone.
void clearProtocolLiquidity(State& state, NetUid netuid);
/// Sets the weight so that `tao` and `alpha` can be added without moving the price. False: nothing may be added.
bool prepareLiquidity(const Context& ctx, NetUid netuid, std::uint64_t tao, std::uint64_t alpha);

} // namespace taodeck::subtensor::swap_module

#pragma once
/// Storage items that the Swap pallet had up to spec 422 and that older clients still read: without them they refuse
/// every command that needs a price. AlphaSqrtPrice follows the pools at the end of each block; the rest stays empty,
/// since nobody has positions of his own in a weighted pool. They are ours, not spec 425's: a superset.
/// Source of names, hashers and types: the main network's metadata at spec 343.

#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/pallets/swap/swap.h"
#include "core/subtensor/pallets/swap/swap_calls.h"

namespace taodeck::subtensor::swap_module {

struct Tick {
    static constexpr const char* kPath = "pallet_subtensor_swap::tick::Tick";
    static constexpr FieldInfo kFields[] = {{"liquidity_net", "i128"},
                                            {"liquidity_gross", "u64"},
                                            {"fees_out_tao", "I64F64"},
                                            {"fees_out_alpha", "I64F64"}};
    Int128 liquidityNet{0};
    std::uint64_t liquidityGross{0};
    I64F64 feesOutTao, feesOutAlpha;
    static auto fields(auto& t) { return std::tie(t.liquidityNet, t.liquidityGross, t.feesOutTao, t.feesOutAlpha); }
};
struct Position {
    static constexpr const char* kPath = "pallet_subtensor_swap::position::Position";
    static constexpr FieldInfo kFields[] = {{"id", "PositionId"},       {"netuid", "NetUid"}, {"tick_low", "TickIndex"},
                                            {"tick_high", "TickIndex"}, {"liquidity", "u64"}, {"fees_tao", "I64F64"},
                                            {"fees_alpha", "I64F64"}};
    PositionId id;
    NetUid netuid{};
    TickIndex tickLow, tickHigh;
    std::uint64_t liquidity{0};
    I64F64 feesTao, feesAlpha;
    static auto fields(auto& p) {
        return std::tie(p.id, p.netuid, p.tickLow, p.tickHigh, p.liquidity, p.feesTao, p.feesAlpha);
    }
};

inline constexpr DefaultStorage<U64F64, NetUid> FeeGlobalTao{"Swap", "FeeGlobalTao", {kTwox}};
inline constexpr DefaultStorage<U64F64, NetUid> FeeGlobalAlpha{"Swap", "FeeGlobalAlpha", {kTwox}};
inline constexpr OptionalStorage<Tick, NetUid, TickIndex> Ticks{"Swap", "Ticks", {kTwox, kTwox}};
/// Square root of TAO per alpha.
inline constexpr DefaultStorage<U64F64, NetUid> AlphaSqrtPrice{"Swap", "AlphaSqrtPrice", {kTwox}};
inline constexpr DefaultStorage<TickIndex, NetUid> CurrentTick{"Swap", "CurrentTick", {kTwox}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> CurrentLiquidity{"Swap", "CurrentLiquidity", {kTwox}};
inline constexpr OptionalStorage<Position, NetUid, AccountId, PositionId> Positions{
    "Swap", "Positions", {kTwox, kTwox, kTwox}};

/// All of these, after the pallet's own items.
std::vector<const StorageItem*> v3Storage();
/// At the end of a block: AlphaSqrtPrice of every subnet whose price has moved, and of none that is gone.
void followPrices(const Context& ctx);
/// Floored square root of a price.
U64F64 squareRoot(U64F64 price);

} // namespace taodeck::subtensor::swap_module

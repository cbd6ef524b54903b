#pragma once
/// AlphaAssets: how much alpha each subnet has created, and how much of it was burnt or recycled. Only counters; the
/// alpha itself is kept by SubtensorModule. Amounts in 1e-9 alpha. Upstream: pallets/alpha-assets/src/lib.rs (spec
/// 425).

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::alpha_assets {

const PalletDeclaration& declaration();

inline constexpr const char* kPallet = "AlphaAssets";
inline constexpr StorageMap<NetUid, Alpha> TotalAlphaIssuance{kPallet, "TotalAlphaIssuance", {Hasher::Twox64Concat}};
inline constexpr StorageMap<NetUid, Alpha> AlphaBurned{kPallet, "AlphaBurned", {Hasher::Twox64Concat}};
inline constexpr StorageMap<NetUid, Alpha> AlphaRecycled{kPallet, "AlphaRecycled", {Hasher::Twox64Concat}};

/// Each saturates, and writes nothing for zero.
void mint(State& state, NetUid netuid, Alpha amount);
void burn(State& state, NetUid netuid, Alpha amount);    ///< Still issued.
void recycle(State& state, NetUid netuid, Alpha amount); ///< No longer issued.

} // namespace taodeck::subtensor::alpha_assets

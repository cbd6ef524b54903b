#pragma once
/// The letters that stand for subnets' alpha: a fixed table, each of them used by one subnet at a time. Pure.
/// Upstream: pallets/subtensor/src/subnets/symbols.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/state.h"

#include <array>
#include <string_view>

namespace taodeck::subtensor::subtensor_module {

inline constexpr std::size_t kSymbolCount = 439;
extern const std::array<std::string_view, kSymbolCount> kSymbols; ///< UTF-8; position 0 is root's.

/// The table's symbol of `netuid` if it is free, else the first free one, else root's.
Bytes nextAvailableSymbol(const StateReader& state, NetUid netuid);
/// SymbolDoesNotExist, then SymbolAlreadyInUse (by any subnet, the asking one included).
Dispatch<> ensureSymbolUsable(const StateReader& state, const Bytes& symbol);

} // namespace taodeck::subtensor::subtensor_module

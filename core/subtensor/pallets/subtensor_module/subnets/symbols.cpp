#include "core/subtensor/pallets/subtensor_module/subnets/symbols.h"

#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

std::set<Bytes> usedSymbols(const StateReader& state) {
    std::set<Bytes> out;
    TokenSymbol.forEach(state, [&out](NetUid, const Bytes& symbol) {
        out.insert(symbol);
        return true;
    });
    return out;
}
Bytes bytesOf(std::string_view symbol) {
    return toBytes(asBytes(symbol));
}

} // namespace

Bytes nextAvailableSymbol(const StateReader& state, NetUid netuid) {
    const auto used = usedSymbols(state);
    const Bytes own = bytesOf(raw(netuid) < kSymbols.size() ? kSymbols[raw(netuid)] : kSymbols[0]);
    if (used.count(own) == 0) return own;
    const auto free = std::find_if(kSymbols.begin() + 1, kSymbols.end(),
                                   [&used](std::string_view symbol) { return used.count(bytesOf(symbol)) == 0; });
    return bytesOf(free != kSymbols.end() ? *free : kSymbols[0]);
}

Dispatch<> ensureSymbolUsable(const StateReader& state, const Bytes& symbol) {
    const bool known = std::any_of(kSymbols.begin() + 1, kSymbols.end(),
                                   [&symbol](std::string_view each) { return bytesOf(each) == symbol; });
    TD_ENSURE(known, ModuleError::SymbolDoesNotExist);
    TD_ENSURE(usedSymbols(state).count(symbol) == 0, ModuleError::SymbolAlreadyInUse);
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

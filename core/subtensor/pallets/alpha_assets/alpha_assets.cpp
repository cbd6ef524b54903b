#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"

namespace taodeck::subtensor::alpha_assets {
namespace {

void add(State& state, const StorageMap<NetUid, Alpha>& item, NetUid netuid, Alpha amount) {
    if (amount != Alpha{}) item.set(state, netuid, item.get(state, netuid).saturatingAdd(amount));
}

} // namespace

void mint(State& state, NetUid netuid, Alpha amount) {
    add(state, TotalAlphaIssuance, netuid, amount);
}

void burn(State& state, NetUid netuid, Alpha amount) {
    add(state, AlphaBurned, netuid, amount);
}

void recycle(State& state, NetUid netuid, Alpha amount) {
    if (amount == Alpha{}) return;
    add(state, AlphaRecycled, netuid, amount);
    TotalAlphaIssuance.set(state, netuid, TotalAlphaIssuance.get(state, netuid).saturatingSub(amount));
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration d = [] {
        PalletDeclaration p{};
        p.id = Pallet::AlphaAssets;
        p.crate = "pallet_alpha_assets";
        p.storage = {&TotalAlphaIssuance, &AlphaBurned, &AlphaRecycled};
        return p;
    }();
    return d;
}

} // namespace taodeck::subtensor::alpha_assets

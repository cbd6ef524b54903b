#include "core/subtensor/pallets/subtensor_module/staking/positions.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

/// `visit(coldkey, netuid, share)` for the older map's entries, then for the newer one's.
template <class Visit>
void forEachShare(const StateReader& state, const AccountId& hotkey, Visit visit) {
    AlphaV1.forEachUnder(
        state,
        [&visit](const AccountId&, const AccountId& coldkey, NetUid netuid, U64F64 share) {
            visit(coldkey, netuid, SafeFloat::fromU64F64(share.bits()));
            return true;
        },
        hotkey);
    AlphaV2.forEachUnder(
        state,
        [&visit](const AccountId&, const AccountId& coldkey, NetUid netuid, const SafeFloat& share) {
            visit(coldkey, netuid, share);
            return true;
        },
        hotkey);
}

} // namespace

SharesByHolder sharesOn(const StateReader& state, const AccountId& hotkey) {
    SharesByHolder out;
    forEachShare(state, hotkey, [&out](const AccountId& coldkey, NetUid netuid, const SafeFloat& share) {
        out[{coldkey, netuid}] = share;
    });
    return out;
}

std::size_t shareEntriesOn(const StateReader& state, const AccountId& hotkey) {
    std::size_t n = 0;
    forEachShare(state, hotkey, [&n](const AccountId&, NetUid, const SafeFloat&) { ++n; });
    return n;
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/mechanisms/bonds.h"

#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {

void resetBonds(State& state, SubnetIndex index, const AccountId& hotkey) {
    const NetUid netuid = mechanismExists(state, index) ? subnetOf(index) : kRootNetUid;
    if (!BondsResetOn.get(state, netuid)) return;
    const auto uid = Uids.get(state, netuid, hotkey);
    if (!uid) return;
    std::vector<std::pair<std::uint16_t, std::vector<UidPair>>> rows;
    Bonds.forEachUnder(
        state,
        [&](SubnetIndex, std::uint16_t holder, const std::vector<UidPair>& row) {
            rows.emplace_back(holder, row);
            return true;
        },
        index);
    for (auto& [holder, row] : rows) {
        row.erase(std::remove_if(row.begin(), row.end(), [&uid](const UidPair& bond) { return bond.first == *uid; }),
                  row.end());
        Bonds.set(state, index, holder, row);
    }
}

Dispatch<> setAlphaValues(State& state, const Origin& origin, NetUid netuid, std::uint16_t low, std::uint16_t high) {
    constexpr std::uint16_t kLeast = UINT16_MAX / 40;
    TD_DISPATCH_CHECK(ensureSubnetOwnerOrRoot(state, origin, netuid));
    TD_ENSURE(LiquidAlphaOn.get(state, netuid), ModuleError::LiquidAlphaDisabled);
    TD_ENSURE(high >= kLeast, ModuleError::AlphaHighTooLow);
    TD_ENSURE(low >= kLeast && low <= high, ModuleError::AlphaLowOutOfRange);
    AlphaValues.set(state, netuid, UidPair{low, high});
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

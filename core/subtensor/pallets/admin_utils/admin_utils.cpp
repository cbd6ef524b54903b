#include "core/subtensor/pallets/admin_utils/admin_utils.h"

#include "core/subtensor/pallets/admin_utils/events.h"
#include "core/subtensor/pallets/admin_utils/steps.h"

namespace taodeck::subtensor::admin_utils {

Dispatch<> ensureExists(const Context& ctx, NetUid netuid) {
    TD_ENSURE(sm::NetworksAdded.get(ctx.state, netuid), AdminError::SubnetDoesNotExist);
    return {};
}

Dispatch<> ensureExistsAndNotRoot(const Context& ctx, NetUid netuid) {
    TD_DISPATCH_CHECK(ensureExists(ctx, netuid));
    TD_ENSURE(netuid != kRootNetUid, AdminError::NotPermittedOnRootSubnet);
    return {};
}

std::vector<EventRow> events() {
    return {eventRow<Yuma3EnableToggled>(), eventRow<BondsResetToggled>(), eventRow<BurnHalfLifeSet>(),
            eventRow<BurnIncreaseMultSet>(), eventRow<SubnetEmissionEnabledSet>()};
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::AdminUtils,
        .crate = "pallet_admin_utils",
        .calls =
            byIndex<CallRow>({registrationCalls(), consensusCalls(), economyCalls(), networkCalls(), mechanismCalls()}),
        .events = events(),
        .errorNames = kAdminErrorNames,
    };
    return pallet;
}

} // namespace taodeck::subtensor::admin_utils

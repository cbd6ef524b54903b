#pragma once
/// AdminUtils: how root and subnet owners set parameters. Owners are bound by the freeze window before an epoch and by
/// a limit for each parameter; root by the window only where a call says so.
/// Upstream: pallets/admin-utils/src/lib.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/storage.h"

namespace taodeck::subtensor::admin_utils {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::AdminUtils, AdminError, SubnetDoesNotExist, MaxValidatorsLargerThanMaxUIds,
                 MaxAllowedUIdsLessThanCurrentUIds, BondsMovingAverageMaxReached, NegativeSigmoidSteepness,
                 ValueNotInBounds, MinAllowedUidsGreaterThanCurrentUids, MinAllowedUidsGreaterThanMaxAllowedUids,
                 MaxAllowedUidsLessThanMinAllowedUids, MaxAllowedUidsGreaterThanDefaultMaxAllowedUids, InvalidValue,
                 NotPermittedOnRootSubnet, POWRegistrationDisabled, Deprecated);

/// One list of rows for each theme.
std::vector<CallRow> registrationCalls();
std::vector<CallRow> consensusCalls();
std::vector<CallRow> economyCalls();
std::vector<CallRow> networkCalls();
std::vector<CallRow> mechanismCalls();

} // namespace taodeck::subtensor::admin_utils

/// The runtime's pallets and APIs, one row each.

#include "core/subtensor/pallets/admin_utils/admin_utils.h"
#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/commitments/commitments.h"
#include "core/subtensor/pallets/consensus.h"
#include "core/subtensor/pallets/core_apis.h"
#include "core/subtensor/pallets/crowdloan/crowdloan.h"
#include "core/subtensor/pallets/drand/drand.h"
#include "core/subtensor/pallets/mev_shield/mev_shield.h"
#include "core/subtensor/pallets/multisig/multisig.h"
#include "core/subtensor/pallets/preimage/preimage.h"
#include "core/subtensor/pallets/proxy/filter.h"
#include "core/subtensor/pallets/safe_mode/safe_mode.h"
#include "core/subtensor/pallets/scheduler/scheduler.h"
#include "core/subtensor/pallets/subtensor_module/module.h"
#include "core/subtensor/pallets/sudo.h"
#include "core/subtensor/pallets/swap/swap.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/pallets/timestamp.h"
#include "core/subtensor/pallets/transaction_payment.h"
#include "core/subtensor/pallets/utility.h"

namespace taodeck::subtensor {

const std::vector<const PalletDeclaration*>& pallets() {
    static const std::vector<const PalletDeclaration*> all{
        &system::declaration(),
        &timestamp::declaration(),
        &aura::declaration(),
        &grandpa::declaration(),
        &balances::declaration(),
        &payment::declaration(),
        &subtensor_module::declaration(),
        &utility::declaration(),
        &sudo::declaration(),
        &multisig::declaration(),
        &preimage::declaration(),
        &scheduler::declaration(),
        &proxy::declaration(),
        &commitments::declaration(),
        &admin_utils::declaration(),
        &safe_mode::declaration(),
        &drand::declaration(),
        &crowdloan::declaration(),
        &swap_module::declaration(),
        &mev_shield::declaration(),
        &alpha_assets::declaration(),
    };
    return all;
}

const std::vector<const RuntimeApi*>& runtimeApis() {
    static const std::vector<const RuntimeApi*> all{
        &apis::core(),
        &apis::metadata(),
        &apis::aura(),
        &apis::grandpa(),
        &apis::accountNonce(),
        &payment::paymentApi(),
        &payment::paymentCallApi(),
        &subtensor_module::delegateInfoApi(),
        &subtensor_module::neuronInfoApi(),
        &subtensor_module::subnetInfoApi(),
        &subtensor_module::stakeInfoApi(),
        &subtensor_module::subnetRegistrationApi(),
        &swap_module::swapApi(),
        &proxy::filterApi(),
    };
    return all;
}

} // namespace taodeck::subtensor

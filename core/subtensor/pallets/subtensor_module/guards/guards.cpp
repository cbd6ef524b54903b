#include "core/subtensor/pallets/subtensor_module/guards/guards.h"

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

#include <set>

namespace taodeck::subtensor::subtensor_module {

Dispatch<> guardSwappedColdkey(const GuardContext& ctx, const AccountId& signer, const RuntimeCall& call) {
    if (!ColdkeySwapAnnouncements.get(ctx.state, signer)) return {};
    TD_ENSURE(!ColdkeySwapDisputes.get(ctx.state, signer), ModuleError::ColdkeySwapDisputed);
    // announce_coldkey_swap, swap_coldkey_announced, dispute_coldkey_swap, clear_coldkey_swap_announcement;
    // MevShield.submit_encrypted.
    static const std::set<std::pair<Pallet, std::uint8_t>> allowed{{Pallet::SubtensorModule, 125},
                                                                   {Pallet::SubtensorModule, 126},
                                                                   {Pallet::SubtensorModule, 127},
                                                                   {Pallet::SubtensorModule, 133},
                                                                   {Pallet::MevShield, 1}};
    TD_ENSURE(allowed.count({call.row->name.pallet, call.row->name.index}), ModuleError::ColdkeySwapAnnounced);
    return {};
}

std::uint8_t customCode(const DispatchError& error) {
    switch (static_cast<ModuleError>(error.code)) {
    case ModuleError::ColdkeySwapAnnounced:
        return 0;
    case ModuleError::AmountTooLow:
    case ModuleError::NotEnoughStakeToSetWeights:
        return 1;
    case ModuleError::NotEnoughBalanceToStake:
        return 2;
    case ModuleError::SubnetNotExists:
        return 3;
    case ModuleError::HotKeyAccountNotExists:
        return 4;
    case ModuleError::NotEnoughStakeToWithdraw:
        return 5;
    case ModuleError::CommittingWeightsTooFast:
    case ModuleError::SettingWeightsTooFast:
    case ModuleError::NetworkTxRateLimitExceeded:
        return 6;
    case ModuleError::InsufficientLiquidity:
        return 7;
    case ModuleError::SlippageTooHigh:
        return 8;
    case ModuleError::TransferDisallowed:
        return 9;
    case ModuleError::HotKeyNotRegisteredInNetwork:
        return 10;
    case ModuleError::InvalidIpAddress:
        return 11;
    case ModuleError::ServingRateLimitExceeded:
        return 12;
    case ModuleError::InvalidPort:
        return 13;
    case ModuleError::InvalidRevealRound:
        return 15;
    case ModuleError::NoWeightsCommitFound:
        return 16;
    case ModuleError::RevealTooEarly:
        return 17;
    case ModuleError::InputLengthsUnequal:
        return 18;
    case ModuleError::HotKeyNotRegisteredInSubNet:
        return 19;
    case ModuleError::EvmKeyAssociateRateLimitExceeded:
        return 20;
    case ModuleError::ColdkeySwapDisputed:
        return 21;
    case ModuleError::NonAssociatedColdKey:
        return 25;
    case ModuleError::DelegateTakeTooLow:
        return 26;
    case ModuleError::DelegateTakeTooHigh:
        return 27;
    default:
        return 255; // a bad request
    }
}

} // namespace taodeck::subtensor::subtensor_module

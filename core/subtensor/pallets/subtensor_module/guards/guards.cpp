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

DispatchInfo guardInfo(const RuntimeCall& call) {
    if (call.row->name.pallet != Pallet::SubtensorModule) return callInfo(0, 0, 0);
    constexpr DispatchInfo kWeights = callInfo(52'958'000, 11, 0, 7'671);
    constexpr DispatchInfo kRateLimits = callInfo(35'376'000, 7, 0, 4'484);
    constexpr DispatchInfo kTake = callInfo(15'378'000, 3, 0, 4'186);
    constexpr DispatchInfo kServing = callInfo(19'035'000, 3, 0, 4'112);
    constexpr DispatchInfo kEvmKey = callInfo(15'448'000, 2, 0, 4'117);
    switch (call.row->name.index) {
    case 0: // set_weights, commit_weights and their forms for mechanisms are also limited in rate
    case 96:
    case 115:
    case 119:
        return callInfo(kWeights.refTime + kRateLimits.refTime, 0, 0, kWeights.proofSize + kRateLimits.proofSize);
    case 80: // batch_set_weights; reveals; batch_commit_weights; timelocked commits
    case 97:
    case 98:
    case 100:
    case 113:
    case 116:
    case 117:
    case 118:
        return kWeights;
    case 59: // register_network
        return kRateLimits;
    case 65: // decrease_take, increase_take
    case 66:
        return kTake;
    case 4: // serve_axon, serve_prometheus, serve_axon_tls
    case 5:
    case 40:
        return kServing;
    case 93: // associate_evm_key
        return kEvmKey;
    default:
        return callInfo(0, 0, 0);
    }
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

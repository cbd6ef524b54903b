#include "core/subtensor/pallets/subtensor_module/module.h"

#include "core/subtensor/pallets/subtensor_module/alpha/alpha_calls.h"
#include "core/subtensor/pallets/subtensor_module/children/child_calls.h"
#include "core/subtensor/pallets/subtensor_module/claims/claim_calls.h"
#include "core/subtensor/pallets/subtensor_module/coinbase/coinbase.h"
#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/subtensor_module/guards/guards.h"
#include "core/subtensor/pallets/subtensor_module/identity/identity_calls.h"
#include "core/subtensor/pallets/subtensor_module/keys/events.h"
#include "core/subtensor/pallets/subtensor_module/keys/hotkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/keys/key_calls.h"
#include "core/subtensor/pallets/subtensor_module/locks/events.h"
#include "core/subtensor/pallets/subtensor_module/leases/events.h"
#include "core/subtensor/pallets/subtensor_module/leases/lease_calls.h"
#include "core/subtensor/pallets/subtensor_module/locks/lock_calls.h"
#include "core/subtensor/pallets/subtensor_module/module_genesis.h"
#include "core/subtensor/pallets/subtensor_module/parameters/events.h"
#include "core/subtensor/pallets/subtensor_module/registration/register_calls.h"
#include "core/subtensor/pallets/subtensor_module/serving/serving_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/events.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_calls.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/parameter_events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnet_calls.h"
#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"
#include "core/subtensor/pallets/subtensor_module/tempo/tempo.h"
#include "core/subtensor/pallets/subtensor_module/voting/voting_power.h"
#include "core/subtensor/pallets/subtensor_module/weights/commit_reveal.h"
#include "core/subtensor/pallets/subtensor_module/weights/events.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"
#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

template <class T>
ConstantRow constant(const char* name, T value) {
    return constantRow(name, [value](const RuleSet&) { return value; });
}

/// In the network's order; what a new subnet or chain starts from.
std::vector<ConstantRow> constants() {
    return {
        constant<std::uint64_t>("InitialIssuance", 0),
        constant<std::uint16_t>("InitialMinAllowedWeights", 1'024),
        constant<std::uint16_t>("InitialEmissionValue", 0),
        constant<std::uint16_t>("InitialTempo", 360),
        constant<std::uint64_t>("InitialDifficulty", 10'000'000),
        constant<std::uint64_t>("InitialMaxDifficulty", 4'611'686'018'427'387'903),
        constant<std::uint64_t>("InitialMinDifficulty", 10'000'000),
        constant<std::uint64_t>("InitialRAORecycledForRegistration", 0),
        constant<std::uint64_t>("InitialBurn", 100'000'000),
        constant<std::uint64_t>("InitialMaxBurn", 100'000'000'000),
        constant<std::uint64_t>("InitialMinBurn", 500'000),
        constant<std::uint64_t>("InitialMinStake", 2'000'000),
        constant<std::uint64_t>("MinBurnUpperBound", 1'000'000'000),
        constant<std::uint64_t>("MaxBurnLowerBound", 100'000'000),
        constant<std::uint16_t>("MinTempo", 360),
        constant<std::uint16_t>("MaxTempo", 50'400),
        constant<std::uint32_t>("MinActivityCutoffFactorMilli", 1'000),
        constant<std::uint32_t>("MaxActivityCutoffFactorMilli", 50'000),
        constant<std::uint16_t>("InitialAdjustmentInterval", 100),
        constant<std::uint64_t>("InitialBondsMovingAverage", 900'000),
        constant<std::uint16_t>("InitialBondsPenalty", 65'535),
        constant("InitialBondsResetOn", false),
        constant<std::uint16_t>("InitialTargetRegistrationsPerInterval", 2),
        constant<std::uint16_t>("InitialRho", 10),
        constant<std::int16_t>("InitialAlphaSigmoidSteepness", 1'000),
        constant<std::uint16_t>("InitialKappa", 32'767),
        constant<std::uint16_t>("InitialMinAllowedUids", 64),
        constant<std::uint16_t>("InitialMaxAllowedUids", 256),
        constant<std::uint64_t>("InitialValidatorPruneLen", 1),
        constant<std::uint16_t>("InitialScalingLawPower", 50),
        constant<std::uint16_t>("InitialImmunityPeriod", 4'096),
        constant<std::uint16_t>("InitialActivityCutoff", 5'000),
        constant<std::uint16_t>("InitialMaxRegistrationsPerBlock", 1),
        constant<std::uint16_t>("InitialPruningScore", 65'535),
        constant<std::uint16_t>("InitialMaxAllowedValidators", 128),
        constant<std::uint16_t>("InitialDefaultDelegateTake", 11'796),
        constant<std::uint16_t>("InitialMinDelegateTake", 0),
        constant<std::uint16_t>("InitialDefaultChildKeyTake", 0),
        constant<std::uint16_t>("InitialMinChildKeyTake", 0),
        constant<std::uint16_t>("InitialMaxChildKeyTake", 11'796),
        constant<std::uint64_t>("InitialWeightsVersionKey", 0),
        constant<std::uint64_t>("InitialServingRateLimit", 50),
        constant<std::uint64_t>("InitialTxRateLimit", 1'000),
        constant<std::uint64_t>("InitialTxDelegateTakeRateLimit", 216'000),
        constant<std::uint64_t>("InitialTxChildKeyTakeRateLimit", 216'000),
        constant<std::uint64_t>("InitialAdjustmentAlpha", 0),
        constant<std::uint64_t>("InitialNetworkImmunityPeriod", 1'296'000),
        constant<std::uint64_t>("InitialNetworkMinLockCost", 1'000'000'000'000),
        constant<std::uint16_t>("InitialSubnetOwnerCut", 11'796),
        constant<std::uint64_t>("InitialNetworkLockReductionInterval", 100'800),
        constant<std::uint64_t>("InitialNetworkRateLimit", 7'200),
        constant<std::uint64_t>("KeySwapCost", 100'000'000),
        constant<std::uint16_t>("AlphaHigh", 58'982),
        constant<std::uint16_t>("AlphaLow", 45'875),
        constant("LiquidAlphaOn", false),
        constant("Yuma3On", false),
        constant<std::uint32_t>("InitialColdkeySwapAnnouncementDelay", 36'000),
        constant<std::uint32_t>("InitialColdkeySwapReannouncementDelay", 7'200),
        constant<std::uint32_t>("InitialDissolveNetworkScheduleDuration", 36'000),
        constant<std::uint64_t>("InitialTaoWeight", 971'718'665'099'567'868),
        constant<std::uint64_t>("InitialEmaPriceHalvingPeriod", 201'600),
        constant<std::uint64_t>("InitialStartCallDelay", 0),
        constant<std::uint64_t>("KeySwapOnSubnetCost", 1'000'000),
        constant<std::uint64_t>("HotkeySwapOnSubnetInterval", 7'200),
        constant<std::uint32_t>("LeaseDividendsDistributionInterval", 100),
        constant("MaxImmuneUidsPercentage", Percent{80}),
        constant("SubtensorPalletId", PalletId::of("subtensr")),
        constant("BurnAccountId", PalletId::of("burntnsr")),
        constant<std::uint8_t>("InitialMaxEpochsPerBlock", 2),
    };
}

} // namespace

const PalletDeclaration& declaration() {
    static const PalletDeclaration d = [] {
        PalletDeclaration p{};
        p.id = Pallet::SubtensorModule;
        p.crate = "pallet_subtensor";
        p.storage = storageItems();
        // One row for each topic.
        p.calls = byIndex<CallRow>({
            childCalls(),
            commitRevealCalls(),
            identityCalls(),
            keyCalls(),
            leaseCalls(),
            stakeCalls(),
            alphaCalls(),
            claimCalls(),
            tempoCalls(),
            lockCalls(),
            registrationCalls(),
            servingCalls(),
            setWeightsCalls(),
            subnetCalls(),
            takeCalls(),
            timelockedCalls(),
            votingCalls(),
        });
        p.events = byIndex<EventRow>({
            childEvents(),
            economyEvents(),
            identityEvents(),
            keyEvents(),
            leaseEvents(),
            lockEvents(),
            newSubnetParameterEvents(),
            parameterEvents(),
            registrationEvents(),
            stakeEvents(),
            alphaEvents(),
            claimEvents(),
            tempoEvents(),
            servingEvents(),
            subnetEvents(),
            takeEvents(),
            votingEvents(),
            weightEvents(),
        });
        p.errorNames = kModuleErrorNames;
        p.constants = constants();
        p.onInitialize = [](const Context& ctx) {
            cleanUpHotkeySwaps(ctx);
            blockStep(ctx);
        };
        p.genesis = buildEconomy;
        p.guard = guardSwappedColdkey;
        p.guardInfo = guardInfo;
        p.customCode = customCode;
        return p;
    }();
    return d;
}

} // namespace taodeck::subtensor::subtensor_module

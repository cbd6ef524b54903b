#pragma once
/// Yuma consensus: from stake, weights and old bonds of one subnet to incentives, dividends and new bonds. Pure values.
/// Upstream: opentensor/subtensor pallets/subtensor/src/epoch/run_epoch.rs (epoch_mechanism) at spec 425.

#include "core/subtensor/epoch_math.h"

namespace taodeck::subtensor {

using StoredRow = std::vector<std::pair<std::uint16_t, std::uint16_t>>; ///< (uid, u16), in stored order.

struct EpochInput {
    // Per UID, all of one length n.
    std::vector<I64F64> stakeWeight; ///< 1e-9 alpha, with the weighted root part.
    std::vector<std::uint64_t> lastUpdate, registeredAt;
    std::vector<bool> permits;
    std::vector<StoredRow> weights, bonds;
    /// Block of the oldest open commit, or 2^64-1; empty when commit-reveal is off.
    std::vector<std::uint64_t> commitBlocks;

    std::uint64_t now{0}, tempo{0}, activityCutoff{0};
    std::uint64_t lastStepBlock{0}; ///< Of the last successful epoch; 0: none.
    std::uint64_t stakeThreshold{0};
    std::optional<std::uint16_t> ownerUid;
    std::uint16_t maxValidators{0}, kappa{0}, bondsPenalty{0};
    std::uint64_t bondsMovingAverage{0}; ///< Of 10^6.
    bool yuma3{false};
    bool liquidAlpha{false}; ///< Yuma 3 only.
    std::uint16_t alphaLow{0}, alphaHigh{0};
    std::int16_t alphaSteepness{0};
    std::uint64_t emission{0}; ///< 1e-9 alpha to share between servers and validators.
};

struct EpochOutput { ///< Per UID.
    std::vector<bool> active, permits;
    std::vector<std::uint16_t> stakeWeight, consensus, incentive, dividends, validatorTrust; ///< Parts of 65535.
    std::vector<std::uint64_t> serverEmission, validatorEmission, emission;                  ///< 1e-9 alpha, floored.
    std::vector<StoredRow> bonds; ///< Empty for those without a permit.
};

EpochOutput runEpoch(const EpochInput& in);

} // namespace taodeck::subtensor

#pragma once
/// How a lock of stake changes with time: its mass unlocks exponentially, its conviction matures from the mass and
/// fades. Pure values in and out; no storage. Times in blocks, mass in 1e-9 alpha.
/// Upstream: pallets/subtensor/src/staking/lock.rs (ConvictionModel) at spec 425.

#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

inline constexpr std::uint64_t kLockDust = 100; ///< A lock with less mass and less conviction than this is none.

struct LockRates {
    std::uint64_t unlock{0};   ///< Blocks in which the mass falls to 1/e.
    std::uint64_t maturity{0}; ///< Blocks in which the conviction fades to 1/e.
};

struct LockMode {
    bool owner{false};     ///< To the subnet owner's hotkey: conviction is the mass, at once.
    bool perpetual{false}; ///< The mass does not unlock.
};

bool isDust(const LockState& lock);
/// e^(-dt / tau), where dt / tau counts as at most 40. One when no time has passed, else zero when `tau` is zero.
U64F64 expDecay(std::uint64_t dt, std::uint64_t tau);
/// The lock at block `now`. Dust becomes zero, also when no time has passed.
LockState rolled(const LockState& lock, std::uint64_t now, const LockRates& rates, LockMode mode);

/// Sum of both; the later time.
LockState merged(const LockState& a, const LockState& b);
/// Saturates at zero; the time stays.
LockState reduced(const LockState& lock, Alpha mass, U64F64 conviction);

/// One coldkey's lock together with the sum of all locks of its mode on the same hotkey.
struct ConvictionModel {
    LockMode mode;
    LockState own, aggregate;
    bool ownChanged{false}, aggregateChanged{false};

    /// Rolls the own lock. Quirk: what it lost is taken from the aggregate, whose other locks then do not decay for
    /// that time; only when it lost nothing is the aggregate itself rolled.
    void roll(std::uint64_t now, const LockRates& rates);
    void rollAggregate(std::uint64_t now, const LockRates& rates);
    void setOwn(const LockState& lock);
    void addToAggregate(const LockState& added);
    void reduceAggregate(Alpha mass, U64F64 conviction);
    /// Takes `amount` off the own lock, and the same part of its conviction, and both off the aggregate.
    void reduceOwn(Alpha amount, std::uint64_t now);
};

} // namespace taodeck::subtensor::subtensor_module

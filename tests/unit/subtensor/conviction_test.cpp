/// Numbers: opentensor/subtensor pallets/subtensor/src/tests/locks.rs (test_exp_decay_*, test_roll_forward_*,
/// test_lock_state_is_zero_*) at spec 425, whose tolerances stand beside them.

#include "core/subtensor/pallets/subtensor_module/locks/conviction.h"

#include <cmath>
#include <gtest/gtest.h>

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr LockRates kRates{934'866, 934'866}; ///< The network's.
constexpr LockMode kDecay{false, false}, kForever{false, true}, kOwner{true, false};

double real(U64F64 v) {
    return std::ldexp(static_cast<double>(v.bits()), -64);
}
LockState lock(std::uint64_t mass, std::uint64_t conviction = 0, std::uint64_t at = 0) {
    return {Alpha::fromRaw(mass), U64F64::fromInt(conviction), at};
}
double mass(const LockState& l) {
    return static_cast<double>(l.lockedMass.raw());
}

// locks.rs: test_exp_decay_{zero_dt,zero_tau,one_tau,clamps_large_dt_to_min_ratio}
TEST(ExpDecay, MatchesUpstreamsCases) {
    EXPECT_EQ(expDecay(0, 216'000), U64F64::fromInt(1));
    EXPECT_EQ(expDecay(0, 0), U64F64::fromInt(1));
    EXPECT_EQ(expDecay(1'000, 0), U64F64{});
    EXPECT_NEAR(real(expDecay(216'000, 216'000)), 0.36787944, 1e-8);
    EXPECT_EQ(expDecay(40 * 216'000ULL, 216'000), expDecay(100 * 216'000ULL, 216'000));
    EXPECT_GT(expDecay(100 * 216'000ULL, 216'000), U64F64{});
    EXPECT_EQ(expDecay(UINT64_MAX, 1), expDecay(40, 1));
}

TEST(ExpDecay, FollowsTheExponentialToTheLastBitsOfADouble) {
    for (const std::uint64_t dt : {1ULL, 7'200ULL, 100'000ULL, 934'866ULL, 3'000'000ULL, 20'000'000ULL})
        EXPECT_NEAR(real(expDecay(dt, 934'866)), std::exp(-static_cast<double>(dt) / 934'866.0), 1e-12) << dt;
}

// locks.rs: test_lock_state_is_zero_uses_dust_threshold, test_roll_forward_normalizes_dust_to_zero
TEST(LockDust, IsLessThanAHundredOfBoth) {
    EXPECT_TRUE(isDust(lock(99, 99)));
    EXPECT_FALSE(isDust(lock(100, 99)));
    EXPECT_FALSE(isDust(lock(99, 100)));
    const LockState gone = rolled(lock(99, 99, 100), 100, kRates, kDecay);
    EXPECT_EQ(gone.lockedMass, Alpha{});
    EXPECT_TRUE(gone.conviction.isZero());
    EXPECT_EQ(gone.lastUpdate, 100U);
}

// locks.rs: test_roll_forward_no_change_when_now_equals_last_update
TEST(RolledLock, IsUnchangedWithoutTime) {
    const LockState before = lock(5'000, 1'234, 100), after = rolled(before, 100, kRates, kDecay);
    EXPECT_EQ(after.lockedMass, before.lockedMass);
    EXPECT_EQ(after.conviction, before.conviction);
    EXPECT_EQ(rolled(before, 50, kRates, kDecay).lastUpdate, 100U); // never back
}

// locks.rs: test_roll_forward_conviction_uses_unequal_rate_closed_form, test_roll_forward_locked_mass_decays
TEST(RolledLock, DecaysAndMaturesByTheClosedFormOfUnequalRates) {
    const LockRates rates{200'000, 240'000};
    const LockState after = rolled(lock(10'000), 10'000, rates, kDecay);
    EXPECT_LT(rolled(lock(10'000), 934'866, kRates, kDecay).lockedMass.raw(), 10'000U);
    EXPECT_GT(rolled(lock(10'000), 934'866, kRates, kDecay).lockedMass.raw(), 0U);
    const double gamma = 200'000 * (real(expDecay(10'000, 240'000)) - real(expDecay(10'000, 200'000))) / 40'000;
    EXPECT_NEAR(real(after.conviction), 10'000 * gamma, 1e-7);
}

// locks.rs: test_roll_forward_adjacent_large_rates_and_large_mass_match_f64_closed_form
TEST(RolledLock, KeepsPrecisionWithAdjacentRatesAndAllTheAlphaThereIs) {
    constexpr std::uint64_t kUnlock = 1'142'108, kMass = 21'000'000'000'000'000;
    const LockState after = rolled(lock(kMass), kUnlock, {kUnlock, kUnlock + 1}, kDecay);
    const double x = std::exp(-1.0), z = std::exp(-static_cast<double>(kUnlock) / (kUnlock + 1.0));
    EXPECT_NEAR(real(after.conviction), kMass * (kUnlock * (z - x)), 50'000);
    EXPECT_NEAR(mass(after), kMass * x, 2'000);
}

// locks.rs: test_roll_forward_scales_linearly_with_locked_mass
TEST(RolledLock, ScalesWithTheMass) {
    const LockState one = rolled(lock(10'000), 25'000, kRates, kDecay);
    const LockState two = rolled(lock(20'000), 25'000, kRates, kDecay);
    EXPECT_NEAR(mass(two), 2 * mass(one), 1);
    EXPECT_NEAR(real(two.conviction), 2 * real(one.conviction), 1e-7);
}

// locks.rs: test_roll_forward_chunked_update_matches_single_update
TEST(RolledLock, GivesTheSameInOneStepAndInTwo) {
    const LockState once = rolled(lock(1'000'000'000), 20'000, kRates, kDecay);
    const LockState twice = rolled(rolled(lock(1'000'000'000), 10'000, kRates, kDecay), 20'000, kRates, kDecay);
    EXPECT_NEAR(mass(twice), mass(once), 1);
    EXPECT_NEAR(real(twice.conviction), real(once.conviction), 0.1);
}

// locks.rs: test_roll_forward_conviction_stays_below_original_mass_for_one_shot_lock,
// test_roll_forward_decaying_conviction_peak_is_below_original_lock,
// test_roll_forward_perpetual_{mass_does_not_decay_and_conviction_matures,conviction_never_exceeds_lock}
TEST(RolledLock, NeverHasMoreConvictionThanItHadMass) {
    for (const std::uint64_t dt : {1'000ULL, 10'000ULL, 934'866ULL, 5 * 934'866ULL})
        EXPECT_LE(rolled(lock(10'000), dt, kRates, kDecay).conviction, U64F64::fromInt(10'000)) << dt;
    for (const std::uint64_t dt : {1ULL, 1'000ULL, 934'866ULL, 10 * 934'866ULL, 1'000 * 934'866ULL}) {
        const LockState after = rolled(lock(10'000), dt, kRates, kForever);
        EXPECT_EQ(after.lockedMass.raw(), 10'000U);
        EXPECT_LE(after.conviction, U64F64::fromInt(10'000));
    }
    const LockState matured = rolled(lock(10'000), 934'866, kRates, kForever);
    EXPECT_EQ(matured.lockedMass.raw(), 10'000U);
    EXPECT_GT(matured.conviction, U64F64{});
    EXPECT_LT(matured.conviction, U64F64::fromInt(10'000));
    const double peak = std::round(200'000.0 * 240'000.0 / -40'000.0 * std::log(200'000.0 / 240'000.0));
    EXPECT_LT(rolled(lock(10'000), static_cast<std::uint64_t>(peak), {200'000, 240'000}, kDecay).conviction,
              U64F64::fromInt(10'000));
}

// locks.rs: test_roll_forward_conviction_converges_to_zero
TEST(RolledLock, BuildsConvictionUpAndLosesItInTheEnd) {
    const U64F64 early = rolled(lock(10'000), 100, kRates, kDecay).conviction;
    const U64F64 later = rolled(lock(10'000), 1'100, kRates, kDecay).conviction;
    EXPECT_GT(early, U64F64{});
    EXPECT_GT(later, early);
    EXPECT_TRUE(rolled(lock(10'000), 934'866'000, kRates, kDecay).conviction.isZero());
}

TEST(RolledLock, OfAnOwnerHasItsMassAsConvictionAtOnce) {
    const LockState after = rolled(lock(10'000), 1'000, kRates, kOwner);
    EXPECT_LT(after.lockedMass.raw(), 10'000U);
    EXPECT_EQ(after.conviction, U64F64::fromInt(after.lockedMass.raw()));
}

// The library's rules written a second time with Python's integers: to the last bit.
TEST(RolledLock, HasTheNetworksBits) {
    const LockState after = rolled(lock(1'000'000'000'000), 7'200, kRates, kDecay);
    EXPECT_EQ(after.lockedMass.raw(), 992'327'943'103U);
    EXPECT_TRUE(after.conviction.bits() == ((UInt128{0x1'c788'134a} << 64 | 0xa531'8599'8f5d'a000ULL)));
}

} // namespace
} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/locks/conviction.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::int64_t kMinExponent = -40; ///< Of the decay; e^-40 is below one part of 2^57.

U64F64 fixed(Alpha v) {
    return U64F64::fromInt(v.raw());
}

/// -n as I64F64; it saturates as the conversion of a 128-bit integer does.
I64F64 negated(std::uint64_t n) {
    return n > INT64_MAX ? I64F64::min() : I64F64::fromSigned(-static_cast<std::int64_t>(n));
}
I64F64 difference(std::uint64_t a, std::uint64_t b) {
    return a >= b ? I64F64::fromInt(a - b) : negated(b - a);
}

/// Conviction that a decaying mass of one builds up in `dt` when both rates differ.
U64F64 maturedPart(const LockRates& rates, U64F64 unlockDecay, U64F64 maturityDecay) {
    if (rates.unlock == 0 || rates.maturity == 0) return {};
    const I64F64 decays = I64F64::from(unlockDecay).saturatingSub(I64F64::from(maturityDecay));
    const I64F64 gamma = I64F64::fromInt(rates.unlock)
                             .saturatingMul(decays)
                             .checkedDiv(difference(rates.unlock, rates.maturity))
                             .value_or(I64F64{});
    return gamma.bits() <= 0 ? U64F64{} : U64F64::from(gamma);
}

LockState decayed(const LockState& lock, std::uint64_t now, const LockRates& rates, bool perpetual) {
    const std::uint64_t dt = now - lock.lastUpdate;
    const U64F64 unlockDecay = expDecay(dt, rates.unlock), maturityDecay = expDecay(dt, rates.maturity);
    const U64F64 mass = fixed(lock.lockedMass);
    U64F64 matured;
    if (perpetual) {
        matured = mass.saturatingMul(U64F64::fromInt(1).saturatingSub(maturityDecay));
    } else if (rates.unlock == rates.maturity) {
        const U64F64 part = U64F64::fromInt(dt).safeDiv(U64F64::fromInt(rates.maturity));
        matured = mass.saturatingMul(part.saturatingMul(maturityDecay));
    } else {
        matured = mass.saturatingMul(maturedPart(rates, unlockDecay, maturityDecay));
    }
    LockState out;
    out.lockedMass = perpetual ? lock.lockedMass : Alpha::fromRaw(unlockDecay.saturatingMul(mass).toU64());
    out.conviction = maturityDecay.saturatingMul(lock.conviction).saturatingAdd(matured);
    out.lastUpdate = now;
    return out;
}

} // namespace

bool isDust(const LockState& lock) {
    return lock.lockedMass.raw() < kLockDust && lock.conviction < U64F64::fromInt(kLockDust);
}

U64F64 expDecay(std::uint64_t dt, std::uint64_t tau) {
    if (dt == 0) return U64F64::fromInt(1);
    if (tau == 0) return {};
    const I64F64 least = I64F64::fromSigned(kMinExponent);
    const I64F64 ratio = negated(dt).checkedDiv(I64F64::fromInt(tau)).value_or(least);
    const auto decay = exp(std::max(ratio, least));
    return decay && decay->bits() > 0 ? U64F64::from(*decay) : U64F64{};
}

LockState rolled(const LockState& lock, std::uint64_t now, const LockRates& rates, LockMode mode) {
    LockState out = now > lock.lastUpdate ? decayed(lock, now, rates, mode.perpetual) : lock;
    if (mode.owner) out.conviction = fixed(out.lockedMass);
    if (isDust(out)) {
        out.lockedMass = {};
        out.conviction = {};
    }
    return out;
}

LockState merged(const LockState& a, const LockState& b) {
    return {a.lockedMass.saturatingAdd(b.lockedMass), a.conviction.saturatingAdd(b.conviction),
            std::max(a.lastUpdate, b.lastUpdate)};
}

LockState reduced(const LockState& lock, Alpha mass, U64F64 conviction) {
    return {lock.lockedMass.saturatingSub(mass), lock.conviction.saturatingSub(conviction), lock.lastUpdate};
}

void ConvictionModel::roll(std::uint64_t now, const LockRates& rates) {
    const LockState before = own;
    setOwn(rolled(own, now, rates, mode));
    const Alpha mass = before.lockedMass.saturatingSub(own.lockedMass);
    const U64F64 conviction = before.conviction.saturatingSub(own.conviction);
    if (mass == Alpha{} && conviction.isZero()) {
        rollAggregate(now, rates);
        return;
    }
    reduceAggregate(mass, conviction);
    aggregate.lastUpdate = now;
}

void ConvictionModel::rollAggregate(std::uint64_t now, const LockRates& rates) {
    aggregate = rolled(aggregate, now, rates, mode);
    aggregateChanged = true;
}

void ConvictionModel::setOwn(const LockState& lock) {
    own = lock;
    ownChanged = true;
}

void ConvictionModel::addToAggregate(const LockState& added) {
    aggregate = merged(aggregate, added);
    aggregateChanged = true;
}

void ConvictionModel::reduceAggregate(Alpha mass, U64F64 conviction) {
    aggregate = reduced(aggregate, mass, conviction);
    aggregateChanged = true;
}

void ConvictionModel::reduceOwn(Alpha amount, std::uint64_t now) {
    const LockState before = own;
    LockState after{before.lockedMass.saturatingSub(amount), {}, now};
    if (after.lockedMass != Alpha{}) {
        const U64F64 removed = fixed(amount).safeDiv(fixed(before.lockedMass));
        after.conviction = before.conviction.saturatingMul(U64F64::fromInt(1).saturatingSub(removed));
    }
    setOwn(after);
    reduceAggregate(before.lockedMass.saturatingSub(after.lockedMass),
                    before.conviction.saturatingSub(after.conviction));
}

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Numbers and rules that change between runtime versions, behind one interface, so that a later version adds a class
/// and leaves pallets alone. Pure; shared between threads.

#include "core/base/units.h"

#include <cstdint>

namespace taodeck::subtensor {

class EconomyRules; // economy_rules.h

class RuleSet {
public:
    virtual ~RuleSet() = default;
    virtual std::uint32_t specVersion() const = 0;
    virtual std::uint64_t slotMillis() const = 0; ///< Of this chain; the network's is 12 000.
    virtual Rao existentialDeposit() const = 0;
    virtual Rao weightFee(std::uint64_t refTime) const = 0;
    virtual Rao lengthFee(std::uint64_t bytes) const = 0;
    virtual std::uint32_t blockHashCount() const = 0; ///< Blocks whose hash the state keeps.
    virtual std::uint64_t maxBlockRefTime() const = 0;
    virtual std::uint64_t maxNormalRefTime() const = 0; ///< Share of the above for Normal calls.
    virtual std::uint32_t maxNormalLength() const = 0;  ///< Bytes of Normal extrinsics in a block.
    virtual const EconomyRules& economy() const = 0;    ///< Pools, emission, epochs.
};

/// Spec 425. Source: runtime/src/lib.rs, pallets/transaction-fee/src/lib.rs.
class RuleSet425 : public RuleSet {
public:
    explicit RuleSet425(std::uint64_t slotMillis) : m_slotMillis{slotMillis} {}
    std::uint32_t specVersion() const override { return 425; }
    std::uint64_t slotMillis() const override { return m_slotMillis; }
    Rao existentialDeposit() const override { return Rao::fromRaw(500); }
    /// 500 000 parts per billion of a rao per unit of ref_time, rounded as Perbill multiplication does: to nearest.
    Rao weightFee(std::uint64_t refTime) const override {
        return Rao::fromRaw(refTime / 2000 + (refTime % 2000 > 1000));
    }
    Rao lengthFee(std::uint64_t bytes) const override { return Rao::fromRaw(bytes); }
    std::uint32_t blockHashCount() const override { return 2400; }
    std::uint64_t maxBlockRefTime() const override { return 4'000'000'000'000; }
    std::uint64_t maxNormalRefTime() const override { return maxBlockRefTime() / 4 * 3; }
    std::uint32_t maxNormalLength() const override { return 10u * 1024 * 1024 / 4 * 3; }
    const EconomyRules& economy() const override;

private:
    std::uint64_t m_slotMillis;
};

} // namespace taodeck::subtensor

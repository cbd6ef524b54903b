#include "tests/support/allowances.h"

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

#include "core/subtensor/pallets/subtensor_module/subnets/network.h"

#include <algorithm>
#include <cmath>

namespace taodeck::subtensor::test {

namespace sm = subtensor_module;

void Allowances::blockStep(const Books& before, const Books& now, const StateReader& after) {
    const std::uint64_t part = sm::CKBurn.get(after);
    unsigned neurons = 0;
    for (const auto& [netuid, subnet] : now.subnets) {
        if (m_subnets[netuid].registeredAt != subnet.registeredAt) m_subnets[netuid] = Subnet{subnet.registeredAt};
        const auto found = before.subnets.find(netuid);
        if (found == before.subnets.end() || found->second.epochs == subnet.epochs) continue;
        neurons += sm::SubnetworkN.get(after, netuid);
        const auto pot = UInt128{found->second.pending()} + subnet.emission;
        const auto most = static_cast<std::uint64_t>((pot * part) >> 64);
        m_subnets[netuid].paidTwice += std::min(most, subnet.recycled - found->second.recycled);
    }
    // A hotkey may get every neuron's incentive, the owner's cut, its take of both dividends, and what it claims.
    observe(after, neurons + 3 + static_cast<unsigned>(sm::NumRootClaim.get(after)));
    foresee(after);
}

void Allowances::foresee(const StateReader& state) {
    std::map<NetUid, std::uint64_t> worthless; // alpha that is sold for less than a unit of TAO
    for (auto& [netuid, subnet] : m_subnets) {
        subnet.unsold = subnet.drift = 0;
        worthless[netuid] = U64F64::fromInt(1).safeDiv(sm::price(state, netuid)).toU64() + 1;
    }
    sm::AlphaV2.forEach(state, [&](const AccountId&, const AccountId&, NetUid netuid, const SafeFloat&) {
        m_subnets[netuid].unsold += worthless[netuid];
        return true;
    });
    sm::TotalHotkeyAlpha.forEach(state, [&](const AccountId& hotkey, NetUid netuid, Alpha total) {
        m_subnets[netuid].drift +=
            shareDrift(hotkey, netuid, total.raw(), sm::sharePoolOf(state, hotkey, netuid).denominator);
        return true;
    });
}

Allowances::Subnet Allowances::of(NetUid netuid) const {
    const auto found = m_subnets.find(netuid);
    return found == m_subnets.end() ? Subnet{} : found->second;
}

void Allowances::observe(const StateReader& state, unsigned changes) {
    sm::TotalHotkeySharesV2.forEach(state, [&](const AccountId& hotkey, NetUid netuid, const SafeFloat& denominator) {
        auto& pool = m_pools[{hotkey, netuid}];
        if (pool.denominator == denominator) return true;
        pool.denominator = denominator;
        pool.exponent = std::max(pool.exponent, denominator.exponent);
        pool.changes += changes;
        return true;
    });
}

std::uint64_t Allowances::shareDrift(const AccountId& hotkey, NetUid netuid, std::uint64_t value,
                                     const SafeFloat& denominator) const {
    const auto found = m_pools.find({hotkey, netuid});
    if (found == m_pools.end() || denominator.isZero()) return 0;
    const auto& pool = found->second;
    const long double units = 2.0L * static_cast<long double>(pool.changes) * static_cast<long double>(value) /
                              static_cast<long double>(denominator.mantissa) *
                              std::pow(10.0L, static_cast<long double>(pool.exponent - denominator.exponent));
    return units >= 1e18L ? UINT64_MAX / 2 : static_cast<std::uint64_t>(units);
}

} // namespace taodeck::subtensor::test

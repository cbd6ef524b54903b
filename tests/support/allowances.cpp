#include "tests/support/allowances.h"

#include "core/subtensor/pallets/proxy/proxy.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/swap/swap.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace taodeck::subtensor::test {

namespace sm = subtensor_module;

namespace {

template <class Item>
std::pair<std::uint64_t, std::size_t> sumOf(const Item& dividends, const StateReader& state, NetUid netuid) {
    std::pair<std::uint64_t, std::size_t> out{0, 0};
    dividends.forEachUnder(
        state,
        [&](NetUid, const AccountId&, Alpha dividend) {
            out.first += dividend.raw();
            ++out.second;
            return true;
        },
        netuid);
    return out;
}

/// What an epoch does not pay to anybody's stake. Upstream: run_coinbase.rs.
std::uint64_t unpaidOf(const Books::Subnet& before, const Books::Subnet& now, const StateReader& after, NetUid netuid) {
    const std::uint64_t floors = 4; // of the parts of the block's alpha
    if (now.epochs == before.epochs || now.pending() != 0) return floors;
    const auto [dividends, validators] = sumOf(sm::AlphaDividendsPerSubnet, after, netuid);
    const auto [root, nominated] = sumOf(sm::RootAlphaDividendsPerSubnet, after, netuid);
    // The consensus counts in parts of 2^32, and each neuron's and hotkey's part and take is floored.
    const std::uint64_t keys = sm::SubnetworkN.get(after, netuid) + validators + nominated;
    const std::uint64_t pot = before.pending() + now.emission;
    const std::uint64_t mechanisms = static_cast<std::uint8_t>(sm::MechanismCountCurrent.get(after, netuid));
    std::uint64_t out = floors + keys * (4 * mechanisms + (pot >> 32)) + root;
    // Miners get half of everything that was put aside. Where root's part was recycled instead, their bucket holds more
    // than half, and the difference is dropped.
    const std::uint64_t others = before.validator + before.root;
    const std::uint64_t recycled = now.recycled - before.recycled;
    out += ((before.server > others ? before.server - others : 0) + recycled) / 2;
    // Buckets that nobody has a claim on are dropped: validators' where none of those with dividends holds alpha, and
    // then the miners' that they would have got too; root's where none holds root stake.
    if (dividends == 0) out += before.server + before.validator + now.emission;
    // Where root's part of this block was recycled, nothing of it waits.
    if (root == 0) out += before.root + (recycled == 0 || before.root != 0 ? now.emission / 2 : 0);
    if (!sm::SubnetOwner.exists(after, netuid) || !sm::SubnetOwnerHotkey.exists(after, netuid))
        out += before.owner + now.emission;
    return out;
}

} // namespace

void Allowances::blockStep(const Books& before, const Books& now, const StateReader& after) {
    const std::uint64_t part = sm::CKBurn.get(after);
    unsigned neurons = 0;
    std::set<NetUid> paid;
    for (const auto& [netuid, subnet] : now.subnets) {
        if (m_subnets[netuid].registeredAt != subnet.registeredAt) {
            m_subnets[netuid] = Subnet{subnet.registeredAt};
            for (auto at = m_pools.begin(); at != m_pools.end();)
                at = at->first.second == netuid ? m_pools.erase(at) : std::next(at);
        }
        const auto found = before.subnets.find(netuid);
        m_subnets[netuid].unpaid = found == before.subnets.end() ? 0 : unpaidOf(found->second, subnet, after, netuid);
        if (found == before.subnets.end() || found->second.epochs == subnet.epochs) continue;
        paid.insert(netuid);
        neurons += sm::SubnetworkN.get(after, netuid);
        const auto pot = UInt128{found->second.pending()} + subnet.emission;
        const auto most = static_cast<std::uint64_t>((pot * part) >> 64);
        m_subnets[netuid].paidTwice += std::min(most, subnet.recycled - found->second.recycled);
    }
    sm::AlphaDividendsPerSubnet.forEach(after, [&](NetUid netuid, const AccountId& hotkey, Alpha dividend) {
        if (paid.count(netuid) != 0 && sm::sharePoolOf(after, hotkey, netuid).denominator.isZero())
            m_pools[{hotkey, netuid}].ownerless += dividend.raw();
        return true;
    });
    // A hotkey may get every neuron's incentive, the owner's cut, its take of both dividends, and what it claims.
    observe(after, neurons + 3 + static_cast<unsigned>(sm::NumRootClaim.get(after)));
    for (auto& [netuid, subnet] : m_subnets)
        subnet.unsold = subnet.drift = subnet.positions = subnet.stake = 0;
    estimate(after);
}

/// Prices move within a block: the larger of what its beginning and its end allow, for all who held alpha at either.
void Allowances::estimate(const StateReader& state) {
    std::map<NetUid, std::uint64_t> positions, stake, drift;
    sm::AlphaV2.forEach(state, [&](const AccountId&, const AccountId&, NetUid netuid, const SafeFloat&) {
        ++positions[netuid];
        return true;
    });
    sm::TotalHotkeyAlpha.forEach(state, [&](const AccountId& hotkey, NetUid netuid, Alpha total) {
        stake[netuid] += total.raw();
        const SafeFloat denominator = sm::sharePoolOf(state, hotkey, netuid).denominator;
        const std::uint64_t sum = drift[netuid] + shareDrift(hotkey, netuid, total.raw(), denominator);
        drift[netuid] = std::min(sum, UINT64_MAX / 2); // neither part is more, and what is added to it must not wrap
        return true;
    });
    for (auto& [netuid, subnet] : m_subnets) {
        subnet.positions = std::max(subnet.positions, positions[netuid]);
        subnet.stake = std::max(subnet.stake, stake[netuid]);
        subnet.drift = std::max(subnet.drift, drift[netuid]);
        // Sold for less than a unit of TAO; or all of it, where the pool sells nothing.
        const std::uint64_t worthless = U64F64::fromInt(1).safeDiv(sm::price(state, netuid)).toU64() + 1;
        const bool dry = swap_module::poolOf(state, netuid).tao < 2 * kMinReserve;
        subnet.unsold = std::max(subnet.unsold, dry ? subnet.stake : subnet.positions * worthless);
    }
}

void Allowances::transaction(const StateReader& state, unsigned changes) {
    observe(state, changes);
    std::map<AccountId, std::uint64_t> held;
    proxy::Proxies.forEach(state, [&](const AccountId& account, const auto& list) {
        if (system::Account.get(state, account).data.reserved < list.second) held[account] = list.second.raw();
        return true;
    });
    for (const auto& [account, deposit] : m_heldByMakers) {
        const auto still = held.find(account);
        const std::uint64_t now = still == held.end() ? 0 : still->second;
        if (now < deposit) m_stranded += deposit - now;
    }
    m_heldByMakers = std::move(held);
}

Allowances::Subnet Allowances::of(NetUid netuid) const {
    const auto found = m_subnets.find(netuid);
    return found == m_subnets.end() ? Subnet{} : found->second;
}

void Allowances::observe(const StateReader& state, unsigned changes) {
    sm::TotalHotkeySharesV2.forEach(state, [&](const AccountId& hotkey, NetUid netuid, const SafeFloat& denominator) {
        auto& pool = m_pools[{hotkey, netuid}];
        if (!denominator.isZero()) pool.ownerless = 0; // whoever came first got them
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
    if (found == m_pools.end()) return 0;
    const auto& pool = found->second;
    if (denominator.isZero()) return pool.ownerless;
    const long double units = 2.0L * static_cast<long double>(pool.changes) * static_cast<long double>(value) /
                              static_cast<long double>(denominator.mantissa) *
                              std::pow(10.0L, static_cast<long double>(pool.exponent - denominator.exponent));
    return units >= 1e18L ? UINT64_MAX / 2 : static_cast<std::uint64_t>(units);
}

} // namespace taodeck::subtensor::test

#include "tests/support/invariants.h"

#include "tests/support/allowances.h"

#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/commitments/commitments.h"
#include "core/subtensor/pallets/multisig/multisig.h"
#include "core/subtensor/pallets/preimage/preimage.h"
#include "core/subtensor/pallets/proxy/proxy.h"
#include "core/subtensor/pallets/scheduler/scheduler.h"
#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/rules.h"

#include <set>

namespace taodeck::subtensor::test {
namespace {

namespace sm = subtensor_module;

constexpr std::uint64_t kMost = 21'000'000'000'000'000; ///< Of TAO, and of one subnet's alpha by the curve.

class Report {
public:
    template <class A, class B>
    void equal(const char* what, const A& a, const B& b, const std::string& where = {}) {
        if (!(a == b)) say(std::string{what} + ": " + std::to_string(a) + " is not " + std::to_string(b), where);
    }
    void notAbove(const char* what, std::uint64_t a, std::uint64_t b, const std::string& where = {}) {
        if (a > b) say(std::string{what} + ": " + std::to_string(a) + " is above " + std::to_string(b), where);
    }
    void holds(const char* what, bool good, const std::string& where = {}) {
        if (!good) say(what, where);
    }
    std::vector<std::string> take() { return std::move(m_out); }

private:
    void say(const std::string& text, const std::string& where) {
        m_out.push_back(where.empty() ? text : where + ": " + text);
    }
    std::vector<std::string> m_out;
};

std::string named(NetUid netuid) {
    return "subnet " + std::to_string(raw(netuid));
}

void checkTao(const StateReader& state, const Books& books, const Allowances& allowances, Report& report) {
    report.equal("balances and TotalIssuance", books.balances, books.issuance);
    // Balances.burn and the dust of closed accounts lower only the first; by how much is to be checked with the events.
    report.notAbove("TotalIssuance of Balances and of SubtensorModule", books.issuance, books.counted);
    report.notAbove("TotalIssuance", books.counted, kMost);
    std::uint64_t pools = 0;
    for (const auto& [netuid, subnet] : books.subnets) {
        report.notAbove("SubnetTAO and what the subnet's account holds", subnet.tao, subnet.account, named(netuid));
        pools += subnet.tao;
    }
    // TotalStake takes in what a buyer paid, the fee included, of which the pool gets nothing.
    report.notAbove("the TAO of all pools and TotalStake", pools, books.totalStake);

    // In all: the deposit of a pure proxy is reserved on the account that made it.
    std::uint64_t deposits = 0, reserved = 0;
    proxy::Proxies.forEach(state, [&](const AccountId&, const auto& list) {
        deposits += list.second.raw();
        return true;
    });
    proxy::Announcements.forEach(state, [&](const AccountId&, const auto& list) {
        deposits += list.second.raw();
        return true;
    });
    multisig::Multisigs.forEach(state, [&](const AccountId&, const auto&, const multisig::Operation& operation) {
        deposits += operation.deposit.raw();
        return true;
    });
    preimage::RequestStatusFor.forEach(state, [&](const Hash256&, const preimage::RequestStatus& status) {
        if (status.ticket) deposits += status.ticket->second.raw();
        return true;
    });
    commitments::CommitmentOf.forEach(state, [&](NetUid, const AccountId&, const commitments::Registration& r) {
        deposits += r.deposit.raw();
        return true;
    });
    system::Account.forEach(state, [&](const AccountId&, const AccountInfo& info) {
        reserved += info.data.reserved.raw();
        return true;
    });
    report.notAbove("deposits and what is reserved", deposits, reserved);
    report.notAbove("what is reserved and the deposits", reserved, deposits + allowances.stranded());
}

/// A coldkey swap leaves what was claimed on a subnet behind where the old coldkey has no stake on it, so that the new
/// one can claim it a second time: alpha that nobody put aside. The network does the same (keys/coldkey_swap.cpp).
std::uint64_t forgottenClaims(const StateReader& state, NetUid netuid) {
    UInt128 sum = 0;
    sm::RootClaimed.forEachUnder(
        state,
        [&](NetUid, const AccountId& hotkey, const AccountId& coldkey, UInt128 claimed) {
            if (sm::stakeOf(state, hotkey, coldkey, kRootNetUid) == Alpha{}) sum += claimed;
            return true;
        },
        netuid);
    return static_cast<std::uint64_t>(std::min<UInt128>(sum, UINT64_MAX));
}

void checkAlpha(const StateReader& state, const Books& books, const Allowances& allowances, Report& report) {
    for (const auto& [netuid, subnet] : books.subnets) {
        const auto where = named(netuid);
        if (netuid == kRootNetUid) {
            report.equal("root stake and SubnetAlphaOut", subnet.hotkeys, subnet.alphaOut, where);
            continue;
        }
        report.notAbove("stake, pending and protocol's alpha within SubnetAlphaOut",
                        subnet.hotkeys + subnet.pending() + subnet.protocolAlpha,
                        subnet.alphaOut + allowances.paidTwice(netuid) + forgottenClaims(state, netuid), where);
        report.notAbove("alpha of the subnet", subnet.alphaIn + subnet.alphaOut, kMost, where);
    }
    std::map<std::pair<AccountId, NetUid>, std::uint64_t> shares, holders;
    sm::AlphaV2.forEach(state, [&](const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, const SafeFloat&) {
        shares[{hotkey, netuid}] += sm::stakeOf(state, hotkey, coldkey, netuid).raw();
        ++holders[{hotkey, netuid}];
        return true;
    });
    sm::TotalHotkeyAlpha.forEach(state, [&](const AccountId& hotkey, NetUid netuid, Alpha total) {
        const std::uint64_t owned = shares[{hotkey, netuid}];
        const SafeFloat denominator = sm::sharePoolOf(state, hotkey, netuid).denominator;
        const std::uint64_t drift = allowances.shareDrift(hotkey, netuid, total.raw(), denominator);
        report.notAbove("shares of a hotkey", owned, total.raw() + drift, named(netuid));
        report.notAbove("what shares of a hotkey leave out", total.raw(), owned + drift + holders[{hotkey, netuid}],
                        named(netuid)); // each is floored
        shares.erase({hotkey, netuid});
        return true;
    });
    for (const auto& [where, owned] : shares)
        report.equal("shares of a hotkey without a total", owned, 0U, named(where.second));
}

void checkLocks(const StateReader& state, const Allowances& allowances, Report& report) {
    std::set<std::pair<AccountId, NetUid>> seen;
    sm::Lock.forEach(state, [&](const AccountId& coldkey, NetUid netuid, const AccountId& hotkey, const auto& lock) {
        const auto where = named(netuid);
        report.holds("two locks of one coldkey", seen.emplace(coldkey, netuid).second, where);
        report.holds("a lock is not indexed", sm::LockingColdkeys.exists(state, netuid, hotkey, coldkey), where);
        const auto stake = sm::stakeAvailability(state, coldkey, netuid, lock.lastUpdate).total;
        report.notAbove("what is locked and the stake", lock.lockedMass.raw(),
                        stake.raw() + allowances.alphaFees(netuid), where);
        return true;
    });
}

template <class Item, class Key>
void checkLength(const StateReader& state, const Item& item, const Key& key, std::size_t neurons, Report& report) {
    report.equal(item.name, item.get(state, key).size(), neurons, named(NetUid{static_cast<std::uint16_t>(key)}));
}

void checkNeurons(const StateReader& state, Report& report) {
    std::map<NetUid, std::size_t> keys, uids;
    sm::Keys.forEach(state, [&](NetUid netuid, std::uint16_t uid, const AccountId& hotkey) {
        ++keys[netuid];
        report.holds("a neuron's hotkey has another UID", sm::Uids.get(state, netuid, hotkey) == uid, named(netuid));
        report.holds("a neuron's hotkey is no member", sm::IsNetworkMember.get(state, hotkey, netuid), named(netuid));
        return true;
    });
    sm::Uids.forEach(state, [&](NetUid netuid, const AccountId&, std::uint16_t) {
        ++uids[netuid];
        return true;
    });
    std::size_t networks = 0;
    for (const NetUid netuid : sm::subnets(state)) {
        ++networks;
        const std::size_t n = sm::SubnetworkN.get(state, netuid);
        report.equal("Keys", keys[netuid], n, named(netuid));
        report.equal("Uids", uids[netuid], n, named(netuid));
        for (const auto* item : {&sm::Consensus, &sm::Dividends, &sm::ValidatorTrust})
            checkLength(state, *item, netuid, n, report);
        checkLength(state, sm::Emission, netuid, n, report);
        checkLength(state, sm::Active, netuid, n, report);
        checkLength(state, sm::ValidatorPermit, netuid, n, report);
    }
    report.equal("TotalNetworks", sm::TotalNetworks.get(state), networks);
}

} // namespace

Books booksOf(const StateReader& state) {
    Books out;
    system::Account.forEach(state, [&](const AccountId&, const AccountInfo& info) {
        out.balances += info.data.free.raw() + info.data.reserved.raw();
        return true;
    });
    out.issuance = balances::TotalIssuance.get(state).raw();
    out.counted = sm::TotalIssuance.get(state).raw();
    out.totalStake = sm::TotalStake.get(state).raw();
    for (const NetUid netuid : sm::subnets(state)) {
        auto& subnet = out.subnets[netuid];
        subnet.alphaIn = sm::SubnetAlphaIn.get(state, netuid).raw();
        subnet.alphaOut = sm::SubnetAlphaOut.get(state, netuid).raw();
        subnet.protocolAlpha = sm::SubnetProtocolAlpha.get(state, netuid).raw();
        subnet.server = sm::PendingServerEmission.get(state, netuid).raw();
        subnet.validator = sm::PendingValidatorEmission.get(state, netuid).raw();
        subnet.root = sm::PendingRootAlphaDivs.get(state, netuid).raw();
        subnet.owner = sm::PendingOwnerCut.get(state, netuid).raw();
        subnet.tao = sm::SubnetTAO.get(state, netuid).raw();
        subnet.account = balances::free(state, sm::subnetAccount(netuid)).raw();
        subnet.recycled = alpha_assets::AlphaRecycled.get(state, netuid).raw();
        subnet.burned = alpha_assets::AlphaBurned.get(state, netuid).raw();
        subnet.injected = sm::SubnetAlphaInEmission.get(state, netuid).raw();
        subnet.emission = sm::SubnetAlphaOutEmission.get(state, netuid).raw();
        subnet.epochs = sm::SubnetEpochIndex.get(state, netuid);
        subnet.emits = sm::isEmitting(state, netuid);
        subnet.registrations = sm::RAORecycledForRegistration.get(state, netuid).raw();
        subnet.registeredAt = sm::NetworkRegisteredAt.get(state, netuid);
    }
    sm::TotalHotkeyAlpha.forEach(state, [&](const AccountId&, NetUid netuid, Alpha total) {
        if (const auto found = out.subnets.find(netuid); found != out.subnets.end())
            found->second.hotkeys += total.raw();
        return true;
    });
    // As claims do, by coldkey: a hotkey of the list may have no root stake of the coldkey, and then owes nothing.
    sm::StakingHotkeys.forEach(state, [&](const AccountId& coldkey, const std::vector<AccountId>& hotkeys) {
        for (const auto& hotkey : hotkeys)
            for (const auto& [netuid, rate] : sm::RootClaimable.get(state, hotkey))
                if (const auto found = out.subnets.find(netuid); found != out.subnets.end())
                    found->second.owed += sm::rootOwed(state, hotkey, coldkey, netuid).toU64();
        return true;
    });
    for (auto& [netuid, subnet] : out.subnets)
        subnet.owed += forgottenClaims(state, netuid);
    return out;
}

std::vector<std::string> brokenInvariants(const StateReader& state, const Allowances& allowances) {
    Report report;
    const Books books = booksOf(state);
    checkTao(state, books, allowances, report);
    checkAlpha(state, books, allowances, report);
    checkLocks(state, allowances, report);
    checkNeurons(state, report);
    return report.take();
}

namespace {

bool isSame(const Books::Subnet& a, const Books::Subnet& b) {
    return a.registeredAt == b.registeredAt;
}
/// How much alpha came into being, were it not for recycling. The counter of all alpha (TotalAlphaIssuance) is no help:
/// it begins without what a new subnet's pool holds, and stops at zero. Unsigned numbers wrap alike on both sides.
std::uint64_t grown(const Books::Subnet& before, const Books::Subnet& now) {
    return now.alphaIn + now.alphaOut + now.recycled - before.alphaIn - before.alphaOut - before.recycled;
}

/// Alpha that is out and nobody's yet: what root's stakers may claim, and what rounding left. Unsigned numbers wrap.
std::uint64_t unclaimed(const Books::Subnet& s) {
    return s.alphaOut - s.hotkeys - s.pending() - s.protocolAlpha - s.burned;
}

} // namespace

std::vector<std::string> brokenByTransactions(const Books& before, const Books& now, const Allowances& allowances,
                                              bool claims) {
    Report report;
    for (const auto& [netuid, subnet] : now.subnets) {
        const auto found = before.subnets.find(netuid);
        if (netuid == kRootNetUid || found == before.subnets.end() || !isSame(found->second, subnet)) continue;
        const auto made = static_cast<std::int64_t>(grown(found->second, subnet));
        const bool paidForNeurons = subnet.registrations != found->second.registrations;
        report.holds("transactions made or lost alpha", made == 0 || (made < 0 && paidForNeurons), named(netuid));
        const auto lost = static_cast<std::int64_t>(unclaimed(subnet) - unclaimed(found->second));
        const auto change = static_cast<std::uint64_t>(lost < 0 ? -lost : lost);
        if (lost > 0)
            report.notAbove("alpha that transactions took from holders for nobody", change, allowances.unsold(netuid),
                            named(netuid));
        else
            report.notAbove("alpha that transactions gave to holders from nobody", change,
                            allowances.drift(netuid) + (claims ? found->second.owed : 0), named(netuid));
        report.equal("what transactions put aside for the epoch", subnet.pending(), found->second.pending(),
                     named(netuid));
    }
    report.notAbove("TAO that transactions made", now.counted, before.counted);
    return report.take();
}

std::vector<std::string> brokenByBlockStep(const Books& before, const Books& now, const StateReader& after,
                                           const Allowances& allowances) {
    Report report;
    const RuleSet425 rules{1'000};
    const std::uint64_t most = rules.economy().emissionAt(before.counted);
    report.holds("TAO disappears in a block step", now.issuance >= before.issuance);
    report.notAbove("TAO of a block", now.issuance - before.issuance, most);
    std::uint64_t spent = 0;
    for (const auto& [netuid, subnet] : before.subnets)
        if (subnet.emits)
            spent += sm::SubnetTaoInEmission.get(after, netuid).raw() + sm::SubnetExcessTao.get(after, netuid).raw();
    report.notAbove("TAO put into the pools", spent, most);

    for (const auto& [netuid, subnet] : now.subnets) {
        const auto found = before.subnets.find(netuid);
        if (netuid == kRootNetUid || found == before.subnets.end()) continue;
        const auto& old = found->second;
        if (!isSame(old, subnet)) continue;
        if (const std::uint64_t made = grown(old, subnet); made != 0)
            report.equal("alpha that a block step made", made, subnet.emission + subnet.injected, named(netuid));
        if (subnet.epochs == old.epochs && subnet.pending() != old.pending()) {
            const std::uint64_t split = subnet.pending() - old.pending() + subnet.recycled - old.recycled;
            report.notAbove("the parts of a block's alpha", split, subnet.emission, named(netuid));
            report.notAbove("a block's alpha and its parts", subnet.emission, split + 4, named(netuid)); // floors
        }
        if (subnet.epochs != old.epochs) {
            // What an epoch pays comes out of what was put aside, this block's part included.
            const std::uint64_t paid = subnet.hotkeys > old.hotkeys ? subnet.hotkeys - old.hotkeys : 0;
            report.notAbove("what an epoch pays", paid + subnet.pending(), old.pending() + subnet.emission,
                            named(netuid));
        }
        const auto left = static_cast<std::int64_t>(unclaimed(subnet) - unclaimed(old));
        if (left > 0)
            report.notAbove("alpha that a block step left to nobody", static_cast<std::uint64_t>(left),
                            allowances.unpaid(netuid), named(netuid));
    }
    return report.take();
}

} // namespace taodeck::subtensor::test

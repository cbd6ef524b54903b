#pragma once
/// How far the books may be apart after a history, because upstream lets them: what went astray in each of the ways
/// that are known, counted as it happens. Everything else that does not add up is an error. One thread.

#include "tests/support/invariants.h"

#include "core/subtensor/safe_float.h"

#include <map>
#include <utility>

namespace taodeck::subtensor::test {

class Allowances {
public:
    /// Between the end of a block and the first transaction of the next. An epoch recycles a part of what parents get
    /// from children of other owners (CKBurn), but then pays out all that was put aside, in shares of which those
    /// dividends are only the proportions: that part is taken off SubnetAlphaOut and paid as well. Upstream:
    /// run_coinbase.rs, get_parent_child_dividends_distribution and calculate_dividend_distribution.
    void blockStep(const Books& before, const Books& now, const StateReader& after);
    /// Alpha that went for a transaction fee. It is sold although it may be locked: withdraw_in_alpha of upstream's
    /// pallets/transaction-fee does not ask for what is available, so that a lock may exceed the stake by it.
    void alphaFee(NetUid netuid, std::uint64_t amount) { m_subnets[netuid].fees += amount; }
    /// After each transaction that succeeded. `changes` is how often it can have changed one share pool.
    void transaction(const StateReader& state, unsigned changes);

    /// Before the block's transactions are judged.
    void blockEnd(const StateReader& state) { estimate(state); }

    std::uint64_t alphaFees(NetUid netuid) const { return of(netuid).fees; }
    std::uint64_t paidTwice(NetUid netuid) const { return of(netuid).paidTwice; }
    /// What transactions of a block may take from holders for nobody. What is left of a nomination below the minimum is
    /// sold, and where the pool gives nothing for so little, or is too small to sell at all, it is taken all the same.
    /// Upstream: helpers.rs, clear_small_nomination_if_required.
    std::uint64_t unsold(NetUid netuid) const { return of(netuid).unsold; }
    /// What holders may get out of all share pools of the subnet beyond what is in them.
    std::uint64_t drift(NetUid netuid) const { return of(netuid).drift; }
    /// What the last block step may have left to nobody, or for root's stakers to claim. See unpaidOf() for the ways.
    std::uint64_t unpaid(NetUid netuid) const { return of(netuid).unpaid; }
    /// What stays reserved for nothing: the deposit of a pure proxy is held by who made it, but when the pure account
    /// removes its proxies, it is that account which is asked to give the deposit back. Upstream: pallets/proxy,
    /// remove_all_proxy_delegates.
    std::uint64_t stranded() const { return m_stranded; }
    /// By how many units of 1e-9 alpha the shares of a hotkey may be worth more or less than all of them together.
    /// A share pool's denominator has 21 digits. Each change rounds it and one share by less than a unit in the last
    /// place of the larger denominator; when it has become small that is still missing or too much, and now a larger
    /// part of the whole. Without any share the dividends are nobody's, until the next to stake gets them all.
    /// Upstream: primitives/share-pool/src/lib.rs, update_value_for_one and update_value_for_all.
    std::uint64_t shareDrift(const AccountId& hotkey, NetUid netuid, std::uint64_t value,
                             const SafeFloat& denominator) const;

private:
    struct Subnet {
        std::uint64_t registeredAt{0}, fees{0}, paidTwice{0};
        std::uint64_t unsold{0}, drift{0}, positions{0}, stake{0}, unpaid{0}; ///< Of the block that was begun last.
    };
    struct SharePoolHistory {
        SafeFloat denominator;
        std::int64_t exponent{INT64_MIN}; ///< The largest that the denominator had.
        std::uint64_t changes{0};
        std::uint64_t ownerless{0}; ///< Dividends of a hotkey in which nobody has a share, since the last who had one.
    };
    Subnet of(NetUid netuid) const;
    void observe(const StateReader& state, unsigned changes);
    void estimate(const StateReader& state);

    std::map<NetUid, Subnet> m_subnets;
    std::map<AccountId, std::uint64_t> m_heldByMakers; ///< Deposits of pure accounts.
    std::uint64_t m_stranded{0};
    std::map<std::pair<AccountId, NetUid>, SharePoolHistory> m_pools;
};

} // namespace taodeck::subtensor::test

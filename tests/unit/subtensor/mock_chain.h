#pragma once
/// A chain set up as upstream's unit tests are (pallets/subtensor/src/tests/mock.rs): empty, with the mock's numbers
/// where they differ from the network's, accounts named by integers, a block number that a test sets as it likes.

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_calls.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnet_calls.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/rules.h"
#include "tests/unit/subtensor/raised_errors.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace taodeck::subtensor::test {

namespace sm = subtensor_module;

/// U256::from(n) as an account: little-endian.
inline AccountId acc(std::uint64_t n) {
    AccountId out;
    for (std::size_t i = 0; i < 8; ++i)
        out.bytes[i] = static_cast<std::uint8_t>(n >> (8 * i));
    return out;
}

class MockChain {
public:
    explicit MockChain(std::uint32_t block = 1) {
        setBlock(block);
        const auto tao = [](std::uint64_t whole) { return Rao::fromRaw(whole * kUnitsPerToken); };
        sm::NetworkMinLockCost.set(m_state, tao(100));
        sm::NetworkLastLockCost.set(m_state, tao(100));
        sm::NetworkLockReductionInterval.set(m_state, 2);
        sm::NetworkRateLimit.set(m_state, 0);
        sm::TxRateLimit.set(m_state, 0);
        sm::SubnetOwnerCut.set(m_state, 0);
        sm::TaoWeight.set(m_state, 0);
        sm::ColdkeySwapAnnouncementDelay.set(m_state, BlockNumber{50});
        sm::ColdkeySwapReannouncementDelay.set(m_state, BlockNumber{10});
    }
    State& state() { return m_state; }
    const RuleSet& rules() const { return m_rules; }
    Context context() { return {m_state, m_rules, system::Number.get(m_state)}; }
    std::uint32_t block() const { return raw(system::Number.get(m_state)); }
    void setBlock(std::uint32_t number) { system::Number.set(m_state, BlockNumber{number}); }

    template <class C>
    DispatchResult callAs(const Origin& origin, const C& c) {
        return noted(dispatch(context(), origin, makeCall(c)));
    }
    template <class C>
    DispatchResult call(const AccountId& who, const C& c) {
        return callAs(Origin::signedBy(who), c);
    }
    /// The error by name; "" for success. A failed call must leave the state as it was.
    template <class C>
    std::string errorAs(const Origin& origin, const C& c) {
        const auto before = m_state.changes();
        const auto result = callAs(origin, c);
        if (result) return "";
        EXPECT_EQ(before, m_state.changes()) << "a failed call changed the state";
        return text(result.error());
    }
    template <class C>
    std::string error(const AccountId& who, const C& c) {
        return errorAs(Origin::signedBy(who), c);
    }
    template <class C>
    std::string rootError(const C& c) {
        return errorAs(Origin::root(), c);
    }

    /// New TAO, counted in both issuances.
    void fund(const AccountId& who, std::uint64_t amount) {
        ASSERT_TRUE(balances::mintInto(context(), who, Rao::fromRaw(amount)));
        sm::TotalIssuance.mutate(m_state, [amount](Rao& t) { t = t.saturatingAdd(Rao::fromRaw(amount)); });
    }
    std::uint64_t free(const AccountId& who) { return balances::free(m_state, who).raw(); }

    /// As the mock's add_dynamic_network: registered, started, trading.
    NetUid addNetwork(const AccountId& hotkey, const AccountId& coldkey);

    /// Whether an event of this kind with these fields was emitted.
    template <class E>
    bool emitted(const E& event) {
        Encoder out;
        out.u8(static_cast<std::uint8_t>(E::kName.pallet));
        out.u8(E::kName.index);
        Fields<E>::encode(out, event);
        const auto all = m_state.get(system::Events.key());
        const Bytes wanted = toBytes(out.view());
        return all && std::search(all->begin(), all->end(), wanted.begin(), wanted.end()) != all->end();
    }

private:
    MemoryState m_empty;
    RuleSet425 m_rules{12'000};
    State m_state{m_empty};
};

inline NetUid MockChain::addNetwork(const AccountId& hotkey, const AccountId& coldkey) {
    const NetUid netuid = sm::nextNetuid(m_state);
    const Rao cost = sm::networkLockCost(m_state, m_rules, block());
    fund(coldkey, cost.raw() + 500);
    EXPECT_EQ(error(coldkey, sm::RegisterNetwork{hotkey}), "");
    sm::FirstEmissionBlockNumber.set(m_state, netuid, 0);
    sm::SubtokenEnabled.set(m_state, netuid, true);
    sm::BurnHalfLife.set(m_state, netuid, 1);
    sm::BurnIncreaseMult.set(m_state, netuid, U64F64::fromInt(1));
    return netuid;
}

/// Reserves of a pool, and the TAO in the subnet's account.
inline void setReserves(MockChain& chain, NetUid netuid, std::uint64_t tao, std::uint64_t alpha) {
    sm::SubnetTAO.set(chain.state(), netuid, Rao::fromRaw(tao));
    sm::SubnetAlphaIn.set(chain.state(), netuid, Alpha::fromRaw(alpha));
}

} // namespace taodeck::subtensor::test

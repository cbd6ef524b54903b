#pragma once
/// The development chain for tests of the economy: blocks without transactions, and calls dispatched directly.

#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/coinbase/coinbase.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_calls.h"
#include "core/subtensor/pallets/swap/swap.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/rules.h"
#include "tests/unit/subtensor/raised_errors.h"

#include <gtest/gtest.h>

namespace taodeck::subtensor::test {

namespace sm = subtensor_module;

inline AccountId key(const std::string& uri) {
    return crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri)->publicKey();
}
inline Rao rao(std::uint64_t v) {
    return Rao::fromRaw(v);
}
inline Alpha alpha(std::uint64_t v) {
    return Alpha::fromRaw(v);
}

class EconomyChain {
public:
    static constexpr NetUid kText{1}, kVision{2}, kForecast{3};

    EconomyChain() : m_config{config()}, m_runtime{makeRuntime425(1000)} {}
    State& state() { return m_state; }
    const Runtime& runtime() const { return *m_runtime; }
    const RuleSet425& rules() const { return m_rules; }
    Context context() { return {m_state, m_rules, system::Number.get(m_state)}; }

    /// Empty blocks.
    void run(int blocks = 1) {
        for (int i = 0; i < blocks; ++i) {
            start();
            finish();
        }
    }
    /// Begins a block, in which calls then run; ends the one before.
    void start() {
        finish();
        m_open = true;
        BlockInput input;
        ++m_number;
        input.number = BlockNumber{m_number};
        Encoder parent;
        parent.u32(m_number - 1);
        input.parent = crypto::hashOf<BlockHash>(parent.view());
        input.slot = m_number;
        input.timestampMillis = m_config.timestampMillis + m_number * 1000;
        input.author = m_config.aura[m_number % m_config.aura.size()];
        ASSERT_TRUE(m_runtime->initializeBlock(m_state, input));
        for (const auto& inherent : m_runtime->inherents(input))
            ASSERT_TRUE(m_runtime->apply(m_state, inherent));
    }

    template <class C>
    DispatchResult call(const AccountId& who, const C& c) {
        return noted(dispatch(context(), Origin::signedBy(who), makeCall(c)));
    }
    /// The call's error by name; "" for success. A failed call must leave the state as it was.
    template <class C>
    std::string error(const AccountId& who, const C& c) {
        const auto before = m_state.changes();
        const auto result = call(who, c);
        if (result) return "";
        EXPECT_TRUE(before == m_state.changes()) << "a failed call changed the state";
        return text(result.error());
    }

    AccountId validator{key("//Validator//1//hot")}, secondValidator{key("//Validator//2//hot")};
    AccountId alice{key("//Alice")}, bob{key("//Bob")};

    Alpha stake(const AccountId& coldkey, NetUid netuid = kText) {
        return sm::stakeOf(m_state, validator, coldkey, netuid);
    }

private:
    static const GenesisConfig& config() {
        static const GenesisConfig c = developmentGenesis(1000, 1'700'000'000'000, 1);
        return c;
    }
    /// Built once: deriving the keys takes longer than most tests.
    static const MemoryState& genesis() {
        static const MemoryState built = [] {
            MemoryState out;
            State state{out};
            makeRuntime425(1000)->buildGenesis(state, config());
            const State::Changes changes = state.changes();
            for (const auto& [k, value] : changes)
                if (value) out.entries[k] = *value;
            return out;
        }();
        return built;
    }
    void finish() {
        if (m_open) m_runtime->finalizeBlock(m_state);
        m_open = false;
    }

    GenesisConfig m_config;
    std::shared_ptr<const Runtime> m_runtime;
    RuleSet425 m_rules{1000};
    State m_state{genesis()};
    std::uint32_t m_number{0};
    bool m_open{false};
};

/// Sums that hold after every block and call, whatever happened.
inline void expectConsistent(EconomyChain& chain) {
    State& state = chain.state();
    std::uint64_t balancesTotal = 0;
    system::Account.forEach(state, [&](const AccountId&, const AccountInfo& info) {
        balancesTotal += info.data.free.raw() + info.data.reserved.raw();
        return true;
    });
    EXPECT_EQ(balancesTotal, balances::TotalIssuance.get(state).raw());
    EXPECT_EQ(balances::TotalIssuance.get(state), sm::TotalIssuance.get(state));

    for (const NetUid netuid : sm::subnets(state)) {
        SCOPED_TRACE(raw(netuid));
        const AccountId account = sm::subnetAccount(netuid);
        EXPECT_GE(balances::free(state, account), sm::SubnetTAO.get(state, netuid));

        std::uint64_t hotkeys = 0;
        sm::TotalHotkeyAlpha.forEach(state, [&](const AccountId& hotkey, NetUid on, Alpha total) {
            if (on != netuid) return true;
            hotkeys += total.raw();
            std::uint64_t shares = 0;
            sm::AlphaV2.forEachUnder(
                state,
                [&](const AccountId&, const AccountId& coldkey, NetUid of, const SafeFloat&) {
                    if (of == netuid) shares += sm::stakeOf(state, hotkey, coldkey, netuid).raw();
                    return true;
                },
                hotkey);
            EXPECT_LE(shares, total.raw());
            EXPECT_LE(total.raw() - shares, 1'000U); // dust
            return true;
        });
        if (netuid == kRootNetUid) {
            EXPECT_EQ(hotkeys, sm::SubnetAlphaOut.get(state, netuid).raw());
            continue;
        }
        const std::uint64_t pending =
            sm::PendingServerEmission.get(state, netuid).raw() + sm::PendingValidatorEmission.get(state, netuid).raw() +
            sm::PendingRootAlphaDivs.get(state, netuid).raw() + sm::PendingOwnerCut.get(state, netuid).raw();
        EXPECT_LE(hotkeys + pending + sm::SubnetProtocolAlpha.get(state, netuid).raw(),
                  sm::SubnetAlphaOut.get(state, netuid).raw());
    }
}

} // namespace taodeck::subtensor::test

/// Random histories of all calls that change stake, many of them wrong: whatever happens, the sums hold, no failed call
/// leaves a trace, and the same calls make the same state.

#include "core/subtensor/pallets/subtensor_module/alpha/alpha_calls.h"
#include "core/subtensor/pallets/subtensor_module/claims/claim_calls.h"
#include "core/subtensor/pallets/subtensor_module/locks/lock_calls.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/unstake_calls.h"
#include "tests/unit/subtensor/economy_chain.h"

#include <random>

namespace taodeck::subtensor::test {
namespace {

class History {
public:
    History(EconomyChain& chain, unsigned seed) : m_chain{chain}, m_random{seed} {}

    void step() {
        const AccountId &who = one(m_people), &hotkey = one(m_hotkeys), &other = one(m_hotkeys);
        const NetUid from = subnet(), to = subnet();
        const std::uint64_t amount = pick(std::uint64_t{1} << (20 + pick(25)));
        const bool flag = pick(2) == 0;
        switch (pick(15)) {
        case 0:
        case 1:
        case 2:
            return send(who, sm::AddStake{hotkey, from, rao(amount)});
        case 3:
            return send(who, sm::RemoveStake{hotkey, from, alpha(amount)});
        case 4:
            return send(who, sm::MoveStake{hotkey, other, from, to, alpha(amount)});
        case 5:
            return send(who, sm::TransferStake{one(m_people), hotkey, from, to, alpha(amount)});
        case 6:
            return send(who, sm::SwapStakeLimit{hotkey, from, to, alpha(amount), rao(pick(3'000'000'000)), flag});
        case 7:
            return flag ? send(who, sm::UnstakeAll{hotkey}) : send(who, sm::UnstakeAllAlpha{hotkey});
        case 8:
            return flag ? send(who, sm::RecycleAlpha{hotkey, alpha(amount), from})
                        : send(who, sm::BurnAlpha{hotkey, alpha(amount), from});
        case 9:
            return send(who, sm::AddStakeBurnCall{hotkey, from, rao(amount), std::nullopt});
        case 10:
            return send(who, sm::LockStake{hotkey, from, alpha(amount / 16)});
        case 11:
            return flag ? send(who, sm::MoveLock{other, from}) : send(who, sm::SetPerpetualLock{from, pick(2) == 0});
        case 12:
            return send(who, sm::SetRejectLockedAlpha{flag});
        case 13:
            return flag ? send(who, sm::ClaimRoot{{NetUid{1}, NetUid{2}, NetUid{3}}})
                        : send(who, sm::SetRootClaimType{{static_cast<sm::RootClaimTypeEnum::Kind>(pick(2)), {}}});
        default:
            m_chain.run(static_cast<int>(pick(4)));
        }
    }
    int succeeded() const { return m_succeeded; }

private:
    std::uint64_t pick(std::uint64_t n) { return m_random() % n; }
    const AccountId& one(const std::vector<AccountId>& list) { return list[pick(list.size())]; }
    NetUid subnet() { return NetUid{static_cast<std::uint16_t>(pick(5))}; }
    template <class C>
    void send(const AccountId& who, const C& call) {
        m_succeeded += m_chain.call(who, call) ? 1 : 0;
    }

    EconomyChain& m_chain;
    std::mt19937_64 m_random;
    int m_succeeded{0};
    std::vector<AccountId> m_people{key("//Alice"), key("//Bob"), key("//Charlie"), key("//Dave")};
    std::vector<AccountId> m_hotkeys{key("//Validator//1//hot"), key("//Validator//4//hot"), key("//Nobody")};
};

/// Locks are indexed, bound to one hotkey, and no more is locked than there is a lock for.
void expectLocksConsistent(const State& state) {
    std::set<std::pair<AccountId, NetUid>> seen;
    sm::Lock.forEach(state, [&](const AccountId& coldkey, NetUid netuid, const AccountId& hotkey, const auto& lock) {
        EXPECT_TRUE(seen.emplace(coldkey, netuid).second) << "two locks on one subnet";
        EXPECT_TRUE(sm::LockingColdkeys.exists(state, netuid, hotkey, coldkey));
        EXPECT_FALSE(sm::isDust(lock));
        EXPECT_LE(lock.lockedMass, sm::stakeAvailability(state, coldkey, netuid, lock.lastUpdate)
                                       .total.saturatingAdd(Alpha::fromRaw(1'000))); // dust of shares
        return true;
    });
}

TEST(AllStakeCalls, KeepTheSumsWhateverHappens) {
    for (const unsigned seed : {11U, 12U, 13U}) {
        EconomyChain chain;
        chain.run();
        History history{chain, seed};
        for (int part = 0; part < 8; ++part) {
            for (int i = 0; i < 50; ++i)
                history.step();
            expectConsistent(chain);
            expectLocksConsistent(chain.state());
        }
        EXPECT_GT(history.succeeded(), 60);
    }
}

TEST(AllStakeCalls, MakeTheSameStateTwice) {
    EconomyChain a, b;
    History first{a, 5}, second{b, 5};
    for (int i = 0; i < 120; ++i) {
        first.step();
        second.step();
    }
    EXPECT_EQ(a.state().changes(), b.state().changes());
}

} // namespace
} // namespace taodeck::subtensor::test

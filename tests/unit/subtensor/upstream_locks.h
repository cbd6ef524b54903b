#pragma once
/// The chain of upstream's tests of locks (pallets/subtensor/src/tests/locks.rs: setup_subnet_with_stake): a subnet of
/// 1002 (of 1001) where coldkey 1 has stake on hotkey 2, whose locks are perpetual.

#include "core/subtensor/pallets/subtensor_module/locks/lock_calls.h"
#include "core/subtensor/pallets/subtensor_module/locks/lock_store.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {

inline constexpr std::uint64_t kLockTao = UpstreamChain::kTao, kBig = 100 * kLockTao, kYear = 7'200 * 365 + 1'800;
inline constexpr sm::LockMode kDecaying{false, false}, kPerpetual{false, true};

class UpstreamLocks : public ::testing::Test {
protected:
    void SetUp() override { netuid = subnet(1, 2); }
    State& state() { return chain.state(); }
    std::uint64_t now() { return chain.block(); }
    /// setup_subnet_with_stake: a subnet of 1002 (of 1001), where the coldkey has stake whose locks are perpetual.
    NetUid subnet(std::uint64_t coldkey, std::uint64_t hotkey, std::uint64_t tao = kBig) {
        const NetUid out = chain.addDynamic(1002, 1001);
        chain.reserves(out, tao * 1'000'000, tao * 10'000'000);
        join(coldkey, hotkey, out, tao);
        sm::DecayingLock.set(state(), acc(coldkey), out, false);
        return out;
    }
    void join(std::uint64_t coldkey, std::uint64_t hotkey, NetUid on, std::uint64_t tao) {
        chain.own(coldkey, hotkey);
        chain.buyStake(hotkey, coldkey, on, tao);
    }
    void ownedBy(std::uint64_t coldkey, std::uint64_t hotkey) {
        sm::SubnetOwner.set(state(), netuid, acc(coldkey));
        sm::SubnetOwnerHotkey.set(state(), netuid, acc(hotkey));
    }
    std::string lock(std::uint64_t coldkey, std::uint64_t hotkey, std::uint64_t amount, NetUid on) {
        return chain.error(acc(coldkey), sm::LockStake{acc(hotkey), on, alpha(amount)});
    }
    std::string lock(std::uint64_t coldkey, std::uint64_t hotkey, std::uint64_t amount) {
        return lock(coldkey, hotkey, amount, netuid);
    }
    std::optional<sm::LockState> held(std::uint64_t coldkey, std::uint64_t hotkey, NetUid on) {
        return sm::Lock.get(state(), acc(coldkey), on, acc(hotkey));
    }
    std::optional<sm::LockState> held(std::uint64_t coldkey, std::uint64_t hotkey) {
        return held(coldkey, hotkey, netuid);
    }
    std::optional<sm::LockState> sum(std::uint64_t hotkey) { return sm::HotkeyLock.get(state(), netuid, acc(hotkey)); }
    static void expectLock(const std::optional<sm::LockState>& lock, std::uint64_t mass, std::uint64_t conviction) {
        ASSERT_TRUE(lock);
        EXPECT_EQ(lock->lockedMass.raw(), mass);
        EXPECT_EQ(lock->conviction, U64F64::fromInt(conviction));
    }
    sm::LockRates rates() { return {sm::UnlockRate.get(state()), sm::MaturityRate.get(state())}; }
    sm::Availability available(std::uint64_t coldkey) {
        return sm::stakeAvailability(state(), acc(coldkey), netuid, now());
    }
    std::uint64_t total(std::uint64_t coldkey) { return available(coldkey).total.raw(); }
    std::uint64_t locked(std::uint64_t coldkey) { return available(coldkey).locked.raw(); }
    U64F64 conviction(std::uint64_t hotkey) { return sm::convictionOfHotkey(state(), acc(hotkey), netuid, now()); }
    std::optional<AccountId> king() { return sm::subnetKing(state(), netuid, now()); }
    /// Conviction that a test gives to a lock and its sum.
    void giveConviction(std::uint64_t coldkey, std::uint64_t hotkey, NetUid on, std::uint64_t value) {
        auto own = *held(coldkey, hotkey, on), all = *sm::HotkeyLock.get(state(), on, acc(hotkey));
        own.conviction = all.conviction = U64F64::fromInt(value);
        sm::Lock.set(state(), acc(coldkey), on, acc(hotkey), own);
        sm::HotkeyLock.set(state(), on, acc(hotkey), all);
    }
    std::string accept(std::uint64_t coldkey, bool accepts = true) {
        return chain.error(acc(coldkey), sm::SetRejectLockedAlpha{!accepts});
    }

    UpstreamChain chain;
    NetUid netuid{};
};

} // namespace taodeck::subtensor::test

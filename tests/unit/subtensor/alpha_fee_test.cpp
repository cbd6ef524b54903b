#include "core/subtensor/pallets/alpha_fee.h"

#include "core/subtensor/pallets/subtensor_module/locks/lock_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/unstake_calls.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

using subtensor_module::RemoveStake;
using subtensor_module::stakeOf;

constexpr NetUid kSubnet{1};

class AlphaFee : public ::testing::Test {
protected:
    /// Eve stakes nearly all she has, in one test locks it, and sends the rest away: her coldkey holds 600 rao.
    explicit AlphaFee(bool locks = false) {
        send(makeCall(subtensor_module::AddStake{m_hotkey, kSubnet, tao(1'000)}));
        if (locks) {
            send(makeCall(subtensor_module::SetPerpetualLock{kSubnet, true}));
            send(makeCall(subtensor_module::LockStake{m_hotkey, kSubnet, held()}));
        }
        const auto rest = chain().free(m_eve.publicKey());
        const auto probe = m_chain.sign(m_eve, makeCall(balances::TransferKeepAlive{addressOf({}), {rest}}));
        const auto fee = m_chain.runtime().queryFee(m_chain.state(), probe)->second;
        send(makeCall(
            balances::TransferKeepAlive{addressOf(devAccount("//Bob")), {Rao::fromRaw(rest.raw() - fee.raw() - 600)}}));
        EXPECT_EQ(chain().free(m_eve.publicKey()).raw(), 600u);
    }
    TestChain& chain() { return m_chain; }
    /// Runs the call in a block of its own; it must be let in.
    Applied send(const RuntimeCall& call) {
        m_block = m_chain.run({m_chain.sign(m_eve, call)});
        EXPECT_TRUE(m_block.results[0]);
        return m_block.results[0].value_or(Applied{});
    }
    Alpha held() { return stakeOf(m_chain.state(), m_hotkey, m_eve.publicKey(), kSubnet); }
    static GenesisConfig withSubnets() { return developmentGenesis(1000, 1'700'000'000'000, 1); }

    TestChain m_chain{withSubnets()};
    crypto::KeyPair m_eve = devKey("//Eve");
    AccountId m_hotkey = devAccount("//Validator//1//hot");
    BlockResult m_block;
};

TEST_F(AlphaFee, AnUnstakingAccountWithoutTaoPaysWithItsAlpha) {
    const auto before = held();
    const auto amount = Alpha::fromRaw(before.raw() / 2);

    const auto result = send(makeCall(RemoveStake{m_hotkey, kSubnet, amount}));

    EXPECT_TRUE(result.success) << result.error;
    const auto paid = m_block.find(1, "SubtensorModule.TransactionFeePaidWithAlpha");
    ASSERT_FALSE(paid.is_null());
    EXPECT_GT(paid["alpha_fee"].get<std::uint64_t>(), 0u);
    // At the price before: within slippage of the fee in TAO.
    EXPECT_NEAR(paid["tao_amount"].get<double>(), static_cast<double>(result.fee.raw()), 1'000.0);
    EXPECT_GT(m_chain.free(m_eve.publicKey()).raw(), 600u);
    EXPECT_LE(held().raw(), before.raw() - amount.raw() - paid["alpha_fee"].get<std::uint64_t>() + 10);
    EXPECT_TRUE(m_block.find(1, "Balances.Withdraw").is_null());
}

class LockedAlphaFee : public AlphaFee {
protected:
    LockedAlphaFee() : AlphaFee{/*locks=*/true} {}
};

// Upstream: pallets/transaction-fee, withdraw_in_alpha sells without asking what is available.
TEST_F(LockedAlphaFee, IsPaidOutOfALock) {
    const auto locked = held();

    const auto result = send(makeCall(RemoveStake{m_hotkey, kSubnet, Alpha::fromRaw(locked.raw() / 2)}));

    EXPECT_EQ(result.error, "SubtensorModule.StakeUnavailable");
    const auto paid = m_block.find(1, "SubtensorModule.TransactionFeePaidWithAlpha");
    ASSERT_FALSE(paid.is_null());
    EXPECT_EQ(held().raw(), locked.raw() - paid["alpha_fee"].get<std::uint64_t>());
    const auto lock = subtensor_module::Lock.tryGet(m_chain.state(), m_eve.publicKey(), kSubnet, m_hotkey);
    ASSERT_TRUE(lock);
    EXPECT_GT(lock->lockedMass, held());
}

TEST_F(AlphaFee, ThePoolTakesItToo) {
    EXPECT_TRUE(m_chain.validate(m_chain.sign(m_eve, makeCall(RemoveStake{m_hotkey, kSubnet, held()}))));
}

TEST_F(AlphaFee, UnstakingAllPaysOutOfASinglePositionOnly) {
    const auto all = m_chain.sign(m_eve, makeCall(subtensor_module::UnstakeAll{m_hotkey}));
    EXPECT_TRUE(m_chain.validate(all));

    State state{m_chain.state()};
    subtensor_module::increaseStake(state, m_hotkey, m_eve.publicKey(), NetUid{2}, Alpha::fromRaw(1));
    const auto result = m_chain.runtime().validate(state, m_chain.best(), all);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Invalid::Kind::Payment);
}

TEST_F(AlphaFee, MovesPayOutOfWhereTheyStart) {
    const auto before = held();

    const auto result =
        send(makeCall(subtensor_module::SwapStake{m_hotkey, kSubnet, NetUid{2}, Alpha::fromRaw(UINT64_MAX)}));

    EXPECT_TRUE(result.success) << result.error;
    const auto paid = m_block.find(1, "SubtensorModule.TransactionFeePaidWithAlpha");
    ASSERT_FALSE(paid.is_null());
    EXPECT_GT(before.raw(), 0u);
    EXPECT_EQ(held().raw(), 0u); // what the fee left was moved
    EXPECT_GT(stakeOf(m_chain.state(), m_hotkey, m_eve.publicKey(), NetUid{2}).raw(), 0u);
}

TEST_F(AlphaFee, OtherCallsStillNeedTao) {
    const auto result = m_chain.validate(m_chain.sign(m_eve, makeCall(system::Remark{{}})));

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Invalid::Kind::Payment);
}

TEST_F(AlphaFee, APositionThatIsTooSmallCannotPay) {
    const auto result = m_chain.validate(
        m_chain.sign(m_eve, makeCall(RemoveStake{devAccount("//Validator//2//hot"), kSubnet, Alpha::fromRaw(1)})));

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Invalid::Kind::Payment);
}

} // namespace
} // namespace taodeck::subtensor::test

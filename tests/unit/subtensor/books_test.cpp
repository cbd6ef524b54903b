/// The ways in which upstream's own books do not add up, one by one: what the random histories allow for.

#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "tests/support/allowances.h"
#include "tests/support/invariants.h"
#include "tests/unit/subtensor/economy_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr NetUid kNet = EconomyChain::kText;

/// The first validator is the child of the second for half of its stake, so that the second, of another owner, earns.
void makeParent(EconomyChain& chain) {
    State& state = chain.state();
    sm::ChildKeys.set(state, chain.secondValidator, kNet, {{UINT64_MAX / 2, chain.validator}});
    sm::ParentKeys.set(state, chain.validator, kNet, {{UINT64_MAX / 2, chain.secondValidator}});
}
/// What the books of the subnet say about its next epoch.
struct Epoch {
    std::uint64_t pot{0}, paid{0}, recycled{0};
};
Epoch playEpoch(EconomyChain& chain) {
    State& state = chain.state();
    for (;;) {
        const auto before = booksOf(state).subnets[kNet];
        chain.run();
        const auto now = booksOf(state).subnets[kNet];
        if (now.epochs != before.epochs)
            return {before.pending() + now.emission, now.hotkeys - before.hotkeys, now.recycled - before.recycled};
    }
}

// Upstream: run_coinbase.rs recycles a part of the dividends of parents with another owner than the child's, and uses
// what is left only as the proportions in which it then pays out everything that was put aside.
TEST(Books, WhatIsRecycledOfAParentsDividendsIsPaidAllTheSame) {
    EconomyChain without, with;
    makeParent(without);
    makeParent(with);
    sm::CKBurn.set(with.state(), UINT64_MAX / 4);
    playEpoch(without), playEpoch(with); // the first has little to pay
    const Epoch usual = playEpoch(without), burning = playEpoch(with);

    EXPECT_EQ(usual.recycled, 0U);
    EXPECT_GT(burning.recycled, burning.pot / 100);
    EXPECT_LE(burning.recycled, burning.pot / 4);
    const double paid = static_cast<double>(burning.paid), usually = static_cast<double>(usual.paid);
    EXPECT_NEAR(paid / usually, 1.0, 1e-4); // root's part is claimed later
}

// Not a quirk: an epoch that pays less than was put aside is an error, in whichever of its parts.
TEST(Books, APayoutThatLosesAlphaIsReported) {
    EconomyChain chain;
    for (int epochs = 0; epochs < 3;) {
        const Books before = booksOf(chain.state());
        chain.start();
        const Books now = booksOf(chain.state());
        Allowances allowances;
        allowances.blockStep(before, now, chain.state());
        EXPECT_EQ(brokenByBlockStep(before, now, chain.state(), allowances), std::vector<std::string>{});
        if (now.subnets.at(kNet).epochs == before.subnets.at(kNet).epochs) continue;
        ++epochs;
        const auto& books = now.subnets.at(kNet);
        const std::uint64_t pot = before.subnets.at(kNet).pending() + books.emission;
        for (const std::uint64_t lost : {pot / 10, pot / 2}) {
            Books worse = now;
            worse.subnets.at(kNet).hotkeys -= lost;
            EXPECT_EQ(brokenByBlockStep(before, worse, chain.state(), allowances).size(), 1U) << lost << " of " << pot;
        }
    }
}

/// What the nomination of `amount` is worth to the books when it is cleared as too small.
void clearNomination(EconomyChain& chain, NetUid net, Alpha amount) {
    State& state = chain.state();
    const AccountId nobody = key("//Nobody");
    sm::increaseStake(state, chain.validator, nobody, net, amount);
    sm::SubnetAlphaOut.set(state, net, sm::SubnetAlphaOut.get(state, net).saturatingAdd(amount));
    const auto before = booksOf(state).subnets[net];

    sm::clearSmallNomination(chain.context(), chain.validator, nobody, net);

    const auto now = booksOf(state).subnets[net];
    EXPECT_EQ(sm::stakeOf(state, chain.validator, nobody, net), Alpha{});
    EXPECT_EQ(now.hotkeys, before.hotkeys - amount.raw());
    EXPECT_EQ(now.alphaOut, before.alphaOut);
    EXPECT_EQ(now.burned, before.burned);
}

// Upstream: helpers.rs, clear_small_nomination_if_required. A sale of so little is refused, and the alpha is gone from
// its holder while SubnetAlphaOut still counts it.
TEST(Books, ANominationThatThePoolGivesNothingForIsTakenAllTheSame) {
    EconomyChain chain;
    chain.start();
    sm::NominatorMinRequiredStake.set(chain.state(), 1'000'000);

    clearNomination(chain, EconomyChain::kForecast, alpha(1)); // where alpha is worth less than TAO
}

TEST(Books, ANominationInAPoolThatIsTooSmallToSellIsTakenAllTheSame) {
    EconomyChain chain;
    chain.start();
    sm::NominatorMinRequiredStake.set(chain.state(), 1'000'000);
    sm::SubnetTAO.set(chain.state(), kNet, rao(kMinReserve - 1));

    clearNomination(chain, kNet, alpha(100'000));
}

} // namespace
} // namespace taodeck::subtensor::test

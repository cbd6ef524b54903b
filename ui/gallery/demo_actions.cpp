#include "ui/gallery/demo_services.h"

#include "core/base/amount_text.h"
#include "core/crypto/ss58.h"

#include <cmath>

namespace taodeck::ui {
namespace {

template <class... Fns>
struct Overloaded : Fns... {
    using Fns::operator()...;
};
template <class... Fns>
Overloaded(Fns...) -> Overloaded<Fns...>;

} // namespace

DemoActions::DemoActions(Scene scene, DemoChain& chain, const DemoClock& clock)
    : m_scene(scene), m_chain(chain), m_clock(clock) {}

api::Plan DemoActions::planFor(const api::Intent& intent) const {
    constexpr double kPrice = 0.0321;
    constexpr auto kRegistrationPrice = Rao::fromRaw(42'500'000);
    api::Plan plan;
    plan.intent = intent;
    plan.network = "Localnet";
    plan.genesis = m_chain.status().genesis;
    plan.specVersion = 425;
    plan.nonce = 12;
    plan.bornAt = m_chain.status().final;
    plan.lapsesAt = BlockNumber{raw(m_chain.status().final) + 64};
    plan.networkFee = Rao::fromRaw(1'203'441);
    plan.trust = m_chain.status().trust;
    plan.at = m_chain.status().final;
    plan.balanceBefore = m_chain.balanceAnswer.free;
    const auto stake = [&](double tolerance, bool buy) {
        plan.priceNow = Rao::fromRaw(static_cast<std::uint64_t>(kPrice * 1e9));
        plan.limitPrice =
            Rao::fromRaw(static_cast<std::uint64_t>(kPrice * (buy ? 1 + tolerance : 1 - tolerance) * 1e9));
        plan.tolerance = tolerance;
        plan.impact = 0.00082;
    };
    std::visit(
        Overloaded{
            [&](const api::TransferIntent& in) {
                plan.signer = in.from;
                plan.decoded = {
                    "Balances",
                    in.keepAlive ? "transfer_keep_alive" : "transfer_allow_death",
                    {{"dest", "MultiAddress", crypto::ss58(in.to)}, {"value", "u64", std::to_string(in.amount.raw())}}};
                plan.balanceAfter = plan.balanceBefore->saturatingSub(in.amount).saturatingSub(plan.networkFee);
            },
            [&](const api::TransferAllIntent& in) {
                plan.signer = in.from;
                plan.decoded = {"Balances",
                                "transfer_all",
                                {{"dest", "MultiAddress", crypto::ss58(in.to)},
                                 {"keep_alive", "bool", in.keepAlive ? "true" : "false"}}};
                plan.balanceAfter = Rao{};
            },
            [&](const api::AddStakeIntent& in) {
                plan.signer = in.coldkey;
                const bool root = in.netuid == kRootNetUid;
                if (!root) {
                    stake(in.tolerance, true);
                    plan.swapFeeTao = Rao::fromRaw(in.amount.raw() / 2000);
                    plan.expectedAlpha = Alpha::fromRaw(
                        static_cast<std::uint64_t>(static_cast<double>(in.amount.raw()) * 0.9995 / kPrice));
                } else {
                    plan.expectedAlpha = Alpha::fromRaw(in.amount.raw());
                }
                plan.decoded = {"SubtensorModule",
                                root ? "add_stake" : "add_stake_limit",
                                {{"hotkey", "AccountId32", crypto::ss58(in.hotkey)},
                                 {"netuid", "u16", std::to_string(raw(in.netuid))},
                                 {"amount_staked", "u64", std::to_string(in.amount.raw())}}};
                if (!root) {
                    plan.decoded.arguments.push_back({"limit_price", "u64", std::to_string(plan.limitPrice->raw())});
                    plan.decoded.arguments.push_back({"allow_partial", "bool", in.allowPartial ? "true" : "false"});
                }
                plan.balanceAfter = plan.balanceBefore->saturatingSub(in.amount).saturatingSub(plan.networkFee);
            },
            [&](const api::RemoveStakeIntent& in) {
                plan.signer = in.coldkey;
                stake(in.tolerance, false);
                plan.swapFeeAlpha = Alpha::fromRaw(in.amount.raw() / 2000);
                plan.expectedTao =
                    Rao::fromRaw(static_cast<std::uint64_t>(static_cast<double>(in.amount.raw()) * 0.9979 * kPrice));
                plan.decoded = {"SubtensorModule",
                                "remove_stake_limit",
                                {{"hotkey", "AccountId32", crypto::ss58(in.hotkey)},
                                 {"netuid", "u16", std::to_string(raw(in.netuid))},
                                 {"amount_unstaked", "u64", std::to_string(in.amount.raw())},
                                 {"limit_price", "u64", std::to_string(plan.limitPrice->raw())},
                                 {"allow_partial", "bool", in.allowPartial ? "true" : "false"}}};
                plan.balanceAfter = plan.balanceBefore->saturatingAdd(*plan.expectedTao).saturatingSub(plan.networkFee);
            },
            [&](const api::RegisterIntent& in) {
                plan.signer = in.coldkey;
                plan.priceNow = kRegistrationPrice;
                plan.limitPrice = in.limit;
                plan.decoded = {"SubtensorModule",
                                "register_limit",
                                {{"netuid", "u16", std::to_string(raw(in.netuid))},
                                 {"hotkey", "AccountId32", crypto::ss58(in.hotkey)},
                                 {"limit_price", "u64", std::to_string(in.limit.raw())}}};
                plan.balanceAfter =
                    plan.balanceBefore->saturatingSub(kRegistrationPrice).saturatingSub(plan.networkFee);
            },
            [&](const auto& in) { // a worker's own calls, signed by its hotkey without a fee
                plan.signer = in.hotkey;
                plan.networkFee = {};
                plan.balanceBefore.reset();
            }},
        intent);
    plan.warnings = warnings;
    plan.signingPayload = toBytes(demoAccount("payload").view());
    return plan;
}

void DemoActions::plan(api::Intent intent, api::Done<api::Plan> done) {
    lastIntent = intent;
    if (m_scene == Scene::Loading) return;
    if (m_scene == Scene::Failed) return done(fail(Errc::Disconnected, "connection refused"));
    auto plan = planFor(intent);
    plan.id = m_nextId++;
    m_plans[plan.id] = plan;
    done(plan);
}

void DemoActions::submit(std::uint64_t planId, api::Done<api::Receipt> done) {
    const auto found = m_plans.find(planId);
    if (found == m_plans.end()) return done(fail(Errc::Conflict, "the plan is no longer valid"));
    api::Receipt receipt;
    receipt.actionId = planId;
    receipt.intent = found->second.intent;
    receipt.hash.bytes = demoAccount("extrinsic" + std::to_string(planId)).bytes;
    receipt.startedAt = receipt.updatedAt = m_clock.now();
    last = receipt;
    done(receipt);
}

Subscription DemoActions::onReceipt(std::function<void(const api::Receipt&)> fn) {
    return m_onReceipt.add(std::move(fn));
}

void DemoActions::fundFromDevelopment(const AccountId& to, Rao amount, api::Done<api::Receipt> done) {
    if (!m_chain.status().development) return done(fail(Errc::Refused, "not a development network"));
    api::Receipt receipt;
    receipt.actionId = m_nextId++;
    receipt.intent = api::TransferIntent{demoAccount("//Alice"), to, amount, true};
    receipt.startedAt = receipt.updatedAt = m_clock.now();
    last = receipt;
    done(receipt);
}

void DemoActions::advance(api::Step step, api::Outcome outcome, const std::string& errorName,
                          const std::string& errorWords) {
    if (!last) return;
    last->step = step;
    last->outcome = outcome;
    last->errorName = errorName;
    last->errorWords = errorWords;
    last->updatedAt = m_clock.now();
    if (step >= api::Step::InBlock) {
        last->block = BlockNumber{raw(m_chain.status().final) + 1};
        last->index = 2;
    }
    if (step >= api::Step::Executed) {
        last->feePaid = Rao::fromRaw(1'203'441);
        if (outcome != api::Outcome::Failed)
            if (const auto* add = std::get_if<api::AddStakeIntent>(&last->intent))
                last->alphaIn = planFor(*add).expectedAlpha;
    }
    last->trust = step == api::Step::Proven ? Trust::Proven : Trust::Reported;
    m_onReceipt.tell(*last);
}

} // namespace taodeck::ui

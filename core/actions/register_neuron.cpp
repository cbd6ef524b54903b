#include "core/actions/register_neuron.h"

namespace taodeck::actions {
namespace {

using api::WarningKind;
using metadata::Value;

class RegisterNeuron final : public Action {
public:
    explicit RegisterNeuron(api::RegisterIntent intent) : m_intent{intent} {}

    AccountId signer() const override { return m_intent.coldkey; }

    std::vector<Ask> asks(const metadata::Metadata& meta) const override {
        const auto net = Value::netuid(m_intent.netuid), hotkey = Value::id(m_intent.hotkey);
        std::vector<Ask> out;
        const auto ask = [&](const char* item, std::vector<Value> keys) {
            askFor(out, meta, item, "SubtensorModule", item, std::move(keys));
        };
        ask("NetworksAdded", {net});
        ask("NetworkRegistrationAllowed", {net});
        ask("Burn", {net});
        ask("MaxAllowedUids", {net});
        ask("Uids", {net, hotkey});
        ask("Owner", {hotkey});
        return out;
    }

    Result<metadata::Call> draft(const Situation& s, api::Plan& plan) const override {
        TD_TRY(const auto price, s.answers.at("Burn").asU64());
        plan.priceNow = Rao::fromRaw(price);
        plan.limitPrice = m_intent.limit;
        return metadata::Call{"SubtensorModule",
                              "register_limit",
                              {{"netuid", Value::netuid(m_intent.netuid)},
                               {"hotkey", Value::id(m_intent.hotkey)},
                               {"limit_price", Value::amount(m_intent.limit)}}};
    }

    void judge(const Situation& s, api::Plan& plan) const override {
        const auto price = plan.priceNow.value_or(Rao{});
        plan.balanceAfter = s.signer.free.saturatingSub(price).saturatingSub(s.fee);
        judgeSubnet(s, plan);
        if (price > m_intent.limit)
            warn(plan, WarningKind::PriceAboveLimit,
                 "The registration costs " + taoText(price) + " now, more than your limit of " +
                     taoText(m_intent.limit) + ".",
                 /*blocking=*/true);
        const auto able = s.signer.spendable(s.existentialDeposit, /*keepAlive=*/true).saturatingSub(s.fee);
        if (price > able)
            warn(plan, WarningKind::NotEnough,
                 "The registration costs " + taoText(price) + "; this account can pay " + taoText(able) + ".",
                 /*blocking=*/true);
        judgeHotkey(s, plan);
    }

private:
    /// Items with a default are there even for subnets that are not.
    bool flag(const Situation& s, const char* label) const { return s.answers.at(label).asBool().value_or(false); }

    void judgeSubnet(const Situation& s, api::Plan& plan) const {
        if (m_intent.netuid == kRootNetUid)
            return warn(plan, WarningKind::SubnetUnknown, "Root takes no registrations by price.", /*blocking=*/true);
        if (!flag(s, "NetworksAdded"))
            return warn(plan, WarningKind::SubnetUnknown, "The chain has no such subnet.", /*blocking=*/true);
        if (!flag(s, "NetworkRegistrationAllowed") || s.answers.at("MaxAllowedUids").asU16().value_or(0) == 0)
            warn(plan, WarningKind::RegistrationClosed, "This subnet takes no registrations now.", /*blocking=*/true);
    }

    void judgeHotkey(const Situation& s, api::Plan& plan) const {
        if (s.answers.has("Uids"))
            warn(plan, WarningKind::AlreadyRegistered,
                 "This hotkey is registered on the subnet already, with UID " +
                     std::to_string(s.answers.at("Uids").asU16().value_or(0)) + ".",
                 /*blocking=*/true);
        const auto owner = s.answers.at("Owner").asId<AccountId>();
        if (owner && !owner->isZero() && *owner != m_intent.coldkey)
            warn(plan, WarningKind::OtherRule, "This hotkey belongs to another coldkey.", /*blocking=*/true);
    }

    api::RegisterIntent m_intent;
};

} // namespace

std::unique_ptr<Action> makeRegister(api::RegisterIntent intent) {
    return std::make_unique<RegisterNeuron>(intent);
}

} // namespace taodeck::actions

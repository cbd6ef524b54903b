#include "core/actions/action.h"

#include "core/base/amount_text.h"

#include <algorithm>

namespace taodeck::actions {

using metadata::View;

View Answers::at(const std::string& label) const {
    const auto it = m_values.find(label);
    if (it == m_values.end() || !it->second) return View{Error{Errc::NotFound, "plan: no " + label}};
    return View{*it->second};
}

bool Answers::has(const std::string& label) const {
    const auto it = m_values.find(label);
    return it != m_values.end() && it->second.has_value();
}

const Bytes* Answers::api(const std::string& label) const {
    const auto it = m_apis.find(label);
    return it == m_apis.end() ? nullptr : &it->second;
}

Rao Account::spendable(Rao existentialDeposit, bool keepAlive) const {
    // Reserved funds count towards what is frozen (frame's fungible rules).
    const auto untouchable = std::max(frozen.saturatingSub(reserved), keepAlive ? existentialDeposit : Rao{});
    return free.saturatingSub(untouchable);
}

Result<Account> readAccount(const Answers& answers, const std::string& label) {
    Account out;
    if (!answers.has(label)) return out;
    const auto view = answers.at(label);
    const auto data = view.field("data");
    TD_TRY(out.nonce, view.field("nonce").asU32());
    TD_TRY(out.free, data.field("free").asAmount<Rao>());
    TD_TRY(out.reserved, data.field("reserved").asAmount<Rao>());
    TD_TRY(out.frozen, data.field("frozen").asAmount<Rao>());
    // The map's default stands in for unknown accounts; a known one has at least one provider or sufficient.
    TD_TRY(const auto providers, view.field("providers").asU32());
    TD_TRY(const auto sufficients, view.field("sufficients").asU32());
    out.exists = providers > 0 || sufficients > 0;
    return out;
}

void askFor(std::vector<Ask>& asks, const metadata::Metadata& meta, std::string label, std::string pallet,
            std::string item, std::vector<metadata::Value> keys) {
    if (!meta.hasStorage(pallet, item)) return;
    asks.push_back({std::move(label), {std::move(pallet), std::move(item), std::move(keys)}});
}

void warn(api::Plan& plan, api::WarningKind kind, std::string text, bool blocking) {
    plan.warnings.push_back({kind, std::move(text), blocking});
}

std::string taoText(Rao amount) {
    return exactDecimal(amount.raw()) + " TAO";
}
std::string alphaText(Alpha amount) {
    return exactDecimal(amount.raw()) + " alpha";
}

} // namespace taodeck::actions

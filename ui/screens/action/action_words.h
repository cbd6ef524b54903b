#pragma once
/// Words for intents, warnings and outcomes.

#include "core/api/action_service.h"
#include "ui/theme/tokens.h"

#include <QString>

namespace taodeck::ui {

QString verb(const api::Intent& intent);          ///< "Stake", "Unstake", "Send": the button's text.
QString verbAndAmount(const api::Intent& intent); ///< "Stake 10 τ"
QString warningText(const api::Warning& warning);
/// The same whether the amount is TAO or alpha.
bool isStaking(const api::Intent& intent);
NetUid netuidOf(const api::Intent& intent);

} // namespace taodeck::ui

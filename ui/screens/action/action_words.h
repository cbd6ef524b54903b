#pragma once
/// Words for intents, warnings and outcomes.

#include "core/api/action_service.h"
#include "ui/bridge/known_names.h"
#include "ui/theme/tokens.h"

#include <QString>

namespace taodeck::ui {

QString verb(const api::Intent& intent); ///< "Stake", "Unstake", "Send": the button's text.
/// "Stake 10 τ", "Unstake 4 β".
QString verbAndAmount(const api::Intent& intent, const KnownNames& names);
QString warningText(const api::Warning& warning);
bool isStaking(const api::Intent& intent);
NetUid netuidOf(const api::Intent& intent);

} // namespace taodeck::ui

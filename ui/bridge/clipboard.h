#pragma once
/// Copying, with the promise of Settings: what this program put there leaves the clipboard after a while.

#include <QString>

namespace taodeck::ui {

inline constexpr int kClipboardSeconds = 60;

/// Copies now; clears later unless something else is in the clipboard by then.
void copyForAWhile(const QString& text);

} // namespace taodeck::ui

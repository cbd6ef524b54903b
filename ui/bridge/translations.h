#pragma once
/// Loads the strings of the system's language; English too, for its plural forms.

namespace taodeck::ui {

/// Call once after the QApplication exists.
void installTranslations();

} // namespace taodeck::ui

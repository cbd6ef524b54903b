#pragma once
/// How values become text on the screen. Units always travel with numbers; unknown is an em dash.

#include "core/base/foreign_text.h"
#include "core/base/ids.h"
#include "core/base/stated.h"
#include "core/base/units.h"

#include <QString>

#include <chrono>
#include <optional>

namespace taodeck::ui {

inline QString q(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline QString plain(const ForeignText& text, std::size_t maxChars = 64) {
    return q(text.plain(maxChars));
}

QString dash(); ///< "—"
/// "1,234.56 τ" (at most six significant digits, truncated), and every digit for tooltips and copying.
QString shortTao(Rao amount);
QString exactTao(Rao amount);
/// The same with the subnet's symbol, "α" when it has none.
QString shortAlpha(Alpha amount, const ForeignText& symbol);
QString exactAlpha(Alpha amount, const ForeignText& symbol);
QString alphaSymbol(const ForeignText& symbol);

/// 0.0123 → "1.23 %"; tiny non-zero parts say "< 0.01 %".
QString percent(double part);
QString blockText(BlockNumber block); ///< "1,234,567"
QString countText(std::uint64_t count);

/// "5Grwva…HNoQY"
QString shortAddress(const QString& address);
QString addressText(const AccountId& account); ///< SS58, prefix 42.
QString shortAddress(const AccountId& account);
/// SS58 of any prefix, or 0x and 64 digits. Nothing when it is neither.
std::optional<AccountId> accountFromText(const QString& text);
/// "5Grw vaEF 5zXb …": every character, in groups of four.
QString groupedAddress(const QString& address);

/// "just now", "12 s ago", "3 min ago", "2 h ago", "5 d ago".
QString age(std::chrono::milliseconds elapsed);
/// "3 min", "2 h 5 min": for times ahead and spent.
QString duration(std::chrono::milliseconds length);
QString trustWord(Trust trust);    ///< Translated.
QString trustMeaning(Trust trust); ///< One sentence for tooltips.
QString trustIconName(Trust trust);

} // namespace taodeck::ui

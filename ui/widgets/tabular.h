#pragma once
/// Numbers whose digits all take the same room, in any font (Qt 6.4 cannot ask a font for its tabular figures), so that
/// columns line up on the decimal point.

#include <QFont>
#include <QString>

class QPainter;

namespace taodeck::ui {

/// Width that paintTabular needs.
double tabularWidth(const QFont& font, const QString& text);
/// Draws with the painter's font and pen from `left` on the baseline.
void paintTabular(QPainter& painter, const QPointF& leftBaseline, const QString& text);
/// Draws inside `rect`, vertically centred; Qt::AlignLeft, AlignRight or AlignHCenter.
void paintTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text);

/// `text` is a number with an optional unit after a space; the result has blanks of digit width after the last decimal
/// so that it has `decimals` of them.
QString padDecimals(const QString& text, int decimals);
/// Decimals of a number as above.
int decimalsOf(const QString& text);

} // namespace taodeck::ui

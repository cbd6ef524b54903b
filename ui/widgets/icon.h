#pragma once
/// Icons of the own set (resources/icons), drawn in the colour that is asked for.

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;

namespace taodeck::ui {

/// @param name file name without ".svg". An unknown name draws nothing and fails an assertion in debug builds.
void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& colour);
QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio);
/// For buttons: `colour`, and the caption colour when disabled. @param gapAfter empty pixels at the right, before text.
QIcon icon(const QString& name, const QColor& colour, int size, int gapAfter = 0);
/// Every icon name in the resources.
QStringList iconNames();
/// The application's mark.
QIcon markIcon();
void paintMark(QPainter& painter, const QRectF& rect);

} // namespace taodeck::ui

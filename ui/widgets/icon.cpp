#include "ui/widgets/icon.h"

#include "ui/theme/theme.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QPainter>
#include <QSvgRenderer>

namespace taodeck::ui {
namespace {

QSvgRenderer& renderer(const QString& name, const QColor& colour) {
    static QHash<QString, std::shared_ptr<QSvgRenderer>> cache; // window thread only
    const auto key = name + colour.name(QColor::HexArgb);
    auto& entry = cache[key];
    if (!entry) {
        QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
        const bool found = file.open(QIODevice::ReadOnly);
        Q_ASSERT_X(found, "icon", qPrintable(name));
        auto svg = found ? file.readAll() : QByteArray{};
        svg.replace("currentColor", colour.name().toLatin1());
        entry = std::make_shared<QSvgRenderer>(svg);
    }
    return *entry;
}

} // namespace

void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    renderer(name, colour).render(&painter, rect);
    painter.restore();
}

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio) {
    QPixmap pixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintIcon(painter, QRectF(0, 0, size, size), name, colour);
    return pixmap;
}

QIcon icon(const QString& name, const QColor& colour, int size, int gapAfter) {
    QIcon out;
    const auto dimmed = Theme::instance().colour(Tone::Text3);
    for (const double ratio : {1.0, 2.0})
        for (const auto mode : {QIcon::Normal, QIcon::Disabled}) {
            QPixmap pixmap(QSize(size + gapAfter, size) * ratio);
            pixmap.setDevicePixelRatio(ratio);
            pixmap.fill(Qt::transparent);
            QPainter painter(&pixmap);
            paintIcon(painter, QRectF(0, 0, size, size), name, mode == QIcon::Normal ? colour : dimmed);
            painter.end();
            out.addPixmap(pixmap, mode);
        }
    return out;
}

QStringList iconNames() {
    auto names = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
    for (auto& name : names)
        name.chop(4);
    return names;
}

void paintMark(QPainter& painter, const QRectF& rect) {
    static QSvgRenderer mark(QStringLiteral(":/mark.svg"));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    mark.render(&painter, rect);
    painter.restore();
}

QIcon markIcon() {
    QIcon out;
    for (const int size : {16, 22, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintMark(painter, QRectF(0, 0, size, size));
        out.addPixmap(pixmap);
    }
    return out;
}

} // namespace taodeck::ui

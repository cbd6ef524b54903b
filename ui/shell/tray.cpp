#include "ui/shell/tray.h"

#include "ui/widgets/icon.h"

#include <QMenu>
#include <QPainter>

namespace taodeck::ui {
namespace {

/// The mark; with a point at its corner when a worker needs somebody.
QIcon trayIcon(bool trouble) {
    QIcon out;
    for (const int size : {16, 22, 32, 64}) {
        QPixmap picture(size, size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        paintMark(painter, QRectF(0, 0, size, size));
        if (trouble) {
            const double r = size * 0.2;
            painter.setPen(QPen(Qt::white, std::max(1.0, size / 22.0)));
            painter.setBrush(lightTokens().negative);
            painter.drawEllipse(QPointF(size - r - 1, size - r - 1), r, r);
        }
        painter.end();
        out.addPixmap(picture);
    }
    return out;
}

} // namespace

Tray::Tray(Context& context, QObject* parent) : QObject(parent), m_context(context), m_menu(std::make_unique<QMenu>()) {
    m_state = m_menu->addAction(QString{});
    m_state->setEnabled(false);
    m_menu->addSeparator();
    auto* show = m_menu->addAction(tr("Show Taodeck"));
    show->setObjectName(QStringLiteral("trayShow"));
    connect(show, &QAction::triggered, this, &Tray::showPressed);
    auto* quit = m_menu->addAction(tr("Quit"));
    quit->setObjectName(QStringLiteral("trayQuit"));
    connect(quit, &QAction::triggered, this, &Tray::quitPressed);
    if (isAvailable()) {
        m_icon = std::make_unique<QSystemTrayIcon>();
        m_icon->setContextMenu(m_menu.get());
        connect(m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
            if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) emit showPressed();
        });
        connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, &Tray::showPressed);
    }
    connect(&context.workers, &Workers::changed, this, &Tray::refresh);
    refresh();
    if (m_icon) m_icon->show();
}

Tray::~Tray() = default;

void Tray::say(const QString& title, const QString& text) {
    if (m_icon) m_icon->showMessage(title, text, markIcon());
}

void Tray::refresh() {
    int running = 0, trouble = 0;
    const auto& rows = m_context.workers.rows().value;
    if (rows)
        for (const auto& row : *rows) {
            if (row.state == api::WorkerState::Running) ++running;
            if (row.state == api::WorkerState::Failed || row.state == api::WorkerState::NotRegistered) ++trouble;
        }
    const auto count = rows ? rows->size() : 0;
    m_summary = count == 0 ? tr("No worker") : tr("%1 of %2 workers run").arg(running).arg(count);
    if (trouble > 0) m_summary = tr("%1; %n need(s) you", nullptr, trouble).arg(m_summary);
    m_state->setText(m_summary);
    if (!m_icon) return;
    m_icon->setIcon(trayIcon(trouble > 0));
    m_icon->setToolTip(tr("Taodeck: %1").arg(m_summary));
}

} // namespace taodeck::ui

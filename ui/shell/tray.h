#pragma once
/// The icon in the system's tray, where there is one: what the workers do, show, quit, and notifications while the
/// window is hidden. Nothing in it asks or blocks.

#include "ui/bridge/context.h"

#include <QSystemTrayIcon>

#include <memory>

class QMenu;

namespace taodeck::ui {

class Tray : public QObject {
    Q_OBJECT
public:
    Tray(Context& context, QObject* parent = nullptr);
    ~Tray() override;

    static bool isAvailable() { return QSystemTrayIcon::isSystemTrayAvailable(); }
    void say(const QString& title, const QString& text);
    QMenu& menu() { return *m_menu; }
    QString summary() const { return m_summary; } ///< "2 of 3 workers run."

signals:
    void showPressed();
    void quitPressed();

private:
    void refresh();
    Context& m_context;
    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<QSystemTrayIcon> m_icon; ///< Null where there is no tray.
    QAction* m_state;
    QString m_summary;
};

} // namespace taodeck::ui

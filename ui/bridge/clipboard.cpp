#include "ui/bridge/clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>

namespace taodeck::ui {

void copyForAWhile(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
    QTimer::singleShot(kClipboardSeconds * 1000, qApp, [text] {
        auto* clipboard = QGuiApplication::clipboard();
        if (clipboard->text() == text) clipboard->clear();
    });
}

} // namespace taodeck::ui

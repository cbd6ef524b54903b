#include "ui/bridge/dialogs.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QUrl>

namespace taodeck::ui {
namespace {

void show(QFileDialog* dialog, std::function<void(QString)> done) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog, [done = std::move(done)](const QString& path) {
        if (!path.isEmpty()) done(path);
    });
    dialog->open();
}

} // namespace

void SystemDialogs::openFile(QWidget* parent, const QString& title, const QString& filter,
                             std::function<void(QString)> done) {
    auto* dialog = new QFileDialog(parent, title, QString{}, filter);
    dialog->setFileMode(QFileDialog::ExistingFile);
    show(dialog, std::move(done));
}

void SystemDialogs::saveFile(QWidget* parent, const QString& title, const QString& suggestedName,
                             std::function<void(QString)> done) {
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(suggestedName);
    show(dialog, std::move(done));
}

void SystemDialogs::openFolder(const QString& path) {
    QDesktopServices::openUrl(QUrl::fromLocalFile(path));
}

} // namespace taodeck::ui

#pragma once
/// What the window's tests share: a window over scripted services, and waiting without sleeping longer than needed.

#include "ui/bridge/translations.h"
#include "ui/gallery/demo_services.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

namespace taodeck::ui {

/// Answers every question from what the test has laid ready.
class ScriptedDialogs final : public Dialogs {
public:
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)> done) override {
        if (!nextPath.isEmpty()) done(nextPath);
    }
    void saveFile(QWidget*, const QString&, const QString&, std::function<void(QString)> done) override {
        if (!nextPath.isEmpty()) done(nextPath);
    }
    void openFolder(const QString& path) override { opened = path; }
    QString nextPath, opened;
};

inline void prepareApplication() {
    installTranslations();
    Theme::instance().setAppearance(Appearance::Light);
    Theme::instance().install();
    Theme::instance().setReducedMotion(true);
}

inline void settle(int rounds = 8) {
    for (int i = 0; i < rounds; ++i) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

struct WindowFixture {
    DemoServices demo;
    ScriptedDialogs dialogs;
    MainWindow window;

    explicit WindowFixture(Scene scene, const QString& screen = QStringLiteral("overview"))
        : demo(scene), window(demo.services(), dialogs, QStringLiteral("/tmp/taodeck-test"), screen) {
        window.resize(1280, 720);
        window.show();
        settle();
    }
    template <class T>
    T* find(const char* name) {
        return window.findChild<T*>(QString::fromLatin1(name));
    }
    void press(const char* name) {
        auto* button = find<QAbstractButton>(name);
        QVERIFY2(button, name);
        QVERIFY2(button->isEnabled(), name);
        button->click();
        settle();
    }
    /// What stands in the sheet, by name.
    template <class T>
    T* inSheet(const char* name) {
        auto* content = window.sheet().content();
        return content ? content->findChild<T*>(QString::fromLatin1(name)) : nullptr;
    }
};

} // namespace taodeck::ui

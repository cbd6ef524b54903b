#include "ui/bridge/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

static void initTranslationResources() { // Q_INIT_RESOURCE must stand outside a namespace
    Q_INIT_RESOURCE(td_translations);
}

namespace taodeck::ui {

void installTranslations() {
    static bool done = false;
    if (done) return;
    done = true;
    initTranslationResources();
    auto* english = new QTranslator(qApp);
    if (english->load(QStringLiteral(":/i18n/taodeck_en.qm"))) QCoreApplication::installTranslator(english);
    if (QLocale().language() == QLocale::English) return;
    auto* own = new QTranslator(qApp);
    if (own->load(QLocale(), QStringLiteral("taodeck"), QStringLiteral("_"), QStringLiteral(":/i18n")))
        QCoreApplication::installTranslator(own);
}

} // namespace taodeck::ui

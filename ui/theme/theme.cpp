#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPalette>
#include <QStyleFactory>
#include <QStyleHints>
#include <QToolTip>

static void initResources() { // Q_INIT_RESOURCE must stand outside a namespace
    Q_INIT_RESOURCE(taodeck);
}

namespace taodeck::ui {

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

void Theme::install() {
    if (!m_installed) {
        initResources();
        const bool system = systemIsDark(); // before our palette hides the platform's
        m_dark = m_appearance == Appearance::System ? system : m_appearance == Appearance::Dark;
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        // The offscreen platform knows no interface font of the desktop; Inter is the best that Debian packages.
        const auto platform = QGuiApplication::platformName();
        const auto families = QFontDatabase::families();
        const auto inter = QStringLiteral("Inter");
        if ((platform == QLatin1String("offscreen") || platform == QLatin1String("minimal")) &&
            families.contains(inter))
            m_family = inter;
        else
            m_family = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
        m_installed = true;
    }
    apply();
}

bool Theme::systemIsDark() {
    // Read from the platform's own palette, before ours replaces it.
    static const bool dark = [] {
        const auto palette = QGuiApplication::palette();
        return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
    }();
    return dark;
}

void Theme::setAppearance(Appearance appearance) {
    m_appearance = appearance;
    if (!m_installed) return;
    m_dark = appearance == Appearance::System ? systemIsDark() : appearance == Appearance::Dark;
    apply();
}

void Theme::setTextScale(double scale) {
    m_scale = std::clamp(scale, 1.0, 2.0);
    apply();
}

void Theme::setReducedMotion(bool reduced) {
    m_reducedMotion = reduced;
}

int Theme::px(int atScaleOne) const {
    return qRound(atScaleOne * m_scale);
}

QFont Theme::font(TextSize size, bool strong) const {
    static constexpr int kPixels[] = {12, 13, 15, 20, 28};
    QFont font{m_family};
    font.setPixelSize(px(kPixels[static_cast<int>(size)]));
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

QFont Theme::mono(TextSize size) const {
    auto font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(this->font(size).pixelSize());
    font.setWeight(QFont::Normal);
    font.setStyleHint(QFont::Monospace);
    return font;
}

void Theme::apply() {
    if (!m_installed) return;
    const auto& t = tokens();
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, const QColor& colour) { palette.setColor(role, colour); };
    set(QPalette::Window, t.bg);
    set(QPalette::WindowText, t.text);
    set(QPalette::Base, t.surface);
    set(QPalette::AlternateBase, t.raised);
    set(QPalette::Text, t.text);
    set(QPalette::Button, t.surface);
    set(QPalette::ButtonText, t.text);
    set(QPalette::BrightText, t.negative);
    set(QPalette::Highlight, t.accent);
    set(QPalette::HighlightedText, t.onAccent);
    set(QPalette::ToolTipBase, t.raised);
    set(QPalette::ToolTipText, t.text);
    set(QPalette::PlaceholderText, t.text3);
    set(QPalette::Link, t.accent);
    set(QPalette::Light, t.raised);
    set(QPalette::Midlight, t.raised);
    set(QPalette::Mid, t.border);
    set(QPalette::Dark, t.border);
    set(QPalette::Shadow, t.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.text3);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    const auto body = font(TextSize::Body);
    QApplication::setFont(body);
    QToolTip::setFont(body);
    qApp->setStyleSheet(makeStyleSheet(t, *this));
    emit changed();
}

} // namespace taodeck::ui

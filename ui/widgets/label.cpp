#include "ui/widgets/label.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace taodeck::ui {

Label::Label(const QString& text, TextSize size, Tone tone, bool strong, QWidget* parent)
    : QLabel(text, parent), m_size(size), m_tone(tone), m_strong(strong) {
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::NoTextInteraction);
    connect(&Theme::instance(), &Theme::changed, this, &Label::applyTheme);
    applyTheme();
}

void Label::setTone(Tone tone) {
    if (m_tone == tone) return;
    m_tone = tone;
    applyTheme();
}

void Label::setMono(bool mono) {
    m_mono = mono;
    applyTheme();
}

void Label::setTextSize(TextSize size, bool strong) {
    m_size = size;
    m_strong = strong;
    applyTheme();
}

Label* Label::wrapped(bool prose) {
    setWordWrap(true);
    m_prose = prose;
    auto policy = sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    applyTheme();
    return this;
}

Label* Label::elided() {
    m_elided = true;
    auto policy = sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Preferred);
    setSizePolicy(policy);
    return this;
}

int Label::heightForWidth(int width) const {
    return QLabel::heightForWidth(std::min(width, maximumWidth()));
}

QSize Label::minimumSizeHint() const {
    auto hint = QLabel::minimumSizeHint();
    if (m_elided) hint.setWidth(fontMetrics().horizontalAdvance(u'x') * 8);
    return hint;
}

void Label::paintEvent(QPaintEvent* event) {
    if (!m_elided || fontMetrics().horizontalAdvance(text()) <= contentsRect().width())
        return QLabel::paintEvent(event);
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(
        contentsRect(), static_cast<int>(alignment()),
        fontMetrics().elidedText(text(), m_mono ? Qt::ElideMiddle : Qt::ElideRight, contentsRect().width()));
}

bool Label::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && m_elided && toolTip().isEmpty() &&
        fontMetrics().horizontalAdvance(text()) > contentsRect().width()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), plainToolTip(text()), this);
        return true;
    }
    return QLabel::event(event);
}

void Label::applyTheme() {
    auto& theme = Theme::instance();
    auto font = m_mono ? theme.mono(m_size) : theme.font(m_size, m_strong);
    if (m_mono && m_strong) font.setWeight(QFont::DemiBold);
    setFont(font);
    auto colours = palette();
    colours.setColor(QPalette::WindowText, theme.colour(m_tone));
    setPalette(colours);
    if (m_prose) setMaximumWidth(fontMetrics().averageCharWidth() * 80);
}

QString plainToolTip(const QString& text) {
    if (text.isEmpty()) return {};
    auto escaped = text.toHtmlEscaped();
    escaped.replace(u'\n', QStringLiteral("<br/>"));
    return QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(escaped);
}

void setPlainToolTip(QWidget* widget, const QString& text) {
    widget->setToolTip(plainToolTip(text));
}

} // namespace taodeck::ui

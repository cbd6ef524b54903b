#include "ui/widgets/chip.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/label.h"

#include <QPainter>

namespace taodeck::ui {

Chip::Chip(const QString& text, Tone tone, QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setText(text, tone);
    connect(&Theme::instance(), &Theme::changed, this, [this] { updateGeometry(); });
}

void Chip::setText(const QString& text, Tone tone) {
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    auto& theme = Theme::instance();
    const QFontMetrics metrics(theme.font(TextSize::Caption));
    return {metrics.horizontalAdvance(m_text) + theme.px(16), theme.px(20)};
}

void Chip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintChip(painter, rect(), m_text, m_tone, Qt::AlignLeft);
}

int paintChip(QPainter& painter, const QRect& rect, const QString& text, Tone tone, Qt::Alignment alignment) {
    auto& theme = Theme::instance();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const auto font = theme.font(TextSize::Caption);
    const QFontMetrics metrics(font);
    const int width = std::min(rect.width(), metrics.horizontalAdvance(text) + theme.px(16));
    const int height = theme.px(20);
    int x = rect.left();
    if (alignment & Qt::AlignHCenter) x = rect.left() + (rect.width() - width) / 2;
    if (alignment & Qt::AlignRight) x = rect.right() - width + 1;
    const QRect ground(x, rect.top() + (rect.height() - height) / 2, width, height);
    painter.setPen(QPen(theme.tokens().border, 1));
    painter.setBrush(theme.tokens().raised);
    painter.drawRoundedRect(QRectF(ground).adjusted(0.5, 0.5, -0.5, -0.5), height / 2.0, height / 2.0);
    painter.setFont(font);
    painter.setPen(theme.colour(tone));
    painter.drawText(ground, Qt::AlignCenter, metrics.elidedText(text, Qt::ElideRight, width - theme.px(10)));
    painter.restore();
    return width;
}

Tone trustTone(Trust trust) {
    switch (trust) {
    case Trust::Proven:
        return Tone::Positive;
    case Trust::Sealed:
        return Tone::Info;
    case Trust::Reported:
        return Tone::Warning;
    case Trust::Cached:
    case Trust::Unknown:
        break;
    }
    return Tone::Text3;
}

TrustPill::TrustPill(QWidget* parent) : QAbstractButton(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setOpensProof(true);
    setTrust(Trust::Unknown, {});
    connect(&Theme::instance(), &Theme::changed, this, [this] { updateGeometry(); });
}

void TrustPill::setOpensProof(bool opens) {
    setEnabled(opens);
    setFocusPolicy(opens ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void TrustPill::setTrust(Trust trust, const QString& note) {
    m_trust = trust;
    m_note = note;
    setText(trustWord(trust));
    setAccessibleName(note.isEmpty() ? trustWord(trust) : tr("%1, %2").arg(trustWord(trust), note));
    setAccessibleDescription(trustMeaning(trust));
    setPlainToolTip(this,
                    isEnabled() ? trustMeaning(trust) + u'\n' + tr("Press to see the proof.") : trustMeaning(trust));
    updateGeometry();
    update();
}

QSize TrustPill::sizeHint() const {
    auto& theme = Theme::instance();
    const QFontMetrics strong(theme.font(TextSize::Caption, true)), plain(theme.font(TextSize::Caption));
    int width = theme.px(8 + 16 + 5 + 10) + strong.horizontalAdvance(text());
    if (!m_note.isEmpty()) width += theme.px(7) + plain.horizontalAdvance(m_note);
    return {width, theme.px(24)};
}

void TrustPill::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto tone = theme.colour(trustTone(m_trust));
    const auto box = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(hasFocus() ? QPen(theme.tokens().accent, 2) : QPen(theme.tokens().border, 1));
    painter.setBrush(underMouse() && isEnabled() ? theme.tokens().raised : theme.tokens().surface);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    const int size = theme.px(15);
    paintIcon(painter, QRectF(theme.px(8), (height() - size) / 2.0, size, size), trustIconName(m_trust), tone);
    int x = theme.px(8 + 15 + 5);
    painter.setFont(theme.font(TextSize::Caption, true));
    painter.setPen(tone);
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
    x += painter.fontMetrics().horizontalAdvance(text()) + theme.px(7);
    if (m_note.isEmpty()) return;
    painter.setFont(theme.font(TextSize::Caption));
    painter.setPen(theme.colour(Tone::Text2));
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, m_note);
}

} // namespace taodeck::ui

#include "ui/screens/firstrun/purpose_card.h"

#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/icon.h"

#include <QPainter>

namespace taodeck::ui {

PurposeCard::PurposeCard(const QString& icon, const QString& title, const QString& text, const QString& note,
                         QWidget* parent)
    : QAbstractButton(parent), m_icon(icon), m_text(text), m_note(note) {
    setText(title);
    setAccessibleName(note.isEmpty() ? title : title + QStringLiteral(" (") + note + u')');
    setAccessibleDescription(text);
    setEnabled(note.isEmpty());
    setCursor(note.isEmpty() ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setFocusPolicy(Qt::StrongFocus);
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&Theme::instance(), &Theme::changed, this, [this] { updateGeometry(); });
}

QSize PurposeCard::sizeHint() const {
    const int width = Theme::instance().px(260);
    return {width, heightForWidth(width)};
}

int PurposeCard::heightForWidth(int width) const {
    auto& theme = Theme::instance();
    const QFontMetrics body(theme.font(TextSize::Body)), title(theme.font(TextSize::Section, true));
    const int inner = std::max(80, width - 2 * theme.px(16) - theme.px(40));
    return theme.px(16) * 2 + title.height() + theme.px(6) +
           body.boundingRect(QRect(0, 0, inner, 10'000), Qt::TextWordWrap, m_text).height();
}

void PurposeCard::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    const auto& t = theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool ring = hasFocus();
    painter.setPen(QPen(ring ? t.accent : t.border, ring ? 2 : 1));
    painter.setBrush(underMouse() && isEnabled() ? t.raised : t.surface);
    const double inset = ring ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), space::kCardRadius,
                            space::kCardRadius);
    const int pad = theme.px(16), size = theme.px(24);
    paintIcon(painter, QRectF(pad, pad - 2, size, size), m_icon, isEnabled() ? t.accent : t.text3);
    const int left = pad + theme.px(40);
    const auto titleFont = theme.font(TextSize::Section, true);
    painter.setFont(titleFont);
    painter.setPen(isEnabled() ? t.text : t.text2);
    const QFontMetrics title(titleFont);
    painter.drawText(QRect(left, pad, width() - left - pad, title.height()), Qt::AlignLeft | Qt::AlignVCenter, text());
    if (!m_note.isEmpty())
        paintChip(painter,
                  QRect(left + title.horizontalAdvance(text()) + theme.px(8), pad,
                        width() - left - pad - title.horizontalAdvance(text()), title.height()),
                  m_note, Tone::Text2, Qt::AlignLeft);
    painter.setFont(theme.font(TextSize::Body));
    painter.setPen(t.text2);
    painter.drawText(QRect(left, pad + title.height() + theme.px(6), width() - left - pad, height()),
                     Qt::AlignLeft | Qt::TextWordWrap, m_text);
}

} // namespace taodeck::ui

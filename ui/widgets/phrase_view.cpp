#include "ui/widgets/phrase_view.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace taodeck::ui {
namespace {

constexpr int kColumns = 3;
constexpr int kRow = 36;

} // namespace

PhraseView::PhraseView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Recovery phrase"));
    setAccessibleDescription(tr("The words are not given to screen readers."));
}

void PhraseView::setPhrase(SecretBytes phrase) {
    m_phrase = std::move(phrase);
    m_words.clear();
    const auto text = m_phrase.text();
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        if (end > at) m_words.emplace_back(at, end - at);
        at = end + 1;
    }
    updateGeometry();
    update();
}

void PhraseView::clear() {
    setPhrase({});
}

bool PhraseView::isWord(int index, ByteView typed) const {
    const auto [from, length] = m_words.at(static_cast<std::size_t>(index));
    return equalConstantTime(m_phrase.view().subspan(from, length), typed);
}

void PhraseView::setHidden(bool hidden) {
    m_hidden = hidden;
    update();
}

QSize PhraseView::sizeHint() const {
    auto& theme = Theme::instance();
    const int rows = (std::max(12, wordCount()) + kColumns - 1) / kColumns;
    return {theme.px(420), theme.px(kRow) * rows};
}

void PhraseView::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    const auto& t = theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto mono = theme.mono(TextSize::Section);
    const QFontMetricsF metrics(mono);
    const double cell = width() / static_cast<double>(kColumns), row = theme.px(kRow);
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        const QRectF box(cell * static_cast<double>(i % kColumns), row * static_cast<double>(i / kColumns), cell, row);
        const auto ground = box.adjusted(2, 2, -2, -2);
        painter.setPen(QPen(t.border, 1));
        painter.setBrush(t.raised);
        painter.drawRoundedRect(ground, space::kRadius, space::kRadius);
        painter.setFont(theme.font(TextSize::Caption));
        painter.setPen(t.text3);
        painter.drawText(ground.adjusted(theme.px(8), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         QString::number(i + 1));
        painter.setFont(mono);
        painter.setPen(t.text);
        QPointF at(ground.left() + theme.px(32), ground.center().y() + (metrics.ascent() - metrics.descent()) / 2);
        const auto [from, length] = m_words[i];
        for (std::size_t k = 0; k < length; ++k) {
            painter.drawText(at, m_hidden ? QString(QChar{0x2022})
                                          : QString(QChar::fromLatin1(static_cast<char>(m_phrase.data()[from + k]))));
            at.rx() += metrics.horizontalAdvance(u'0');
        }
    }
}

} // namespace taodeck::ui

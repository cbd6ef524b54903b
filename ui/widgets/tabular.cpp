#include "ui/widgets/tabular.h"

#include <QFontMetricsF>
#include <QPainter>

namespace taodeck::ui {
namespace {

constexpr QChar kFigureSpace{0x2007};
constexpr QChar kPunctuationSpace{0x2008};

double digitAdvance(const QFontMetricsF& metrics) {
    double widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QChar{digit}));
    return widest;
}

template <class Fn>
double walk(const QFontMetricsF& metrics, const QString& text, Fn place) {
    const auto digit = digitAdvance(metrics);
    double x = 0;
    for (qsizetype i = 0; i < text.size();) {
        const auto c = text[i];
        if (c.isDigit() || c == kFigureSpace) {
            const auto own = c == kFigureSpace ? digit : metrics.horizontalAdvance(c);
            if (c != kFigureSpace) place(x + (digit - own) / 2, text.mid(i, 1));
            x += digit;
            ++i;
            continue;
        }
        if (c == kPunctuationSpace) {
            x += metrics.horizontalAdvance(u'.');
            ++i;
            continue;
        }
        auto end = i;
        while (end < text.size() && !text[end].isDigit() && text[end] != kFigureSpace && text[end] != kPunctuationSpace)
            ++end;
        const auto run = text.mid(i, end - i);
        place(x, run);
        x += metrics.horizontalAdvance(run);
        i = end;
    }
    return x;
}

} // namespace

double tabularWidth(const QFont& font, const QString& text) {
    return walk(QFontMetricsF(font), text, [](double, const QString&) {});
}

void paintTabular(QPainter& painter, const QPointF& leftBaseline, const QString& text) {
    walk(QFontMetricsF(painter.font()), text,
         [&](double x, const QString& run) { painter.drawText(leftBaseline + QPointF(x, 0), run); });
}

void paintTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text) {
    const QFontMetricsF metrics(painter.font());
    const auto width = tabularWidth(painter.font(), text);
    double x = rect.left();
    if (alignment & Qt::AlignRight) x = rect.right() - width;
    if (alignment & Qt::AlignHCenter) x = rect.center().x() - width / 2;
    const auto y = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    paintTabular(painter, QPointF(x, y), text);
}

int decimalsOf(const QString& text) {
    const auto point = text.indexOf(u'.');
    if (point < 0) return 0;
    int count = 0;
    for (auto i = point + 1; i < text.size() && text[i].isDigit(); ++i)
        ++count;
    return count;
}

QString padDecimals(const QString& text, int decimals) {
    const int own = decimalsOf(text);
    if (own >= decimals) return text;
    auto end = qsizetype{0}; // just after the last digit
    for (qsizetype i = 0; i < text.size(); ++i)
        if (text[i].isDigit()) end = i + 1;
    if (end == 0) return text;
    QString blanks(decimals - own, kFigureSpace);
    if (own == 0) blanks.prepend(kPunctuationSpace);
    auto out = text;
    return out.insert(end, blanks);
}

} // namespace taodeck::ui

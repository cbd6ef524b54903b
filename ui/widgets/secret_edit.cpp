#include "ui/widgets/secret_edit.h"

#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <cctype>
#include <cstring>

namespace taodeck::ui {
namespace {

constexpr std::size_t kMost = 64 * 1024; ///< A key file of polkadot-js is about 1 KiB.

/// Writes one code point as UTF-8. @return bytes written, 1..4.
std::size_t encode(char32_t c, std::uint8_t out[4]) {
    if (c < 0x80) {
        out[0] = static_cast<std::uint8_t>(c);
        return 1;
    }
    if (c < 0x800) {
        out[0] = static_cast<std::uint8_t>(0xC0 | (c >> 6));
        out[1] = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = static_cast<std::uint8_t>(0xE0 | (c >> 12));
        out[1] = static_cast<std::uint8_t>(0x80 | ((c >> 6) & 0x3F));
        out[2] = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = static_cast<std::uint8_t>(0xF0 | (c >> 18));
    out[1] = static_cast<std::uint8_t>(0x80 | ((c >> 12) & 0x3F));
    out[2] = static_cast<std::uint8_t>(0x80 | ((c >> 6) & 0x3F));
    out[3] = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
    return 4;
}

} // namespace

SecretEdit::SecretEdit(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::IBeamCursor);
    setAttribute(Qt::WA_InputMethodEnabled);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_blinkTimer.setInterval(530);
    connect(&m_blinkTimer, &QTimer::timeout, this, [this] {
        m_blink = !m_blink;
        update();
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] { updateGeometry(); });
}

void SecretEdit::setLines(int lines) {
    m_lines = lines;
    updateGeometry();
}

void SecretEdit::setPlaceholder(const QString& text) {
    m_placeholder = text;
    update();
}

void SecretEdit::setShown(bool shown) {
    m_shown = shown;
    update();
}

void SecretEdit::setInvalid(bool invalid) {
    m_invalid = invalid;
    update();
}

int SecretEdit::length() const {
    int count = 0;
    for (std::size_t i = 0; i < m_size; i = next(i))
        ++count;
    return count;
}

SecretBytes SecretEdit::secret() const {
    return SecretBytes{m_bytes.view().first(m_size)};
}

SecretBytes SecretEdit::phrase() const {
    SecretBytes out{m_size};
    std::size_t used = 0;
    for (std::size_t i = 0; i < m_size; ++i) {
        const auto c = m_bytes.data()[i];
        if (std::isspace(c) != 0) {
            if (used > 0 && out.data()[used - 1] != ' ') out.data()[used++] = ' ';
            continue;
        }
        out.data()[used++] = static_cast<std::uint8_t>(c < 0x80 ? std::tolower(c) : c);
    }
    if (used > 0 && out.data()[used - 1] == ' ') --used;
    out.resize(used);
    return out;
}

void SecretEdit::clear() {
    m_bytes.clear();
    m_size = m_cursor = 0;
    update();
    emit changed();
}

void SecretEdit::setSecret(const SecretBytes& secret) {
    m_bytes = secret.clone();
    m_size = m_cursor = m_bytes.size();
    update();
    emit changed();
}

void SecretEdit::insert(QStringView text) {
    std::uint8_t piece[4];
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            c = QChar::surrogateToUcs4(text[i], text[i + 1]);
            ++i;
        }
        if (c == U'\r' || c == U'\n' || c == U'\t') c = U' ';
        if (c < 0x20 || c == 0x7F) continue;
        const auto count = encode(c, piece);
        if (m_size + count > kMost) break;
        if (m_size + count > m_bytes.size()) m_bytes.resize(std::max<std::size_t>(128, m_bytes.size() * 2));
        std::memmove(m_bytes.data() + m_cursor + count, m_bytes.data() + m_cursor, m_size - m_cursor);
        std::memcpy(m_bytes.data() + m_cursor, piece, count);
        m_cursor += count;
        m_size += count;
    }
    wipe(piece, sizeof piece);
    update();
    emit changed();
}

void SecretEdit::erase(std::size_t from, std::size_t to) {
    if (from >= to) return;
    std::memmove(m_bytes.data() + from, m_bytes.data() + to, m_size - to);
    wipe(m_bytes.data() + m_size - (to - from), to - from);
    m_size -= to - from;
    m_cursor = from;
    update();
    emit changed();
}

std::size_t SecretEdit::previous(std::size_t at) const {
    while (at > 0 && (m_bytes.data()[--at] & 0xC0) == 0x80) {
    }
    return at;
}

std::size_t SecretEdit::next(std::size_t at) const {
    if (at < m_size) ++at;
    while (at < m_size && (m_bytes.data()[at] & 0xC0) == 0x80)
        ++at;
    return at;
}

void SecretEdit::paste() {
    auto* clipboard = QGuiApplication::clipboard();
    insert(clipboard->text().trimmed());
    clipboard->clear(); // a secret has no business staying there
    emit pastedFromClipboard();
}

void SecretEdit::keyPressEvent(QKeyEvent* event) {
    m_blink = true;
    if (event->matches(QKeySequence::Paste)) return paste();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        emit submitted();
        return;
    case Qt::Key_Backspace:
        return erase(event->modifiers() & Qt::ControlModifier ? 0 : previous(m_cursor), m_cursor);
    case Qt::Key_Delete:
        return erase(m_cursor, next(m_cursor));
    case Qt::Key_Left:
        m_cursor = previous(m_cursor);
        return update();
    case Qt::Key_Right:
        m_cursor = next(m_cursor);
        return update();
    case Qt::Key_Home:
        m_cursor = 0;
        return update();
    case Qt::Key_End:
        m_cursor = m_size;
        return update();
    default:
        break;
    }
    const auto text = event->text();
    const bool command = event->modifiers() & (Qt::ControlModifier | Qt::MetaModifier);
    if (text.isEmpty() || !text[0].isPrint() || (command && !(event->modifiers() & Qt::AltModifier)))
        return QWidget::keyPressEvent(event); // Tab, Escape and shortcuts belong to others
    insert(text);
}

void SecretEdit::inputMethodEvent(QInputMethodEvent* event) {
    if (!event->commitString().isEmpty()) insert(event->commitString());
    event->accept();
}

QVariant SecretEdit::inputMethodQuery(Qt::InputMethodQuery query) const {
    if (query == Qt::ImHints)
        return static_cast<int>(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                                Qt::ImhNoAutoUppercase);
    return QWidget::inputMethodQuery(query);
}

void SecretEdit::mousePressEvent(QMouseEvent*) {
    m_cursor = m_size;
    update();
}

void SecretEdit::focusInEvent(QFocusEvent*) {
    m_blink = true;
    m_blinkTimer.start();
    update();
}

void SecretEdit::focusOutEvent(QFocusEvent*) {
    m_blinkTimer.stop();
    update();
}

void SecretEdit::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Paste"), this, &SecretEdit::paste);
    menu->addAction(tr("Clear"), this, &SecretEdit::clear);
    menu->popup(event->globalPos());
}

QSize SecretEdit::sizeHint() const {
    auto& theme = Theme::instance();
    return {theme.px(260), m_lines == 1 ? theme.px(32) : theme.px(14 + 22 * m_lines)};
}

QSize SecretEdit::minimumSizeHint() const {
    return {Theme::instance().px(120), sizeHint().height()};
}

void SecretEdit::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    const auto& t = theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool ring = hasFocus() || m_invalid;
    painter.setPen(QPen(m_invalid ? t.negative : hasFocus() ? t.accent : t.border, ring ? 2 : 1));
    painter.setBrush(t.surface);
    const double inset = ring ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), space::kRadius, space::kRadius);

    const auto font = theme.mono(TextSize::Body);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const double left = theme.px(11), step = metrics.horizontalAdvance(u'0');
    const double line = m_lines == 1 ? height() : theme.px(22);
    const double top = m_lines == 1 ? 0 : theme.px(7);
    const double baseline = (line + metrics.ascent() - metrics.descent()) / 2;
    if (m_size == 0 && !m_placeholder.isEmpty()) {
        painter.setPen(t.text3);
        painter.setFont(theme.font(TextSize::Body));
        painter.drawText(QRectF(left, top, width() - 2 * left, line), Qt::AlignVCenter | Qt::AlignLeft, m_placeholder);
        painter.setFont(font);
    }
    const int perLine = std::max(1, static_cast<int>((width() - 2 * left) / step));
    const int total = length();
    // One line scrolls so that its end is visible; several lines wrap.
    const int skip = m_lines == 1 ? std::max(0, total - perLine + 1) : 0;
    painter.setPen(t.text);
    int at = 0;
    QPointF cursor(left, top);
    for (std::size_t i = 0; i <= m_size; i = next(i), ++at) {
        const int shownAt = at - skip;
        const QPointF cellTop(left + (m_lines == 1 ? shownAt : shownAt % perLine) * step,
                              top + (m_lines == 1 ? 0 : shownAt / perLine) * line);
        if (i == m_cursor) cursor = cellTop;
        if (i == m_size) break;
        if (shownAt < 0) continue;
        if (m_shown) {
            const auto end = next(i);
            painter.drawText(
                cellTop + QPointF(0, baseline),
                QString::fromUtf8(reinterpret_cast<const char*>(m_bytes.data() + i), static_cast<qsizetype>(end - i)));
        } else if (m_bytes.data()[i] != ' ' || m_lines == 1) {
            painter.save();
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.text);
            const double radius = step * 0.30;
            painter.drawEllipse(cellTop + QPointF(step / 2, line / 2), radius, radius);
            painter.restore();
        }
    }
    if (hasFocus() && m_blink)
        painter.fillRect(QRectF(cursor.x(), cursor.y() + line / 2 - metrics.height() / 2, 1.5, metrics.height()),
                         t.text);
}

} // namespace taodeck::ui

#include "ui/widgets/identicon.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QtMath>

namespace taodeck::ui {
namespace {

/// Spreads all 32 bytes over the whole state (splitmix64 steps); a picture, not a hash anybody relies on.
std::uint64_t mixed(const AccountId& account, std::uint64_t seed) {
    std::uint64_t state = seed;
    for (const auto byte : account.bytes) {
        state += 0x9E3779B97F4A7C15ULL + byte;
        auto z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        state = z ^ (z >> 31);
    }
    return state;
}

} // namespace

void paintIdenticon(QPainter& painter, const QRectF& rect, const AccountId& account) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::instance().tokens().raised);
    painter.drawEllipse(rect);
    const auto bits = mixed(account, 1);
    const auto hues = mixed(account, 2);
    const bool dark = Theme::instance().isDark();
    const int hueA = static_cast<int>(hues % 360), hueB = static_cast<int>((hueA + 70 + (hues >> 16) % 220) % 360);
    const auto a = QColor::fromHsl(hueA, 150, dark ? 160 : 105), b = QColor::fromHsl(hueB, 150, dark ? 175 : 90);
    const double step = rect.width() / 6.1, radius = step * 0.40;
    int dot = 0;
    for (int row = -2; row <= 2; ++row) {
        const int count = 5 - std::abs(row);
        for (int i = 0; i < count; ++i, ++dot) {
            const auto choice = (bits >> (dot * 3)) & 7;
            if (choice >= 6) continue;
            const double x = (i - (count - 1) / 2.0) * step, y = row * step * 0.87;
            painter.setBrush(choice < 3 ? a : b);
            painter.drawEllipse(rect.center() + QPointF(x, y), radius, radius);
        }
    }
    painter.restore();
}

Identicon::Identicon(int size, QWidget* parent) : QWidget(parent), m_size(size) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] { updateGeometry(); });
}

void Identicon::setAccount(const std::optional<AccountId>& account) {
    m_account = account;
    update();
}

QSize Identicon::sizeHint() const {
    const int side = Theme::instance().px(m_size);
    return {side, side};
}

void Identicon::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto side = std::min(width(), height());
    const QRectF box((width() - side) / 2.0, (height() - side) / 2.0, side, side);
    if (m_account) paintIdenticon(painter, box, *m_account);
}

} // namespace taodeck::ui

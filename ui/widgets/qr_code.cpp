#include "ui/widgets/qr_code.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <qrencode.h>

namespace taodeck::ui {

QImage qrImage(const QString& text) {
    constexpr int kQuiet = 4;
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
        QRcode_encodeString8bit(text.toUtf8().constData(), 0, QR_ECLEVEL_M), &QRcode_free);
    if (!code) return {};
    QImage image(code->width + 2 * kQuiet, code->width + 2 * kQuiet, QImage::Format_RGB32);
    image.fill(Qt::white);
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            if ((code->data[y * code->width + x] & 1) != 0) image.setPixel(x + kQuiet, y + kQuiet, 0xFF14181F);
    return image;
}

QrCode::QrCode(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void QrCode::setText(const QString& text) {
    m_image = qrImage(text);
    setAccessibleName(tr("QR code of %1").arg(text));
    update();
}

QSize QrCode::sizeHint() const {
    const int side = Theme::instance().px(216);
    return {side, side};
}

void QrCode::paintEvent(QPaintEvent*) {
    if (m_image.isNull()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::instance().tokens().border, 1));
    painter.setBrush(Qt::white);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::kRadius, space::kRadius);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const int module = std::max(1, (std::min(width(), height()) - 4) / m_image.width());
    const int side = module * m_image.width();
    painter.drawImage(QRect((width() - side) / 2, (height() - side) / 2, side, side), m_image);
}

} // namespace taodeck::ui

#pragma once
/// A QR code of an address. Always dark on light, in both themes: readers expect it.

#include <QImage>
#include <QWidget>

namespace taodeck::ui {

/// One pixel per module with a quiet zone of four. A null image when `text` does not fit.
QImage qrImage(const QString& text);

class QrCode : public QWidget {
    Q_OBJECT
public:
    explicit QrCode(QWidget* parent = nullptr);
    void setText(const QString& text);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_image;
};

} // namespace taodeck::ui

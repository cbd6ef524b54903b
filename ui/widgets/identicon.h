#pragma once
/// A small picture of a key, so that two addresses that begin and end alike still look different.

#include "core/base/ids.h"

#include <QWidget>

class QPainter;

namespace taodeck::ui {

/// Nineteen dots on a hexagonal grid; hue and filling come from every byte of the key (mixed, so that one changed bit
/// changes many dots).
void paintIdenticon(QPainter& painter, const QRectF& rect, const AccountId& account);

class Identicon : public QWidget {
    Q_OBJECT
public:
    explicit Identicon(int size = 24, QWidget* parent = nullptr);
    void setAccount(const std::optional<AccountId>& account);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_size;
    std::optional<AccountId> m_account;
};

} // namespace taodeck::ui

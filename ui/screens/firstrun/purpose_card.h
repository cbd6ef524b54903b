#pragma once
/// A large button with an icon, a title and a sentence.

#include <QAbstractButton>

namespace taodeck::ui {

class PurposeCard : public QAbstractButton {
    Q_OBJECT
public:
    /// @param note a chip at the top right, such as "Not in this version"; the card is then no choice.
    PurposeCard(const QString& icon, const QString& title, const QString& text, const QString& note = {},
                QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    int heightForWidth(int width) const override;
    bool hasHeightForWidth() const override { return true; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon, m_text, m_note;
};

} // namespace taodeck::ui
